"""`restore`: a workspace back from its two backups; and the deliberate act that lets it go on."""

import argparse
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.cli.record.recovery import add_recovery_key, recovery_key
from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.wiring.safekeeping.coming_back.drilling import Drill
    from secondstory.wiring.safekeeping.restoring import KeyBackup, Target

EXAMPLES = (
    "secondstory restore secondstory-data-2026-11-20T093000.tar --keys secondstory-keys-2026-11-20T093000.backup",
    "secondstory restore DATA.tar --into ~/reviews     # the key store is still on this machine",
    "secondstory restore --settle --against checkpoint-4112.txt",
    'secondstory restore --settle --as-newest "the disk broke an hour after this backup, nothing was written between"',
    "secondstory restore --replay /media/damaged/.secondstory     # the newer entries, from another copy",
    'secondstory restore --succeed --why "the disk is lost, and this backup is the newest copy"',
    "secondstory restore --drill DATA.tar KEYS.backup     # rehearse it: nothing stays behind",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("data", nargs="?", metavar="DATA.tar", help="the data backup")
    parser.add_argument("key_backup", nargs="?", metavar="KEYS.backup", help="the key backup, as --keys")
    parser.add_argument(
        "--keys", metavar="FILE", help="the key backup; not needed while the key store is here"
    )
    parser.add_argument(
        "--into",
        metavar="DIR",
        help="where the workspace goes (.secondstory/ here); with --drill, where it is rehearsed",
    )
    parser.add_argument("--keys-into", metavar="DIR", help="where its keys go, when not to the usual place")
    add_recovery_key(parser)
    parser.add_argument("--settle", action="store_true", help="let a restored workspace go on")
    parser.add_argument(
        "--against", metavar="FILE", help="a checkpoint that was kept outside, to compare with"
    )
    parser.add_argument(
        "--as-newest", metavar="REASON", help="with --settle or --replay: why nothing newer can exist"
    )
    parser.add_argument(
        "--replay",
        metavar="FROM",
        help="bring newer entries back from another copy: a workspace or a data backup",
    )
    parser.add_argument(
        "--succeed",
        action="store_true",
        help="newer entries are lost: let a successor take up where this copy ends",
    )
    parser.add_argument(
        "--why", default="", metavar="TEXT", help="with --succeed: what happened; stands in the record"
    )
    parser.add_argument(
        "--drill",
        action="store_true",
        help="restore into a temporary place, check everything, leave nothing behind",
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Restore, rehearse a restore, or let a restored workspace go on."""
    arguments.keys = arguments.keys or arguments.key_backup
    if arguments.settle:
        return _settle(arguments, terminal)
    if arguments.replay:
        return _replay(arguments, terminal)
    if arguments.succeed:
        return _succeed(arguments, terminal)
    if not arguments.data:
        raise Refused("Which backup? secondstory restore DATA.tar --keys KEYS.backup")
    return _drill(arguments, terminal) if arguments.drill else _restore(arguments, terminal)


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
    from secondstory.wiring.witnessing.verifying import subject_of

    target = target_of(arguments)
    keys = _key_backup(arguments, terminal) if arguments.keys else None
    workspace = restore(Path(arguments.data).expanduser(), target, keys)
    report = verify(subject_of(workspace), progress=terminal.progress)
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
        step = (
            "--replay FROM      # or, if the rest is lost: --succeed --why TEXT"
            if behind
            else "--settle --against CHECKPOINT"
        )
        lines.append(f"{terminal.style('Next:', 'lamp')} {where} restore {step}")
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


def _replay(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.cli.record.verify import read_note
    from secondstory.wiring.safekeeping.coming_back.replaying import replay
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    against = read_note(arguments.against) if arguments.against else None
    source = Path(arguments.replay).expanduser()
    done = replay(
        workspace, source, against=against, as_newest=arguments.as_newest, progress=terminal.progress
    )
    pieces = f", and {done.objects} pieces of evidence" if done.objects else ""
    words = (
        f"Brought back: {done.count} entries from {done.first} on{pieces}. They hash to what was signed, and the record goes on.\n"
        f"{terminal.style('Next:', 'lamp')} secondstory verify, then secondstory backup"
    )
    data = {"first": done.first, "count": done.count, "objects": done.objects, "size": done.size}
    terminal.answer(data, words)
    return 0


def _succeed(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.safekeeping.signing_keys.succeeding import take_up
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    made = take_up(workspace, reason=arguments.why)
    lost = f" {made.lost} entries that were signed are not here, and the record says so." if made.lost else ""
    words = (
        f"A successor takes up {made.older}: {made.origin}, from entry {made.entry} on.{lost}\nIts key:\n  {made.vkey}\n"
        f"{terminal.style('Next:', 'lamp')} secondstory backup, then give the key to witnesses and to whoever verifies"
    )
    data = {"origin": made.origin, "vkey": made.vkey, "older": made.older, "entry": made.entry}
    terminal.answer({**data, "carried": made.carried, "lost": made.lost}, words)
    return 0


def _drill(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.cli.record.verify import read_note
    from secondstory.wiring.safekeeping.coming_back.drilling import drill, note_drill

    keys = _key_backup(arguments, terminal) if arguments.keys else None
    if keys is None:
        raise Refused(
            "A drill needs both backups, as if this machine were gone: --drill DATA.tar KEYS.backup"
        )
    against = read_note(arguments.against) if arguments.against else None
    within = Path(arguments.into).expanduser() if arguments.into else None
    data_backup = Path(arguments.data).expanduser()
    # What stops a service is answered as Ctrl-C is, so that nothing stays behind then either.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        done = drill(data_backup, keys, against=against, within=within, progress=terminal.progress)
    finally:
        signal.signal(signal.SIGTERM, before)
    entry = note_drill(getattr(arguments, "workspace", None), done)
    lines = [_measured(done)]
    lines += [f"  {words}" for words in done.problems] or [
        "Verified: every entry, every word and every piece of evidence."
    ]
    lines.append(f"{done.opened} pieces of evidence were opened with the keys from the backup.")
    lines += [done.compared, "Nothing of it stayed behind."]
    lines.append(
        f"The record says that it was done (entry {entry})."
        if entry is not None
        else "No workspace here notes it."
    )
    terminal.answer(
        {
            "size": done.size,
            "bytes": done.length_bytes,
            "seconds": round(done.took_s, 3),
            "minutes_per_gb": round(done.minutes_per_gb, 2),
            "opened": done.opened,
            "verdict": done.verdict,
            "problems": done.problems,
            "compared": done.compared,
            "entry": entry,
        },
        "\n".join(lines),
    )
    return done.verdict


def _measured(done: "Drill") -> str:
    megabytes = done.length_bytes / 1e6
    return (
        f"Restored from the two files alone: {done.size} entries, {megabytes:.1f} MB in {done.took_s:.1f} s"
        f" ({done.minutes_per_gb:.1f} minutes per GB)."
    )
