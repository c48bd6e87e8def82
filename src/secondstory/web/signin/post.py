"""Django's mail backend: hands every message to the site's outbox, where it can be read when there is no SMTP."""

import secrets
from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from secondstory.application.ports.post import Addressee, Letter
from secondstory.web.site.ground import ground

PURPOSE = "signing in"


class OutboxBackend(BaseEmailBackend):
    """Takes messages of allauth. Once a mail server takes them, nobody but the recipient reads their words."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put the messages into the outbox; return how many letters that were."""
        here = ground()
        count = 0
        for message in email_messages:
            for address in message.to:
                letter = Letter(
                    to=Addressee(address=address),
                    subject=str(message.subject),
                    text=str(message.body),
                    purpose=PURPOSE,
                    key=secrets.token_hex(16),
                    is_personal=here.config.smtp is not None,
                )
                count += here.outbox.send(letter)
        return count
