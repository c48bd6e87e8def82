"""The coach beside somebody who types: the same answer as a fresh look, and only changed sentences are looked at again."""

from collections.abc import Sequence

from secondstory.coach.engine import Rules, Said, Sight, find_words, findings, settled, settling
from secondstory.coach.markup import prepare
from secondstory.coach.rule import Looked, Rule, Setup

_MOST_SENTENCES = 20_000


class Notes:
    """Remembers what was noticed in a sentence, by its words alone: not where they stood, nor whose they were."""

    def __init__(self, rules: Sequence[Rule], setup: Setup) -> None:
        """Begin with empty pages."""
        self._rules = Rules(rules, setup)
        self._setup = setup
        self._known: dict[str, Sight | None] = {}
        self._said: dict[str, Sequence[float]] = {}

    def look(self, text: str) -> Looked:
        """Return what is noticed in the Markdown `text` as it is now."""
        prepared = prepare(text)
        if len(self._known) > max(_MOST_SENTENCES, 2 * len(prepared.sentences)):
            self._known, self._said = {}, {}
        known = self._known
        words = [prepared.masked[start:end] for start, end in prepared.sentences]
        new = [one for one in dict.fromkeys(words) if one not in known]
        known |= zip(new, self._rules.first(new), strict=True)
        sights = {place: known[one] for one, place in zip(words, prepared.sentences, strict=True)}
        (standing,) = settled([settling(self._rules, sights)], self._hear)
        find_words(one for some in standing.values() for one in some)
        return Looked(tuple(findings(prepared, standing, self._setup.allow)), prepared.notes)

    def _hear(self, sentences: Sequence[str]) -> Said:
        """Return what the reader says of sentences, each of which it is asked about once."""
        new = [one for one in dict.fromkeys(sentences) if one not in self._said]
        self._said |= zip(new, self._rules.hear(new), strict=True)
        return [self._said[one] for one in sentences]
