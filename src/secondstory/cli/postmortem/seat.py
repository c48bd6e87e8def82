"""A seat at one post-mortem: its workspace, its office, and how an act is answered, with one next step."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from datetime import datetime

    from secondstory.application.office import Office
    from secondstory.application.understanding.telling import Told
    from secondstory.cli.times import Shown
    from secondstory.domain.lifecycle import PostMortem
    from secondstory.kernel.ids import StreamId
    from secondstory.kernel.moments import Moment
    from secondstory.wiring.workspace import Workspace


class Seat:
    """One post-mortem as somebody works on it at a terminal."""

    def __init__(self, terminal: Terminal, workspace: "Workspace", stream: "StreamId") -> None:
        """Sit down at the post-mortem in `stream`."""
        from secondstory.application.understanding.telling import read

        self.terminal = terminal
        self.workspace = workspace
        self.stream = stream
        self.pm: PostMortem = read(self.office, stream)
        """As it stood when the command began."""

    @property
    def office(self) -> "Office":
        """Everything an act needs."""
        return self.workspace.office

    @property
    def label(self) -> str:
        """The name of the post-mortem among people, such as PM-7."""
        return self.pm.label

    @property
    def shown(self) -> "Shown":
        """How times are shown here."""
        from secondstory.cli.times import Shown

        return Shown.at(self.office.now())

    def moment(self, text: str | None, *, after: "Moment | None" = None) -> "Moment | None":
        """Return the time that `text` states; None when nothing was said.

        A time of day alone is taken on the day that is nearest to what is known of the incident, or, with `after`,
        on the first day on which it does not come before that.
        """
        if text is None:
            return None
        from secondstory.cli.postmortem import days

        now = self.office.now()
        if after is not None:
            return days.following(text, after, now=now)
        return days.near(text, _known_times(self.pm), now=now)

    def until(self, text: str) -> "Moment":
        """Return the day or time ahead that `text` states. Raises Refused when it lies behind us."""
        from secondstory.cli.postmortem import days

        return days.ahead(text, now=self.office.now())

    def recorded(self, told: "Told", words: str, *, following: str | None = None, **data: object) -> int:
        """Say what was recorded, then one next step; say so when all of it stood there already.

        following: the command that comes next, without the name of the program; None = what helps most now.
        """
        if told.entry is None:
            words = "That stands there already, so nothing was recorded."
        return self.answered({**data, "entry": told.entry}, words, following=following)

    def answered(self, data: dict[str, Any], words: str, *, following: str | None = None) -> int:
        """Write an answer about this post-mortem, with one next step; return the exit code."""
        command = f"secondstory {following}" if following else self._next_command()
        shown = f"{words}\n{self.terminal.style('Next:', 'lamp')} {command}"
        self.terminal.answer({"post_mortem": self.label, **data, "next": command}, shown)
        return 0

    def _next_command(self) -> str:
        from secondstory.application.looking import standing_of

        return standing_of(self.office, self.stream).next.command


class Act(NamedTuple):
    """One thing that a command can do: its word, half a line about it, its arguments, and how it is done."""

    name: str
    summary: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Seat], int]
    aliases: tuple[str, ...] = ()


def add_acts(parser: argparse.ArgumentParser, acts: tuple[Act, ...]) -> None:
    """Add acts as subcommands; a command without any does what it does alone."""
    from secondstory.cli.parsing import Parser, everywhere

    place: argparse._SubParsersAction[Parser]
    place = parser.add_subparsers(
        dest="act", metavar="ACT", required=False, parser_class=Parser, title="acts"
    )
    for act in acts:
        about = f"{act.summary[0].upper()}{act.summary[1:]}."
        own = place.add_parser(
            act.name, help=act.summary, description=about, parents=[everywhere()], aliases=list(act.aliases)
        )
        act.configure(own)


def run_act(arguments: argparse.Namespace, seat: Seat, acts: tuple[Act, ...]) -> int:
    """Do the act that was named."""
    named = next(act for act in acts if arguments.act in (act.name, *act.aliases))
    return named.run(arguments, seat)


def seated(arguments: argparse.Namespace, terminal: Terminal) -> Seat:
    """Return a seat at the post-mortem named in `arguments.ref`. Raises Refused when it names none."""
    from secondstory.kernel.ids import prefix_of
    from secondstory.kernel.refused import Refused
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    stream = workspace.office.door.stream_of(arguments.ref)
    if prefix_of(stream) != "pm":
        raise Refused(
            f"{arguments.ref} is no post-mortem. Say one such as PM-7; secondstory list shows them."
        )
    return Seat(terminal, workspace, stream)


def add_ref(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the post-mortem."""
    parser.add_argument("ref", metavar="ID", help="the post-mortem, such as PM-7")


def _known_times(pm: "PostMortem") -> "list[datetime]":
    """Return the times that a time of day is probably near: those of the incident, and of what is on its timeline."""
    times = pm.incident.times
    stated = (times.began, times.detected, times.declared, times.mitigated, times.resolved)
    return [one.at for one in stated if one] + [entry.occurred.at for entry in pm.timeline.entries]
