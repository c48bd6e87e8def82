import pytest

from secondstory.domain.ceremony.publication import Announced, EditionKind, Published, Restricted
from secondstory.domain.understanding.incidents import Role, RoleTaken
from secondstory.domain.understanding.narrative import StoreysWritten
from tests.application.correspondence.kelda import TEAM, Kelda, addressees
from tests.people import ADA, BO, CEM, FAY


@pytest.fixture
def here():
    return Kelda()


@pytest.fixture
def pm(here):
    stream = here.opened().stream
    here.record(stream, RoleTaken(role=Role.PARTICIPANT, person=BO))
    here.record(stream, StoreysWritten(second="A field had counted hours for nine years."))
    return stream


def edition(number=1):
    return Published(
        edition=EditionKind.INTERNAL, number=number, revision=1, checkpoint_size=1, checkpoint_root="AAAA"
    )


def test_it_tells_somebody_what_their_role_means(here, pm):
    taken = RoleTaken(role=Role.INVOLVED, person=CEM, vantage="the ticket desk")
    [letter] = here.told(pm, taken)
    assert (addressees([letter]), letter.subject) == (["cem"], "PM-1: you are one of those closest to it")
    assert (
        "Ada Okafor named you as one of those closest to it in PM-1, Seats released too early." in letter.text
    )
    assert "the ticket desk" in letter.text


def test_it_does_not_write_to_somebody_about_their_own_act(here, pm):
    assert here.told(pm, RoleTaken(role=Role.OWNER, person=ADA), by=ADA) == []


def test_it_tells_the_room_of_the_first_edition(here, pm):
    [letter] = here.told(pm, edition())
    assert (addressees([letter]), letter.subject) == (["bo"], "Published: PM-1, Seats released too early")
    assert "> A field had counted hours for nine years." in letter.text
    assert "https://stories.kelda.example/post-mortems/1" in letter.text
    assert here.told(pm, edition(2)) == []


def test_it_announces_to_a_team_and_to_everybody(here, pm):
    here.record(pm, edition())
    assert addressees(here.told(pm, Announced(where=TEAM))) == ["cem", "dee"]
    assert addressees(here.told(pm, Announced(where="everybody"))) == ["bo", "cem", "dee", "fay"]
    assert here.told(pm, Announced(where="#incidents")) == []


def test_it_announces_to_nobody_twice(here, pm):
    first = here.told(pm, edition())
    [bo] = [one for one in here.told(pm, Announced(where="everybody")) if one.to.name == "Bo Lindqvist"]
    assert bo.key == first[0].key


def test_it_announces_a_restricted_one_only_to_those_who_may_read_it(here, pm):
    here.record(pm, edition(), Restricted(category="legal", reason="an open matter"))
    assert addressees(here.told(pm, Announced(where="everybody"))) == ["bo"]
    assert not here.team_office(FAY).door.may_read(pm)
