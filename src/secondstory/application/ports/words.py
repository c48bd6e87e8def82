"""The ports to the index of words: what terms a text has, and which post-mortems have which words.

Whatever names a post-mortem takes `viewers`, which `Door.viewers` has, and joins the same access as the door. Withdrawn
and merged post-mortems are in no answer.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from secondstory.kernel.frozen import dataclass
from secondstory.readmodel.tables import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for. phrases: each a run of words, all of which must be there; a filter of None lets all by.

    order: `best` (by words), `newest` or `title`.
    """

    phrases: tuple[str, ...] = ()
    level: str | None = None
    kind: str | None = None
    severity: str | None = None
    stage: str | None = None
    year: int | None = None
    service: str | None = None
    order: str = "newest"


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found, mostly a post-mortem: its row, and a snippet of its best part (around each word: the signs STX and ETX)."""

    row: Row
    place: str = ""
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Volume:
    """One post-mortem with all the text below its title."""

    row: Row
    text: str


class Library(Protocol):
    """Finds post-mortems by what they say and what they are."""

    def found(
        self, wanted: Wanted, *, viewers: Sequence[str], limit: int, offset: int = 0
    ) -> tuple[list[Hit], int]:
        """Return a page of what was looked for, and how many there are in all."""
        ...

    def come_near(self, wanted: Wanted, *, viewers: Sequence[str], limit: int) -> list[Hit]:
        """Return post-mortems that have some of the phrases, those with most and rarest first."""
        ...

    def said(
        self, place: str, phrases: Sequence[str], *, viewers: Sequence[str], limit: int, offset: int = 0
    ) -> tuple[list[Hit], int]:
        """Return a page of what has all the phrases in one place, and how many there are in all.

        place: `conditions`, with the rows of their post-mortems, or `follow-up`, with the rows of follow-ups.
        """
        ...

    def values(self, column: str, *, viewers: Sequence[str]) -> list[str]:
        """Return the values of `kind`, `severity`, `stage` or `year` that the viewers' post-mortems have, in order."""
        ...


class Words(Protocol):
    """Cuts texts into terms as the index does, and compares."""

    def bags(self, texts: Sequence[str]) -> list[Mapping[str, int]]:
        """Return how often each term stands in each text."""
        ...

    def spelt(self, text: str) -> Mapping[str, str]:
        """Return how a text spells each of its terms."""
        ...

    def frequencies(self, terms: Sequence[str]) -> tuple[Mapping[str, int], int]:
        """Return in how many documents each term stands, and how many documents there are.

        More terms than were asked for may be there; both may be a little behind.
        """
        ...

    def candidates(self, words: Sequence[str], *, viewers: Sequence[str], limit: int) -> list[Volume]:
        """Return the post-mortems that have some of `words`, those with most and rarest first."""
        ...
