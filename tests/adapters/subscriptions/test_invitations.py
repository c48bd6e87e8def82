from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from secondstory.adapters.subscriptions.invitations import attachment, icalendar
from secondstory.application.ports.post import Addressee, Invitation, Method

AT = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
HOUSE = Addressee(address="stories@kelda.example", name="Second Story")
BO = Addressee(
    address="bo@kelda.example",
    name='Bö "Bo" Lindqvist; 船, and a very long name that goes on and on for ever',
)


def invitation(**given):
    plain = {
        "method": Method.REQUEST,
        "uid": "pm_1-s2@kelda.example",
        "sequence": 3,
        "starts_at": AT,
        "ends_at": AT + timedelta(minutes=60),
        "stamped_at": AT - timedelta(days=2),
        "summary": "PM-7, learning sitting",
        "description": "The sitting: https://kelda.example/pm/7/sittings/2\nWhat is safe; there, and ältere Wörter",
        "url": "https://kelda.example/pm/7/sittings/2",
    }
    return Invitation(**{**plain, **given})


def parsed(one):
    calendar = Calendar.from_ical(icalendar(one, organiser=HOUSE, attendee=BO))
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_it_says_when_what_and_who():
    calendar, event = parsed(invitation())
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "REQUEST")
    assert (event["UID"], event["SEQUENCE"]) == ("pm_1-s2@kelda.example", 3)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (AT, AT + timedelta(minutes=60))
    assert event["SUMMARY"] == "PM-7, learning sitting"
    assert event["DESCRIPTION"] == invitation().description
    assert event["ORGANIZER"] == "mailto:stories@kelda.example"
    assert event["ATTENDEE"] == "mailto:bo@kelda.example"
    assert event["CLASS"] == "PRIVATE"


@pytest.mark.parametrize(("method", "status"), [(Method.REQUEST, "CONFIRMED"), (Method.CANCEL, "CANCELLED")])
def test_it_asks_a_calendar_to_take_it_in_or_out(method, status):
    calendar, event = parsed(invitation(method=method))
    assert (calendar["METHOD"], event["STATUS"]) == (method.value, status)


def test_it_writes_lines_that_every_calendar_reads():
    raw = icalendar(invitation(), organiser=HOUSE, attendee=BO)
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert b"DTSTART:20261020T080000Z" in lines


def test_it_names_the_method_in_the_media_type_too():
    made = attachment(invitation(method=Method.CANCEL), organiser=HOUSE, attendee=BO)
    assert made.media_type == "text/calendar; charset=utf-8; method=CANCEL"
