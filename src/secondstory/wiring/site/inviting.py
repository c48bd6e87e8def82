"""An entry for somebody's calendar, as a file."""

from secondstory.application.ports.post import Addressee, Invitation


def calendar_file(invitation: Invitation, *, organiser: Addressee, attendee: Addressee) -> bytes:
    """Return the entry as iCalendar (RFC 5545), which any calendar takes in."""
    from secondstory.adapters.subscriptions.invitations import icalendar

    return icalendar(invitation, organiser=organiser, attendee=attendee)
