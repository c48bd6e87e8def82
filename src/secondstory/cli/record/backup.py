"""`backup`: the data in one file and the keys in another, in two folders."""

import argparse
from pathlib import Path

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory backup --data-to /media/disk/reviews --keys-to ~/Keys",
    "secondstory backup --to backups          # backups/data and backups/keys; take one of them elsewhere",
)

_FOLDER = "secondstory-backup"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--to", metavar="DIR", help=f"make data/ and keys/ below this folder (./{_FOLDER})")
    parser.add_argument("--data-to", metavar="DIR", help="where the data goes")
    parser.add_argument("--keys-to", metavar="DIR", help="where the keys go; another disk, another place")


def folders(arguments: argparse.Namespace) -> tuple[Path, Path]:
    """Return the folders for data and keys that the arguments name."""
    below = Path(arguments.to or _FOLDER).expanduser()
    data, keys = arguments.data_to, arguments.keys_to
    return Path(data or below / "data").expanduser(), Path(keys or below / "keys").expanduser()


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make it and say where both lie, and that they belong apart."""
    from secondstory.wiring.safekeeping.backing_up import back_up
    from secondstory.wiring.workspace import open_workspace

    data_to, keys_to = folders(arguments)
    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    made = back_up(workspace, data_to=data_to, keys_to=keys_to, progress=terminal.progress)
    pieces = "1 piece" if made.objects == 1 else f"{made.objects} pieces"
    objects = f", {pieces} of evidence" if made.objects else ""
    words = (
        f"Backed up and read back: {made.size} entries{objects}, {made.length_bytes / 1e6:.1f} MB.\n"
        f"  data  {made.data}\n  keys  {made.keys}\n"
        "Keep the two apart, on different disks or with different people: accounts, support and evidence open with both\n"
        "alone. What is not sealed can be read in the data file, so guard it like the workspace. The keys open with your\n"
        "printed recovery key.\n"
        f"{terminal.style('Next:', 'lamp')} rehearse it once, on another machine:"
        f" secondstory restore {made.data.name} --keys {made.keys.name}"
    )
    data = {"data": str(made.data), "keys": str(made.keys), "size": made.size, "objects": made.objects}
    terminal.answer({**data, "bytes": made.length_bytes}, words)
    return 0
