from secondstory.domain.keeping.people import (
    Joined,
    Left,
    LineStated,
    People,
    PseudonymBound,
    Renamed,
    ServiceNamed,
    TeamFormed,
    TeamJoined,
    TeamLeft,
    bind_pseudonym,
    change,
    change_team,
    evolve,
    form_team,
    join,
    name_service,
    state_line,
)
from secondstory.kernel.event import Gone
from tests.domain.given import ADA, BO, CEM, OTHER_PM, PM, folded, refused

ADA_JOINED = Joined(person=ADA, name="Ada", address="ada@example.org")
STORAGE = TeamFormed(team="storage")


def people(*happened):
    return folded(evolve, People(), *happened)


def test_it_knows_a_person_by_a_name_once():
    assert join(People(), ADA_JOINED) == [ADA_JOINED]
    with refused("By which name"):
        join(People(), Joined(person=ADA, name=" "))
    with refused("Ada is known here already"):
        join(people(ADA_JOINED), ADA_JOINED)


def test_it_lets_somebody_come_back():
    assert join(people(ADA_JOINED, Left(person=ADA)), ADA_JOINED) == [ADA_JOINED]
    assert [one.person for one in people(ADA_JOINED, Left(person=ADA), ADA_JOINED).present] == [ADA]


def test_it_keeps_people_who_left_but_not_among_those_present():
    state = people(ADA_JOINED, Left(person=ADA))
    assert state.present == ()
    assert state.persons[ADA].name == "Ada"
    with refused("Nobody by this name is here now"):
        change(state, Renamed(person=ADA, name="Ida"))


def test_it_renames_and_keeps_what_was_not_said():
    renamed = Renamed(person=ADA, name="Ida")
    assert change(people(ADA_JOINED), renamed) == [renamed]
    assert people(ADA_JOINED, renamed).persons[ADA].address == "ada@example.org"
    with refused("Nothing would change"):
        change(people(ADA_JOINED), Renamed(person=ADA))


def test_it_goes_on_when_a_name_was_erased():
    state = people(Joined(person=ADA, name=Gone("erased", 12)))
    assert state.persons[ADA].name == "[erased, entry 12]"


def test_it_ignores_events_about_people_it_does_not_know():
    assert (
        people(Renamed(person=ADA, name="x"), Left(person=BO), TeamJoined(team="x", person=ADA)) == People()
    )


def test_it_binds_a_pseudonym_in_one_stream_only():
    bound = PseudonymBound(pseudonym="engineer 2", stream=PM, person=ADA)
    assert bind_pseudonym(People(), bound) == [bound]
    state = people(bound)
    assert state.behind("engineer 2", PM) == ADA
    assert state.behind("engineer 2", OTHER_PM) is None
    with refused("take another pseudonym"):
        bind_pseudonym(state, PseudonymBound(pseudonym="engineer 2", stream=PM, person=BO))


def test_it_forms_teams_that_people_join_and_leave():
    assert form_team(People(), STORAGE) == [STORAGE]
    with refused("already"):
        form_team(people(STORAGE), STORAGE)
    with refused("What is the team called?"):
        form_team(People(), TeamFormed(team=""))
    joined, left = TeamJoined(team="storage", person=ADA), TeamLeft(team="storage", person=ADA)
    assert change_team(people(ADA_JOINED, STORAGE), joined) == [joined]
    assert change_team(people(ADA_JOINED, STORAGE, joined), joined) == []
    assert change_team(people(ADA_JOINED, STORAGE, joined), left) == [left]
    assert change_team(people(ADA_JOINED, STORAGE), left) == []
    with refused("There is no team"):
        change_team(people(ADA_JOINED), joined)
    both = people(ADA_JOINED, STORAGE, joined, TeamJoined(team="storage", person=BO))
    assert both.teams["storage"].members == (ADA, BO)
    assert people(ADA_JOINED, STORAGE, joined, TeamJoined(team="storage", person=BO), left).teams[
        "storage"
    ].members == (BO,)
    assert people(ADA_JOINED, STORAGE, joined, STORAGE).teams["storage"].members == (ADA,)


def test_it_never_lets_a_line_run_in_a_circle():
    state = people(LineStated(manager=CEM, report=BO), LineStated(manager=BO, report=ADA))
    for circle in (LineStated(manager=ADA, report=CEM), LineStated(manager=ADA, report=ADA)):
        with refused("in a circle"):
            state_line(state, circle)
    moved = LineStated(manager=CEM, report=ADA)
    assert state_line(state, moved) == [moved]
    assert set(people(LineStated(manager=BO, report=ADA), moved).reporting_lines) == {(CEM, ADA)}


def test_it_names_services_and_the_team_that_keeps_them():
    named = ServiceNamed(service="seats", team="storage")
    assert name_service(people(STORAGE), named) == [named]
    with refused("There is no team storage"):
        name_service(People(), named)
    with refused("What is the service called?"):
        name_service(People(), ServiceNamed(service=""))
    assert people(STORAGE, named).services == {"seats": "storage"}
