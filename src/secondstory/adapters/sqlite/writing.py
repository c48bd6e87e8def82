"""One open transaction of the SQLite store. It holds the head of the log until it ends."""

import sqlite3
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime

from secondstory.adapters.sqlite.rows import SqliteRows
from secondstory.application.ports.storage import Head, SealedEntry, TileKey
from secondstory.kernel.ids import StreamId

_HEAD = "SELECT (SELECT max(idx) FROM entry), (SELECT value FROM meta WHERE name = 'last_at')"


class SqliteTiles(MutableMapping[TileKey, bytes]):
    """The tiles as a mapping: read once, changed in memory, written when the transaction ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read through `connection`."""
        self._connection = connection
        self._known: dict[TileKey, bytes] = {}
        self._changed: set[TileKey] = set()

    def __getitem__(self, key: TileKey) -> bytes:
        """Return the hashes of the tile (level, n); raises KeyError when there is none."""
        if key not in self._known:
            found = self._connection.execute(
                "SELECT hashes FROM tile WHERE level = ? AND n = ?", key
            ).fetchone()
            if found is None:
                raise KeyError(key)
            self._known[key] = bytes(found[0])
        return self._known[key]

    def __setitem__(self, key: TileKey, hashes: bytes) -> None:
        """Set the hashes of a tile; `write` makes it last."""
        self._known[key] = hashes
        self._changed.add(key)

    def __delitem__(self, key: TileKey) -> None:
        """Refuse: tiles only grow."""
        raise TypeError("a tile is never removed")

    def __iter__(self) -> Iterator[TileKey]:
        """Yield the keys of the stored tiles."""
        return iter([(level, n) for level, n in self._connection.execute("SELECT level, n FROM tile")])

    def __len__(self) -> int:
        """Return how many tiles are stored."""
        (count,) = self._connection.execute("SELECT count(*) FROM tile").fetchone()
        return int(count)

    def write(self) -> None:
        """Write the tiles that changed."""
        changed = [(*key, bytes(self._known[key])) for key in self._changed]
        self._connection.executemany("INSERT OR REPLACE INTO tile VALUES (?, ?, ?)", changed)
        self._changed.clear()


class SqliteWriting:
    """What one transaction may do; `Writing` says what it promises."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Work inside the transaction that is open on `connection`."""
        self._connection = connection
        self._head: Head | None = None
        self.tiles = SqliteTiles(connection)
        self.rows = SqliteRows(lambda: connection)

    def head(self) -> Head:
        """Return where the log stands inside this transaction."""
        if self._head is None:
            (last, at) = self._connection.execute(_HEAD).fetchone()
            self._head = Head(size=0 if last is None else last + 1, last_at=_time(at))
        return self._head

    def put(self, sealed: SealedEntry, *, at: datetime) -> tuple[int, bytes]:
        """Store an entry at the head; return its index and its bytes as read back from storage."""
        index = self.head().size
        self._connection.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?)", (index, sealed.entry, sealed.stream, sealed.seq)
        )
        envelopes = [(index, slot, envelope) for slot, envelope in sealed.envelopes.items()]
        self._connection.executemany("INSERT INTO payload VALUES (?, ?, ?)", envelopes)
        self._head = Head(size=index + 1, last_at=at)
        (stored,) = self._connection.execute("SELECT bytes FROM entry WHERE idx = ?", (index,)).fetchone()
        return index, bytes(stored)

    def last_of(self, stream: StreamId) -> tuple[int, int] | None:
        """Return (seq, index) of the last entry of `stream`, None when it has none."""
        found = self._connection.execute(
            "SELECT seq, idx FROM entry WHERE stream = ? ORDER BY seq DESC LIMIT 1", (stream,)
        ).fetchone()
        return None if found is None else (int(found[0]), int(found[1]))

    def once(self, key: str, first: int | None = None) -> int | None:
        """Return the index remembered under `key`; remember `first` when there is none."""
        found = self._connection.execute("SELECT first FROM once WHERE key = ?", (key,)).fetchone()
        if found is None and first is not None:
            self._connection.execute("INSERT INTO once VALUES (?, ?)", (key, first))
        return None if found is None else int(found[0])

    def finish(self) -> None:
        """Write what was kept in memory, before the commit."""
        self.tiles.write()
        last_at = self.head().last_at
        if last_at is not None:
            self._connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('last_at', ?)", (last_at.isoformat(),)
            )


def _time(kept: str | None) -> datetime | None:
    """Return the time that is kept beside the entries; None when it is not written as we write it."""
    try:
        time = None if kept is None else datetime.fromisoformat(kept)
    except ValueError:
        return None
    return time.astimezone(UTC) if time is not None and time.isoformat() == kept else None
