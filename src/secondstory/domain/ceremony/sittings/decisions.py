"""What may be decided about sittings, and what is refused with the next step."""

from collections.abc import Collection
from datetime import UTC, date, datetime

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
    Scheduled,
    SittingKind,
    SoakShortened,
)
from secondstory.domain.ceremony.sittings.soak import must_be_soaked
from secondstory.domain.ceremony.sittings.state import Sitting, Sittings
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused, refuse_if_any

SMALLEST_BATCH = 5
READ_OUT_KINDS = frozenset({SittingKind.LEARNING, SittingKind.COMBINED})
MEETINGS = frozenset({SittingKind.LEARNING, SittingKind.COMMITMENT, SittingKind.COMBINED})


def schedule(
    state: Sittings,
    draft: Scheduled,
    *,
    at: datetime,
    alone: bool,
    shortened: str | None = None,
    holidays: Collection[date] = (),
) -> list[Event]:
    """Plan a sitting. at: now, in the zone of the person who plans.

    shortened: the reason why a commitment sitting comes before the soak is over; without one it is refused.
    """
    if draft.kind in MEETINGS and draft.at is None and not alone:
        raise Refused('When do people meet? secondstory sitting schedule learning --at "tomorrow 10:00".')
    if draft.kind is SittingKind.SOLO and not alone:
        raise Refused("The solo protocol is for somebody alone; plan a learning sitting, others saw it too.")
    if draft.kind is SittingKind.COMMITMENT and draft.at is not None:
        soak = _Soak(at=at, alone=alone, holidays=holidays, shortened=shortened)
        return [draft, *_soaked(state, draft.at, draft.number, soak)]
    return [draft]


def move(
    state: Sittings, draft: Moved, *, at: datetime, alone: bool, holidays: Collection[date] = ()
) -> list[Event]:
    """Move a planned sitting. Raises Refused without a reason, or when a commitment sitting would come too early."""
    sitting = _planned(state, draft.number)
    if not draft.reason.strip():
        raise Refused("Say in a few words why it moves; the people invited will ask.")
    if sitting.kind is SittingKind.COMMITMENT and sitting.soak_shortened is None:
        must_be_soaked(state, draft.at, at=at, alone=alone, holidays=holidays)
    return [draft]


def appoint(state: Sittings, draft: FacilitatorAppointed, *, because: str | None = None) -> list[Event]:
    """Appoint a facilitator. because: why somebody with a conflict is appointed all the same.

    Raises Refused for a conflict without a reason.
    """
    _planned(state, draft.number)
    if not draft.conflicts:
        return [draft]
    if because is None or not because.strip():
        raise Refused(
            f"This facilitator {' and '.join(draft.conflicts)}. Choose another, or say why it must be so.",
            code="independence",
        )
    return [draft, IndependenceOverridden(number=draft.number, reason=because)]


def open_sitting(
    state: Sittings,
    draft: Opened,
    *,
    at: datetime,
    alone: bool,
    shortened: str | None = None,
    holidays: Collection[date] = (),
) -> list[Event]:
    """Open a sitting. at: now, in the zone of the person who opens.

    Raises Refused with everything that is missing: a facilitator, the read-out, the soak before committing.
    """
    sitting = _planned(state, draft.number)
    problems: list[str] = []
    if sitting.kind in READ_OUT_KINDS and not alone:
        if sitting.facilitator is None:
            problems.append(
                "Who holds the room? secondstory sitting facilitator, somebody who was not part of it."
            )
        if not draft.read_out:
            problems.append(
                "Read the opening aloud first; it takes about 90 seconds: secondstory charter read-out."
            )
    refuse_if_any(problems, code="not-ready")
    if sitting.kind is not SittingKind.COMMITMENT:
        return [draft]
    if state.learnt_at is None:
        raise Refused(
            "Learn first: the commitment sitting follows a learning sitting that was held and closed.",
            code="learning-held",
        )
    if sitting.soak_shortened is not None:
        return [draft]
    now = Moment(at=at.astimezone(UTC), precision=Precision.SECOND)
    soak = _Soak(at=at, alone=alone, holidays=holidays, shortened=shortened)
    return [*_soaked(state, now, draft.number, soak), draft]


def note_in_room(
    state: Sittings, draft: Prepared | Attended | PointRaised | Parked | Dissented | MinutesWritten
) -> list[Event]:
    """Note what happened around or in the room. Minutes and attendance may follow after closing."""
    sitting = _live(state, draft.number)
    late = isinstance(draft, MinutesWritten | Attended)
    if isinstance(draft, Prepared):
        _planned(state, draft.number)
    elif sitting.opened_at is None:
        raise Refused(f"Open the sitting first: secondstory sitting open S-{draft.number}.")
    elif not (sitting.is_open or late):
        raise Refused(
            f"S-{draft.number} is closed. Write it into the minutes, or into the timeline as an entry."
        )
    text = getattr(draft, "text", "said")
    if not text.strip():
        raise Refused("There are no words yet; write down what was said, without who said it.")
    return [draft]


def close(state: Sittings, draft: Closed) -> list[Event]:
    """Close an open sitting. Raises Refused when it is not open, or for minutes below zero."""
    sitting = _live(state, draft.number)
    if not sitting.is_open:
        raise Refused(f"S-{draft.number} is not open; there is nothing to close.")
    if any(step.minutes < 0 for step in draft.agenda):
        raise Refused("A step of the agenda takes no minutes or more; look at the times again.")
    return [draft]


def take_poll(state: Sittings, draft: PollAnswered) -> list[Event]:
    """Take a batch of poll answers. Raises Refused below five people, or before the sitting was opened."""
    sitting = _live(state, draft.number)
    if sitting.opened_at is None:
        raise Refused(f"Nobody has sat in S-{draft.number} yet; the poll comes at its end.")
    if sum(one.count for one in draft.answers) < SMALLEST_BATCH:
        raise Refused(
            f"Answers enter in batches of {SMALLEST_BATCH} or more, so that nobody can be told from the count."
            " With fewer people, talk instead.",
            code="batch-of-five",
        )
    return [draft]


def lapse(state: Sittings, draft: Lapsed) -> list[Event]:
    """Note that a planned sitting did not take place. Raises Refused without a reason."""
    _planned(state, draft.number)
    if not draft.reason.strip():
        raise Refused("Say why it did not take place; that is worth knowing too.")
    return [draft]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Soak:
    at: datetime
    alone: bool
    holidays: Collection[date]
    shortened: str | None


def _soaked(state: Sittings, moment: Moment, number: int, soak: _Soak) -> list[Event]:
    try:
        must_be_soaked(state, moment, at=soak.at, alone=soak.alone, holidays=soak.holidays)
    except Refused as early:
        if early.code != "night-between" or soak.shortened is None or not soak.shortened.strip():
            raise
        return [SoakShortened(number=number, reason=soak.shortened)]
    return []


def _live(state: Sittings, number: int) -> Sitting:
    sitting = state.numbered(number)
    if sitting is None:
        raise Refused(f"There is no sitting S-{number} here; secondstory sitting shows those there are.")
    if sitting.lapsed is not None:
        raise Refused(f"S-{number} did not take place: {sitting.lapsed} Plan another one.")
    return sitting


def _planned(state: Sittings, number: int) -> Sitting:
    sitting = _live(state, number)
    if sitting.opened_at is not None:
        raise Refused(f"S-{number} has been opened already; plan another sitting for what comes next.")
    return sitting
