"""The room: one page that follows along, from three seats; what is kept of it, and what is not."""

import json

import pytest

from secondstory.application.ceremony import committing, meeting
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding import naming, stories
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.domain.keeping.people import LineStated
from secondstory.domain.understanding.conditions import Added, Basis, Level
from secondstory.domain.understanding.narrative import DecisionPointAdded
from secondstory.kernel.ids import StreamId
from tests.web.conftest import CAST, Town, text_of
from tests.web.pages.seating_for_tests import ROOM, STATE, at, seated


def said(answer) -> str:
    """Return the sentence of an answer to the page's script."""
    found = json.loads(answer.content)
    return found.get("said") or found.get("refused") or ""


def test_it_asks_for_the_charter_once_before_the_first_room(town: Town):
    room = seated(town, known=False)
    assert "I have read it" in text_of(town.dee.get(ROOM))
    assert "Read the charter first" in said(room.does("dee", "point", text="A point"))
    answer = town.dee.post(ROOM, {"do": "read-charter"}, follow=True)
    assert "Read: the charter" in text_of(answer)
    assert "The room is not open yet" in text_of(town.dee.get(ROOM))


def test_it_opens_only_when_the_opening_was_read_aloud(town: Town):
    room = seated(town)
    assert "Read this aloud, about 90 seconds." in room.sees("fay")
    assert "Read the opening aloud first" in said(room.does("fay", "open"))
    room.opens()
    assert room.sitting.read_out
    assert "Charter and hard line read aloud at 09:00" in room.sees("dee")


def test_it_lets_nobody_lead_but_whoever_holds_the_room(town: Town):
    room = seated(town)
    assert room.does("ada", "open", read="yes").status_code == 422
    room.opens()
    for act in ("next", "back", "pause", "silence", "questions", "close", "heard"):
        assert room.does("dee", act).status_code == 422, act
    assert room.sitting.is_open


def test_it_shows_the_step_to_all_and_the_clock_to_the_facilitator_alone(town: Town):
    room = seated(town)
    room.opens()
    room.does("fay", "next")
    town.later(minutes=1, seconds=30)
    assert "3:30" in room.sees("fay")
    assert "data-clock" in room.sees("fay")
    assert "data-clock" not in room.sees("dee")
    assert "Where we stand" in room.sees("dee")


def test_it_counts_no_time_while_it_pauses(town: Town):
    room = seated(town)
    room.opens()
    town.later(minutes=1)
    room.does("dee", "pause-please")
    town.later(minutes=9)
    assert "4:00" in room.sees("fay")
    assert "Somebody asked for one." in room.sees("eve")
    room.does("fay", "pause")
    town.later(minutes=1)
    assert "3:00" in room.sees("fay")
    assert "Somebody asked for one." not in room.sees("eve")


def test_it_shows_nobody_who_asked_for_a_pause(town: Town):
    room = seated(town)
    room.opens()
    room.sees("dee")
    before = room.sees("fay").count(CAST["dee"])
    room.does("dee", "pause-please")
    assert room.sees("fay").count(CAST["dee"]) == before


def test_it_tells_the_facilitator_alone_who_would_like_to_speak_or_like_company(town: Town):
    room = seated(town)
    room.opens()
    room.does("dee", "hand")
    room.does("cem", "company")
    assert CAST["dee"] in room.sees("fay")
    assert "Would like company" in room.sees("fay")
    for name in ("ada", "bo", "eve"):
        assert "Would like company" not in room.sees(name)
        assert CAST["dee"] not in room.sees(name)


def test_it_forgets_who_passed_when_the_step_changes(town: Town):
    room = seated(town)
    room.opens()
    room.sees("dee")
    assert "Passed. That is fine." in said(room.does("dee", "pass"))
    assert CAST["dee"] not in room.sees("fay")
    room.does("fay", "next")
    assert CAST["dee"] in room.sees("fay")


def test_it_keeps_points_parked_ideas_and_dissent_without_a_name(town: Town):
    room = seated(town)
    room.opens()
    room.does("dee", "point", text="The board has two greens.")
    room.does("cem", "park", text="Give released seats a colour")
    room.does("dee", "dissent", about="T-2", text="I read it at ten past.")
    page = room.sees("eve")
    for words in ("The board has two greens.", "Give released seats a colour", "I read it at ten past."):
        assert words in page
    assert room.sitting.points == ("The board has two greens.",)
    assert room.does("dee", "point", text="  ").status_code == 422


