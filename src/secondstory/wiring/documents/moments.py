"""Times in a document: as people read them, and exact enough to come back as the same moment."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from secondstory.kernel.moments import Moment, Precision

_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?: (?P<clock>\d\d:\d\d(?::\d\d)?))?(?P<offset>[+-]\d\d:\d\d(?::\d\d)?)"
    r"(?: (?P<zone>[A-Za-z][\w+/-]*))?(?: ± (?P<seconds>\d+) s)?"
)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


def moment_text(moment: Moment | None) -> str:
    """Return a moment such as `2026-11-20 14:02+01:00 Europe/Berlin ± 300 s`, in the zone it was stated in.

    A day alone keeps its offset (`2026-11-20+01:00`), since a day begins at another instant elsewhere. Empty for None.
    """
    if moment is None:
        return ""
    local = moment.at.astimezone(zone_of(moment.zone))
    clock = {Precision.DAY: "", Precision.MINUTE: f" {local:%H:%M}", Precision.SECOND: f" {local:%H:%M:%S}"}
    offset = _offset(local)
    named = "" if moment.zone == offset else f" {moment.zone}"
    about = f" ± {moment.uncertainty_s} s" if moment.uncertainty_s else ""
    return f"{local:%Y-%m-%d}{clock[moment.precision]}{offset}{named}{about}"


def read_moment_text(text: str) -> Moment | None:
    """Return the moment that `moment_text` wrote; None for any other text."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    clock = found["clock"] or "00:00"
    try:
        local = datetime.fromisoformat(f"{found['day']}T{clock}{found['offset']}")
    except ValueError:
        return None
    precision = Precision.DAY
    if found["clock"]:
        precision = Precision.SECOND if clock.count(":") == 2 else Precision.MINUTE
    return Moment(
        at=local.astimezone(UTC),
        precision=precision,
        zone=found["zone"] or found["offset"],
        uncertainty_s=int(found["seconds"] or 0),
    )


def zone_of(name: str) -> tzinfo:
    """Return a zone by name or offset; UTC for one that this machine does not know."""
    if found := _OFFSET.fullmatch(name):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(offset if found[1] == "+" else -offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _offset(local: datetime) -> str:
    raw = f"{local:%z}"
    seconds = f":{raw[5:7]}" if len(raw) > 5 else ""
    return f"{raw[:3]}:{raw[3:5]}{seconds}"
