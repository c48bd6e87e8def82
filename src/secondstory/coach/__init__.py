"""The language coach: text in, findings out. Deterministic, offline, and without a memory of anybody."""

from collections.abc import Sequence

from secondstory.coach.engine import Rules, coach, look_with
from secondstory.coach.markup import Note
from secondstory.coach.notebook import Notes
from secondstory.coach.pages import explain
from secondstory.coach.places import Places
from secondstory.coach.rule import Finding, Looked, Rule, Setup, Status
from secondstory.coach.rules import RULES

__all__ = [
    "RULES",
    "Finding",
    "Looked",
    "Note",
    "Notebook",
    "Places",
    "Rule",
    "Setup",
    "Status",
    "coach",
    "explain",
    "look",
    "look_at",
]

_READY: dict[int, tuple[Setup, Rules]] = {}
"""Rules made ready for the setups asked for last, so that a folder of documents makes them ready once."""
_MOST_READY = 8
_PLAIN = Setup()


def look(text: str, setup: Setup | None = None) -> Looked:
    """Return what the coach notices in the Markdown `text`, and what of it was not looked at and why."""
    return look_at([text], setup)[0]


def look_at(texts: Sequence[str], setup: Setup | None = None) -> list[Looked]:
    """Return the same of each of many texts, more quickly than one after the other."""
    wanted = setup or _PLAIN
    ready = _READY.get(id(wanted))
    if ready is None or ready[0] is not wanted:
        if len(_READY) >= _MOST_READY:
            _READY.clear()
        ready = _READY[id(wanted)] = (wanted, Rules(RULES, wanted))
    return look_with(texts, ready[1], wanted.allow)


class Notebook(Notes):
    """The coach beside somebody who types: `look` gives the same as the function, in a fraction of the time."""

    def __init__(self, setup: Setup | None = None) -> None:
        """Begin with empty pages."""
        super().__init__(RULES, setup or Setup())