def test_it_lets_a_listener_listen(town: Town):
    room = seated(town)
    room.opens()
    assert "You are listening" in room.sees("eve")
    for act in ("point", "park", "hand", "pass", "pause-please"):
        assert room.does("eve", act, text="x").status_code == 422, act
    assert room.sitting.points == ()


def test_it_loses_no_word_of_the_scribe(town: Town):
    room = seated(town)
    room.opens()
    assert said(room.does("bo", "draft", step="welcome", text="Nine people came")) == "Kept."
    assert "Nine people came" in room.sees("bo")
    for name in ("dee", "fay"):
        assert "Nine people came" not in room.sees(name)
    room.does("fay", "next")
    assert 'value="welcome"' in room.sees("bo")
    room.does("bo", "minutes", step="welcome", text="Nine people came.")
    assert room.sitting.minutes == ("## Welcome and read-out\n\nNine people came.",)
    assert "Nine people came." in room.sees("dee")
    assert room.does("dee", "minutes", text="Mine").status_code == 422


def test_it_takes_minutes_after_the_end_and_keeps_a_draft_until_then(town: Town):
    room = seated(town)
    room.opens()
    room.does("bo", "draft", step="close", text="Thanks were said")
    room.does("fay", "close")
    assert "Thanks were said" in room.sees("bo")
    assert room.does("bo", "minutes", step="close", text="Thanks were said.").status_code == 200
    assert room.sitting.minutes == ("## Close\n\nThanks were said.",)


def test_it_walks_the_decision_points_and_shows_two_shared_accounts(town: Town):
    from secondstory.application.understanding import accounts
    from secondstory.domain.understanding.accounts import Shared

    room = seated(town)
    for number, title in ((1, "The third caller"), (2, "The page at ten")):
        point = DecisionPointAdded(number=number, title=title, done="Somebody waited.")
        stories.add_decision_point(town.office("ada"), room.stream, point)
    told = accounts.write(town.office("cem"), room.stream, "Three is a pattern.", role="support adviser")
    accounts.write(town.office("dee"), room.stream, "Not for the room.", role="on call")
    accounts.choose_readers(town.office("cem"), told.account.stream, Shared())
    room.opens()
    room.does("fay", "next")
    room.does("fay", "next")
    assert "The third caller" in room.sees("dee")
    room.does("fay", "show", account=["1", "2"])
    assert "Three is a pattern." in room.sees("ada")
    for shown in (room.sees("ada"), room.sees("fay"), town.fay.get(ROOM, {"view": "wall"}).content.decode()):
        assert "Not for the room." not in shown
    room.does("fay", "stop-on")
    assert "The page at ten" in room.sees("dee")
    assert "Three is a pattern." not in room.sees("ada")


def test_it_closes_with_roles_and_minutes_and_puts_the_rest_away(town: Town):
    room = seated(town)
    room.opens()
    for name in ("dee", "cem", "fay"):
        room.sees(name)
    town.later(minutes=5)
    room.does("fay", "next")
    town.later(minutes=6)
    answer = room.does("fay", "close", more="4")
    assert "11 minutes in all" in said(answer)
    counts = {one.role: one.count for one in room.sitting.roles}
    assert counts == {"facilitator": 1, "involved": 1, "participant": 5}
    assert [(one.step, one.minutes) for one in room.sitting.agenda] == [("welcome", 5), ("orientation", 6)]
    floor = next((town.ground.workspace.place.root / "rooms").glob("*-floor.json")).read_text()
    assert town.people["dee"] not in floor
    assert room.does("dee", "point", text="Late").status_code == 422


def test_it_stays_as_it_was_when_the_server_starts_again(town: Town):
    from secondstory.wiring.site.room import Rooms, rooms_in

    room = seated(town)
    room.opens()
    room.does("fay", "next")
    room.does("bo", "draft", step="orientation", text="The owner tells it")
    place = town.ground.workspace.place
    key = (room.stream, 1)
    assert Rooms(place.root / "rooms").floor(key) == rooms_in(place).floor(key)


