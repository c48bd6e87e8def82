"""Yourself: your name, the zone you read times in, and the ways you sign in."""

from zoneinfo import available_timezones

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpResponse

from secondstory.application.keeping import directory
from secondstory.kernel.refused import Refused
from secondstory.web.signin.models import User
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of


@page("member")
def yourself(visit: Visit) -> HttpResponse:
    """Show and change what is yours."""
    if visit.posting:
        answer: HttpResponse = act_of(visit, {"name": _name, "zone": _zone})(visit)
        return answer
    user = visit.user
    ways = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return visit.render(
        "settings/yourself.html",
        user=user,
        zones=[(one, one.replace("_", " ")) for one in sorted(available_timezones()) if _is_place(one)],
        passkeys=ways.count(Authenticator.Type.WEBAUTHN),
        codes=Authenticator.Type.TOTP in ways,
        has_password=user is not None and user.has_usable_password(),
        sessions=UserSession.objects.filter(user=user).count(),
    )


def _is_place(zone: str) -> bool:
    return zone == "UTC" or ("/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix", "right")))


def _name(visit: Visit) -> HttpResponse:
    name = visit.field("name", ask="By which name shall others know you?")
    directory.rename(visit.office, visit.person, name=name)
    return visit.done(f"Kept: {name}.")


def _zone(visit: Visit) -> HttpResponse:
    zone = visit.field("zone")
    if zone and zone not in available_timezones():
        raise Refused("Nobody here knows this zone. Choose one from the list.")
    User.objects.filter(person=visit.person).update(zone=zone)
    return visit.done(f"Kept: you read times in {zone or 'the zone of this site'}.")
