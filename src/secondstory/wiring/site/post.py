"""The post of a workspace: its outbox, the way to a mail server when there is one, and the reminders of a day."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from secondstory.adapters.smtp.outbox import Outbox, OutboxLetter, State
from secondstory.application.correspondence.due import due_letters
from secondstory.application.correspondence.feed import feed_of
from secondstory.application.correspondence.links import Links
from secondstory.application.ports.chance import Clock
from secondstory.application.ports.post import Addressee, Attachment, Letter
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId
from secondstory.readmodel.tables import PERSON
from secondstory.wiring.places import Place

if TYPE_CHECKING:
    from secondstory.adapters.smtp.postman import Postman
    from secondstory.wiring.workspace import Workspace

__all__ = [
    "NOBODY_SENDS",
    "MailAccount",
    "Outbox",
    "OutboxLetter",
    "State",
    "atom_feed",
    "open_outbox",
    "postman",
    "send_due",
]

OUTBOX = "outbox.db"
_FOOT = (
    "How far the record had come, signed. Keep this mail, and a later rewriting shows: save it as a file, then\n"
    "secondstory verify --against FILE"
)
NOBODY_SENDS = "No mail server is set up, so nothing leaves by mail; every letter can be read here."


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAccount:
    """How mail leaves, as it is configured. security: starttls, tls or none."""

    host: str
    port: int = 587
    user: str = ""
    password: str = ""
    security: str = "starttls"


def open_outbox(place: Place, clock: Clock, *, sender: Addressee, foot: Callable[[], str] = str) -> Outbox:
    """Return the outbox of a workspace. sender: in whose name invitations are; usually also who mail comes from.

    foot: returns what stands below every letter.
    """

    def dress(letter: Letter) -> Sequence[Attachment]:
        if letter.invitation is None:
            return ()
        from secondstory.adapters.subscriptions.invitations import attachment

        return (attachment(letter.invitation, organiser=sender, attendee=letter.to),)

    return Outbox(place.root / OUTBOX, clock, dress=dress, foot=foot)


def checkpoint_foot(workspace: "Workspace") -> str:
    """Return the newest signed checkpoint as it stands below a letter, empty before the first.

    A mailbox is a place that whoever runs the installation does not keep: with the letter, a later rewriting shows.
    """
    signed = workspace.keys.last_signed()
    if signed is None:
        return ""
    return f"\n{_FOOT}\n\nIts key: {workspace.settings.vkey}\n\n{signed.note.decode()}"


def postman(outbox: Outbox, account: MailAccount, *, sender: Addressee) -> "Postman":
    """Return a postman who takes the letters of `outbox` to the server of `account`; start it.

    Raises Refused for a password without TLS.
    """
    from secondstory.adapters.smtp.delivery import MailServer, Security, SmtpDelivery
    from secondstory.adapters.smtp.postman import Postman

    server = MailServer(
        host=account.host,
        port=account.port,
        security=Security(account.security),
        user=account.user,
        password=account.password,
    )
    return Postman(outbox, SmtpDelivery(server), sender=sender)


def send_due(workspace: "Workspace", outbox: Outbox, at: datetime, *, links: Links) -> int:
    """Put the reminders that are due into the outbox; return how many are new. Doing it twice sends nothing twice."""
    new = 0
    for row in workspace.storage.rows.select(PERSON, {"has_left": 0}, order="person"):
        office = workspace.office_for(PersonId(str(row["person"])), alone=False)
        new += sum(outbox.send(letter) for letter in due_letters(office, at, links=links))
    return new


def atom_feed(workspace: "Workspace", person: PersonId, *, organisation: str, links: Links) -> bytes:
    """Return the feed of published post-mortems, as `person` may see them, as Atom."""
    from secondstory.adapters.subscriptions.atom import atom

    office = workspace.office_for(person, alone=False)
    return atom(feed_of(office, origin=workspace.settings.origin, organisation=organisation, links=links))
