"""`log`: what was recorded, by whom; and the tiles, checkpoint and verifier key for software that is not ours."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory log                       # the last 20 entries",
    "secondstory log PM-7 --last 100       # of one post-mortem",
    "secondstory log --tiles public/       # checkpoint, tiles and verifier key, for other software",
    "secondstory log --checkpoint > kept.txt",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", nargs="?", metavar="ID", help="only what happened to this")
    parser.add_argument("--last", type=int, default=20, metavar="N", help="how many entries (20)")
    parser.add_argument(
        "--tiles",
        metavar="OUT",
        help="write checkpoint, tile/... and log.vkey below this folder; a copy for yourself, and nothing is recorded",
    )
    parser.add_argument(
        "--checkpoint", action="store_true", help="print the last signed checkpoint, to keep elsewhere"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show entries, or write what other software reads."""
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    if arguments.tiles:
        return _tiles(workspace, Path(arguments.tiles), terminal)
    if arguments.checkpoint:
        signed = workspace.journal.recover()
        note = signed.note.decode() if signed else ""
        terminal.answer({"checkpoint": note, "vkey": workspace.settings.vkey}, note.rstrip("\n"))
        return 0
    return _entries(workspace, arguments, terminal)


def _tiles(workspace: "Workspace", out: Path, terminal: Terminal) -> int:
    size, new = workspace.publish_tiles(out)
    words = (
        f"Written to {out}: checkpoint, log.vkey and {new} new tiles, covering {size} entries. This copy is for you, and"
        f" the record says nothing of it.\nFor others to see, which is recorded: secondstory checkpoint publish --to {out}"
    )
    terminal.answer({"out": str(out), "size": size, "new_tiles": new}, words)
    return 0


def _entries(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.application.record.listing import labels_of_streams, names_of_people, recent
    from secondstory.cli.times import Shown

    office = workspace.office
    stream = office.door.stream_of(arguments.ref) if arguments.ref else None
    found = recent(
        workspace.storage, office.reader, names_of_people(office.door), stream=stream, last=arguments.last
    )
    labels = labels_of_streams(office.door)
    shown = Shown.at(office.now())
    data: list[dict[str, Any]] = [
        {
            "index": one.index,
            "kind": one.kind,
            "stream": one.stream,
            "seq": one.seq,
            "at": one.at,
            "by": one.by,
        }
        for one in found
    ]
    rows = [
        (
            one.index,
            shown.instant(one.at) if one.at else "",
            one.kind,
            labels.get(one.stream, one.stream),
            one.by,
        )
        for one in found
    ]
    head = f"{workspace.storage.head().size} entries in {workspace.settings.origin}"
    terminal.answer(
        {"entries": data}, f"{head}\n{terminal.table(('entry', 'when', 'what', 'where', 'by'), rows)}"
    )
    return 0
