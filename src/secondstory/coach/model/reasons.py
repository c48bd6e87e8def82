"""Which words of a sentence made the model say what it says. Worked out only for the few sentences that are raised."""

from collections.abc import Sequence

from secondstory.coach.model.features import TOKEN_BYTES
from secondstory.coach.model.net import Model
from secondstory.coach.model.words import pieces

_AT_MOST = 10
"""Pieces in what is shown: a reader looks at a few words, not at half a page."""
_TOLL = 0.25
_EDGE = frozenset(',;:()"–—…-?!.')


def strongest(model: Model, read: bytes, sentence: str, category: str) -> tuple[int, int]:
    """Return the stretch of `sentence`, as the model `read` it, without which it would be least sure, as offsets."""
    places = [match.span() for match in pieces(sentence, 0, len(sentence))]
    owners = model.owners(sentence)
    if not owners:
        return 0, len(sentence)
    words = [read[at : at + TOKEN_BYTES] for at in range(0, len(read), TOKEN_BYTES)]
    output = model.outputs.index(category)
    # First two at a time; then, in the stretch that was found, one by one.
    pairs = [(at, min(at + 2, len(words))) for at in range(0, len(words), 2)]
    begin, end = _best(_missed(model, words, pairs, output), _AT_MOST // 2)
    begin, end = 2 * begin, min(2 * end, len(words))
    single = [(at, at + 1) for at in range(begin, end)]
    inner, stop = _best(_missed(model, words, single, output), _AT_MOST)
    return _trimmed(places, owners[begin + inner], owners[begin + stop - 1] + 1, sentence)


def _missed(
    model: Model, words: Sequence[bytes], gaps: Sequence[tuple[int, int]], output: int
) -> list[float]:
    """Return for each gap how much surer the model is of a sentence with the words of the gap than without them."""
    ways = [b"".join(words)]
    for begin, end in gaps:
        ways.append(b"".join([*words[:begin], model.nothing * (end - begin), *words[end:]]))
    evidence = model.at_first_sight(ways) + model.closely(ways)
    sure = evidence[:, 0] + evidence[:, output] / 2
    found: list[float] = (sure[0] - sure[1:]).tolist()
    return found


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
