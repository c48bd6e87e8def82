"""Who sits where in a room, what each seat may do, and when somebody's part of a sitting begins."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from secondstory.application.access.policy import rule_of
from secondstory.application.office import Office
from secondstory.domain.ceremony.sittings import Sitting
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.relations import Relation
from secondstory.readmodel.tables import LINE

FIRST_HOUR = timedelta(hours=1)


class Seat(StrEnum):
    """From where somebody follows a sitting."""

    HOLDER = "facilitator"
    SCRIBE = "scribe"
    PARTICIPANT = "participant"
    LISTENER = "listener"


def holder_of(pm: PostMortem, sitting: Sitting) -> PersonId | None:
    """Return who holds the room: the facilitator, without one the owner, without one whoever opened the post-mortem."""
    owners = pm.incident.who(Role.OWNER)
    return sitting.facilitator or (owners[-1] if owners else pm.incident.opened_by)


def seat_of(pm: PostMortem, sitting: Sitting, person: PersonId) -> Seat:
    """Return the seat of a person who may be in the room."""
    if person == holder_of(pm, sitting):
        return Seat.HOLDER
    held = {one.role for one in pm.incident.roles if one.person == person}
    if Role.SCRIBE in held:
        return Seat.SCRIBE
    return Seat.LISTENER if held == {Role.LISTENER} else Seat.PARTICIPANT


def role_of(pm: PostMortem, sitting: Sitting, person: PersonId) -> str:
    """Return the word under which a person is counted: their role, with facilitator and involved before the others."""
    if person == sitting.facilitator:
        return Role.FACILITATOR.value
    order = (
        Role.INVOLVED,
        Role.COMMANDER,
        Role.SCRIBE,
        Role.OWNER,
        Role.PARTICIPANT,
        Role.GUEST,
        Role.LISTENER,
    )
    held = {one.role for one in pm.incident.roles if one.person == person}
    return next((role.value for role in order if role in held), Role.PARTICIPANT.value)


def is_closest(pm: PostMortem, person: PersonId) -> bool:
    """Return whether a person was closest to what happened."""
    return person in pm.incident.who(Role.INVOLVED)


def may(office: Office, stream: StreamId, action: str) -> bool:
    """Return whether whoever acts may record `action` on `stream` in their own name: what a page then offers."""
    held = office.door.relations(stream)
    return office.alone or bool(held and rule_of(action).allows(held | {Relation.ONESELF}))


def must_hold(seat: Seat) -> None:
    """Refuse what only whoever holds the room does."""
    if seat is not Seat.HOLDER:
        raise Refused("Whoever holds the room does this. Ask them, or raise a point.", code="not-yours")


def must_write(seat: Seat) -> None:
    """Refuse minutes by anybody but the scribe and whoever holds the room."""
    if seat not in {Seat.SCRIBE, Seat.HOLDER}:
        raise Refused(
            "The scribe writes the minutes. Raise a point, and it stands beside them.", code="not-yours"
        )


def must_speak(seat: Seat) -> None:
    """Refuse words of somebody who listens."""
    if seat is Seat.LISTENER:
        raise Refused("You are here to listen. Tell whoever holds the room if you saw part of this yourself.")


def managers(office: Office) -> frozenset[PersonId]:
    """Return everybody to whom somebody answers."""
    return frozenset(PersonId(str(row["manager"])) for row in office.door.rows(LINE))


def begins_for(
    pm: PostMortem, sitting: Sitting, person: PersonId, *, first_hour_free: bool, leads: Collection[PersonId]
) -> datetime | None:
    """Return when a person's part begins; None for a sitting without an hour.

    An hour later for people others answer to, when somebody closest to it asked for that. leads: those people.
    Whoever holds the room, and those closest themselves, are there from the beginning.
    """
    if sitting.at is None:
        return None
    later = first_hour_free and person in leads
    if later and person != holder_of(pm, sitting) and not is_closest(pm, person):
        return sitting.at.at + FIRST_HOUR
    return sitting.at.at
