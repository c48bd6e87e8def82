"""What all letters have in common: how they begin and end, how a time is said, and who gets one."""

from datetime import datetime, tzinfo

from secondstory.application.edition import legible
from secondstory.application.ports.post import Addressee, Invitation, Letter
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.moments import Moment, Precision, shown_zone

LONGEST_SUBJECT = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """To whom a letter goes and what keeps it from going twice. zone: in which its times are said."""

    to: Addressee
    key: str
    zone: tzinfo


def letter(
    envelope: Envelope,
    subject: str,
    *paragraphs: str | None,
    purpose: str,
    invitation: Invitation | None = None,
    is_personal: bool = False,
) -> Letter:
    """Return a letter with a greeting above and a line of where it comes from below; None paragraphs are left out."""
    greeting = f"Hello {_line(envelope.to.name)}," if envelope.to.name.strip() else "Hello,"
    body = [one.strip() for one in paragraphs if one is not None and one.strip()]
    text = "\n\n".join([greeting, *body, "-- \nSecond Story, where you work together on post-mortems"])
    return Letter(
        to=envelope.to,
        subject=_shortened(_line(subject)),
        text=f"{legible(text)}\n",
        purpose=purpose,
        key=f"{envelope.key}/{purpose}",
        invitation=invitation,
        is_personal=is_personal,
    )


def quoted(text: str) -> str:
    """Return somebody's own words set off from ours, a line each, as mail has always quoted."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def said(at: datetime) -> str:
    """Return a time as a letter says it: `Tue 20 October 2026, 10:00 CEST`. at: aware, in the zone to show."""
    return f"{said_day(at)}, {at:%H:%M} {shown_zone(at)}"


def said_day(at: datetime) -> str:
    """Return a day as a letter says it: `Tue 20 October 2026`."""
    return f"{at:%a} {at.day} {at:%B} {at.year}"


def said_moment(stated: Moment, zone: tzinfo) -> str:
    """Return a claimed time in `zone`, only a day when only a day was said."""
    if stated.precision is Precision.DAY:
        return said_day(stated.at)
    return said(stated.at.astimezone(zone))


def _line(text: str) -> str:
    """Return text on one line, since it stands in a header."""
    return " ".join(legible(text).split())


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SUBJECT else f"{text[: LONGEST_SUBJECT - 1].rstrip()}…"
