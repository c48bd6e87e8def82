"""The model at work: a narrow convolution over words, a wide table of pairs, and a small head, in whole numbers.

Every row of weights is one long whole number with a lane for each filter, so that adding two rows, or keeping the larger
of two lane by lane, is one step of the interpreter for all filters at once. What was trained is described in
`training/coach/README.md`.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from math import sqrt
from operator import mul

from secondstory.coach.model.features import Token, features, token
from secondstory.coach.model.kinds_of_words import kind_of
from secondstory.coach.model.unpacking import unpacked
from secondstory.coach.model.words import ending_of, raw_words, words_of
from secondstory.kernel.frozen import dataclass

LANE = 2
_MIDDLE = 128
"""Bytes of a lane: sums of a few dozen bytes, each moved up by 128 so that none is below zero, fit twice over."""
_LEAST_FEATURES, _SCALE = 8, 3
MOST_PIECES = 120
"""Of a longer sentence, only so much is read: its features must fit their lanes."""
_MOST_FEATURES = 250


@dataclass(frozen=True, slots=True)
class Known:
    """One word with its rows of weights, one for each place in the window."""

    token: Token
    rows: tuple[int, ...]


class Model:
    """Reads sentences. It remembers words, never sentences, and nothing about who wrote them."""

    def __init__(
        self,
        data: bytes,
        *,
        people: Iterable[str] = (),
        things: Iterable[str] = (),
        remembered: int = 200_000,
    ) -> None:
        """Read the arrays in `data`. people, things: names of this organisation's own. Raises ValueError when damaged.

        remembered: how many words, and how many features, are kept between sentences.
        """
        held = unpacked(data)
        self._remembered = remembered
        parts = held.parts
        self.version = held.version
        self.hopeless = held.hopeless
        self._words = {word: place for place, word in enumerate(held.words, 1)}
        self._kinds = {kind: place for place, kind in enumerate(held.kinds, 1)}
        self._named = {one.lower(): "everybody" for one in people} | {
            one.lower(): "kubernetes" for one in things
        }
        self._window = held.window
        self._filters = held.filters
        self.outputs = held.outputs
        self._word_rows, self._kind_rows = parts["word_rows"], parts["kind_rows"]
        self._wide_rows = parts["wide_rows"]
        keys = array("Q")
        keys.frombytes(parts["wide_keys"])
        self._wide = dict(zip(keys, range(len(keys)), strict=True))
        self._read_head(parts["floats"], held.members)
        self._lanes = _Lanes(self._filters)
        self._bias = self._lanes.spread(parts["bias"])
        self._outer = _outer(self._lanes, self._window)
        self._ground = _MIDDLE * (2 * self._window + 1)
        self._zero = self._lanes.all_of(self._ground)
        self._known: dict[tuple[str, bool], tuple[Known, ...]] = {}
        self._wide_lanes = _Kept(self._wide_row, remembered)

    def _read_head(self, packed: memoryview, members: int) -> None:
        floats = array("f")
        floats.frombytes(packed)
        numbers = list(floats)

        def take(rows: int, columns: int) -> list[list[float]]:
            taken = [numbers[row * columns : (row + 1) * columns] for row in range(rows)]
            del numbers[: rows * columns]
            return taken

        filters, outputs = self._filters, len(self.outputs)
        each = filters // members
        self._filter_scale = take(1, filters)[0]
        self._wide_scale = take(1, outputs)[0]
        hidden = (len(numbers) - outputs * (filters + 1)) // (each + 1 + outputs)
        self._straight = take(outputs, filters)
        # A hidden unit looks at the filters of its own member.
        begins = [each * (unit * members // hidden) for unit in range(hidden)]
        self._hidden = [
            (begin, begin + each, row) for begin, row in zip(begins, take(hidden, each), strict=True)
        ]
        self._hidden_bias = take(1, hidden)[0]
        self._second = take(outputs, hidden)
        self._output_bias = take(1, outputs)[0]

    def read(self, raws: Sequence[str]) -> list[Known]:
        """Return the words of a sentence with what the model knows of them."""
        found: list[Known] = []
        first = True
        for raw in raws:
            known = self._known.get((raw, first))
            found.extend(known if known is not None else self._meet(raw, first))
            first = False
        return found

    def _meet(self, raw: str, first: bool) -> tuple[Known, ...]:
        met = tuple(self._learn(word) for word in words_of(raw, self._words, first=first, named=self._named))
        if len(self._known) >= self._remembered:
            self._known.clear()
        self._known[raw, first] = met
        return met

    def _learn(self, word: str) -> Known:
        number = self._words.get(word) or self._words.get(ending_of(word)) or self._words["-"]
        kind = kind_of(word)
        place = self._kinds.get(kind, 0)
        size = self._filters
        rows = []
        for offset in range(self._window):
            at = ((number - 1) * self._window + offset) * size
            row = self._lanes.spread(self._word_rows[at : at + size])
            at = (place * self._window + offset) * size
            rows.append(row + self._lanes.spread(self._kind_rows[at : at + size]))
        return Known(token(number, kind, self._kinds), tuple(rows))

    def windows(self, known: Sequence[Known]) -> list[int]:
        """Return the sum of weights at each place of the window over the sentence, which may hang over both ends."""
        before = self._window - 1
        rows = [one.rows for one in known]
        columns = [
            [self._outer[0]] * (before - offset) + [row[offset] for row in rows] + [self._outer[0]] * offset
            for offset in range(self._window)
        ]
        bias = self._bias
        return [bias + sum(column) for column in zip(*columns, strict=True)]

    def pooled(self, known: Sequence[Known]) -> list[float]:
        """Return for each filter how strongly it answers at the place where it answers most."""
        guard, top, ground = self._lanes.guard, self._zero, self._ground
        for here in self.windows(known):
            above = ((here | guard) - top) & guard
            top ^= (here ^ top) & (above - (above >> 15))
        lanes = zip(self._lanes.numbers(top), self._filter_scale, strict=True)
        return [(lane - ground) * scale for lane, scale in lanes]

    def weighed(self, known: Sequence[Known]) -> list[float]:
        """Return what the table of pairs says for each output."""
        found: Collection[int] = self._wide.keys() & features([one.token for one in known])
        if len(found) > _MOST_FEATURES:
            found = sorted(found)[:_MOST_FEATURES]
        count = len(found)
        total = sum(map(self._wide_lanes.__getitem__, found))
        share = _SCALE / sqrt(max(_LEAST_FEATURES, count))
        ground = _MIDDLE * count
        lanes = memoryview(total.to_bytes(LANE * len(self.outputs), "little")).cast("H")
        return [(lane - ground) * scale * share for lane, scale in zip(lanes, self._wide_scale, strict=True)]

    def _wide_row(self, feature: int) -> int:
        size = len(self.outputs)
        row = self._wide[feature]
        spread = bytearray(LANE * size)
        spread[::LANE] = self._wide_rows[row * size : (row + 1) * size]
        return int.from_bytes(spread, "little")

    @property
    def nothing(self) -> Known:
        """What stands where a word was taken out: a place without weight."""
        return Known(token(0, "", self._kinds), self._outer)

    def owners(self, sentence: str) -> list[int]:
        """Return for each word that is read in `sentence` which piece of it that was: contractions are two words."""
        raws = raw_words(sentence, 0, len(sentence))[:MOST_PIECES]
        return [place for place, raw in enumerate(raws) for _ in self.read([raw])]

    def at_first_sight(self, weighed: Sequence[float]) -> float:
        """Return the evidence of blame in the table of pairs alone, which is cheap to have."""
        return self._output_bias[0] + weighed[0]

    def inner(self, pooled: Sequence[float]) -> list[float]:
        """Return what the filters say once they are put together, none below zero."""
        found = []
        for (begin, end, row), bias in zip(self._hidden, self._hidden_bias, strict=True):
            sum_here = bias + sum(map(mul, row, pooled[begin:end]))
            found.append(sum_here if sum_here > 0 else 0.0)
        return found

    def logit(
        self, pooled: Sequence[float], inner: Sequence[float], weighed: Sequence[float], output: int
    ) -> float:
        """Return the evidence for one output, 0 being as likely as not."""
        found: float = self._output_bias[output] + weighed[output]
        found += sum(map(mul, self._straight[output], pooled))
        found += sum(map(mul, self._second[output], inner))
        return found


class _Kept(dict[int, int]):
    """Rows that were made before, so many at most; what is missing is made when it is asked for."""

    def __init__(self, make: Callable[[int], int], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, feature: int) -> int:
        if len(self) >= self._most:
            self.clear()
        made = self[feature] = self._make(feature)
        return made


class _Lanes:
    """Whole numbers as rows of lanes."""

    def __init__(self, count: int) -> None:
        self._bytes = LANE * count
        self.guard = self.all_of(0x8000)

    def all_of(self, number: int) -> int:
        return int.from_bytes(number.to_bytes(LANE, "little") * (self._bytes // LANE), "little")

    def spread(self, row: Sequence[int] | memoryview) -> int:
        spread = bytearray(self._bytes)
        spread[::LANE] = bytes(row)
        return int.from_bytes(spread, "little")

    def numbers(self, row: int) -> memoryview:
        return memoryview(row.to_bytes(self._bytes, "little")).cast("H")


def _outer(lanes: _Lanes, window: int) -> tuple[int, ...]:
    """Return the rows of a place outside the sentence: nothing, which is 128 for its word and 128 for its kind."""
    return tuple(lanes.all_of(2 * _MIDDLE) for _ in range(window))
