"""Sittings in a browser: planned, moved, prepared, called off; who holds the room; a file for the calendar."""

import pytest

from secondstory.application.ceremony import meeting
from secondstory.application.record.sealing import Draft
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.domain.keeping.people import LineStated
from secondstory.kernel.ids import StreamId
from tests.web.conftest import CAST, Town, text_of
from tests.web.pages.seating_for_tests import seated

LIST = "/pm/1/sittings"
ONE = "/pm/1/sittings/1"


def test_it_plans_a_learning_sitting_and_invites_people(town: Town):
    town.opens()
    form = {
        "do": "plan",
        "kind": "learning",
        "day": "2026-11-04",
        "time": "10:00",
        "others": "Bo Lindqvist, Cem",
    }
    answer = town.ada.post(LIST, form, follow=True)
    assert "Planned: learning sitting S-1" in text_of(answer)
    assert "Bo Lindqvist" in text_of(answer)
    assert "Cem Yıldız" in text_of(answer)


def test_it_keeps_what_was_typed_when_the_day_is_missing(town: Town):
    town.opens()
    answer = town.ada.post(
        LIST, {"do": "plan", "kind": "learning", "time": "10:00", "others": "Bo Lindqvist"}
    )
    assert answer.status_code == 422
    assert "On which day?" in text_of(answer)
    assert 'value="Bo Lindqvist"' in answer.content.decode()


def test_it_says_from_when_people_can_commit(town: Town):
    town.opens()
    town.ada.post(LIST, {"do": "plan", "kind": "learning", "day": "2026-11-03", "time": "10:00"})
    early = {"do": "plan", "kind": "commitment", "day": "2026-11-04", "time": "10:00"}
    answer = town.ada.post(LIST, early)
    assert answer.status_code == 422
    assert "Sleep on it: the commitment sitting can be held from Thursday 10:00" in text_of(answer)
    shortened = town.ada.post(LIST, {**early, "sooner": "the ferry sails on Thursday"}, follow=True)
    assert "Sooner than two working days: the ferry sails on Thursday" in text_of(shortened)


def test_it_marks_combined_sittings_and_those_in_writing(town: Town):
    town.opens()
    town.ada.post(LIST, {"do": "plan", "kind": "combined", "day": "2026-11-03", "time": "10:00"})
    town.ada.post(LIST, {"do": "plan", "kind": "asynchronous", "day": "2026-11-06"})
    page = text_of(town.ada.get(LIST))
    assert "Learning and commitment in one sitting" in page
    assert "In writing, without a meeting" in page
    assert "until Fri 6 November" in page


def test_it_says_what_stands_between_somebody_and_holding_the_room(town: Town):
    seated(town)
    answer = town.ada.post(ONE, {"do": "facilitator", "name": CAST["cem"]})
    assert answer.status_code == 422
    assert "This facilitator was closest to what happened (timeline)" in text_of(answer)
    shown = town.ada.post(
        ONE,
        {"do": "facilitator", "name": CAST["cem"], "because": "nobody else is on the island"},
        follow=True,
    )
    assert "was closest to what happened (timeline): nobody else is on the island" in text_of(shown)


def test_it_names_those_who_are_independent_and_those_who_are_not(town: Town):
    seated(town)
    page = text_of(town.ada.get(ONE))
    assert "Nothing stands in the way of: Bo Lindqvist" in page
    assert "Cem Yıldız was closest to what happened" in page
    assert "Ada Okafor owns this post-mortem" in page


def test_it_moves_with_a_reason_only(town: Town):
    seated(town)
    move = {"do": "move", "day": "2026-11-05", "time": "15:00"}
    assert town.ada.post(ONE, move).status_code == 422
    answer = town.ada.post(ONE, {**move, "reason": "Cem is on call"}, follow=True)
    assert "Moved: S-1 to Thu 5 November 2026, 15:00" in text_of(answer)


def test_it_is_prepared_and_called_off(town: Town):
    seated(town)
    assert "Prepared: the draft is out" in text_of(town.ada.post(ONE, {"do": "prepare"}, follow=True))
    assert town.ada.post(ONE, {"do": "lapse", "reason": " "}).status_code == 422
    answer = town.ada.post(ONE, {"do": "lapse", "reason": "The storm"}, follow=True)
    assert "Did not take place: The storm" in text_of(answer)


def test_it_goes_into_a_calendar_without_saying_what_it_is_about(town: Town):
    seated(town)
    answer = town.dee.get(f"{ONE}.ics")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20261103T100000Z" in text
    assert "PM-1\\, learning sitting" in text
    assert "Seats released" not in text


def test_it_lets_somebody_closest_ask_for_a_first_hour_and_tells_nobody_who(town: Town):
    seated(town)
    office = town.ground.workspace.office
    line = LineStated(manager=town.people["dee"], report=town.people["bo"])
    office.journal.append([Draft(stream=StreamId(town.people["bo"]), event=line)], by=office.me)
    assert "First hour without managers" not in text_of(town.fay.get(ONE))
    answer = town.cem.post(ONE, {"do": "first-hour"}, follow=True)
    assert "Nobody sees who asked" in text_of(answer)
    assert "DTSTART:20261103T110000Z" in town.dee.get(f"{ONE}.ics").content.decode()
    assert "DTSTART:20261103T100000Z" in town.cem.get(f"{ONE}.ics").content.decode()
    assert "First hour without managers" in text_of(town.fay.get(ONE))
    assert "without managers" not in text_of(town.ada.get(ONE))
    files = list((town.ground.workspace.place.root / "rooms").iterdir())
    assert files
    assert all(town.people["cem"] not in file.read_text() for file in files)


def test_it_lets_nobody_else_ask_for_a_first_hour(town: Town):
    seated(town)
    assert town.dee.post(ONE, {"do": "first-hour"}).status_code == 422
    assert "without managers" not in text_of(town.dee.get(ONE))


def test_it_shows_what_was_kept_by_part(town: Town):
    room = seated(town)
    office = town.office("ada")
    room.opens()
    room.does("bo", "minutes", text="Two colours look alike.", step="timeline")
    room.does("dee", "dissent", about="T-1", text="I saw it later.")
    town.later(minutes=12)
    room.does("fay", "close", more="3")
    page = text_of(town.ada.get(ONE))
    assert "Walk the timeline Two colours look alike." in page
    assert "I saw it later." in page
    assert "12 minutes" in page
    assert meeting.sitting_of(meeting.post_mortem(office, room.stream), 1).is_held


@pytest.mark.parametrize("address", [LIST, ONE, f"{ONE}.ics"])
def test_it_is_not_there_for_others_and_asks_for_a_sign_in(town: Town, address: str):
    town.opens()
    meeting.schedule(
        town.office("ada"), town.office("ada").door.stream_of("PM-1"), SittingKind.ASYNCHRONOUS, at=None
    )
    assert town.fay.get(address).status_code == 404
    assert town.fay.post(address, {"do": "plan"}).status_code == 404
    assert town.stranger.get(address).status_code == 302


def test_it_has_no_page_for_a_sitting_that_is_not_there(town: Town):
    town.opens()
    assert town.ada.get("/pm/1/sittings/9").status_code == 404
