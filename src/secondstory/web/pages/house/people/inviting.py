"""Inviting somebody: a letter with a link, and the same link to copy, shown this once."""

from django.http import HttpResponse

from secondstory.application.correspondence.letters.about_postmortems import welcome
from secondstory.application.correspondence.letters.wording import Envelope
from secondstory.application.keeping import directory
from secondstory.application.ports.post import Addressee, Letter
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.web.signin import invitations
from secondstory.web.signin.models import Invitation, User
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit


@page("administrator")
def invite(visit: Visit) -> HttpResponse:
    """Invite an address, or show the form."""
    if visit.posting:
        person = _person(visit)
        email = visit.field("email", ask="To which address shall the link go?")
        invitation, token = invitations.invite(
            email, name=visit.field("name") or _name(visit, person), person=person, by=visit.person
        )
        link = f"{visit.ground.config.url}/come-in/{token}"
        visit.ground.outbox.send(_letter(visit, invitation, link))
        return visit.render(
            "people/invited.html",
            invitation=invitation,
            link=link,
            by_mail=visit.ground.config.smtp is not None,
        )
    inside = set(User.objects.values_list("person", flat=True))
    known = directory.organisation(visit.office).present
    outside = [(one.person, one.name) for one in known if one.person not in inside]
    return visit.render("people/invite.html", outside=outside)


def _person(visit: Visit) -> PersonId | None:
    said = visit.field("person")
    if not said:
        return None
    if all(one.person != said for one in directory.organisation(visit.office).present):
        raise Refused("Nobody by this name is here now. Choose somebody from the list, or leave it open.")
    return PersonId(said)


def _name(visit: Visit, person: PersonId | None) -> str:
    return directory.person_of(visit.office, person).name if person else ""


def _letter(visit: Visit, invitation: Invitation, link: str) -> Letter:
    envelope = Envelope(
        to=Addressee(address=invitation.email, name=invitation.name),
        key=f"invitation-{invitation.digest}",
        zone=visit.zone,
    )
    return welcome(
        envelope,
        organisation=visit.organisation,
        inviter=visit.person_name,
        link=link,
        days=invitations.DAYS,
    )
