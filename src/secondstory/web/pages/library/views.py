"""The library, and the search over everything one may read."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponse

from secondstory.application.finding.searching import (
    PAGE,
    Mentions,
    Piece,
    asked,
    mentions,
    phrases_in,
    pieces,
    search,
    services,
)
from secondstory.application.ports.words import Hit, Library, Wanted
from secondstory.kernel.frozen import dataclass
from secondstory.web.pages.library.volumes import KINDS, STAGES, Volume, address, place_of, volume_of
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
ORDERS = {"newest": "Newest first", "title": "By title"}
IN: Mapping[str, str] = {"": "Post-mortems", "follow-up": "Follow-ups", "conditions": "Conditions"}
"""Where one can search: the value of `in`, and its name."""


FOLLOWUP_STATES: Mapping[str, str] = {
    "proposed": "Proposed",
    "asked": "Asked",
    "owned": "Accepted",
    "done": "Done",
    "verified": "Done and seen",
    "effective": "It held",
    "superseded": "Another one stands for it",
    "dropped": "Let go",
}
MOST_WORDS = 400
LONGEST_YEAR = 4
LONGEST_PAGE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One choice of the form: its name, its words, the values with theirs, and the one chosen."""

    name: str
    words: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A follow-up, or a post-mortem by one of its conditions, that has the words."""

    label: str
    url: str
    about: str
    pieces: tuple[Piece, ...]


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
        words=_words(visit),
        order=_chosen(visit, "order"),
        orders=ORDERS,
        turning=_turning(visit, shelf.page, shelf.count),
    )


@page("member")
def find(visit: Visit) -> HttpResponse:
    """Search post-mortems, follow-ups and conditions for words."""
    words, place = _words(visit), _chosen(visit, "in")
    place = place if place in IN else ""
    door, shelves, number = visit.office.door, _library(visit), _page_asked(visit)
    shelf = search(door, shelves, asked(words), page=number) if phrases_in(words) else None
    told = {
        each: mentions(door, shelves, each, words, page=number, limit=PAGE if each == place else 0)
        for each in IN
        if each
    }
    chosen = told.get(place)
    shown = chosen or shelf
    return visit.render(
        "library/search.html",
        words=words,
        place=place,
        places=[
            (name, _in(visit, each), each == place, told[each].count if each else shelf.count if shelf else 0)
            for each, name in IN.items()
        ],
        shelf=shelf,
        volumes=[_found(visit, hit) for hit in shelf.hits] if shelf else [],
        near=[_found(visit, hit) for hit in shelf.near] if shelf else [],
        mentions=_mentions(place, chosen) if chosen else [],
        turning=_turning(visit, shown.page if shown else 1, shown.count if shown else 0),
    )


def _mentions(place: str, found: Mentions) -> list[Mention]:
    return [_follow_up(hit) if place == "follow-up" else _condition(hit) for hit in found.hits]


def _follow_up(hit: Hit) -> Mention:
    number = int(str(hit.row["number"]))
    return Mention(
        label=f"FU-{number}",
        url=address("followup", number=number),
        about=FOLLOWUP_STATES.get(str(hit.row["state"]), ""),
        pieces=tuple(pieces(hit.snippet)),
    )


def _condition(hit: Hit) -> Mention:
    return Mention(
        label=str(hit.row["title"]),
        url=place_of(hit.row),
        about=f"PM-{hit.row['number']}",
        pieces=tuple(pieces(hit.snippet)),
    )


def _found(visit: Visit, hit: Hit) -> Volume:
    return volume_of(visit, hit.row, tuple(pieces(hit.snippet)))


def _wanted(visit: Visit) -> Wanted:
    year = _chosen(visit, "year")
    filters = Wanted(
        level=_one_of(visit, "level", LEVELS),
        kind=_one_of(visit, "kind", KINDS),
        stage=_one_of(visit, "stage", STAGES),
        severity=_chosen(visit, "severity") or None,
        year=int(year) if year.isascii() and year.isdecimal() and len(year) <= LONGEST_YEAR else None,
        service=_chosen(visit, "service") or None,
        order=_one_of(visit, "order", ORDERS) or "newest",
    )
    return asked(_words(visit), filters)


def _filters(visit: Visit) -> list[Filter]:
    """Return the filters with the values that this reader's post-mortems have; one without a choice is left out."""
    viewers, shelves = visit.office.door.viewers, _library(visit)
    severities = shelves.values("severity", viewers=viewers)
    years = sorted(shelves.values("year", viewers=viewers), reverse=True)
    found = {
        "level": ("Level", tuple(LEVELS.items())),
        "kind": ("Kind", tuple(KINDS.items())),
        "stage": ("Stage", tuple(STAGES.items())),
        "severity": ("Severity", tuple((one, one) for one in severities)),
        "year": ("Year", tuple((one, one) for one in years)),
        "service": ("Service", tuple((one, one) for one in services(visit.office.door))),
    }
    return [
        Filter(name=name, words=words, choices=choices, chosen=_chosen(visit, name))
        for name, (words, choices) in found.items()
        if choices
    ]


def _turning(visit: Visit, number: int, count: int) -> dict[str, str]:
    """Return what a list of pages shows at its foot: the addresses back and on, and where one is."""
    first, last = (number - 1) * PAGE + 1, min(number * PAGE, count)
    return {
        "earlier": _at(visit, page=number - 1) if number > 1 else "",
        "later": _at(visit, page=number + 1) if last < count else "",
        "where": f"{first:,} to {last:,} of {count:,}" if count > PAGE else "",
    }


def _at(visit: Visit, *, page: int) -> str:
    kept = {key: str(value) for key, value in visit.query.items() if value and key != "page"}
    return f"{visit.here}?{urlencode({**kept, 'page': str(page)})}"


def _in(visit: Visit, place: str) -> str:
    return f"{visit.here}?{urlencode({'q': _words(visit), **({'in': place} if place else {})})}"


def _words(visit: Visit) -> str:
    return str(visit.query.get("q", "")).strip()[:MOST_WORDS]


def _chosen(visit: Visit, name: str) -> str:
    return str(visit.query.get(name, "")).strip()


def _one_of(visit: Visit, name: str, known: Mapping[str, str]) -> str | None:
    value = _chosen(visit, name)
    return value if value in known else None


def _page_asked(visit: Visit) -> int:
    text = _chosen(visit, "page")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_PAGE else 1


def _library(visit: Visit) -> Library:
    return library_of(visit.ground.workspace)
