"""The whole evening of somebody alone, in commands one could type: from `init` to a tampered row that is caught."""

import os
import sqlite3
from contextlib import closing

import pytest

from secondstory.cli.table import COMMANDS
from tests.cli.conftest import Shell
from tests.typist import Typist

WROTE = "I set the hold to 48 and went on.\n\nI thought the field took hours. It was about ten past nine.\n"
STORY = "## Before\n\nGroups hold seats for a while.\n\n## What people met\n\nAt 20:52 a 48 was saved.\n"
LEVELS = """
[levels]
process.nothing_found = "How do I usually change a setting?"
culture.not_looked = "I am too tired tonight to be fair to myself."
organisation.found = ["One person runs bookings alone, which made a second look unlikely, as seen in A-1"]
[[followups.proposals]]
text = "Make the field refuse a hold below an hour"
answers = "C-1"
end_state = "48 is refused with a sentence that names the unit"
seen_by = "no hold under an hour in the log of December"
side_effects = "test holds need another way"
strength = "stronger"
"""


@pytest.fixture
def types(shell: Shell, tmp_path):
    """A function that types a command at a real terminal; $EDITOR is a tiny script that writes `text`."""
    seated: list[Typist] = []

    def sit(*words: str, writes: str = "") -> Typist:
        text = tmp_path / "what-is-typed.md"
        text.write_text(writes, encoding="utf-8")
        editor = tmp_path / "editor.sh"
        editor.write_text(f'#!/bin/sh\ncp "{text}" "$1"\n')
        editor.chmod(0o755)
        env = {"EDITOR": str(editor), "SECONDSTORY_DEMO_CLOCK": shell.at.isoformat(), "TZ": "UTC"}
        seated.append(Typist(*words, cwd=shell.root, env={**env, "HOME": os.environ["HOME"]}))
        return seated[-1]

    yield sit
    for one in seated:
        one.leave()


def test_it_carries_one_evening_from_init_to_a_tampered_row_that_is_caught(shell, types):
    shell.later(hours=14)  # it is Monday, 23:00
    opened = shell.ok("open", "Seats released too early", "--began", "20:52")
    assert "Opened PM-1: Seats released too early. Its evidence is held (HO-1)." in opened.out
    assert "Next: secondstory support PM-1" in opened.out
    shell.ok("support", "PM-1", "--stepped-away", "--told", "a friend")

    remembers(shell, types)
    looks(shell)
    understands(shell, types)
    commits(shell)
    publishes(shell)
    is_caught(shell)


def remembers(shell, types):
    memory = types("account", "PM-1", "--role", "on duty", writes=WROTE)
    memory.expect("Kept as A-1, written before any log.")
    assert memory.ended() == 0
    assert shell.json("account", "pm1", "--show", "A-1")["before_evidence"] is True


def looks(shell):
    (shell.root / "holds.log").write_text("20:52:10 hold_minutes 30 -> 48\n21:41:10 1912 seats released\n")
    sealed = shell.ok("evidence", "add", "PM-1", "holds.log", "--captured-from", "bookings-1")
    assert "Sealed: E-1, holds.log" in sealed.out
    shell.ok("timeline", "PM-1", "add", "20:52", "The hold length is saved as 48", "--source", "E-1")
    shell.ok("timeline", "PM-1", "add", "about 21:10", "The first call reaches the desk")
    shell.ok(
        "timeline", "PM-1", "add", "2026-11-02 22:41+01:00", "1,912 seats are released", "--source", "E-1"
    )
    shown = shell.ok("timeline", "PM-1").out
    assert shown.index("saved as 48") < shown.index("first call") < shown.index("1,912 seats")
    assert "21:41" in shown
    assert "UTC" in shown
    unread = shell("timeline", "PM-1", "add", "half past soon", "Something")
    assert unread.code == 1
    assert "could not be read" in unread.err
    shell.ok("account", "PM-1", "--differs", "A-1", "--from", "T-1", "--about", "when it was saved")


def understands(shell, types):
    broken = types("story", "PM-1", "decision", "Which unit", writes="## What was done\n\nSaved 48.\n")
    broken.expect("Put them back")
    broken.expect("Your text is safe in")
    assert broken.ended() == 1
    drafts = list((shell.workspace / "drafts").glob("*.md"))
    assert len(drafts) == 1
    assert "Saved 48." in drafts[0].read_text()
    headings = "done seen expected granted thought sensible".split()
    whole = "".join(f"## {heading}\n\nAnswer about {heading}.\n\n" for heading in headings)
    mended = types("story", "PM-1", "decision", "Which unit", writes=whole)
    mended.expect("Kept as D-1: Which unit.")
    assert mended.ended() == 0
    assert not list((shell.workspace / "drafts").glob("*.md"))

    told = types("story", "PM-1", writes=STORY)
    told.expect("Saved as revision 1")
    assert told.ended() == 0
    for level, statement in {
        "software": "The field takes any number, which let 48 pass as minutes, as seen in E-1",
        "practices": "The unit changed without a note, which made hours likelier, as seen in A-1",
    }.items():
        shell.ok("condition", "PM-1", "add", statement, "--level", level, "--evidence", "E-1")
    shell.ok("condition", "PM-1", "link", "C-2", "C-1", "--kind", "made-likelier", "--hypothesis")
    shell.ok("condition", "PM-1", "link", "C-1", "effect", "--kind", "allowed", "--evidence", "E-1")
    assert "This is a hypothesis" in shell.ok("map", "PM-1").out


