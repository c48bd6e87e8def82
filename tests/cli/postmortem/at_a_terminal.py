"""Somebody at a terminal: answers questions from a list, and writes in an editor that is a small script."""

import io
from pathlib import Path

from secondstory.cli import parsing
from secondstory.cli.terminal import Terminal
from tests.cli.conftest import Shell


class Person(Terminal):
    """A terminal with a person at it, who gives these answers and then presses Enter."""

    def __init__(self, *answers: str) -> None:
        self.heard = io.StringIO()
        super().__init__(out=self.heard, err=self.heard)
        self._answers = list(answers)
        self.asked: list[str] = []

    @property
    def is_interactive(self) -> bool:
        return True

    def ask(self, question: str, *, default: str = "") -> str:
        self.asked.append(question)
        return (self._answers.pop(0) if self._answers else "") or default


def at_terminal(shell: Shell, module: object, name: str, *words: str, answers: tuple[str, ...] = ()) -> str:
    """Run one command with a person there; return what was shown."""
    shell.env.setenv("SECONDSTORY_DEMO_CLOCK", shell.at.isoformat())
    person = Person(*answers)
    arguments = parsing.parser_of(name, module).parse_args(words)
    module.run(arguments, person)
    return "\n".join((*person.asked, person.heard.getvalue()))


def editor(shell: Shell, script: str) -> Path:
    """Make an editor of a line of shell, in which $1 is the file; return where it keeps what it was shown."""
    shown = shell.root / "shown.md"
    place = shell.root / "editor.sh"
    place.write_text(f'#!/bin/sh\ncp "$1" {shown}\n{script}\n')
    place.chmod(0o755)
    shell.env.setenv("EDITOR", str(place))
    return shown
