"""The time between learning and committing: two working days, or a night when one is alone."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from secondstory.domain.ceremony.sittings.events import SittingKind
from secondstory.domain.ceremony.sittings.state import LEARNING_KINDS, Sitting, Sittings
from secondstory.kernel.moments import Moment, Precision, morning_after, shown_zone, spoken
from secondstory.kernel.refused import Refused

SOAK_WORKING_DAYS = 2
SATURDAY = 5


def earliest_commitment(
    learnt_at: datetime, *, alone: bool, zone_of: datetime, holidays: Collection[date] = ()
) -> datetime:
    """Return the first moment at which a commitment sitting may be held, in the zone of `zone_of`.

    Two working days on, at the same time of day; alone, after a night. holidays: days that are not worked.
    """
    if alone:
        return morning_after(learnt_at, zone_of=zone_of)
    moment = learnt_at.astimezone(zone_of.tzinfo)
    worked = 0
    while worked < SOAK_WORKING_DAYS:
        moment += timedelta(days=1)
        if moment.weekday() < SATURDAY and moment.date() not in holidays:
            worked += 1
    return moment


def must_be_soaked(
    state: Sittings, moment: Moment, *, at: datetime, alone: bool, holidays: Collection[date] = ()
) -> None:
    """Refuse a commitment sitting at `moment` that comes before anybody could sleep on what was learnt.

    at: now, in the zone of the person who decides. A learning sitting that is only planned counts from its hour.
    """
    learning = _last_learning(state)
    if learning is None:
        raise Refused(
            "Learn first: plan a learning sitting, then the commitment sitting.", code="learning-held"
        )
    begins = learning.closed_at or learning.opened_at or (learning.at.at if learning.at else at)
    earliest = earliest_commitment(begins, alone=alone, zone_of=at, holidays=holidays)
    meant = moment.at.astimezone(at.tzinfo)
    early = meant.date() < earliest.date() if moment.precision is Precision.DAY else meant < earliest
    if early:
        raise Refused(
            f"Sleep on it: the commitment sitting can be held from {_spoken(earliest, at)}."
            " If it cannot wait, give a reason; the page will show it.",
            code="night-between",
        )


def slept_on_it(state: Sittings, *, at: datetime, alone: bool, holidays: Collection[date] = ()) -> bool:
    """Return whether commitment came late enough after learning, or was shortened openly, or is combined and marked.

    Before anything was committed, the answer is whether the soak is over at `at`.
    """
    learnt_at = state.learnt_at
    if learnt_at is None:
        return False
    marked = [one for one in state.sittings if one.soak_shortened or one.kind is SittingKind.COMBINED]
    if any(one.is_held for one in marked):
        return True
    reached = state.committed_at or at
    return reached >= earliest_commitment(learnt_at, alone=alone, zone_of=at, holidays=holidays)


def _last_learning(state: Sittings) -> Sitting | None:
    learning = [one for one in state.sittings if one.kind in LEARNING_KINDS and one.lapsed is None]
    return learning[-1] if learning else None


def _spoken(moment: datetime, now: datetime) -> str:
    if moment - now < timedelta(days=6):
        return spoken(moment)
    return f"{moment:%A} {moment.day} {moment:%B,} {moment:%H:%M} {shown_zone(moment)}"
