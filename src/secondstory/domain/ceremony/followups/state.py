"""What is known of one follow-up, folded from its events."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from secondstory.domain.ceremony.followups.events import (
    Accepted,
    Asked,
    Blocked,
    Changes,
    Declined,
    Dropped,
    DueMoved,
    DueSet,
    Effect,
    EffectChecked,
    Escalated,
    FollowUpEvent,
    HandedOver,
    LetGo,
    NightSkipped,
    Origin,
    OriginAdded,
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
from secondstory.kernel.event import Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment


class Standing(StrEnum):
    """How far a follow-up has come. The first six follow one another; the last two end it."""

    PROPOSED = "proposed"
    ASKED = "asked"
    OWNED = "owned"
    DONE = "done"
    VERIFIED = "verified"
    EFFECTIVE = "effective"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


ENDED = frozenset({Standing.SUPERSEDED, Standing.DROPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One follow-up, FU-number. Owning it says nothing about who contributed to the incident."""

    stream: StreamId | None = None
    number: int = 0
    standing: Standing = Standing.PROPOSED
    text: str = ""
    origins: tuple[Origin, ...] = ()
    phase: Phase = Phase.PREVENT
    changes: Changes = Changes.CONDITION
    end_state: str | None = None
    verified_how: str | None = None
    strength: Strength | None = None
    strength_suggested: Strength | None = None
    side_effects: str | None = None
    temporary_until: Moment | None = None
    repair_to: str | None = None
    proposed_at: datetime | None = None
    proposed_by: PersonId | None = None
    asked: tuple[Asked, ...] = ()
    declined: tuple[Declined, ...] = ()
    night_skipped: str | None = None
    owner: PersonId | None = None
    owner_name: str | None = None
    words: str | None = None
    accepted_at: datetime | None = None
    accepted_by: PersonId | None = None
    escalations: tuple[Escalated, ...] = ()
    waiting_for: str | None = None
    due: Moment | None = None
    due_moves: tuple[DueMoved, ...] = ()
    refs: tuple[str, ...] = ()
    done: ReportedDone | None = None
    done_at: datetime | None = None
    done_by: PersonId | None = None
    verified_at: datetime | None = None
    verified_by: PersonId | None = None
    by_later_self: bool = False
    effect: Effect | None = None
    effect_at: datetime | None = None
    ended_because: str | None = None
    superseded_by: StreamId | None = None

    @property
    def grade(self) -> Strength | None:
        """The strength a person confirmed, else the one that was suggested."""
        return self.strength or self.strength_suggested

    @property
    def is_live(self) -> bool:
        """Whether it still counts: proposed, and neither dropped nor superseded."""
        return self.stream is not None and self.standing not in ENDED

    @property
    def is_owned(self) -> bool:
        """Whether somebody holds it."""
        return self.is_live and self.accepted_at is not None

    def answers(self, post_mortem: StreamId) -> tuple[int, ...]:
        """Return the conditions of `post_mortem` that it answers."""
        return tuple(
            number for one in self.origins if one.post_mortem == post_mortem for number in one.conditions
        )


Wording = Proposed | OriginAdded | Reworded | StrengthConfirmed | Tracked
Asking = Asked | NightSkipped | Accepted | Declined | HandedOver | LetGo | Escalated
Doing = Blocked | Unblocked | DueSet | DueMoved | ReportedDone | Verified | EffectChecked | Reopened
Ending = Superseded | Dropped


def evolve(state: FollowUp, entry: Recorded[FollowUpEvent]) -> FollowUp:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case Proposed():
            return _proposed(entry, event)
        case OriginAdded():
            return replace(state, origins=(*state.origins, event.origin))
        case Reworded():
            return _reworded(state, event)
        case StrengthConfirmed():
            return replace(state, strength=event.strength)
        case Tracked():
            return replace(state, refs=(*state.refs, event.ref))
        case Superseded():
            return replace(
                state, standing=Standing.SUPERSEDED, superseded_by=event.by, ended_because=event.reason
            )
        case Dropped():
            return replace(state, standing=Standing.DROPPED, ended_because=event.reason)
        case Asked() | NightSkipped() | Accepted() | Declined() | HandedOver() | LetGo() | Escalated():
            return _after_asking(state, event, entry)
        case _:
            return _after_doing(state, event, entry)


def _proposed(entry: Recorded[FollowUpEvent], event: Proposed) -> FollowUp:
    return FollowUp(
        stream=entry.stream,
        number=event.number,
        text=event.text,
        origins=event.origins,
        phase=event.phase,
        changes=event.changes,
        end_state=event.end_state,
        verified_how=event.verified_how,
        strength=event.strength,
        strength_suggested=event.strength_suggested,
        side_effects=event.side_effects,
        temporary_until=event.temporary_until,
        repair_to=event.repair_to,
        proposed_at=entry.at,
        proposed_by=entry.by,
    )


def _reworded(state: FollowUp, event: Reworded) -> FollowUp:
    return replace(
        state,
        text=event.text or state.text,
        end_state=event.end_state or state.end_state,
        verified_how=event.verified_how or state.verified_how,
        side_effects=event.side_effects or state.side_effects,
    )


def _after_asking(state: FollowUp, event: Asking, entry: Recorded[FollowUpEvent]) -> FollowUp:
    match event:
        case Asked():
            standing = Standing.ASKED if state.standing is Standing.PROPOSED else state.standing
            return replace(state, asked=(*state.asked, event), standing=standing)
        case NightSkipped():
            return replace(state, night_skipped=event.reason)
        case Accepted():
            return replace(
                state,
                standing=Standing.OWNED,
                owner=event.owner,
                owner_name=event.owner_name,
                words=event.words,
                accepted_at=entry.at,
                accepted_by=entry.by,
            )
        case Declined():
            return replace(state, declined=(*state.declined, event), standing=Standing.PROPOSED)
        case HandedOver():
            return replace(
                state, owner=event.owner, owner_name=event.owner_name, accepted_at=entry.at, accepted_by=None
            )
        case LetGo():
            return replace(
                state,
                standing=Standing.PROPOSED,
                owner=None,
                owner_name=None,
                accepted_at=None,
                accepted_by=None,
            )
        case Escalated():
            return replace(state, escalations=(*state.escalations, event))
        case _:
            assert_never(event)


def _after_doing(state: FollowUp, event: Doing, entry: Recorded[FollowUpEvent]) -> FollowUp:
    match event:
        case Blocked():
            return replace(state, waiting_for=event.waiting_for)
        case Unblocked():
            return replace(state, waiting_for=None)
        case DueSet():
            return replace(state, due=event.due)
        case DueMoved():
            return replace(state, due=event.due, due_moves=(*state.due_moves, event))
        case ReportedDone():
            return replace(state, standing=Standing.DONE, done=event, done_at=entry.at, done_by=entry.by)
        case Verified():
            return replace(
                state,
                standing=Standing.VERIFIED,
                verified_at=entry.at,
                verified_by=entry.by,
                by_later_self=event.later_self,
            )
        case EffectChecked():
            standing = Standing.EFFECTIVE if event.effect is Effect.CHANGED else Standing.VERIFIED
            return replace(state, standing=standing, effect=event.effect, effect_at=entry.at)
        case Reopened():
            standing = Standing.OWNED if state.accepted_at else Standing.PROPOSED
            return replace(
                state,
                standing=standing,
                done=None,
                done_at=None,
                verified_at=None,
                effect=None,
                ended_because=None,
            )
        case _:
            assert_never(event)
