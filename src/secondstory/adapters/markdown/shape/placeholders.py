"""What a template leaves behind for somebody to fill in: hints are no content."""

import re

_EMPTY_WORDS = frozenset(
    "todo tbd tbc tba fixme na none nil nothing unknown xxx empty pending fill placeholder example lorem keine aucun"
    " aucune ninguno ninguna nenhum nenhuma".split()
)
_EMPTY_PHRASES = frozenset(
    (
        "n/a",
        "n.a.",
        "to be done",
        "to be determined",
        "to be written",
        "to do",
        "not applicable",
        "fill in",
        "coming soon",
    )
)
_MARKS = " \t\n\r*_`~-–—.…?!:;,()"
_WRAPPED = re.compile(
    r"^[*_`\s]*(?:\[[^\]]*\](?!\()|<(?!https?:|mailto:)[^<>]*>|\{[^{}]*\}|\{\{[^{}]*\}\})[*_`\s.:]*$"
)
_LONGEST = 400


def is_placeholder(text: str) -> bool:
    """Return whether `text` says nothing: empty, only marks, `TODO`, `N/A`, or one bracketed hint."""
    if len(text) > _LONGEST:
        return False
    bare = text.strip(_MARKS).casefold()
    if not bare or bare in _EMPTY_WORDS or bare in _EMPTY_PHRASES or bare.replace("/", "") == "na":
        return True
    return _WRAPPED.match(text.strip()) is not None
