"""Which words of a sentence made the model say what it says. Worked out only for the few sentences that are raised."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from secondstory.coach.model.features import TOKEN_BYTES
from secondstory.coach.model.net import Model
from secondstory.coach.model.words import pieces

Span = tuple[int, int]

_AT_MOST = 10
"""Pieces in what is shown: a reader looks at a few words, not at half a page."""
_TOLL = 0.25
_EDGE = frozenset(',;:()"–—…-?!.')


class Told(NamedTuple):
    """A sentence and of which category it is said to be. read: its words, as the model read them."""

    read: bytes
    sentence: str
    category: str

    @property
    def words(self) -> list[bytes]:
        """The words by themselves."""
        return [self.read[at : at + TOKEN_BYTES] for at in range(0, len(self.read), TOKEN_BYTES)]


def strongest(model: Model, told: Sequence[Told]) -> list[Span]:
    """Return for each sentence the stretch without which `model` would be least sure, as offsets. All are worked out together."""
    words = [one.words for one in told]
    outputs = [model.outputs.index(one.category) for one in told]
    # First two at a time; then, in the stretch that was found, one by one.
    pairs = [[(at, min(at + 2, len(some))) for at in range(0, len(some), 2)] for some in words]
    found = [_best(each, _AT_MOST // 2) for each in _missed(model, words, pairs, outputs)]
    single = [
        [(at, at + 1) for at in range(2 * begin, min(2 * end, len(some)))]
        for (begin, end), some in zip(found, words, strict=True)
    ]
    inner = [_best(each, _AT_MOST) for each in _missed(model, words, single, outputs)]
    return [
        _shown(model, one.sentence, 2 * begin + start, 2 * begin + stop)
        for one, (begin, _), (start, stop) in zip(told, found, inner, strict=True)
    ]


def _missed(
    model: Model, words: Sequence[Sequence[bytes]], gaps: Sequence[Sequence[Span]], outputs: Sequence[int]
) -> Iterator[list[float]]:
    """Yield for each gap of each sentence how much surer the model is with the words of the gap than without them."""
    ways = [
        b"".join([*some[:begin], model.nothing * (end - begin), *some[end:]])
        for some, holes in zip(words, gaps, strict=True)
        for begin, end in ((0, 0), *holes)
    ]
    evidence = model.at_first_sight(ways) + model.closely(ways)
    at = 0
    for holes, output in zip(gaps, outputs, strict=True):
        rows = evidence[at : at + 1 + len(holes)]
        sure = rows[:, 0] + rows[:, output] / 2
        found: list[float] = (sure[0] - sure[1:]).tolist()
        yield found
        at += len(rows)


def _shown(model: Model, sentence: str, begin: int, end: int) -> Span:
    """Return where the words from number `begin` to before `end` stand; all of a sentence that has none."""
    owners = model.owners(sentence)
    if not owners:
        return 0, len(sentence)
    places = [match.span() for match in pieces(sentence, 0, len(sentence))]
    return _trimmed(places, owners[begin], owners[end - 1] + 1, sentence)


def _best(each: Sequence[float], most: int) -> tuple[int, int]:
    """Return the stretch with the greatest sum, a little being asked for each piece, so that it stays short."""
    toll = _TOLL * max(0.1, *each, 0.0)
    best, found = float("-inf"), (0, 1)
    for begin in range(len(each)):
        total = 0.0
        for end in range(begin, min(len(each), begin + most)):
            total += each[end] - toll
            if total > best:
                best, found = total, (begin, end + 1)
    return found


def _trimmed(places: Sequence[tuple[int, int]], begin: int, end: int, sentence: str) -> tuple[int, int]:
    while begin < end - 1 and sentence[places[begin][0]] in _EDGE:
        begin += 1
    while end - 1 > begin and sentence[places[end - 1][0]] in _EDGE:
        end -= 1
    return places[begin][0], places[end - 1][1]
