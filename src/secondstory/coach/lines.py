"""The Markdown of a document seen line by line: which stretches are prose, and what is hidden in them.

Only as much Markdown as decides whether somebody is speaking in their own voice. Code, front matter, block
quotes, comments and link definitions are not; paragraphs, headings, list items and table cells are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from secondstory.coach.lazily import lazily

Span = tuple[int, int]

_LINE = lazily(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = lazily(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})([^\r\n]*)")
_ITEM = lazily(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_HEADING = lazily(r"[ ]{0,3}#{1,6}(?:[ \t]+|$)")
_DEFINITION = lazily(r"[ ]{0,3}\[[^\]\r\n]{1,200}\]:[ \t]*\S")
_RAW = lazily(r"[ \t]*<(pre|code|script|style|blockquote|textarea)\b", re.IGNORECASE)
# A line of nothing else underlines a heading, divides a page or draws a table.
_RULERS = " \t-|:=*_"
_CELL = lazily(r"[^|]+")


@dataclass(slots=True)
class Lines:
    """What a walk over the lines found. starts: where each line begins. comments: (start, end, stands alone)."""

    starts: list[int] = field(default_factory=list)
    prose: list[Span] = field(default_factory=list)
    comments: list[tuple[int, int, bool]] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    fence: str = ""
    raw: str = ""
    quoted: bool = False
    listed: bool = False
    blank_before: bool = True
    open_from: int | None = None
    open_to: int = 0


def read_lines(text: str) -> Lines:
    """Return the prose, the comments and the line starts of `text`, in one pass."""
    found = Lines()
    state = _State()
    skip_to = _front_matter_end(text)
    for start, end in _line_spans(text):
        found.starts.append(start)
        if start < skip_to:
            continue
        line = text[start:end]
        if state.fence or state.raw:
            _close_code(state, line)
            continue
        skip_to = _note_comments(text, start, end, found)
        if found.comments and found.comments[-1][2] and found.comments[-1][0] >= start:
            # A comment on a line of its own parts what is above it from what it allows below.
            _end_block(state, found)
            continue
        _place(line, start, end, state, found)
    _end_block(state, found)
    return found


def _line_spans(text: str) -> Iterator[Span]:
    for match in _LINE().finditer(text):
        if match.end() > match.start():
            yield match.start(), match.end()


def _front_matter_end(text: str) -> int:
    match = re.match(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n", text)
    if not match:
        return 0
    close = re.compile(rf"^(?:{re.escape(match[1])}|\.\.\.)[ \t]*\r?$", re.MULTILINE).search(
        text, match.end()
    )
    return close.end() if close else 0


def _note_comments(text: str, start: int, end: int, found: Lines) -> int:
    """Return where scanning goes on: past a comment that runs over several lines, else `start`."""
    at = text.find("<!--", start, end)
    seen, ticks = start, 0
    while at != -1:
        ticks += text.count("`", seen, at)
        seen = at
        stop = at + 4
        if ticks % 2 == 0:
            close = text.find("-->", stop)
            stop = len(text) if close == -1 else close + 3
            first = not found.comments or found.comments[-1][1] <= start
            found.comments.append((at, stop, first and _is_alone(text, start, at, stop)))
            if stop >= end:
                return stop
            seen = stop
        at = text.find("<!--", stop, end)
    return start


def _is_alone(text: str, start: int, at: int, stop: int) -> bool:
    return not text[start:at].strip() and not text[stop : _line_end(text, stop)].strip()


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end == -1 else end


def _close_code(state: _State, line: str) -> None:
    stripped = line.strip()
    if state.fence and stripped.startswith(state.fence) and not stripped.strip(state.fence[0]):
        state.fence = ""
    elif state.raw and f"</{state.raw}" in line.lower():
        state.raw = ""
    state.blank_before = False


def _place(line: str, start: int, end: int, state: _State, found: Lines) -> None:
    stripped = line.strip()
    fence = _FENCE().match(line) if "```" in line or "~~~" in line else None
    raw = _RAW().match(line) if stripped.startswith("<") else None
    if fence and not (fence[1][0] == "`" and "`" in fence[2]):
        _end_block(state, found)
        state.fence = fence[1]
    elif raw:
        _end_block(state, found)
        state.raw = "" if f"</{raw[1].lower()}" in line.lower() else raw[1].lower()
    elif not stripped:
        _end_block(state, found)
        state.quoted = False
    elif stripped.startswith(">"):
        _end_block(state, found)
        state.quoted = True
    elif not _is_hidden(line, stripped, state):
        _place_prose(line, start, end, state, found)
    else:
        _end_block(state, found)
    state.blank_before = not stripped


def _is_hidden(line: str, stripped: str, state: _State) -> bool:
    item = _ITEM().match(line)
    if state.quoted and not item and not stripped.startswith("#"):
        return True
    indented = line.startswith(("    ", "\t"))
    if indented and not state.listed and not item and state.open_from is None:
        return True
    return bool(_DEFINITION().match(line)) or not stripped.strip(_RULERS)


def _place_prose(line: str, start: int, end: int, state: _State, found: Lines) -> None:
    item = _ITEM().match(line)
    if item:
        state.listed = True
    elif state.blank_before and not line.startswith((" ", "\t")):
        state.listed = False
    state.quoted = False
    heading = _HEADING().match(line)
    if heading or line.lstrip().startswith("|"):
        _end_block(state, found)
        shift = heading.end() if heading else 0
        cells = [(start + shift, end)] if heading else _cells(line, start)
        found.prose.extend(cells)
        return
    if item:
        _end_block(state, found)
    if state.open_from is None:
        state.open_from = start + (item.end() if item else 0)
    state.open_to = end


def _cells(line: str, start: int) -> list[Span]:
    return [(start + cell.start(), start + cell.end()) for cell in _CELL().finditer(line) if cell[0].strip()]


def _end_block(state: _State, found: Lines) -> None:
    if state.open_from is not None:
        found.prose.append((state.open_from, state.open_to))
        state.open_from = None
