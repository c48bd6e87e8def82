"""Holds: placed, acknowledged, extended and released in the open."""

from datetime import timedelta

import pytest

from secondstory.application.keeping import holding
from secondstory.application.keeping.holding import Wish
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from tests.begun import BegunOffice


def test_it_places_a_hold_under_the_next_number_with_a_reason_of_its_own():
    place = BegunOffice()
    opened = place.opened()
    placed = holding.place(place.office, opened.stream, Wish(sources=("call recordings",)))
    hold = holding.hold_of(place.office, placed.stream)
    assert (hold.number, hold.reason, hold.sources) == (2, "needed for PM-1", ("call recordings",))
    assert [one.number for one in holding.holds_of(place.office, opened.stream)] == [1, 2]


def test_it_holds_nothing_for_a_post_mortem_that_is_not_here():
    place = BegunOffice()
    with pytest.raises(Refused, match="no such post-mortem"):
        holding.place(place.office, StreamId("pm_none"), Wish(sources=("call recordings",)))


def test_it_follows_a_hold_to_its_release():
    place = BegunOffice()
    until = Moment(at=place.desk.clock.at + timedelta(days=30))
    wish = Wish(sources=("calls",), custodians=("Telephony",), until=until)
    placed = holding.place(place.office, place.opened().stream, wish)
    holding.acknowledge(place.office, placed.stream, "Telephony")
    holding.extend(place.office, placed.stream, Moment(at=until.at + timedelta(days=30)), "the insurer asks")
    with pytest.raises(Refused, match="A release says why"):
        holding.release(place.office, placed.stream, "")
    holding.release(place.office, placed.stream, "everything needed is sealed")
    hold = holding.hold_of(place.office, placed.stream)
    assert hold.unacknowledged == ()
    assert not hold.stands(place.desk.clock.at)
    with pytest.raises(Refused, match="was released"):
        holding.acknowledge(place.office, placed.stream, "Telephony")
