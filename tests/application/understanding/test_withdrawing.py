"""A post-mortem that goes on in another one."""

import pytest

from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.application.understanding.telling import read
from secondstory.application.understanding.withdrawing import merged_into, withdraw
from secondstory.kernel.refused import Refused
from tests.offices import MemoryOffice


def test_it_goes_on_in_another_one_and_takes_no_more():
    place = MemoryOffice()
    first, second = place.opened(), open_post_mortem(place.office, Opening(title="the same night"))
    assert merged_into(place.office, first.stream, second.number) == second.number
    assert read(place.office, first.stream).incident.merged_into == second.stream
    with pytest.raises(Refused, match="goes on in another one"):
        withdraw(place.office, first.stream, "twice")


def test_it_merges_into_nothing_that_is_missing_withdrawn_or_itself():
    place = MemoryOffice()
    first, second = place.opened(), open_post_mortem(place.office, Opening(title="the same night"))
    for number in (99, first.number):
        with pytest.raises(Refused):
            merged_into(place.office, first.stream, number)
    withdraw(place.office, second.stream, "opened in error")
    with pytest.raises(Refused, match="withdrawn"):
        merged_into(place.office, first.stream, second.number)
    assert read(place.office, first.stream).incident.is_open
