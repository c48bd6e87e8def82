"""What is known of the sittings of one post-mortem, folded from their events."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from secondstory.domain.ceremony.sittings.events import (
    Attended,
    Closed,
    Dissented,
    FacilitatorAppointed,
    IndependenceOverridden,
    Lapsed,
    MinutesWritten,
    Moved,
    Opened,
    Parked,
    PointRaised,
    PollAnswered,
    Prepared,
    RoleCount,
    Scheduled,
    SittingEvent,
    SittingKind,
    SoakShortened,
    StepMinutes,
)
from secondstory.kernel.event import Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment

LEARNING_KINDS = frozenset(
    {SittingKind.LEARNING, SittingKind.COMBINED, SittingKind.ASYNCHRONOUS, SittingKind.SOLO}
)
COMMITMENT_KINDS = frozenset({SittingKind.COMMITMENT, SittingKind.COMBINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One sitting, S-number."""

    number: int
    kind: SittingKind
    at: Moment | None = None
    invited: tuple[PersonId, ...] = ()
    facilitator: PersonId | None = None
    conflicts: tuple[str, ...] = ()
    overridden: str | None = None
    soak_shortened: str | None = None
    is_prepared: bool = False
    opened_at: datetime | None = None
    read_out: bool = False
    charter_version: str | None = None
    roles: tuple[RoleCount, ...] = ()
    points: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    dissents: tuple[Dissented, ...] = ()
    minutes: tuple[str, ...] = ()
    closed_at: datetime | None = None
    agenda: tuple[StepMinutes, ...] = ()
    polls: tuple[PollAnswered, ...] = ()
    lapsed: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether people sit in it now."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def is_planned(self) -> bool:
        """Whether it is still to come."""
        return self.opened_at is None and self.lapsed is None

    @property
    def is_held(self) -> bool:
        """Whether it was opened and closed."""
        return self.closed_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sittings:
    """All sittings of one post-mortem, in the order of their numbers as they were planned."""

    sittings: tuple[Sitting, ...] = ()

    @property
    def next_number(self) -> int:
        """The number of the next sitting."""
        return 1 + max((one.number for one in self.sittings), default=0)

    def numbered(self, number: int) -> Sitting | None:
        """Return S-number, or None."""
        return next((one for one in self.sittings if one.number == number), None)

    def held(self, kinds: frozenset[SittingKind]) -> Iterator[Sitting]:
        """Yield the sittings of these kinds that were opened and closed."""
        return (one for one in self.sittings if one.is_held and one.kind in kinds)

    @property
    def learnt_at(self) -> datetime | None:
        """When the first sitting that learns was closed."""
        return min((one.closed_at for one in self.held(LEARNING_KINDS) if one.closed_at), default=None)

    @property
    def committed_at(self) -> datetime | None:
        """When the last sitting that commits was closed."""
        return max((one.closed_at for one in self.held(COMMITMENT_KINDS) if one.closed_at), default=None)

    @property
    def parked(self) -> tuple[str, ...]:
        """Every idea that waits for the commitment sitting."""
        return tuple(idea for one in self.sittings for idea in one.parked)


def evolve(state: Sittings, entry: Recorded[SittingEvent]) -> Sittings:
    """Return the state after `entry`. Total; an event about an unknown sitting leaves it as it was."""
    event = entry.event
    if isinstance(event, Scheduled):
        planned = Sitting(number=event.number, kind=event.kind, at=event.at, invited=event.invited)
        early = next((one for one in state.sittings if one.number == event.number), None)
        return state if early else replace(state, sittings=(*state.sittings, planned))
    return replace(
        state,
        sittings=tuple(
            _after(one, event, entry.at) if one.number == event.number else one for one in state.sittings
        ),
    )


BeforeRoom = (
    Moved | SoakShortened | FacilitatorAppointed | IndependenceOverridden | Prepared | Opened | Lapsed
)
InRoom = Attended | PointRaised | Parked | Dissented | MinutesWritten | Closed | PollAnswered


def _after(sitting: Sitting, event: BeforeRoom | InRoom, at: datetime) -> Sitting:
    match event:
        case Moved():
            return replace(sitting, at=event.at)
        case SoakShortened():
            return replace(sitting, soak_shortened=event.reason)
        case FacilitatorAppointed():
            return replace(sitting, facilitator=event.person, conflicts=event.conflicts, overridden=None)
        case IndependenceOverridden():
            return replace(sitting, overridden=event.reason)
        case Prepared():
            return replace(sitting, is_prepared=True)
        case Opened():
            return replace(
                sitting, opened_at=at, read_out=event.read_out, charter_version=event.charter_version
            )
        case Lapsed():
            return replace(sitting, lapsed=event.reason)
        case _:
            return _after_in_room(sitting, event, at)


def _after_in_room(sitting: Sitting, event: InRoom, at: datetime) -> Sitting:
    match event:
        case Attended():
            return replace(sitting, roles=event.roles)
        case PointRaised():
            return replace(sitting, points=(*sitting.points, event.text))
        case Parked():
            return replace(sitting, parked=(*sitting.parked, event.text))
        case Dissented():
            return replace(sitting, dissents=(*sitting.dissents, event))
        case MinutesWritten():
            return replace(sitting, minutes=(*sitting.minutes, event.text))
        case Closed():
            return replace(sitting, closed_at=at, agenda=event.agenda)
        case PollAnswered():
            return replace(sitting, polls=(*sitting.polls, event))
        case _:
            assert_never(event)
