"""The library: full text over everything one may read, with filters, a page at a time; never an error for odd input."""

import re
from collections.abc import Sequence

from secondstory.application.ports.words import Hit, Library, Wanted
from secondstory.kernel.frozen import dataclass, replace
from secondstory.readmodel.door import Door
from secondstory.readmodel.tables import SERVICE, Row

__all__ = [
    "PAGE",
    "Mentions",
    "Piece",
    "Row",
    "Shelf",
    "asked",
    "mentions",
    "phrases_in",
    "pieces",
    "search",
    "services",
]

PAGE = 25
MOST_PHRASES = 12
LONGEST_PHRASE = 200
_HIGHEST_PAGE = 10_000
_ASKED = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]")
_MARKS = re.compile("[\x02\x03]")
_NEXT = re.compile(r"(?<![.:;,!?\s])\s*\n\s*(?=[\x02\"(]?[^\W_a-z])")
"""Where one short text ends without a full stop and the next begins: a title, an entry, a condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a snippet; is_hit: whether it is one of the words looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One page of the library. near: when nothing was found, a few that have some of the words."""

    wanted: Wanted
    hits: Sequence[Hit]
    count: int
    page: int
    near: Sequence[Hit] = ()

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE))


def phrases_in(text: str) -> tuple[str, ...]:
    """Return what to look for: each word, and each run of words in double quotes; signs alone are left aside.

    A star at the end of a word finds what begins like that. A quotation mark without its other half is left aside.

    >>> phrases_in('kafka "connection refused" certif* - "')
    ('kafka', 'connection refused', 'certif*')
    """
    found = [" ".join(quoted.split()) or word.strip('"') for quoted, word in _ASKED.findall(text)]
    spoken = [one[:LONGEST_PHRASE] for one in found if _WORD.search(one)]
    return tuple(dict.fromkeys(spoken))[:MOST_PHRASES]


def search(door: Door, library: Library, wanted: Wanted, *, page: int = 1) -> Shelf:
    """Return one page of what was looked for, pages counted from 1; a page there is not is the nearest there is."""
    viewers = door.viewers
    page = min(max(page, 1), _HIGHEST_PAGE)
    hits, count = library.found(wanted, viewers=viewers, limit=PAGE, offset=(page - 1) * PAGE)
    if count and not hits:
        page = -(-count // PAGE)
        hits, count = library.found(wanted, viewers=viewers, limit=PAGE, offset=(page - 1) * PAGE)
    near = [] if count else library.come_near(_looser(wanted), viewers=viewers, limit=2)
    return Shelf(wanted=wanted, hits=hits, count=count, page=page, near=near)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """One page of the follow-ups, or of the conditions, that have some words. hits: their rows, each with a snippet."""

    hits: Sequence[Hit]
    count: int
    page: int = 1


def mentions(
    door: Door, library: Library, place: str, text: str, *, page: int = 1, limit: int = PAGE
) -> Mentions:
    """Return what has the words in one place, `follow-up` or `conditions`; limit 0: the count alone."""
    phrases, viewers = phrases_in(text), door.viewers
    page = min(max(page, 1), _HIGHEST_PAGE)
    hits, count = library.said(place, phrases, viewers=viewers, limit=limit, offset=(page - 1) * limit)
    if count and limit and not hits:
        page = -(-count // limit)
        hits, count = library.said(place, phrases, viewers=viewers, limit=limit, offset=(page - 1) * limit)
    return Mentions(hits=hits, count=count, page=page)


def _looser(wanted: Wanted) -> Wanted:
    """Return the same question with each phrase as single words, and without filters."""
    single = dict.fromkeys(word for phrase in wanted.phrases for word in phrase.split() if _WORD.search(word))
    return Wanted(phrases=tuple(single)[:MOST_PHRASES], order="best")


def services(door: Door) -> list[str]:
    """Return the names of the services of the organisation, in order."""
    return sorted({str(row["service"]) for row in door.rows(SERVICE)})


def asked(text: str, filters: Wanted | None = None) -> Wanted:
    """Return what somebody typed as a question, with `filters`; words put the best first, none the newest."""
    phrases = phrases_in(text)
    return replace(filters or Wanted(), phrases=phrases, order=_order(filters, phrases))


def _order(filters: Wanted | None, phrases: Sequence[str]) -> str:
    if filters is not None and filters.order == "title":
        return "title"
    return "best" if phrases else "newest"


def pieces(snippet: str) -> list[Piece]:
    """Return a snippet in pieces, so that a page can mark the words and escape everything."""
    parts = _MARKS.split(_NEXT.sub(" · ", snippet))
    return [Piece(text=part, is_hit=at % 2 == 1) for at, part in enumerate(parts) if part]
