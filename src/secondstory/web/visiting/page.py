"""What every page has in common: who may ask for it, how a refusal is shown, and that somebody decided both."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from secondstory.kernel.refused import Refused
from secondstory.web.visiting.errors import missing
from secondstory.web.visiting.refusals import words_of
from secondstory.web.visiting.visit import Visit
from secondstory.web.visiting.weather import WEATHER, is_weather, weather

Who = Literal["anybody", "member", "administrator"]
View = Callable[..., HttpResponse]

DECLARED: dict[str, Who] = {}
"""Who may ask for each view. A test holds every address against it; what a person then sees is the door's affair."""


def page(who: Who) -> Callable[[View], View]:
    """Make a function of a visit a view. who: "anybody", "member" (signed in) or "administrator".

    A view raises Refused when a form was refused: it is called again with `visit.refusal` set and `posting` false,
    so that the page comes back with what was typed. Refused at a look, and Http404, are the page "not here".
    Bad weather of disk and key store is a page of its own (visiting.weather).
    """

    def declare(view: View) -> View:
        DECLARED[f"{view.__module__}.{view.__qualname__}"] = who

        @wraps(view)
        def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
            visit = Visit(request)
            visit.ground.workspace.look_again()
            if who != "anybody" and not visit.is_signed_in:
                return _sign_in_first(request)
            if who == "administrator" and not visit.is_administrator:
                return missing(request)
            try:
                return _found(view, visit, arguments)
            except (*WEATHER, OSError) as said:
                if not is_weather(said):
                    raise
                return weather(visit, said)

        return answer

    return declare


def _found(view: View, visit: Visit, arguments: dict[str, Any]) -> HttpResponse:
    try:
        found = _private(_answered(view, visit, arguments))
    except Http404:
        found = missing(visit.request)
    visit.tell_others()
    return found


def _answered(view: View, visit: Visit, arguments: dict[str, Any]) -> HttpResponse:
    try:
        return view(visit, **arguments)
    except Refused as refused:
        if not visit.posting:
            raise Http404 from refused
        visit.posting = False
        visit.refusal = words_of(refused)
        try:
            return view(visit, **arguments)
        except Refused as again:
            raise Http404 from again


def _private(answer: HttpResponse) -> HttpResponse:
    answer.headers.setdefault("Cache-Control", "private, no-store")
    return answer


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/account/login/?next={quote(request.get_full_path())}")
