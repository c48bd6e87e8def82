"""A letter as a message (RFC 5322): plain text first, a calendar part where mail programs look for it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from secondstory.application.ports.post import Addressee, Attachment, DeliveryFailed
from secondstory.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a message says. key: makes its Message-ID, so that a letter sent twice is the same letter twice."""

    key: str
    to: Addressee
    subject: str
    text: str
    html: str | None = None
    attachments: Sequence[Attachment] = ()


def message_of(words: Words, *, sender: Addressee, at: datetime) -> EmailMessage:
    """Return the message. Raises DeliveryFailed, for good, when an address is none, or the words are no mail."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = _address(sender)
        message["To"] = _address(words.to)
    except (ValueError, IndexError, MessageError) as odd:
        reason = f'Mail cannot be addressed to "{words.to.address}". Correct the address, then write again.'
        raise DeliveryFailed(reason, permanent=True) from odd
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(words.key, sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies, please
    try:
        message["Subject"] = words.subject
        message.set_content(words.text)
        if words.html is not None:
            message.add_alternative(words.html, subtype="html")
        for one in words.attachments:
            _attach(message, one)
        message.as_bytes()
    except (ValueError, MessageError) as odd:
        raise DeliveryFailed(f"This letter cannot be written as mail: {odd}", permanent=True) from odd
    return message


def message_id(key: str, sender: Addressee) -> str:
    """Return the Message-ID of the letter with this key: the same each time, and it tells nothing of the key."""
    domain = sender.address.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _attach(message: EmailMessage, one: Attachment) -> None:
    kind, *parameters = (part.strip() for part in one.media_type.split(";"))
    maintype, _, subtype = kind.partition("/")
    named = dict(part.split("=", 1) for part in parameters)
    if kind == "text/calendar":
        # RFC 6047: an alternative to the text, so that mail programs show it as an invitation and not as a file.
        message.add_alternative(one.content, maintype=maintype, subtype=subtype, params=named)
        return
    message.add_attachment(one.content, maintype=maintype, subtype=subtype, filename=one.name, params=named)


def _address(one: Addressee) -> Address:
    return Address(display_name=one.name, addr_spec=one.address)
