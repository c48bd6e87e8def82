"""The charter in use."""

import pytest

from secondstory.application.ceremony import chartering
from secondstory.domain.ceremony.charter import VersionAdopted
from secondstory.kernel.refused import Refused
from tests.begun import CHARTER, BegunOffice

NEXT = VersionAdopted(version="2", digest="d" * 64, text="Honest mistakes are protected here, at every rank.")


def test_it_asks_again_after_a_new_version():
    place = BegunOffice()
    assert chartering.acknowledge(place.office) == "1"
    assert chartering.charter_of(place.office).knows(place.me)
    chartering.adopt(place.office, NEXT)
    assert not chartering.charter_of(place.office).knows(place.me)


def test_it_records_one_acknowledgement_however_often_it_is_said():
    place = BegunOffice()
    for _ in range(3):
        chartering.acknowledge(place.office)
    assert len(chartering.charter_of(place.office).acknowledged) == 1


def test_it_adopts_no_text_twice():
    place = BegunOffice()
    with pytest.raises(Refused, match="holds already"):
        chartering.adopt(place.office, CHARTER)


def test_it_takes_answers_to_a_case_that_was_asked_five_at_a_time():
    place = BegunOffice()
    with pytest.raises(Refused, match="has not been asked"):
        chartering.take_answers(place.office, "two-tabs", [("honest-error", 5)])
    chartering.ask_vignette(place.office, "two-tabs", "What is this?")
    with pytest.raises(Refused, match="batches of 5"):
        chartering.take_answers(place.office, "two-tabs", [("honest-error", 4)])
    chartering.take_answers(place.office, "two-tabs", [("honest-error", 3), ("concealment", 2)])
    assert len(chartering.charter_of(place.office).answered) == 1
