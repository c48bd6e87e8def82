"""Times the way people write them, and the way we always show them: with their zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from secondstory.kernel.moments import Moment, Precision, shown_zone
from secondstory.kernel.refused import Refused

_NAMED_CLOCK = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_SPOKEN_CLOCK = re.compile(r"\b(?:noon|midday|midnight)\b", re.IGNORECASE)
_WHOLE_HOUR = re.compile(r"(?<![\d:.-])(\d{1,2})\s*(am|pm)\b", re.IGNORECASE)
_AN_AGO = re.compile(r"^an?\s+(?=\w+\s+ago$)", re.IGNORECASE)
_TO = re.compile(r"(?<=:\d\d)\s*[-–—]\s*\d{1,2}:(?:\d{2}|\?\?)(?=\s|$)")
_UNKNOWN_CLOCK = re.compile(r"(?<![\w:])(?:(?:\d{1,2}|[-?x]{2}):[-?x]{2}|HH:mm)(?![\w:])")
_ABOUT_AFTER = re.compile(r"(?<=:\d\d)~")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
_CLOCK = re.compile(
    r"(?<![\d:.-])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm)?(?![\d:])", re.IGNORECASE
)
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?(?:\s+(\d{4}))?(?!\d|:)")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?(?!\d|:)")
_OFFSET = re.compile(r"(?:(?:UTC|GMT)\s*([+-])(\d{1,2})|([+-])(\d{2})):?(\d{2})?\s*$", re.IGNORECASE)
_T_BETWEEN = re.compile(r"(?<=\d)T(?=\d)")
_UTC = re.compile(r"(?:Z|UTC|GMT)\s*$")
_ZONE = re.compile(r"([A-Z][A-Za-z_]+/[A-Za-z_/]+)\s*$")
_LETTERS = re.compile(r"(?<=[\d\s])([A-Z]{2,5})\s*$")
_SHORT_ZONES_H = {
    "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "WET": 0, "WEST": 1, "BST": 1, "JST": 9, "AEST": 10, "AEDT": 11,
    "EST": -5, "EDT": -4, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Zones that are written as letters and mean one offset to nearly everybody; CST and IST mean several, so they ask."""
_AGO = re.compile(r"(\d+)\s*(minute|min|m|hour|hr|h|day|d|week|w)s?\s+ago", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:about|around|roughly|ca\.?|circa|~)\s*", re.IGNORECASE)
_GIVE = re.compile(r"(?:\+/-|±)\s*(\d+)\s*(s|sec|min|m|h)\w*\s*$")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_ABOUT_S = 900


def read_moment(text: str, *, now: datetime) -> Moment:
    """Return the moment that `text` states, such as `yesterday 14:02`, `14:02+02:00`, `20 Oct 9:15 pm` or `2 h ago`.

    now: aware; its zone is meant when none is said, and a time that would lie ahead is yesterday's. `about` makes
    it uncertain by a quarter of an hour, `± 5 min` by that much. Raises Refused when it cannot be read.
    """
    words = said(text.strip())
    rest, uncertainty_s = _uncertainty(words)
    if rest.lower() == "now":
        return _moment(now, Precision.SECOND, _zone_name(now.tzinfo), uncertainty_s)
    if found := _AGO.fullmatch(rest):
        at = now - timedelta(seconds=int(found[1]) * _UNITS_S[found[2][0].lower()])
        return _moment(at.replace(microsecond=0), Precision.MINUTE, _zone_name(now.tzinfo), uncertainty_s)
    rest, zone, zone_name = _zone(_T_BETWEEN.sub(" ", rest), now)
    local = now.astimezone(zone)
    clock, precision, rest = _clock(rest)
    day = _day(rest.strip(" ,"), local)
    if day is None and clock is None:
        raise Refused(
            f'"{text}" could not be read as a time. Write "14:02", "yesterday 14:02" or "2026-11-20 14:02+01:00".'
        )
    try:
        at = datetime.combine(day or local.date(), clock or time(), tzinfo=zone)
    except ValueError as wrong:
        raise Refused(f'"{text}" is no day of the calendar. Write it as 2026-11-20.') from wrong
    if day is None and at > local:
        at -= timedelta(days=1)
    return _moment(at, precision, zone_name, uncertainty_s)


def said(words: str) -> str:
    """Return the words with `noon`, `10pm`, `an hour ago` and `(UTC)` as the rest of this module reads them.

    `09:00 - 11:00` is where it begins, and `--:--` is no time of day.
    """
    if _ABOUT_AFTER.search(words):
        words = f"about {_ABOUT_AFTER.sub('', words)}"
    words = _UNKNOWN_CLOCK.sub("", _TO.sub("", words)).strip()
    plain = _IN_BRACKETS.sub(r" \1", _AN_AGO.sub("1 ", words))
    plain = _SPOKEN_CLOCK.sub(lambda found: _NAMED_CLOCK[found[0].lower()], plain)
    return _WHOLE_HOUR.sub(r"\1:00 \2", plain)


def _moment(at: datetime, precision: Precision, zone: str, uncertainty_s: int) -> Moment:
    return Moment(at=at.astimezone(UTC), precision=precision, zone=zone, uncertainty_s=uncertainty_s)


def _uncertainty(text: str) -> tuple[str, int]:
    if found := _GIVE.search(text):
        return text[: found.start()].strip(), int(found[1]) * _UNITS_S[found[2][0]]
    rest = _ABOUT.sub("", text)
    return rest, _ABOUT_S if rest != text else 0


