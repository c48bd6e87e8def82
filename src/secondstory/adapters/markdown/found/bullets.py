"""The conditions and lessons of a section: bullets, table rows, or paragraphs when there is nothing else."""

import re
from collections.abc import Iterable, Iterator

from secondstory.adapters.markdown.reading import Bullet
from secondstory.adapters.markdown.shape.blocks import Block
from secondstory.adapters.markdown.shape.headings import key
from secondstory.adapters.markdown.shape.placeholders import is_placeholder
from secondstory.adapters.markdown.shape.sections import Section

ATTRIBUTE = re.compile(
    r"^[*_]{0,3}([^\W\d_][\w /-]{1,28}?)[*_]{0,3}\s*[:\uff1a][*_]{0,3}(?:\s+|$)(.*)$", re.DOTALL
)
"""A nested `Label: value`; group 1 the label, group 2 the value."""

_OWN_ID = re.compile(r"^\*\*[A-Z]{1,3}-?\d{1,6}\*\*[:.]?\s+")
_CONDITION_LABELS = frozenset(
    key(label)
    for label in "level evidence persistence source status held by holder id kind since seen in probability likelihood".split()
) | {"held by", "seen", "level holder"}
_CAUSE_HEADERS = (
    "cause contributing factor root condition factor finding why reason description statement ursache facteur causa fator"
    " answer explanation issue problem"
).split()
_COUNTERS = frozenset(
    ("", "no", "nr", "id", "number", "num", "level", "category", "type", "date", "time", "status", "owner")
)


def bullets_of(sections: Iterable[Section], *, label: str = "") -> Iterator[Bullet]:
    """Yield what each section lists, in order; placeholders are left out, words are left as they stand."""
    for section in sections:
        yield from _of_section(section, label or section.heading)


def _of_section(section: Section, label: str) -> Iterator[Bullet]:
    listed = [block for block in section.blocks if block.kind in ("item", "row")]
    if not listed:
        for block in section.blocks:
            if block.kind == "text" and not _is_aside(block.text):
                yield _bullet(block, " ".join(block.text.split("\n")), label)
        return
    for block in listed:
        text = _row_text(block) if block.kind == "row" else _item_text(block)
        if text and not is_placeholder(text):
            yield _bullet(block, text, label)


def _bullet(block: Block, text: str, label: str) -> Bullet:
    return Bullet(text=text, line=block.line, end_line=block.end_line, depth=block.depth, label=label)


def _is_aside(text: str) -> bool:
    """A hint in brackets or italics, an image, or a line that only announces what follows is no statement."""
    stripped = text.strip()
    return (
        is_placeholder(stripped)
        or (
            stripped.startswith(("![", "<img", "["))
            and len(stripped) < 2_000
            and stripped.endswith((")", ">", "]"))
        )
        or (stripped.endswith(":") and len(stripped) < 300)
    )


def _item_text(block: Block) -> str:
    found = ATTRIBUTE.match(block.text[:400]) if block.depth else None
    if found is not None and key(found[1]) in _CONDITION_LABELS:
        return ""
    return _OWN_ID.sub("", block.text, count=1)


def _row_text(block: Block) -> str:
    """The cell of the column that holds causes, else all cells that say something, joined."""
    for header, cell in zip(block.header, block.cells, strict=False):
        if any(word in key(header).split() for word in _CAUSE_HEADERS) and "why" not in key(header).split():
            return cell
    said = [
        cell
        for i, cell in enumerate(block.cells)
        if not is_placeholder(cell) and not (i < len(block.header) and key(block.header[i]) in _COUNTERS)
    ]
    return " \u2014 ".join(said)
