"""iCalendar (RFC 5545) for an invitation, to be mailed as RFC 6047 says.

icalendar writes it: folding lines at 75 bytes inside a character, escaping, and parameters with quotes are where
calendars written by hand go wrong.
"""

from icalendar import Calendar, Event, vCalAddress, vText

from secondstory.application.ports.post import Addressee, Attachment, Invitation, Method

PRODUCT = "-//Second Story//Second Story//EN"


def attachment(invitation: Invitation, *, organiser: Addressee, attendee: Addressee) -> Attachment:
    """Return the part of a mail that a calendar takes in, or takes the event out with."""
    return Attachment(
        name="invitation.ics",
        media_type=f"text/calendar; charset=utf-8; method={invitation.method.value}",
        content=icalendar(invitation, organiser=organiser, attendee=attendee),
    )


def icalendar(invitation: Invitation, *, organiser: Addressee, attendee: Addressee) -> bytes:
    """Return the invitation as an iCalendar object. Times are in UTC, which every calendar shows in its own zone."""
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamped_at)
    event.add("dtstart", invitation.starts_at)
    event.add("dtend", invitation.ends_at)
    event.add("summary", invitation.summary)
    event.add("description", invitation.description)
    event.add("url", invitation.url)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if invitation.method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _address(organiser), encode=False)
    guest = _address(attendee)
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
    guest.params["RSVP"] = vText("FALSE")
    event.add("attendee", guest, encode=False)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", invitation.method.value)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _address(one: Addressee) -> vCalAddress:
    address = vCalAddress(f"mailto:{one.address}")
    if one.name:
        address.params["CN"] = vText(one.name)
    return address
