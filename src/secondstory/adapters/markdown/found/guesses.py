"""What sections under headings nobody listed most likely hold, judged by what stands in them and around them.

Only asked where no section has a name for it: a list whose items have owners or dates is a list of follow-ups; one
nameless list of plain statements between the account of an incident and its follow-ups holds the conditions.
"""

from secondstory.adapters.markdown.found.timeline import begins_with_a_time
from secondstory.adapters.markdown.found.whose_and_when import due_in, owner_in
from secondstory.adapters.markdown.shape.blocks import BOLD_LINE, Block
from secondstory.adapters.markdown.shape.sections import Section

_TOLD = frozenset(
    {"summary", "timeline", "impact", "detection", "resolution", "response", "trigger", "background"}
)
_LOOKED_AT = 2_000
_SHORTEST_STATEMENT = 3
_MOST_ITEMS = 60


def settle_nameless(sections: list[Section]) -> None:
    """Give the field `followups` or `conditions` to the one nameless section that plainly holds them.

    The caller has made sure that the document tells of an incident.
    """
    named = {section.field for section in sections if section.blocks}
    if "followups" not in named:
        for section in sections:
            if _is_nameless(section) and _has_owners(_items(section)):
                section.field = "followups"
    if "conditions" in named or not any(section.field == "followups" for section in sections):
        return
    candidates = [section for section in _before_followups(sections) if _states(_items(section))]
    if len(candidates) == 1:
        candidates[0].field = "conditions"


def _is_nameless(section: Section) -> bool:
    return section.field is None and 0 < section.rank <= BOLD_LINE and not section.is_time


def _items(section: Section) -> list[Block]:
    return [block for block in section.blocks if block.kind == "item"]


def _has_owners(items: list[Block]) -> bool:
    if not 0 < len(items) <= _MOST_ITEMS or any(begins_with_a_time(item.text) for item in items):
        return False
    marked = sum(1 for item in items if owner_in(item.text[:_LOOKED_AT]) or due_in(item.text[:_LOOKED_AT]))
    return 2 * marked >= len(items) and marked > 0


def _before_followups(sections: list[Section]) -> list[Section]:
    """The nameless sections after the first that tells what happened and before the first follow-ups."""
    told = next((at for at, section in enumerate(sections) if section.field in _TOLD), None)
    last = next(at for at, section in enumerate(sections) if section.field == "followups")
    if told is None:
        return []
    return [section for section in sections[told + 1 : last] if _is_nameless(section)]


def _states(items: list[Block]) -> bool:
    """Plain statements: no times, links, names alone, owners or boxes."""
    if not 0 < len(items) <= _MOST_ITEMS:
        return False
    return all(
        item.checked is None
        and len(item.text.split()) >= _SHORTEST_STATEMENT
        and not item.text.startswith(("http", "[", "@", "<"))
        and not begins_with_a_time(item.text)
        and not owner_in(item.text[:_LOOKED_AT])
        for item in items
    )
