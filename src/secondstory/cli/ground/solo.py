"""`solo`: a whole post-mortem for one person, in about 25 minutes, that can be left and resumed at any point."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.cli.ground.alone.asking import Asker
    from secondstory.kernel.ids import StreamId
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory solo                                  # asks what happened, or goes on where you were",
    "secondstory solo PM-1                             # later leaves it; the same command goes on",
    'secondstory solo PM-1 --tonight "The client goes live at six."   # a yes before the night, with the reason',
    "secondstory solo PM-1 --answers answers.toml      # for scripts: one table for each step",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", nargs="?", metavar="ID", help="the post-mortem, such as PM-7; else it asks")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="a TOML file that answers, one table a step"
    )
    parser.add_argument(
        "--tonight", metavar="REASON", help="why a yes cannot wait for a night; it is kept beside it"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Walk, and say what was recorded and what comes next."""
    from secondstory.cli.ground.alone import walk
    from secondstory.cli.ground.alone.asking import Left
    from secondstory.cli.postmortem.seat import Seat
    from secondstory.kernel.refused import Refused
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    asker = _asker(arguments, terminal, workspace)
    try:
        stream = _stream(arguments.ref, workspace, asker)
    except Left:
        terminal.answer({"post_mortem": None}, "Nothing was opened. The same command begins again.")
        return 0
    seat = Seat(terminal, workspace, stream)
    walk.must_be_alone(seat)
    try:
        place = walk.go(seat, asker, tonight=arguments.tonight)
    except Refused as refused:
        kept = f"What came before is kept. Go on: secondstory solo {seat.label}"
        raise Refused([*refused.problems, kept], code=refused.code) from refused
    counts, words = walk.summary(seat)
    sentence, command = walk.next_command(seat, place)
    data = {"post_mortem": seat.label, "place": place.value, **counts, "next": command}
    terminal.answer(data, f"\n{words}\n{sentence}\n{terminal.style('Next:', 'lamp')} {command}")
    return 0


def _asker(arguments: argparse.Namespace, terminal: Terminal, workspace: "Workspace") -> "Asker":
    from secondstory.cli.ground.alone.asking import AtTerminal, FromFile, answers_in
    from secondstory.kernel.refused import Refused

    if arguments.answers is not None:
        return FromFile(answers_in(arguments.answers), terminal)
    if not terminal.is_interactive:
        raise Refused(
            "Nobody is at a terminal to answer. Give the answers in a file, one table for each step:"
            " secondstory solo PM-1 --answers FILE"
        )
    return AtTerminal(terminal, workspace.place.drafts)


def _stream(ref: str | None, workspace: "Workspace", asker: "Asker") -> "StreamId":
    """Return the post-mortem that is meant: named, the one whose walk is open, or a new one."""
    from secondstory.application.ceremony import soloing
    from secondstory.application.understanding.opening import Opening, open_post_mortem
    from secondstory.kernel.ids import prefix_of
    from secondstory.kernel.refused import Refused

    office = workspace.office
    if ref is not None:
        stream = office.door.stream_of(ref)
        if prefix_of(stream) != "pm":
            raise Refused(f"{ref} is no post-mortem. Say one such as PM-7; secondstory list shows them.")
        return stream
    begun = soloing.in_progress(office)
    if begun is not None and begun.stream is not None:
        asker.tell(f"You are in the middle of {begun.label}: {begun.incident.title}.")
        title = asker.ask("open.title", "Enter goes on with it; or say what happened, to open another one.")
        if title in {"", begun.incident.title}:
            return begun.stream
    else:
        title = asker.ask("open.title", "What happened, in a few words?")
    opened = open_post_mortem(office, Opening(title=title))
    asker.tell(f"Opened PM-{opened.number}. Its evidence is held (HO-{opened.hold_number}).")
    return opened.stream
