"""How times, sizes and text are shown: in the reader's zone, on a 24-hour clock, the same on every machine."""

from datetime import UTC, datetime, tzinfo

from markupsafe import Markup

from secondstory.kernel.moments import Moment, Precision
from secondstory.wiring.site.prose import prose_html

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "January February March April May June July August September October November December".split()
_STEPS = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def _aware(value: datetime | str | None) -> datetime | None:
    """Return a time as the rows and the states hold it: text of RFC 3339 or a datetime."""
    if not value:
        return None
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def day(value: datetime | str | None, zone: tzinfo = UTC) -> str:
    """Return `Tue 20 October` in `zone`, with the year once it is another than that of the time now shown."""
    at = _aware(value)
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"


def short_day(value: datetime | str | None, zone: tzinfo = UTC) -> str:
    """Return `20 Oct` in `zone`, for a line with little room."""
    at = _aware(value)
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1][:3]}"


def clock(value: datetime | str | None, zone: tzinfo = UTC) -> str:
    """Return `14:02` in `zone`."""
    at = _aware(value)
    return "" if at is None else f"{at.astimezone(zone):%H:%M}"


def at(value: datetime | str | None, zone: tzinfo = UTC) -> str:
    """Return `Tue 20 October 2026, 14:02` in `zone`."""
    return f"{day(value, zone)}, {clock(value, zone)}" if value else ""


def moment(value: Moment | None, zone: tzinfo = UTC) -> str:
    """Return a claimed time as finely as it was stated; a day alone stays a day."""
    if value is None:
        return ""
    if value.precision is Precision.DAY:
        return day(value.at, UTC)
    seconds = f":{value.at.astimezone(zone):%S}" if value.precision is Precision.SECOND else ""
    about = f" ± {value.uncertainty_s} s" if value.uncertainty_s else ""
    return f"{at(value.at, zone)}{seconds}{about}"


def prose(markdown: str | None, known: frozenset[str] = frozenset()) -> Markup:
    """Return Markdown of people as safe HTML. known: the marks of evidence that have a place on the page."""
    return Markup(prose_html(markdown or "", known))  # noqa: S704 - the renderer escapes all HTML in it


def plural(count: int, one: str, many: str = "") -> str:
    """Return `1 condition` or `3 conditions`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size(length: int | None) -> str:
    """Return a length in bytes as people say it."""
    for step, unit in _STEPS:
        if length is not None and length >= step:
            return f"{length / step:.1f} {unit}"
    return f"{length or 0} bytes"
