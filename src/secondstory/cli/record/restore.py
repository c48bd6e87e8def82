"""`restore`: a workspace back from its two backups; and the deliberate act that lets it go on."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.cli.record.recovery import add_recovery_key, recovery_key
from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.wiring.safekeeping.restoring import KeyBackup, Target

EXAMPLES = (
    "secondstory restore secondstory-data-2026-11-20T093000.tar --keys secondstory-keys-2026-11-20T093000.backup",
    "secondstory restore DATA.tar --into ~/reviews     # the key store is still on this machine",
    "secondstory restore --settle --against checkpoint-4112.txt",
    'secondstory restore --settle --as-newest "the disk broke an hour after this backup, nothing was written between"',
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("data", nargs="?", metavar="DATA.tar", help="the data backup")
    parser.add_argument(
        "--keys", metavar="FILE", help="the key backup; not needed while the key store is here"
    )
    parser.add_argument("--into", metavar="DIR", help="where the workspace goes (.secondstory/ here)")
    parser.add_argument("--keys-into", metavar="DIR", help="where its keys go, when not to the usual place")
    add_recovery_key(parser)
    parser.add_argument("--settle", action="store_true", help="let a restored workspace go on")
    parser.add_argument("--against", metavar="FILE", help="with --settle: a checkpoint that was kept outside")
    parser.add_argument("--as-newest", metavar="REASON", help="with --settle: why nothing newer can exist")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Restore, or settle."""
    if arguments.settle:
        return _settle(arguments, terminal)
    if not arguments.data:
        raise Refused("Which backup? secondstory restore DATA.tar --keys KEYS.backup")
    return _restore(arguments, terminal)


def target_of(arguments: argparse.Namespace) -> "Target":
    """Return where the arguments say that a workspace and its keys go."""
    from datetime import UTC, datetime

    from secondstory.wiring.places import new_place
    from secondstory.wiring.safekeeping.restoring import Target

    place = new_place(arguments.into or getattr(arguments, "workspace", None))
    keys = Path(arguments.keys_into).expanduser().absolute() if arguments.keys_into else None
    return Target(place=place, at=datetime.now(UTC), keys=keys)


def _restore(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.application.record.verifying.verify import verify
    from secondstory.wiring.safekeeping.restoring import is_behind, restore

    target = target_of(arguments)
    keys = _key_backup(arguments, terminal) if arguments.keys else None
    workspace = restore(Path(arguments.data).expanduser(), target, keys)
    report = verify(workspace.subject(), progress=terminal.progress)
    size = workspace.storage.head().size
    lines = [f"Restored: {size} entries in {target.place.root}", f"Its keys: {workspace.settings.keys}"]
    behind = is_behind(workspace)
    if behind:
        lines.append(
            "The keys have signed more entries than are here: a newer copy exists, or did. This one can be read."
        )
    elif report.problems:
        lines += [f"  {one.where}: {one.words}" for one in report.problems]
    else:
        lines.append("Verified: every entry, every word and every piece of evidence.")
    closed = workspace.closed
    where = f"secondstory --workspace {target.place.root}"
    if closed:
        lines.append("It can be read now. Before it is written to, somebody says that nothing newer exists.")
        lines.append(f"{terminal.style('Next:', 'lamp')} {where} restore --settle --against CHECKPOINT")
    else:
        lines.append(f"{terminal.style('Next:', 'lamp')} {where} status")
    data = {
        "workspace": str(target.place.root),
        "keys": str(workspace.settings.keys),
        "size": size,
        "verdict": int(report.verdict),
        "problems": [one.words for one in report.problems],
        "closed": closed,
    }
    terminal.answer(data, "\n".join(lines))
    return int(report.verdict)


def _key_backup(arguments: argparse.Namespace, terminal: Terminal) -> "KeyBackup":
    from secondstory.wiring.safekeeping.restoring import KeyBackup

    try:
        backup = Path(arguments.keys).expanduser().read_bytes()
    except OSError as wrong:
        raise Refused(f"{arguments.keys} cannot be read ({wrong.strerror}). Name the key backup.") from wrong
    return KeyBackup(backup=backup, recovery_text=recovery_key(arguments, terminal))


def _settle(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.cli.record.verify import read_note
    from secondstory.wiring.safekeeping.settling import settle
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    against = read_note(arguments.against) if arguments.against else None
    appended = settle(workspace, against=against, as_newest=arguments.as_newest)
    words = (
        f"Settled: the record goes on from here (entry {appended.first}).\n"
        f"{terminal.style('Next:', 'lamp')} secondstory backup"
    )
    terminal.answer({"settled": True, "entry": appended.first, "size": appended.signed.size}, words)
    return 0
