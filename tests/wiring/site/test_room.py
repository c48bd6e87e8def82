"""Rooms on the disk: as they were after a new start, and without a name beside an answer."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from secondstory.application.ceremony.room import poll
from secondstory.application.ceremony.room.floor import Draft, Floor
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.wiring.site.room import GONE_AFTER, Rooms

KEY = (StreamId("pm_1"), 2)
ADA, BO = PersonId("pe_ada"), PersonId("pe_bo")
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
FULL = Floor(
    step=3,
    spent_s={"welcome": 61},
    since=AT,
    pause_asked=True,
    silent_until=AT,
    stop=2,
    shown=(1, 4),
    turn=5,
    hands=(ADA,),
    heard=(BO,),
    passed=(ADA, BO),
    company=(BO,),
    came={ADA: "owner"},
    drafts={BO: Draft(step="welcome", text="Nine – ten")},
    first_hour_free=True,
)


def test_it_finds_everything_again_after_a_new_start(tmp_path: Path):
    assert all(getattr(FULL, one.name) != getattr(Floor(), one.name) for one in fields(Floor))
    Rooms(tmp_path / "rooms").change(KEY, lambda _: FULL)
    assert Rooms(tmp_path / "rooms").floor(KEY) == FULL


def test_it_begins_afresh_when_a_file_is_torn(tmp_path: Path):
    (tmp_path / "pm_1-S-2-floor.json").write_text('{"step": 3', "utf-8")
    assert Rooms(tmp_path).floor(KEY) == Floor()


def test_it_counts_changes_and_nothing_else(tmp_path: Path):
    rooms = Rooms(tmp_path)
    rooms.change(KEY, lambda one: one)
    assert rooms.version(KEY) == 0
    rooms.change(KEY, lambda one: replace(one, step=1))
    assert rooms.version(KEY) == 1


def test_it_keeps_its_files_to_whoever_runs_it(tmp_path: Path):
    rooms = Rooms(tmp_path / "rooms")
    rooms.change(KEY, lambda _: FULL)
    assert [file.stat().st_mode & 0o777 for file in (tmp_path / "rooms").iterdir()] == [0o600]


def test_it_sees_people_for_as_long_as_they_look(tmp_path: Path):
    rooms = Rooms(tmp_path)
    rooms.sees(KEY, ADA, "owner", at=AT)
    rooms.still_sees(KEY, BO, at=AT)
    assert rooms.here(KEY, at=AT + timedelta(seconds=5)) == {ADA: "owner"}
    rooms.still_sees(KEY, ADA, at=AT + timedelta(seconds=15))
    assert rooms.here(KEY, at=AT + GONE_AFTER) == {ADA: "owner"}
    assert rooms.here(KEY, at=AT + timedelta(minutes=1)) == {}


def test_it_keeps_a_ballot_without_a_time(tmp_path: Path):
    rooms = Rooms(tmp_path)
    rooms.change_ballot(KEY, lambda one: poll.answer(one, ADA, {"learnt": "Yes"}))
    found = Rooms(tmp_path).ballot(KEY)
    assert found.answered == (ADA,)
    assert found.answers["learnt"] == ("Yes",)
    (file,) = tmp_path.glob("*-poll.json")
    assert file.stat().st_mtime == 0
