"""import as somebody types it."""

import argparse
import io
from pathlib import Path

import pytest

from secondstory.cli.language.proposals import decide
from secondstory.cli.terminal import Terminal
from secondstory.wiring.workspace import open_workspace

OLD = """# The board went dark

## Summary

For an hour nobody could see which unit was free, and two calls waited.

## Timeline

All times in UTC.

- 2024-03-04 15:36 the wall screen stopped
- 15:52 somebody rang the server room

## Contributing factors

- [Process] nobody is told when the screen stops
- the screen shows the last picture for ever

## Action items

- Show the age of the picture (owner: @dispatch) by Q3

## Who brought coffee

Everybody, twice.
"""
SECRET = "# A key\n\nAKIAIOSFODNN7EXAMPLQ\naws_secret = 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\n"


@pytest.fixture
def old(shell) -> Path:
    """A folder with one old post-mortem."""
    folder = shell.root / "old"
    folder.mkdir()
    (folder / "board.md").write_text(OLD)
    return folder


def test_it_brings_a_document_in_word_for_word_and_decides_nothing(shell, old):
    (done,) = shell.json("import", "old/board.md")["imported"]
    assert (done["number"], done["evidence"], done["understood"]) == ("PM-1", "E-1", True)
    assert done["waiting"] == done["proposals"] > 0
    shown = shell.json("show", "PM-1")["post_mortem"]
    assert shown["conditions"]["everything"] == []
    assert shown["timeline"]["entries"] == []


def test_it_shows_what_waits_with_the_lines_it_came_from(shell, old):
    shell.ok("import", "old")
    waiting = shell.json("import", "PM-1")["proposals"]
    factor = next(one for one in waiting if "last picture" in one["text"])
    assert (factor["field"], factor["lines"], factor["details"]) == ("condition", [17, 17], {})
    assert "contributing condition" in shell.ok("import", "--review", "PM-1").out
    assert any(one["details"].get("heading") == "Who brought coffee" for one in waiting)


def test_it_takes_over_a_batch_and_asks_for_levels_that_nobody_gave(shell, old):
    (done,) = shell.json("import", "old", "--accept")["imported"]
    assert {"C-1", "FU-1", "T-1", "T-2", "story", "began"} <= set(done["accepted"])
    (left,) = shell.json("import", "PM-1")["proposals"]
    assert "last picture" in left["text"]
    refused = shell("import", "PM-1", "--take", str(left["proposal"]))
    assert (refused.code, "On which level does it live" in refused.err) == (1, True)
    took = shell.json("import", "PM-1", "--take", str(left["proposal"]), "--level", "software")
    assert took["accepted"] == [{"proposal": left["proposal"], "became": "C-2"}]
    assert "No proposal waits in PM-1." in shell.ok("import", "PM-1").out


def test_it_gives_a_whole_batch_the_level_that_a_person_says(shell, old):
    shell.ok("import", "old", "--accept", "--level", "practices")
    found = shell.json("show", "PM-1")["post_mortem"]["conditions"]["everything"]
    assert [one["level"] for one in found] == ["process", "practices"]


class Person(Terminal):
    """Somebody at a terminal who answers in this order, and then nothing more."""

    def __init__(self, *answers: str) -> None:
        self.heard, self._answers = io.StringIO(), iter(answers)
        super().__init__(out=self.heard, err=self.heard)

    @property
    def is_interactive(self) -> bool:
        return True

    def ask(self, question: str, *, default: str = "") -> str:
        return next(self._answers, "q") or default


def test_it_asks_a_person_at_a_terminal_one_by_one(shell, old):
    shell.ok("import", "old")
    later, other_words, odd_level = ("", ""), ("e", "an old picture stays"), ("soft",)
    person = Person("y", "n", "told elsewhere", *later, "y", "y", *other_words, *odd_level, "q")
    wish = argparse.Namespace(take=None, reject=None, accept=False)
    assert decide("PM-1", wish, person, open_workspace(None)) == 0
    said = person.heard.getvalue()
    assert "8 proposals wait in PM-1." in said
    assert "8 of 8  follow-up, line 21" in said
    shown = shell.json("show", "PM-1")["post_mortem"]["conditions"]["everything"]
    assert [(one["statement"], one["level"]) for one in shown] == [
        ("[Process] nobody is told when the screen stops", "process"),
        ("an old picture stays", "software"),
    ]
    assert len(shell.json("import", "PM-1")["proposals"]) == 3


def test_it_leaves_a_proposal_where_it_stands(shell, old):
    shell.ok("import", "old")
    said = shell.ok("import", "PM-1", "--reject", "1", "--because", "told better elsewhere")
    assert "Left where it stands: proposal 1" in said.out
    assert shell("import", "PM-1", "--reject", "1").code == 1


def test_it_does_not_take_the_same_document_twice(shell, old):
    shell.ok("import", "old")
    said = shell("import", "old/board.md")
    assert said.code == 1
    assert "is here already, byte for byte, as PM-1 (E-1)" in said.err
    assert len(shell.json("list")["post_mortems"]) == 1


def test_it_flags_secrets_before_anything_is_sealed(shell, old):
    (old / "key.md").write_text(SECRET)
    said = shell("import", "old/key.md")
    assert said.code == 1
    assert "nothing was sealed" in said.err
    assert "FEMIqK7MDENG" not in said.err + said.out
    assert shell.json("list")["post_mortems"] == []
    shell.ok("import", "old/key.md", "--redact")
    assert len(shell.json("list", "--evidence")["evidence"]) == 1


def test_it_brings_in_the_rest_when_one_cannot_be_read(shell, old):
    said = shell("import", "old/board.md", "old/gone.md", "--json")
    assert said.code == 2
    assert [one["number"] for one in said.data["imported"]] == ["PM-1"]
    assert "There is no file" in said.data["left_out"][0]["why"]


def test_it_keeps_what_it_does_not_understand_and_says_why(shell, old):
    (old / "list.md").write_text("# Shopping\n\nBread, milk and a new fuse.\n")
    said = shell.ok("import", "old/list.md")
    assert "Kept, and not understood: Looked for" in said.out
    assert shell.json("list", "--evidence")["evidence"][0]["name"] == "list.md"


def test_it_asks_which_document(shell):
    assert "Which document?" in shell("import").err
