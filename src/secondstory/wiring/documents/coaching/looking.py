"""What the coach notices in one document, with the lines around it, so that the text itself can be let go."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from secondstory.coach import Finding, Looked, Note, Setup, look_at
from secondstory.coach.places import Places
from secondstory.wiring.documents.coaching.gathering import Wanted
from secondstory.wiring.documents.coaching.opening import Opened, open_text

AROUND = 120
_MOST_LINES = 4
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class SeenLine:
    """The part of a line that a finding covers, and up to `AROUND` characters on either side of it."""

    number: int
    before: str
    words: str
    after: str
    is_cut_before: bool = False
    is_cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding where it stands. first, last: its lines as git counts them. begin, end: line and UTF-16 unit from 0."""

    finding: Finding
    lines: tuple[SeenLine, ...]
    begin: tuple[int, int]
    end: tuple[int, int]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Coached:
    """One document after the coach looked at it, or why it could not. left_out: the settings leave it out."""

    path: str
    seen: tuple[Seen, ...] = ()
    notes: tuple[Note, ...] = ()
    why_not: str = ""
    left_out: bool = False


def coach_together(batch: Iterable[Wanted], stdin: BinaryIO | None = None) -> Iterator[Coached]:
    """Yield what the coach notices in each document. Nothing raises, whatever their bytes are.

    They are read together, which is quicker than one after the other.
    """
    opened = [(wanted, _opened(wanted, stdin)) for wanted in batch]
    looked = _looked([(wanted.settings.setup, one.text) for wanted, one in opened if isinstance(one, Opened)])
    for wanted, one in opened:
        if isinstance(one, Coached):
            yield one
            continue
        what = next(looked)
        seen = tuple(_seen(one.text, what.findings)) if what.findings else ()
        yield Coached(wanted.path, seen, (*one.notes, *what.notes))


def _opened(wanted: Wanted, stdin: BinaryIO | None) -> Opened | Coached:
    """Return the text of a document, or what is to be said of one that is not looked at."""
    if wanted.why_not or wanted.left_out:
        return Coached(wanted.path, why_not=wanted.why_not, left_out=wanted.left_out)
    opened = open_text(wanted.path, stdin)
    if opened.why_not and not wanted.named and not opened.is_text:
        return Coached(
            wanted.path,
            notes=(Note(code="not-text", line=1, says="This is not text, so it was not looked at."),),
        )
    return Coached(wanted.path, why_not=opened.why_not) if opened.why_not else opened


def _looked(texts: Iterable[tuple[Setup, str]]) -> Iterator[Looked]:
    """Yield what the coach notices in each text, those that follow one another under the same settings together."""
    for _, some in groupby(texts, key=lambda one: id(one[0])):
        same = list(some)
        yield from look_at([text for _, text in same], same[0][0])


def named_in_utf8(coached: Coached) -> Coached:
    """Return `coached` under a name that can be written: what of a file name is not UTF-8 becomes `?`."""
    try:
        coached.path.encode()
    except UnicodeEncodeError:
        path, why_not = (one.encode("utf-8", "replace").decode() for one in (coached.path, coached.why_not))
        return replace(coached, path=path, why_not=why_not)
    return coached


def only(coached: Coached, added: Callable[[Path, int, int], bool]) -> Coached:
    """Return `coached` with the findings alone of which a line was added."""
    path = Path(coached.path)
    place = path.parent.resolve() / path.name
    kept = tuple(one for one in coached.seen if added(place, one.first, one.last))
    return replace(coached, seen=kept)


def _seen(text: str, findings: tuple[Finding, ...]) -> Iterator[Seen]:
    places = Places(text)
    feeds = [found.start() for found in re.finditer("\n", text)]
    for one in findings:
        yield Seen(
            one,
            tuple(_lines(text, one)),
            places.line_and_unit(one.start),
            places.line_and_unit(one.end),
            bisect_right(feeds, one.start - 1) + 1,
            bisect_right(feeds, one.end - 2) + 1,
        )


def _lines(text: str, one: Finding) -> Iterator[SeenLine]:
    """Yield the lines of a finding; of very many the first few."""
    at, number = one.start, one.line
    while at < one.end and number < one.line + _MOST_LINES:
        stop = _LINE_END.search(text, at, one.end)
        last = stop.start() if stop else one.end
        before = text[max(0, at - AROUND) : at] if at == one.start else ""
        after = text[last : last + AROUND] if not stop else ""
        shown_before = _LINE_END.split(before)[-1]
        shown_after = _LINE_END.split(after)[0]
        yield SeenLine(
            number,
            shown_before,
            text[at:last],
            shown_after,
            is_cut_before=len(shown_before) == AROUND and at > AROUND,
            is_cut_after=len(shown_after) == AROUND and last + AROUND < len(text),
        )
        number += 1
        at = stop.end() if stop else one.end
