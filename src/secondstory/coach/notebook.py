"""The coach beside somebody who types: the same answer as a fresh look, and only changed sentences are looked at again."""

from collections.abc import Sequence

from secondstory.coach.engine import Noticed, Rules, findings, in_its_text
from secondstory.coach.markup import prepare
from secondstory.coach.rule import Looked, Rule, Setup

_MOST_SENTENCES = 20_000


class Notes:
    """Remembers what was noticed in a sentence, by its words alone: not where they stood, nor whose they were."""

    def __init__(self, rules: Sequence[Rule], setup: Setup) -> None:
        """Begin with empty pages."""
        self._rules = Rules(rules, setup)
        self._setup = setup
        self._known: dict[str, list[Noticed]] = {}

    def look(self, text: str) -> Looked:
        """Return what is noticed in the Markdown `text` as it is now."""
        prepared = prepare(text)
        if len(self._known) > max(_MOST_SENTENCES, 2 * len(prepared.sentences)):
            self._known = {}
        known = self._known
        noticed = {}
        for start, end in prepared.sentences:
            words = prepared.masked[start:end]
            some = known.get(words)
            if some is None:
                low = prepared.low[start:end]
                some = known[words] = self._rules.judge(words, low, (0, len(words)))
            if some:
                noticed[start, end] = some
        standing = in_its_text(noticed, len(prepared.sentences))
        return Looked(tuple(findings(prepared, standing, self._setup.allow)), prepared.notes)
