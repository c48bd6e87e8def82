"""What waits for somebody, and in which order; each learns of their own alone."""

from datetime import timedelta

import pytest

from secondstory.application.ceremony import committing, meeting, supporting
from secondstory.application.ceremony.committing import Proposal, Yes
from secondstory.application.desk.around import fresh, of_my_teams, this_week
from secondstory.application.desk.mine import LOOKED_INTO, open_ones
from secondstory.application.desk.needs import Need, Press, needs_of
from secondstory.application.understanding import naming, roles, withdrawing
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.domain.understanding.conditions import Added, Level
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment
from secondstory.readmodel.relations import Relation
from tests.begun import BegunOffice
from tests.people import ADA, BO, FAY


@pytest.fixture
def place() -> BegunOffice:
    """An office of several people."""
    return BegunOffice(team=True)


def waiting(place: BegunOffice, person: PersonId = ADA) -> list[Need]:
    office = place.of(person, alone=False)
    return needs_of(office, open_ones(office))


def presses(place: BegunOffice, person: PersonId = ADA) -> list[Press]:
    return [need.press for need in waiting(place, person)]


def owned(place: BegunOffice, stream, *, days: int):
    naming.add(place.office, stream, Added(number=1, statement="No unit is shown", level=Level.SOFTWARE))
    proposal = Proposal(text="Show the unit", conditions=(1,), end_state="It is seen", verified_how="Look")
    one = committing.propose(place.office, stream, proposal)
    assert one.stream is not None
    committing.ask(place.office, one.stream, BO, because="expertise", text="You know it")
    due = Moment(at=place.clock.at + timedelta(days=days))
    committing.accept(place.of(BO, alone=False), one.stream, Yes(words="Mine", due=due))
    return one.stream


def test_it_finds_nothing_for_somebody_who_takes_part_in_nothing(place: BegunOffice):
    place.opened()
    assert waiting(place, FAY) == []
    assert open_ones(place.of(FAY, alone=False)) == []


def test_it_puts_people_before_the_work(place: BegunOffice):
    first, second = place.opened("One").stream, place.opened("Two").stream
    supporting.say_not_applicable(place.office, first, "nobody was close")
    assert presses(place) == [Press.SUPPORT_FIRST, Press.NEXT]
    supporting.offer(place.office, second, what="an hour", to_role="engineer", to=BO)
    assert presses(place, BO) == [Press.SUPPORT_OFFERED]
    found = waiting(place, BO)[0]
    assert (found.row, found.number) == (None, 2)


def test_it_says_what_one_is_in_each_that_which_says_most_first(place: BegunOffice):
    stream = place.opened().stream
    roles.give_role(place.office, stream, Role.INVOLVED, ADA)
    assert open_ones(place.office)[0].roles[:2] == (Relation.OWNER, Relation.INVOLVED)


def test_it_shows_older_ones_by_their_rows_alone(place: BegunOffice):
    for number in range(LOOKED_INTO + 1):
        place.opened(f"Drill {number}")
    found = waiting(place)
    assert (found[-1].press, found[-1].number, found[-1].standing) == (Press.STAGE, 1, None)


def test_it_shows_a_sitting_today_before_the_next_step_and_one_of_next_month_not_at_all(place: BegunOffice):
    stream = place.opened().stream
    supporting.say_not_applicable(place.office, stream, "nobody was close")
    for days, there in ((30, []), (3, [Press.SITTING]), (0, [Press.SITTING_NOW])):
        at = Moment(at=place.clock.at + timedelta(days=days, hours=2))
        meeting.schedule(place.office, stream, SittingKind.LEARNING, at=at, invited=[BO])
        account, *others = waiting(place, BO)[:1]
        assert account.press in {Press.ACCOUNT, Press.SITTING_NOW}, others
        ahead = this_week(place.of(BO, alone=False), open_ones(place.of(BO, alone=False)))
        assert len(ahead) == len(there)


def test_it_asks_whether_a_change_is_due_when_that_is_soon(place: BegunOffice):
    owned(place, place.opened().stream, days=40)
    assert Press.DO not in presses(place, BO)
    place.forward(days=30)
    assert Press.DO in presses(place, BO)
    assert Press.DO not in presses(place, FAY)


def test_it_leaves_out_what_was_withdrawn(place: BegunOffice):
    stream = place.opened().stream
    withdrawing.withdraw(place.office, stream, "opened twice")
    assert waiting(place) == []
    assert fresh(place.office) == []


def test_it_knows_of_no_team_for_somebody_who_is_in_none(place: BegunOffice):
    found = of_my_teams(place.office)
    assert (found.count, found.rows) == (0, ())