def _zone(text: str, now: datetime) -> tuple[str, tzinfo, str]:
    """Return the text without its zone, the zone, and the zone as it was stated."""
    if found := _ZONE.search(text):
        try:
            return text[: found.start()].strip(), ZoneInfo(found[1]), found[1]
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise Refused(f"{found[1]} is not a zone we know. Write an offset such as +02:00.") from unknown
    if (found := _OFFSET.search(text)) and ":" in text[: found.start()]:
        sign, hours, minutes = found[1] or found[3], int(found[2] or found[4]), found[5] or "00"
        offset = timedelta(hours=hours, minutes=int(minutes))
        name = f"{sign}{hours:02}:{minutes}"
        if offset >= timedelta(hours=24):
            raise Refused(f"{name} is further from UTC than any zone. Write an offset such as +02:00.")
        return text[: found.start()].strip(), timezone(offset if sign == "+" else -offset), name
    if found := _UTC.search(text):
        return text[: found.start()].strip(), UTC, "UTC"
    if (found := _LETTERS.search(text)) and _CLOCK.search(text[: found.start()]):
        rest, name = text[: found.start()].strip(), found[1]
        if name in _SHORT_ZONES_H:
            hours = _SHORT_ZONES_H[name]
            return rest, timezone(timedelta(hours=hours)), f"{hours:+03}:00"
        if name not in {"AM", "PM"} and not _is_of_a_day(name):
            raise Refused(f"{name} means several zones, or none we know. Write an offset such as +02:00.")
    return text, now.tzinfo or UTC, _zone_name(now.tzinfo)


def _is_of_a_day(word: str) -> bool:
    return word.lower() == "today" or word[:3].lower() in (*_WEEKDAYS, *_MONTHS)


def _zone_name(zone: tzinfo | None) -> str:
    key = getattr(zone, "key", None)
    return key if isinstance(key, str) else str(zone or "UTC").removeprefix("UTC") or "UTC"


def _clock(text: str) -> tuple[time | None, Precision, str]:
    found = _CLOCK.search(text)
    if found is None:
        return None, Precision.DAY, text
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    rest = text[: found.start()] + " " + text[found.end() :]
    try:
        return time(hour, minute, second), Precision.SECOND if found[3] else Precision.MINUTE, rest
    except ValueError as wrong:
        raise Refused(
            f"{found[0].strip()} is no time of day. The 24-hour clock runs from 00:00 to 23:59."
        ) from wrong


def _day(text: str, local: datetime) -> date | None:
    words = " ".join(text.lower().replace(" at", " ").split()).strip(" ,")
    today = local.date()
    if words in {"", "at"}:
        return None
    if words in {"today", "yesterday", "tonight", "last night"}:
        return today - timedelta(days=1 if words in {"yesterday", "last night"} else 0)
    if words.removeprefix("last ")[:3] in _WEEKDAYS and words.removeprefix("last ").isalpha():
        back = (today.weekday() - _WEEKDAYS.index(words.removeprefix("last ")[:3])) % 7
        return today - timedelta(days=back or 7)
    return _calendar_day(text, today)


def _calendar_day(text: str, today: date) -> date:
    try:
        if (found := _ISO_DATE.search(text)) and _is_all(text, found):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if (found := _DAY_MONTH.search(text)) and _is_all(text, found):
            return _dated(int(found[1]), found[2], found[3], today)
        if (found := _MONTH_DAY.search(text)) and _is_all(text, found):
            return _dated(int(found[2]), found[1], found[3], today)
    except ValueError as wrong:
        raise Refused(f'"{text}" is no day of the calendar. Write it as 2026-11-20.') from wrong
    raise Refused(
        f'"{text.strip()}" could not be read as a day. Write "yesterday", "Tuesday", "20 Oct" or "2026-10-20".'
    )


def _is_all(text: str, found: re.Match[str]) -> bool:
    """Return whether a date is all that stands there, beside its weekday: what was not understood is not passed over."""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    words = [word.strip(",.").lower() for word in rest.split()]
    return all(word in {"", "on", "at", "the", "-", "@"} or word[:3] in _WEEKDAYS for word in words)


def _dated(day: int, month: str, year: str | None, today: date) -> date:
    number = _MONTHS.index(month[:3].lower()) + 1
    found = date(int(year) if year else today.year, number, day)
    return (
        found.replace(year=found.year - 1) if year is None and found > today + timedelta(days=31) else found
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """How times are shown: in the zone of the reader."""

    zone: tzinfo

    @classmethod
    def at(cls, now: datetime) -> "Shown":
        """Return how times are shown to somebody whose clock says `now`, aware."""
        return cls(now.tzinfo or UTC)

    def moment(self, moment: Moment | None) -> str:
        """Return a claimed time in the reader's zone, with that zone, and the stated one where it differs."""
        if moment is None:
            return ""
        local = moment.at.astimezone(self.zone)
        if moment.precision is Precision.DAY:
            return f"{local:%a} {local.day} {local:%B %Y}"
        clock = f"{local:%H:%M:%S}" if moment.precision is Precision.SECOND else f"{local:%H:%M}"
        about = "about " if moment.uncertainty_s else ""
        return f"{about}{local:%a} {local.day} {local:%B %Y} {clock} {shown_zone(local)}"

    def instant(self, at: datetime) -> str:
        """Return a recorded time in the reader's zone, with that zone."""
        local = at.astimezone(self.zone)
        return f"{local:%a} {local.day} {local:%B %Y} {local:%H:%M} {shown_zone(local)}"
