"""Pages for what went wrong: what happened, what is safe, what to do."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from secondstory.web.visiting.visit import Visit

MISSING = (
    "Nothing is here for you",
    "There is no such page, or it is not open to you; both look the same, on purpose.",
    "Go to your desk, or search for a word of it.",
)
FORM_TOO_OLD = (
    "This form was too old to be taken",
    "Nothing was changed. What you typed is still in your browser.",
    "Go back, load the page again, and send it once more.",
)
BROKEN = (
    "Something here broke",
    "What was acknowledged before is safe in the record; what you sent just now may not have been taken.",
    "Go back and look whether it is there. If this page comes again, tell whoever keeps this server.",
)


def _page(request: HttpRequest, status: int, words: tuple[str, str, str]) -> HttpResponse:
    title, safe, next_step = words
    context = {"visit": Visit(request), "title": title, "safe": safe, "next_step": next_step}
    answer = HttpResponse(render_to_string("layout/error.html", context, request), status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Answer for what is not there and for what may not be seen: one page for both."""
    return _page(request, 404, MISSING)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours."""
    return _page(request, 500, BROKEN)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Answer for a form without its token."""
    return _page(request, 403, FORM_TOO_OLD)
