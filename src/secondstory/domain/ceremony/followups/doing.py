"""From a yes to a change that is seen to work, or to an open end."""

from datetime import datetime

from secondstory.domain.ceremony.followups.asking import must_be_live
from secondstory.domain.ceremony.followups.events import (
    Blocked,
    Dropped,
    DueMoved,
    DueSet,
    Effect,
    EffectChecked,
    Reopened,
    ReportedDone,
    Superseded,
    Unblocked,
    Verified,
)
from secondstory.domain.ceremony.followups.state import FollowUp, Standing
from secondstory.kernel.event import Event
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import morning_after, night_between, spoken
from secondstory.kernel.refused import Refused


def note_progress(state: FollowUp, draft: Blocked | Unblocked | DueSet | DueMoved) -> list[Event]:
    """Note what it waits for, or by when it will be there. Raises Refused when nobody owns it."""
    must_be_live(state)
    if not state.is_owned:
        raise Refused("Nobody owns it yet, so nobody can say by when. Ask first: secondstory followup ask.")
    match draft:
        case Blocked() if not draft.waiting_for.strip():
            raise Refused("Waiting for whom, or for what? Name it, so that somebody can free it.")
        case Unblocked() if state.waiting_for is None:
            raise Refused(f"FU-{state.number} is not waiting for anything.")
        case DueSet() if state.due is not None:
            raise Refused(
                f"FU-{state.number} has a date. Move it and say why:"
                f' secondstory followup due FU-{state.number} DAY --because "..."'
            )
        case DueMoved() if not draft.reason.strip():
            raise Refused("A date moves with a reason; those who wait will ask.")
        case _:
            return [draft]


def report_done(state: FollowUp, draft: ReportedDone) -> list[Event]:
    """Say that the end state is reached. Raises Refused when nobody owns it, or when nothing shows it."""
    must_be_live(state)
    if state.standing is not Standing.OWNED:
        raise Refused(f"FU-{state.number} is {state.standing.value}; only what is owned can be done.")
    if not draft.evidence and not (draft.words or "").strip():
        raise Refused(
            f"What shows it? The end state was: {state.end_state or 'not named'} Give a link, or E-n."
        )
    return [draft]


def verify(state: FollowUp, draft: Verified, *, by: PersonId, at: datetime, alone: bool) -> list[Event]:
    """Confirm the end state. at: now, in the zone of the person. Alone it is a later self, after a night.

    Raises Refused when it is not done, when the owner verifies, and alone before the night has passed.
    """
    must_be_live(state)
    if state.standing is not Standing.DONE:
        raise Refused(f"FU-{state.number} is {state.standing.value}; verify it once it is reported done.")
    if by != state.owner:
        return [Verified(how=draft.how, later_self=False)]
    if not alone:
        raise Refused("You own it; ask somebody else to verify.", code="own-work")
    done_at = state.done_at or at
    if not night_between(done_at, at):
        earliest = morning_after(done_at, zone_of=at)
        raise Refused(
            f"Look again after a night: a later you can verify it from {spoken(earliest)}.",
            code="night-between",
        )
    return [Verified(how=draft.how, later_self=True)]


def check_effect(state: FollowUp, draft: EffectChecked) -> list[Event]:
    """Say whether the condition has changed. Raises Refused before it was verified, or without what shows it."""
    must_be_live(state)
    if state.standing not in (Standing.VERIFIED, Standing.EFFECTIVE):
        raise Refused(
            f"FU-{state.number} is {state.standing.value}; verify it first, then look for its effect."
        )
    founded = bool(draft.evidence) or bool((draft.words or "").strip())
    if draft.effect is not Effect.CANNOT_TELL and not founded:
        raise Refused("What shows it? A number before and after, a link, or E-n. Or say that we cannot tell.")
    return [draft]


def reopen(state: FollowUp, draft: Reopened) -> list[Event]:
    """Open it again. Raises Refused when it is open, superseded, or without a reason."""
    if state.stream is None or state.standing is Standing.SUPERSEDED:
        must_be_live(state)
    if state.standing in (Standing.PROPOSED, Standing.ASKED, Standing.OWNED):
        raise Refused(f"FU-{state.number} is open: {state.standing.value}.")
    if not draft.reason.strip():
        raise Refused("Say what turned out not to be finished.")
    return [draft]


def end(state: FollowUp, draft: Superseded | Dropped) -> list[Event]:
    """End it in the open. Raises Refused for a drop without a reason and somebody who may decide it."""
    must_be_live(state)
    match draft:
        case Superseded():
            if draft.by == state.stream:
                raise Refused("It cannot take its own place; name the other follow-up.")
        case Dropped():
            if not draft.reason.strip():
                raise Refused("Nothing is dropped in silence: say why it will not be done.")
            if not draft.authority.strip():
                raise Refused("Who may decide that it will not be done? Name the role.")
    return [draft]
