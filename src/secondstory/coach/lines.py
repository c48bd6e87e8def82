"""The Markdown of a document seen line by line: which stretches are prose, and what is hidden in them.

Only as much Markdown as decides whether somebody is speaking in their own voice. Code, front matter, block
quotes, comments and link definitions are not; paragraphs, headings, list items, table cells and footnotes are.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from secondstory.coach.lazily import lazily

Span = tuple[int, int]

# Stands for the \r of a \r\n while lines are read: white space for every pattern, and as long.
RETURN = "\x1f"

_MARKER = r"(?:[-*+•◦▪‣●]|\d{1,9}[.)])"
_FENCE = lazily(rf"[ \t]*(?:{_MARKER}[ \t]+)?(`{{3,}}|~{{3,}})(.*)")
_ITEM = lazily(rf"[ \t]*((?:{_MARKER}(?:[ \t]+|$))+(?:\[[ xX]\](?:[ \t]+|$))?|:[ \t]+)")
_HEADING = lazily(r"[ \t]*#{1,6}(?:[ \t]+|$)")
_DEFINITION = lazily(
    r"[ \t]*\[(?!\^)[^\[\]]{1,200}\]:[ \t]*+(?:<[^<>]*>|\S++)?(?:[ \t]++(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\Z"
)
_TITLE = lazily(r"[ \t]++(?:\"[^\"]*\"|'[^']*'|\([^()]*\)|<?[a-z]++://\S++)\s*\Z")
_FOOTNOTE = lazily(r"[ ]{0,3}\[\^[^\]\s]{1,100}\]:[ \t]*")
_ADMONITION = lazily(r"[ \t]*(?:!!!|\?\?\?\+?|:{3,})")
_RAW = lazily(r"[ \t]*<(pre|script|style|blockquote|textarea)\b", re.IGNORECASE)
_CELL = lazily(r"[^|]+")
_CELL_WITH_CODE = lazily(r"(?:[^|\\`]++|\\.|(`++)(?:(?!\1(?!`))[^\n]){0,200}?\1(?!`)|\\|`++)+")
_FRONT = lazily(r"\ufeff?(---|\+\+\+)[ \t\x1f]*\n(?=[ \t]*(?:[\w\"'.-]+[ \t]*[:=]|#|\[|---|\+\+\+|\.\.\.))")
_ALLOWANCE = lazily(r"<!--\s*coach:\s*allow\s+([a-z0-9, -]+?)\s*:\s*\S(?:.*\S)?\s*-->", re.DOTALL)
# A line of nothing else underlines a heading, divides a page or draws a table.
_RULERS = " \t\x1f-|:=*_+"
_QUOTING = "> \t"


@dataclass(slots=True)
class Lines:
    """What a walk over the lines found.

    starts: where each line begins. comments: (start, end, stands alone). unclosed: where a code fence, a raw HTML
    block or a comment began that never ends, and which of them.
    """

    starts: list[int] = field(default_factory=list)
    prose: list[Span] = field(default_factory=list)
    comments: list[tuple[int, int, bool]] = field(default_factory=list)
    unclosed: tuple[int, str] | None = None

    def allowances(self, text: str) -> dict[str, list[Span]]:
        """Return for each rule where comments allow it: scopes by start, each end the furthest of those so far."""
        allowed: dict[str, list[Span]] = {}
        for start, end, alone in self.comments:
            match = _ALLOWANCE().fullmatch(text, start, end)
            if not match:
                continue
            scope = _next_block(text, end, self.prose) if alone else _same_line(text, start, end)
            for code in match[1].split(","):
                allowed.setdefault(code.strip(), []).append(scope)
        return {code: _reaching(sorted(scopes)) for code, scopes in allowed.items()}


def read_lines(text: str) -> Lines:
    """Return the prose, the comments and the line starts of `text`, in one pass.

    Its lines end with a line feed, before which the return of a carriage return and line feed is written as `RETURN`.
    """
    walk = _Walk(text)
    skip_to = _front_matter_end(text)
    has_comments = "<!--" in text
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if end < len(text) or line:
            walk.found.starts.append(start)
        if start >= skip_to:
            skip_to = walk.read(line, start, has_comments=has_comments and "<!--" in line)
        elif end > skip_to:
            # The line on which a longer comment ends: what stands behind it goes on.
            rest = line[skip_to - start :]
            if rest.strip():
                skip_to = walk.read(rest, skip_to, has_comments="<!--" in rest)
        start = end + 1
    return walk.finish()


@dataclass(slots=True)
class _Walk:
    """What the lines so far decide about the next one."""

    text: str
    found: Lines = field(default_factory=Lines)
    fence: str = ""
    raw: str = ""
    code_from: int = 0
    quoted: bool = False
    quoted_fence: bool = False
    column: int = 0
    in_table: bool = False
    defined: bool = False
    blank_before: bool = True
    open_from: int = -1
    open_to: int = 0
    last_line: int = 0

    def read(self, line: str, start: int, *, has_comments: bool) -> int:
        """Take one line in; return from which offset on the next is to be read: past a comment of several lines."""
        if self.fence or self.raw:
            self._close_code(line)
            return start
        skip_to = start
        if has_comments:
            skip_to, alone = _note_comments(self.text, start, start + len(line), self.found)
            if alone:
                # A comment on a line of its own parts what is above it from what it allows below.
                self._end_block()
                return skip_to
        self._place(line, start)
        return skip_to

    def finish(self) -> Lines:
        """Return what was found, when no line is left."""
        self._end_block()
        if self.fence:
            self.found.unclosed = (self.code_from, "code fence")
        elif self.raw:
            self.found.unclosed = (self.code_from, f"<{self.raw}> block")
        elif self.found.comments and not self.text.endswith("-->", *self.found.comments[-1][:2]):
            self.found.unclosed = (self.found.comments[-1][0], "comment")
        return self.found

    def _close_code(self, line: str) -> None:
        stripped = line.strip()
        if self.fence:
            if stripped.startswith(self.fence) and not stripped.strip(self.fence[0]):
                self.fence = ""
        elif f"</{self.raw}" in line.lower():
            self.raw = ""
        self.blank_before = False

    def _place(self, line: str, start: int) -> None:
        stripped = line.strip()
        if not stripped:
            self._end_block()
            self.quoted = self.quoted_fence = self.in_table = self.defined = False
        elif stripped[0].isalpha() and line[0] == stripped[0] and not self.quoted and not self.in_table:
            # The common line, told apart cheaply: a throughput of thousands of lines hangs on it.
            self._go_on(start, line)
        elif not (self._is_hidden(line, stripped, start) or self._is_split(line, stripped, start)):
            self._go_on(start, line)
        self.blank_before = not stripped

    def _go_on(self, start: int, line: str) -> None:
        """Take the line into the open paragraph, or begin one with it."""
        if self.blank_before and self.column and not line.startswith((" ", "\t")):
            self.column = 0
        self.quoted = self.quoted_fence = self.defined = False
        if self.open_from < 0:
            self.open_from = start
        self.last_line = start
        self.open_to = start + len(line) + (start + len(line) < len(self.text))

    def _is_hidden(self, line: str, stripped: str, start: int) -> bool:
        """Return whether this line is not the writer's voice, having noted what it begins."""
        first = stripped[0]
        if self._is_indented_code(line) or first == ">":
            self._end_block()
            if first == ">":
                self._quote(stripped)
            return True
        if ("```" in line or "~~~" in line) and self._opens_fence(line, start):
            return True
        raw = _RAW().match(line) if first == "<" else None
        if raw:
            self._end_block()
            self.code_from = start
            self.raw = "" if f"</{raw[1].lower()}" in line.lower() else raw[1].lower()
            return True
        if not stripped.strip(_RULERS):
            self._rule(stripped)
            return True
        if first == "[" and _DEFINITION().match(line):
            self._end_block()
            self.defined = True
            return True
        if self.defined and first in "\"'(<abcdefghijklmnopqrstuvwxyz" and _TITLE().match(line):
            return True
        if first in "!?:" and _ADMONITION().match(line):
            self._end_block()
            self.column = 4
            return True
        return False

    def _is_indented_code(self, line: str) -> bool:
        if self.open_from >= 0 or not line.startswith(("    ", "\t", "  \t", " \t", "   \t")):
            return False
        if self.column and not self.blank_before:
            return False
        return _indent(line) >= self.column + 4 and not _ITEM().match(line)

    def _quote(self, stripped: str) -> None:
        said = stripped.lstrip(_QUOTING)
        if said.startswith(("```", "~~~")):
            self.quoted_fence = not self.quoted_fence
        # Only a paragraph goes on without its `>`.
        self.quoted = bool(said) and not self.quoted_fence and not said.startswith(("#", "```", "~~~"))

    def _opens_fence(self, line: str, start: int) -> bool:
        match = _FENCE().match(line)
        if not match or (match[1][0] == "`" and "`" in match[2]):
            return False
        self._end_block()
        self.quoted = False
        self.code_from = start
        self.fence = match[1]
        item = _ITEM().match(line)
        if item:
            self.column = _indent(line) + len(item[1])
        return True

    def _rule(self, stripped: str) -> None:
        """A line of a table, or under a heading, or across the page."""
        header = self.text[self.last_line : self.open_to] if self.open_from >= 0 else ""
        if "|" in stripped and "-" in stripped:
            self.in_table = True
            if "|" in header:
                self.open_to = self.last_line
                self._end_block()
                self.found.prose.extend(_cells(header, self.last_line))
        self._end_block()
        self.quoted = False

    def _is_split(self, line: str, stripped: str, start: int) -> bool:
        """Return whether the line is no part of a paragraph with its neighbours, having placed it."""
        first = stripped[0]
        heading = _HEADING().match(line) if first == "#" else None
        if heading or first == "|" or (self.in_table and "|" in line):
            self._end_block()
            self.quoted = False
            self.in_table = not heading
            self.column = 0 if self.blank_before and line[0] == first else self.column
            if not heading:
                self.found.prose.extend(_cells(line, start))
            elif heading.end() < len(line):
                self.found.prose.append((start + heading.end(), start + len(line)))
            return True
        item = None if first.isalpha() else _ITEM().match(line)
        note = _FOOTNOTE().match(line) if first == "[" else None
        if item and self._may_begin_here(item[1]):
            return self._begin(line, start, item.end(), _indent(line) + len(item[1]))
        if note:
            return self._begin(line, start, note.end(), 4)
        return self.quoted

    def _may_begin_here(self, marker: str) -> bool:
        """A number in the middle of a paragraph begins no list, unless it is 1; nor does a colon."""
        in_paragraph = self.open_from >= 0 and not self.column
        return not (in_paragraph or self.quoted) or not marker[0].isdigit() or marker.startswith(("1.", "1)"))

    def _begin(self, line: str, start: int, shift: int, column: int) -> bool:
        """Begin an item or a footnote with what stands behind its marker."""
        self._end_block()
        rest = line[shift:].lstrip()
        self.column = column
        if rest.startswith(">"):
            self._quote(rest)
            return True
        heading = _HEADING().match(line, shift) if rest.startswith("#") else None
        self.quoted = self.in_table = False
        if rest:
            self.blank_before = False
            self._go_on(
                start + (heading.end() if heading else shift), line[heading.end() if heading else shift :]
            )
        return True

    def _end_block(self) -> None:
        if self.open_from >= 0:
            if self.open_to > self.open_from:
                self.found.prose.append((self.open_from, self.open_to))
            self.open_from = -1


