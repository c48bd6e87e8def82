"""`checkpoint`: the newest signed checkpoint in a file, on a web server's disk, in a git repository, or stamped."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.cli.parsing import Parser, add
from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory checkpoint                               # print it, and where it was published",
    "secondstory checkpoint export kept.txt               # - writes it to standard output",
    "secondstory checkpoint publish --to /srv/www/record  # tiles and checkpoint for any web server",
    "secondstory checkpoint publish --bucket                # locked, see secondstory bucket",
    "secondstory checkpoint publish --git git@git.example:team/checkpoints.git",
    "secondstory checkpoint timestamp --tsa https://tsa.example/tsr --tsa-roots roots.pem",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    export = add(acts, "export", "write it to a file, to keep elsewhere")
    export.add_argument("file", metavar="FILE", help="where to; - for standard output")
    export.add_argument("--cosigned", action="store_true", help="the newest that a witness signed as well")
    export.add_argument("--force", action="store_true", help="replace the file that is there")
    publish = add(acts, "publish", "put it where others see it, and record that it was")
    place = publish.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "--to", metavar="DIR", help="a folder that a web server hands out: tiles and checkpoint"
    )
    place.add_argument(
        "--git", metavar="REMOTE", help="a git repository, best one that refuses forced pushes"
    )
    place.add_argument(
        "--bucket", action="store_true", help="the bucket of this workspace: locked, and each checkpoint kept"
    )
    publish.add_argument("--branch", default="checkpoints", help="the branch there (checkpoints)")
    stamp = add(acts, "timestamp", "let an authority with a clock of its own say that it was there by now")
    stamp.add_argument(
        "--tsa", metavar="URL", help="the authority (RFC 3161), when not the one in the settings"
    )
    stamp.add_argument("--tsa-roots", metavar="FILE", help="the root certificates it is believed by, in PEM")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Do what was asked for."""
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    if arguments.act == "publish":
        return _publish(workspace, arguments, terminal)
    if arguments.act == "timestamp":
        return _timestamp(workspace, arguments, terminal)
    return _export(workspace, arguments, terminal)


def _export(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.kernel.refused import Refused
    from secondstory.wiring.witnessing.newest import newest_note
    from secondstory.wiring.witnessing.publishing import write_checkpoint

    signed = workspace.journal.recover()
    if signed is None:
        raise Refused("There is nothing in this record yet.")
    newest = newest_note(workspace, signed)
    note = newest.cosigned if getattr(arguments, "cosigned", False) else newest.note
    if note is None:
        raise Refused("No witness has signed a checkpoint yet. Ask them: secondstory witness request")
    if arguments.act is None:
        return _show(workspace, note, terminal)
    if arguments.file == "-":
        terminal.answer(
            {"checkpoint": note.decode(), "vkey": workspace.settings.vkey}, note.decode().rstrip("\n")
        )
        return 0
    path = Path(arguments.file)
    if path.exists() and not arguments.force:
        raise Refused(f"{path} is there already and was left as it is. Name another, or say --force.")
    write_checkpoint(path, note)
    words = (
        f"Written: {path}. Keep it where nobody who runs this installation can change it; later, secondstory verify"
        f" --against {path.name} shows whether the record still contains what it says."
    )
    terminal.answer({"out": str(path), "vkey": workspace.settings.vkey}, words)
    return 0


def _show(workspace: "Workspace", note: bytes, terminal: Terminal) -> int:
    from secondstory.application.record.verifying.timestamps import when
    from secondstory.wiring.witnessing.publishing import publications
    from secondstory.wiring.witnessing.timestamping import timestamps

    told, stamped = publications(workspace), timestamps(workspace)
    lines = [note.decode().rstrip("\n"), "", f"Its key: {workspace.settings.vkey}"]
    lines += [f"Published over {one.event.size} entries: {one.event.where}" for one in told[-5:]]
    lines += (
        []
        if told
        else ["Published nowhere yet. secondstory checkpoint publish --help shows where it can go."]
    )
    lines += [
        f"Stamped over {one.event.size} entries: {when(one.event.stamped_at)}, as {one.event.authority} says"
        for one in stamped[-1:]
    ]
    data = {
        "checkpoint": note.decode(),
        "vkey": workspace.settings.vkey,
        "timestamps": [
            {
                "size": one.event.size,
                "at": one.event.stamped_at,
                "authority": one.event.authority,
                "entry": one.index,
            }
            for one in stamped
        ],
        "published": [
            {"size": one.event.size, "where": one.event.where, "at": one.at, "entry": one.index}
            for one in told
        ],
    }
    terminal.answer(data, "\n".join(lines))
    return 0


def _publish(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.witnessing.publishing import publish_to_folder, publish_to_git

    if arguments.bucket:
        from secondstory.wiring.witnessing.into_bucket import publish_to_bucket

        done = publish_to_bucket(workspace, progress=terminal.progress)
    elif arguments.git:
        done = publish_to_git(workspace, arguments.git, arguments.branch)
    else:
        done = publish_to_folder(workspace, Path(arguments.to))
    words = (
        f"Published to {done.where}: {done.size} entries. Entry {done.entry} of the record says so."
        if done.entry is not None
        else f"Nothing new was recorded since the last publication to {done.where}, over {done.size} entries."
    )
    terminal.answer({"where": done.where, "size": done.size, "entry": done.entry}, words)
    return 0


def _timestamp(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.application.record.verifying.timestamps import when
    from secondstory.wiring.witnessing.timestamping import clock_words, timestamp, wanted_by

    done = timestamp(workspace, wanted_by(workspace, arguments.tsa, arguments.tsa_roots))
    event, (token, stamped) = done.event, done.files
    if done.entry is None:
        first = f"Nothing new was recorded since the timestamp over {event.size} entries, of {when(event.stamped_at)}."
    else:
        who = f"{done.by}, asked at {event.authority}"
        first = (
            f"Stamped: the first {event.size} entries existed by {when(event.stamped_at)}, says {who}. Entry {done.entry} of"
            " the record says so."
        )
    checked = (
        "Confirmed by the roots that were given."
        if done.is_confirmed
        else "Whether that is an authority you trust was not checked; with its root certificates: secondstory verify --tsa-roots"
        " FILE"
    )
    shows = "It shows that these entries are no younger than that. It does not show how much older they are, or what was left out."
    kept = f"Kept: {token} (openssl ts -verify -in it -data {stamped.name} -CAfile FILE)"
    lines = [first, clock_words(done.apart), checked if done.entry is not None else "", shows, kept]
    data = {
        "size": event.size,
        "at": event.stamped_at,
        "authority": event.authority,
        "by": done.by,
        "entry": done.entry,
        "confirmed": done.is_confirmed,
        "token": str(token),
        "checkpoint": str(stamped),
    }
    terminal.answer(data, "\n".join(line for line in lines if line))
    return 0
