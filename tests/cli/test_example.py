"""The example: one whole life of a post-mortem, in the commands that anybody could type."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from secondstory.cli.ground.playing.stage import MARKER
from secondstory.cli.ground.playing.steps import FILES, chapters

NAME = b"Edda Vane"


SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The example, played once in a process of its own: its folder, and what it said."""
    here = tmp_path_factory.mktemp("example")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SECONDSTORY_")}
    env = {**kept, "PYTHONPATH": str(SOURCE), "HOME": str(here / "home"), "XDG_DATA_HOME": str(here / "data")}
    command = [sys.executable, "-m", "secondstory", "example", "--out", "look"]
    said = subprocess.run(command, cwd=here, env=env, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    return here / "look", said.stdout


def test_it_plays_a_whole_life_and_says_what_lies_where(played):
    out, said = played
    page = next((out / "page").glob("*.html"))
    assert "holds a likely secret, so nothing was sealed" in said
    assert "One gate is closed" in said
    assert "Verified." in said
    assert "ALTERED." in said
    assert page.as_uri() in said
    for left in ("PM-1.md", "PM-1.json", "map.svg", "tiles/checkpoint", "checkpoint.txt", "verification.txt"):
        assert (out / left).is_file(), left
    assert json.loads((out / "PM-1.json").read_text())


def test_it_leaves_a_record_that_a_newcomer_can_go_on_with(played, bare_shell):
    out, _ = played
    bare_shell.env.chdir(out)
    bare_shell.env.setenv("SECONDSTORY_KEYS", str(out / "keys"))
    bare_shell.ok("verify")
    shown = bare_shell.json("show", "PM-1")
    conditions = shown["post_mortem"]["conditions"]["everything"]
    assert len(conditions) >= 10
    assert len({one["level"] for one in conditions}) == 5
    assert len(shown["post_mortem"]["timeline"]["entries"]) >= 14
    assert len(shown["post_mortem"]["story"]["decision_points"]) == 3
    assert shown["stage"] == "published"


def test_it_erases_the_name_from_everything_it_leaves(played):
    out, said = played
    assert NAME.decode() in said, "it was typed once"
    holding = [path for path in out.rglob("*") if path.is_file() and NAME in path.read_bytes()]
    assert holding == []


def test_it_touches_nothing_outside_its_folder(played):
    out, _ = played
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_it_plays_again_into_its_own_folder(bare_shell):
    out = bare_shell.root / "look"
    out.mkdir()
    (out / MARKER).touch()
    (out / "left-over.txt").write_text("from an earlier time")
    data = bare_shell.json("example", "--out", str(out), "--fast")
    assert not (out / "left-over.txt").exists()
    assert "SECONDSTORY_KEYS" not in os.environ
    assert Path.cwd() == bare_shell.root
    assert Counter(one["code"] for one in data["commands"])[0] == len(data["commands"]) - 4


def test_it_leaves_a_folder_alone_that_is_not_its_own(bare_shell):
    (bare_shell.root / "mine").mkdir()
    (bare_shell.root / "mine" / "notes.txt").write_text("keep")
    said = bare_shell("example", "--out", "mine")
    assert said.code == 1
    assert "Nothing was touched" in said.err
    assert (bare_shell.root / "mine" / "notes.txt").read_text() == "keep"


def test_it_tells_a_story_of_six_to_nine_hundred_words_without_blame(bare_shell):
    story = FILES / "story.md"
    assert 600 <= len(story.read_text(encoding="utf-8").split()) <= 900
    bare_shell.ok("coach", str(story), "--strict")


def test_it_says_why_before_every_step():
    assert all(step.why.endswith((".", "?")) for chapter in chapters() for step in chapter.steps)
    times = [step.at for chapter in chapters() for step in chapter.steps]
    assert times == sorted(times)
