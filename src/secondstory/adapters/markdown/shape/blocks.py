"""A fast line-based scanner: Markdown as people write it, cut into blocks with exact lines.

Not a Markdown parser. It is generous where parsers are strict (headings without a space, bullets of any shape,
tables without borders) because the writers of post-mortems are. Every step is linear in the length of the text:
each line is looked at once, no pattern can backtrack over a long line, and an unclosed fence costs one second pass.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from secondstory.adapters.markdown.shape.tables import flowing_cells, header_cells, is_delimiter

BlockKind = Literal["heading", "text", "item", "row", "code"]

HEADING = 6
"""The deepest `depth` of a real heading."""

BOLD_LINE = 7
"""The `depth` of a heading that is a bold line; real headings have 1 to 6."""

_OVERLINES = "=~^\"'+:"
_UNDERLINES = "=-~^*+\"'.:!"
LONGEST_HEADING = 300
LONGEST_MARKED_LINE = 20_000
"""A longer line is text whatever it begins with: nobody writes such a heading or table row by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph, list item, table row or code block.

    text: without its marks; a paragraph and code keep their line ends, an item's further lines are joined by a space.
    depth: level of a heading, nesting of an item. cells, header: of a row; a table without a header row has `()`.
    parts: the single lines of an item that has several.
    """

    kind: BlockKind
    text: str
    line: int
    end_line: int
    depth: int = 0
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    checked: bool | None = None
    ordered: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The blocks of a text in order, and notes on what was odd."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


_ITEM = re.compile(
    r"([-*+\u2022\u2023\u25e6\u2013\u2014]|\(?\d{1,9}[.)]|[a-zA-Z]\))(?:[ \t]+|$)|(?=\[[ xX]\][ \t])"
)
_CHECKBOX = re.compile(r"\[([ xX\u2713\u2714])\](?:[ \t]+|$)")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_WIKI_HEADING = re.compile(r"(?:h([1-6])\.|(={1,6}))\s+(\S.*)$")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^<>]*>(.*?)</h[1-6]>", re.IGNORECASE)
_SUMMARY_TAG = re.compile(r"(?:<details\b[^<>]*>\s*)?<summary\b[^<>]*>(.*?)</summary>", re.IGNORECASE)
_BOLD_TAGS = re.compile(r"</?(?:b|strong|u)>", re.IGNORECASE)
_WRAPPING_TAGS = re.compile(
    r"^</?(?:p|div|details|center|span|font|section)\b[^<>]*>|</?(?:p|div|center|span|font)>$", re.IGNORECASE
)
_ATTRIBUTES = re.compile(r"\s*\{#?[^{}]*\}\s*$")


def lines_of(text: str) -> list[str]:
    r"""Return the lines of `text`, ends removed; only `\\n`, `\\r\\n` and `\\r` end a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def scan(lines: list[str], *, first: int = 0, verbatim: frozenset[int] = frozenset()) -> Scan:
    """Return the blocks of `lines` from index `first` on.

    verbatim: indices of lines in which nothing is a heading, because a text of its own is quoted there.
    """
    scanner = _Scanner(lines, first, verbatim, fences=True)
    blocks = tuple(scanner.run())
    if scanner.fence_opened_at is None:
        return Scan(blocks=blocks)
    note = (
        f"The code fence on line {scanner.fence_opened_at + 1} is never closed; it is read as ordinary text."
    )
    kept = tuple(block for block in blocks if block.line <= scanner.fence_opened_at)
    again = _Scanner(lines, scanner.fence_opened_at, verbatim, fences=False)
    return Scan(blocks=(*kept, *again.run()), notes=(note,))


def bold_line(line: str) -> str | None:
    """Return the words of a line that is bold (or underlined) as a whole, else None."""
    stripped = line.strip()
    if len(stripped) > LONGEST_HEADING or len(stripped) < 3:
        return None
    if stripped[0] == "<":
        return _bold_by_tag(stripped)
    for mark in ("***", "___", "**", "__"):
        if stripped.startswith(mark):
            inner = stripped[len(mark) :].rstrip(":\uff1a \t\\")
            if inner.endswith(mark) and mark not in inner[: -len(mark)]:
                return inner[: -len(mark)].strip() or None
    return None


def _bold_by_tag(stripped: str) -> str | None:
    bare = _WRAPPING_TAGS.sub("", stripped).strip()
    folded = bare.lower().rstrip(": ")
    for tag in ("b", "strong", "u"):
        if folded.startswith(f"<{tag}>") and folded.endswith(f"</{tag}>"):
            return _BOLD_TAGS.sub("", bare).strip().rstrip(":").strip() or None
    return None


def _is_rule(stripped: str) -> bool:
    return len(stripped) >= 3 and stripped[0] in "-*_" and not set(stripped) - {stripped[0], " "}


