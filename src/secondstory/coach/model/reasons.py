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
    each = [0.0] * (owners[-1] + 1)
    for owner, weight in zip(owners, _weights(model, known, model.outputs.index(category)), strict=False):
        each[owner] += weight
    return _trimmed(places, *_best(each), sentence)


def _weights(model: Model, known: Sequence[Known], output: int) -> list[float]:
    """Return for each word how much surer the model is with it than without it."""

    def evidence(words: Sequence[Known]) -> float:
        pooled, weighed = model.pooled(words), model.weighed(words)
        return model.logit(pooled, weighed, 0) + model.logit(pooled, weighed, output) / 2

    whole = evidence(known)
    return [whole - evidence([*known[:at], model.nothing, *known[at + 1 :]]) for at in range(len(known))]


def _best(each: Sequence[float]) -> tuple[int, int]:
    """Return the stretch with the greatest sum, a little being asked for each piece, so that it stays short."""
    toll = _TOLL * max(*each, 0.1)
    best, found = float("-inf"), (0, 1)
    for begin in range(len(each)):
        total = 0.0
        for end in range(begin, min(len(each), begin + _AT_MOST)):
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
