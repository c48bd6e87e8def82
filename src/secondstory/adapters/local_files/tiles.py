"""Publishing the log as files that other software reads: `tile/...`, `log.vkey`, and `checkpoint` last.

Tiles are immutable: one that is there already has to hold the same bytes. A crash on the way leaves tiles that no
checkpoint covers yet, which the next run finds and keeps. Source: C2SP tlog-tiles v0.1.0.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from secondstory.adapters.local_files.durable import (
    make_folder_durably,
    replace_unsettled,
    sync_folder,
    told_as_weather,
    write_durably,
)
from secondstory.kernel.refused import Refused

_TILE_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/(x[0-9]{3}/)*[0-9]{3}(\.p/[0-9]{1,3})?")


class TilesRefused(Refused):
    """The folder holds something that this log must not overwrite; nothing in it was changed."""


def write_tiles(out: Path, tiles: Iterable[tuple[str, bytes]], checkpoint: bytes, vkey: str) -> int:
    """Publish below `out` and return how many tiles were new.

    tiles: (path as in the specification, bytes). checkpoint: the signed note. vkey: the verifier key, one line.
    Raises TilesRefused before anything is written when `out` holds the checkpoint of another log, or a larger one
    of this log; and when a tile differs from the one that stands there, with the checkpoint left as it was.
    Raises ValueError for a path that is no tile's, NotWritten when the disk did not take the bytes.
    """
    _refuse_foreign(out, checkpoint)
    with told_as_weather(out):
        out.mkdir(parents=True, exist_ok=True)
    sync_folder(out.parent)
    touched: set[Path] = set()
    new = 0
    for name, data in tiles:
        path = _tile_path(out, name)
        touched.add(path.parent)
        new += _write_tile(path, data)
    # Names of an earlier run that died are settled as well: every folder a tile stands in, new or not.
    for folder in sorted(touched):
        sync_folder(folder)
        make_folder_durably(folder, below=out)
    write_durably(out / "log.vkey", vkey.rstrip("\n").encode() + b"\n")
    write_durably(out / "checkpoint", checkpoint)
    return new


def _write_tile(path: Path, data: bytes) -> bool:
    if path.exists():
        if path.read_bytes() == data:
            return False
        raise TilesRefused(
            f"{path} holds other bytes than this record, and a tile never changes. The checkpoint there was left as "
            "it was. Keep that folder, run verify against its checkpoint, and publish into an empty folder.",
            code="tile-differs",
        )
    with told_as_weather(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_unsettled(path, [data])
    return True


def _refuse_foreign(out: Path, checkpoint: bytes) -> None:
    try:
        standing = (out / "checkpoint").read_bytes()
    except FileNotFoundError:
        return
    ours, theirs = _head(checkpoint), _head(standing)
    if theirs is None or ours is None or ours[0] != theirs[0]:
        whose = f"of another log ({theirs[0]})" if theirs else "that cannot be read as one"
        raise TilesRefused(
            f"{out} holds a checkpoint {whose}. Nothing there was changed. Choose another folder.",
            code="other-origin",
        )
    if theirs[1] > ours[1]:
        raise TilesRefused(
            f"{out} holds a newer checkpoint than this record: {theirs[1]:,} entries there, {ours[1]:,} here. Nothing "
            "there was changed. If this record came out of a backup, run verify against that checkpoint first.",
            code="newer-checkpoint",
        )


def _head(note: bytes) -> tuple[str, int] | None:
    """Return (origin, size) of a checkpoint, unverified; None when it does not begin like one."""
    lines = note.decode("utf-8", errors="replace").split("\n", 2)
    if len(lines) < 3 or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        return None
    return lines[0], int(lines[1])


def _tile_path(out: Path, name: str) -> Path:
    if not _TILE_PATH.fullmatch(name):
        raise ValueError(f"not the path of a tile: {name!r}")
    return out / name