class _Scanner:
    """The walk over the lines; one instance reads one text once."""

    def __init__(self, lines: list[str], first: int, verbatim: frozenset[int], *, fences: bool) -> None:
        self.lines = lines
        self.at = first
        self.verbatim = verbatim
        self.fences = fences
        self.fence_opened_at: int | None = None
        self._open: Block | None = None
        self._parts: list[str] = []
        self._indents: list[int] = []
        self._header: tuple[str, ...] | None = None
        self._after_blank = True
        self._last_comment_end = next((i for i in range(len(lines) - 1, -1, -1) if "-->" in lines[i]), -1)

    def run(self) -> Iterator[Block]:
        """Yield the blocks; afterwards `fence_opened_at` tells of a fence that never closed."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if "<!--" in line:
                line = self._without_comments(line)
                if line.strip():
                    yield from self._line(line)
            elif not line or line.isspace():
                yield from self._blank()
            else:
                yield from self._line(line)
            self.at += 1
        yield from self._close()

    def _without_comments(self, line: str) -> str:
        """Return the line without its comments; a comment over several lines moves `at` to its last line."""
        kept: list[str] = []
        position = 0
        while (start := line.find("<!--", position)) >= 0:
            end = line.find("-->", start + 4)
            if end < 0 and self._last_comment_end <= self.at:
                break
            kept.append(line[position:start])
            while end < 0:
                self.at += 1
                line = self.lines[self.at]
                end = line.find("-->")
            position = end + 3
        kept.append(line[position:])
        return "".join(kept)

    def _blank(self) -> Iterator[Block]:
        self._header = None
        self._after_blank = True
        if self._open is not None and self._open.kind != "item":
            yield from self._close()

    def _line(self, line: str) -> Iterator[Block]:
        if (quoted := _QUOTE.match(line)) is not None:
            line = line[quoted.end() :]
            if not line.strip():
                yield from self._blank()
                return
        stripped = line.strip()
        underlines = stripped[0] == "~" and self._open is not None and self._underlines(stripped)
        if self.fences and stripped[:3] in ("```", "~~~") and not underlines and self._opens_fence(stripped):
            yield from self._close()
            yield from self._code(stripped)
            return
        yield from self._ordinary(line, stripped)
        self._after_blank = False

    def _ordinary(self, line: str, stripped: str) -> Iterator[Block]:
        if len(stripped) <= LONGEST_MARKED_LINE:
            if self.at not in self.verbatim and (heading := self._heading(line, stripped)) is not None:
                yield from self._close()
                self._indents.clear()
                yield heading
                return
            if "|" in stripped and (self._header is not None or self._starts_table(stripped)):
                yield from self._close()
                yield from self._row(stripped)
                return
        self._header = None
        if _is_rule(stripped) or (
            len(stripped) >= 4 and stripped[0] in _OVERLINES and len(set(stripped)) == 1
        ):
            yield from self._close()
            return
        yield from self._item_or_text(line, stripped)

    def _item_or_text(self, line: str, stripped: str) -> Iterator[Block]:
        found = _ITEM.match(stripped)
        indent = self._indent(line)
        if found is not None and not (
            self._open is not None and found[1] in ("\u2013", "\u2014") and not self._after_blank
        ):
            yield from self._close()
            self._start_item(stripped, found, indent)
        elif self._open is not None and self._continues(indent):
            self._parts.append(stripped)
            self._open = replace(self._open, end_line=self.at + 1)
        else:
            yield from self._close()
            if indent == 0:
                self._indents.clear()
            self._start("text", stripped)

    def _continues(self, indent: int) -> bool:
        if not self._after_blank:
            return True
        return (
            self._open is not None and self._open.kind == "item" and indent > (self._indents or [0])[-1] + 1
        )

    def _start(self, kind: BlockKind, text: str) -> None:
        self._open = Block(kind=kind, text="", line=self.at + 1, end_line=self.at + 1)
        self._parts = [text]

    def _start_item(self, stripped: str, found: re.Match[str], indent: int) -> None:
        while self._indents and indent < self._indents[-1] + 2:
            self._indents.pop()
        depth = len(self._indents)
        self._indents.append(indent)
        rest = stripped[found.end() :]
        box = _CHECKBOX.match(rest)
        self._start("item", rest[box.end() :] if box else rest)
        assert self._open is not None
        self._open = replace(
            self._open,
            depth=depth,
            ordered=found[1] is not None and found[1][-1] in ".)",
            checked=None if box is None else box[1] != " ",
        )

    def _close(self) -> Iterator[Block]:
        if self._open is not None:
            if self._open.kind == "text":
                yield replace(self._open, text="\n".join(self._parts).strip())
            else:
                parts = tuple(self._parts) if len(self._parts) > 1 else ()
                yield replace(self._open, text=" ".join(self._parts).strip(), parts=parts)
        self._open = None
        self._parts = []

    @staticmethod
    def _indent(line: str) -> int:
        bare = line.lstrip(" \t")
        lead = line[: len(line) - len(bare)]
        return len(lead.expandtabs(4)) if "\t" in lead else len(lead)

    def _opens_fence(self, stripped: str) -> bool:
        found = _FENCE.match(stripped)
        return found is not None and not (found[1][0] == "`" and "`" in stripped[found.end() :])

    def _code(self, opening: str) -> Iterator[Block]:
        found = _FENCE.match(opening)
        assert found is not None
        mark, start = found[1], self.at
        inside: list[str] = []
        while self.at + 1 < len(self.lines):
            if start in self.verbatim and self.at + 1 not in self.verbatim:
                break
            self.at += 1
            line = self.lines[self.at]
            stripped = line.strip().removeprefix("> ").strip()
            if stripped.startswith(mark) and not stripped.strip(mark[0]):
                yield Block(kind="code", text="\n".join(inside), line=start + 1, end_line=self.at + 1)
                return
            inside.append(line)
        if start in self.verbatim:
            yield Block(kind="code", text="\n".join(inside), line=start + 1, end_line=self.at + 1)
        else:
            self.fence_opened_at = start

    def _heading(self, line: str, stripped: str) -> Block | None:
        first = stripped[0]
        if first == "#":
            return self._atx(stripped)
        if first == "<":
            return self._html_heading(stripped)
        if first in "h=" and (found := _WIKI_HEADING.match(stripped[:LONGEST_HEADING])) is not None:
            return self._made(found[3].strip(" ="), int(found[1] or len(found[2])))
        if (
            first in _UNDERLINES
            and self._open is not None
            and (made := self._underlined(stripped)) is not None
        ):
            return made
        if first in "*_" and (words := bold_line(stripped)) is not None and not line[:1].isspace():
            return self._made(words, BOLD_LINE)
        return None

    def _made(self, words: str, depth: int) -> Block:
        return Block(kind="heading", text=words, line=self.at + 1, end_line=self.at + 1, depth=depth)

    def _atx(self, stripped: str) -> Block | None:
        words = stripped.lstrip("#")
        level = len(stripped) - len(words)
        if level > 6 or (words and not words[0].isspace() and level == 1) or len(words) > LONGEST_HEADING:
            return None
        bare = words.strip()
        closed = bare.rstrip("#")
        if closed != bare and (not closed or closed[-1].isspace()):
            bare = closed.rstrip()
        return self._made(_ATTRIBUTES.sub("", bare), level)

    def _html_heading(self, stripped: str) -> Block | None:
        if len(stripped) > LONGEST_HEADING * 3:
            return None
        if (found := _HTML_HEADING.search(stripped)) is not None:
            return self._made(found[2].strip(), int(found[1]))
        if (found := _SUMMARY_TAG.search(stripped)) is not None:
            return self._made(_BOLD_TAGS.sub("", found[1]).strip(), BOLD_LINE)
        if (words := bold_line(stripped)) is not None:
            return self._made(words, BOLD_LINE)
        return None

    def _underlines(self, stripped: str) -> bool:
        """Tildes as long as the one line above them underline it; fewer open a fence."""
        return (
            len(self._parts) == 1 and len(stripped) >= max(5, len(self._parts[0])) and set(stripped) == {"~"}
        )

    def _underlined(self, stripped: str) -> Block | None:
        """Return the heading a line of marks makes of the one-line paragraph above it."""
        mark = stripped[0]
        if set(stripped) != {mark} or len(self._parts) != 1 or self._after_blank or self._open is None:
            return None
        words = self._parts[0]
        numbered = self._open.kind == "item"
        if numbered and not (self._open.ordered and self._open.depth == 0):
            return None
        enough = 2 if mark == "=" else 3 if mark == "-" else max(3, len(words) - 2)
        if numbered:
            enough = max(3, len(words) - 2)
        if len(stripped) < enough or len(words) > LONGEST_HEADING or "|" in words:
            return None
        line = self._open.line
        self._open = None
        level = 1 if mark == "=" else 2
        words = bold_line(words) or words
        return Block(kind="heading", text=words, line=line, end_line=self.at + 1, depth=level)

    def _starts_table(self, stripped: str) -> bool:
        if is_delimiter(stripped):
            return False
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        following = (
            _QUOTE.sub("", following, count=1) if following[:4].lstrip().startswith(">") else following
        )
        return is_delimiter(following) or (stripped[0] == "|" and stripped[-1] == "|" and len(stripped) > 2)

    def _row(self, stripped: str) -> Iterator[Block]:
        if is_delimiter(stripped):
            return
        if self._header is None:
            self._header = ()
            following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
            if is_delimiter(following.lstrip("> ")) or stripped.startswith("||"):
                self._header = header_cells(stripped)
                return
        cells = flowing_cells(stripped)
        yield Block(
            kind="row",
            text=" | ".join(cells),
            line=self.at + 1,
            end_line=self.at + 1,
            cells=cells,
            header=self._header,
        )
