"""How a sitting is shown: its hour for whoever looks, who holds the room, its marks, and its state in one word."""

from datetime import datetime
from typing import Any

from secondstory.application import looking
from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.room.minutes import by_part
from secondstory.application.ceremony.room.seats import begins_for, holder_of, managers
from secondstory.application.holidays import holidays_of
from secondstory.application.looking import Standing
from secondstory.domain.ceremony.sittings import Sitting, SittingKind, earliest_commitment
from secondstory.kernel.moments import Precision
from secondstory.web.pages.ceremony.sittings.acts import stream_of
from secondstory.web.site.words import at as at_words
from secondstory.web.site.words import day, plural
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.room import rooms_in

NAMES = {
    SittingKind.LEARNING: "Learning sitting",
    SittingKind.COMMITMENT: "Commitment sitting",
    SittingKind.COMBINED: "Combined sitting",
    SittingKind.ASYNCHRONOUS: "Sitting in writing",
    SittingKind.SOLO: "Alone, with the protocol",
}
ABOUT = {
    SittingKind.LEARNING: "Rebuild what happened. Nothing is decided; ideas are parked.",
    SittingKind.COMMITMENT: "Two working days later: what to change, and who says yes.",
    SittingKind.COMBINED: "Both in one, for something small. It carries a visible mark.",
    SittingKind.ASYNCHRONOUS: "No meeting: the same questions, answered in writing until a day. It carries a mark.",
}


_ROLE_WORDS = {
    "owner": ("owner", "owners"),
    "facilitator": ("facilitator", "facilitators"),
    "scribe": ("scribe", "scribes"),
    "participant": ("participant", "participants"),
    "involved": ("closest to it", "closest to it"),
    "commander": ("commander", "commanders"),
    "listener": ("listening", "listening"),
    "guest": ("guest", "guests"),
}


def counted(role: str, count: int) -> str:
    """Return how many were there in a role, in words: `5 participants`, `1 closest to it`."""
    return plural(count, *_ROLE_WORDS.get(role, (role, role)))


def begins(visit: Visit, standing: Standing, sitting: Sitting) -> datetime | None:
    """Return when the part of whoever looks begins."""
    floor = rooms_in(visit.ground.workspace.place).floor((stream_of(standing), sitting.number))
    if not floor.first_hour_free:
        return sitting.at.at if sitting.at else None
    return begins_for(standing.pm, sitting, visit.person, first_hour_free=True, leads=managers(visit.office))


def when(visit: Visit, standing: Standing, sitting: Sitting) -> str:
    """Return the hour of a sitting in words."""
    if sitting.at is None:
        return "without an hour"
    if sitting.at.precision is Precision.DAY:
        return (
            f"until {day(sitting.at.at)}" if sitting.kind is SittingKind.ASYNCHRONOUS else day(sitting.at.at)
        )
    return at_words(begins(visit, standing, sitting), visit.zone)


def state(sitting: Sitting) -> str:
    """Return how far a sitting is, in one word or two."""
    if sitting.lapsed is not None:
        return "did not take place"
    if sitting.is_held:
        return "held"
    return "open now" if sitting.is_open else "planned"


def marks(sitting: Sitting) -> tuple[str, ...]:
    """Return what is marked on a sitting, in the open."""
    found: list[str] = []
    if sitting.kind is SittingKind.COMBINED:
        found.append("Learning and commitment in one sitting")
    if sitting.kind is SittingKind.ASYNCHRONOUS:
        found.append("In writing, without a meeting")
    if sitting.soak_shortened:
        found.append(f"Sooner than two working days: {sitting.soak_shortened}")
    if sitting.overridden:
        found.append(f"The facilitator {' and '.join(sitting.conflicts)}: {sitting.overridden}")
    return tuple(found)


def row(visit: Visit, standing: Standing, sitting: Sitting) -> dict[str, Any]:
    """Return what a list shows of a sitting."""
    names = looking.names(visit.office)
    return {
        "sitting": sitting,
        "name": NAMES[sitting.kind],
        "when": when(visit, standing, sitting),
        "state": state(sitting),
        "marked": marks(sitting),
        "facilitator": names.get(str(sitting.facilitator), "") if sitting.facilitator else "",
        "there": sum(one.count for one in sitting.roles),
    }


def whole(visit: Visit, standing: Standing, sitting: Sitting) -> dict[str, Any]:
    """Return what the page of a sitting shows."""
    names = looking.names(visit.office)
    holder = holder_of(standing.pm, sitting)
    return {
        **row(visit, standing, sitting),
        "invited": [names.get(str(one), "somebody") for one in sitting.invited],
        "unspoken": meeting.unspoken_for(standing.pm, sitting.invited),
        "holder": names.get(str(holder), "") if holder else "",
        "holds": holder == visit.person,
        "parts": by_part(sitting.minutes),
        "polls": sitting.polls,
        "there_words": [counted(one.role, one.count) for one in sitting.roles],
        "minutes_in_all": sum(one.minutes for one in sitting.agenda),
    }


def earliest(visit: Visit, standing: Standing) -> datetime | None:
    """Return from when people can commit; None before they learnt."""
    learnt = standing.pm.sittings.learnt_at
    now = visit.office.now().astimezone(visit.zone)
    if learnt is None:
        return None
    days_off = holidays_of(visit.office)
    return earliest_commitment(learnt, alone=visit.office.alone, zone_of=now, holidays=days_off)
