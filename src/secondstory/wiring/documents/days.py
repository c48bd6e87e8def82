"""Which day is meant: a time of day alone lies near what is known of an incident, a deadline lies ahead."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.wiring.documents.times import read_moment, said

_BARE_CLOCK = re.compile(
    r"(?:about|around|roughly|ca\.?|circa|~)?\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:am|pm)?\s*"
    r"(?:Z|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?|[A-Z][A-Za-z_]+/[A-Za-z_/]+|(?!AM|PM)[A-Z]{3,4})?\s*(?:(?:\+/-|±).*)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_A_DAY = timedelta(days=1)
_WEEKDAYS = frozenset("mon tue wed thu fri sat sun".split())


def near(text: str, known: Iterable[datetime], *, now: datetime) -> Moment:
    """Return the time that `text` states; a time of day alone on the day nearest to any known time, not ahead of now.

    now: aware, in the zone of whoever writes. known: aware; with none of them, the last such time before now.
    Raises Refused when it cannot be read.
    """
    stated = read_moment(text, now=now)
    times = tuple(known)
    if not times or not _is_bare(text):
        return stated
    days = {at.astimezone(now.tzinfo).date() + _A_DAY * step for at in times for step in (-1, 0, 1)}
    possible = [one for one in _on_days(text, days, now) if one.at <= now]
    return min(possible, key=lambda one: min(abs(one.at - at) for at in times), default=stated)


def following(text: str, after: Moment, *, now: datetime) -> Moment:
    """Return the time that `text` states; a time of day alone on the first day on which it is not before `after`.

    Nothing that happened lies ahead of now: when no such day is over yet, it is the last one that is.
    """
    stated = read_moment(text, now=now)
    if not _is_bare(text):
        return stated
    first = after.at.astimezone(now.tzinfo).date()
    possible = _on_days(text, (first + _A_DAY * step for step in (-1, 0, 1, 2)), now)
    over = [one for one in possible if one.at <= now]
    behind = max(over, key=lambda one: one.at, default=stated)
    return min((one for one in over if one.at >= after.at), key=lambda one: one.at, default=behind)


def ahead(text: str, *, now: datetime) -> Moment:
    """Return the day or time ahead that `text` states: without a year it is the next one, a weekday is the coming one.

    Raises Refused when it cannot be read, and when it lies behind us.
    """
    stated = read_moment(text, now=now)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if _is_bare(text):
        stated = next(
            one
            for one in _on_days(text, (now.date() + _A_DAY * step for step in (0, 1, 2)), now)
            if one.at >= now
        )
    elif stated.at < today and not _YEAR.search(text):
        stated = _next_such_day(text, stated, now)
    if stated.at < today:
        raise Refused(f'"{text}" lies behind us. Say a day ahead, such as {now.year + 1}-01-15.')
    return stated


def _is_bare(text: str) -> bool:
    return _BARE_CLOCK.fullmatch(said(text.strip())) is not None


def _on_days(text: str, days: Iterable[date], now: datetime) -> list[Moment]:
    """Return a time of day as it stands on each of `days`, read anew each time, since a day may have 23 hours."""
    last = time(23, 59, 59, 999999, tzinfo=now.tzinfo)
    return [read_moment(text, now=datetime.combine(day, last)) for day in days]


def _next_such_day(text: str, stated: Moment, now: datetime) -> Moment:
    """Return a weekday a week on, and a day of a month in the year in which it is ahead; anything else as it is."""
    if any(letter.isdigit() for letter in text):
        return read_moment(f"{text} {now.year + (stated.at.year == now.year)}", now=now)
    if text.strip().lower()[:3] not in _WEEKDAYS:
        return stated
    day = stated.at.astimezone(now.tzinfo).date() + _A_DAY * 7
    return read_moment(day.isoformat(), now=now)
