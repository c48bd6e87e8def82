"""Times that lie ahead, the way people write them: `tomorrow 10:00`, `Friday`, `in 3 weeks`, `6 November`."""

import re
from datetime import UTC, datetime, timedelta

from secondstory.cli.times import read_moment
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused

_IN = re.compile(r"in\s+(\d+)\s*(minute|min|hour|h|day|d|week|w|month)s?", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEAR = re.compile(r"\b\d{4}\b")
_PAST = re.compile(r"\b(?:ago|yesterday|last)\b", re.IGNORECASE)
_DATED = re.compile(r"\d{1,2}\.?\s+[A-Za-z]{3,}|[A-Za-z]{3,}\.?\s+\d{1,2}(?!\d|:)")


def read_coming(text: str, *, now: datetime) -> Moment:
    """Return the moment ahead that `text` states. now: aware; its zone is meant when none is said.

    A day without a year is the next such day, a time of day without a day is the next such time.
    Raises Refused when it cannot be read, or when it states a time that is over.
    """
    words = " ".join(text.strip().split())
    found = _in_so_long(words, now) or _spoken_day(words, now) or _calendar(words, now)
    latest = found.at + timedelta(days=1) if found.precision is Precision.DAY else found.at
    if latest <= now:
        raise Refused(
            f'"{text}" is over. Say a time ahead, such as "tomorrow 10:00", "Friday" or "in 2 weeks".'
        )
    return found


def _in_so_long(words: str, now: datetime) -> Moment | None:
    found = _IN.fullmatch(words)
    if found is None:
        return None
    count, unit = int(found[1]), found[2].lower()
    if unit.startswith(("mi", "h")):
        step = timedelta(hours=count) if unit.startswith("h") else timedelta(minutes=count)
        at = (now + step).replace(second=0, microsecond=0)
        return Moment(at=at.astimezone(UTC), zone=_zone_of(now))
    days = {"d": 1, "w": 7, "m": 30}[unit[0]] * count
    return read_moment(f"{now + timedelta(days=days):%Y-%m-%d}", now=now)


def _spoken_day(words: str, now: datetime) -> Moment | None:
    """Read `tomorrow`, `today` and weekdays, with a time of day behind them or before."""
    for word in words.lower().replace(",", " ").split():
        ahead = _days_ahead(word, now)
        if ahead is not None:
            rest = re.sub(rf"\b(?:next\s+|on\s+)?{word}\b,?(?:\s+at\b)?", " ", words, flags=re.IGNORECASE)
            day = now + timedelta(days=ahead)
            return read_moment(f"{day:%Y-%m-%d} {rest}".strip(), now=now)
    return None


def _days_ahead(word: str, now: datetime) -> int | None:
    if word in {"today", "tonight"}:
        return 0
    if word == "tomorrow":
        return 1
    if len(word) >= 3 and word.isalpha():
        days = [n for n, day in enumerate(_DAYS) if day == word or (len(word) <= 5 and day.startswith(word))]
        if days:
            return (days[0] - now.weekday()) % 7 or 7
    return None


def _calendar(words: str, now: datetime) -> Moment:
    found = read_moment(words, now=now)
    if found.at > now or _YEAR.search(words) or _PAST.search(words):
        return found
    if _DATED.search(words):
        local = found.at.astimezone(now.tzinfo)
        if local.date() == now.date():
            return found
        try:
            later = local.replace(year=local.year + 1)
        except ValueError:  # 29 February
            later = local.replace(year=local.year + 1, day=28)
        return Moment(at=later.astimezone(UTC), precision=found.precision, zone=found.zone)
    return Moment(at=found.at + timedelta(days=1), precision=found.precision, zone=found.zone)


def _zone_of(now: datetime) -> str:
    return read_moment("now", now=now).zone
