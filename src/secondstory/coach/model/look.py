"""Sentences held up to the model: how likely each blames, of which category, and which of its words say so."""

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from math import exp

from secondstory.coach.model.net import MOST_PIECES, Model
from secondstory.coach.model.reasons import Told, strongest
from secondstory.coach.model.words import raw_words

SHARE = 0.9
"""How much of the evidence is the reader's, where it was asked."""


class Look:
    """A sentence as the model sees it: how likely it blames, of which category, and which words say so.

    is_whole: whether all of it was read; of an endless one, only the beginning is. Made by `looks`.
    """

    def __init__(self, model: Model, words: str) -> None:
        """Take the sentence `words`."""
        raws = raw_words(words, 0, len(words))
        self.model, self._words = model, words
        self.is_whole = len(raws) <= MOST_PIECES
        self._raws = raws[:MOST_PIECES]
        self.read = model.read(self._raws)
        self._weights: Sequence[float] = ()
        self._is_close = False
        self._said: Sequence[float] | None = None
        self._spoken: dict[str, tuple[int, int]] = {}
        self.evidence = 0.0

    def weigh(self, weights: Sequence[float], *, is_close: bool) -> None:
        """Take in the model's evidence for each output. is_close: whether it is more than a first sight."""
        self._weights, self._is_close = weights, is_close
        self.evidence = weights[0]

    def heard(self, said: Sequence[float]) -> "Look":
        """Return the same look once the slow reader is heard. said: its evidence for each output."""
        other = copy(self)
        other.hear(said)
        return other

    def hear(self, said: Sequence[float]) -> None:
        """Take in what the slow reader says."""
        self._said = said
        self.evidence = SHARE * said[0] + (1 - SHARE) * self._weights[0]

    @property
    def length(self) -> int:
        """How many words it has, marks not counted."""
        return sum(raw[0].isalnum() for raw in self._raws)

    @property
    def blame(self) -> float:
        """How sure the model is that the sentence blames, 0 to 1."""
        return 1 / (1 + exp(-self.evidence))

    def categories(self) -> dict[str, float]:
        """Return how sure it is of each category."""
        named = enumerate(self.model.outputs)
        return {name: 1 / (1 + exp(-self._both(at))) for at, name in named if at}

    def _both(self, output: int) -> float:
        alone = self._closely[output]
        return alone if self._said is None else SHARE * self._said[output] + (1 - SHARE) * alone

    @cached_property
    def _closely(self) -> Sequence[float]:
        if self._is_close:
            return self._weights
        more: list[float] = self.model.closely([self.read])[0].tolist()
        return [one + other for one, other in zip(self._weights, more, strict=True)]

    def words_for(self, category: str) -> tuple[int, int]:
        """Return the words that speak most for `category`, as offsets from the beginning of the sentence.

        They are looked for once, also for what was `heard`: while somebody types, most sentences stay as they are.
        """
        if category not in self._spoken:
            speak([(self, category)])
        return self._spoken[category]

    def is_silent(self, category: str) -> bool:
        """Return whether nobody has looked yet for the words that speak for `category`."""
        return category not in self._spoken

    def told(self, category: str) -> Told:
        """Return the sentence as those words are looked for."""
        return Told(self.read, self._words, category)

    def speaks(self, category: str, words: tuple[int, int]) -> None:
        """Remember them."""
        self._spoken[category] = words


def looks(model: Model, sentences: Sequence[str]) -> list[Look]:
    """Return sentences held up to the model, all together.

    What the table of pairs alone finds hopeless is looked at no closer.
    """
    found = [Look(model, words) for words in sentences]
    weights = model.at_first_sight([one.read for one in found])
    hopeful = weights[:, 0] > model.hopeless
    weights[hopeful] += model.closely([one.read for one, close in zip(found, hopeful, strict=True) if close])
    for one, row, close in zip(found, weights.tolist(), hopeful.tolist(), strict=True):
        one.weigh(row, is_close=close)
    return found


def speak(some: Sequence[tuple[Look, str]]) -> None:
    """Look for the words of several sentences, each with a category, together; they are remembered by the looks."""
    silent = [(look, category) for look, category in some if look.is_silent(category)]
    if not silent:
        return
    found = strongest(silent[0][0].model, [look.told(category) for look, category in silent])
    for (look, category), words in zip(silent, found, strict=True):
        look.speaks(category, words)
