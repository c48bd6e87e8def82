from datetime import timedelta

import pytest

from secondstory.application.correspondence.due import due_letters
from secondstory.domain.ceremony.support import (
    Accepted,
    CompanionNamed,
    Declined,
    FollowedUp,
    NotApplicable,
    Offered,
)
from secondstory.domain.understanding.incidents import Role, RoleTaken
from secondstory.kernel.ids import StreamId
from tests.application.correspondence.kelda import LINKS, Kelda, addressees
from tests.people import ADA, BO, CEM, DEE, FAY

SU = StreamId("su_one")
WORDS = "an hour together after the stand-up"


@pytest.fixture
def here():
    return Kelda()


@pytest.fixture
def pm(here):
    stream = here.opened().stream
    here.record(stream, RoleTaken(role=Role.INVOLVED, person=CEM))
    here.record(stream, RoleTaken(role=Role.PARTICIPANT, person=BO))
    return stream


@pytest.fixture
def offered(here, pm):
    return here.told(SU, Offered(post_mortem=pm, to_role="the engineer on call", what=WORDS, to=CEM), by=BO)


def everything(letter):
    return f"{letter.subject} {letter.text}"


def test_it_leaves_a_link_and_no_words_of_the_offer(offered):
    [letter] = offered
    assert addressees([letter]) == ["cem"]
    assert letter.is_personal
    assert "https://stories.kelda.example/pm/1/support" in letter.text
    for secret in ("support", WORDS, "Bo ", "Lindqvist", "on call", "Seats", "PM-1"):
        assert secret not in everything(letter).replace("/pm/1/support", "")


def test_it_leads_to_the_desk_who_may_not_open_the_post_mortem(here, pm):
    offer = Offered(post_mortem=pm, to_role="a neighbour", what=WORDS, to=FAY)
    [letter] = here.told(StreamId("su_two"), offer, by=BO)
    assert "https://stories.kelda.example/\n" in letter.text
    assert "/pm/" not in letter.text


def test_it_tells_only_the_supporter_that_there_is_an_answer(here, offered):
    for answer in (Declined(), Accepted()):
        [letter] = here.told(SU, answer, by=CEM)
        assert addressees([letter]) == ["bo"]
        assert letter.is_personal
        for secret in ("declined", "accepted", "Cem", "yes", "rather not"):
            assert secret not in everything(letter)


def test_it_tells_the_company_who_is_in_the_room(here, pm, offered):
    here.record(pm, RoleTaken(role=Role.PARTICIPANT, person=DEE))
    [letter] = here.told(SU, CompanionNamed(companion="Dee Novak"), by=CEM)
    assert addressees([letter]) == ["dee"]
    assert letter.is_personal
    assert "Cem" not in everything(letter)


@pytest.mark.parametrize("named", ["Fay Moreau", "Fay", "my sister Ada", "Dee", "the union"])
def test_it_writes_to_no_stranger_who_has_the_name(here, offered, named):
    assert here.told(SU, CompanionNamed(companion=named), by=CEM) == []


def due(here, person, **later):
    return due_letters(here.team_office(person), here.clock.now() + timedelta(**later), links=LINKS)


def test_it_reminds_the_supporter_after_7_and_30_days_and_nobody_else(here, offered):
    assert due(here, BO, days=6, hours=23) == []
    [week] = due(here, BO, days=7)
    [month] = due(here, BO, days=30)
    assert (addressees([week]), week.is_personal) == (["bo"], True)
    assert "7 days ago you moved towards somebody." in week.text
    assert "30 days ago" in month.text
    assert week.key != month.key
    assert due(here, BO, days=8)[0].key == week.key
    for other in (ADA, CEM, FAY):
        assert due(here, other, days=31) == []


def test_it_names_nobody_in_a_reminder(here, offered):
    [letter] = due(here, BO, days=7)
    for secret in ("Cem", WORDS, "on call", "Seats", "PM-1"):
        assert secret not in everything(letter)


def test_it_does_not_remind_who_has_looked_in(here, offered):
    here.record(SU, FollowedUp(days=7), by=BO)
    assert due(here, BO, days=8) == []
    assert len(due(here, BO, days=30)) == 1


def test_it_suggests_to_leave_the_door_open_after_a_no(here, offered):
    here.record(SU, Declined(), by=CEM)
    assert "They would rather not, then, and that is fine." in due(here, BO, days=7)[0].text


def test_it_does_not_remind_where_nobody_was_close(here, pm):
    here.record(StreamId("su_none"), Offered(post_mortem=pm, to_role="whoever", what=WORDS), by=BO)
    here.record(StreamId("su_none"), NotApplicable(reason="a machine alone"), by=BO)
    assert due(here, BO, days=31) == []


def test_it_does_not_remind_somebody_of_themselves(here, pm):
    own = Offered(post_mortem=pm, to_role="whoever opened this", what="a moment", to=ADA)
    here.record(StreamId("su_own"), own, by=ADA)
    assert due(here, ADA, days=31) == []
