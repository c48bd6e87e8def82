"""Packs a workspace into one file: a consistent copy of the record, settings, evidence, texts, drafts and sign-ins."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from secondstory.adapters.keystore.backup import make_backup
from secondstory.adapters.local_files import archive
from secondstory.adapters.local_files.durable import told_as_weather
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.ports.storage import StorageFailed
from secondstory.application.record.folding import Progress, quiet
from secondstory.kernel.frozen import dataclass
from secondstory.wiring.workspace import Workspace

SIGN_INS = "web.db"
"""Where the web application keeps who may sign in; a test holds it to the name that it uses."""
POLICY, CHECKPOINTS, TIMESTAMPS = "policy", "checkpoints.db", "timestamps"
"""Whose signatures count, the checkpoints that were kept, and what authorities stamped; tests hold them to those names."""

Members = Iterator[tuple[str, Path | bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One moment of a workspace: the copied record, the locked keys, and how far both reach."""

    record: Path
    keys: bytes
    newest_key: int
    size: int
    note: bytes


@contextmanager
def snapshot(workspace: Workspace, near: Path) -> Iterator[Snapshot]:
    """Yield a copy of the record in a temporary file below `near`, and the keys of the same moment.

    Others wait while it is copied: so the keys never have signed more than the copy holds, and no entry in the copy
    is sealed under a key that is not in the backup.
    """
    with _aside(near) as folder:
        copy = folder / "record.db"
        with workspace.storage.writing() as writing:
            reading = SqliteStorage(workspace.place.record, read_only=True)
            with closing(reading):
                reading.copy_to(copy)
            newest = workspace.keys.newest_key()
            keys = make_backup(workspace.keys)
            signed = workspace.keys.last_signed()
            size = writing.head().size
        _refuse_damaged(copy)
        yield Snapshot(
            record=copy, keys=keys, newest_key=newest, size=size, note=signed.note if signed else b""
        )


def pack_data(
    workspace: Workspace, path: Path, taken: Snapshot, *, with_keys: bool = False, progress: Progress = quiet
) -> archive.Listed:
    """Write everything but the keys (with them, locked, for a move) to `path`, durably, and read it back."""
    about: Mapping[str, Any] = {
        "what": "a Second Story workspace",
        "origin": workspace.settings.origin,
        "size": taken.size,
        "made_at": workspace.clock.now().isoformat(),
    }
    return archive.pack(path, _members(workspace, taken, with_keys=with_keys, progress=progress), about)


def fresh(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path in `folder` that is not taken, made from `stem` and `suffix`."""
    path = folder / f"{stem}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}{suffix}"
        number += 1
    return path


def _members(workspace: Workspace, taken: Snapshot, *, with_keys: bool, progress: Progress) -> Members:
    place = workspace.place
    yield "workspace.toml", place.settings.read_bytes()
    if taken.note:
        yield "checkpoint", taken.note
    if with_keys:
        yield "keys.backup", taken.keys
    yield "record.db", taken.record
    digests = list(workspace.objects.digests())
    for done, digest in enumerate(digests):
        progress("packing evidence", done, len(digests))
        name = f"objects/{digest[:2]}/{digest[2:4]}/{digest}"
        yield name, place.root / name
    progress("packing evidence", len(digests), len(digests))
    for folder in (place.texts, place.drafts, place.root / TIMESTAMPS):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(place.root).as_posix(), path
    if (place.root / POLICY).is_file():
        yield POLICY, place.root / POLICY
    # Who may sign in, when the web application was used, and what witnesses signed. Private notes and mails stay behind.
    for name in (SIGN_INS, CHECKPOINTS):
        yield from _copied(place.root, name)


def _copied(root: Path, name: str) -> Members:
    """Yield a consistent copy of an SQLite file, when there is one."""
    if not (root / name).is_file():
        return
    with _aside(root) as folder:
        copy = folder / name
        try:
            with closing(sqlite3.connect(root / name)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        except sqlite3.Error as why:
            raise StorageFailed(
                f"{root / name} could not be copied for the backup ({why}). No backup was made, and what was there is as"
                " it was. Make room, or have the disk looked at, and do it again."
            ) from why
        yield name, copy


@contextmanager
def _aside(near: Path) -> Iterator[Path]:
    """Yield a temporary folder in `near`. Raises StorageFailed when it stays: a copy outlives what is erased later."""
    with told_as_weather(near):
        folder = tempfile.TemporaryDirectory(prefix=".copying-", dir=near)
    try:
        yield Path(folder.name)
    finally:
        try:
            folder.cleanup()
        except OSError as why:
            raise StorageFailed(
                f"A copy made on the way was left in {folder.name} ({why.strerror or why}). What was there before is as it"
                " was. Take that folder away, and look at what was written with secondstory verify."
            ) from why


def _refuse_damaged(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    except sqlite3.Error as unreadable:
        raise StorageFailed(
            f"The copy for the backup could not be read back ({unreadable}). No backup was made, and the record is as it"
            " was. Make room, or use another disk, and do it again."
        ) from unreadable
    if found != ["ok"]:
        raise StorageFailed(
            f"The file of the record is damaged ({found[0]}). No backup was made of it. Keep it as it is and run"
            " secondstory verify; an earlier backup may still be whole."
        )
