"""People, and what they belong to: names, teams, reporting lines, services.

Everywhere else a person is an opaque id. Here that id has a name and an address, each a text of its own, so that each
can be erased while everything the person did stays. Whoever leaves is marked as left; their words stay. A pseudonym
stands for one person in one stream, and only its binding says for whom.
"""

from collections.abc import Mapping
from typing import assert_never

from secondstory.domain.stored import Stored, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, field, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Event):
    """A person is known here from now on."""

    person: PersonId
    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Event):
    """A person goes by another name, or is reached elsewhere; what is left out stays."""

    person: PersonId
    name: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(Event):
    """A person left. Their words stay; what they own is asked for again."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymBound(Event):
    """A pseudonym stands for a person in one stream. `person` is a text, so that the binding can be erased."""

    pseudonym: str
    stream: StreamId
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFormed(Event):
    """There is a team of this name."""

    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamJoined(Event):
    """A person belongs to a team."""

    team: str
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLeft(Event):
    """A person belongs to a team no longer."""

    team: str
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStated(Event):
    """Who answers to whom; it replaces what was stated about the report before."""

    manager: PersonId
    report: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceNamed(Event):
    """There is a service of this name, and the team that keeps it, if any does."""

    service: str
    team: str | None = None


PeopleEvent = (
    Joined | Renamed | Left | PseudonymBound | TeamFormed | TeamJoined | TeamLeft | LineStated | ServiceNamed
)

STORED: tuple[Stored, ...] = (
    stored("people.joined.v1", Joined, "person", texts="name address"),
    stored("people.renamed.v1", Renamed, "person", texts="name address"),
    stored("people.left.v1", Left, "person"),
    stored("people.pseudonym_bound.v1", PseudonymBound, "pseudonym stream", texts="person"),
    stored("people.team_formed.v1", TeamFormed, "team"),
    stored("people.team_joined.v1", TeamJoined, "team person"),
    stored("people.team_left.v1", TeamLeft, "team person"),
    stored("people.line_stated.v1", LineStated, "manager report"),
    stored("people.service_named.v1", ServiceNamed, "service team"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as they are known here."""

    person: PersonId
    name: str
    address: str | None = None
    has_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """One team and who belongs to it."""

    team: str
    members: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody known here. Fold several `pe` streams one after the other to know them all."""

    persons: Mapping[PersonId, Person] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    lines: Mapping[PersonId, PersonId] = field(default_factory=dict)
    services: Mapping[str, str | None] = field(default_factory=dict)
    pseudonyms: tuple[PseudonymBound, ...] = ()

    @property
    def present(self) -> tuple[Person, ...]:
        """Those who have not left."""
        return tuple(one for one in self.persons.values() if not one.has_left)

    @property
    def reporting_lines(self) -> tuple[tuple[PersonId, PersonId], ...]:
        """(manager, report) pairs."""
        return tuple((manager, report) for report, manager in self.lines.items())

    def behind(self, pseudonym: str, stream: StreamId) -> str | None:
        """Return the person a pseudonym stands for in `stream`; None when nothing binds it."""
        found = (one.person for one in self.pseudonyms if (one.pseudonym, one.stream) == (pseudonym, stream))
        return next(found, None)


def evolve(state: People, entry: Recorded[PeopleEvent]) -> People:
    """Return the state after `entry`. Total; an event about somebody unknown leaves the state as it was."""
    event = entry.event
    match event:
        case Joined():
            joined = Person(person=event.person, name=event.name, address=event.address)
            return replace(state, persons={**state.persons, event.person: joined})
        case Renamed() | Left():
            return _after_change(state, event)
        case PseudonymBound():
            return replace(state, pseudonyms=(*state.pseudonyms, event))
        case TeamFormed():
            return replace(state, teams={event.team: Team(team=event.team), **state.teams})
        case TeamJoined() | TeamLeft():
            return _after_team(state, event)
        case LineStated():
            return replace(state, lines={**state.lines, event.report: event.manager})
        case ServiceNamed():
            return replace(state, services={**state.services, event.service: event.team})
        case _:
            assert_never(event)


def _after_change(state: People, event: Renamed | Left) -> People:
    known = state.persons.get(event.person)
    if known is None:
        return state
    if isinstance(event, Left):
        changed = replace(known, has_left=True)
    else:
        changed = replace(known, name=event.name or known.name, address=event.address or known.address)
    return replace(state, persons={**state.persons, event.person: changed})


def _after_team(state: People, event: TeamJoined | TeamLeft) -> People:
    team = state.teams.get(event.team)
    if team is None:
        return state
    others = tuple(one for one in team.members if one != event.person)
    members = (*others, event.person) if isinstance(event, TeamJoined) else others
    return replace(state, teams={**state.teams, event.team: replace(team, members=members)})


def join(state: People, draft: Joined) -> list[Event]:
    """Make a person known. Raises Refused without a name, or when they are known and have not left."""
    known = state.persons.get(draft.person)
    if known is not None and not known.has_left:
        raise Refused(f"{known.name} is known here already.")
    if not draft.name.strip():
        raise Refused("By which name shall others know this person?")
    return [draft]


def change(state: People, draft: Renamed | Left) -> list[Event]:
    """Rename a person, or mark them as left. Raises Refused when nobody by this id is here."""
    _must_be_here(state, draft.person)
    if isinstance(draft, Renamed) and not (draft.name or draft.address):
        raise Refused("Nothing would change; give a name or an address.")
    return [draft]


def bind_pseudonym(state: People, draft: PseudonymBound) -> list[Event]:
    """Bind a pseudonym. Raises Refused when it stands for somebody in this stream already."""
    if state.behind(draft.pseudonym, draft.stream) is not None:
        raise Refused(f"{draft.pseudonym} stands for somebody here; take another pseudonym.")
    return [draft]


def form_team(state: People, draft: TeamFormed) -> list[Event]:
    """Form a team. Raises Refused without a name, or when there is one of that name."""
    if not draft.team.strip():
        raise Refused("What is the team called?")
    if draft.team in state.teams:
        raise Refused(f"There is a team {draft.team} already; join that one.")
    return [draft]


def change_team(state: People, draft: TeamJoined | TeamLeft) -> list[Event]:
    """Join or leave a team; nothing when that is so already. Raises Refused for an unknown team or person."""
    _must_be_here(state, draft.person)
    team = state.teams.get(draft.team)
    if team is None:
        raise Refused(f"There is no team {draft.team} here; form it first.")
    is_member = draft.person in team.members
    return [draft] if is_member is isinstance(draft, TeamLeft) else []


def state_line(state: People, draft: LineStated) -> list[Event]:
    """State who answers to whom. Raises Refused when somebody would answer to themselves, at any distance."""
    above: PersonId | None = draft.manager
    seen: set[PersonId] = set()
    while above is not None and above not in seen:
        if above == draft.report:
            raise Refused("Nobody answers to themselves; the line would run in a circle.")
        seen.add(above)
        above = state.lines.get(above)
    return [draft]


def name_service(state: People, draft: ServiceNamed) -> list[Event]:
    """Name a service and who keeps it. Raises Refused without a name, or for an unknown team."""
    if not draft.service.strip():
        raise Refused("What is the service called?")
    if draft.team is not None and draft.team not in state.teams:
        raise Refused(f"There is no team {draft.team} here; form it first.")
    return [draft]


def _must_be_here(state: People, person: PersonId) -> None:
    known = state.persons.get(person)
    if known is None or known.has_left:
        raise Refused("Nobody by this name is here now; secondstory list --people shows who is.")
