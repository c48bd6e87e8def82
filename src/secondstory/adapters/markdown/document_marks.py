"""The marks that fence a text of its own (a narrative, an account) inside a document Second Story wrote."""

import re

_BEGIN = re.compile(r"^<!-- ss:begin( [a-z-]+)? -->$")
_END = "<!-- ss:end -->"
_IN_TEXT = re.compile(r"<!-- ss:")


def fence(text: str, name: str) -> list[str]:
    """Return the lines of `text` between two marks; a mark inside the text gains a colon, so that it is none."""
    inside = _IN_TEXT.sub("<!-- ss::", text) if "<!-- ss:" in text else text
    return [f"<!-- ss:begin {name} -->", *inside.split("\n"), _END]


def unfence(lines: list[str]) -> str:
    """Return the text that `fence` put between its marks."""
    return "\n".join(lines).replace("<!-- ss::", "<!-- ss:")


def begins(line: str) -> bool:
    """Return whether a line opens a fenced text."""
    return _BEGIN.match(line) is not None


def ends(line: str) -> bool:
    """Return whether a line closes a fenced text."""
    return line == _END


def verbatim_lines(lines: list[str]) -> frozenset[int]:
    """Return the indices of the lines inside fenced texts."""
    inside: set[int] = set()
    open_at: int | None = None
    for i, line in enumerate(lines):
        if open_at is None and begins(line):
            open_at = i
        elif open_at is not None and ends(line):
            inside.update(range(open_at + 1, i))
            open_at = None
    return frozenset(inside)
