"""Everybody who is here, with teams, reporting lines and services. Nobody is shown beside what happened."""

from django.http import HttpResponse

from secondstory.application.keeping import directory
from secondstory.domain.keeping.people import People, Person
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.web.signin import invitations
from secondstory.web.signin.models import User
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of

AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One person in the list. signs_in: whether they have a way in."""

    person: PersonId
    name: str
    teams: str
    answers_to: str
    signs_in: bool


@page("member")
def everybody(visit: Visit) -> HttpResponse:
    """Show who is here, and let whoever looks after it form teams and name services."""
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit)
        return answer
    known = directory.organisation(visit.office)
    wanted = visit.query.get("q", "").strip().casefold()
    found = [one for one in _shown(known) if wanted in f"{one.name} {one.teams}".casefold()]
    start = _number(visit.query.get("from", "0"))
    return visit.render(
        "people/people.html",
        q=visit.query.get("q", "").strip(),
        found=found[start : start + AT_ONCE],
        count=len(found),
        start=start,
        at_once=AT_ONCE,
        gone=[one for one in known.persons.values() if one.has_left],
        teams=_teams(known),
        services=sorted(known.services.items()),
        team_options=[(name, name) for name in sorted(known.teams, key=str.casefold)],
        waiting=list(invitations.waiting()) if visit.is_administrator else [],
    )


def _shown(known: People) -> list[Shown]:
    inside = set(User.objects.filter(is_active=True).values_list("person", flat=True))
    teams: dict[PersonId, list[str]] = {}
    for team in known.teams.values():
        for member in team.members:
            teams.setdefault(member, []).append(team.team)
    return [
        Shown(
            person=one.person,
            name=one.name,
            teams=", ".join(sorted(teams.get(one.person, []))),
            answers_to=_name(known.persons.get(known.lines.get(one.person, PersonId("")))),
            signs_in=one.person in inside,
        )
        for one in known.present
    ]


def _teams(known: People) -> list[tuple[str, list[Person], list[str]]]:
    """Return each team with who is in it now and the services it keeps."""
    here = {one.person: one for one in known.present}
    return [
        (
            name,
            [here[one] for one in known.teams[name].members if one in here],
            sorted(service for service, team in known.services.items() if team == name),
        )
        for name in sorted(known.teams, key=str.casefold)
    ]


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _add(visit: Visit) -> HttpResponse:
    name = visit.field("name", ask="By which name shall others know this person?")
    joined = directory.join(visit.office, name, visit.field("address") or None)
    return visit.done(f"Added: {joined.name}.")


def _form(visit: Visit) -> HttpResponse:
    team = visit.field("team", ask="What is the team called?")
    directory.form_team(visit.office, team)
    return visit.done(f"Formed: {team}.")


def _service(visit: Visit) -> HttpResponse:
    service = visit.field("service", ask="What is the service called?")
    directory.name_service(visit.office, service, visit.field("keeper") or None)
    return visit.done(f"Named: {service}.")


def _withdraw(visit: Visit) -> HttpResponse:
    must_look_after_it(visit)
    found = invitations.withdraw(_number(visit.field("invitation")))
    return visit.done(f"Withdrawn: the invitation of {found.email}.")


def must_look_after_it(visit: Visit) -> None:
    """Raise Refused for whoever does not look after this installation: the way in is no part of the record."""
    if not visit.is_administrator:
        raise Refused("That is for whoever looks after this installation to do. Ask them.", code="not-yours")


ACTS = {"add": _add, "form": _form, "service": _service, "withdraw": _withdraw}
