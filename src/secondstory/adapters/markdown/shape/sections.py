"""The blocks of a document gathered into sections, each with the field it belongs to.

A section is opened by whatever people use to open one: a heading, a bold line, a label (`Impact: ...`), a bold label
in a list, a row of a table of labels. How loud the opener is (its rank) decides what it may end: a label inside a list
of contributing factors (`Detection: nobody was paged`) is part of that list, the same label in a summary is a field.
"""

import dataclasses
import re
from dataclasses import dataclass, replace

from secondstory.adapters.markdown.shape.blocks import BOLD_LINE, Block
from secondstory.adapters.markdown.shape.headings import ANALYSIS, Named, Namer, key, name_exactly, shown

_LABEL_RANK = 8
_ITEM_RANK = 9
_LABEL = re.compile(
    r"\s*([*_]{0,3})([^:\uff1a*_|<>\n]{2,48})([*_]{0,3})\s*[:\uff1a]\s*([*_]{0,3})(?=\s|$|[*_])"
)
_QUESTION = re.compile(r"\s*(\*\*|__)([^*_\n]{3,80}\?)(\*\*|__)\s+(?=\S)")
_PERMISSIVE = frozenset(
    {
        None,
        "",
        ANALYSIS,
        "summary",
        "background",
        "impact",
        "title",
        "date",
        "status",
        "severity",
        "owner",
        "stats",
    }
)
"""Fields in which a label may open another field; elsewhere it is a word of the list or prose it stands in."""
_ONE_LINE = frozenset({"date", "status", "severity", "owner", "title"})
_PHASES = frozenset(
    "detection response resolution impact trigger summary background surprise stats supporting severity status date owner"
    " participants defences levels gaps decision_points accounts".split()
)
"""Names that, under a heading for conditions or follow-ups, group that list rather than leave it."""
_LISTS = frozenset({"conditions", "followups"})
_DURING = frozenset({"detection", "response", "resolution", "impact", "trigger"})
"""Fields whose questions in bold ("What was the underlying cause?") may lead to causes."""
_WHO_OR_WHERE = frozenset({"participants", "levels", "stats", "supporting"})
"""Names such as "People" that, under an analysis, say where somebody looked."""
_ANNOUNCES = re.compile(r"^\s*([^\W_][^.:!;|<>\n]{3,90}?)\s*[:\uff1a]\s*$")
_NUMBERED_WORDS = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+[A-Z\u00c0-\u00de]")
_STANDS_ALONE = re.compile(r"^([A-Z\u00c0-\u00de][^.:!;|<>,\n]{3,60}?\??)\s*$")
_LONGEST_ANNOUNCEMENT = 12
_PAST_ACTION = re.compile(
    r"\b(?:took|taken|tried|did|done|were|was|performed|had|attempted)\b", re.IGNORECASE
)
_CAPITALS = re.compile(r"^[\W\d_]*[^\W\d_]{3}")
_LONGEST_CAPITALS = 70
_TITLE_LIKE = re.compile(
    r"^\W*(?:post-?mortem|incident|outage|rca|root cause analysis|coe)\b[^:\u2013\u2014-]{0,40}[:\u2013\u2014-]+ ",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_TIME_HEADING = re.compile(
    r"^[\W_]*(?:\d{4}-\d\d-\d\d|\d{1,2}[:h.]\d\d|\d{1,2} ?[ap]m\b|\dx:xx|\d{1,2}[./]\d{1,2}[./]\d{2,4}|t[+-]\d"
    rf"|(?:[a-z]{{3,9}},? )?{_MONTH} \d{{1,2}}\b|\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}(?: |,|$))",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Section:
    """One section: `field` None when nothing names it. `heading` is empty before the first opener.

    rank: 1 to 6 a heading of that level, 7 a bold line, 8 a label, 9 a label in a list or table.
    own: the field named by this very opener, not inherited from the section around it.
    """

    field: str | None
    heading: str
    rank: int
    line: int
    end_line: int
    body_from: int = 0
    own: bool
    parent: "Section | None" = None
    blocks: list[Block] = dataclasses.field(default_factory=list)
    is_time: bool = False

    def add(self, block: Block) -> None:
        """Take one more block and grow to its last line, with the sections around."""
        self.blocks.append(block)
        around: Section | None = self
        while around is not None and around.end_line < block.end_line:
            around.end_line = block.end_line
            around = around.parent


def gather(blocks: tuple[Block, ...]) -> list[Section]:
    """Return the sections of a document in order, the first one holding what stands before any heading."""
    gatherer = _Gatherer()
    for at, block in enumerate(blocks):
        gatherer.take(block, before_list=at + 1 < len(blocks) and blocks[at + 1].kind in ("item", "row"))
    return gatherer.sections


class _Gatherer:
    """The open sections while the blocks go by; the last of `stack` is the innermost."""

    def __init__(self) -> None:
        first = Section(field=None, heading="", rank=0, line=1, end_line=1, own=False)
        self.sections = [first]
        self.stack = [first]
        self.namer = Namer()
        self.has_title = False

    def take(self, block: Block, *, before_list: bool = False) -> None:
        """Open the section a block opens, or add the block to the innermost one."""
        match block.kind:
            case "heading":
                self._heading(block)
            case "text":
                self._text(block, before_list=before_list)
            case "item":
                self._item(block)
            case "row":
                self._row(block)
            case _:
                self._add(block)

    def _heading(self, block: Block) -> None:
        if not block.text.strip():
            return
        parent = self._below(block.depth)
        named = self._titled(block) or self.namer.name(block.text)
        is_time = named is None and _TIME_HEADING.match(block.text) is not None
        if is_time:
            went_on = self.sections[-1].field == "timeline" and parent.field in (None, "title")
            self._open(block.depth, parent, block, "timeline" if went_on else parent.field, own=False)
            self.stack[-1].is_time = True
        elif block.depth == BOLD_LINE and not self._may_open(named, parent):
            self._open(block.depth, parent, block, parent.field, own=False)
        else:
            self._open(block.depth, parent, block, *self._field_under(named, parent))

    def _titled(self, block: Block) -> Named | None:
        """The first heading of level 1 is the title unless it is exactly the name of a section."""
        first = len(self.sections) == 1 and _TITLE_LIKE.match(block.text) is not None
        if self.has_title or not (block.depth == 1 or first):
            return None
        self.has_title = True
        named = name_exactly(block.text)
        # "# Post-mortem" or "# Incident report" is what the document is, not a part of it.
        return (
            Named("title", True)
            if named is None or named.field in ("", ANALYSIS) or key(block.text) == "report"
            else named
        )

    @staticmethod
    def _may_open(named: Named | None, parent: Section) -> bool:
        if named is None:
            return False
        if named.field == "conditions" and parent.field in _DURING:
            return True
        if not parent.own or parent.field in ("title", ANALYSIS):
            return parent.field in _PERMISSIVE
        if parent.field in _PERMISSIVE:
            return named.exact
        return named.exact and named.field not in _PHASES and named.field not in _ONE_LINE

    @staticmethod
    def _field_under(named: Named | None, parent: Section) -> tuple[str | None, bool]:
        """The field of a new section below `parent`, and whether its own heading says so."""
        if named is None:
            inherited = parent.field if parent.rank >= 1 and parent.field != "title" else None
            return inherited, False
        if parent.field in _LISTS and (named.field in _PHASES or named.field == parent.field):
            return parent.field, named.field == parent.field
        if (
            parent.own
            and not named.exact
            and (parent.field == "followups" or (parent.field == "conditions" and named.field != "followups"))
        ):
            return parent.field, False
        if parent.field == ANALYSIS and named.field in _WHO_OR_WHERE:
            return ANALYSIS, False
        if (
            parent.field == "lessons"
            and named.field in ("conditions", "followups", "lessons")
            and not named.exact
        ):
            return parent.field, False
        return named.field, True

    def _open(self, rank: int, parent: Section, block: Block, name: str | None, own: bool) -> None:
        section = Section(
            field=name,
            heading=shown(block.text),
            rank=rank,
            line=block.line,
            end_line=block.end_line,
            body_from=block.end_line,
            own=own,
            parent=parent if parent.rank else None,
        )
        around = section.parent
        while around is not None:
            around.end_line = max(around.end_line, block.end_line)
            around = around.parent
        self.sections.append(section)
        self.stack.append(section)

    def _below(self, rank: int) -> Section:
        while len(self.stack) > 1 and self.stack[-1].rank >= rank:
            self.stack.pop()
        return self.stack[-1]

    def _add(self, block: Block) -> None:
        self.stack[-1].add(block)

    def _around(self, rank: int) -> Section:
        return next(section for section in reversed(self.stack) if section.rank < rank)

    def _text(self, block: Block, *, before_list: bool) -> None:
        self._leave_one_line()
        if self.stack[-1].rank == _ITEM_RANK and self.stack[-1].blocks:
            self._below(_ITEM_RANK)
        if self._in_capitals(block):
            self._heading(replace(block, kind="heading", depth=BOLD_LINE))
            return
        if self._around(_LABEL_RANK).field not in _PERMISSIVE:
            self._add(block)
            return
        advice = self._around(_LABEL_RANK).field == ""  # what customers should do is no follow-up
        pending: list[str] = []
        start = block.line
        lines = block.text.split("\n")
        for number, line in enumerate(lines, start=block.line):
            last = before_list and not advice and number == block.line + len(lines) - 1
            if (opened := self._label(line)) is None:
                if last and (announced := self._announced(line, alone=len(lines) == 1)) is not None:
                    self._flush(pending, start)
                    at = replace(block, text=announced[0], line=number, end_line=number)
                    self._open(
                        _LABEL_RANK, self._below(_LABEL_RANK), at, announced[1], announced[1] is not None
                    )
                    return
                pending.append(line)
                continue
            self._flush(pending, start)
            self._open_label(_LABEL_RANK, *opened, replace(block, line=number, end_line=number))
            pending, start = [], number + 1
        self._flush(pending, start)

    def _in_capitals(self, block: Block) -> bool:
        """A line of capitals that stands alone is a heading when it names a section, whatever stands around it."""
        words = block.text
        if "\n" in words or len(words) > _LONGEST_CAPITALS or not words.isupper() or words[-1] in ".!,;|":
            return False
        return _CAPITALS.match(words) is not None and self.namer.name(words) is not None

    def _announced(self, line: str, *, alone: bool) -> tuple[str, str | None] | None:
        """Return (words, field) of a short line that announces the list below it, with a colon or alone, or None.

        One that names nothing ends a section opened in the same way, so that its list does not join the one before.
        """
        found = _ANNOUNCES.match(line) or (_STANDS_ALONE.match(line) if alone else None)
        if found is None or len(found[1].split()) > _LONGEST_ANNOUNCEMENT:
            return None
        named = self.namer.name(found[1])
        name = None if named is None or named.field in ("", ANALYSIS) else named.field
        if name == "followups" and _PAST_ACTION.search(found[1]) is not None:
            name = "response"
        return (found[1], name) if name is not None or self.stack[-1].rank == _LABEL_RANK else None

    def _flush(self, lines: list[str], start: int) -> None:
        if lines:
            end = start + len(lines) - 1
            self._add(Block(kind="text", text="\n".join(lines), line=start, end_line=end))

    def _leave_one_line(self) -> None:
        if self.stack[-1].rank >= _LABEL_RANK and self.stack[-1].field in _ONE_LINE and self.stack[-1].blocks:
            self.stack.pop()

    def _label(self, line: str) -> tuple[str, str, str] | None:
        """Return (field, label, rest) of a line that begins with the exact name of a section and a colon."""
        if (found := _QUESTION.match(line)) is not None:
            named = self.namer.name(found[2])
        elif (found := _LABEL.match(line)) is not None:
            named = name_exactly(found[2])
        else:
            return self._bare_label(line)
        if named is None or not named.field:
            return None
        return named.field, found[2].strip(), line[found.end() :].strip().removeprefix("**").strip()

    def _bare_label(self, line: str) -> tuple[str, str, str] | None:
        """A line that is nothing but the name of a section, without mark or colon, as in a plain text file."""
        stripped = line.strip()
        if (
            not 4 <= len(stripped) <= 48
            or stripped[-1] in ".!,;"
            or not (
                stripped[0].isupper() or stripped[0] in "*_" or _NUMBERED_WORDS.match(stripped) is not None
            )
        ):
            return None
        named = name_exactly(stripped)
        return (named.field, shown(stripped), "") if named is not None and named.field else None

    def _open_label(self, rank: int, name: str, label: str, rest: str, block: Block) -> None:
        parent = self._below(rank)
        self._open(rank, parent, replace(block, text=label), name, own=True)
        if rest:
            self._add(replace(block, text=rest, kind="text"))

    def _item(self, block: Block) -> None:
        inner = self.stack[-1]
        goes_on = inner.rank == _ITEM_RANK and block.ordered and all(each.ordered for each in inner.blocks)
        if block.depth == 0 and not goes_on:
            self._below(_ITEM_RANK)
        permissive = (
            self._around(_LABEL_RANK).field in _PERMISSIVE and self._around(_ITEM_RANK).field in _PERMISSIVE
        )
        opened = self._label(block.text) if permissive and block.depth == 0 else None
        if opened is None:
            self._add(block)
        elif block.ordered and not opened[2]:
            self._open_label(_LABEL_RANK, *opened, block)
        else:
            self._open_label(_ITEM_RANK, *opened, block)

    def _row(self, block: Block) -> None:
        if self.stack[-1].rank == _ITEM_RANK:
            self._below(_ITEM_RANK)
        cells = block.cells
        if len(cells) == 2 and self._around(_ITEM_RANK).field in _PERMISSIVE:
            named = name_exactly(cells[0]) if cells[0] else None
            if named is not None and named.field and not _names_columns(block.header):
                self._open_label(_ITEM_RANK, named.field, shown(cells[0]), cells[1], block)
                return
        self._add(block)


def _names_columns(header: tuple[str, ...]) -> bool:
    """A header such as `Time | Event` names what its columns hold; `Field | Value` or an empty one labels rows."""
    return any(
        (named := name_exactly(cell)) is not None and named.field in ("date", "timeline") for cell in header
    )
