"""What people say of two post-mortems being alike: the last word stands, and each must be there to be read."""

import pytest

from secondstory.application.finding.judging import judge, judged
from secondstory.application.understanding.withdrawing import withdraw
from secondstory.kernel.refused import Refused
from tests.offices import MemoryOffice
from tests.people import FAY


def test_it_keeps_the_last_word_on_each():
    place = MemoryOffice()
    one, other = place.opened("One").stream, place.opened("Two").stream
    assert judged(place.office, one) == {}
    judge(place.office, one, 2, alike=True)
    assert judged(place.office, one) == {str(other): True}
    assert judge(place.office, one, 2, alike=True).entry is None
    judge(place.office, one, 2, alike=False)
    assert judged(place.office, one) == {str(other): False}
    assert judged(place.office, other) == {}


def test_it_refuses_itself_what_is_not_there_and_what_may_not_be_read():
    place = MemoryOffice()
    one = place.opened("One").stream
    with pytest.raises(Refused, match="always like itself"):
        judge(place.office, one, 1, alike=True)
    with pytest.raises(Refused, match="no PM-9"):
        judge(place.office, one, 9, alike=True)
    with pytest.raises(Refused, match="no PM-1"):
        judge(place.of(FAY), one, 1, alike=True)


def test_it_takes_no_word_about_one_that_was_withdrawn():
    place = MemoryOffice()
    one = place.opened("One").stream
    place.opened("Two")
    withdraw(place.office, one, "opened twice")
    with pytest.raises(Refused):
        judge(place.office, one, 2, alike=True)
