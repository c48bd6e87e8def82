"""What we would ask about a follow-up before it is shared. Advice only: nothing here stops anybody."""

import re
from collections.abc import Sequence

from secondstory.domain.ceremony.followups.events import Strength
from secondstory.domain.ceremony.followups.state import FollowUp
from secondstory.kernel.ids import StreamId

_VAGUE = re.compile(
    r"\W*(investigate|improve|make (?:\w+ )?better|ensure|make sure|be (?:more )?careful|consider|monitor|look into"
    r"|explore|think about|review|discuss|try to|raise awareness|remind)\b",
    re.IGNORECASE,
)
_BOUNDED = re.compile(
    r"\bby (?:producing|writing|delivering|deciding|publishing|deleting|merging|shipping)\b", re.IGNORECASE
)
_WATCHED = re.compile(r"\b(alert|dashboard|graph|checklist|monitor(?:ing)?)s?\b", re.IGNORECASE)
_ACTED_ON = re.compile(
    r"\b(paged?|pages|runbook|on[- ]call|replac\w+|instead of|acts? on|responds?)\b", re.IGNORECASE
)


def vague_opener(text: str) -> str | None:
    """Return the opening words that name no end, such as `investigate`; None when `text` is bounded."""
    found = _VAGUE.match(text)
    if found is None or _BOUNDED.search(text):
        return None
    return found.group(1).lower()


def advice(state: FollowUp) -> tuple[str, ...]:
    """Return questions about one follow-up, one sentence or two each; empty when there is nothing to ask."""
    asked: list[str] = []
    opener = vague_opener(state.text)
    if opener is not None and not (state.end_state or "").strip():
        asked.append(
            f'It opens with "{opener}". What will exist when it is finished: a decision, a test, a page?'
        )
    elif not (state.end_state or "").strip():
        asked.append("How will somebody else see that this is finished?")
    if not (state.verified_how or "").strip():
        asked.append("How would somebody check it without asking you?")
    if state.grade in (Strength.STRONGER, Strength.INTERMEDIATE) and not (state.side_effects or "").strip():
        asked.append("What new failure, or what new work, could this add?")
    if _WATCHED.search(state.text) and not _ACTED_ON.search(f"{state.text} {state.end_state or ''}"):
        asked.append("Who will act on it, how, and what does it replace?")
    if not any(one.conditions for one in state.origins):
        asked.append("Which condition would it change?")
    return tuple(asked)


def weak_alone(followups: Sequence[FollowUp], post_mortem: StreamId) -> tuple[str, ...]:
    """Return advice about those that rely on people remembering: each is paired with a stronger one, or has an end.

    Paired means that a stronger or intermediate one answers one of the same conditions.
    """
    live = [one for one in followups if one.is_live]
    weak = [one for one in live if one.grade is Strength.WEAKER]
    if live and len(weak) == len(live):
        words = "This follow-up relies" if len(live) == 1 else f"All {len(live)} follow-ups rely"
        return (f"{words} on people remembering. What could work when nobody remembers?",)
    covered = {
        number
        for one in live
        if one.grade in (Strength.STRONGER, Strength.INTERMEDIATE)
        for number in one.answers(post_mortem)
    }
    return tuple(
        f"FU-{one.number} relies on people remembering. Pair it with one that does not, or say until when it covers."
        for one in weak
        if one.temporary_until is None and not covered.intersection(one.answers(post_mortem))
    )
