"""The conditions and lessons of a section: bullets, table rows, or paragraphs when there is nothing else."""

import re
from collections.abc import Iterable, Iterator

from secondstory.adapters.markdown.found.columns import lists_followups
from secondstory.adapters.markdown.reading import Bullet
from secondstory.adapters.markdown.shape.blocks import BOLD_LINE, Block
from secondstory.adapters.markdown.shape.headings import key, level_of, name_exactly
from secondstory.adapters.markdown.shape.placeholders import is_placeholder
from secondstory.adapters.markdown.shape.sections import Section

ATTRIBUTE = re.compile(
    r"^[*_]{0,3}([^\W\d_][\w /-]{1,44}?)[*_]{0,3}\s*[:\uff1a][*_]{0,3}(?:\s+|$)(.*)$", re.DOTALL
)
"""A nested `Label: value`; group 1 the label, group 2 the value."""

_OWN_ID = re.compile(r"^\*\*[A-Z]{1,3}-?\d{1,6}\*\*[:.]?\s+")
_CONDITION_LABELS = frozenset(
    key(label)
    for label in "level evidence persistence source status held by holder id kind since seen in probability likelihood".split()
) | {"held by", "seen", "level holder"}
_CAUSE_HEADERS = tuple(
    frozenset(words.split())
    for words in (
        "cause contributing condition factor ursache facteur causa fator faktor contributor enabler weakness",
        "answer because reason statement finding explanation antwort reponse respuesta",
        "issue problem description what gap",
    )
)
"""Words of a column that holds causes, the more telling first."""
_EXPLAINS = frozenset(
    key(label)
    for label in (
        "description; timeline; detection; interaction with other factors; interaction; root cause analysis methodology used;"
        " methodology; details; impact; mitigation; why it mattered; explanation; how we know; category; type; contribution;"
        " effect; owner; fix; remediation; example; severity; rationale; when; duration; note"
    ).split(";")
)
_CATEGORIES = frozenset(
    key(words)
    for words in (
        "people; person; method; machine; material; measurement; equipment; human; human factors; staff; task; patient; team;"
        " individual; communication; training; policy; policies; technical factors; process factors; other; immediate;"
        " primary; secondary; proximate; distal; root; mother nature; hardware; network; data; mensch; maschine; methode"
    ).split(";")
)
_NUMBERED_LINE = re.compile(
    r"^\W*(?:why|because|cause|root cause|factor|contributing factor|reason|condition|warum|pourquoi|por qu\u00ea?\u00e9?|porqu\u00ea)"
    r"\s*#?\d{0,2}\s*[:.)?\u2013\u2014-]",
    re.IGNORECASE,
)
_NUMBERED_FACTOR = re.compile(
    r"^\W*(?:(?:contributing|root|causal|underlying|latent|enabling)\s+)?(?:factor|cause|condition|contributor|finding|issue"
    r"|ursache|faktor|facteur|factor|causa|fator)\s*(?:#|no\.? ?|nr\.? ?)?(?:\d{1,3}|[A-Z])\s*[:.)\u2013\u2014-]+\s*\w",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
_CAUSE_COLUMNS = frozenset(
    key(name)
    for name in "contributing factor;contributing condition;contributing cause;root cause;causal factor;condition".split(
        ";"
    )
)
_NOT_THE_CAUSE = frozenset("why category type level id number kind no".split())
_COUNTERS = frozenset(
    ("", "no", "nr", "id", "number", "num", "level", "category", "type", "date", "time", "status", "owner")
)


def bullets_of(sections: Iterable[Section], *, label: str = "") -> Iterator[Bullet]:
    """Yield what each section lists, in order; placeholders are left out, words are left as they stand."""
    for section in sections:
        yield from _of_section(section, label or section.heading)


def causes_elsewhere(sections: Iterable[Section]) -> Iterator[Bullet]:
    """Yield the rows of tables outside the sections for conditions that have a column of that name."""
    for section in sections:
        for block in section.blocks:
            if block.kind == "row" and _has_cause_column(block.header):
                yield from _of_blocks([block], section.heading)


def _has_cause_column(header: tuple[str, ...]) -> bool:
    return any(key(cell) in _CAUSE_COLUMNS for cell in header) and not lists_followups(header)


def _of_section(section: Section, label: str) -> Iterator[Bullet]:
    if section.field == "conditions" and _is_itself_one(section):
        text = section.heading
        yield Bullet(text=text, line=section.line, end_line=section.end_line, label=label)
        for block in section.blocks:
            if block.kind == "item" and not _is_explanation(block.text):
                yield from _of_blocks([block], label)
        return
    listed = [block for block in section.blocks if block.kind in ("item", "row")]
    if not listed:
        for block in section.blocks:
            if block.kind == "text" and not _is_aside(block.text):
                yield from _of_prose(block, label)
        return
    yield from _of_blocks(listed, label)


def _of_blocks(listed: list[Block], label: str) -> Iterator[Bullet]:
    for at, block in enumerate(listed):
        if at + 1 < len(listed) and listed[at + 1].depth > block.depth and _is_group(block.text):
            continue
        text = _row_text(block) if block.kind == "row" else _item_text(block)
        if text and not is_placeholder(text):
            yield _bullet(block, text, label)


def _of_prose(block: Block, label: str) -> Iterator[Bullet]:
    """A paragraph is one statement, unless its lines are numbered: `Why 1: ...` is one each."""
    lines = block.text.split("\n")
    if len(lines) < 2 or _NUMBERED_LINE.match(lines[0]) is None:
        yield _bullet(block, " ".join(lines), label)
        return
    opened: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=block.line):
        if _NUMBERED_LINE.match(line) is not None:
            opened.append((number, []))
        opened[-1][1].append(line)
    for number, parts in opened:
        yield Bullet(text=" ".join(parts), line=number, end_line=number + len(parts) - 1, label=label)


def _is_itself_one(section: Section) -> bool:
    """A sub-heading is the condition when it says so ("Factor 2: ..."), or when it is a phrase over mere prose."""
    parent = section.parent
    if section.rank > BOLD_LINE or is_placeholder(section.heading):
        return False
    if _NUMBERED_FACTOR.match(section.heading) is not None:
        return True
    if section.own or section.rank > 6 or parent is None or parent.field != "conditions" or not parent.own:
        return False
    if section.is_time or section.heading.endswith("?") or len(section.heading.split()) < _FEWEST_WORDS:
        return False
    if any(block.kind not in ("text", "code") for block in section.blocks) or not section.blocks:
        return False
    return not _is_group(section.heading) and name_exactly(section.heading) is None


def _is_group(words: str) -> bool:
    """A level or a category of cause: it says where the conditions below stand, not what they are."""
    return len(words) <= 60 and (level_of(words) is not None or key(words) in _CATEGORIES)


def _is_explanation(text: str) -> bool:
    found = ATTRIBUTE.match(text[:400])
    return found is not None and (key(found[1]) in _CONDITION_LABELS or key(found[1]) in _EXPLAINS)


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
    for telling in _CAUSE_HEADERS:
        for header, cell in zip(block.header, block.cells, strict=False):
            words = set(key(header).split())
            if words & telling and not words & _NOT_THE_CAUSE:
                return cell
    said = [
        cell
        for i, cell in enumerate(block.cells)
        if not is_placeholder(cell) and not (i < len(block.header) and key(block.header[i]) in _COUNTERS)
    ]
    return " \u2014 ".join(said)
