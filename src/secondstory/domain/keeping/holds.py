"""A hold stops the routine deletion of what may matter, from the first minute and before anybody has looked at it.

It names sources, the people who keep them, the period it is about and until when it stands. Those people acknowledge
it. While it stands nothing it covers can be erased, by anybody; it ends by its day, or by a release with a reason. A
hold says nothing about anyone: it comes with every post-mortem.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import assert_never

from secondstory.domain.stored import MOST_PARTS, Stored, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused, refuse_if_any

MOST_CUSTODIANS = MOST_PARTS - 2
"""Each custodian is a text of its own, beside the facts and the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Event):
    """A hold was placed. number: the n of HO-n. period_from, period_to: the time the sources are about.

    sources: what is kept, such as `call recordings`; custodians: who keeps it. until: None means until released.
    """

    number: int
    post_mortem: StreamId
    sources: tuple[str, ...]
    custodians: tuple[str, ...]
    reason: str
    period_from: Moment | None = None
    period_to: Moment | None = None
    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Event):
    """A custodian knows of the hold and has stopped the deletion."""

    custodian: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(Event):
    """The hold stands longer."""

    until: Moment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(Event):
    """The hold ended before its day, in the open."""

    reason: str


HoldEvent = Placed | Acknowledged | Extended | Released

STORED: tuple[Stored, ...] = (
    stored(
        "hold.placed.v1",
        Placed,
        "number post_mortem sources period_from period_to until",
        texts="custodians reason",
    ),
    stored("hold.acknowledged.v1", Acknowledged, texts="custodian"),
    stored("hold.extended.v1", Extended, "until", texts="reason"),
    stored("hold.released.v1", Released, texts="reason"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold, HO-number."""

    stream: StreamId | None = None
    number: int = 0
    post_mortem: StreamId | None = None
    sources: tuple[str, ...] = ()
    custodians: tuple[str, ...] = ()
    reason: str = ""
    period_from: Moment | None = None
    period_to: Moment | None = None
    placed_at: datetime | None = None
    placed_by: PersonId | None = None
    until: Moment | None = None
    acknowledged: tuple[str, ...] = ()
    released: str | None = None
    released_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Return whether the hold is in force at `at`."""
        if self.stream is None or self.released is not None:
            return False
        return self.until is None or at < _end_of(self.until)

    @property
    def unacknowledged(self) -> tuple[str, ...]:
        """The custodians who have not said that they know."""
        return tuple(one for one in self.custodians if one not in self.acknowledged)


def evolve(state: Hold, entry: Recorded[HoldEvent]) -> Hold:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case Placed():
            return Hold(
                stream=entry.stream,
                number=event.number,
                post_mortem=event.post_mortem,
                sources=event.sources,
                custodians=event.custodians,
                reason=event.reason,
                period_from=event.period_from,
                period_to=event.period_to,
                placed_at=entry.at,
                placed_by=entry.by,
                until=event.until,
            )
        case Acknowledged():
            return replace(state, acknowledged=(*state.acknowledged, event.custodian))
        case Extended():
            return replace(state, until=event.until)
        case Released():
            return replace(state, released=event.reason, released_at=entry.at)
        case _:
            assert_never(event)


def place(state: Hold, draft: Placed, *, at: datetime) -> list[Event]:
    """Place a hold. Raises Refused without sources or a reason, or when it would be over already."""
    if state.stream is not None:
        raise Refused(f"HO-{state.number} stands already; extend it, or place another hold.")
    problems: list[str] = []
    if not draft.sources:
        problems.append("What is held? Name the sources: call recordings, the chat channel, the deploy log.")
    if len(draft.custodians) > MOST_CUSTODIANS:
        problems.append(f"One hold reaches {MOST_CUSTODIANS} custodians; place a second one for the others.")
    if not draft.reason.strip():
        problems.append("Say in a few words what it is for; the people who keep the sources read it.")
    if draft.until is not None and _end_of(draft.until) <= at:
        problems.append("A hold reaches into the future; give a later day.")
    if draft.period_from and draft.period_to and draft.period_to.at < draft.period_from.at:
        problems.append("The period ends before it begins; turn the two round.")
    refuse_if_any(problems, code="not-holdable")
    return [draft]


def acknowledge(state: Hold, draft: Acknowledged, *, at: datetime) -> list[Event]:
    """Acknowledge the hold; nothing when it was. Raises Refused when it no longer stands, or without whom."""
    _must_stand(state, at)
    if not draft.custodian.strip():
        raise Refused("Who keeps it? Name the role or the team that acknowledges.")
    return [] if draft.custodian in state.acknowledged else [draft]


def extend(state: Hold, draft: Extended, *, at: datetime) -> list[Event]:
    """Let it stand longer. Raises Refused without a reason, or when the new day is not later."""
    _must_stand(state, at)
    if not draft.reason.strip():
        raise Refused("Say why it has to stand longer.")
    if state.until is None or draft.until.at <= state.until.at:
        raise Refused("It stands at least that long already.")
    return [draft]


def release(state: Hold, draft: Released, *, at: datetime) -> list[Event]:
    """Release it before its day. Raises Refused without a reason, or when it no longer stands."""
    _must_stand(state, at)
    if not draft.reason.strip():
        raise Refused("A release says why; from then on routine deletion goes on.")
    return [draft]


def covers(state: Hold, post_mortem: StreamId | None, at: datetime) -> bool:
    """Return whether the hold keeps what belongs to `post_mortem` from being erased at `at`."""
    return state.stands(at) and post_mortem is not None and state.post_mortem == post_mortem


def refusals(holds: Iterable[Hold], post_mortem: StreamId | None, at: datetime) -> tuple[str, ...]:
    """Return one sentence for each hold that covers `post_mortem` at `at`: what stands in the way of an erasure.

    at: now, in the zone of the reader.
    """
    return tuple(_sentence(one, at) for one in holds if covers(one, post_mortem, at))


def _end_of(until: Moment) -> datetime:
    return until.at + timedelta(days=1) if until.precision is Precision.DAY else until.at


def _sentence(hold: Hold, at: datetime) -> str:
    if hold.until is None:
        return f"A hold (HO-{hold.number}) covers this until it is released; release it first, in the open."
    last = hold.until.at.astimezone(at.tzinfo)
    year = "" if last.year == at.year else f" {last.year}"
    return f"A hold covers this until {last.day} {last:%B}{year}; release it first, in the open."


def _must_stand(state: Hold, at: datetime) -> None:
    if state.stream is None:
        raise Refused("There is no such hold here; secondstory hold shows those there are.")
    if state.released is not None:
        raise Refused(f"HO-{state.number} was released: {state.released} Place a new one.")
    if not state.stands(at):
        raise Refused(f"HO-{state.number} has run out; place a new one.")
