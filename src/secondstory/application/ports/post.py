"""The port to the post: letters to people, which never go missing in silence."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from secondstory.kernel.frozen import dataclass


class DeliveryFailed(Exception):
    """A letter did not go out. permanent: trying the same again would end the same way."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        """Say in words for people what happened."""
        super().__init__(message)
        self.message = message
        self.permanent = permanent


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom a letter is to, or from: an address such as `bo@kelda.example`, and a name when one is known."""

    address: str
    name: str = ""


class Method(StrEnum):
    """What an invitation asks of a calendar (RFC 5546): take the event in, or take it out again."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An entry in the recipient's calendar.

    uid: the same for every version of one event. sequence: 0 first, higher with each change. Times are aware.
    """

    method: Method
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    summary: str
    description: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a letter. media_type: with its parameters, such as `text/calendar; method=REQUEST`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one person.

    purpose: a short tag such as `sitting-invitation`. key: a letter with a key that was used before is not sent again.
    is_personal: between its writer and its recipient; nobody else reads its words, its subject or its purpose in the
    outbox, whatever their role.
    """

    to: Addressee
    subject: str
    text: str
    purpose: str
    key: str
    html: str | None = None
    invitation: Invitation | None = None
    attachments: tuple[Attachment, ...] = ()
    is_personal: bool = False


class Post(Protocol):
    """Takes letters. Once `send` has returned, the letter survives a power cut, and is delivered or shown as not.

    Delivery comes later, in the background: an act of a person never waits for a mail server.
    """

    def send(self, letter: Letter) -> bool:
        """Take a letter; return False when one with its key was taken before, and nothing more happens."""
        ...
