"""Days to look again, as a calendar file that any calendar reads (RFC 5545)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE_OCTETS = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One whole day. uid: the same for ever, so that a calendar moves the day instead of adding a second one."""

    uid: str
    day: date
    title: str
    words: str = ""


def calendar(days: Sequence[CalendarDay], *, made_at: datetime, origin: str) -> str:
    """Return the text of an .ics file. made_at: aware. origin: of the log, which makes the uids unique."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Second Story//followups//EN", "CALSCALE:GREGORIAN"]
    for one in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.uid}@{origin}",
            f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(one.title)}",
            f"DESCRIPTION:{_escaped(one.words)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    """Return text as RFC 5545 section 3.3.11 asks for."""
    for plain, marked in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, marked)
    return "".join(letter for letter in text if letter >= " ")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, no character cut (section 3.1)."""
    part, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > _LINE_OCTETS:
            yield part
            part, octets = " ", 1
        part += letter
        octets += size
    yield part
