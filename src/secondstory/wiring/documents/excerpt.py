"""Reads an excerpt of a log or a chat into lines with times: proposals only, a person takes them or leaves them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.wiring.documents.times import read_moment

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp][Mm]\b)?"
_ZONE = r"(?:\s?(?:Z|UTC|GMT)\b|\s?[+-]\d{2}:?\d{2}\b)?"
_DAY = r"(?:\d{4}[-/]\d{2}[-/]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|[A-Z][a-z]{2} {1,2}\d{1,2}(?: \d{4})?)"
_STAMP = re.compile(
    rf"^[\s>*|\-]*[\[(<\"]?(?P<day>{_DAY})?[T,\s]*(?P<clock>{_CLOCK})(?P<zone>{_ZONE})[\])>\"]?\s*[-–—:|,]*\s*(?P<rest>.*)$"
)
# A chat that puts the time behind the name: "Ada Lovelace  2:02 PM", the words on the lines below.
_NAMED = re.compile(rf"^(?P<name>[^\d:\[\]]{{2,60}}?)\s{{1,}}(?:\[|at )?(?P<clock>{_CLOCK})\]?\s*$")
_LEVEL = re.compile(r"^(?:\[?(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL|NOTICE|CRIT(?:ICAL)?)\]?)[:\s]+")
_HEADING = re.compile(r"^#{1,6}\s")
_SPOKEN_DAY = re.compile(
    r"^[-=—–*\s]*(?P<day>(?:[A-Z][a-z]+day,? )?(?:\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?))[-=—–*\s:]*$"
)


class Proposal(NamedTuple):
    """One line that has a time: where it stands in the excerpt (from 1), when, and what it says."""

    line: int
    moment: Moment
    text: str


def proposals(text: str, *, now: datetime, day: date | None = None) -> list[Proposal]:
    """Return what an excerpt says at which time; a line without a time belongs to the one before.

    now: aware, and its zone is meant where none is said. day: of times that come without one; it moves on when the
    clock runs past midnight. Without it, the first such time is the last one before now.
    """
    found: list[Proposal] = []
    on, is_open = day, False
    for number, line in enumerate(text.splitlines(), 1):
        spoken = _SPOKEN_DAY.match(line)
        if spoken:
            on = _moment_or_none(spoken["day"].split(", ")[-1], now=now, fallback=on)
            continue
        moment, rest = _stamped(line, now=now, day=on)
        if moment is not None:
            if on is not None and found and moment.at < found[-1].moment.at and not _has_day(line):
                later = date.fromordinal(on.toordinal() + 1)
                rolled, _ = _stamped(line, now=now, day=later)
                gap_s = (found[-1].moment.at - moment.at).total_seconds()
                if rolled is not None and gap_s > 12 * 3600:
                    on, moment = later, rolled
            if on is None or _has_day(line):
                on = moment.at.astimezone(now.tzinfo).date()
            found.append(Proposal(number, moment, _LEVEL.sub("", rest).strip(" \t|")))
            is_open = True
        elif _HEADING.match(line):
            is_open = False
        elif line.strip() and is_open:
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {line.strip()}".strip())
    return [one for one in found if one.text]


def chosen(words: str, lines: Iterable[int]) -> set[int]:
    """Return which of `lines` are meant by `all`, `none`, or numbers such as `1,3-5`. Raises Refused otherwise."""
    there = set(lines)
    wanted = words.strip().lower()
    if wanted in {"all", "yes", "y"}:
        return there
    if wanted in {"none", "no", "n", ""}:
        return set()
    picked: set[int] = set()
    for part in re.split(r"[,\s]+", wanted):
        found = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        if found is None:
            raise Refused(f'"{part}" names no line. Write numbers such as 1,3-5, or all, or none.')
        picked.update(range(int(found[1]), int(found[2] or found[1]) + 1))
    return picked & there


def _stamped(line: str, *, now: datetime, day: date | None) -> tuple[Moment | None, str]:
    found = _STAMP.match(line)
    if found:
        stated = _day_words(found["day"]) or (day.isoformat() if day else "")
        return _moment(f"{stated} {_clock(found['clock'])}{found['zone'].strip()}".strip(), now), found[
            "rest"
        ]
    found = _NAMED.match(line)
    if found:
        stated = day.isoformat() if day else ""
        return _moment(f"{stated} {_clock(found['clock'])}".strip(), now), f"{found['name'].strip()}:"
    return None, line


def _has_day(line: str) -> bool:
    found = _STAMP.match(line)
    return bool(found and found["day"])


def _moment(words: str, now: datetime) -> Moment | None:
    try:
        return read_moment(words, now=now)
    except Refused:
        return None


def _moment_or_none(words: str, *, now: datetime, fallback: date | None) -> date | None:
    moment = _moment(words, now)
    return moment.at.astimezone(now.tzinfo).date() if moment else fallback


def _clock(words: str) -> str:
    return re.sub(r"[.,]\d+", "", words)


def _day_words(words: str | None) -> str:
    """Return a day as `read_moment` reads it; 20.10.2026 and 20/10/2026 are the 20th of October."""
    if not words:
        return ""
    numbers = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", words)
    if numbers:
        return f"{numbers[3]}-{int(numbers[2]):02}-{int(numbers[1]):02}"
    return words.replace("/", "-")