def commits(shell):
    stream = shell.json("show", "PM-1")["post_mortem"]["stream"]
    assert shell.json("solo", stream[:-4], "--answers", os.devnull)["place"] == "levels"
    answers = shell.root / "answers.toml"
    answers.write_text(LEVELS)
    walked = shell.ok("solo", "1", "--answers", str(answers))
    assert "Sleep on it" in walked.out
    early = shell("followup", "accept", "FU-1")
    assert early.code == 1
    assert "Sleep on it: you can say yes from Tuesday" in early.err
    shell.later(hours=10)
    yes = shell.ok("followup", "accept", "FU-1", "--due", "20 November")
    assert "FU-1 is yours until Fri 20 November 2026" in yes.out


def publishes(shell):
    shut = shell("publish", "PM-1", "--out", "page")
    assert shut.code == 1
    assert "above-code-owned" in shut.err + shut.out
    shell.ok("condition", "PM-1", "escalate", "C-3", "--to", "the board", "--until", "1 March")
    shell.ok("publish", "PM-1", "--out", "page")
    page = next((shell.root / "page").glob("*.html")).read_text()
    assert "Seats released too early" in page
    assert "Next: secondstory" in shell.ok().out


def is_caught(shell):
    kept = shell.root / "kept.txt"
    kept.write_text(shell.ok("log", "--checkpoint").out)
    assert "Verified." in shell.ok("verify", "--against", str(kept)).out
    with closing(sqlite3.connect(shell.workspace / "record.db")) as record, record:
        record.execute("UPDATE condition SET statement = 'Somebody typed a wrong number' WHERE number = 1")
    record.close()
    caught = shell("verify", "--against", str(kept))
    assert caught.code == 1
    assert "ALTERED" in caught.out
    assert "condition" in caught.out
    shell.ok("rebuild")
    shell.ok("verify", "--against", str(kept))


ANSWERS = {
    "init": [],
    "open": ["Another one"],
    "solo": ["PM-1", "--answers", os.devnull],
    "example": ["--out", "page", "--fast"],
    "serve": ["--check"],
    "status": [],
    "list": [],
    "show": ["PM-1"],
    "search": ["seats"],
    "doctor": [],
    "support": ["PM-1", "--list"],
    "account": ["PM-1", "--list"],
    "timeline": ["PM-1"],
    "story": ["PM-1", "show"],
    "condition": ["PM-1", "list"],
    "map": ["PM-1"],
    "withdraw": ["PM-2", "opened twice"],
    "bucket": ["status"],
    "charter": ["read-out"],
    "sitting": [],
    "followup": [],
    "publish": ["PM-1"],
    "amend": ["PM-1", "words", "--reason", "more is known"],
    "export": ["PM-1"],
    "hold": [],
    "evidence": [],
    "erase": [],
    "retention": [],
    "log": [],
    "keys": [],
    "witness": [],
    "checkpoint": [],
    "bundle": ["PM-1"],
    "verify": [],
    "prove": ["1"],
    "backup": [],
    "restore": ["nowhere.tar", "--keys", "nowhere.backup"],
    "move": ["--to", "elsewhere"],
    "upgrade": [],
    "rebuild": [],
    "import": ["nowhere.md"],
    "check": ["PM-1"],
    "coach": ["rules"],
    "completion": ["bash"],
}
"""Something to ask of every command: it is done, or refused; in JSON either way."""


def test_it_answers_in_json_whatever_is_asked(shell):
    # An editor hears the answers of `lsp`, in a protocol of their own.
    assert {*ANSWERS, "lsp"} == {one.name for one in COMMANDS}
    shell.ok("open", "Seats released too early")
    (shell.root / "page").mkdir()
    (shell.root / "page" / "mine.txt").write_text("not an example")
    unread = []
    for name, words in ANSWERS.items():
        said = shell(name, *words, "--json")
        try:
            assert isinstance(said.data, dict | list)
        except ValueError:
            unread.append((name, said.out[:200], said.err[:200]))
    assert unread == []
