"""`sitting`: planned, held, and what is kept of it."""

import sys
from io import BytesIO, TextIOWrapper

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def pm(shell: Shell) -> Shell:
    """A shell with one post-mortem."""
    shell.ok("open", "Seats released too early")
    return shell


@pytest.fixture
def room(pm: Shell) -> Shell:
    """A shell with a learning sitting that is open."""
    pm.ok("sitting", "PM-1", "schedule", "learning", "--at", "today 10:00")
    pm.later(hours=1)
    pm.ok("sitting", "PM-1", "open", "--read-out")
    return pm


def test_it_teaches_where_no_sitting_is_planned(pm):
    assert "No sitting is planned" in pm.ok("sitting").out
    assert "Next: secondstory sitting PM-1 schedule solo" in pm.ok("sitting", "PM-1").out


def test_it_plans_a_sitting_at_a_time_as_people_say_it(pm):
    said = pm.ok("sitting", "PM-1", "schedule", "--kind", "learning", "--at", "tomorrow 10:00")
    assert "Planned: S-1, learning, for PM-1 on Tue 3 November 2026 10:00 UTC." in said.out
    assert pm.json("sitting")["sittings"][0]["post_mortem"] == "PM-1"
    moved = pm.ok("sitting", "PM-1", "move", "S-1", "--at", "Friday 14:00", "--because", "a holiday")
    assert "Fri 6 November 2026 14:00" in moved.out


def test_it_is_solo_when_nobody_says_otherwise(pm):
    assert "Planned: S-1, solo, for PM-1." in pm.ok("sitting", "PM-1", "schedule").out
    assert "secondstory solo PM-1" in pm("sitting", "PM-1", "agenda").err


def test_it_shows_the_read_out_and_says_when_it_was_not_read(pm):
    pm.ok("sitting", "PM-1", "schedule", "learning", "--at", "today 10:00")
    said = pm.ok("sitting", "PM-1", "open", "S-1")
    assert "Read this aloud, about 90 seconds." in said.out
    assert "was not read aloud" in said.out
    assert pm.json("sitting", "PM-1")["sittings"][0]["read_out"] is False


def test_it_shows_the_agenda_with_phrases(room):
    data = room.json("sitting", "PM-1", "agenda")
    assert data["agenda"] == "learning"
    assert sum(step["minutes"] for step in data["steps"]) == data["minutes"] == 60
    assert len(data["phrases"]) > 5
    assert "Walk the timeline" in room.ok("sitting", "PM-1", "agenda", "S-1").out


def test_it_keeps_what_was_said_without_who_said_it(room):
    room.ok("sitting", "PM-1", "attend", "operations=4", "facilitator=1")
    room.ok("sitting", "PM-1", "point", "the screen shows hours")
    room.ok("sitting", "PM-1", "park", "refuse minutes")
    room.ok("sitting", "PM-1", "dissent", "it showed minutes since Thursday", "--about", "T-4")
    room.ok("sitting", "PM-1", "minutes", "we walked the timeline twice")
    said = room.ok("sitting", "PM-1", "close", "--minutes", "timeline=35", "levels=6")
    assert "41 minutes in all" in said.out
    data = room.json("sitting", "PM-1")["sittings"][0]
    assert data["roles"] == {"operations": 4, "facilitator": 1}
    assert data["parked"] == ["refuse minutes"]
    assert data["minutes"] == {"timeline": 35, "levels": 6}
    shown = room.ok("sitting", "PM-1").out
    assert "refuse minutes" in shown
    assert "T-4, seen otherwise: it showed minutes since Thursday" in shown


def test_it_takes_minutes_from_standard_input_and_says_how_when_there_are_none(room):
    before, sys.stdin = sys.stdin, TextIOWrapper(BytesIO(b"walked it\n"))
    try:
        assert room.json("sitting", "PM-1", "minutes", "--file", "-")["minutes"] == "walked it"
    finally:
        sys.stdin = before
    said = room("sitting", "PM-1", "minutes")
    assert said.code == 1
    assert "--file FILE" in said.err


def test_it_takes_five_answers_or_none(room):
    four = room("sitting", "PM-1", "poll", "I learnt something", "yes=3", "no=1")
    assert four.code == 1
    assert "batches of 5" in four.err
    assert room.json("sitting", "PM-1", "poll", "I learnt something", "yes=4", "no=1")["people"] == 5


def test_it_lets_people_sleep_before_they_commit(room):
    room.ok("sitting", "PM-1", "close")
    early = room("sitting", "PM-1", "schedule", "commitment", "--at", "today 18:00")
    assert early.code == 1
    assert "Sleep on it" in early.err
    said = room.ok(
        "sitting", "PM-1", "schedule", "commitment", "--at", "today 18:00", "--sooner", "the ferry sails"
    )
    assert "the page will show why: the ferry sails" in said.out
    room.later(days=1)
    room.ok("sitting", "PM-1", "schedule", "commitment", "--at", "tomorrow 9:00")


def test_it_says_who_may_hold_the_room(pm):
    pm.ok("sitting", "PM-1", "schedule", "learning", "--at", "tomorrow 10:00")
    assert "With --new" in pm("sitting", "PM-1", "facilitator", "Bo Lindqvist").err
    said = pm.ok("sitting", "PM-1", "facilitator", "Bo Lindqvist", "--new")
    assert "nothing stands in the way" in said.out
    owner = pm("sitting", "PM-1", "facilitator", "Ada")
    assert owner.code == 1
    assert "owns this post-mortem" in owner.err
    data = pm.json("sitting", "PM-1", "facilitator", "Ada", "--override", "nobody else is awake")
    assert data["conflicts"] == ["owns this post-mortem"]


def test_it_keeps_why_a_sitting_did_not_take_place(pm):
    pm.ok("sitting", "PM-1", "schedule")
    pm.ok("sitting", "PM-1", "lapse", "S-1", "everybody was ill")
    assert "did not take place: everybody was ill" in pm.ok("sitting", "PM-1").out
    assert "did not take place" in pm("sitting", "PM-1", "open", "S-1").err


def test_it_reads_a_number_wherever_one_is_needed(room):
    assert '"many" has no number' in room("sitting", "PM-1", "attend", "many").err
    assert room.json("sitting", "PM-1", "attend", "operations", "4")["roles"] == {"operations": 4}
