"""The walk alone at a real terminal: left in the middle, resumed, finished, and accepted after a night."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.typist import Typist


@pytest.fixture
def sits(shell: Shell, tmp_path: Path):
    """A function that sits somebody down at `secondstory solo`, with a tiny editor."""
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "%s\\n" "I clicked release and went for coffee." >> "$1"\n')
    editor.chmod(0o755)

    def sit(*words: str) -> Typist:
        env = {
            "EDITOR": str(editor),
            "SECONDSTORY_DEMO_CLOCK": shell.at.isoformat(),
            "HOME": os.environ["HOME"],
            "XDG_DATA_HOME": os.environ["XDG_DATA_HOME"],
        }
        seated.append(Typist("solo", *words, cwd=shell.root, env=env))
        return seated[-1]

    seated: list[Typist] = []
    yield sit
    for one in seated:
        one.leave()


def test_it_is_left_in_the_middle_resumed_and_finished_at_a_terminal(sits, shell):
    remembers_and_leaves(sits())
    is_interrupted(sits())
    assert shell.json("solo", "PM-1", "--answers", os.devnull)["place"] == "decisions"
    finishes(sits("PM-1"))
    sleeps_on_it(sits("PM-1"))
    assert shell.json("solo", "PM-1", "--answers", os.devnull)["accepted"] == 0
    shell.later(days=1)
    says_yes(sits("PM-1"))
    assert shell.json("solo", "PM-1", "--answers", os.devnull)["place"] == "through"


def remembers_and_leaves(first: Typist) -> None:
    first.answer("What happened, in a few words?", "White page after the release")
    first.answer("away from it for a moment?", "")
    first.answer("Whom have you told?", "")
    first.answer("What can wait until tomorrow?", "")
    first.answer("One of the three is enough", "yes")
    first.answer("Whom have you told?", "my sister")
    first.answer("What can wait", "")
    first.answer("In which role", "developer")
    first.answer("Enter opens your editor", "")
    first.expect("Kept: A-1, written before evidence")
    first.answer("A file to seal", "")
    first.answer("When did something happen?", "half past soon")
    first.answer("could not be read as a", "08:02")
    first.answer("What happened then?", "The release went out.")
    first.answer("What shows it", "")
    first.expect("Kept: T-1")
    first.answer("When did something happen?", "later")
    first.expect("Next: secondstory solo PM-1")
    assert first.ended() == 0


def is_interrupted(second: Typist) -> None:
    second.answer("You are in the middle of PM-1", "")
    second.expect("You go on where you were.")
    second.expect("Evidence and timeline")
    second.answer("A file to seal", "skip")
    second.answer("A moment, in a few words", "Release before coffee")
    second.answer("What was done?", "Released")
    second.answer("When was that?", "")
    second.expect("Kept: D-1")
    second.interrupt()
    second.expect("Next: secondstory solo PM-1")
    assert second.ended() == 0


def finishes(third: Typist) -> None:
    third.answer("What did you see come of it?", "A green build")
    third.type("skip")
    third.answer("What did you find?", "The bundle drops a file, which made it likelier, as seen in T-1")
    third.answer("What did you find?", "")
    for _ in range(4):
        third.answer("What did you find?", "")
        third.answer("what did you ask?", "What was usual?")
    third.answer("Which change would work on your worst day?", "Remind myself to check")
    third.answer("Which condition", "C-9")
    third.answer("There is no C-9 here.", "C-1")
    third.answer("How will somebody else see", "A note on the wall")
    third.type("")
    third.type("")
    third.answer("It reads as weaker", "")
    third.answer("(Enter: no other)", "")
    third.answer("why? (kept; the page shows it)", "")
    third.expect("None of the follow-ups works without your remembering.")
    third.answer("(Enter: none)", "Make the build refuse a missing file")
    third.answer("Which condition", "C-1")
    third.answer("How will somebody else see", "The build is red for the fixture")
    third.type("")
    third.type("")
    third.answer("It reads as stronger", "")
    third.answer("one person outside", "")
    third.expect("Sleep on it")
    assert third.ended() == 0


def sleeps_on_it(evening: Typist) -> None:
    evening.answer("Is it yours tonight?", "yes")
    evening.type("")
    evening.type("")
    evening.answer("Why can it not wait for a night?", "")
    evening.answer("Is it yours tonight?", "")
    evening.expect("Next:")
    assert evening.ended() == 0


def says_yes(morning: Typist) -> None:
    morning.answer("Is it yours?", "drop")
    morning.answer("Why not, after all?", "The build does it now.")
    morning.answer("Is it yours?", "yes")
    morning.answer("By which day?", "20 November")
    morning.type("")
    morning.expect("FU-2 is yours.")
    assert morning.ended() == 0
