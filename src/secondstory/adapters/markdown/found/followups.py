"""The follow-ups of a document: what, whose, until when, done when, as far as it is written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from secondstory.adapters.markdown.found.bullets import ATTRIBUTE
from secondstory.adapters.markdown.found.whose_and_when import due_in, owner_in, state_in
from secondstory.adapters.markdown.reading import FollowUp
from secondstory.adapters.markdown.shape.blocks import Block
from secondstory.adapters.markdown.shape.headings import NUMBERING, key
from secondstory.adapters.markdown.shape.placeholders import is_placeholder
from secondstory.adapters.markdown.shape.sections import Section
from secondstory.domain.ceremony.strength import Strength, suggest_strength

_ROLES = {
    "text": "action item; action; item; task; what; follow up; followup; to do; todo; corrective action; measure;"
    " improvement; remediation; recommendation; preventive action; massnahme; aufgabe; mesure; accion; acao; work item;"
    " remediation item; next step; planned action; activity; repair item; deliverable; commitment; schritt; medida; tarea",
    "fallback": "description; summary; detail; title; name; goal; beschreibung; descripcion; descricao; improvement area",
    "owner": "owner; assignee; accountable; assigned to; responsible; dri; who; team; lead; person; owning team; owner team; responsible"
    " team; verantwortlich; zustandig; wer; responsable; qui; responsavel; quien; quem; poc; contact; owner dri; by whom",
    "due": "due; due date; delivery; deadline; target; target date; by when; eta; expected date; when; date; completion date; by;"
    " faellig; fallig; bis; frist; termin; echeance; delai; quand; fecha; fecha limite; plazo; cuando; prazo; data; quando;"
    " timeline; expected completion; planned date; date limite; bis wann; target completion; timeframe; due by",
    "end_state": "end state; done when; acceptance criteria; evaluation criteria; definition of done; success criteria;"
    " success metric; exit criteria; verification; verified by; how verified; measure of success; expected outcome; outcome",
    "strength": "strength; action strength",
    "state": "status; state; done; progress; completed; stand; statut; estado; etat; completion",
    "ref": "bug; ticket; issue; link; jira; tracking; tracking bug; bug id; tracker; github; pr; reference; ref; url; id;"
    " tracking bug number; jira ticket; ticket link; work item id; no; tracking issue",
}
_ROLE_OF = {key(name): role for role, names in _ROLES.items() for name in names.split(";")}
_STRENGTHS: dict[str, Strength] = {"stronger": "stronger", "intermediate": "intermediate", "weaker": "weaker"}
_OTHER_LABELS = frozenset(
    "type priority prio phase kind category theme strength condition change level effort note comment rationale"
    " side effect verified how".split()
) | {"side effect", "verified how", "action type", "chosen because"}
_OWN_ID = re.compile(r"^\*\*[A-Z]{1,3}-?\d{1,6}\*\*[:.]?\s+")
_TAGGED = re.compile(
    r"^[\s*_]*(?:\[action[ -]items?\]|action[ -]items?\s*:)[*_\s]*:?\s*(?=\S)", re.IGNORECASE
)
_LOOKED_AT = 2_000


def has_followup_columns(header: tuple[str, ...]) -> bool:
    """Return whether a table with this header lists follow-ups, wherever it stands."""
    roles = {_ROLE_OF.get(key(cell)) for cell in header}
    return "text" in roles and bool(roles & {"owner", "due", "state", "ref"})


def followups_of(sections: Iterable[Section]) -> Iterator[FollowUp]:
    """Yield the follow-ups these sections list, in order."""
    sections = list(sections)
    parents = {id(section.parent) for section in sections if section.blocks}
    for section in sections:
        listed = [block for block in section.blocks if block.kind in ("item", "row")]
        if listed:
            yield from _listed(listed)
        elif _is_itself_one(section):
            yield _made(NUMBERING.sub("", section.heading), section.line, section.end_line)
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
        yield from _listed(b for b in section.blocks if b.kind == "row" and has_followup_columns(b.header))


def checkboxes_elsewhere(sections: Iterable[Section]) -> Iterator[FollowUp]:
    """Yield the checkbox items outside the sections for follow-ups."""
    for section in sections:
        yield from _listed(b for b in section.blocks if b.kind == "item" and b.checked is not None)


def _is_itself_one(section: Section) -> bool:
    """A sub-heading with only prose below it is the follow-up; the prose explains it."""
    if section.own or section.rank > 6 or section.parent is None or section.parent.field != "followups":
        return False
    return any(block.kind == "text" for block in section.blocks) and not is_placeholder(section.heading)


def _paragraphs(section: Section) -> Iterator[FollowUp]:
    for block in section.blocks:
        text = " ".join(block.text.split("\n"))
        aside = text.endswith(":") or text.startswith(("![", "<img"))
        if block.kind == "text" and not is_placeholder(text) and not aside:
            yield _made(text, block.line, block.end_line)


def _listed(blocks: Iterable[Block]) -> Iterator[FollowUp]:
    """Items and rows in order; a nested `Owner: ...` completes the item above instead of being one."""
    current: FollowUp | None = None
    for block in blocks:
        if block.kind == "row":
            made = _from_row(block)
        elif current is not None and block.depth and (completed := _completed(current, block)) is not None:
            current = completed
            continue
        else:
            made = _from_item(block)
        if current is not None:
            yield current
        current = made
    if current is not None:
        yield current


def _completed(current: FollowUp, block: Block) -> FollowUp | None:
    found = ATTRIBUTE.match(block.text[:_LOOKED_AT])
    if found is None:
        return None
    role, value = _ROLE_OF.get(key(found[1])), found[2].strip()
    if role is None and key(found[1]) not in _OTHER_LABELS:
        return None
    return _with(replace(current, end_line=max(current.end_line, block.end_line)), role, value)


def _with(followup: FollowUp, role: str | None, value: str) -> FollowUp:
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
    text = _OWN_ID.sub("", block.text, count=1)
    if is_placeholder(text):
        return None
    state = "" if block.checked is None else "done" if block.checked else "open"
    return _made(text, block.line, block.end_line, state=state)


def _from_row(block: Block) -> FollowUp | None:
    cells: dict[str, str] = {}
    for header, cell in zip(block.header, block.cells, strict=False):
        role = _ROLE_OF.get(key(header))
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
        if i >= len(block.header) or _ROLE_OF.get(key(block.header[i])) in (None, "text", "fallback")
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
