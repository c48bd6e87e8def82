"""`withdraw`: a post-mortem that was opened in error; it is kept, and out of every list."""

import argparse

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

EXAMPLES = (
    'secondstory withdraw PM-3 "opened twice for one alert"',
    'secondstory withdraw PM-3 "a drill" --yes',
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", metavar="ID", help="the post-mortem, such as PM-3")
    parser.add_argument("reason", help="why, in a sentence; it is kept")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Withdraw it, after asking."""
    from secondstory.application.understanding.withdrawing import withdraw
    from secondstory.wiring.workspace import open_workspace

    office = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress).office
    stream = office.door.stream_of(arguments.ref)
    if not arguments.yes:
        question = f"Withdraw {arguments.ref}? It is kept, and out of every list. Write yes to go on:"
        if terminal.ask(question) != "yes":
            raise Refused("Nothing was withdrawn. Without a terminal, say --yes.")
    withdraw(office, stream, arguments.reason)
    terminal.answer(
        {"withdrawn": arguments.ref, "id": stream},
        f"Withdrawn: {arguments.ref}. It is kept, with the reason.",
    )
    return 0
