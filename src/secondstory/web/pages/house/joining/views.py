"""Coming in by a link: once, and only after a press, so that a mail program that looks ahead uses nothing up."""

from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpResponse

from secondstory.application.access.administering import name_administrators
from secondstory.application.ceremony.chartering import acknowledge, charter_of
from secondstory.application.keeping import directory
from secondstory.application.office import Office
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.web.signin import invitations, links
from secondstory.web.signin.models import Invitation, User
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@page("anybody")
def come_in(visit: Visit, token: str) -> HttpResponse:
    """Sign in with a link, or take an invitation."""
    link = links.look_up(token)
    if link is not None and link.user is not None and link.user.is_active:
        if visit.posting and links.use(link):
            login(visit.request, link.user, backend=BACKEND)
            return visit.done(to="/")
        return visit.render("signin/come_in.html", token=token)
    invitation = invitations.look_up(token)
    if invitation is None:
        return visit.render("signin/used.html", status=410)
    if visit.posting:
        user, name = _taken(visit, invitation)
        login(visit.request, user, backend=BACKEND)
        return visit.done(f"Welcome, {name}. This is your desk.", to="/")
    charter = charter_of(visit.ground.workspace.office).current
    return visit.render("signin/join.html", invitation=invitation, charter=charter)


def _taken(visit: Visit, invitation: Invitation) -> tuple[User, str]:
    name = visit.field("name", ask="By which name shall others know you?")
    password = _password(visit, invitation.email)
    if visit.form.get("charter") != "yes":
        raise Refused("Read the charter first, and say that you did. It is what everybody here relies on.")
    with transaction.atomic():
        if not invitations.claim(invitation) or User.objects.filter(email__iexact=invitation.email).exists():
            raise Refused("This invitation was taken just now. Sign in instead.")
        person = _known(visit, invitation, name)
        user = User.objects.create_user(invitation.email, person=person, password=password)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    acknowledge(visit.ground.workspace.office_for(person, alone=False))
    return user, name


def _known(visit: Visit, invitation: Invitation, name: str) -> PersonId:
    """Return the person of an invitation, known from now on if they were not before; they act themselves."""
    workspace = visit.ground.workspace
    if invitation.person:
        person = PersonId(invitation.person)
        office = workspace.office_for(person, alone=False)
        directory.rename(office, person, name=name, address=invitation.email)
        return person
    person = PersonId(workspace.office.new_stream("pe"))
    office = workspace.office_for(person, alone=False)
    return directory.join(office, name, invitation.email, person=person).person


@page("anybody")
def begin(visit: Visit, token: str) -> HttpResponse:
    """Make the first administrator, who is the person this workspace was made for."""
    link = links.look_up(token, purpose=links.FIRST_RUN)
    if link is None or User.objects.exists():
        return visit.render("signin/used.html", status=410)
    office = visit.ground.workspace.office
    if visit.posting:
        email, name, password = _first(visit)
        with transaction.atomic():
            user = _first_user(office, email, password)
            directory.rename(office, visit.ground.first_person, name=name, address=email)
            name_administrators(office, [visit.ground.first_person])
        links.use(link)
        login(visit.request, user, backend=BACKEND)
        return visit.done(f"Welcome, {name}. This is your desk.", to="/")
    known = directory.person_of(office, visit.ground.first_person)
    return visit.render("signin/begin.html", known=known)


def _first_user(office: Office, email: str, password: str) -> User:
    user = User.objects.create_user(email, person=office.me, password=password, is_administrator=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _first(visit: Visit) -> tuple[str, str, str]:
    email = visit.field("email", ask="By which e-mail address do you sign in?")
    name = visit.field("name", ask="By which name shall others know you?")
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refused("This is no e-mail address. It looks like name@example.org.") from wrong
    return email, name, _password(visit, email)


def _password(visit: Visit, email: str) -> str:
    password = str(visit.form.get("password", ""))
    try:
        validate_password(password, User(email=email))
    except ValidationError as wrong:
        raise Refused(_GUESSED_SOON) from wrong
    return password


_GUESSED_SOON = (
    "This password would be guessed soon. Take ten characters or more that are not your address and not among the most"
    " used; three words that have nothing to do with one another are good."
)
