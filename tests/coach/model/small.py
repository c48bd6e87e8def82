"""Small models with weights of our own, packed as ./dev train packs them, and the same arithmetic in plain Python."""

import json
import random
import struct
from dataclasses import dataclass
from math import sqrt

from secondstory.coach.model.features import token
from secondstory.coach.model.kinds_of_words import kind_of
from secondstory.coach.model.unpacking import MAGIC
from secondstory.coach.model.words import ending_of, raw_words, words_of
from tests.coach.model.plain import plain_features

OUTPUTS = ("blame", *"abcdefg")
KINDS = (
    "-ed",
    "be",
    "have",
    "in",
    "name",
    "not",
    "one",
    "ought",
    "ours",
    "role",
    "somebody",
    "the",
    "thing",
    "word",
)


@dataclass
class Weights:
    """Weights as bytes around 128, row by row, and the scales and the head as floats."""

    words: list[str]
    word_rows: list[list[list[int]]]
    kind_rows: list[list[list[int]]]
    bias: list[int]
    wide: dict[int, list[int]]
    filter_scale: list[float]
    wide_scale: list[float]
    straight: list[list[float]]
    hidden: list[list[float]]
    hidden_bias: list[float]
    second: list[list[float]]
    output_bias: list[float]
    members: int = 1

    @property
    def window(self):
        return len(self.word_rows[0])

    def packed(self):
        floats = [
            *self.filter_scale, *self.wide_scale, *flat(self.straight), *flat(self.hidden), *self.hidden_bias,
            *flat(self.second), *self.output_bias,
        ]  # fmt: skip
        parts = {
            "words": "\n".join(self.words).encode(),
            "word_rows": bytes(flat(flat(self.word_rows))),
            "kind_rows": bytes(flat(flat(self.kind_rows))),
            "bias": bytes(self.bias),
            "wide_keys": struct.pack(f"<{len(self.wide)}Q", *self.wide),
            "wide_rows": bytes(flat(self.wide.values())),
            "floats": struct.pack(f"<{len(floats)}f", *floats),
        }
        head = {
            "version": "small", "window": self.window, "filters": len(self.bias), "members": self.members, "outputs": OUTPUTS, "kinds": KINDS,
            "parts": [(name, len(part)) for name, part in parts.items()],
        }  # fmt: skip
        packed = json.dumps(head).encode()
        return MAGIC + struct.pack("<I", len(packed)) + packed + b"".join(parts.values())

    def evidence(self, sentence):
        """What a model with these weights says for each output, worked out the long way."""
        known = {word: place for place, word in enumerate(self.words, 1)}
        kinds = {kind: place for place, kind in enumerate(KINDS, 1)}
        read = [
            word
            for place, raw in enumerate(raw_words(sentence, 0, len(sentence)))
            for word in words_of(raw, known, first=not place, named={})
        ]
        numbers = [known.get(word) or known.get(ending_of(word)) or known["-"] for word in read]
        places = [kinds.get(kind_of(word), 0) for word in read]
        pooled = [self._answer(at, numbers, places) for at in range(len(self.bias))]
        inner = [
            max(0.0, bias + dot(row, self._share(unit, pooled)))
            for unit, (row, bias) in enumerate(zip(self.hidden, self.hidden_bias, strict=True))
        ]
        seen = set(plain_features([token(a, kind_of(b), kinds) for a, b in zip(numbers, read, strict=True)]))
        rows = [self.wide[one] for one in seen if one in self.wide]
        share = 3 / sqrt(max(8, len(rows)))
        return [
            self.output_bias[at]
            + dot(self.straight[at], pooled)
            + dot(self.second[at], inner)
            + share * self.wide_scale[at] * sum(row[at] - 128 for row in rows)
            for at in range(len(OUTPUTS))
        ]

    def _share(self, unit, pooled):
        """The filters that a hidden unit sees: those of its own member."""
        each = len(pooled) // self.members
        member = unit // (len(self.hidden) // self.members)
        return pooled[member * each : (member + 1) * each]

    def _answer(self, at, numbers, places):
        """How strongly one filter answers: the most of all places of the window, at least nothing."""
        most = 0.0
        for end in range(len(numbers) + self.window - 1):
            found = self.bias[at] - 128
            for offset in range(self.window):
                here = end - (self.window - 1) + offset
                if 0 <= here < len(numbers):
                    found += self.word_rows[numbers[here] - 1][offset][at] - 128
                    found += self.kind_rows[places[here]][offset][at] - 128
            most = max(most, found)
        return most * self.filter_scale[at]


def weights_by_chance(seed, words):
    """Weights for `words`, as odd as chance makes them."""
    dice = random.Random(seed)
    window, members, each = dice.randint(1, 5), dice.randint(1, 3), dice.randint(1, 4)
    filters, hidden = members * each, members * dice.randint(0, 2)

    def row(size):
        return [dice.randint(1, 255) for _ in range(size)]

    def floats(rows, size, most=0.02):
        return [[dice.uniform(-most, most) for _ in range(size)] for _ in range(rows)]

    keys = {
        dice.randint(1, 8) << 40 | dice.randint(0, 3) << 20 | dice.randint(0, len(words)) for _ in range(400)
    }
    return Weights(
        words=["-", *words],
        word_rows=[[row(filters) for _ in range(window)] for _ in range(len(words) + 1)],
        kind_rows=[[row(filters) for _ in range(window)] for _ in range(len(KINDS) + 1)],
        bias=row(filters),
        wide={key: row(len(OUTPUTS)) for key in sorted(keys)},
        filter_scale=[abs(one) for one in floats(1, filters)[0]],
        wide_scale=[abs(one) for one in floats(1, len(OUTPUTS))[0]],
        straight=floats(len(OUTPUTS), filters),
        hidden=floats(hidden, each),
        hidden_bias=floats(1, hidden)[0],
        second=floats(len(OUTPUTS), hidden),
        output_bias=floats(1, len(OUTPUTS))[0],
        members=members,
    )


def weights_for(evidence, *, otherwise):
    """Weights of a model that says for a sentence what its one telling word weighs in `evidence`, else `otherwise`.

    evidence: for a word, the category it speaks for, and the evidence for blame.
    """
    words = ["-", *evidence]
    filters = len(evidence)
    wide = len(OUTPUTS)
    straight = [[0.0] * filters for _ in OUTPUTS]
    for at, (category, weight) in enumerate(evidence.values()):
        straight[0][at] = (weight - otherwise) / 100
        straight[OUTPUTS.index(category)][at] = 0.1
    rows = [[128] * filters for _ in words]
    for at in range(filters):
        rows[at + 1][at] = 228
    return Weights(
        words=words, word_rows=[[row] for row in rows], kind_rows=[[[128] * filters] for _ in range(len(KINDS) + 1)],
        bias=[128] * filters, wide={}, filter_scale=[1.0] * filters, wide_scale=[1.0] * wide, straight=straight,
        hidden=[], hidden_bias=[], second=[[] for _ in OUTPUTS], output_bias=[otherwise, *[-5.0] * 7],
    )  # fmt: skip


def flat(rows):
    return [one for row in rows for one in row]


def dot(one, two):
    return sum(a * b for a, b in zip(one, two, strict=True))
