"""The history of checkpoints beside a record: `checkpoints.db`, one row for each size that was kept.

A row is never replaced by one with another root; cosignatures of one checkpoint add up. Nothing here is believed when
it is read: whoever reads verifies again.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from secondstory.adapters.local_files.durable import write_durably
from secondstory.adapters.remote.witness.troubles import KeptFailed, TwoRoots
from secondstory.application.record.witnessed import KeptNote
from secondstory.record.checkpoint import parse_body
from secondstory.record.note import parse_note
from secondstory.record.witnessing import with_lines

FILE = "checkpoints.db"
WAIT_S = 10
_SCHEMA = "CREATE TABLE IF NOT EXISTS checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL, kept_at TEXT NOT NULL)"


class KeptCheckpoints:
    """The history in one file, which comes to be with the first note that is kept."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`."""
        self._path = path

    def all(self) -> list[KeptNote]:
        """Return everything that is kept, the smallest first; unverified. Raises KeptFailed when it cannot be read."""
        return self.latest(-1)

    def latest(self, most: int) -> list[KeptNote]:
        """Return the `most` largest of what is kept, the smallest first; as `all` does. most: -1 for everything."""
        if not self._path.exists():
            return []
        try:
            # Not mode=ro: what a power cut left half written is rolled back by whoever reads first.
            with closing(_connect(f"file:{quote(str(self._path))}?mode=rw")) as connection:
                if _is_not_begun(connection):
                    return []
                rows = connection.execute(
                    "SELECT size, note, kept_at FROM checkpoint ORDER BY size DESC LIMIT ?", (most,)
                ).fetchall()
                found = [KeptNote(size=int(s), note=bytes(note), kept_at=str(at)) for s, note, at in rows]
                return found[::-1]
        except (sqlite3.Error, TypeError, ValueError) as why:
            raise self._failed(why) from why

    def keep(self, note: bytes, *, at: datetime) -> None:
        """Keep a note; return once it would survive a power cut.

        Raises TwoRoots when another root is kept for its size, with both notes written beside the file, and KeptFailed.
        """
        checkpoint = parse_body(parse_note(note).text)
        with self._keeping() as connection:
            row = connection.execute(
                "SELECT note, kept_at FROM checkpoint WHERE size = ?", (checkpoint.size,)
            ).fetchone()
            merged, kept_at = note, at.isoformat()
            if row is not None:
                stood, kept_at = bytes(row[0]), str(row[1])
                if parse_note(stood).text != parse_note(note).text:
                    self._keep_both(stood, note)
                    raise TwoRoots(stood, note)
                merged = with_lines(stood, parse_note(note).signatures)
            connection.execute(
                "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)", (checkpoint.size, merged, kept_at)
            )

    @contextmanager
    def _keeping(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(_connect(f"file:{quote(str(self._path))}?mode=rwc")) as connection:
                _promise_to_sync(connection)
                connection.execute(_SCHEMA)
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")  # not reached when the block raised: closing rolls back
        except sqlite3.Error as why:
            raise self._failed(why) from why

    def _keep_both(self, stood: bytes, other: bytes) -> None:
        for note in (stood, other):
            digest = hashlib.sha256(parse_note(note).text.encode()).hexdigest()[:16]
            write_durably(self._path.with_name(f"fork-{digest}.txt"), note)

    def _failed(self, why: object) -> KeptFailed:
        return KeptFailed(
            f"{self._path} cannot be used ({why}). The record itself is untouched. Keep the file as it is, bring back a"
            " copy of it, or move it away: the witnesses know what they signed."
        )


def _connect(where: str) -> sqlite3.Connection:
    return sqlite3.connect(where, uri=True, isolation_level=None, timeout=WAIT_S)


def _is_not_begun(connection: sqlite3.Connection) -> bool:
    """Return whether the file has no page: a power cut came between its name and its table."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    return int(pages) == 0


def _promise_to_sync(connection: sqlite3.Connection) -> None:
    """Let every commit reach the disk, the folder's entry for the journal included; no file stays beside this one.

    So it can be read where nothing may be written.
    """
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    (level,) = connection.execute("PRAGMA synchronous").fetchone()
    if level != 3:
        raise sqlite3.OperationalError("it would not promise to sync each commit")
