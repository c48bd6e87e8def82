"""The steps of the rail: how far each of them has come, and one line of fact about it."""

from collections.abc import Callable

from secondstory.application.looking import Standing, held_of
from secondstory.web.site.words import plural, short_day
from secondstory.web.visiting.visit import Visit

Look = Callable[[Visit, Standing], tuple[str, str]]
"""(visit, standing) -> (state, line). state: none, begun or done; the lamp is set elsewhere. line: one fact, or empty."""

_SUPPORT = {"given": "Given", "declined": "Declined, and that is fine", "not-applicable": "Nobody was close"}


def overview(_visit: Visit, _standing: Standing) -> tuple[str, str]:
    """Return nothing: the overview is no step."""
    return "none", ""


def support(visit: Visit, standing: Standing) -> tuple[str, str]:
    """Return how support ended, as far as anybody else learns of it."""
    settled = standing.pm.support
    if settled.outcome is None:
        return "none", ""
    said = _SUPPORT[settled.outcome.value]
    return "done", f"{said}, {short_day(settled.settled_at, visit.zone)}" if said == "Given" else said


def evidence(visit: Visit, standing: Standing) -> tuple[str, str]:
    """Return how much is held, and how much of it was looked at together."""
    stream = standing.pm.stream
    held = held_of(visit.office, stream) if stream else 0
    if not held:
        return "none", ""
    return "done" if standing.pm.publication.is_published else "begun", f"{held:,} held"


def timeline(_visit: Visit, standing: Standing) -> tuple[str, str]:
    """Return how many entries there are; done once a room walked it or every entry was confirmed."""
    told = standing.pm.timeline
    if not told.entries and not told.gaps:
        return "none", ""
    confirmed = bool(told.entries) and all(one.confirmed_by and not one.disputes for one in told.entries)
    if confirmed:
        return "done", f"{plural(len(told.entries), 'entry', 'entries')}, all confirmed"
    line = plural(len(told.entries), "entry", "entries")
    line += f", {plural(len(told.gaps), 'gap')}" if told.gaps else ""
    return "done" if standing.pm.sittings.learnt_at else "begun", line


def story(_visit: Visit, standing: Standing) -> tuple[str, str]:
    """Return the number of the last revision."""
    told = standing.pm.story
    if told.latest is None:
        return ("begun", "First words") if told.decision_points or told.notes else ("none", "")
    return "done" if standing.pm.publication.is_published else "begun", f"Draft {told.latest.number}"


def map_(_visit: Visit, standing: Standing) -> tuple[str, str]:
    """Return how many conditions stand on how many levels; done when every level was looked at."""
    found = standing.pm.conditions
    if not found.standing:
        return ("begun", "Levels looked at") if found.explored else ("none", "")
    line = f"{plural(len(found.standing), 'condition')}, {plural(len(found.levels_used), 'level')}"
    return "begun" if found.unexplored_levels else "done", line


def sittings(visit: Visit, standing: Standing) -> tuple[str, str]:
    """Return when people met; done when they met to learn and to commit."""
    met = standing.pm.sittings
    if not met.sittings:
        return "none", ""
    days = [("Learn", met.learnt_at), ("commit", met.committed_at)]
    line = ", ".join(f"{word} {short_day(at, visit.zone)}" for word, at in days if at)
    is_done = met.learnt_at is not None and (met.committed_at is not None or visit.office.alone)
    return "done" if is_done else "begun", line or f"{len(met.sittings)} planned"


def followups(_visit: Visit, standing: Standing) -> tuple[str, str]:
    """Return how many follow-ups have an owner; done when all have."""
    live = [one for one in standing.followups if one.is_live]
    if not live:
        return "none", ""
    owned = sum(one.is_owned for one in live)
    return "done" if owned == len(live) else "begun", f"{owned} of {len(live)} accepted"


def publish(visit: Visit, standing: Standing) -> tuple[str, str]:
    """Return when it was published."""
    editions = standing.pm.publication.editions
    return ("done", f"Published {short_day(editions[-1].at, visit.zone)}") if editions else ("none", "")
