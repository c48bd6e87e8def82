"""A site that stays while somebody does something at a terminal beside it: it works with what that changed."""

from pathlib import Path

from secondstory.adapters.local_files.standalone.verify import main
from secondstory.application.record.verifying.verify import verify
from secondstory.kernel.frozen import replace
from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.note import parse_note
from secondstory.record.vkey import parse_vkey
from secondstory.wiring.places import read_settings, write_settings
from secondstory.wiring.safekeeping.signing_keys.rotating import finish_rotation, rotate
from secondstory.wiring.site.rounds import Rounds, rounds_of
from secondstory.wiring.witnessing.verifying import subject_of
from secondstory.wiring.workspace import Workspace
from tests.web.conftest import Town, text_of


def terminal(town: Town) -> Workspace:
    """The same workspace as another process has it."""
    place = town.ground.workspace.place
    return Workspace(place, read_settings(place))


def rounds(town: Town) -> dict[str, tuple[str, ...]]:
    """Do one turn of every round; return what was in the way."""
    ground = town.ground
    every = rounds_of(ground.workspace, ground.outbox, links=ground.links)
    walking = Rounds(ground.workspace, every, say=lambda _: None)
    return {one.name: walking.turn(one).troubles for one in every}


def test_it_signs_shows_publishes_and_checks_with_a_key_that_was_changed_beside_it(
    town: Town, tmp_path: Path
):
    town.opens()
    site = town.ground.workspace
    write_settings(site.place, replace(site.settings, publish_to="../public"))
    old = site.settings.vkey
    assert town.fay.get("/log.vkey").content.decode() == f"{old}\n"
    beside = terminal(town)
    assert len(parse_note(town.fay.get("/checkpoint").content).signatures) == 1
    new = rotate(beside, reason="a new machine").new
    assert town.fay.get("/log.vkey").content.decode() == f"{old}\n{new}\n"
    assert new in text_of(town.fay.get("/verify"))
    finish_rotation(beside, reason="everybody has it")
    town.opens(title="The night after")
    town.later(minutes=10)
    note = town.fay.get("/checkpoint").content
    assert read_checkpoint(note, [parse_vkey(new)]).size == site.storage.head().size
    assert len(parse_note(note).signatures) == 1
    assert not any(rounds(town).values())
    published = site.place.root.parent / "public"
    assert (published / "log.vkey").read_text("utf-8") == f"{old}\n{new}\n"
    assert main([str(published), "--key", new]) == 0
    report = verify(subject_of(site))
    assert report.problems == ()


def test_it_ends_the_overlap_by_itself_when_its_time_is_over(town: Town):
    town.opens()
    beside = terminal(town)
    rotate(beside, reason="a new machine", overlap_days=30)
    town.later(days=29)
    rounds(town)
    assert beside.keys.older() is not None
    town.later(days=2)
    rounds(town)
    assert beside.keys.older() is None


def test_it_records_nothing_once_the_workspace_moved_away(town: Town):
    town.opens()
    place = town.ground.workspace.place
    write_settings(place, replace(read_settings(place), moved="2026-11-02"))
    answer = town.ada.post("/open", {"title": "The night after"})
    assert answer.status_code == 422
    assert "moved" in text_of(answer)


def test_it_goes_on_with_what_it_read_when_somebody_breaks_the_settings(town: Town):
    town.opens()
    town.ground.workspace.place.settings.write_text("half a line =")
    assert town.ada.get("/verify").status_code == 200
    assert town.ada.post("/open", {"title": "The night after"}).status_code == 303
