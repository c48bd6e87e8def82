"""Places, acknowledges, extends and releases holds: what stops the routine deletion of what may matter."""

from collections.abc import Callable, Sequence

from secondstory.application.office import ATTEMPTS, Office, act
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import holds
from secondstory.domain.keeping.holds import Acknowledged, Extended, Hold, Placed, Released
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import HOLD, POSTMORTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants held."""

    sources: tuple[str, ...]
    custodians: tuple[str, ...] = ()
    reason: str = ""
    period_from: Moment | None = None
    period_to: Moment | None = None
    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedHold:
    """A hold that was placed."""

    stream: StreamId
    number: int


def place(office: Office, post_mortem: StreamId, wish: Wish) -> PlacedHold:
    """Place a hold for a post-mortem. Raises Refused without sources, or when it would be over already."""
    row = office.door.row(POSTMORTEM, post_mortem)
    if row is None:
        raise Refused("There is no such post-mortem here. secondstory list shows those there are.")
    for attempt in range(ATTEMPTS):
        stream, number = office.new_stream("ho"), office.door.next_number(HOLD)
        placed = Placed(
            number=number,
            post_mortem=post_mortem,
            sources=wish.sources,
            custodians=wish.custodians,
            reason=wish.reason or f"needed for PM-{row['number']}",
            period_from=wish.period_from,
            period_to=wish.period_to,
            until=wish.until,
        )
        drafts = [Draft(stream=stream, event=event) for event in holds.place(Hold(), placed, at=office.now())]
        try:
            office.journal.append(drafts, by=office.me, expects={stream: 0})
        except Conflict:
            # Somebody took the number meanwhile; take the next.
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return PlacedHold(stream=stream, number=number)
    raise AssertionError("every attempt returned or raised")


def acknowledge(office: Office, stream: StreamId, custodian: str) -> None:
    """Record that a custodian has stopped the deletion. Raises Refused when the hold no longer stands."""
    _act(
        office,
        stream,
        lambda state: holds.acknowledge(state, Acknowledged(custodian=custodian), at=office.now()),
    )


def extend(office: Office, stream: StreamId, until: Moment, reason: str) -> None:
    """Let a hold stand longer. Raises Refused without a reason, or when the new day is not later."""
    _act(
        office,
        stream,
        lambda state: holds.extend(state, Extended(until=until, reason=reason), at=office.now()),
    )


def release(office: Office, stream: StreamId, reason: str) -> None:
    """Release a hold before its day, in the open. Raises Refused without a reason, or when it no longer stands."""
    _act(office, stream, lambda state: holds.release(state, Released(reason=reason), at=office.now()))


def hold_of(office: Office, stream: StreamId) -> Hold:
    """Return one hold. Raises Refused when there is none or it may not be seen."""
    if office.door.row(HOLD, stream) is None:
        raise Refused("There is no such hold here. secondstory hold shows those there are.")
    return office.load(stream, fold)


def holds_of(office: Office, post_mortem: StreamId | None = None) -> list[Hold]:
    """Return holds by number, of one post-mortem or of all."""
    where = None if post_mortem is None else {"postmortem": post_mortem}
    rows = office.door.rows(HOLD, where, order="number")
    return [hold_of(office, StreamId(str(row["stream"]))) for row in rows]


def fold(entries: Sequence[Recorded[Event]]) -> Hold:
    """Return the state of an `ho` stream."""
    folded: Hold = fold_stream("ho", entries)
    return folded


def _act(office: Office, stream: StreamId, decide: Callable[[Hold], Sequence[Event]]) -> None:
    hold_of(office, stream)
    act(office, stream, fold, decide)
