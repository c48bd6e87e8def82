"""The directory: who is here, in which team, and what a roll changes."""

import pytest

from secondstory.application.access.administering import name_administrators
from secondstory.application.access.guarding import GuardedJournal
from secondstory.application.ceremony.knowing_people import everybody
from secondstory.application.keeping import directory
from secondstory.application.keeping.roll import Line, plan, roll_of, take
from secondstory.application.office import Office
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from tests.begun import BegunOffice
from tests.people import ADA


def guarded(place: BegunOffice, person: PersonId) -> Office:
    office = place.of(person, alone=False)
    return replace(office, journal=GuardedJournal(place.desk.journal, office.door, person))


def words(changes: object) -> list[str]:
    return [one.words for one in changes]  # type: ignore[attr-defined]


def test_it_lets_somebody_join_with_an_address_and_come_back_after_leaving():
    office = BegunOffice().office
    bo = directory.join(office, " Bo Lind ", "bo@example.test")
    assert directory.person_of(office, bo.person).address == "bo@example.test"
    with pytest.raises(Refused, match="known here already"):
        directory.join(office, "Bo Lind", person=bo.person)
    directory.leave(office, bo.person)
    assert [one.name for one in everybody(office).present] == ["Ada Okafor"]
    directory.join(office, "Bo Lind", person=bo.person)
    assert len(everybody(office).present) == 2


def test_it_renames_and_records_nothing_when_nothing_changes():
    office = BegunOffice().office
    directory.rename(office, ADA, name="Ada Berg", address="ada@example.test")
    assert directory.rename(office, ADA, name="Ada Berg", address="") is None
    assert directory.person_of(office, ADA).name == "Ada Berg"
    with pytest.raises(Refused, match="Nothing would change"):
        directory.rename(office, ADA, name=" ")


def test_it_keeps_teams_lines_and_services_in_one_stream():
    office = BegunOffice().office
    bo = directory.join(office, "Bo Lind").person
    directory.form_team(office, "Storage")
    with pytest.raises(Refused, match="already"):
        directory.form_team(office, "storage")
    directory.join_team(office, "Storage", bo)
    assert directory.join_team(office, "Storage", bo) is None
    directory.state_line(office, manager=ADA, report=bo)
    assert directory.state_line(office, manager=ADA, report=bo) is None
    directory.name_service(office, "Disks", "Storage")
    assert directory.name_service(office, "Disks", "Storage") is None
    known = everybody(office)
    assert known.teams["Storage"].members == (bo,)
    assert known.reporting_lines == ((ADA, bo),)
    assert known.services == {"Disks": "Storage"}
    directory.leave_team(office, "Storage", bo)
    assert everybody(office).teams["Storage"].members == ()


def test_it_refuses_what_cannot_be_so():
    office = BegunOffice().office
    bo = directory.join(office, "Bo Lind").person
    directory.state_line(office, manager=ADA, report=bo)
    with pytest.raises(Refused, match="circle"):
        directory.state_line(office, manager=bo, report=ADA)
    with pytest.raises(Refused, match="no team Storage"):
        directory.join_team(office, "Storage", bo)
    with pytest.raises(Refused, match="no team Storage"):
        directory.name_service(office, "Disks", "Storage")


def test_only_an_administrator_organises_and_everybody_changes_their_own_name():
    place = BegunOffice()
    bo = directory.join(place.office, "Bo Lind").person
    name_administrators(place.office, [ADA])
    directory.form_team(guarded(place, ADA), "Storage")
    theirs = guarded(place, bo)
    with pytest.raises(Refused, match="looks after this installation"):
        directory.form_team(theirs, "Network")
    with pytest.raises(Refused, match="looks after this installation"):
        directory.rename(theirs, ADA, name="Somebody else")
    directory.rename(theirs, bo, name="Bo Lindqvist")
    assert directory.person_of(theirs, bo).name == "Bo Lindqvist"


def test_it_takes_a_roll_all_at_once_and_the_second_time_nothing():
    office = BegunOffice().office
    lines = [
        Line(number=2, name="Ada Okafor", address="ada@example.test", teams=("Operations",)),
        Line(number=3, name="Bo Lind", teams=("Storage", "operations"), answers_to="ada@example.test"),
        Line(number=4, service="Disks", team="Storage"),
    ]
    assert words(plan(office, lines).changes) == [
        "Ada Okafor is reached at ada@example.test",
        "Bo Lind becomes known here",
        "New team Operations",
        "Ada Okafor joins the team Operations",
        "New team Storage",
        "Bo Lind joins the team Storage",
        "Bo Lind joins the team Operations",
        "Bo Lind answers to Ada Okafor",
        "Service Disks, kept by Storage",
    ]
    assert [one.name for one in everybody(office).present] == ["Ada Okafor"]
    assert len(take(office, lines)) == 9
    assert take(office, lines) == ()
    assert everybody(office).services == {"Disks": "Storage"}
    persons, services = roll_of(office)
    assert take(office, [*persons, *services]) == ()


def test_a_roll_says_all_that_is_wrong_with_line_numbers_and_takes_nothing():
    office = BegunOffice().office
    directory.rename(office, ADA, address="ada@example.test")
    lines = [
        Line(number=2, name=""),
        Line(number=3, name="Ada Okafor", address="another@example.test"),
        Line(number=4, name="Bo Lind", answers_to="Nobody Here"),
        Line(number=5, name="Bo Lind"),
        Line(number=6, name="Cem", id="pe_unknown"),
        Line(number=7, name="Dee Marsh", answers_to="Eve Novak"),
        Line(number=8, name="Eve Novak", answers_to="Dee Marsh"),
    ]
    with pytest.raises(Refused) as refused:
        take(office, lines)
    said = refused.value.problems
    assert [one.partition(":")[0] for one in said] == [f"Line {n}" for n in (2, 3, 5, 6, 4, 8)]
    assert "line 4 already" in said[2]
    assert "circle" in said[-1]
    assert [one.name for one in everybody(office).present] == ["Ada Okafor"]


def test_a_roll_moves_somebody_between_teams_and_leaves_empty_cells_alone():
    office = BegunOffice().office
    take(office, [Line(number=2, name="Ada Okafor", teams=("Storage",))])
    take(office, [Line(number=2, name="Ada Okafor")])
    assert everybody(office).teams["Storage"].members == (ADA,)
    moved = take(office, [Line(number=2, name="Ada Okafor", teams=("Network",))])
    assert words(moved) == [
        "New team Network",
        "Ada Okafor leaves the team Storage",
        "Ada Okafor joins the team Network",
    ]
    take(office, [Line(number=2, name="Ada Okafor", teams=("-",))])
    assert everybody(office).teams["Network"].members == ()
