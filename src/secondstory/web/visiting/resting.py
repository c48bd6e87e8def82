"""The door rests for a few minutes after many tries, in our own words."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from secondstory.web.visiting.visit import Visit

TOO_MANY = 429


def resting(request: HttpRequest) -> HttpResponse:
    """Answer whoever tried too often."""
    context = {
        "visit": Visit(request),
        "title": "Many tries in a short time",
        "safe": "To keep guessers out, this door rests for a few minutes. Nothing was changed.",
        "next_step": "Wait five minutes, then try again.",
        "act": "Back to signing in",
        "href": "/account/login/",
    }
    return HttpResponse(render_to_string("layout/error.html", context, request), status=TOO_MANY)
