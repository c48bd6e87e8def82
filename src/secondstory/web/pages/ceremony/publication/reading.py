"""The published page, as everybody reads it, and its preview."""

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from markupsafe import Markup

from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.documents import published

_YEAR = "private, max-age=31536000, immutable"


def reader_of(visit: Visit, number: int) -> published.Reader:
    """Return who reads post-mortem `number`, and where its sources are for them."""

    def address(mark: str, sealed: int) -> tuple[str, str]:
        item = int(mark.partition("-")[2])
        place = reverse("item", kwargs={"number": number, "item": item})
        try:
            return place, reverse("receipt", kwargs={"number": number, "entry": sealed})
        except NoReverseMatch:
            return place, ""

    return published.Reader(
        workspace=visit.ground.workspace, office=visit.office, zone=visit.zone, address=address
    )


@page("member")
def reading(visit: Visit, number: int) -> HttpResponse:
    """Show the last edition that went out, with its follow-ups as they stand now."""
    stream = visit.stream(f"PM-{number}")
    found = published.published(reader_of(visit, number), stream)
    return _shown(visit, found, is_draft=False)


@page("member")
def preview(visit: Visit, number: int) -> HttpResponse:
    """Show it as it would be published now."""
    stream = visit.stream(f"PM-{number}")
    return _shown(visit, published.preview(reader_of(visit, number), stream), is_draft=True)


@page("member")
def look(visit: Visit) -> HttpResponse:  # noqa: ARG001 - it looks the same for everybody
    """Answer with how a published page looks; its address changes when it does."""
    answer = HttpResponse(published.css(), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = _YEAR
    return answer


def _shown(visit: Visit, found: published.Reading, *, is_draft: bool) -> HttpResponse:
    return visit.render(
        "publication/reading.html",
        reading=found,
        body=Markup(found.body),  # noqa: S704 - the adapter for pages escapes every text of people
        is_draft=is_draft,
        version=published.look_version(),
    )
