"""`move`: a workspace to another machine, with its keys and what they have signed."""

import argparse
from pathlib import Path

from secondstory.cli.record.recovery import add_recovery_key, recovery_key
from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

EXAMPLES = (
    "secondstory move --to /media/stick                      # on the old machine, which writes nothing afterwards",
    "secondstory move --from secondstory-move-2026-11-20T093000.tar --into ~/reviews     # on the new one",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--to", metavar="DIR", help="pack the workspace into one file there, and close it here"
    )
    parser.add_argument("--reason", metavar="TEXT", help="why it moves; stands in the record")
    parser.add_argument("--from", dest="source", metavar="FILE", help="unpack a workspace that was packed so")
    parser.add_argument("--into", metavar="DIR", help="with --from: where it goes (.secondstory/ here)")
    parser.add_argument(
        "--keys-into", metavar="DIR", help="with --from: where its keys go, when not to the usual place"
    )
    add_recovery_key(parser)
    parser.add_argument("--yes", action="store_true", help="close it here without asking, for scripts")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Pack here or unpack here."""
    if bool(arguments.to) == bool(arguments.source):
        raise Refused("Say --to DIR on the old machine, and --from FILE on the new one.")
    return _pack(arguments, terminal) if arguments.to else _unpack(arguments, terminal)


def _pack(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.safekeeping.moving import pack_up
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    if not arguments.yes and not workspace.settings.moved:
        _ask(terminal)
    packed = pack_up(
        workspace, Path(arguments.to).expanduser(), reason=arguments.reason, progress=terminal.progress
    )
    words = (
        f"Packed: {packed.path} ({packed.size} entries, {packed.length_bytes / 1e6:.1f} MB). Its keys are inside, locked to your"
        " recovery key.\nThis place is closed: it can be read and is not written to.\n"
        f"{terminal.style('Next:', 'lamp')} on the new machine: secondstory move --from {packed.path.name}"
    )
    terminal.answer({"file": str(packed.path), "size": packed.size, "bytes": packed.length_bytes}, words)
    return 0


def _ask(terminal: Terminal) -> None:
    if not terminal.is_interactive:
        raise Refused("A move closes this workspace for writing. In a script, say so: --yes", code="ask")
    if (
        terminal.ask('This workspace is closed for writing once it is packed. Type "move" to go on:')
        != "move"
    ):
        raise Refused("Nothing was packed, and the workspace stays open.")


def _unpack(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.application.record.verifying.verify import verify
    from secondstory.cli.record.restore import target_of
    from secondstory.wiring.safekeeping.moving import unpack_here
    from secondstory.wiring.witnessing.verifying import subject_of

    target = target_of(arguments)
    source = Path(arguments.source).expanduser()
    workspace = unpack_here(source, target, recovery_key(arguments, terminal))
    report = verify(subject_of(workspace), progress=terminal.progress)
    size = workspace.storage.head().size
    verdict = (
        "Verified."
        if not report.problems
        else "\n".join(f"  {one.where}: {one.words}" for one in report.problems)
    )
    words = (
        f"Moved in: {size} entries in {target.place.root}\nIts keys: {workspace.settings.keys}\n{verdict}\n"
        "Unpack this file nowhere else: two places that grow are two histories of one record.\n"
        f"{terminal.style('Next:', 'lamp')} secondstory --workspace {target.place.root} doctor"
    )
    data = {"workspace": str(target.place.root), "keys": str(workspace.settings.keys), "size": size}
    terminal.answer({**data, "verdict": int(report.verdict)}, words)
    return int(report.verdict)
