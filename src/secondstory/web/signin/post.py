"""Django's mail backend: hands every message to the site's outbox, where it can be read when there is no SMTP."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class OutboxBackend(BaseEmailBackend):
    """Takes messages of allauth."""

    sent: "list[EmailMessage]" = []  # noqa: RUF012 - replaced by the outbox of the site

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; return how many."""
        self.sent.extend(email_messages)
        return len(email_messages)
