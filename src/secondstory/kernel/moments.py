"""Times that people claim: an instant, how precise it is, how sure they are, and the zone they said it in."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from secondstory.kernel.frozen import dataclass

NIGHT_HOURS = 6


class Precision(StrEnum):
    """How finely a time was stated."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as somebody stated it.

    at: aware, UTC. precision: the finest unit that was said. zone: as stated (`+02:00`, `Europe/Berlin`, `UTC`).
    uncertainty_s: the moment may lie this many seconds to either side, 0 when nobody said.
    """

    at: datetime
    precision: Precision = Precision.MINUTE
    zone: str = "UTC"
    uncertainty_s: int = 0

    def __post_init__(self) -> None:
        """Hold the invariant that everything below the doors relies on: aware and in UTC."""
        if self.at.tzinfo is not UTC:
            raise ValueError("a moment is kept in UTC; its zone is said beside it")
        if self.uncertainty_s < 0:
            raise ValueError("an uncertainty is never negative")


def night_between(earlier: datetime, later: datetime) -> bool:
    """Return whether somebody could sleep on it: another calendar day in `later`'s zone, six hours on.

    Both aware. The zone of `later` is the zone of the person who decides.
    """
    if later - earlier < timedelta(hours=NIGHT_HOURS):
        return False
    return later.date() > earlier.astimezone(later.tzinfo).date()


def morning_after(earlier: datetime, *, zone_of: datetime) -> datetime:
    """Return the first moment at which `night_between(earlier, moment)` holds, in the zone of `zone_of`."""
    local = earlier.astimezone(zone_of.tzinfo)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(midnight, local + timedelta(hours=NIGHT_HOURS))


def spoken(at: datetime) -> str:
    """Return a time within the coming days as it is said, with its zone: `Monday 00:00 UTC`. at: aware."""
    return f"{at:%A %H:%M} {shown_zone(at)}"


def shown_zone(at: datetime) -> str:
    """Return the zone of an aware time as people read it: `CET` where it has such a name, else `+02:00`."""
    name, offset = at.tzname() or "", f"{at:%z}"
    return name if name.isalpha() and name.isupper() else f"{offset[:3]}:{offset[3:5]}"
