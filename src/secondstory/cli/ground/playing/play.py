"""Plays the example: types its commands, one after another, and shows what each of them answers."""

import io
import shlex
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from secondstory.cli.ground.playing import stage
from secondstory.cli.ground.playing.steps import Step, chapters
from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

FEW_LINES = 3
"""Where so little is shown on purpose, nobody needs to hear how much there was."""

Run = Callable[[list[str]], int]


@dataclass(slots=True)
class Played:
    """What was played: how many steps, and every command with its exit code."""

    steps: int = 0
    commands: list[tuple[str, int]] = field(default_factory=list)


def play(out: Path, run: Run, terminal: Terminal, *, fast: bool) -> Played:
    """Play every step in `out` and return what was typed. fast: answers are not shown.

    run: runs one command line in this process and returns its exit code. Raises Refused when a command ends
    otherwise than the example says it does.
    """
    stage.prepare(out)
    played = Played()
    with stage.on(out):
        for chapter in chapters():
            terminal.say(f"\n{terminal.style(chapter.title, 'bold')}")
            for step in chapter.steps:
                _step(out, step, _Player(run, terminal, played, fast=fast))
                played.steps += 1
    return played


@dataclass(frozen=True, slots=True)
class _Player:
    run: Run
    terminal: Terminal
    played: Played
    fast: bool

    def type(self, command: str, *, to: str | None) -> tuple[int, str]:
        """Type one command; return its exit code and what it answered."""
        heard, complained = io.StringIO(), io.StringIO()
        with redirect_stdout(heard), redirect_stderr(complained):
            code = self.run(shlex.split(command))
        shown = f"secondstory {command}" + (f" > {to}" if to else "")
        self.terminal.say(f"  {self.terminal.style('$', 'soft')} {shown}")
        self.played.commands.append((command, code))
        return code, heard.getvalue() + complained.getvalue()

    def show(self, said: str, most: int) -> None:
        """Show the beginning of an answer, set in."""
        if self.fast:
            return
        lines = [line for line in said.rstrip().splitlines() if line.strip()]
        for line in lines[:most]:
            self.terminal.say(f"    {line}")
        left = len(lines) - most
        if left > 0 and most > FEW_LINES:
            self.terminal.say(
                self.terminal.style(f"    ... {left} more {'line' if left == 1 else 'lines'}", "soft")
            )


def _step(out: Path, step: Step, player: _Player) -> None:
    stage.set_clock(step.at)
    player.terminal.say(f"\n  {player.terminal.style(step.why, 'tide')}")
    if step.tampering is not None:
        changed = stage.tamper(out, step.tampering)
        places = "one place" if changed == 1 else f"{changed} places"
        player.terminal.say(f"    {step.tampering.copy}/record.db: {places} changed.")
    for place, command in enumerate(step.commands, 1):
        code, said = player.type(command, to=step.to)
        expected = step.ends if place == len(step.commands) else 0
        if code != expected:
            raise Refused(
                f"The example stopped at secondstory {command}: it ended with {code} where {expected} was expected."
                f" It said: {said.strip()} What was made so far lies in {out}."
            )
        if step.to is not None:
            (out / step.to).write_text(said, encoding="utf-8")
        player.show(said, step.show)
