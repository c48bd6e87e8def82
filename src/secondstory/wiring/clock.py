"""The clock of this machine, and the demo clock, which only a log whose origin begins with `demo/` may have."""

import os
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from secondstory.application.ports.chance import Clock
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused

DEMO_CLOCK = "SECONDSTORY_DEMO_CLOCK"
DEMO_ORIGIN = "demo/"
_LOCALTIME = Path("/etc/localtime")


def local_zone() -> tzinfo:
    """Return the zone of this machine by name where it has one, so that old times get the offset of their day."""
    names = [os.environ.get("TZ", "").removeprefix(":"), _localtime_name()]
    for name in filter(None, names):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return datetime.now(UTC).astimezone().tzinfo or UTC


def _localtime_name() -> str:
    try:
        _, found, name = str(_LOCALTIME.readlink()).partition("zoneinfo/")
    except OSError:
        return ""
    return name if found else ""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The time of this machine, in `zone`."""

    zone: tzinfo

    def now(self) -> datetime:
        """Return the time, aware."""
        return datetime.now(self.zone)


@dataclass(frozen=True, slots=True)
class DemoClock:
    """The time that somebody set in the environment, so that an example can let nights pass; else that of the machine.

    It is read at each look, so that an example which runs in one process can move on.
    """

    zone: tzinfo

    def now(self) -> datetime:
        """Return the set time, aware. Raises Refused when what was set is no time."""
        set_to = os.environ.get(DEMO_CLOCK)
        if not set_to:
            return datetime.now(self.zone)
        try:
            at = datetime.fromisoformat(set_to)
        except ValueError as wrong:
            raise Refused(
                f"{DEMO_CLOCK} is not a time: {set_to}. Write it as 2026-11-20T09:30:00+01:00."
            ) from wrong
        return at if at.tzinfo else at.replace(tzinfo=self.zone)


def clock_for(origin: str) -> Clock:
    """Return the clock for a log. Raises Refused when a demo clock is asked for on a log that is none."""
    zone = local_zone()
    if origin.startswith(DEMO_ORIGIN):
        clock = DemoClock(zone)
        clock.now()
        return clock
    if os.environ.get(DEMO_CLOCK):
        raise Refused(
            f"{DEMO_CLOCK} works on demo logs alone, and this record is a real one. Unset it and go on."
        )
    return SystemClock(zone)
