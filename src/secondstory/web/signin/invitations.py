"""Invitations: an address that may become somebody who signs in, for seven days, once."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import timezone

from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.web.signin.links import TOKEN_BYTES, digest_of
from secondstory.web.signin.models import Invitation, User

DAYS = 7


def invite(email: str, *, name: str, person: PersonId | None, by: PersonId) -> tuple[Invitation, str]:
    """Invite an address; return the invitation and its token, which is kept nowhere. An earlier one stops working.

    person: who it is, when the record knows them already. Raises Refused for an address that signs in already, or is
    none.
    """
    address = User.objects.normalize_email(email.strip())
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused("This is no e-mail address. It looks like name@example.org.") from wrong
    if User.objects.filter(email__iexact=address).exists():
        raise Refused("Somebody signs in with this address already.")
    if person and User.objects.filter(person=person).exists():
        raise Refused("This person signs in already. On their page you can make them a link that opens once.")
    now = timezone.now()
    waiting().filter(email__iexact=address).update(withdrawn_at=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = Invitation.objects.create(
        email=address,
        name=name.strip(),
        person=person or "",
        digest=digest_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=DAYS),
    )
    return made, token


def waiting() -> QuerySet[Invitation]:
    """Return the invitations that can still be taken, newest first."""
    standing = Invitation.objects.filter(taken_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return standing.order_by("-invited_at")


def look_up(token: str) -> Invitation | None:
    """Return the invitation that a token belongs to, None when it cannot be taken any more."""
    return waiting().filter(digest=digest_of(token)).first()


def claim(invitation: Invitation) -> bool:
    """Mark an invitation as taken; return False when somebody else was first."""
    return waiting().filter(pk=invitation.pk).update(taken_at=timezone.now()) == 1


def withdraw(number: int) -> Invitation:
    """Take an invitation back; return it. Raises Refused when it is no longer open."""
    found = waiting().filter(pk=number).first()
    if found is None:
        raise Refused("This invitation was taken, or has run out. Nothing needs to be withdrawn.")
    waiting().filter(pk=number).update(withdrawn_at=timezone.now())
    return found
