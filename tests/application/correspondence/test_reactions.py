import pytest

from secondstory.application.correspondence.reactions import REACTIONS
from secondstory.domain import event_table
from secondstory.domain.keeping.people import Left, Renamed
from secondstory.domain.understanding.incidents import Retitled, Role, RoleTaken
from tests.application.correspondence.kelda import Kelda, addressees
from tests.people import BO, CEM, FAY


@pytest.fixture
def here():
    return Kelda()


@pytest.fixture
def pm(here):
    return here.opened().stream


def test_it_reacts_to_events_that_exist():
    assert set(REACTIONS) <= {row.event for row in event_table.TABLE}


def test_it_gives_the_same_act_the_same_key_and_the_next_act_another(here, pm):
    events = here.record(pm, RoleTaken(role=Role.SCRIBE, person=BO))
    once, again = here.letters(events), here.letters(events)
    other = here.told(pm, RoleTaken(role=Role.PARTICIPANT, person=BO))
    assert once == again
    assert once[0].key != other[0].key


def test_it_tells_nothing_of_what_is_not_in_the_record(here, pm):
    assert here.letters([(pm, RoleTaken(role=Role.SCRIBE, person=BO))]) == []


def test_it_is_silent_about_what_nobody_needs_a_letter_for(here, pm):
    assert here.told(pm, Retitled(title="Another")) == []


def test_it_writes_to_nobody_without_an_address(here, pm):
    here.record(BO, Left(person=BO))
    assert here.told(pm, RoleTaken(role=Role.SCRIBE, person=BO)) == []


def test_it_writes_to_where_somebody_is_reached_now(here, pm):
    here.record(CEM, Renamed(person=CEM, address="cem@elsewhere.example"))
    [letter] = here.told(pm, RoleTaken(role=Role.SCRIBE, person=CEM))
    assert letter.to.address == "cem@elsewhere.example"


def test_it_writes_to_everybody_once_for_acts_recorded_together(here, pm):
    taken = [
        RoleTaken(role=role, person=person) for role, person in ((Role.SCRIBE, BO), (Role.COMMANDER, CEM))
    ]
    assert addressees(here.told(pm, *taken)) == ["bo", "cem"]


def test_it_tells_a_listener_nothing_of_what_they_may_not_read_yet(here, pm):
    assert here.told(pm, RoleTaken(role=Role.LISTENER, person=FAY)) == []
    assert not here.team_office(FAY).door.may_read(pm)
