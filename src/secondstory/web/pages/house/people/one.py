"""One person: name and address, teams, whom they answer to, whether they look after the installation; and leaving."""

from django.contrib.sessions.models import Session
from django.http import Http404, HttpResponse

from secondstory.application.access.administering import administrators
from secondstory.application.keeping import directory
from secondstory.application.keeping.leaving import owned_by, see_off
from secondstory.application.ports.post import Addressee, Letter
from secondstory.domain.keeping.people import People, Person
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.house.people.views import must_look_after_it
from secondstory.web.signin import links
from secondstory.web.signin.keepers import let_look_after, relieve
from secondstory.web.signin.models import User
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of

LINK_MINUTES = 60


@page("member")
def person(visit: Visit, person: str) -> HttpResponse:
    """Show one person; whoever looks after the installation, and the person, change it here."""
    found = _found(visit, person)
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, found)
        return answer
    known = directory.organisation(visit.office)
    is_self = found.person == visit.person
    return visit.render(
        "people/person.html",
        found=found,
        is_self=is_self,
        may_change=is_self or visit.is_administrator,
        teams=sorted(name for name, team in known.teams.items() if found.person in team.members),
        other_team_options=_others(known, found.person),
        answers_to=known.persons.get(known.lines.get(found.person, PersonId(""))),
        other_options=[(one.person, one.name) for one in known.present if one.person != found.person],
        looks_after=found.person in administrators(visit.office),
        user=User.objects.filter(person=found.person).first() if visit.is_administrator else None,
    )


@page("member")
def leave(visit: Visit, person: str) -> HttpResponse:
    """Ask before somebody is marked as gone, and do it."""
    found = _found(visit, person)
    theirs = visit.ground.workspace.office_for(found.person, alone=True)
    if found.has_left or not (visit.is_administrator or found.person == visit.person):
        raise Http404
    if visit.posting:
        if found.person in administrators(visit.office):
            relieve(visit.office, found.person, "They leave.")
        count = see_off(visit.office, theirs, found.person)
        _shut(found.person)
        again = f" {count} of their follow-ups are asked again." if count else ""
        return visit.done(f"Noted: {found.name} left.{again}", to="/people")
    return visit.render("people/leave.html", found=found, owned=len(owned_by(theirs)))


def _others(known: People, person: PersonId) -> list[tuple[str, str]]:
    """Return the teams that somebody is not in, to choose from."""
    return sorted((name, name) for name, team in known.teams.items() if person not in team.members)


def _found(visit: Visit, person: str) -> Person:
    try:
        return directory.person_of(visit.office, PersonId(person))
    except Refused as unknown:
        raise Http404 from unknown


def _shut(person: PersonId) -> None:
    """Close the way in: no sign-in, no session, no link."""
    user = User.objects.filter(person=person).first()
    if user is None:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.link_set.all().delete()
    ended = [
        one.pk for one in Session.objects.all() if one.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=ended).delete()


def _rename(visit: Visit, found: Person) -> HttpResponse:
    name = visit.field("name", ask="By which name shall others know this person?")
    address = visit.field("address") or None
    directory.rename(visit.office, found.person, name=name, address=address)
    return visit.done(f"Kept: {name}.")


def _join(visit: Visit, found: Person) -> HttpResponse:
    team = visit.field("team", ask="Which team?")
    directory.join_team(visit.office, team, found.person)
    return visit.done(f"In the team now: {team}.")


def _quit(visit: Visit, found: Person) -> HttpResponse:
    team = visit.field("team", ask="Which team?")
    directory.leave_team(visit.office, team, found.person)
    return visit.done(f"No longer in the team: {team}.")


def _line(visit: Visit, found: Person) -> HttpResponse:
    manager = PersonId(visit.field("manager", ask="Whom does this person answer to?"))
    directory.state_line(visit.office, manager=manager, report=found.person)
    return visit.done("Kept: whom they answer to.")


def _look_after(visit: Visit, found: Person) -> HttpResponse:
    if not User.objects.filter(person=found.person, is_active=True).exists():
        raise Refused("They cannot sign in yet. Invite them first.")
    let_look_after(visit.office, found.person)
    return visit.done(f"{found.name} looks after this installation now.")


def _relieve(visit: Visit, found: Person) -> HttpResponse:
    relieve(visit.office, found.person)
    return visit.done(f"{found.name} looks after this installation no longer.")


def _link(visit: Visit, found: Person) -> HttpResponse:
    must_look_after_it(visit)
    user = User.objects.filter(person=found.person, is_active=True).first()
    if user is None:
        raise Refused("They cannot sign in yet. Invite them first.")
    token = links.make_link(user, minutes=LINK_MINUTES)
    visit.ground.outbox.send(_told(visit, user, token))
    link = f"{visit.ground.config.url}/come-in/{token}"
    return visit.render("people/link.html", found=found, link=link)


def _told(visit: Visit, user: User, token: str) -> Letter:
    """Return the letter that tells somebody that a way in was made for them; the link itself is not in it."""
    return Letter(
        to=Addressee(address=user.email),
        subject="A link that signs you in was made",
        text=f"{visit.person_name} made a link that signs you in to Second Story once, within an hour, most likely"
        " because you asked for it.\n\nIf you did not, tell somebody else who looks after the installation.\n",
        purpose="joining",
        key=f"link-{links.digest_of(token)}",
    )


def _back(visit: Visit, found: Person) -> HttpResponse:
    must_look_after_it(visit)
    directory.join(visit.office, found.name, found.address, person=found.person)
    User.objects.filter(person=found.person).update(is_active=True)
    return visit.done(f"{found.name} is here again.")


ACTS = {
    "rename": _rename,
    "join": _join,
    "quit": _quit,
    "line": _line,
    "look-after": _look_after,
    "relieve": _relieve,
    "link": _link,
    "back": _back,
}
