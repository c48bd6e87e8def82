"""The acts of the walk alone that no other command has."""

import pytest

from secondstory.application.ceremony import committing, soloing, supporting
from secondstory.application.understanding.telling import read
from secondstory.domain.ceremony.followups import Standing, Strength
from secondstory.domain.ceremony.publication import Gate
from secondstory.domain.lifecycle import SoloPlace
from secondstory.kernel.refused import Refused
from tests.offices import MemoryOffice


@pytest.fixture
def begun():
    here = MemoryOffice()
    stream = here.opened().stream
    supporting.support_oneself(here.office, stream, supporting.OwnSteps(told="a friend"))
    return here.office, stream


def test_it_begins_one_sitting_however_often_it_is_begun(begun):
    office, stream = begun
    assert soloing.in_progress(office) is None
    first, second = soloing.begin(office, stream), soloing.begin(office, stream)
    assert first.number == second.number
    assert len(read(office, stream).sittings.sittings) == 1
    found = soloing.in_progress(office)
    assert found is not None
    assert found.stream == stream


def test_it_ends_when_a_change_works_without_remembering(begun):
    office, stream = begun
    with pytest.raises(Refused) as early:
        soloing.end(office, stream)
    assert early.value.code == "relies-on-memory"
    committing.propose(
        office, stream, committing.Proposal(text="Remove the field", strength=Strength.STRONGER)
    )
    soloing.end(office, stream)
    assert soloing.in_progress(office) is None
    assert soloing.place(office, stream) is SoloPlace.NIGHT


def test_it_records_why_nothing_works_without_remembering(begun):
    office, stream = begun
    with pytest.raises(Refused, match="needs a reason"):
        soloing.except_memory(office, stream, " ")
    soloing.except_memory(office, stream, "The host belongs to the client.")
    (exception,) = read(office, stream).publication.exceptions
    assert (exception.gate, exception.reason) == (
        Gate.INTERMEDIATE_FOLLOWUP,
        "The host belongs to the client.",
    )
    with pytest.raises(Refused, match="nothing to except"):
        soloing.except_memory(office, stream, "twice")


def test_it_drops_a_change_by_the_one_authority_there_is(begun):
    office, stream = begun
    made = committing.propose(office, stream, committing.Proposal(text="Remove the field"))
    assert made.stream is not None
    dropped = soloing.drop(office, made.stream, "the form goes away next week")
    assert dropped.standing is Standing.DROPPED
    assert soloing.live_followups(office, stream) == ()
