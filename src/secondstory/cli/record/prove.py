"""`prove`: the receipt of one entry, a `.tlog-proof` that can be checked with software that is not ours.

It stands under the newest checkpoint that a quorum of witnesses signed, where one covers the entry; else under our own.
"""

import argparse
from pathlib import Path

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory prove 412                     # writes entry-412.tlog-proof",
    "secondstory prove 412 --out receipt.tlog-proof",
    "secondstory prove PM-7                    # the last entry of that post-mortem",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "entry", metavar="ENTRY", help="the entry's number in the log, or PM-7 for its last entry"
    )
    parser.add_argument("--out", metavar="FILE", help="where to write the proof")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write the proof and the entry's own bytes beside it."""
    from secondstory.application.record.proving import prove
    from secondstory.wiring.witnessing.newest import for_receipt
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None))
    if arguments.entry.isdecimal():
        index = int(arguments.entry)
    else:
        index = workspace.storage.of_stream(workspace.office.door.stream_of(arguments.entry))[-1].index
    own = workspace.journal.recover()
    assert own is not None
    signed = for_receipt(workspace, index) or own
    proof = prove(workspace.storage, index, signed)
    out = Path(arguments.out or f"entry-{index}.tlog-proof")
    entry = out.with_suffix(".entry.json")
    out.write_bytes(proof)
    (stored,) = workspace.storage.entries(index, index + 1)
    entry.write_bytes(stored.entry)
    by = _others(signed.note, set(workspace.settings.vkeys))
    words = (
        f"Written: {out}, and the entry's bytes in {entry}.\nEntry {index} stands under a checkpoint of {signed.size}"
        f" entries, signed by {_whom(by, own.size - signed.size)}.\nCheck it with the verifier key:"
        f" {workspace.settings.vkey}"
    )
    data = {"proof": str(out), "entry": str(entry), "index": index, "size": signed.size, "cosigned_by": by}
    terminal.answer({**data, "vkey": workspace.settings.vkey}, words)
    return 0


def _others(note: bytes, vkeys: set[str]) -> list[str]:
    """Return the names in a note's signatures that are not this log's own, in their order."""
    from secondstory.record.note import parse_note

    own = {vkey.partition("+")[0] for vkey in vkeys}
    return [one.name for one in parse_note(note).signatures if one.name not in own]


def _whom(others: list[str], newer: int) -> str:
    if not others:
        return "this log alone"
    since = f"; {newer:,} entries came after it" if newer else ""
    return f"this log and {', '.join(others)}{since}"
