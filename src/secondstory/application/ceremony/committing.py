"""Follow-ups: proposed, asked, taken with a yes, seen through, and looked at again."""

from collections.abc import Callable, Sequence

from secondstory.application import looking
from secondstory.application.ceremony.knowing_people import name_of
from secondstory.application.office import ATTEMPTS, Office, act
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.sealing import Draft
from secondstory.domain.ceremony import followups
from secondstory.domain.ceremony.followups import (
    Accepted,
    Asked,
    Blocked,
    Changes,
    Declined,
    Dropped,
    DueMoved,
    DueSet,
    EffectChecked,
    Escalated,
    FollowUp,
    HandedOver,
    LetGo,
    Origin,
    Phase,
    Proposed,
    Reopened,
    ReportedDone,
    Reworded,
    Strength,
    StrengthConfirmed,
    Superseded,
    Tracked,
    Unblocked,
    Verified,
)
from secondstory.domain.ceremony.strength import suggest_strength
from secondstory.domain.keeping.people import Person
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import FOLLOWUP, POSTMORTEM, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody proposes. conditions: the n of C-n that it answers. strength: what a person says it is."""

    text: str
    conditions: tuple[int, ...] = ()
    phase: Phase = Phase.PREVENT
    changes: Changes = Changes.CONDITION
    end_state: str | None = None
    verified_how: str | None = None
    strength: Strength | None = None
    side_effects: str | None = None
    temporary_until: Moment | None = None
    repair_to: str | None = None


def suggestion(text: str) -> Strength | None:
    """Return the strength that the words of a follow-up suggest; None when they do not show it."""
    found = suggest_strength(text)
    return Strength(found) if found else None


def propose(office: Office, post_mortem: StreamId, proposal: Proposal) -> FollowUp:
    """Propose a follow-up to a post-mortem and return it.

    Raises Refused without words, and when it names a condition that does not stand in the post-mortem.
    """
    conditions = _known_conditions(office, post_mortem, proposal.conditions)
    origin = Origin(post_mortem=post_mortem, conditions=conditions)
    for attempt in range(ATTEMPTS):
        stream, number = office.new_stream("fu"), office.door.next_number(FOLLOWUP)
        draft = Proposed(
            number=number,
            text=proposal.text.strip(),
            origins=(origin,),
            phase=proposal.phase,
            changes=proposal.changes,
            end_state=proposal.end_state,
            verified_how=proposal.verified_how,
            strength=proposal.strength,
            strength_suggested=suggestion(proposal.text),
            side_effects=proposal.side_effects,
            temporary_until=proposal.temporary_until,
            repair_to=proposal.repair_to,
        )
        drafts = [Draft(stream=stream, event=event) for event in followups.propose(FollowUp(), draft)]
        try:
            office.journal.append(drafts, by=office.me, expects={stream: 0})
        except Conflict:
            # Somebody took the number meanwhile; take the next.
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return looking.followup(office, stream)
    raise AssertionError("every attempt returned or raised")


def ask(
    office: Office, stream: StreamId, of: str, *, because: str, text: str, until: Moment | None = None
) -> FollowUp:
    """Ask a team or a person whether it is theirs. because: expertise, proximity or authority."""
    draft = Asked(of=of, because=followups.read_because(because), text=text, until=until)
    return _act(office, stream, lambda state: followups.ask(state, draft))


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """A yes. owner: somebody known here, else `owner_name`; neither means whoever says it."""

    owner: Person | None = None
    owner_name: str | None = None
    words: str | None = None
    due: Moment | None = None
    skip_night: str | None = None


def accept(office: Office, stream: StreamId, yes: Yes) -> FollowUp:
    """Say yes to a follow-up. Raises Refused when nobody asked; alone, before a night has passed without a reason."""
    person, name = _owner(office, yes.owner, yes.owner_name)
    draft = Accepted(owner=person, owner_name=name, words=yes.words)

    def decide(state: FollowUp) -> list[Event]:
        events = followups.accept(
            state, draft, at=office.now(), alone=office.alone, skip_night=yes.skip_night
        )
        if yes.due is None:
            return events
        moved = DueMoved(due=yes.due, reason="said with a new yes")
        return [*events, moved if state.due is not None else DueSet(due=yes.due)]

    return _act(office, stream, decide)


def accept_with_changes(office: Office, stream: StreamId, yes: Yes, change: Reworded) -> FollowUp:
    """Say yes to a follow-up in other words, which its new owner then gives it. Both are kept.

    change: what it says from now on; where that is nothing new, the words of the yes are all there is.
    """
    taken = accept(office, stream, yes)
    new = _new_words(taken, change)
    return taken if new is None else note_wording(office, stream, new)


def _new_words(state: FollowUp, change: Reworded) -> Reworded | None:
    text = change.text if change.text != state.text else None
    end_state = change.end_state if change.end_state != state.end_state else None
    return replace(change, text=text, end_state=end_state) if text or end_state else None


def decline(office: Office, stream: StreamId, reason: str, *, better_address: str | None = None) -> FollowUp:
    """Say no, with a reason. Raises Refused when nobody asked, or without one."""
    draft = Declined(reason=reason, better_address=better_address)
    return _act(office, stream, lambda state: followups.decline(state, draft))


def hand_over(
    office: Office, stream: StreamId, to: Person | None, reason: str, *, name: str | None = None
) -> FollowUp:
    """Hand it over to somebody who took it on. to: somebody known here; name: of an owner who is not."""
    draft = HandedOver(
        reason=reason, owner=to.person if to else None, owner_name=to.name if to is not None else name
    )
    return _act(office, stream, lambda state: followups.pass_on(state, draft))


def let_go(office: Office, stream: StreamId, reason: str) -> FollowUp:
    """Let it go, so that it is asked for again."""
    return _act(office, stream, lambda state: followups.pass_on(state, LetGo(reason=reason)))


def escalate(office: Office, stream: StreamId, to: str, reason: str) -> FollowUp:
    """Take it to somebody who can free time for it or decide it."""
    return _act(office, stream, lambda state: followups.escalate(state, Escalated(to=to, reason=reason)))


def set_due(office: Office, stream: StreamId, due: Moment, *, reason: str | None = None) -> FollowUp:
    """Say by when it will be there, or move that day with a reason."""

    def decide(state: FollowUp) -> list[Event]:
        moves = state.due is not None and reason is not None
        draft = DueMoved(due=due, reason=reason or "") if moves else DueSet(due=due)
        return followups.note_progress(state, draft)

    return _act(office, stream, decide)


def block(office: Office, stream: StreamId, waiting_for: str) -> FollowUp:
    """Note what it waits for."""
    return _act(
        office, stream, lambda state: followups.note_progress(state, Blocked(waiting_for=waiting_for))
    )


def unblock(office: Office, stream: StreamId) -> FollowUp:
    """Note that it goes on."""
    return _act(office, stream, lambda state: followups.note_progress(state, Unblocked()))


def note_wording(office: Office, stream: StreamId, draft: Reworded | StrengthConfirmed | Tracked) -> FollowUp:
    """Reword it, say how strong it is, or where a tracker has it."""
    return _act(office, stream, lambda state: followups.note_wording(state, draft))


def report_done(
    office: Office, stream: StreamId, *, evidence: Sequence[str] = (), words: str | None = None
) -> FollowUp:
    """Say that its end state is reached, and what shows it."""
    draft = ReportedDone(evidence=tuple(evidence), words=words)
    return _act(office, stream, lambda state: followups.report_done(state, draft))


def verify(office: Office, stream: StreamId, how: str | None = None) -> FollowUp:
    """Confirm its end state: somebody other than the owner, or alone the owner after a night."""
    draft = Verified(how=how)

    def decide(state: FollowUp) -> list[Event]:
        return followups.verify(state, draft, by=office.me, at=office.now(), alone=office.alone)

    return _act(office, stream, decide)


def check_effect(office: Office, stream: StreamId, draft: EffectChecked) -> FollowUp:
    """Say whether the condition has changed."""
    return _act(office, stream, lambda state: followups.check_effect(state, draft))


def reopen(office: Office, stream: StreamId, reason: str) -> FollowUp:
    """Open it again."""
    return _act(office, stream, lambda state: followups.reopen(state, Reopened(reason=reason)))


def end(office: Office, stream: StreamId, draft: Superseded | Dropped) -> FollowUp:
    """End it in the open."""
    return _act(office, stream, lambda state: followups.end(state, draft))


def in_order(office: Office, post_mortem: StreamId | None = None) -> list[Row]:
    """Return the rows of follow-ups: nobody's first, then asked, owned and done ones, those that ended last."""
    rows = looking.follow_ups(office) if post_mortem is None else looking.answering(office, post_mortem)
    return sorted(rows, key=lambda row: (_RANK.get(str(row["state"]), len(_RANK)), int(str(row["number"]))))