def _indent(line: str) -> int:
    lead = line[: len(line) - len(line.lstrip(" \t"))]
    return len(lead.expandtabs(4)) if "\t" in lead else len(lead)


def _cells(line: str, start: int) -> list[Span]:
    """Return the cells of a table row; a bar that is escaped or in code divides nothing."""
    cell = (_CELL_WITH_CODE if "`" in line or "\\" in line else _CELL)()
    return [(start + one.start(), start + one.end()) for one in cell.finditer(line) if one[0].strip()]


def _front_matter_end(text: str) -> int:
    match = _FRONT().match(text)
    if not match:
        return 0
    close = re.compile(rf"^(?:{re.escape(match[1])}|\.\.\.)[ \t\x1f]*$", re.MULTILINE).search(
        text, match.end()
    )
    return close.end() if close else 0


def _note_comments(text: str, start: int, end: int, found: Lines) -> tuple[int, bool]:
    """Return where scanning goes on, past a comment of several lines or at `start`, and whether a comment is all."""
    at = text.find("<!--", start, end)
    seen, ticks = start, 0
    alone = False
    first = True
    while at != -1:
        ticks += text.count("`", seen, at)
        seen = at
        stop = at + 4
        if ticks % 2 == 0:
            close = text.find("-->", stop)
            stop = len(text) if close == -1 else close + 3
            is_alone = first and _is_alone(text, start, at, stop)
            alone = alone or is_alone
            found.comments.append((at, stop, is_alone))
            first = False
            if stop >= end:
                return stop, alone
            seen = stop
        at = text.find("<!--", stop, end)
    return start, alone


def _is_alone(text: str, start: int, at: int, stop: int) -> bool:
    return not text[start:at].strip() and not text[stop : _line_end(text, stop)].strip()


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end == -1 else end


def _reaching(scopes: list[Span]) -> list[Span]:
    furthest = accumulate((stop for _begin, stop in scopes), max)
    return [(begin, far) for (begin, _stop), far in zip(scopes, furthest, strict=True)]


def _next_block(text: str, at: int, prose: list[Span]) -> Span:
    place = bisect_right(prose, (at, at))
    if place == len(prose):
        return at, at
    start, end = prose[place]
    # A table row is several blocks on one line; the row is what a reader calls the next block.
    return start, max(end, _line_end(text, start))


def _same_line(text: str, start: int, end: int) -> Span:
    return text.rfind("\n", 0, start) + 1, _line_end(text, end)
