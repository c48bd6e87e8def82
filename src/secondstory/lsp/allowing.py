"""Where a comment that allows some words goes, so that Markdown stays what it is.

A comment allows a rule for its line, or, on a line of its own, for the next block. It allows nothing until a reason
stands in it.
"""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"[ \t]*#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-+)[ \t]*$")
_ROW_OF_DASHES = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL_REST = re.compile(r"(?:\\.|(`+)(?:(?!\1).)*\1|[^|\\])*")
_HARD_BREAK = re.compile(r"[ \t]*\\?[ \t]*$")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment to be put in at `offset`. before: what stands before the place for the reason; after: what follows."""

    offset: int
    before: str
    after: str

    @property
    def words(self) -> str:
        """The whole of what is put in."""
        return self.before + self.after


def comment_for(text: str, rule: str, start: int, end: int) -> Comment:
    """Return the comment that allows `rule` for the words from `start` to `end`, its reason left open."""
    line_start, line_end = line_around(text, start)
    line = text[line_start:line_end]
    opening, closing = f"<!-- coach: allow {rule}: ", " -->"
    if _is_heading(text, line, line_end):
        return Comment(line_start, opening, f"{closing}{_newline(text)}")
    if line.count("`") % 2:  # code that goes over line breaks: a comment behind it would be code too
        return Comment(_block_start(text, line_start), opening, f"{closing}{_newline(text)}")
    if _is_in_table(text, line, line_start, line_end):
        rest = _CELL_REST.match(text, min(end, line_end), line_end)
        stop = rest.end() if rest else line_end
        at = line_start + len(text[line_start:stop].rstrip())
        return Comment(at, f" {opening}", closing)
    tail = _HARD_BREAK.search(line)
    return Comment(line_start + (tail.start() if tail else len(line)), f" {opening}", closing)


def line_around(text: str, offset: int) -> tuple[int, int]:
    """Return where the line that holds `offset` begins, and where it ends without its line end."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    stop = _LINE_END.search(text, start)
    return start, stop.start() if stop else len(text)


def _is_heading(text: str, line: str, line_end: int) -> bool:
    if _HEADING.match(line):
        return True
    after = _next_line(text, line_end)
    return bool(line.strip() and after.strip() and _UNDERLINE.match(after))


def _is_in_table(text: str, line: str, line_start: int, line_end: int) -> bool:
    if "|" not in line:
        return False
    if line.lstrip().startswith("|") or _is_rule(_next_line(text, line_end)):
        return True
    while line_start > 0:
        line_start, above_end = line_around(text, _before(text, line_start))
        above = text[line_start:above_end]
        if not above.strip():
            return False
        if _is_rule(above):
            return True
    return False


def _is_rule(line: str) -> bool:
    return "|" in line and bool(_ROW_OF_DASHES.match(line))


def _block_start(text: str, line_start: int) -> int:
    while line_start > 0:
        start, end = line_around(text, _before(text, line_start))
        if not text[start:end].strip():
            break
        line_start = start
    return line_start


def _before(text: str, line_start: int) -> int:
    """Return an offset in the line before the one that begins at `line_start`."""
    return line_start - (2 if text[line_start - 2 : line_start] == "\r\n" else 1)


def _next_line(text: str, line_end: int) -> str:
    stop = _LINE_END.match(text, line_end)
    if not stop:
        return ""
    start, end = line_around(text, stop.end())
    return text[start:end]


def _newline(text: str) -> str:
    found = _LINE_END.search(text)
    return found[0] if found else "\n"
