"""The follow-ups of a document: what, whose, until when, done when, as far as it is written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from secondstory.adapters.markdown.found.columns import Role, attributes_in, lists_followups, role_of
from secondstory.adapters.markdown.found.whose_and_when import due_in, owner_in, state_in
from secondstory.adapters.markdown.reading import FollowUp
from secondstory.adapters.markdown.shape.blocks import BOLD_LINE, Block
from secondstory.adapters.markdown.shape.headings import NUMBERING
from secondstory.adapters.markdown.shape.placeholders import is_placeholder
from secondstory.adapters.markdown.shape.sections import Section
from secondstory.domain.ceremony.strength import Strength, suggest_strength

_STRENGTHS: dict[str, Strength] = {"stronger": "stronger", "intermediate": "intermediate", "weaker": "weaker"}
_OWN_ID = re.compile(r"^\*\*[A-Z]{1,3}-?\d{1,6}\*\*[:.]?\s+")
_TAGGED = re.compile(
    r"^[\s*_]*(?:\[action[ -]items?\]|action[ -]items?\s*:)[*_\s]*:?\s*(?=\S)", re.IGNORECASE
)
_LOOKED_AT = 2_000
_NEVER_LISTING = frozenset(
    {"timeline", "participants", "stats", "glossary", "impact", "detection", "accounts"}
)
"""Sections whose tables have such columns for another reason: `When | What | Who` is a timeline."""
_NUMBERED_ACTION = re.compile(
    r"^\W*(?:(?:corrective |preventive |preventative |follow-?up )?(?:action|task|follow-?up|recommendation|improvement"
    r"|measure|ma\u00dfnahme|acci\u00f3n|a\u00e7\u00e3o)(?: item)?|ai|ca|pa)[ -]?(?:#|no\.? ?)?\d{1,3}\W+\w",
    re.IGNORECASE,
)


def followups_of(sections: Iterable[Section]) -> Iterator[FollowUp]:
    """Yield the follow-ups these sections list, in order."""
    sections = list(sections)
    parents = {id(section.parent) for section in sections if section.blocks}
    for section in sections:
        listed = [block for block in section.blocks if block.kind in ("item", "row")]
        if _is_itself_one(section, listed):
            yield _from_heading(section)
        elif listed:
            yield from _listed(block for block in section.blocks if block.kind in ("item", "row", "text"))
        elif id(section) not in parents:
            yield from _paragraphs(section)


def tagged_followups(sections: Iterable[Section]) -> Iterator[FollowUp]:
    """Yield the paragraphs and bullets elsewhere that say of themselves that they are action items."""
    for section in sections:
        for block in section.blocks:
            if block.kind in ("text", "item") and (found := _TAGGED.match(block.text[:200])) is not None:
                yield _made(" ".join(block.text[found.end() :].split("\n")), block.line, block.end_line)


def rows_elsewhere(sections: Iterable[Section]) -> Iterator[FollowUp]:
    """Yield the rows of tables outside the sections for follow-ups whose header can mean nothing else."""
    for section in sections:
        if section.field in _NEVER_LISTING:
            continue
        yield from _listed(b for b in section.blocks if b.kind == "row" and lists_followups(b.header))


def checkboxes_elsewhere(sections: Iterable[Section]) -> Iterator[FollowUp]:
    """Yield the checkbox items outside the sections for follow-ups."""
    for section in sections:
        yield from _listed(b for b in section.blocks if b.kind == "item" and b.checked is not None)


def followup_from(text: str, line: int, end_line: int) -> FollowUp:
    """Return the follow-up a sentence describes, with what it says of owner and date."""
    return _made(text, line, end_line)


def _is_itself_one(section: Section, listed: list[Block]) -> bool:
    """A sub-heading is the follow-up when it says so ("Action 2: ..."), or when below it is only prose or labels."""
    if section.rank > BOLD_LINE or section.parent is None or is_placeholder(section.heading):
        return False
    if section.parent.field != "followups":
        return False
    if _NUMBERED_ACTION.match(section.heading) is not None:
        return True
    if section.own or section.rank > 6:
        return False
    if listed:
        return all(block.kind == "item" and attributes_in(block.text) is not None for block in listed)
    return any(block.kind == "text" for block in section.blocks)


def _from_heading(section: Section) -> FollowUp:
    made = _made(NUMBERING.sub("", section.heading), section.line, section.end_line)
    for block in section.blocks:
        for line in block.parts or block.text.split("\n"):
            for role, value in attributes_in(line) or ():
                made = _with(made, role, value)
    return made


def _paragraphs(section: Section) -> Iterator[FollowUp]:
    """Prose where no list is: one follow-up each paragraph, and lines of labels complete the one before."""
    current: FollowUp | None = None
    for block in section.blocks:
        if block.kind != "text":
            continue
        if current is not None and (completed := _completed(current, block)) is not None:
            current = completed
            continue
        if current is not None:
            yield current
        current = None if _is_aside(block.text) else _from_item(block)
    if current is not None:
        yield current


def _is_aside(text: str) -> bool:
    return text.rstrip().endswith(":") or text.startswith(("![", "<img"))


def _listed(blocks: Iterable[Block]) -> Iterator[FollowUp]:
    """Items and rows in order; a nested `Owner: ...`, or one below, completes the item above instead of being one."""
    current: FollowUp | None = None
    for block in blocks:
        below = current is not None and (block.depth > 0 or block.kind == "text")
        if below and current is not None and (completed := _completed(current, block)) is not None:
            current = completed
            continue
        if block.kind == "text":
            continue
        made = _from_row(block) if block.kind == "row" else _from_item(block)
        if current is not None:
            yield current
        current = made
    if current is not None:
        yield current


def _completed(current: FollowUp, block: Block) -> FollowUp | None:
    """Return the follow-up with what a block of nothing but labels says of it, or None for any other block."""
    pairs: list[tuple[Role, str]] = []
    for line in block.parts or block.text[:_LOOKED_AT].split("\n"):
        if (found := attributes_in(line)) is None:
            return None
        pairs += found
    for role, value in pairs:
        current = _with(current, role, value)
    return replace(current, end_line=max(current.end_line, block.end_line))


def _with(followup: FollowUp, role: Role | None, value: str) -> FollowUp:
    """Return the follow-up with what a label or column says of it; what says nothing changes nothing."""
    if is_placeholder(value):
        return followup
    match role:
        case "owner":
            return replace(followup, owner=value)
        case "due":
            return replace(followup, due=value)
        case "end_state":
            return replace(followup, end_state=value)
        case "state":
            return replace(followup, state=value)
        case "ref":
            return replace(followup, ref=value)
        case "strength":
            return replace(followup, strength=_STRENGTHS.get(value.casefold(), followup.strength))
        case _:
            return followup


def _from_item(block: Block) -> FollowUp | None:
    lines = block.parts or tuple(block.text.split("\n"))
    said = [line for i, line in enumerate(lines) if i == 0 or attributes_in(line) is None]
    text = _OWN_ID.sub("", " ".join(said), count=1).strip()
    if is_placeholder(text):
        return None
    state = "" if block.checked is None else "done" if block.checked else "open"
    made = _made(text, block.line, block.end_line, state=state)
    if len(said) == len(lines):
        return made
    for line in lines[1:]:
        for role, value in attributes_in(line) or ():
            made = _with(made, role, value)
    return made


def _from_row(block: Block) -> FollowUp | None:
    cells: dict[Role, str] = {}
    for header, cell in zip(block.header, block.cells, strict=False):
        role = role_of(header)
        if role is not None and role not in cells and not is_placeholder(cell):
            cells[role] = cell
    text = cells.get("text") or cells.get("fallback") or _longest_other(block)
    if not text or is_placeholder(text):
        return None
    made = _made(text, block.line, block.end_line)
    for role, cell in cells.items():
        made = _with(made, role, cell)
    return made


def _longest_other(block: Block) -> str:
    """No column is called after actions: the longest cell without another role is what is to be done."""
    free = [
        cell
        for i, cell in enumerate(block.cells)
        if i >= len(block.header) or role_of(block.header[i]) in (None, "text", "fallback")
    ]
    return max(free, key=len, default="")


_DONE_WHEN = re.compile(
    r"\b(?:done when|finished when|end state|acceptance criteria|evaluation criteria|definition of done|success criteria)"
    r"\s*[:=]?\s*([^\n;|]{4,300})",
    re.IGNORECASE,
)


def _made(text: str, line: int, end_line: int, *, state: str = "") -> FollowUp:
    near = text[:_LOOKED_AT]
    done = _DONE_WHEN.search(near)
    return FollowUp(
        text=text,
        line=line,
        end_line=end_line,
        owner=owner_in(near),
        due=due_in(near),
        end_state=done[1].strip(" .)") if done else "",
        state=state or state_in(near),
        strength=suggest_strength(near),
    )
