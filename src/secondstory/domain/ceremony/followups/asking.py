"""Proposing, asking, and a yes or a no: how a follow-up comes to be owned."""

import re
from datetime import datetime

from secondstory.domain.ceremony.followups.events import (
    Accepted,
    Asked,
    Because,
    Declined,
    Escalated,
    HandedOver,
    LetGo,
    NightSkipped,
    OriginAdded,
    Phase,
    Proposed,
    Reworded,
    StrengthConfirmed,
    Tracked,
)
from secondstory.domain.ceremony.followups.state import FollowUp, Standing
from secondstory.kernel.event import Event
from secondstory.kernel.moments import morning_after, night_between, spoken
from secondstory.kernel.refused import Refused, refuse_if_any

NOT_A_REASON = '"They have time" is not a reason: who knows this, who is closest, who may decide?'
NO_END_STATE = "Name the end state: how will somebody else see that this is finished?"
_SPARE_TIME = re.compile(
    r"(they|he|she|we|i|the team|somebody)?('ve|'s)?\s*(have|has|got)?\s*(some |enough |spare |free )*"
    r"(time|capacity|bandwidth|room|slack)( for it| for this| now| this week| this sprint| left)*[.]?",
    re.IGNORECASE,
)
_UNLINKED_PHASES = frozenset({Phase.REPAIR, Phase.LEARN})


def read_because(word: str) -> Because:
    """Return the reason that `word` names. Raises Refused for capacity, and for any other word."""
    try:
        return Because(word.strip().lower())
    except ValueError as other:
        raise Refused(NOT_A_REASON, code="capacity-is-no-reason") from other


def propose(state: FollowUp, draft: Proposed) -> list[Event]:
    """Propose a follow-up. What is not bounded yet may be saved; asking will want to know."""
    if state.stream is not None:
        raise Refused(f"FU-{state.number} stands here already; propose another one, or reword this one.")
    problems: list[str] = []
    if not draft.text.strip():
        problems.append("Say what would be different, beginning with a verb.")
    if not draft.origins:
        problems.append("Which post-mortem does it answer? Name it, with the condition: C-2.")
    refuse_if_any(problems, code="unfounded")
    return [draft]


def note_wording(state: FollowUp, draft: Reworded | OriginAdded | StrengthConfirmed | Tracked) -> list[Event]:
    """Reword it, link it, or say how strong it is. Raises Refused when it has ended, or rewords without a reason."""
    must_be_live(state)
    if isinstance(draft, Reworded):
        if not draft.reason.strip():
            raise Refused("Say why the words change; those who were asked read both versions.")
        if not any((draft.text, draft.end_state, draft.verified_how, draft.side_effects)):
            raise Refused("Nothing would change; give the new words.")
    if isinstance(draft, OriginAdded) and draft.origin in state.origins:
        raise Refused("It answers this condition already.")
    return [draft]


def ask(state: FollowUp, draft: Asked) -> list[Event]:
    """Ask a team. Raises Refused without an end state, a condition, somebody to ask, or a reason why them."""
    must_be_live(state)
    problems = missing_before_asking(state)
    if not draft.of.strip():
        problems.append("Whom do you ask? Name a team, or a person in it.")
    if not draft.text.strip():
        problems.append("Say why them: what they know, how close they are, or what they may decide.")
    elif _SPARE_TIME.fullmatch(draft.text.strip()):
        problems.append(NOT_A_REASON)
    refuse_if_any(problems, code="not-askable")
    if state.is_owned:
        raise Refused(
            f"FU-{state.number} is owned. Its owner can hand it over: secondstory followup hand-over."
        )
    return [draft]


def missing_before_asking(state: FollowUp) -> list[str]:
    """Return what has to be named before anybody can say yes to it; empty when nothing is."""
    problems: list[str] = []
    if state.end_state is None or not state.end_state.strip():
        problems.append(NO_END_STATE)
    if state.phase not in _UNLINKED_PHASES and not any(one.conditions for one in state.origins):
        problems.append(
            "Name the condition it answers, such as C-2; without one nobody can see whether it worked."
        )
    return problems


def accept(
    state: FollowUp, draft: Accepted, *, at: datetime, alone: bool, skip_night: str | None = None
) -> list[Event]:
    """Say yes. at: now, in the zone of the person. skip_night: alone, why it cannot wait for a night.

    Raises Refused when nobody asked (alone: before a night has passed), when it has an owner, or no end state.
    """
    must_be_live(state)
    if state.is_owned:
        raise Refused(
            f"FU-{state.number} is owned; its owner can hand it over: secondstory followup hand-over."
        )
    if draft.owner is None and not (draft.owner_name or "").strip():
        raise Refused("Who owns it? One person, by name, inside the team that said yes.")
    if not alone:
        if state.standing is not Standing.ASKED:
            raise Refused("Ask a team first; ownership is offered, then taken.", code="ask-first")
        return [draft]
    refuse_if_any(missing_before_asking(state), code="not-askable")
    proposed_at = state.proposed_at or at
    if night_between(proposed_at, at):
        return [draft]
    if skip_night is not None and skip_night.strip():
        return [NightSkipped(reason=skip_night), draft]
    earliest = morning_after(proposed_at, zone_of=at)
    raise Refused(
        f"Sleep on it: you can say yes from {spoken(earliest)}."
        " If it cannot wait, give a reason; it is kept beside your yes.",
        code="night-between",
    )


def decline(state: FollowUp, draft: Declined) -> list[Event]:
    """Say no. Raises Refused when nobody asked, or without a reason."""
    must_be_live(state)
    if state.standing is not Standing.ASKED:
        raise Refused("Nobody is being asked right now; a no answers a question.")
    if not draft.reason.strip():
        raise Refused("A no with a reason is as welcome as a yes: give the reason in a sentence.")
    return [draft]


def pass_on(state: FollowUp, draft: HandedOver | LetGo) -> list[Event]:
    """Hand it over, or let it go so that it is asked for again. Raises Refused when nobody owns it."""
    must_be_live(state)
    if not state.is_owned:
        raise Refused("Nobody owns it; ask somebody: secondstory followup ask.")
    if not draft.reason.strip():
        raise Refused("Say in a sentence why it changes hands.")
    if isinstance(draft, HandedOver) and draft.owner is None and not (draft.owner_name or "").strip():
        raise Refused("Hand it over to whom? The next owner says yes first.")
    return [draft]


def escalate(state: FollowUp, draft: Escalated) -> list[Event]:
    """Take it to somebody who can free time or decide. Raises Refused without whom and why."""
    must_be_live(state)
    if not draft.to.strip() or not draft.reason.strip():
        raise Refused("Escalate to whom, and why? Name somebody who can free time for it or decide it.")
    return [draft]


def must_be_live(state: FollowUp) -> None:
    """Refuse when the follow-up does not exist or has ended."""
    if state.stream is None:
        raise Refused("There is no such follow-up here; secondstory followup shows those there are.")
    if state.standing is Standing.DROPPED:
        raise Refused(f"FU-{state.number} was dropped: {state.ended_because} Reopen it first.")
    if state.standing is Standing.SUPERSEDED:
        raise Refused(f"Another follow-up took the place of FU-{state.number}; go on there.")