_RANK = {state: place for place, state in enumerate("proposed asked owned done verified effective".split())}


def origins_of(office: Office, state: FollowUp) -> tuple[str, ...]:
    """Return what it answers, such as `PM-1: C-2, C-3`."""
    wanted = [one.post_mortem for one in state.origins]
    rows = {str(row["stream"]): row for row in office.door.rows(POSTMORTEM, {"stream": wanted})}
    return tuple(_origin(rows[one.post_mortem], one) for one in state.origins if one.post_mortem in rows)


def _origin(row: Row, origin: Origin) -> str:
    conditions = ", ".join(f"C-{number}" for number in origin.conditions)
    return f"PM-{row['number']}: {conditions}" if conditions else f"PM-{row['number']}"


def _owner(office: Office, owner: Person | None, name: str | None) -> tuple[PersonId | None, str | None]:
    if owner is not None:
        return owner.person, owner.name
    return (None, name) if name else (office.me, name_of(office, office.me))


def _known_conditions(office: Office, post_mortem: StreamId, numbers: Sequence[int]) -> tuple[int, ...]:
    if office.door.row(POSTMORTEM, post_mortem) is None:
        raise Refused("There is no such post-mortem here. secondstory list shows those there are.")
    pm: PostMortem = office.load(post_mortem, lambda entries: fold_stream("pm", entries))
    standing = {one.number for one in pm.conditions.standing}
    unknown = [f"C-{number}" for number in numbers if number not in standing]
    if unknown:
        raise Refused(
            f"{pm.label} has no {' and no '.join(unknown)}. secondstory condition {pm.label} list shows its conditions."
        )
    return tuple(dict.fromkeys(numbers))


def _act(office: Office, stream: StreamId, decide: Callable[[FollowUp], Sequence[Event]]) -> FollowUp:
    looking.followup(office, stream)
    act(office, stream, _fold, decide)
    return looking.followup(office, stream)


def _fold(entries: Sequence[Recorded[Event]]) -> FollowUp:
    folded: FollowUp = fold_stream("fu", entries)
    return folded
