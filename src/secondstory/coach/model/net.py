"""The model at work: a narrow convolution over words, a wide table of pairs, and a small head, for many sentences at once.

Weights are bytes around 128 with a scale for each filter or output; sums of them are whole numbers and exact. What was
trained is described in `training/coach/README.md`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from secondstory.coach.model.features import TOKEN_BYTES, Sentences, Token, features, token
from secondstory.coach.model.kinds_of_words import kind_of
from secondstory.coach.model.unpacking import Unpacked, unpacked
from secondstory.coach.model.words import ending_of, raw_words, words_of
from secondstory.kernel.frozen import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_MIDDLE = 0x80
_LEAST_FEATURES, _SCALE = 8, 3
MOST_PIECES = 120
"""Of a longer sentence, only so much is read."""
_AT_ONCE = 4096
"""Words that are read together: what is reckoned with stays in the processor's cache."""
_GATE_BITS, _ODD = 21, 0x9E3779B97F4A7C15


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

        remembered: how many words are kept between sentences.
        """
        held = unpacked(data)
        self._remembered = remembered
        self.version, self.outputs, self.hopeless = held.version, held.outputs, held.hopeless
        self._words = {word: place for place, word in enumerate(held.words, 1)}
        self._kinds = {kind: place for place, kind in enumerate(held.kinds, 1)}
        self._named = {one.lower(): "everybody" for one in people} | {
            one.lower(): "kubernetes" for one in things
        }
        # A word that begins a sentence may have a capital for that alone: it is known apart from the others.
        self._begin: dict[str, bytes] = {}
        self._known: dict[str, bytes] = {}
        self.nothing = Token(0, len(held.kinds) + 1, 0, 0, False, False, 0).packed()
        """What stands where a word was taken out: a place without weight."""
        head = _head(held)
        self._wide, self._deep, self._bias = _Wide(held, head), _Deep(held, head), head.output_bias

    def read(self, raws: Sequence[str]) -> bytes:
        """Return the words of a sentence with what the model knows of them, packed."""
        found = list(map(self._known.get, raws))
        if found:
            found[0] = self._begin.get(raws[0])
        if None in found:
            return b"".join(one or self._meet(raws[at], first=at == 0) for at, one in enumerate(found))
        return b"".join(found)  # type: ignore[arg-type]  # none is left that was not met

    def _meet(self, raw: str, *, first: bool) -> bytes:
        words = words_of(raw, self._words, first=first, named=self._named)
        met = b"".join(token(self._number(word), kind_of(word), self._kinds).packed() for word in words)
        known = self._begin if first else self._known
        if len(known) >= self._remembered:
            known.clear()
        known[raw] = met
        return met

    def _number(self, word: str) -> int:
        return self._words.get(word) or self._words.get(ending_of(word)) or self._words["-"]

    def at_first_sight(self, read: Sequence[bytes]) -> "Floats":
        """Return the evidence in the table of pairs alone, which is cheap to have, (sentences, outputs)."""
        return self._in_parts(read, self._wide.evidence) + self._bias

    def closely(self, read: Sequence[bytes]) -> "Floats":
        """Return the evidence that the filters add to it, (sentences, outputs)."""
        return self._in_parts(read, self._deep.evidence)

    def _in_parts(self, read: Sequence[bytes], evidence: "Callable[[Sentences], Floats]") -> "Floats":
        import numpy as np

        found = np.zeros((len(read), len(self.outputs)))
        for begin, end in _parts(read):
            found[begin:end] = evidence(Sentences(read[begin:end]))
        return found

    def owners(self, sentence: str) -> list[int]:
        """Return for each word that is read in `sentence` which piece of it that was: contractions are two words."""
        raws = raw_words(sentence, 0, len(sentence))[:MOST_PIECES]
        return [place for place, raw in enumerate(raws) for _ in range(len(self.read([raw])) // TOKEN_BYTES)]


@dataclass(frozen=True, slots=True)
class _Head:
    """Scales, and what is made of the answers of the filters. straight: (outputs, filters); hidden: (units, filters)."""

    filter_scale: "Floats"
    wide_scale: "Floats"
    straight: "Floats"
    hidden: "Floats"
    hidden_bias: "Floats"
    second: "Floats"
    output_bias: "Floats"


class _Wide:
    """The table of pairs: the features that a sentence has, each with a row of weights."""

    def __init__(self, held: Unpacked, head: _Head) -> None:
        import numpy as np

        self._keys = np.frombuffer(held.parts["wide_keys"], "<u8").astype(np.int64)
        self._rows = _around_zero(held.parts["wide_rows"]).reshape(-1, len(held.outputs))
        self._scale = head.wide_scale
        if (np.diff(self._keys) <= 0).any():
            raise ValueError("The pairs of the coach's model are out of order.")
        # Most features that occur are in no table: a bit for each that may be spares the search for the others.
        self._gate = np.zeros(1 << _GATE_BITS, bool)
        self._gate[self._spread(self._keys)] = True

    @staticmethod
    def _spread(keys: "Whole") -> "NDArray[np.uint64]":
        import numpy as np

        return keys.astype(np.uint64) * np.uint64(_ODD) >> np.uint64(64 - _GATE_BITS)

    def evidence(self, read: Sentences) -> "Floats":
        import numpy as np

        keys, owners = features(read)
        likely = self._gate[self._spread(keys)]
        keys, owners = keys[likely], owners[likely]
        places = np.minimum(np.searchsorted(self._keys, keys), max(0, len(self._keys) - 1))
        hits = self._keys[places] == keys if len(keys) else np.zeros(0, bool)
        found = np.sort(owners[hits] * max(1, len(self._keys)) + places[hits])
        once = found[np.diff(found, prepend=-1) > 0]
        owners, places = np.divmod(once, max(1, len(self._keys)))
        counts = np.bincount(owners, minlength=len(read.starts))
        sums = np.zeros((len(counts), self._rows.shape[1]))
        some = counts > 0
        if some.any():
            begins = (np.cumsum(counts) - counts)[some]
            sums[some] = np.add.reduceat(self._rows[places], begins, dtype=np.int64)
        share = _SCALE / np.sqrt(np.maximum(_LEAST_FEATURES, counts))
        evidence: Floats = sums * self._scale * share[:, None]
        return evidence


class _Deep:
    """The convolution: filters over a window of words, the strongest answer of each, and what a small head makes of them."""

    def __init__(self, held: Unpacked, head: _Head) -> None:
        import numpy as np

        window, filters = held.window, held.filters
        nothing = np.zeros((1, window, filters), np.int8)
        words = _around_zero(held.parts["word_rows"]).reshape(-1, window, filters)
        kinds = _around_zero(held.parts["kind_rows"]).reshape(-1, window, filters)
        # The first word, and the kind after the last, stand for a place where there is none.
        self._words = np.concatenate([nothing, words])
        self._kinds = np.concatenate([kinds, nothing])
        self._bias = _around_zero(held.parts["bias"]).astype(np.int16)
        self._head = head

    def evidence(self, read: Sentences) -> "Floats":
        import numpy as np

        head = self._head
        pooled = self._pooled(read) * head.filter_scale
        inner = np.maximum(0, pooled @ head.hidden.T + head.hidden_bias)
        found: Floats = pooled @ head.straight.T + inner @ head.second.T
        return found

    def _pooled(self, read: Sentences) -> "NDArray[np.int16]":
        """Return for each filter how strongly it answers at the place where it answers most, (sentences, filters)."""
        import numpy as np

        window, filters = self._words.shape[1:]
        over = window - 1
        # The window may hang over both ends of a sentence: as many places without weight lie behind each.
        lengths = read.lengths - 1 + over
        starts = np.cumsum(lengths) - lengths
        count = int(lengths.sum())
        tokens, owners = read.tokens[read.is_word], read.owners[read.is_word]
        at = np.arange(len(tokens)) + over * owners
        words, kinds = np.zeros(count, np.int64), np.full(count, len(self._kinds) - 1)
        words[at], kinds[at] = tokens[:, 0], tokens[:, 1]
        rows = np.add(self._words[words], self._kinds[kinds], dtype=np.int16)
        answers = np.tile(self._bias, (count, 1))
        for offset in range(window):
            behind = over - offset
            answers[behind:] += rows[: max(0, count - behind), offset]
        found: NDArray[np.int16] = np.zeros((len(starts), filters), np.int16)
        some = lengths > 0
        if some.any():
            found[some] = np.maximum(0, np.maximum.reduceat(answers, starts[some]))
        return found


def _head(held: Unpacked) -> _Head:
    import numpy as np

    numbers = np.frombuffer(held.parts["floats"], "<f4").astype(np.float64)
    filters, outputs, each = held.filters, len(held.outputs), held.filters // held.members
    units = (len(numbers) - filters - outputs - outputs * (filters + 1)) // (each + 1 + outputs)
    sizes = (filters, outputs, outputs * filters, units * each, units, outputs * units)
    *parts, output_bias = np.split(numbers, np.cumsum(sizes))
    filter_scale, wide_scale, straight, hidden, hidden_bias, second = parts
    # A hidden unit looks at the filters of its own member.
    every = np.zeros((units, filters))
    for unit, row in enumerate(hidden.reshape(units, each)):
        begin = each * (unit * held.members // units)
        every[unit, begin : begin + each] = row
    return _Head(
        filter_scale, wide_scale, straight.reshape(outputs, filters), every, hidden_bias,
        second.reshape(outputs, units), output_bias,
    )  # fmt: skip


def _parts(read: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of sentences that are read together."""
    begin, size = 0, 0
    for place, one in enumerate(read):
        if size > _AT_ONCE * TOKEN_BYTES:
            yield begin, place
            begin, size = place, 0
        size += len(one)
    if begin < len(read):
        yield begin, len(read)


def _around_zero(weights: "memoryview") -> "NDArray[np.int8]":
    import numpy as np

    found: NDArray[np.int8] = (np.frombuffer(weights, np.uint8) ^ np.uint8(_MIDDLE)).view(np.int8)
    return found
