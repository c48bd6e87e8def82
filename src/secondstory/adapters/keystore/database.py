"""The tables of a key store: one SQLite file that forgets what is deleted from it.

`secure_delete` overwrites deleted rows, and truncating the journal after each destruction takes the copies there.
What the file system or the drive keep of freed blocks is out of reach; so is memory of a running process.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.record.errors import MustReload
from secondstory.vault.errors import KeyDestroyed
from secondstory.vault.keys import DestroyedKey, LastSigned

BUSY_S = 10.0
_SCHEMA = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE keys (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, key BLOB NOT NULL);
CREATE TABLE destroyed (name TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE last_signed (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), size INTEGER NOT NULL,
                          root BLOB NOT NULL, note BLOB NOT NULL);
"""
# Each is asserted at every opening: NORMAL in WAL, a common tip, loses acknowledged commits at a power cut.
_PRAGMAS: tuple[tuple[str, object], ...] = (
    ("journal_mode=WAL", "wal"),
    ("synchronous=FULL", 2),
    ("secure_delete=ON", 1),
    ("temp_store=MEMORY", 2),
)

_SETTINGS = frozenset(
    {
        *("format", "origin", "log_public", "recovery_public", "restored_at", "backup", "seal"),
        *("next_public", "next_until", "old_public", "old_until", "closing", "closed"),
    }
)


class _Closing(sqlite3.Connection):
    """A connection that closes when nobody holds it any more; Python 3.13 warns of one that is left open."""

    def __del__(self) -> None:
        # One that never opened is nothing to close, and says so.
        with suppress(sqlite3.ProgrammingError):
            self.close()


