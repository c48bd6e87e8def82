"""Hands one message to a mail server (RFC 5321), with TLS, a login, and an end to waiting.

Every way in which this can go wrong ends in `DeliveryFailed`, with words for people and whether trying again can help.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from enum import StrEnum
from ipaddress import ip_address

from secondstory.application.ports.post import DeliveryFailed
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused

TIMEOUT_S = 30


class Security(StrEnum):
    """How the line to the server is protected: switched to TLS, TLS from the start, or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail goes. user: empty when the server asks for no login."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""
    timeout_s: float = TIMEOUT_S


class SmtpDelivery:
    """Delivers messages to one server. A line is opened for each: letters are few, and a stale line is a mystery."""

    def __init__(self, server: MailServer, *, tls: ssl.SSLContext | None = None) -> None:
        """Deliver to `server`. tls: by default the certificates that this machine trusts.

        Raises Refused when a password would go over a line that others can read.
        """
        if server.user and server.security is Security.NONE and not _is_this_machine(server.host):
            raise Refused(
                "A password for the mail server would go over the line as it is. Set the security of smtp to starttls"
                " or tls."
            )
        self._server = server
        self._tls = tls or ssl.create_default_context()

    def deliver(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        """Return once the server took the message. Raises DeliveryFailed."""
        with _told(self._server.host), self._line() as line:
            line.send_message(message, from_addr=sender, to_addrs=[recipient])

    def greet(self) -> None:
        """Return when the server answers, and takes the login if there is one. Raises DeliveryFailed."""
        with _told(self._server.host), self._line() as line:
            line.noop()

    @contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        server = self._server
        opened: smtplib.SMTP
        if server.security is Security.TLS:
            opened = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_s, context=self._tls)
        else:
            opened = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
        with opened as line:
            if server.security is Security.STARTTLS:
                line.starttls(context=self._tls)
            if server.user:
                line.login(server.user, server.password)
            yield line


@contextmanager
def _told(host: str) -> Iterator[None]:
    """Turn everything that a mail server and the way to it can do into DeliveryFailed.

    A recipient that is refused for good stays refused. A login or a certificate that does not fit is for somebody
    to put right, so the letter waits for that.
    """
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        raise DeliveryFailed(_answered(host, code, said), permanent=code >= 500) from refused
    except smtplib.SMTPAuthenticationError as refused:
        words = f"{host} did not take the login for mail ({refused.smtp_code}). Look at user and password."
        raise DeliveryFailed(words, permanent=False) from refused
    except smtplib.SMTPResponseException as answer:
        words = _answered(host, answer.smtp_code, answer.smtp_error)
        raise DeliveryFailed(words, permanent=answer.smtp_code >= 500) from answer
    except smtplib.SMTPNotSupportedError as lacking:
        words = f"{host} cannot do what this letter or its settings need: {lacking}"
        raise DeliveryFailed(words, permanent=True) from lacking
    except ssl.SSLCertVerificationError as doubt:
        words = f"{host} showed a certificate that is not trusted here ({doubt.verify_message}). Nothing was sent."
        raise DeliveryFailed(words, permanent=False) from doubt
    except (smtplib.SMTPException, OSError) as weather:
        words = f"{host} could not be reached, or the line broke: {weather}"
        raise DeliveryFailed(words, permanent=False) from weather
    except (ValueError, UnicodeError) as odd:
        words = f"The letter cannot be sent as it is addressed: {odd}"
        raise DeliveryFailed(words, permanent=True) from odd


def _answered(host: str, code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{host} answered {code}: {' '.join(words.split())}"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
