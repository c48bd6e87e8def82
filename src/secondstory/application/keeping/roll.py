"""A roll: people and services as the lines of a table say them, and what would change here if it were taken.

A line says what is so; what it leaves empty stays. Nobody leaves by a roll, because a line that is missing says nothing.
"""

from collections.abc import Sequence

from secondstory.application.keeping.known import ORGANISATION, everybody
from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import people
from secondstory.domain.keeping.people import (
    Joined,
    LineStated,
    People,
    Person,
    Renamed,
    ServiceNamed,
    TeamFormed,
    TeamJoined,
    TeamLeft,
)
from secondstory.kernel.event import Event, Gone, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused, refuse_if_any
from secondstory.readmodel.tables import PERSON

NO_TEAM = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a roll: a person or, when `service` is set, a service. number: where it stands in the file.

    teams: all teams of the person, none said when empty, `-` alone for no team at all. answers_to: a name, an
    address or an id. team: who keeps the service.
    """

    number: int = 0
    id: str = ""
    name: str = ""
    address: str = ""
    teams: tuple[str, ...] = ()
    answers_to: str = ""
    service: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that a roll asks for, in words, and what is recorded for it."""

    words: str
    stream: StreamId
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would change, in the order in which it is recorded, and what stands in the way."""

    changes: tuple[Change, ...]
    problems: tuple[str, ...]


def plan(office: Office, lines: Sequence[Line]) -> Plan:
    """Return what `lines` would change here. Nothing is recorded."""
    drawing = _Drawing(office)
    people_said = [one for one in lines if not one.service]
    matched = [(line, drawing.person(line)) for line in people_said]
    for line, person in matched:
        if person is not None:
            drawing.teams(line, person)
    for line, person in matched:
        if person is not None and line.answers_to:
            drawing.line(line, person)
    for line in lines:
        if line.service:
            drawing.service(line)
    return Plan(changes=tuple(drawing.changes), problems=tuple(drawing.problems))


def take(office: Office, lines: Sequence[Line]) -> tuple[Change, ...]:
    """Record what `lines` change, all together or nothing, and return it.

    Raises Refused with every problem, each with the number of its line.
    """
    for attempt in range(ATTEMPTS):
        drawn = plan(office, lines)
        refuse_if_any(drawn.problems)
        if not drawn.changes:
            return ()
        drafts = [Draft(stream=one.stream, event=one.event) for one in drawn.changes]
        streams = dict.fromkeys(one.stream for one in drafts)
        seen = {stream: _last(office, stream) for stream in streams}
        try:
            office.journal.append(drafts, by=office.me, expects=seen)
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return drawn.changes
    return ()


def roll_of(office: Office) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return everybody who is here as lines, and the services as lines; taking them again changes nothing."""
    known = everybody(office)
    persons = tuple(
        Line(
            id=one.person,
            name=_text(one.name),
            address=_text(one.address),
            teams=tuple(name for name, team in known.teams.items() if one.person in team.members),
            answers_to=known.lines.get(one.person, ""),
        )
        for one in sorted(known.present, key=lambda one: _text(one.name).casefold())
        if _text(one.name)
    )
    services = tuple(Line(service=name, team=team or "") for name, team in sorted(known.services.items()))
    return persons, services


