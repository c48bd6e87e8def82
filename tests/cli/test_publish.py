"""publish, amend and export as somebody types them."""

import json
import re
from pathlib import Path

import pytest

from secondstory.cli.front import run


@pytest.fixture
def told(shell):
    """A shell whose PM-1 has everything but a night."""
    shell.ok("open", "Seats released too early")
    shell.ok("support", "PM-1", "--not-applicable", "a drill, announced to everybody")
    shell.ok("condition", "PM-1", "add", "Both fields read alike, which hid the unit", "--level", "software")
    shell.ok("condition", "PM-1", "add", "Nobody rings the tester back", "--level", "practices")
    shell.ok("sitting", "PM-1", "schedule", "asynchronous")
    shell.ok("sitting", "PM-1", "open", "S-1", "--read-out")
    shell.ok("sitting", "PM-1", "close", "S-1")
    return shell


def test_it_says_what_each_closed_gate_asks_and_how_to_pass_it(shell):
    shell.ok("open", "Seats released too early")
    said = shell("publish", "PM-1")
    assert said.code == 1
    assert "3 gates are closed; nothing was recorded." in said.err
    assert "Ask: Who was closest to this, and who is with them now?" in said.err
    assert 'secondstory publish PM-1 --exception support-step="..."' in said.err
    assert shell("publish", "PM-1", "--json").data["code"] == "gates"
    assert not (shell.workspace / "published").exists()


def test_it_publishes_a_page_its_markdown_and_its_map(told):
    told.later(days=1)
    done = told.json("publish", "PM-1")
    assert (done["number"], done["edition"], done["is_new"]) == ("PM-1", 1, True)
    html, markdown, drawn = (Path(done["files"][name]) for name in ("html", "markdown", "map"))
    assert html.name == "PM-1-seats-released-too-early.html"
    page = html.read_text()
    assert "Nobody rings the tester back" in page
    assert done["checkpoint"]["note"].splitlines()[2] in page
    assert not re.search(r"(?:src|href)=.https?:", page)
    assert drawn.read_text().startswith("<svg")
    assert markdown.read_text().startswith("---\nschema: second-story/1\n")


def test_it_prints_a_checkpoint_that_verifies_the_record(told, tmp_path):
    told.later(days=1)
    note = told.json("publish", "PM-1")["checkpoint"]["note"]
    (tmp_path / "checkpoint.txt").write_text(note)
    told.ok("open", "Something later")
    told.ok("verify", "--against", str(tmp_path / "checkpoint.txt"))


def test_it_waits_for_a_night_and_takes_a_reason_instead(told):
    assert "Nobody could sleep on what was learnt." in told("publish", "PM-1").err
    done = told.ok("publish", "PM-1", "--exception", "night-between=the client reads it at six")
    assert "With an exception, night-between: the client reads it at six" in done.out
    page = (told.workspace / "published" / "PM-1-seats-released-too-early.html").read_text()
    assert "the client reads it at six" in page


def test_it_knows_no_other_gates(told):
    said = told("publish", "PM-1", "--exception", "wishes=none")
    assert said.code == 1
    assert "The gates are: support-step" in said.err


def test_it_shows_a_draft_without_telling_the_record(told):
    before = told.json("verify", "--full")
    said = told.json("publish", "PM-1", "--preview")
    assert [one["gate"] for one in said["closed"]] == ["night-between"]
    page = Path(said["draft"])
    assert page.name.endswith(".draft.html")
    assert "Draft: Seats released too early" in page.read_text()
    assert told.json("verify", "--full") == before
    assert not (told.workspace / "published").exists()


def test_it_gives_an_outside_reader_a_page_of_questions(told, tmp_path):
    blank = told.ok("publish", "PM-1", "--reader-questions").out
    answers = tmp_path / "answers.md"
    answers.write_text(blank.replace("## deep-enough", "## deep-enough\nYes.\n"))
    told.later(days=1)
    told.ok("publish", "PM-1", "--reader-review", str(answers))
    assert "None of the fixed questions" in _refused(told, tmp_path, blank)


def _refused(told, tmp_path, blank: str) -> str:
    (tmp_path / "blank.md").write_text(blank)
    return told("publish", "PM-1", "--reader-review", str(tmp_path / "blank.md")).err


def test_it_advises_on_wording_and_publishes_all_the_same(told, tmp_path):
    story = tmp_path / "story.md"
    story.write_text("The operator should have known better.\n")
    told.ok("story", "PM-1", "--file", str(story))
    told.later(days=1)
    said = told.ok("publish", "PM-1")
    assert "Advice on wording, which blocks nothing:" in said.out
    assert "PM-1-seats-released-too-early.md:" in said.out


def test_it_amends_a_published_page_and_no_other(told):
    assert "not published yet" in told("amend", "PM-1", "More.", "--reason", "new").err
    told.later(days=1)
    told.ok("publish", "PM-1", "--out", "site")
    done = told.json("amend", "PM-1", "Two more buildings.", "--reason", "the billing run", "--out", "site")
    assert done["amendment"] == 1
    assert "Two more buildings." in Path(done["files"]["html"]).read_text()
    assert "What is added?" in told("amend", "PM-1", "--reason", "x").err


def test_it_exports_every_form(told, tmp_path):
    assert told.ok("export", "PM-1").out.startswith("---\nschema: second-story/1\n")
    exported = json.loads(told.ok("export", "PM-1", "--format", "json").out)
    assert [one["level"] for one in exported["post_mortem"]["conditions"]] == ["software", "practices"]
    assert told.ok("export", "PM-1", "--format", "csv", "--table", "conditions").out.startswith(
        "id,statement"
    )
    assert "<svg" in told.ok("export", "PM-1", "--format", "svg").out
    assert told.ok("export", "PM-1", "--format", "html").out.startswith("<!doctype html>")
    assert (
        "nothing to put there yet (no impact)"
        in told("export", "PM-1", "--format", "csv", "--table", "impact").err
    )
    done = told.json("export", "PM-1", "--out", f"{tmp_path}/new/")
    assert Path(done["file"]).name == "PM-1-seats-released-too-early.md"
    assert told.json("export", "--schema")["title"].startswith("Output of `secondstory export")
    assert told("export").code == 1


def test_it_is_one_of_the_commands_of_the_program(told):
    assert run(["publish", "--help"]) == 0
