"""An address that somebody signs in with is also where letters reach them: when it changes, the record hears of it."""

from typing import Any

from secondstory.application.keeping import directory
from secondstory.kernel.ids import PersonId
from secondstory.web.signin.models import User
from secondstory.web.site.ground import ground


def carry_over(user: User, to_email_address: Any, **_: Any) -> None:
    """Record the new address of whoever changed it, in their name."""
    person = PersonId(user.person)
    office = ground().workspace.office_for(person, alone=False)
    directory.rename(office, person, address=str(to_email_address.email))