class KeyDatabase:
    """One open `keys.db`. May be shared by the threads of one process; other processes open their own."""

    def __init__(self, path: Path) -> None:
        """Open the file, which has to exist; raises KeyStoreFailed."""
        self._path = path
        self._lock = threading.RLock()
        self._stopped: str | None = None
        self.sealer: Callable[[object], bytes] | None = None
        with self._told():
            try:
                self._sql = self._connected("mode=rw")
            except sqlite3.OperationalError:
                # A journal needs room for its index beside the file: a full or read-only disk has none. A file without
                # a journal is whole, and can be read as it is, so that the record can be.
                if not _is_whole(path):
                    raise
                self._sql = self._connected("mode=ro&immutable=1")
                self._stopped = (
                    f"The folder of the key store {path} cannot be written to: the disk is full, or it may only be read."
                    " Nothing was signed, and no key was made or destroyed. Make room, or make it writable, and do it again."
                )

    def make_tables(self) -> None:
        """Lay out a new, empty file."""
        with self._told():
            self._sql.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file; the last one out folds the journal into it."""
        with self._lock:
            self._sql.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads in the block see one moment."""
        with self._transaction("DEFERRED"):
            yield

    def setting(self, name: str) -> bytes | None:
        """Return one setting, or None."""
        rows = self._rows("SELECT value FROM settings WHERE name = ?", name)
        return _blob(rows[0][0]) if rows else None

    def settings(self, *names: str) -> dict[str, bytes]:
        """Return those of the settings `names` that are there, all of one moment."""
        rows = self._rows("SELECT name, value FROM settings")
        return {name: _blob(value) for name, value in rows if name in names}

    def set(self, name: str, value: bytes) -> None:
        """Keep one setting, durably."""
        with self._transaction():
            self._set(name, value)
            self._seal()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Let everything that the block puts and drops become durable together, under one seal."""
        with self._transaction():
            yield
            self._seal()

    def put(self, name: str, value: bytes) -> None:
        """Keep one setting, inside `changing`."""
        self._set(name, value)

    def drop(self, name: str) -> None:
        """Forget one setting, inside `changing`."""
        self._rows("DELETE FROM settings WHERE name = ?", name)

    def _set(self, name: str, value: bytes) -> None:
        self._rows("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)

    def key(self, name: str) -> bytes | None:
        """Return the key of this name, or None."""
        rows = self._rows("SELECT key FROM keys WHERE name = ?", name)
        return _blob(rows[0][0]) if rows else None

    def add_key(self, name: str, fresh: bytes) -> bytes:
        """Return the key of this name, which is `fresh` when there was none. Raises KeyDestroyed."""
        with self._transaction():
            standing = self.key(name)
            if standing is not None:
                return standing
            if self._rows("SELECT 1 FROM destroyed WHERE name = ?", name):
                raise KeyDestroyed(name)
            self._rows("INSERT INTO keys (name, key) VALUES (?, ?)", name, fresh)
            self._seal()
            return fresh

    def destroy_key(self, name: str, at: datetime) -> bool:
        """Delete the key, remember its name, and leave no copy in the journal; return whether there was one.

        A crash before the journal is truncated leaves a copy there: calling again with the same name takes it.
        """
        with self._lock:
            with self._transaction():
                was_there = bool(self._rows("DELETE FROM keys WHERE name = ? RETURNING 1", name))
                self._rows("INSERT OR IGNORE INTO destroyed (name, at) VALUES (?, ?)", name, _second(at))
                self._seal()
            self.forget_journal()
        return was_there

    def forget_journal(self) -> None:
        """Fold the journal into the file and truncate it; raises KeyStoreFailed when a reader is in the way."""
        [(is_busy, _, _)] = self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if is_busy:
            raise KeyStoreFailed(
                f"The key is deleted in {self._path}, but its journal still holds a copy because another process is "
                "reading. Nothing else changed. Do the same again once that process is done."
            )

    def keys(self) -> dict[str, bytes]:
        """Return all living keys by name, in order."""
        return {name: _blob(key) for name, key in self._rows("SELECT name, key FROM keys ORDER BY name")}

    def names(self) -> list[str]:
        """Return the names of all living keys, in order."""
        return [name for (name,) in self._rows("SELECT name FROM keys ORDER BY name")]

    def newest_key(self) -> int:
        """Return the number of the newest key, counted from 1 over all that were ever made; 0 before the first."""
        [(newest,)] = self._rows("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'keys'")
        return int(newest)

    def keys_above(self, number: int) -> int:
        """Return how many living keys are newer than key `number`."""
        [(count,)] = self._rows("SELECT count(*) FROM keys WHERE id > ?", number)
        return int(count)

    def destroyed(self) -> list[DestroyedKey]:
        """Return what was destroyed, by name."""
        rows = self._rows("SELECT name, at FROM destroyed ORDER BY name")
        return [DestroyedKey(name=name, at=datetime.fromisoformat(at)) for name, at in rows]

    def last_signed(self) -> LastSigned | None:
        """Return the newest checkpoint, or None."""
        for size, root, note in self._rows("SELECT size, root, note FROM last_signed"):
            return LastSigned(size=size, root=_blob(root), note=_blob(note))
        return None

    def swap_last_signed(self, expected: LastSigned | None, new: LastSigned) -> None:
        """Replace `expected` by `new`, durably; raises MustReload as `vault.keys.Signer` says.

        Raises KeyStoreFailed when the log was closed: then another key signs its successor, and this one nothing.
        """
        with self._transaction():
            if self.setting("closed"):
                raise KeyStoreFailed(
                    "This log was closed, and a successor takes it up; nothing more is signed with its key. Start this"
                    " process again, and it goes on in the successor."
                )
            _refuse_unless_next(self.last_signed(), expected, new)
            self._rows(
                "INSERT OR REPLACE INTO last_signed (only_one, size, root, note) VALUES (1, ?, ?, ?)",
                new.size,
                new.root,
                new.note,
            )

    def fill(
        self, keys: dict[str, bytes], destroyed: tuple[DestroyedKey, ...], signed: LastSigned | None
    ) -> None:
        """Put the contents of another key store into this empty one."""
        with self._transaction():
            self._sql.executemany("INSERT INTO keys (name, key) VALUES (?, ?)", keys.items())
            gone = [(key.name, _second(key.at)) for key in destroyed]
            self._sql.executemany("INSERT INTO destroyed (name, at) VALUES (?, ?)", gone)
            if signed is not None:
                self.swap_last_signed(None, signed)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written here, because the disk is full or may only be read."""
        return self._stopped is not None

    def close_log(self) -> LastSigned | None:
        """Let nothing be signed here any more; return the last checkpoint as it stands for ever."""
        with self._transaction():
            self._set("closed", b"yes")
            self._seal()
            return self.last_signed()

    def sealed_rows(self) -> object:
        """Return what the seal is over: everything but the last checkpoint and the seal, bytes in hexadecimal."""
        return [
            self._rows("SELECT name, hex(value) FROM settings WHERE name != 'seal' ORDER BY name"),
            self._rows("SELECT id, name, hex(key) FROM keys ORDER BY id"),
            self._rows("SELECT name, at FROM destroyed ORDER BY name"),
            self._rows("SELECT name, seq FROM sqlite_sequence ORDER BY name, seq"),
        ]

    def is_sound(self) -> bool:
        """Return whether SQLite finds its own structure whole, indexes included."""
        return [str(row[0]) for row in self._rows("PRAGMA integrity_check(1)")] == ["ok"]

    def strange_settings(self) -> list[str]:
        """Return the names of settings that this software never makes."""
        return sorted(
            str(name) for (name,) in self._rows("SELECT name FROM settings") if name not in _SETTINGS
        )

    def _seal(self) -> None:
        """Seal what is here, inside the transaction that changed it."""
        if self.sealer is not None:
            self._set("seal", self.sealer(self.sealed_rows()))

    def _connected(self, how: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?{how}",
            uri=True,
            timeout=BUSY_S,
            isolation_level=None,
            check_same_thread=False,
            factory=_Closing,
        )
        try:
            if how == "mode=rw":
                self._settle_pragmas(connection)
            else:
                connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except (sqlite3.Error, KeyStoreFailed):
            connection.close()
            raise
        return connection

    def _settle_pragmas(self, connection: sqlite3.Connection) -> None:
        for pragma, wanted in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
            name = pragma.partition("=")[0]
            [(found,)] = connection.execute(f"PRAGMA {name}").fetchall()
            if found != wanted:
                raise KeyStoreFailed(f"SQLite would not take {pragma} for {self._path}: it says {found!r}.")

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with self._lock, self._told():
            return self._sql.execute(statement, values).fetchall()

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[None]:
        """Run the block as one transaction; inside another one, as a part of it."""
        with self._lock:
            if self._is_inside():
                yield
                return
            if self._stopped and kind == "IMMEDIATE":
                raise KeyStoreFailed(self._stopped)
            self._rows(f"BEGIN {kind}")
            try:
                yield
                self._rows("COMMIT")
            finally:
                if self._is_inside():
                    self._rows("ROLLBACK")

    def _is_inside(self) -> bool:
        return self._sql.in_transaction

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as why:
            if getattr(why, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR:
                # A failed fsync is never tried again: what the kernel dropped would look written the second time.
                self._stopped = (
                    f"The disk under the key store {self._path} reported an error ({why}). Nothing more is signed from here, "
                    "and no key is made or destroyed. Have the disk looked at, then start again."
                )
            raise KeyStoreFailed(
                f"The key store {self._path} could not be read or written ({why}). Nothing was signed and no key was made "
                "or destroyed by this step. Look at the disk and at who may write there, then run it again."
            ) from why


def _blob(cell: object) -> bytes:
    """Return the bytes in a cell. Raises KeyStoreFailed where a damaged file has something else."""
    if not isinstance(cell, bytes):
        raise KeyStoreFailed(
            "The key store is damaged: a cell that should hold bytes does not. Restore it from its backup."
        )
    return cell


def _is_whole(path: Path) -> bool:
    journal = path.with_name(f"{path.name}-wal")
    return path.is_file() and not (journal.is_file() and journal.stat().st_size)


def _refuse_unless_next(standing: LastSigned | None, expected: LastSigned | None, new: LastSigned) -> None:
    """Raise MustReload unless `new` may follow `standing`, and `standing` is what the caller expected."""
    if standing != expected:
        raise MustReload(
            "Another process signed a checkpoint meanwhile. Read the log again and decide again."
        )
    if standing is None:
        return
    if new.size < standing.size:
        raise MustReload(
            f"A checkpoint over {standing.size} entries was signed already, and this one would cover {new.size}. The "
            "log was rolled back, or this is an old copy of it."
        )
    if new.size == standing.size and new.root != standing.root:
        raise MustReload(
            f"Another checkpoint over {new.size} entries was signed already. The log has forked."
        )


def _second(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat()
