"""`upgrade`: a workspace of an older version to today's format, with a backup first."""

import argparse
from pathlib import Path

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory upgrade                                   # the backup goes to ./secondstory-backup",
    "secondstory upgrade --data-to /media/disk --keys-to ~/Keys",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--to", metavar="DIR", help="make the backup in data/ and keys/ below this folder")
    parser.add_argument("--data-to", metavar="DIR", help="where the backup of the data goes")
    parser.add_argument("--keys-to", metavar="DIR", help="where the backup of the keys goes")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Upgrade, or say that there is nothing to do."""
    from secondstory.cli.record.backup import folders
    from secondstory.wiring.places import FORMAT, find
    from secondstory.wiring.safekeeping.upgrading import upgrade

    data_to, keys_to = folders(arguments)
    place = find(getattr(arguments, "workspace", None))
    done = upgrade(place, data_to=Path(data_to), keys_to=Path(keys_to), progress=terminal.progress)
    if done is None:
        terminal.answer(
            {"format": FORMAT, "upgraded": False},
            f"Nothing to do: this workspace has format {FORMAT}, today's.",
        )
        return 0
    words = (
        f"Upgraded: from format {done.old} to {done.new}. As it was before: {done.backup.data}, its keys in"
        f" {done.backup.keys}.\n{terminal.style('Next:', 'lamp')} secondstory verify"
    )
    data = {"format": done.new, "from": done.old, "upgraded": True}
    terminal.answer({**data, "data": str(done.backup.data), "keys": str(done.backup.keys)}, words)
    return 0
