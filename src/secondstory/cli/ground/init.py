"""`init`: make a workspace and its record, and show the recovery key this once."""

import argparse
import getpass

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory init                                  # .secondstory/ in this folder",
    'secondstory --workspace ~/reviews init --name "Ines Okafor"',
    "secondstory init --new-recovery-key              # when the printed one was lost, or never seen",
    "secondstory init --json > init.json               # for scripts; holds the recovery key",
)

_RECOVERY = """\
Your recovery key. It is shown this once and kept nowhere; print it or write it down:

    {key}

With it and a key backup (secondstory backup) a new machine can open everything. Without both, sealed parts stay sealed."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--name", metavar="NAME", help="how you are called (else your name on this machine)")
    parser.add_argument(
        "--address", metavar="MAIL", help="where you can be reached; an erasable part of its own"
    )
    parser.add_argument(
        "--demo", action="store_true", help="a throw-away log, named demo/..., for trying things out"
    )
    parser.add_argument(
        "--new-recovery-key",
        action="store_true",
        help="print another recovery key for the workspace that is here",
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make it and say what stands where."""
    from secondstory.wiring.creating import create
    from secondstory.wiring.places import new_place

    if arguments.new_recovery_key:
        return _new_recovery_key(arguments, terminal)

    place = new_place(getattr(arguments, "workspace", None))
    created = create(
        place, name=arguments.name or getpass.getuser(), address=arguments.address, demo=arguments.demo
    )
    settings = created.workspace.settings
    text = (
        f"Made: {place.root}\nIts keys: {settings.keys}\nIts log: {settings.origin}\n\n"
        f"{_RECOVERY.format(key=created.recovery_key)}\n\n"
        f'{terminal.style("Next:", "lamp")} secondstory open "what happened, in a few words"'
    )
    data = {
        "workspace": str(place.root),
        "keys": str(settings.keys),
        "origin": settings.origin,
        "vkey": settings.vkey,
        "recovery_key": created.recovery_key,
    }
    terminal.answer(data, text)
    return 0


def _new_recovery_key(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.creating import new_recovery_key
    from secondstory.wiring.workspace import open_workspace

    key = new_recovery_key(open_workspace(getattr(arguments, "workspace", None)))
    words = (
        f"{_RECOVERY.format(key=key)}\n\nKey backups made before open with the earlier key.\n"
        f"{terminal.style('Next:', 'lamp')} secondstory backup"
    )
    terminal.answer({"recovery_key": key}, words)
    return 0