class _Drawing:
    """A plan while it is drawn: the state as it would be after the changes so far."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.state: People = everybody(office)
        self.changes: list[Change] = []
        self.problems: list[str] = []
        self._streams = {str(row["person"]): StreamId(str(row["stream"])) for row in office.door.rows(PERSON)}
        self._spoken_for: dict[PersonId, int] = {}
        self._at = office.now()
        self._called: dict[str, dict[PersonId, None]] = {}
        for one in self.state.present:
            self._learn(one)

    def person(self, line: Line) -> Person | None:
        """Make the person of a line known, or bring what is known up to date; None when the line is not clear."""
        if not line.name.strip():
            self._problem(line, "there is no name. Everybody needs one.")
            return None
        found = self._match(line)
        if isinstance(found, str):
            self._problem(line, found)
            return None
        if found is None:
            return self._joined(line)
        if found.person in self._spoken_for:
            self._problem(line, f"{found.name} stands in line {self._spoken_for[found.person]} already.")
            return None
        self._spoken_for[found.person] = line.number
        return self._updated(line, found)

    def teams(self, line: Line, person: Person) -> None:
        """Let a person belong to the teams of a line and to no other, when it says any."""
        if not line.teams:
            return
        wanted = [] if line.teams == (NO_TEAM,) else [self._team(name) for name in line.teams]
        for name, team in list(self.state.teams.items()):
            if person.person in team.members and name not in wanted:
                left = TeamLeft(team=name, person=person.person)
                self._decided(f"{person.name} leaves the team {name}", ORGANISATION, left)
        for name in wanted:
            if person.person not in self.state.teams[name].members:
                joined = TeamJoined(team=name, person=person.person)
                self._decided(f"{person.name} joins the team {name}", ORGANISATION, joined)

    def line(self, line: Line, person: Person) -> None:
        """State whom a person answers to."""
        found = self._somebody(line.answers_to)
        if isinstance(found, str):
            self._problem(line, found)
            return
        if self.state.lines.get(person.person) == found.person:
            return
        try:
            drafts = people.state_line(self.state, LineStated(manager=found.person, report=person.person))
        except Refused as refused:
            self._problem(line, str(refused))
            return
        self._decided(f"{person.name} answers to {found.name}", ORGANISATION, *drafts)

    def service(self, line: Line) -> None:
        """Name a service and who keeps it."""
        team = self._team(line.team) if line.team.strip() else None
        name = line.service.strip()
        if name in self.state.services and self.state.services[name] == team:
            return
        kept = f", kept by {team}" if team else ""
        self._decided(f"Service {name}{kept}", ORGANISATION, ServiceNamed(service=name, team=team))

    def _match(self, line: Line) -> Person | str | None:
        """Return the person a line is about, None for somebody new, or why that is not clear."""
        if line.id.strip():
            known = self.state.persons.get(PersonId(line.id.strip()))
            return known or f"nobody here has the id {line.id.strip()}. Leave it empty for somebody new."
        address = line.address.strip().casefold()
        reached = self._by(address)
        if reached:
            return reached[0]
        called = self._by(line.name.strip().casefold())
        if len(called) > 1:
            return f"{len(called)} people here are called {line.name.strip()}. Say whose line it is by address or id."
        if called and address and called[0].address:
            return (
                f"{called[0].name} is here with another address. For the same person give their id, as the export does;"
                " for somebody else, a name that tells them apart."
            )
        return called[0] if called else None

    def _somebody(self, said: str) -> Person | str:
        found = self._by(said.strip().casefold())
        if len(found) == 1:
            return found[0]
        if found:
            return f"{len(found)} people here are called {said.strip()}. Say it by address or id."
        return f"nobody called {said.strip()} is here or in this file."

    def _by(self, key: str) -> list[Person]:
        """Return who is here under a name, an address or an id, however it is capitalised."""
        return [self.state.persons[one] for one in self._called.get(key, {})] if key else []

    def _learn(self, person: Person) -> None:
        for key in {_text(one).casefold() for one in (person.person, person.name, person.address)} - {""}:
            self._called.setdefault(key, {})[person.person] = None

    def _forget(self, person: Person) -> None:
        for key in (_text(one).casefold() for one in (person.person, person.name, person.address)):
            self._called.get(key, {}).pop(person.person, None)

    def _joined(self, line: Line) -> Person:
        stream = self._office.new_stream("pe")
        joined = Joined(person=PersonId(stream), name=line.name.strip(), address=line.address.strip() or None)
        self._streams[joined.person] = stream
        self._spoken_for[joined.person] = line.number
        self._decided(f"{joined.name} becomes known here", stream, joined)
        self._learn(self.state.persons[joined.person])
        return self.state.persons[joined.person]

    def _updated(self, line: Line, known: Person) -> Person:
        name = line.name.strip() if line.name.strip() != known.name else None
        address = line.address.strip() if line.address.strip() not in {"", known.address} else None
        if name or address:
            told = [f"{known.name} is called {name}"] if name else []
            told += [f"{known.name} is reached at {address}"] if address else []
            event = Renamed(person=known.person, name=name, address=address)
            self._decided(" and ".join(told), self._streams[known.person], event)
            self._forget(known)
            self._learn(self.state.persons[known.person])
        return self.state.persons[known.person]

    def _team(self, said: str) -> str:
        name = " ".join(said.split())
        same = next((one for one in self.state.teams if one.casefold() == name.casefold()), None)
        if same is None:
            self._decided(f"New team {name}", ORGANISATION, TeamFormed(team=name))
        return same or name

    def _decided(self, words: str, stream: StreamId, *events: Event) -> None:
        for event in events:
            self.changes.append(Change(words=words, stream=stream, event=event))
            drawn: Recorded[Event] = Recorded(
                index=0, stream=stream, seq=1, by=None, at=self._at, event=event
            )
            self.state = people.evolve(self.state, drawn)  # type: ignore[arg-type]

    def _problem(self, line: Line, words: str) -> None:
        self.problems.append(f"Line {line.number}: {words}")


def _last(office: Office, stream: StreamId) -> int:
    entries = office.reader.events(stream)
    return entries[-1].seq if entries else 0


def _text(said: str | Gone | None) -> str:
    return "" if said is None or isinstance(said, Gone) else said
