"""The postman: a thread that takes letters out of the outbox and to the mail server, one after the other."""

import sqlite3
import threading
from email.message import EmailMessage
from typing import Protocol

from secondstory.adapters.smtp.message import message_of
from secondstory.adapters.smtp.outbox import Outbox, Parcel
from secondstory.application.ports.post import Addressee, DeliveryFailed

LOOK_AGAIN_S = 30.0
STOP_WITHIN_S = 5.0


class Delivery(Protocol):
    """Whoever hands a message to a mail server."""

    def deliver(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        """Return once the server took the message. Raises DeliveryFailed."""
        ...


class Postman:
    """Delivers what waits in an outbox until it is stopped. One in each process is fine; they share the work."""

    def __init__(
        self, outbox: Outbox, delivery: Delivery, *, sender: Addressee, look_again_s: float = LOOK_AGAIN_S
    ) -> None:
        """Deliver from `outbox` as `sender`, looking when a letter arrives and every `look_again_s`."""
        self._outbox = outbox
        self._delivery = delivery
        self._sender = sender
        self._look_again_s = look_again_s
        self.trouble = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def start(self) -> None:
        """Begin to deliver in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Deliver nothing more after the letter in hand."""
        self._stopping.set()
        self._outbox.arrived.set()
        self._thread.join(STOP_WITHIN_S)

    @property
    def is_walking(self) -> bool:
        """Whether it is at work; a page that says so can be believed."""
        return self._thread.is_alive()

    def deliver_due(self) -> int:
        """Deliver everything that is due now, once each; return how many letters the server took."""
        taken = 0
        while not self._stopping.is_set() and (parcel := self._outbox.take()) is not None:
            taken += self._deliver(parcel)
        return taken

    def _deliver(self, parcel: Parcel) -> bool:
        try:
            message = message_of(parcel.words, sender=self._sender, at=parcel.written_at)
            self._delivery.deliver(message, sender=self._sender.address, recipient=parcel.words.to.address)
        except DeliveryFailed as why:
            if why.permanent:
                self._outbox.undeliverable(parcel, why.message)
            else:
                self._outbox.later(parcel, why.message)
            return False
        self._outbox.sent(parcel)
        return True

    def _walk(self) -> None:
        try:
            self.deliver_due()
        except sqlite3.OperationalError as trouble:
            # A full or busy disk: every letter is still in the outbox, and the next round may find it well again.
            self.trouble = f"The outbox could not be written: {trouble}. Letters wait in it."
        else:
            self.trouble = ""

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._outbox.arrived.clear()
                self._walk()
                self._outbox.arrived.wait(self._look_again_s)
        finally:
            self._outbox.close()
