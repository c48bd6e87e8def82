"""Dates, times and small counts in the words of the page, the same on every machine."""

import re
from datetime import date, datetime

_PLAIN_NUMBER = re.compile(r"(\D*)([1-9]\d{3,17})((?:\.\d+)?[^\d.]*)")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = "January February March April May June July August September October November December".split()


def day(at: date) -> str:
    """Return a day such as `20 October 2026`."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def weekday(at: date) -> str:
    """Return a day with its weekday, such as `Tue 20 October`."""
    return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]}"


def clock(at: datetime) -> str:
    """Return a time of day such as `20:52`, with seconds when they are not nought."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def moment(at: datetime) -> str:
    """Return a day and a time such as `Tue 20 October, 20:52`."""
    return f"{weekday(at)}, {clock(at)}"


def count(number: int, one: str, more: str = "") -> str:
    """Return a number with its noun, `1 sitting` or `2 sittings`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def grouped(number: str) -> str:
    """Return a number as people state it with its thousands parted, `23,362`; anything else comes back unchanged."""
    found = _PLAIN_NUMBER.fullmatch(number)
    return f"{found[1]}{int(found[2]):,}{found[3]}" if found else number


def moment_in_full(at: datetime) -> str:
    """Return a day and a time for a sentence, such as `10 September 2026 at 13:14`."""
    return f"{day(at)} at {at:%H:%M}"


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