def test_it_answers_304_while_nothing_happens_and_pieces_when_something_did(town: Town):
    room = seated(town)
    room.opens()
    room.sees("dee")
    first = town.dee.get(STATE)
    tag = json.loads(first.content)["tag"]
    assert town.dee.get(STATE, {"since": tag}).status_code == 304
    assert town.dee.get(STATE, headers={"If-None-Match": f'W/"{tag}"'}).status_code == 304
    room.does("fay", "next")
    second = town.dee.get(STATE, {"since": tag})
    assert second.status_code == 200
    found = json.loads(second.content)
    assert found["tag"] != tag
    assert "Where we stand" in found["regions"]["now"]


def test_it_says_who_is_here_by_role(town: Town):
    room = seated(town)
    room.opens()
    room.sees("dee")
    room.sees("cem")
    assert "1 closest to it" in text_of(town.fay.get(ROOM))
    town.later(minutes=1)
    assert "1 closest to it" not in text_of(town.fay.get(ROOM))
    assert "1 participant" not in text_of(town.dee.get(ROOM))


def test_it_shows_the_wall_no_clock_no_names_and_no_forms(town: Town):
    room = seated(town)
    room.opens()
    room.does("dee", "hand")
    wall = town.fay.get(ROOM, {"view": "wall"}).content.decode()
    assert "data-clock" not in wall
    assert CAST["dee"] not in wall
    assert "Raise a point" not in wall


def test_it_keeps_two_minutes_of_silence(town: Town):
    room = seated(town)
    room.opens()
    room.does("fay", "silence")
    assert "Two minutes to write, then we go round." in room.sees("dee")
    town.later(minutes=2, seconds=1)
    assert "Each for themselves" not in room.sees("dee")


def test_it_asks_and_answers_follow_ups_in_a_commitment_sitting(town: Town):
    room = seated(town, SittingKind.COMBINED)
    ada = town.office("ada")
    added = Added(number=1, statement="A number without a unit", level=Level.CULTURE, basis=Basis.INFERENCE)
    naming.add(ada, room.stream, added)
    proposal = committing.Proposal(
        text="Give every number a unit", conditions=(1,), end_state="Every number on the board has a unit"
    )
    committing.propose(ada, room.stream, proposal)
    room.opens()
    assert "Nobody named yet" in room.sees("dee")
    asked = {"of": CAST["dee"], "because": "expertise", "why": "They drew the board"}
    assert "Asked: FU-1" in said(room.does("ada", "ask", followup="1", **asked))
    assert "Yes, this is ours" in room.sees("dee")
    assert room.does("ada", "ask", followup="99", **asked).status_code == 422
    assert "Accepted: FU-1" in said(room.does("dee", "accept", followup="1"))
    assert CAST["dee"] in text_of(town.ada.get(ROOM))


def test_it_declines_with_a_reason_only(town: Town):
    room = seated(town, SittingKind.COMBINED)
    ada = town.office("ada")
    added = Added(number=1, statement="A number without a unit", level=Level.CULTURE, basis=Basis.INFERENCE)
    naming.add(ada, room.stream, added)
    committing.propose(
        ada, room.stream, committing.Proposal(text="Add a unit", conditions=(1,), end_state="It is there")
    )
    room.opens()
    room.does("ada", "ask", followup="1", of=CAST["dee"], because="expertise", why="They drew the board")
    assert room.does("dee", "decline", followup="1", reason=" ").status_code == 422
    assert "with the reason kept" in said(
        room.does("dee", "decline", followup="1", reason="The board goes away")
    )


def answers(room, *names: str, learnt: str = "Yes") -> None:
    for name in names:
        given = {"poll-learnt": learnt, "poll-again": "Yes", "poll-said": "Partly", "poll-missing": ""}
        assert room.does(name, "poll", **given).status_code == 200


