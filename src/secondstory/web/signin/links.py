"""Links that open a door once: a long random token in the address, its digest in the table."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from secondstory.web.signin.models import Link, User

TOKEN_BYTES = 24
SIGN_IN, FIRST_RUN = "sign-in", "first-run"


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(user: User | None, *, purpose: str = SIGN_IN, minutes: int = 60 * 24) -> str:
    """Return a fresh token. user: None for the first run, when there is nobody yet."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires = timezone.now() + timedelta(minutes=minutes)
    Link.objects.create(digest=digest_of(token), user=user, purpose=purpose, expires_at=expires)
    return token


def look_up(token: str, *, purpose: str = SIGN_IN) -> Link | None:
    """Return the link that a token belongs to, None when it is unknown, used or expired."""
    found = Link.objects.filter(digest=digest_of(token), purpose=purpose, used_at=None).first()
    return found if found and found.expires_at > timezone.now() else None


def use(link: Link) -> bool:
    """Mark a link as used; return False when somebody else was first."""
    return Link.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()) == 1
