"""One sentence held up to the model: how likely it blames, of which category, and which of its words say so."""

from collections.abc import Sequence
from functools import cached_property
from math import exp

from secondstory.coach.model.net import MOST_PIECES, Model
from secondstory.coach.model.reasons import strongest
from secondstory.coach.model.words import raw_words

SHARE, LEANING = 0.7, 0.2
"""How much of the evidence is the reader's where it was asked, and what is added so that the same bounds serve for both."""


class Look:
    """A sentence as the model sees it: how likely it blames, of which category, and which words say so."""

    def __init__(self, model: Model, masked: str, start: int, end: int) -> None:
        """Read the sentence `masked[start:end]`. Categories and words wait until somebody asks for them.

        is_whole: whether all of it was read; of an endless one, only the beginning is.
        """
        self._model = model
        raws = raw_words(masked, start, end)
        self.is_whole = len(raws) <= MOST_PIECES
        self._raws = raws[:MOST_PIECES]
        self._known = model.read(self._raws)
        self._place = (masked, start, end)
        self._weighed = model.weighed(self._known)
        self.evidence = model.at_first_sight(self._weighed)
        if self.evidence > model.hopeless:
            self.evidence = self._logit(0)
        self._alone = self.evidence
        self._said: Sequence[float] | None = None

    def hear(self, said: Sequence[float]) -> None:
        """Take in what the slow reader says: its evidence for each output."""
        self._said = said
        self.evidence = SHARE * said[0] + (1 - SHARE) * self._alone + LEANING

    @property
    def length(self) -> int:
        """How many words it has, marks not counted."""
        return sum(raw[0].isalnum() for raw in self._raws)

    @cached_property
    def _pooled(self) -> list[float]:
        return self._model.pooled(self._known)

    @cached_property
    def _inner(self) -> list[float]:
        return self._model.inner(self._pooled)

    @property
    def blame(self) -> float:
        """How sure the model is that the sentence blames, 0 to 1."""
        return 1 / (1 + exp(-self.evidence))

    def categories(self) -> dict[str, float]:
        """Return how sure it is of each category."""
        named = enumerate(self._model.outputs)
        return {name: 1 / (1 + exp(-self._both(at))) for at, name in named if at}

    def _both(self, output: int) -> float:
        alone = self._logit(output)
        return alone if self._said is None else SHARE * self._said[output] + (1 - SHARE) * alone

    def _logit(self, output: int) -> float:
        return self._model.logit(self._pooled, self._inner, self._weighed, output)

    def words_for(self, category: str) -> tuple[int, int]:
        """Return the words that speak most for `category`, as offsets from the beginning of the sentence."""
        masked, start, end = self._place
        return strongest(self._model, self._known, masked[start:end], category)
