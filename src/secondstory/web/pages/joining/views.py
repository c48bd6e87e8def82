"""Coming in by a link: once, and only after a press, so that a mail program that looks ahead uses nothing up."""

from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse

from secondstory.application.office import act
from secondstory.domain.keeping import people
from secondstory.domain.keeping.people import People, Renamed
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.signin import links
from secondstory.web.signin.models import User
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@page("anybody")
def come_in(visit: Visit, token: str) -> HttpResponse:
    """Sign in with a link."""
    link = links.look_up(token)
    if link is None or link.user is None:
        return visit.render("signin/used.html", status=410)
    if visit.posting and links.use(link):
        login(visit.request, link.user, backend=BACKEND)
        return visit.done(to="/")
    return visit.render("signin/come_in.html", token=token)


@page("anybody")
def begin(visit: Visit, token: str) -> HttpResponse:
    """Make the first administrator, who is the person this workspace was made for."""
    link = links.look_up(token, purpose=links.FIRST_RUN)
    if link is None or User.objects.exists():
        return visit.render("signin/used.html", status=410)
    if visit.posting:
        email, name, password = _first(visit)
        ground = visit.ground
        user = User.objects.create_user(
            email, person=ground.first_person, password=password, is_administrator=True
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        links.use(link)
        _rename(visit, user, name)
        login(visit.request, user, backend=BACKEND)
        return visit.done(f"Welcome, {name}. This is your desk.", to="/")
    return visit.render("signin/begin.html", token=token)


def _first(visit: Visit) -> tuple[str, str, str]:
    email = visit.field("email", ask="By which e-mail address do you sign in?")
    name = visit.field("name", ask="By which name shall others know you?")
    password = str(visit.form.get("password", ""))
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as wrong:
        raise Refused(wrong.messages) from wrong
    return email, name, password


def _rename(visit: Visit, user: User, name: str) -> None:
    office = visit.ground.workspace.office
    stream = next((str(row["stream"]) for row in _people(visit) if row["person"] == user.person), None)
    if stream is None:
        raise Http404

    def decide(state: People) -> list[Event]:
        known = state.persons.get(visit.ground.first_person)
        return (
            []
            if known and known.name == name
            else people.change(state, Renamed(person=visit.ground.first_person, name=name))
        )

    act(office, StreamId(stream), lambda entries: fold_stream("pe", entries), decide)


def _people(visit: Visit) -> list[dict[str, object]]:
    from secondstory.application.looking import people as rows

    return [dict(row) for row in rows(visit.ground.workspace.office)]
