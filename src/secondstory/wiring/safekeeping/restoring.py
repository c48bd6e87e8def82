"""Brings a workspace back: unpacks the data, the keys under their recovery key, and destroys again what was erased."""

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from secondstory.adapters.keystore.backup import restore_backup
from secondstory.adapters.keystore.errors import FolderTaken
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.local_files import archive
from secondstory.adapters.local_files.durable import make_place_durably, sync_folder, told_as_weather
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.keeping.destroying import erased_keys
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.readmodel import tables
from secondstory.wiring.places import (
    FORMAT,
    NO_SETTINGS,
    RECORD,
    SETTINGS,
    Place,
    keys_for,
    settings_from,
    write_settings,
)
from secondstory.wiring.safekeeping.formats import STEPS, current_settings
from secondstory.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBackup:
    """A key backup and the printed key that opens it."""

    backup: bytes
    recovery_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a restored workspace goes. keys: a folder for its keys when not the usual one. at: now."""

    place: Place
    at: datetime
    keys: Path | None = None


def restore(data: Path, target: Target, keys: KeyBackup | None) -> Workspace:
    """Return the workspace that `data` holds, made anew at `target`; nothing that is there is overwritten.

    keys: None when the key store of this log is still on this machine: then it is used as it stands.
    Raises Refused when something is in the way, when data and keys are of two logs, when either is damaged or the
    recovery key is another one; each before anything stands at `target`.
    """
    with unpacked(data, target.place) as folder:
        return settled_in(folder, target, keys)


@contextmanager
def unpacked(data: Path, place: Place) -> Iterator[Path]:
    """Yield a folder beside `place` that holds what is in the archive, checked; it goes unless it was renamed."""
    if place.root.exists() and any(place.root.iterdir()):
        raise Refused(
            f"{place.root} is not empty, and nothing is ever restored over something. Name another folder: --into DIR"
        )
    make_place_durably(place.root.parent)
    with told_as_weather(place.root):
        folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=place.root.parent))
    try:
        archive.unpack(data, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settled_in(folder: Path, target: Target, keys: KeyBackup | None) -> Workspace:
    """Return the workspace in `folder` after its keys stand and it was renamed to its place.

    The order, so that a crash leaves nothing half made: keys, settings, and the rename of the whole last. Keys that
    an interrupted restore left are recognised and used.
    """
    raw = _settings_in(folder)
    origin = str(raw["origin"])
    where = target.keys or (Path(str(raw["keys"])) if keys is None else keys_for(origin))
    if keys is None and not where.is_dir():
        where = keys_for(origin)
    store = _standing(where, origin) if keys is None else _restored(keys, where, origin, folder, target.at)
    with closing(store):
        settings = current_settings({**raw, "keys": str(store.folder), "moved": ""}, store)
    with told_as_weather(target.place.root):
        (folder / "checkpoint").unlink(missing_ok=True)
        write_settings(Place(folder), settings)
        folder.rename(target.place.root)
    sync_folder(target.place.root.parent)
    return Workspace(target.place, settings)


def _settings_in(folder: Path) -> dict[str, Any]:
    """Return the settings that were unpacked; raises Refused unless a workspace could have written them."""
    if not (folder / RECORD).is_file() or not (folder / SETTINGS).is_file():
        raise Refused("This backup holds no record or no settings: no workspace. Nothing was restored.")
    try:
        raw = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        made_by = int(raw["format"])
        # What the oldest format did not have yet is not asked for.
        settings_from({"keys": "", "vkey": "", **raw})
    except NO_SETTINGS as wrong:
        raise Refused(
            f"The settings in this backup cannot be read ({wrong}). Nothing was restored. Take another backup."
        ) from wrong
    if made_by not in {FORMAT, *STEPS}:
        age = "a newer" if made_by > FORMAT else "an unknown"
        raise Refused(f"This backup has format {made_by}, from {age} Second Story. Restore it with that one.")
    return raw


def _standing(folder: Path, origin: str) -> LocalKeyStore:
    if not folder.is_dir():
        raise Refused(
            "The keys of this log are not on this machine. Give their backup too: --keys FILE", code="keys"
        )
    store = LocalKeyStore.open(folder)
    _refuse_other(store, origin)
    return store


def _restored(keys: KeyBackup, where: Path, origin: str, folder: Path, at: datetime) -> LocalKeyStore:
    make_place_durably(where.parent)
    with told_as_weather(where):
        making = Path(tempfile.mkdtemp(prefix=".restoring-", dir=where.parent))
    try:
        gone = _erased(folder / "record.db")
        fresh = restore_backup(keys.backup, keys.recovery_text, making / "keys", destroyed=gone, at=at)
        with closing(fresh):
            _refuse_other(fresh, origin)
            if where.exists() and any(where.iterdir()):
                return _left_by_a_crash(where, fresh)
        with told_as_weather(where):
            fresh.folder.rename(where)
        sync_folder(where.parent)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return LocalKeyStore.open(where)


def _left_by_a_crash(where: Path, fresh: LocalKeyStore) -> LocalKeyStore:
    """Return the store in `where` when an interrupted restore of the same backup left it; refuse any other."""
    standing = LocalKeyStore.open(where)
    is_same = (
        standing.restored_at() is not None
        and standing.public_key() == fresh.public_key()
        and standing.last_signed() == fresh.last_signed()
        and list(standing.names()) == list(fresh.names())
    )
    if not is_same:
        standing.close()
        raise FolderTaken(where)
    return standing


def _refuse_other(store: LocalKeyStore, origin: str) -> None:
    if store.origin() != origin:
        raise Refused(
            f"These are the keys of {store.origin()}, and the data is of {origin}. Nothing was restored."
        )


def _erased(record: Path) -> list[str]:
    """Return the names of the keys that the record says were erased; they never touch this disk again."""
    storage = SqliteStorage(record, read_only=True)
    with closing(storage):
        return erased_keys(storage) if storage.rows_version == tables.VERSION else []


def is_behind(workspace: Workspace) -> bool:
    """Return whether the keys have signed more than the record holds: then something newer exists, or did."""
    signed = workspace.keys.last_signed()
    return signed is not None and signed.size > workspace.storage.head().size
