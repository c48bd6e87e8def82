"""Which words of a sentence made the model say what it says. Worked out only for the few sentences that are raised."""

from collections.abc import Sequence

from secondstory.coach.model.net import Known, Model
from secondstory.coach.model.words import pieces

_AT_MOST = 10
"""Pieces in what is shown: a reader looks at a few words, not at half a page."""
_TOLL = 0.25
_EDGE = frozenset(',;:()"–—…-?!.')


def strongest(model: Model, known: Sequence[Known], sentence: str, category: str) -> tuple[int, int]:
    """Return the stretch of `sentence` without which the model would be least sure, as offsets."""
    places = [match.span() for match in pieces(sentence, 0, len(sentence))]
    owners = model.owners(sentence)
    if not owners:
        return 0, len(sentence)
    missed = _Missed(model, known, model.outputs.index(category))
    # First two at a time; then, in the stretch that was found, one by one.
    begin, end = _best([missed.words(at, at + 2) for at in range(0, len(known), 2)], _AT_MOST // 2)
    begin, end = 2 * begin, min(2 * end, len(known))
    inner, stop = _best([missed.words(at, at + 1) for at in range(begin, end)], _AT_MOST)
    return _trimmed(places, owners[begin + inner], owners[begin + stop - 1] + 1, sentence)


class _Missed:
    """How much surer the model is of a sentence with some words than without them."""

    def __init__(self, model: Model, known: Sequence[Known], output: int) -> None:
        self._model = model
        self._known = known
        self._output = output
        self._whole = self._evidence(known)

    def words(self, begin: int, end: int) -> float:
        """Return it for the words from `begin` to `end`."""
        gap = [self._model.nothing] * len(self._known[begin:end])
        return self._whole - self._evidence([*self._known[:begin], *gap, *self._known[end:]])

    def _evidence(self, words: Sequence[Known]) -> float:
        model = self._model
        pooled, weighed = model.pooled(words), model.weighed(words)
        inner = model.inner(pooled)
        blame, category = (model.logit(pooled, inner, weighed, output) for output in (0, self._output))
        return blame + category / 2


def _best(each: Sequence[float], most: int) -> tuple[int, int]:
    """Return the stretch with the greatest sum, a little being asked for each piece, so that it stays short."""
    toll = _TOLL * max(*each, 0.1)
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
