"""Hours as a form says them: a day and a time on the clock of whoever typed them."""

from datetime import UTC, date, datetime, time

from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused
from secondstory.web.visiting.visit import Visit


def hour_of(visit: Visit, *, needs_time: bool = True) -> Moment:
    """Return what the fields `day` and `time` say. needs_time: False for a day that is a date and no hour.

    Raises Refused when one of them is missing or cannot be read.
    """
    day = visit.field("day", ask="On which day? Choose one; it can be moved later.")
    if not needs_time:
        return Moment(at=datetime.combine(_day(day), time(), UTC), precision=Precision.DAY)
    clock = visit.field("time", ask="At which hour? For example 10:00.")
    try:
        local = datetime.combine(_day(day), time.fromisoformat(clock), visit.zone)
    except ValueError as why:
        raise Refused(f"{clock} is no time on a clock. Say it as 14:30.") from why
    return Moment(at=local.astimezone(UTC), precision=Precision.MINUTE, zone=str(visit.zone))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise Refused(f"{text} is no day in the calendar. Say it as 2026-11-05.") from why
