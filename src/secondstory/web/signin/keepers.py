"""Who looks after the installation: said in the record, where access is decided, and kept beside it for signing in."""

from secondstory.application.access.administering import administrators, name_administrators
from secondstory.application.office import Office
from secondstory.kernel.ids import PersonId
from secondstory.web.signin.models import User


def let_look_after(office: Office, person: PersonId, reason: str | None = None) -> None:
    """Let somebody look after this installation. Raises Refused for whoever does not do so themselves."""
    name_administrators(office, [*administrators(office), person], reason)
    User.objects.filter(person=person).update(is_administrator=True)


def relieve(office: Office, person: PersonId, reason: str | None = None) -> None:
    """Let somebody look after it no longer. Raises Refused when nobody would be left who does."""
    name_administrators(office, [one for one in administrators(office) if one != person], reason)
    User.objects.filter(person=person).update(is_administrator=False)
