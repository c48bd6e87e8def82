"""Two texts with a common beginning woven into one, paragraph by paragraph; what both changed stays two.

The three-way merge of S. Khanna, K. Kunal, B. C. Pierce, A Formal Investigation of Diff3 (FSTTCS 2007), over
paragraphs, with one difference: what both put in at the same place is kept twice, the current text first, since in
prose two additions seldom contradict each other, and a word too many is easier to mend than a word that is gone.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from secondstory.domain.understanding.narrative import joined, paragraphs_of
from secondstory.kernel.frozen import dataclass

Paragraphs = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Some paragraphs in a row. What both changed has `mine`, None otherwise; then `text` is the current one."""

    text: Paragraphs
    mine: Paragraphs | None = None

    @property
    def is_open(self) -> bool:
        """Whether a person has to settle it."""
        return self.mine is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Woven:
    """The passages in order."""

    passages: tuple[Passage, ...]

    @property
    def open(self) -> tuple[Passage, ...]:
        """What a person has to settle."""
        return tuple(one for one in self.passages if one.is_open)

    @property
    def text(self) -> str:
        """One text: the current words where both changed a passage."""
        return joined(paragraph for one in self.passages for paragraph in one.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hunk:
    """Paragraphs [start, end) of the beginning read differently on one side."""

    start: int
    end: int
    words: Paragraphs
    is_mine: bool


def weave(beginning: str, mine: str, theirs: str) -> Woven:
    """Return `mine` and `theirs`, both written from `beginning`, as one.

    A paragraph that one side left alone reads as the other side has it. One that both changed, each in their way, is
    an open passage. Every paragraph that one side wrote stands in the outcome.
    """
    base = paragraphs_of(beginning)
    hunks = [
        *_hunks(base, paragraphs_of(theirs), is_mine=False),
        *_hunks(base, paragraphs_of(mine), is_mine=True),
    ]
    hunks.sort(key=lambda one: (one.start, one.end, one.is_mine))
    found: list[Passage] = []
    at = 0
    for group in _groups(hunks):
        start, end = group[0].start, max(one.end for one in group)
        if at < start:
            found.append(Passage(text=base[at:start]))
        found.append(_settled(base, group, start, end))
        at = end
    return Woven(passages=(*found, *((Passage(text=base[at:]),) if at < len(base) else ())))


def _hunks(base: Paragraphs, side: Paragraphs, *, is_mine: bool) -> Iterator[_Hunk]:
    for kind, start, end, left, right in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if kind == "replace" and end - start == right - left:
            # As many as before: each paragraph was changed in its place, and one at a time is the smallest conflict.
            for step in range(end - start):
                words = (side[left + step],)
                yield _Hunk(start=start + step, end=start + step + 1, words=words, is_mine=is_mine)
            continue
        yield _Hunk(start=start, end=end, words=side[left:right], is_mine=is_mine)


def _groups(hunks: Sequence[_Hunk]) -> Iterator[list[_Hunk]]:
    """Yield the hunks that touch the same paragraphs, or put something in at the same place, together."""
    group: list[_Hunk] = []
    end = 0
    for one in hunks:
        both_put_in = group and one.start == one.end == group[0].start == end
        if group and (one.start < end or both_put_in):
            group.append(one)
            end = max(end, one.end)
            continue
        if group:
            yield group
        group, end = [one], one.end
    if group:
        yield group


def _settled(base: Paragraphs, group: Sequence[_Hunk], start: int, end: int) -> Passage:
    mine, theirs = (
        _side(base, [one for one in group if one.is_mine is side], start, end) for side in (True, False)
    )
    before = base[start:end]
    if mine in (theirs, before):
        return Passage(text=theirs)
    if theirs == before and start < end:
        return Passage(text=mine)
    if start == end:
        return Passage(text=(*theirs, *(one for one in mine if one not in theirs)))
    return Passage(text=theirs, mine=mine)


def _side(base: Paragraphs, hunks: Sequence[_Hunk], start: int, end: int) -> Paragraphs:
    found: list[str] = []
    at = start
    for one in hunks:
        found += [*base[at : one.start], *one.words]
        at = one.end
    return (*found, *base[at:end])
