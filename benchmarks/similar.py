"""How well the one that rhymes is found: python -m benchmarks.similar FOLDER, a folder that benchmarks.corpus made.

A question is a document that has at least one partner; it is answered when a partner is among the first three.
"""

import argparse
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from secondstory.application.finding.rhyming import rhyming_with, rhyming_with_words
from secondstory.application.finding.searching import asked, search
from secondstory.application.ports.words import Wanted, Words
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.door import Door
from secondstory.readmodel.tables import PERSON, POSTMORTEM
from secondstory.wiring.places import Place, read_settings
from secondstory.wiring.site.finding import library_of, words_of
from secondstory.wiring.workspace import Workspace

FIRST = 3
QUESTIONS = (
    "certificate",
    "certificate expired",
    "screen unit",
    "certif*",
    "certificate zzzz",
    '"filled up" ferry',
)

KNOWN_RECURRENCES: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "PM2019-009 PM2019-010 PM2019-011",
        "PM2020-002 PM2020-009",
        "PM2020-003 PM2020-006",
        "PM2021-001 PM2022-002 PM2023-002",
        "PM2021-002 PM2021-003",
        "PM2021-005 PM2021-006 PM2021-007",
        "PM2022-003 PM2024-001",
        "PM2022-004 PM2022-007",
    )
)
"""In the real set of 39: those that cite each other, or whose titles name the same failure of the same thing."""

Rank = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Of so many questions: how many were answered in the first three, and how many of all partners stood there."""

    questions: int
    answered: int
    partners: int
    partners_found: int

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.answered} of {self.questions} (partners: {self.partners_found} of {self.partners})"


def quality(groups: Iterable[Collection[str]], rank: Rank) -> Quality:
    """Return how well `rank` finds the partners of each document of each group."""
    questions = answered = partners = found = 0
    for group in groups:
        for question in sorted(group):
            first = [one for one in rank(question) if one != question][:FIRST]
            here = sum(one in group for one in first)
            questions, answered = questions + 1, answered + bool(here)
            partners, found = partners + len(group) - 1, found + here
    return Quality(questions, answered, partners, found)


def by_cosine(door: Door, words: Words) -> Rank:
    """Return the ranking of the product: candidates of the index, ranked again by the cosine of their terms."""
    return lambda stream: [
        str(one.row["stream"]) for one in rhyming_with(door, words, StreamId(stream), limit=FIRST)
    ]


def by_index_alone(door: Door, words: Words, text_of: Callable[[str], str]) -> Rank:
    """Return the ranking of the full-text index alone: all the words of `text_of` a stream, by bm25."""

    def rank(stream: str) -> list[str]:
        spoken = sorted(set(words.spelt(text_of(stream)).values()))
        found = words.candidates(spoken, viewers=door.viewers, limit=FIRST + 1)
        return [str(one.row["stream"]) for one in found]

    return rank


def title_of(door: Door) -> Callable[[str], str]:
    """Return what gives the title of a stream."""
    return lambda stream: str((door.row(POSTMORTEM, StreamId(stream)) or {})["title"])


def by_cosine_of(door: Door, words: Words, text_of: Callable[[str], str]) -> Rank:
    """Return the ranking of the product when it is asked with `text_of` a stream alone, as at declaration."""

    def rank(stream: str) -> list[str]:
        found = rhyming_with_words(door, words, text_of(stream), limit=FIRST + 1)
        return [str(one.row["stream"]) for one in found]

    return rank


def body_of(door: Door, words: Words) -> Callable[[str], str]:
    """Return what gives the text of a stream without its title."""

    def read(stream: str) -> str:
        title = title_of(door)(stream)
        found = words.candidates(title.split(), viewers=door.viewers, limit=1000)
        return next(one.text for one in found if one.row["stream"] == stream)

    return read


def groups_of(themes: Mapping[str, int]) -> list[frozenset[str]]:
    """Return the streams that share a theme, where at least two do."""
    by_theme: dict[int, set[str]] = {}
    for stream, theme in themes.items():
        by_theme.setdefault(theme, set()).add(stream)
    return [frozenset(group) for group in by_theme.values() if len(group) > 1]


def main() -> int:
    """Measure how long answers take on a generated corpus, as somebody sees it who is in some of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--questions", type=int, default=60)
    named = parser.parse_args()
    place = Place(named.root / "workspace")
    workspace = Workspace(place, read_settings(place), read_only=True)
    somebody = workspace.storage.rows.select(PERSON, order="-person", limit=1)[0]["person"]
    door = Door(workspace.storage.rows, PersonId(str(somebody)))
    words, library = words_of(workspace), library_of(workspace)
    rows = door.rows(POSTMORTEM, order="-number", limit=named.questions)
    print(f"{door.count(POSTMORTEM)} post-mortems may be read")
    _timed(
        "rhyming", [lambda row=row: rhyming_with(door, words, StreamId(str(row["stream"]))) for row in rows]
    )
    for typed in ("", *QUESTIONS):
        asks = [lambda typed=typed: search(door, library, asked(typed))] * 20
        _timed(f'search "{typed}", {asks[0]().count} found', asks)
    filtered = asked("", Wanted(level="process", year=2023))
    _timed("level and year", [lambda: search(door, library, filtered)] * 20)
    return 0


def _timed(what: str, calls: Sequence[Callable[[], object]]) -> None:
    took = []
    for call in calls:
        began = time.perf_counter()
        call()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    print(f"{what}: p50 {took[len(took) // 2]:.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