def test_it_shows_nothing_of_a_poll_that_fewer_than_five_answered(town: Town):
    room = seated(town)
    room.opens()
    room.does("fay", "close")
    answers(room, "ada", "bo", "cem", "dee")
    assert "Fewer than five have answered so far" in room.sees("fay")
    assert "nothing was kept" in said(room.does("fay", "close-poll"))
    assert room.sitting.polls == ()
    ballot = next((town.ground.workspace.place.root / "rooms").glob("*-poll.json")).read_text()
    assert "Partly" not in ballot
    assert town.people["dee"] not in ballot
    assert "Fewer than five answered" in text_of(town.ada.get("/pm/1/sittings/1"))


def test_it_takes_five_answers_into_the_record_without_joining_them(town: Town):
    room = seated(town)
    room.opens()
    room.does("fay", "close")
    answers(room, "ada", "bo", "cem", learnt="No")
    answers(room, "dee", "fay")
    ballot = json.loads(next((town.ground.workspace.place.root / "rooms").glob("*-poll.json")).read_text())
    assert ballot["answers"]["learnt"] == ["No", "No", "No", "Yes", "Yes"]
    assert ballot["answered"] == sorted(ballot["answered"])
    assert set(ballot) == {"answered", "answers", "is_closed"}
    assert room.does("dee", "poll").status_code == 422
    room.does("fay", "close-poll")
    learnt = room.sitting.polls[0]
    assert {one.answer: one.count for one in learnt.answers} == {"No": 3, "Yes": 2}
    assert len(room.sitting.polls) == 4
    assert "What people said on leaving" in text_of(town.dee.get("/pm/1/sittings/1"))


def test_it_lets_managers_in_an_hour_later_when_that_was_asked_for(town: Town):
    room = seated(town)
    line = LineStated(manager=town.people["dee"], report=town.people["bo"])
    town.ground.workspace.office.journal.append(
        [Draft(stream=StreamId(town.people["bo"]), event=line)], by=town.people["ada"]
    )
    town.cem.post("/pm/1/sittings/1", {"do": "first-hour"})
    town.later(days=1, hours=1, minutes=30)
    room.opens()
    assert "Your part begins at 11:00" in text_of(town.dee.get(ROOM))
    assert json.loads(town.dee.get(STATE).content)["regions"] == {}
    assert "begins later" in said(room.does("dee", "point", text="x"))
    assert "Your part begins" not in text_of(town.bo.get(ROOM))
    town.later(minutes=30)
    assert "Your part begins" not in text_of(town.dee.get(ROOM))


def test_it_answers_in_writing_part_by_part_until_a_day(town: Town):
    room = seated(town, SittingKind.ASYNCHRONOUS)
    assert room.does("dee", "answer", step="timeline", text="Early").status_code == 422
    room.does("fay", "open")
    assert "In writing, without a meeting" in room.sees("dee")
    room.does("dee", "answer", step="timeline", text="I saw two greens.")
    page = room.sees("cem")
    assert "I saw two greens." in page
    assert CAST["dee"] not in page
    town.later(days=3)
    late = room.does("dee", "answer", step="timeline", text="And a third.")
    assert "Answers were taken until Tue 3 November" in said(late)


def test_it_keeps_what_was_typed_when_a_form_without_script_is_refused(town: Town):
    room = seated(town)
    room.opens()
    answer = town.dee.post(ROOM, {"do": "dissent", "about": "", "text": "I saw it later"})
    assert answer.status_code == 422
    assert "About what?" in text_of(answer)
    assert "I saw it later" in answer.content.decode()


def test_it_works_by_plain_forms(town: Town):
    room = seated(town)
    answer = town.fay.post(ROOM, {"do": "open", "read": "yes"}, follow=True)
    assert "Open: everybody has heard" in text_of(answer)
    assert "Passed. That is fine." in text_of(town.dee.post(ROOM, {"do": "pass"}, follow=True))
    assert room.sitting.is_open


@pytest.mark.parametrize("address", [ROOM, STATE])
def test_it_is_not_there_for_others_and_asks_for_a_sign_in(town: Town, address: str):
    town.opens()
    office = town.office("ada")
    meeting.schedule(office, office.door.stream_of("PM-1"), SittingKind.LEARNING, at=at("2026-11-03T10:00"))
    assert town.fay.get(address).status_code == 404
    assert town.fay.post(address, {"do": "point", "text": "x"}).status_code == 404
    assert town.stranger.get(address).status_code == 302
    assert town.stranger.post(address, {"do": "point"}).status_code == 302
