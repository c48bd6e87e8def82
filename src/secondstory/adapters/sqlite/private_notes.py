"""Private notes between two people: a small file of its own, outside the record, each note encrypted.

Nothing folds, searches, counts or holds what is here. A note that is deleted is overwritten in the file at once.
The file is opened for each act, since there are few, and a server has many threads.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from secondstory.adapters.sqlite.told import told
from secondstory.application.ports.storage import StorageFailed
from secondstory.kernel.frozen import dataclass

_NONCE_BYTES = 12
_TABLE = (
    "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, about TEXT NOT NULL, author TEXT NOT NULL,"
    " at TEXT NOT NULL, sealed BLOB NOT NULL)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNote:
    """One note: about which stream, by whom, when, and its words."""

    number: int
    about: str
    author: str
    at: datetime
    text: str


class NoteFile:
    """The file of notes. key: 32 bytes, AES-256-GCM; what a note belongs to is bound to its bytes."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Keep notes in `path`, which is made with the first of them."""
        self._path = path
        self._cipher = AESGCM(key)

    @told
    def of(self, about: str) -> list[KeptNote]:
        """Return the notes about a stream, oldest first."""
        if not self._path.exists():
            return []
        with self._open() as database:
            rows = database.execute(
                "SELECT id, about, author, at, sealed FROM note WHERE about = ? ORDER BY id", (about,)
            ).fetchall()
        return [self._opened(*row) for row in rows]

    @told
    def add(self, about: str, author: str, text: str, *, at: datetime) -> None:
        """Keep a note. at: aware."""
        stamp, nonce = at.isoformat(), os.urandom(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), _bound(about, author, stamp))
        with self._open() as database, database:
            database.execute(
                "INSERT INTO note (about, author, at, sealed) VALUES (?, ?, ?, ?)",
                (about, author, stamp, sealed),
            )

    @told
    def delete(self, about: str, number: int) -> bool:
        """Delete a note at once and for good; return whether it was there."""
        if not self._path.exists():
            return False
        with self._open() as database, database:
            gone = database.execute("DELETE FROM note WHERE id = ? AND about = ?", (number, about))
            return gone.rowcount > 0

    def _opened(self, number: int, about: str, author: str, at: str, sealed: bytes) -> KeptNote:
        try:
            plain = self._cipher.decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(about, author, at)
            )
        except InvalidTag as wrong:
            raise StorageFailed(
                "A private note cannot be opened with the key that is here. The record is untouched by this."
            ) from wrong
        return KeptNote(
            number=number, about=about, author=author, at=datetime.fromisoformat(at), text=plain.decode()
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        is_new = not self._path.exists()
        with closing(sqlite3.connect(self._path, timeout=5)) as database:
            if is_new:
                self._path.chmod(0o600)
            # Freed pages are overwritten, and the journal goes with each commit: in memory it would be no journal for
            # a power cut. EXTRA settles its going too; after FULL alone it could come back and undo what was told.
            database.execute("PRAGMA secure_delete = ON")
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("PRAGMA synchronous = EXTRA")
            database.execute(_TABLE)
            yield database


def _bound(about: str, author: str, at: str) -> bytes:
    return f"{about}\n{author}\n{at}".encode()
