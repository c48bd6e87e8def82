"""Any Markdown post-mortem to a Reading: generous in what it takes for a section, honest about what it did not find."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from secondstory.adapters.markdown.document_marks import verbatim_lines
from secondstory.adapters.markdown.escapes import plain
from secondstory.adapters.markdown.found.bullets import bullets_of, causes_elsewhere
from secondstory.adapters.markdown.found.followups import (
    checkboxes_elsewhere,
    followups_of,
    rows_elsewhere,
    tagged_followups,
)
from secondstory.adapters.markdown.found.guesses import settle_nameless
from secondstory.adapters.markdown.found.levels import levels_looked_at
from secondstory.adapters.markdown.found.prose import causes_in_prose, followups_in_prose
from secondstory.adapters.markdown.found.timeline import timed_elsewhere, timeline_of
from secondstory.adapters.markdown.front_matter import FrontMatter, read_front_matter
from secondstory.adapters.markdown.reading import (
    FIELDS,
    Bullet,
    FieldRead,
    FollowUp,
    Reading,
    TimelineItem,
    UnknownHeading,
    placed,
)
from secondstory.adapters.markdown.shape.blocks import BOLD_LINE, HEADING, Block, lines_of, scan
from secondstory.adapters.markdown.shape.dialects import in_markdown
from secondstory.adapters.markdown.shape.foreign_marks import unfold_html
from secondstory.adapters.markdown.shape.headings import ANALYSIS, name_exactly
from secondstory.adapters.markdown.shape.placeholders import is_placeholder
from secondstory.adapters.markdown.shape.sections import Section, gather
from secondstory.adapters.markdown.shape.templates import OWN, template_of
from secondstory.adapters.markdown.understanding import speaks_of_an_incident, why_not_understood

_Item = TypeVar("_Item", Bullet, FollowUp, TimelineItem)
_LESSONS = ("lessons", "went_well", "went_wrong", "lucky", "surprise")
_TELLING = (None, "title", "background", "response", "resolution", "detection", "summary")
"""Sections that often hold a second timeline of their own; the timed lines in them join the first."""
_DATE = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_BEFORE_THE_CAUSES = (None, "title", "summary", "background")
"""Where a bold line or label about causes is an aside when a section of its own lists them."""
_MOST_TEXT = 2_000_000
_MOST_PROSE_LINES = 3_000
_SHORTEST_INTRODUCTION = 40


def read_document(text: str) -> Reading:
    """Return what a Markdown post-mortem says, of whatever template, language or habit; never raises.

    Takes time linear in the length of the text. A text that is no post-mortem comes back with `understood` False and
    `why_not` saying in plain words what was looked for and what was there.
    """
    written = lines_of(text.removeprefix("\ufeff"))
    lines, places = unfold_html(written)
    front = read_front_matter(lines)
    if not front.is_own:
        lines = in_markdown(lines)
    scanned = scan(lines, first=front.lines, verbatim=verbatim_lines(lines) if front.is_own else frozenset())
    sections = gather(scanned.blocks)
    _settle_causes(sections)
    if not front.is_own and speaks_of_an_incident(sections):
        settle_nameless(sections)
    if places is None:
        return _Reader(written, front, sections, scanned.notes).reading()
    return placed(_Reader([written[at] for at in places], front, sections, scanned.notes).reading(), places)


def _unescaped(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """What Second Story wrote with character references, in the words of the person again."""
    return tuple(replace(item, text=plain(item.text)) for item in items)


def _settle_causes(sections: list[Section]) -> None:
    """Decide what sections called "Analysis" or "What went wrong" hold, now that the whole document is known."""
    named = {section.field for section in sections if section.blocks}
    has_causes = "conditions" in named
    lists_causes = any(s.field == "conditions" and s.rank <= HEADING and _lists(s) for s in sections)
    for section in sections:
        around = None if section.parent is None else section.parent.field
        aside = section.field == "conditions" and section.rank > HEADING and around in _BEFORE_THE_CAUSES
        if lists_causes and aside and not _lists(section):
            section.field, section.own = around, False
        if section.field == ANALYSIS:
            section.field = None if has_causes or not _holds_something(section) else "conditions"
        elif (
            section.field == "went_wrong" and not has_causes and not named & {"went_well", "lessons", "lucky"}
        ):
            section.field = "conditions"


def _lists(section: Section) -> bool:
    return any(block.kind in ("item", "row") for block in section.blocks)


def _holds_something(section: Section) -> bool:
    pasted = section.field in ("conditions", "followups")
    return any(_says_something(block) for block in section.blocks if not (pasted and block.kind == "code"))


def _says_something(block: Block) -> bool:
    if block.kind == "row":
        return any(not is_placeholder(cell) for cell in block.cells)
    return not is_placeholder(block.text)


class _Reader:
    """One document while its reading is put together."""

    def __init__(
        self, lines: list[str], front: FrontMatter, sections: list[Section], notes: tuple[str, ...]
    ) -> None:
        self.lines = lines
        self.front = front
        self.sections = sections
        self.notes = [*front.notes, *notes]
        self.fields: dict[str, FieldRead] = {}

    def reading(self) -> Reading:
        """Return the whole reading."""
        followups = self._followups()
        timeline = self._timeline()
        conditions = self._conditions()
        if not (followups or conditions or self.front.is_own) and self._is_told_in_prose():
            conditions = tuple(causes_in_prose(self.sections))
            followups = tuple(followups_in_prose(self.sections))
        lessons = self._lessons()
        if self.front.is_own:
            followups, timeline = _unescaped(followups), _unescaped(timeline)
            conditions, lessons = _unescaped(conditions), _unescaped(lessons)
        self._fields_from_sections()
        self._fields_from_front_matter()
        self._title_and_introduction()
        self._fields_from_items(conditions, followups, timeline)
        fields = {name: self.fields.get(name, FieldRead(found=False)) for name in FIELDS}
        why_not = why_not_understood(
            fields,
            self.sections,
            conditions=conditions,
            followups=followups,
            timeline=timeline,
            unknown=self._unknown(),
        )
        names = [section.heading for section in self.sections] + list(self.front.values) + self._columns()
        return Reading(
            template=OWN if self.front.is_own else template_of(names, understood=not why_not),
            understood=not why_not,
            why_not=why_not,
            fields=fields,
            conditions=conditions,
            followups=followups,
            timeline=timeline,
            lessons=lessons,
            levels=levels_looked_at(self.sections, conditions, lessons),
            unknown=self._unknown(),
            notes=tuple(self.notes),
        )

    def _conditions(self) -> tuple[Bullet, ...]:
        elsewhere = [section for section in self.sections if section.field not in ("conditions", "followups")]
        found = [*bullets_of(self._of("conditions")), *causes_elsewhere(elsewhere)]
        return tuple(sorted(found, key=lambda bullet: bullet.line))

    def _is_told_in_prose(self) -> bool:
        """Running text is searched sentence by sentence only in a report that a person wrote in one sitting."""
        return len(self.lines) <= _MOST_PROSE_LINES and speaks_of_an_incident(self.sections)

    def _of(self, *fields: str) -> list[Section]:
        return [section for section in self.sections if section.field in fields]

    def _lessons(self) -> tuple[Bullet, ...]:
        found = [bullet for name in _LESSONS for bullet in bullets_of(self._of(name), label=name)]
        return tuple(sorted(found, key=lambda bullet: bullet.line))

    def _followups(self) -> tuple[FollowUp, ...]:
        elsewhere = [section for section in self.sections if section.field != "followups"]
        found = list(followups_of(self._of("followups")))
        found += [*rows_elsewhere(elsewhere), *tagged_followups(elsewhere)]
        if not found:
            found += checkboxes_elsewhere(elsewhere)
        return tuple(sorted(found, key=lambda followup: followup.line))

    def _timeline(self) -> tuple[TimelineItem, ...]:
        found = list(timeline_of(self._of("timeline")))
        for section in self.sections:
            if section.field in _TELLING or (
                not found and section.field not in ("followups", "conditions", "stats", "timeline")
            ):
                found += timed_elsewhere(section)
        return tuple(sorted(found, key=lambda item: item.line))

    def _columns(self) -> list[str]:
        headers = {block.header for section in self.sections for block in section.blocks if block.header}
        return [cell for header in headers for cell in header]

    def _fields_from_sections(self) -> None:
        holding = self._sections_that_hold()
        for section in self.sections:
            name = section.field
            if section.is_time and name == "timeline" and name in self.fields:
                end_line = max(self.fields[name].end_line or 0, section.end_line)
                self.fields[name] = replace(self.fields[name], end_line=end_line)
            inherited = not section.own and section.parent is not None and section.parent.field == name
            if name not in FIELDS or name == "title" or inherited:
                continue
            before = self.fields.get(name)
            if before is not None and (before.found or id(section) not in holding):
                continue
            self.fields[name] = FieldRead(
                found=id(section) in holding,
                line=section.line,
                end_line=section.end_line,
                heading=section.heading,
                text=self._text_of(section),
            )

    def _sections_that_hold(self) -> set[int]:
        holding: set[int] = set()
        for section in self.sections:
            if _holds_something(section):
                around: Section | None = section
                while around is not None and id(around) not in holding:
                    holding.add(id(around))
                    around = around.parent
        return holding

    def _text_of(self, section: Section) -> str:
        if section.rank > BOLD_LINE:
            return "\n".join(block.text for block in section.blocks)[:_MOST_TEXT]
        return "\n".join(self.lines[section.body_from : section.end_line]).strip()[:_MOST_TEXT]

    def _fields_from_front_matter(self) -> None:
        for written in self.front.values:
            named = name_exactly(written)
            text = self.front.text(written)
            if named is None or named.field not in FIELDS or self._found(named.field) or is_placeholder(text):
                continue
            line = self.front.at.get(written, 1)
            self.fields[named.field] = FieldRead(
                found=True, line=line, end_line=line, heading=written, text=text
            )

    def _found(self, name: str) -> bool:
        return name in self.fields and self.fields[name].found

    def _title_and_introduction(self) -> None:
        titled = next(
            (section for section in self.sections if section.field == "title" and section.rank <= 6), None
        )
        opening = titled or next(
            (s for s in self.sections if s.rank and s.field is None and not s.is_time), None
        )
        if opening is not None and (titled is not None or not self._found("title")):
            words = (self.front.text("title") if self.front.is_own else "") or opening.heading
            shown = FieldRead(found=True, line=opening.line, end_line=opening.line, text=words)
            if not is_placeholder(opening.heading):
                self.fields["title"] = shown
        elif not self._found("title"):
            self._title_from_first_line()
        if "summary" not in self.fields and (introduction := self._introduction(titled)) is not None:
            self.fields["summary"] = introduction
        self._date_from_title()

    def _title_from_first_line(self) -> None:
        """A text without any heading still begins with one, as a rule: a short line that stands alone."""
        first = self.sections[0].blocks[0] if self.sections[0].blocks else None
        short = (
            first is not None
            and first.kind == "text"
            and first.line == first.end_line
            and len(first.text) <= 120
        )
        if first is not None and short and not is_placeholder(first.text):
            self.fields["title"] = FieldRead(
                found=True, line=first.line, end_line=first.line, text=first.text
            )

    def _introduction(self, titled: Section | None) -> FieldRead | None:
        """The prose before the first section stands for a summary when no section is called one."""
        for section in (self.sections[0], titled, self._first_nameless()):
            texts = [block for block in section.blocks if block.kind == "text"] if section is not None else []
            if (
                sum(len(block.text) for block in texts if not is_placeholder(block.text))
                >= _SHORTEST_INTRODUCTION
            ):
                text = "\n\n".join(block.text for block in texts)
                return FieldRead(
                    found=True, line=texts[0].line, end_line=texts[-1].end_line, text=text[:_MOST_TEXT]
                )
        return None

    def _first_nameless(self) -> Section | None:
        """The section that opens the document under a heading of its own, before any cause or follow-up."""
        first = next((section for section in self.sections[1:] if section.field != "title"), None)
        return first if first is not None and first.field is None else None

    def _date_from_title(self) -> None:
        title = self.fields.get("title")
        found = None if title is None or self._found("date") else _DATE.search(title.text[:500])
        if title is not None and found is not None:
            self.fields["date"] = replace(title, text=found[1])

    def _fields_from_items(
        self,
        conditions: tuple[Bullet, ...],
        followups: tuple[FollowUp, ...],
        timeline: tuple[TimelineItem, ...],
    ) -> None:
        """Items found outside a section of their own still make the field; a section with none but hints does not."""
        if conditions and not self._found("conditions"):
            self.fields["conditions"] = FieldRead(
                found=True, line=conditions[0].line, end_line=conditions[-1].end_line
            )
        if followups and not self._found("followups"):
            self.fields["followups"] = FieldRead(
                found=True, line=followups[0].line, end_line=followups[-1].end_line
            )
        if timeline and not self._found("timeline"):
            self.fields["timeline"] = FieldRead(found=True, line=timeline[0].line, end_line=timeline[-1].line)

    def _unknown(self) -> tuple[UnknownHeading, ...]:
        return tuple(self._unknown_headings())

    def _unknown_headings(self) -> Iterator[UnknownHeading]:
        title = self.fields.get("title")
        for section in self.sections:
            nameless = section.rank and not section.own and not section.is_time and section.rank <= BOLD_LINE
            if nameless and (title is None or section.line != title.line):
                yield UnknownHeading(text=section.heading, line=section.line, end_line=section.end_line)
