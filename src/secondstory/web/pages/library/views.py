"""The library, and the search over everything one may read."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse

from secondstory.application.finding.searching import PAGE, Shelf, asked, pieces, search
from secondstory.application.ports.words import Hit, Wanted
from secondstory.domain.understanding.conditions import Level
from secondstory.kernel.frozen import dataclass
from secondstory.readmodel.tables import SERVICE
from secondstory.web.pages.library.volumes import KINDS, STAGES, Volume, volume_of
from secondstory.web.site.words import plural
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.finding import library_of

LEVELS: Mapping[str, str] = {
    "software": "Software",
    "practices": "Practices",
    "process": "Process",
    "culture": "Culture",
    "organisation": "Organisation",
    "outside": "Outside world",
}
FILTERS = ("level", "kind", "severity", "year", "stage", "service")
ORDERS = {"newest": "Newest first", "title": "By title"}
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One choice of the form: its name, its words, the values with theirs, and the one chosen."""

    name: str
    words: str
    choices: Choices
    chosen: str


@page("member")
def library(visit: Visit) -> HttpResponse:
    """Show the post-mortems one may read, a page at a time."""
    wanted = _wanted(visit)
    shelf = search(visit.office.door, _library(visit), wanted, page=_page_asked(visit))
    filters = _filters(visit)
    return visit.render(
        "library/library.html",
        shelf=shelf,
        volumes=[_found(visit, hit) for hit in shelf.hits],
        near=[_found(visit, hit) for hit in shelf.near],
        filters=filters,
        is_filtered=any(one.chosen for one in filters),
        words=str(visit.query.get("q", "")).strip(),
        order=wanted.order,
        orders=ORDERS,
        **turning(visit, shelf.page, shelf.count),
    )


def turning(visit: Visit, number: int, count: int) -> dict[str, str]:
    """Return what a list of pages shows at its foot: the addresses back and on, and where one is."""
    first = (number - 1) * PAGE + 1
    last = min(number * PAGE, count)
    return {
        "earlier": _address(visit, number - 1) if number > 1 else "",
        "later": _address(visit, number + 1) if last < count else "",
        "where": f"{first:,} to {last:,} of {count:,}" if count > PAGE else "",
    }


def _address(visit: Visit, number: int) -> str:
    kept = {key: value for key, value in visit.query.items() if value and key != "page"}
    return f"{visit.here}?{urlencode({**kept, 'page': number})}"


def _page_asked(visit: Visit) -> int:
    text = str(visit.query.get("page", ""))
    return int(text) if text.isascii() and text.isdecimal() else 1


def _library(visit: Visit):
    return library_of(visit.ground.workspace)
