"""`prove`: the receipt of one entry, a `.tlog-proof` that can be checked with software that is not ours."""

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
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None))
    if arguments.entry.isdecimal():
        index = int(arguments.entry)
    else:
        index = workspace.storage.of_stream(workspace.office.door.stream_of(arguments.entry))[-1].index
    signed = workspace.journal.recover()
    assert signed is not None
    proof = prove(workspace.storage, index, signed)
    out = Path(arguments.out or f"entry-{index}.tlog-proof")
    entry = out.with_suffix(".entry.json")
    out.write_bytes(proof)
    (stored,) = workspace.storage.entries(index, index + 1)
    entry.write_bytes(stored.entry)
    words = (
        f"Written: {out}, and the entry's bytes in {entry}.\nEntry {index} stands under a checkpoint of {signed.size}"
        f" entries.\nCheck it with the verifier key: {workspace.settings.vkey}"
    )
    data = {"proof": str(out), "entry": str(entry), "index": index, "size": signed.size}
    terminal.answer({**data, "vkey": workspace.settings.vkey}, words)
    return 0
