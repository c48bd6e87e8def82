"""How an act in a room is answered: a page without script, one sentence with it."""

from django.http import HttpResponse, JsonResponse

from secondstory.web.visiting.visit import Visit


def wants_sentence(visit: Visit) -> bool:
    """Return whether the page's script asked, which follows along by itself."""
    return visit.request.headers.get("Accept") == "application/json"


def said(visit: Visit, words: str = "") -> HttpResponse:
    """Answer that something was done."""
    return JsonResponse({"said": words}) if wants_sentence(visit) else visit.done(words)


def refused(visit: Visit) -> HttpResponse:
    """Answer that a rule of the house said no."""
    return JsonResponse({"refused": visit.refusal}, status=422)
