"""Times that a person types into a form: read in their zone, as roughly as they were said."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from secondstory.domain.lifecycle import PostMortem
from secondstory.kernel.frozen import replace
from secondstory.kernel.moments import Moment, Precision
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.documents import days
from secondstory.wiring.documents.moments import moment_text, zone_of

HOW_SURE = (
    ("0", "As stated"),
    ("60", "Give or take a minute"),
    ("300", "Give or take 5 minutes"),
    ("900", "Give or take a quarter of an hour"),
    ("3600", "Give or take an hour"),
    ("14400", "Give or take a few hours"),
)
"""How rough a time is, in seconds to either side, as a form asks for it."""


def now_of(visit: Visit) -> datetime:
    """Return now, in the zone that this person reads times in."""
    return visit.office.now().astimezone(visit.zone)


def moment_in(
    visit: Visit,
    name: str,
    *,
    known: Iterable[datetime] = (),
    after: Moment | None = None,
    sure: str = "",
) -> Moment | None:
    """Return the time in a field of the form, None when it is empty. Raises Refused when it cannot be read.

    A time of day alone lies near what is `known` of the incident, or, with `after`, not before that.
    sure: the field that says how rough it is, of HOW_SURE.
    """
    text = visit.field(name)
    if not text:
        return None
    now = now_of(visit)
    found = days.following(text, after, now=now) if after else days.near(text, known, now=now)
    rough = visit.field(sure) if sure else ""
    if rough.isdecimal() and int(rough) and not found.uncertainty_s:
        return replace(found, uncertainty_s=int(rough))
    return found


def day_in(visit: Visit, name: str) -> Moment | None:
    """Return a day or time ahead in a field of the form, None when it is empty. Raises Refused for one behind us."""
    text = visit.field(name)
    return days.ahead(text, now=now_of(visit)) if text else None


def known_times(pm: PostMortem) -> list[datetime]:
    """Return what a time of day alone is probably near: the times of the incident and of its timeline."""
    times = pm.incident.times
    stated = (times.began, times.detected, times.declared, times.mitigated, times.resolved)
    return [one.at for one in stated if one] + [entry.occurred.at for entry in pm.timeline.entries]


def typed(moment: Moment | None, zone: tzinfo) -> str:
    """Return a moment as a form holds it: `2026-11-20 14:02` in the zone of the reader, who types it back like that."""
    if moment is None:
        return ""
    local = moment.at.astimezone(zone)
    clock = {Precision.DAY: "", Precision.MINUTE: f" {local:%H:%M}", Precision.SECOND: f" {local:%H:%M:%S}"}
    about = f" ± {moment.uncertainty_s} s" if moment.uncertainty_s else ""
    return f"{local:%Y-%m-%d}{clock[moment.precision]}{about}"


def stated(moment: Moment | None, zone: tzinfo) -> str:
    """Return a moment as it was stated, where that zone was another than the reader's; else empty."""
    if moment is None or moment.precision is Precision.DAY:
        return ""
    theirs = moment.at.astimezone(zone_of(moment.zone))
    if theirs.utcoffset() == moment.at.astimezone(zone).utcoffset():
        return ""
    return moment_text(replace(moment, uncertainty_s=0))
