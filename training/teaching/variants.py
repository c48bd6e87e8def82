"""Sentences that nobody wrote: others in their place, a word gone, two clauses put together. What they say is for the reader.

They need not make sense. What the teacher says of them shows the networks where the border runs. Each sentence throws dice
of its own, so that a sentence more in the training set changes hardly any variant of the others.
Source: Tang et al., "Distilling Task-Specific Knowledge from BERT into Simple Neural Networks", 2019, section 3.3.
"""

import random
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

import numpy as np

from training.coach.reading import Vectors
from training.coach.sentences import Row

_KNOWN, _EVERYDAY = 30_000, 150
_NEAREST, _LEAST_LIKE = 16, 0.5
_SWAPPED, _DROPPED = 0.2, 0.1
_FROM_BLAME, _FROM_CLEAN = 3, 0.8
_PIECES = re.compile(r"[A-Za-z']+|[^A-Za-z']+")
_CLAUSES = re.compile(
    r"(?:,|;| -| –|:)\s+| (?=because |while |when |so |and |but |which |who |after |before )"
)
_BETWEEN = (", and ", ", ", "; ", " because ", " and ", ", which meant ", " when ", ", so ")
_FEWEST_WORDS = 3
_PLACE_BYTES = 8


def variants(rows: Sequence[Row], vectors: Vectors, seed: int) -> list[str]:
    """Return variants of `rows`, each once, in an order of their own; the same seed gives the same ones."""
    swap = _Swapping(vectors)
    blame = _Ring(row.masked for row in rows if row.labels)
    clean = _Ring(row.masked for row in rows if not row.labels)
    made: dict[str, None] = {}
    for one in blame.all:
        dice = random.Random(f"{seed} {one}")
        made |= dict.fromkeys(swap(one, dice) for _ in range(_FROM_BLAME))
        made |= dict.fromkeys(_shorter(one, dice))
        for first, second in (one, clean.any(dice)), (clean.any(dice), one), (one, blame.any(dice)):
            made |= dict.fromkeys(_joined(first, second, dice))
    for one in clean.all:
        dice = random.Random(f"{seed} {one}")
        if dice.random() < _FROM_CLEAN:
            made[swap(one, dice)] = None
        turn = dice.random()
        if turn < 0.25:
            made |= dict.fromkeys(_cropped(one, dice))
        elif turn < 0.4:
            made |= dict.fromkeys(_joined(one, clean.any(dice), dice))
    written = {row.masked for row in rows}
    found = [one for one in made if one not in written and len(one.split()) >= _FEWEST_WORDS]
    return sorted(found, key=_scattered)


class _Ring:
    """Sentences in a circle, in an order that says nothing: of whoever joins, only the next one on either side hears."""

    def __init__(self, sentences: Iterable[str]) -> None:
        placed = sorted((_scattered(one), one) for one in set(sentences))
        self.all = [one for _, one in placed]
        self._places = [place for place, _ in placed]

    def any(self, dice: random.Random) -> str:
        """Return the sentence that comes next after a place of chance."""
        return self.all[bisect(self._places, dice.randbytes(_PLACE_BYTES)) % len(self.all)]


def _scattered(sentence: str) -> bytes:
    return sha256(sentence.encode()).digest()[:_PLACE_BYTES]


class _Swapping:
    """Puts words of like meaning in the place of some."""

    def __init__(self, vectors: Vectors) -> None:
        self._words = vectors.words[:_KNOWN]
        self._places = {word: place for place, word in enumerate(self._words)}
        rows = vectors.rows[:_KNOWN]
        self._rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        self._like: dict[str, list[str]] = {}

    def __call__(self, sentence: str, dice: random.Random) -> str:
        """Return the sentence with one word in five exchanged."""
        return "".join(self._exchanged(piece, dice) for piece in _PIECES.findall(sentence))

    def _exchanged(self, piece: str, dice: random.Random) -> str:
        low = piece.lower()
        if self._places.get(low, 0) <= _EVERYDAY or dice.random() > _SWAPPED:
            return piece
        like = self._like_words(low)
        if not like:
            return piece
        chosen = dice.choice(like)
        return chosen.capitalize() if piece[0].isupper() else chosen

    def _like_words(self, word: str) -> list[str]:
        if word not in self._like:
            place = self._places[word]
            alike = self._rows @ self._rows[place]
            nearest = sorted(int(one) for one in np.argpartition(-alike, _NEAREST)[:_NEAREST])
            self._like[word] = [
                self._words[one]
                for one in nearest
                if one != place and self._words[one].isalpha() and alike[one] > _LEAST_LIKE
            ]
        return self._like[word]


def _shorter(sentence: str, dice: random.Random) -> Iterator[str]:
    yield " ".join(word for word in sentence.split() if dice.random() > _DROPPED)
    yield from _cropped(sentence, dice)


def _cropped(sentence: str, dice: random.Random) -> Iterator[str]:
    words = sentence.split()
    if len(words) > 6:
        count = dice.randint(4, min(20, len(words) - 1))
        begin = dice.randint(0, len(words) - count)
        yield " ".join(words[begin : begin + count])


def _joined(first: str, second: str, dice: random.Random) -> Iterator[str]:
    halves = [
        [part for part in _CLAUSES.split(one) if part and len(part.split()) >= _FEWEST_WORDS]
        for one in (first, second)
    ]
    if all(halves):
        before, after = (dice.choice(parts).rstrip(" .") for parts in halves)
        yield f"{before}{dice.choice(_BETWEEN)}{after[0].lower()}{after[1:]}."
