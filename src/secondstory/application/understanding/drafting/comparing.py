"""Two versions of a text side by side, in words: what is the same, what came, what went."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from secondstory.domain.understanding.narrative import paragraphs_of
from secondstory.kernel.frozen import dataclass

Kind = Literal["same", "added", "removed", "changed"]
Run = tuple[Literal["same", "added", "removed"], str]

_WORDS = re.compile(r"\s+|[^\s]+")
_ALIKE = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One paragraph, or how it changed. runs: its words in order, those that went before those that came."""

    kind: Kind
    runs: tuple[Run, ...]


def compared(older: str, newer: str) -> tuple[Compared, ...]:
    """Return the paragraphs of both texts in order; empty when neither has any."""
    before, after = paragraphs_of(older), paragraphs_of(newer)
    found: list[Compared] = []
    for kind, start, end, left, right in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Compared(kind="same", runs=(("same", one),)) for one in before[start:end]]
            continue
        found += _replaced(before[start:end], after[left:right])
    return tuple(found)


def _replaced(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Compared]:
    pairs = min(len(before), len(after))
    for old, new in zip(before, after, strict=False):
        yield from _pair(old, new)
    for old in before[pairs:]:
        yield Compared(kind="removed", runs=(("removed", old),))
    for new in after[pairs:]:
        yield Compared(kind="added", runs=(("added", new),))


def _pair(old: str, new: str) -> Iterator[Compared]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    words = SequenceMatcher(None, before, after, autojunk=False)
    if words.ratio() < _ALIKE:
        yield Compared(kind="removed", runs=(("removed", old),))
        yield Compared(kind="added", runs=(("added", new),))
        return
    yield Compared(kind="changed", runs=tuple(_runs(before, after, words)))


def _runs(old: Sequence[str], new: Sequence[str], words: SequenceMatcher[str]) -> Iterator[Run]:
    for kind, start, end, left, right in words.get_opcodes():
        if kind == "equal":
            yield "same", "".join(old[start:end])
            continue
        if start < end:
            yield "removed", "".join(old[start:end])
        if left < right:
            yield "added", "".join(new[left:right])
