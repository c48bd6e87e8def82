"""The timeline of a document, out of tables, bullets, time-headed sections, paragraphs and pasted logs."""

import re
from collections.abc import Iterable, Iterator

from secondstory.adapters.markdown.reading import TimelineItem
from secondstory.adapters.markdown.shape.blocks import Block
from secondstory.adapters.markdown.shape.headings import key
from secondstory.adapters.markdown.shape.placeholders import is_placeholder
from secondstory.adapters.markdown.shape.sections import Section

_MONTH = r"(?:jan|feb|m[a\u00e4]r|apr|ma[iy]|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]*\.?"
_DAY = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|(?:[a-z]{{3,9}},? )?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,?(?: \d{{4}}\b)?|\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}(?:,? \d{{4}})?)"
)
_ZONE = r"(?:\s?(?:z|utc|gmt|uhr|[a-z]{2,4}t|[+-]\d{2}:?\d{2})(?![a-z0-9])(?:[+-]\d{1,2})?)"
_CLOCK = (
    r"(?:\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?:\s?[ap]\.?m\b\.?)?"
    r"|\d{1,2}\s?[ap]\.?m\b\.?|[012]\d[0-5]\d(?=\s?(?:z|utc|h|hrs)\b)|[\d-]{1,2}:--|\dx:xx)"
)
_MOMENT = (
    rf"(?:{_DAY}(?:[ t,]+(?:at )?~?{_CLOCK})?|~?{_CLOCK}|t\s?[+-]\s?\d+\s?(?:m|min|minutes|h|s)?){_ZONE}?"
)
_TIMED = re.compile(
    rf"^[\s\[(*_`~]*(?:(?:at|around|ca\.?|approx\.?|about|between|from|um|gegen)\s+)?({_MOMENT}"
    rf"(?:\s?(?:-|\u2013|\u2014|to|and|\u2192)\s?{_MOMENT})?)[\])*_`]*(?:\s*(?:\(([^()]{{1,40}})\)))?[*_]*\s*(?:[:\u2013\u2014|-]+\s*|,\s|\s|$)[*_]*",
    re.IGNORECASE,
)
_TIME_WORDS = frozenset(
    "time when date timestamp zeit uhrzeit datum heure hora fecha data day start utc cet at occurred".split()
)
_TEXT_WORDS = frozenset(
    "event what description action detail happened note update ereignis evenement evento comment message activity entry".split()
)
_TIMED_LAST = re.compile(
    rf"^(.*?\S)[:\s]\s*[(\[*_~]*({_DAY}[ t,]+{_CLOCK}{_ZONE}?|{_CLOCK}{_ZONE}?)[)\]*_.]*$", re.IGNORECASE
)
_HAS_CLOCK = re.compile(_CLOCK, re.IGNORECASE)
_LOOKED_AT = 200
FEWEST = 3
"""So many timed lines outside a section for the timeline are taken for one."""


def timeline_of(sections: Iterable[Section]) -> Iterator[TimelineItem]:
    """Yield every entry of these sections; an entry without a time has an empty `time_text`."""
    for section in sections:
        if section.is_time:
            yield from _under_time(section)
            continue
        listed = any(block.kind in ("item", "row") for block in section.blocks)
        for block in section.blocks:
            yield from _of_block(block, untimed=block.kind in ("item", "row") or not listed)


def timed_elsewhere(section: Section) -> tuple[TimelineItem, ...]:
    """Return the timed bullets, rows and lines of a section of another kind, when there are enough of them."""
    blocks = [block for block in section.blocks if block.kind in ("item", "row", "text")]
    found = tuple(item for block in blocks for item in _of_block(block, untimed=False))
    return found if len(found) >= FEWEST else ()


def _under_time(section: Section) -> Iterator[TimelineItem]:
    """A heading that is a moment is one entry; a heading that is a day holds the entries timed below it."""
    time_text, rest = _split(section.heading)
    within = [item for block in section.blocks for item in _of_block(block, untimed=False)]
    if within:
        day = "" if _HAS_CLOCK.search(time_text) else time_text
        for item in within:
            yield TimelineItem(time_text=f"{day} {item.time_text}".strip(), text=item.text, line=item.line)
        return
    texts = [" ".join(block.text.split("\n")) for block in section.blocks if block.kind != "code"]
    text = " ".join(part for part in (rest, *texts) if part)
    yield TimelineItem(time_text=time_text or section.heading, text=text, line=section.line)


def begins_with_a_time(text: str) -> bool:
    """Return whether an entry begins as those of a timeline do."""
    return bool(_split(text)[0])


def _split(text: str) -> tuple[str, str]:
    """Return (time as written, the rest); the time is empty when the text does not begin with one."""
    found = _TIMED.match(text[:_LOOKED_AT])
    if found is None:
        return "", text.strip()
    return found[1].strip(), text[found.end() :].strip()


def _of_block(block: Block, *, untimed: bool) -> Iterator[TimelineItem]:
    match block.kind:
        case "row":
            made = _from_row(block)
            if made is not None and (untimed or made.time_text):
                yield made
        case "item":
            time_text, text = _split(block.text)
            if not time_text and untimed and (last := _TIMED_LAST.match(block.text[:_LOOKED_AT])) is not None:
                time_text, text = last[2], last[1].rstrip(" :-")
            if (time_text or untimed) and not is_placeholder(block.text):
                yield TimelineItem(time_text=time_text, text=text, line=block.line)
        case _:
            yield from _from_lines(block)


def _from_lines(block: Block) -> Iterator[TimelineItem]:
    """Lines that begin with a time; the lines after each belong to it. Lines before the first are an introduction."""
    first = block.line + (1 if block.kind == "code" else 0)
    opened: tuple[str, int] | None = None
    parts: list[str] = []
    for number, line in enumerate(block.text.split("\n"), start=first):
        time_text, rest = _split(line)
        if not time_text:
            parts.append(line.strip())
            continue
        if opened is not None:
            yield TimelineItem(time_text=opened[0], text=" ".join(filter(None, parts)), line=opened[1])
        opened, parts = (time_text, number), [rest]
    if opened is not None:
        yield TimelineItem(time_text=opened[0], text=" ".join(filter(None, parts)), line=opened[1])


def _from_row(block: Block) -> TimelineItem | None:
    roles = [_role(header) for header in block.header] + [""] * len(block.cells)
    times = [cell for cell, role in zip(block.cells, roles, strict=False) if role == "time" and cell]
    texts = [cell for cell, role in zip(block.cells, roles, strict=False) if role == "text" and cell]
    if not times and block.cells and _split(block.cells[0])[0] and len(block.cells) > 1:
        times = [block.cells[0]]
    if not texts:
        texts = [
            cell
            for cell, role in zip(block.cells, roles, strict=False)
            if role == "" and cell and cell not in times
        ]
    text = " \u2014 ".join(texts)
    if not text and not times:
        return None
    return TimelineItem(time_text=" ".join(times), text=text, line=block.line)


def _role(header: str) -> str:
    words = set(key(header).split())
    if words & _TIME_WORDS and not words & _TEXT_WORDS:
        return "time"
    return "text" if words & _TEXT_WORDS else ""
