"""Who may sign in. The record knows a person by an opaque id; here that id has an address and a password.

No post-mortem, role or word of anybody stands in these tables. They are outside the record, so that a session can be
ended and an address changed without an entry, and no rebuild touches them.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, email: str, *, person: str, password: str | None = None, **more: Any) -> "User":
        """Make somebody who may sign in as `person`; without a password only a link or a passkey opens."""
        user = self.model(email=self.normalize_email(email), person=person, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One row: somebody who may sign in. `person` is their id in the record; `zone` the zone they read times in."""

    email = models.EmailField(unique=True)
    person = models.CharField(max_length=64, unique=True)
    zone = models.CharField(max_length=64, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["person"]

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        """Return the opaque id, so that no log shows an address."""
        return self.person

    def get_full_name(self) -> str:
        """Return the address; the name stands in the record."""
        return self.email


class Invitation(models.Model):
    """One row: an address that was asked to join, by whom, until when; the digest of its token, never the token."""

    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True, default="")
    person = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=64)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    as_administrator = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return a number, so that no log shows an address."""
        return f"invitation {self.pk}"


class Link(models.Model):
    """One row: a link that signs one user in, once, before it expires; the digest of its token alone."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True)
    purpose = models.CharField(max_length=20, default="sign-in")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return a number."""
        return f"link {self.pk}"


def is_alone() -> bool:
    """Return whether one person uses this installation: then every relation is theirs, and the ceremony is the solo one."""
    return User.objects.filter(is_active=True).count() <= 1
