"""Seats: who holds the room, who writes, who listens, and whose part begins later."""

from datetime import UTC, datetime

import pytest

from secondstory.application.ceremony.room.seats import (
    Seat,
    begins_for,
    holder_of,
    is_closest,
    must_hold,
    must_speak,
    must_write,
    role_of,
    seat_of,
)
from secondstory.domain.ceremony.sittings import Sitting, SittingKind
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.incidents import Held, Incident, Role
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused

ADA, BO, CEM, DEE, EVE, FAY = (PersonId(f"pe_{name}") for name in "ada bo cem dee eve fay".split())
ROLES = {ADA: Role.OWNER, BO: Role.SCRIBE, CEM: Role.INVOLVED, DEE: Role.PARTICIPANT, EVE: Role.LISTENER}
PM = PostMortem(incident=Incident(roles=tuple(Held(role=role, person=who) for who, role in ROLES.items())))
TEN = datetime(2026, 11, 3, 10, tzinfo=UTC)
SITTING = Sitting(number=1, kind=SittingKind.LEARNING, at=Moment(at=TEN), invited=(DEE, EVE), facilitator=FAY)


def test_it_seats_everybody_by_their_role():
    seats = {who: seat_of(PM, SITTING, who) for who in (ADA, BO, DEE, EVE, FAY)}
    assert seats == {
        ADA: Seat.PARTICIPANT,
        BO: Seat.SCRIBE,
        DEE: Seat.PARTICIPANT,
        EVE: Seat.LISTENER,
        FAY: Seat.HOLDER,
    }


def test_it_lets_the_owner_hold_a_room_without_a_facilitator():
    alone = Sitting(number=2, kind=SittingKind.COMMITMENT)
    assert holder_of(PM, alone) == ADA
    assert holder_of(PostMortem(incident=Incident(opened_by=BO)), alone) == BO


def test_it_counts_people_by_what_matters_most():
    assert role_of(PM, SITTING, FAY) == "facilitator"
    assert role_of(PM, SITTING, CEM) == "involved"
    assert role_of(PM, SITTING, PersonId("pe_gus")) == "participant"


def test_it_brings_managers_an_hour_later_when_somebody_closest_asked():
    later = TEN.replace(hour=11)
    leads = {DEE, CEM, FAY}
    assert begins_for(PM, SITTING, DEE, first_hour_free=True, leads=leads) == later
    assert begins_for(PM, SITTING, DEE, first_hour_free=False, leads=leads) == TEN
    for who in (CEM, FAY, BO):
        assert begins_for(PM, SITTING, who, first_hour_free=True, leads=leads) == TEN
    assert is_closest(PM, CEM)


def test_it_refuses_what_a_seat_does_not_do():
    for refuse, seat in (
        (must_hold, Seat.SCRIBE),
        (must_write, Seat.PARTICIPANT),
        (must_speak, Seat.LISTENER),
    ):
        with pytest.raises(Refused):
            refuse(seat)
    must_hold(Seat.HOLDER)
    must_write(Seat.HOLDER)
    must_speak(Seat.PARTICIPANT)
