"""Who is here and what they belong to: people, teams, reporting lines and services, as acts.

Each person has a stream of their own; teams, lines and services stand together in the stream of the organisation,
because rows are folded from one stream each.
"""

from collections.abc import Callable, Sequence

from secondstory.application.keeping.known import ORGANISATION
from secondstory.application.keeping.roll import take
from secondstory.application.office import Office, act
from secondstory.application.record.journal import Appended
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import people
from secondstory.domain.keeping.people import (
    Joined,
    Left,
    LineStated,
    People,
    Person,
    Renamed,
    ServiceNamed,
    TeamFormed,
    TeamJoined,
    TeamLeft,
)
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import PERSON

__all__ = [
    "form_team",
    "join",
    "join_team",
    "leave",
    "leave_team",
    "name_service",
    "organisation",
    "person_of",
    "rename",
    "state_line",
    "take",
]


def join(office: Office, name: str, address: str | None = None, *, person: PersonId | None = None) -> Person:
    """Make somebody known, and return them. person: their id, when whoever invited them chose it already.

    Raises Refused without a name, or when they are known and here.
    """
    stream = StreamId(person) if person else office.new_stream("pe")
    joined = Joined(person=PersonId(stream), name=name.strip(), address=_said(address))
    if not office.door.rows(PERSON, {"person": joined.person}):
        drafts = [Draft(stream=stream, event=event) for event in people.join(People(), joined)]
        office.journal.append(drafts, by=office.me, expects={stream: 0})
    else:
        act(office, _stream_of(office, joined.person), _fold, lambda state: people.join(state, joined))
    return Person(person=joined.person, name=joined.name, address=joined.address)


def person_of(office: Office, person: PersonId) -> Person:
    """Return one person with their address. Raises Refused when nobody by this id is known."""
    known = office.load(_stream_of(office, person), _fold).persons.get(person)
    if known is None:
        raise _unknown()
    return known


def rename(
    office: Office, person: PersonId, *, name: str | None = None, address: str | None = None
) -> Appended | None:
    """Give somebody another name or address; None when that is so already. Raises Refused for whoever is not here."""

    def decide(state: People) -> Sequence[Event]:
        known = state.persons.get(person)
        said, reached = _said(name), _said(address)
        new_name = said if known and said != known.name else None
        new_address = reached if known and reached != known.address else None
        if known and not known.has_left and (said or reached) and not (new_name or new_address):
            return []
        return people.change(state, Renamed(person=person, name=new_name, address=new_address))

    return act(office, _stream_of(office, person), _fold, decide)


def leave(office: Office, person: PersonId) -> Appended | None:
    """Mark somebody as gone. Their words stay. Raises Refused when nobody by this id is here."""
    return act(
        office, _stream_of(office, person), _fold, lambda state: people.change(state, Left(person=person))
    )


def form_team(office: Office, team: str) -> Appended | None:
    """Form a team. Raises Refused without a name, or when there is one of that name."""
    draft = TeamFormed(team=team.strip())
    return _organise(office, lambda state: people.form_team(_as_written(state, draft.team), draft))


def join_team(office: Office, team: str, person: PersonId) -> Appended | None:
    """Put somebody into a team; None when they are in it. Raises Refused for an unknown team or person."""
    return _organise(
        office, lambda state: people.change_team(state, TeamJoined(team=team.strip(), person=person))
    )


def leave_team(office: Office, team: str, person: PersonId) -> Appended | None:
    """Take somebody out of a team; None when they are not in it. Raises Refused for an unknown team or person."""
    return _organise(
        office, lambda state: people.change_team(state, TeamLeft(team=team.strip(), person=person))
    )


def state_line(office: Office, *, manager: PersonId, report: PersonId) -> Appended | None:
    """State who answers to whom; None when that stands. Raises Refused when the line would run in a circle."""

    def decide(state: People) -> Sequence[Event]:
        for one in (manager, report):
            if one not in state.persons:
                raise _unknown()
        if state.lines.get(report) == manager:
            return []
        return people.state_line(state, LineStated(manager=manager, report=report))

    return _organise(office, decide)


def name_service(office: Office, service: str, team: str | None = None) -> Appended | None:
    """Name a service and the team that keeps it; None when that stands. Raises Refused for an unknown team."""
    draft = ServiceNamed(service=service.strip(), team=_said(team))

    def decide(state: People) -> Sequence[Event]:
        if draft.service in state.services and state.services[draft.service] == draft.team:
            return []
        return people.name_service(state, draft)

    return _organise(office, decide)


def organisation(office: Office) -> People:
    """Return teams, lines and services, and everybody's name, without addresses: those stand in streams of their own."""
    return replace(office.load(ORGANISATION, _fold), persons=_persons(office))


def _organise(office: Office, decide: Callable[[People], Sequence[Event]]) -> Appended | None:
    """Act on the stream of the organisation, which knows nobody's name: who is here comes from the rows."""
    persons = _persons(office)
    return act(office, ORGANISATION, _fold, lambda state: decide(replace(state, persons=persons)))


def _persons(office: Office) -> dict[PersonId, Person]:
    return {
        PersonId(str(row["person"])): Person(
            person=PersonId(str(row["person"])), name=str(row["name"]), has_left=bool(row["has_left"])
        )
        for row in office.door.rows(PERSON, order="name")
    }


def _as_written(state: People, team: str) -> People:
    """Return the state with a team that differs in capitals alone under the name that was said just now."""
    same = next((one for one in state.teams if one.casefold() == team.casefold()), None)
    return state if same is None else replace(state, teams={**state.teams, team: state.teams[same]})


def _stream_of(office: Office, person: PersonId) -> StreamId:
    rows = office.door.rows(PERSON, {"person": person})
    if not rows:
        raise _unknown()
    return StreamId(str(rows[0]["stream"]))


def _unknown() -> Refused:
    return Refused("Nobody by this name is known here. The page of people shows who is.", code="unknown")


def _said(text: str | None) -> str | None:
    return (text or "").strip() or None


def _fold(entries: Sequence[Recorded[Event]]) -> People:
    folded: People = fold_stream("pe", entries)
    return folded
