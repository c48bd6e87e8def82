"""The SQLite store of one log: WAL, synchronous=FULL, secure_delete, one writer at a time across processes.

A commit is the only durable boundary: a crash before it leaves nothing of the act, a crash after it leaves all.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from secondstory.adapters.sqlite import schema
from secondstory.adapters.sqlite.beginning import WAIT_S, begin
from secondstory.adapters.sqlite.library import SqliteWords
from secondstory.adapters.sqlite.rows import SqliteRows
from secondstory.adapters.sqlite.strays import strays
from secondstory.adapters.sqlite.told import NO_ROOM, blob, told
from secondstory.adapters.sqlite.writing import SqliteWriting
from secondstory.application.ports.storage import Head, StorageFailed, StorageFull, StoredEntry
from secondstory.kernel.ids import StreamId
from secondstory.readmodel import tables

_BATCH = 1000


class SqliteStorage:
    """The store in one file; `Storage` says what it promises. Opened read-only it writes nothing, ever."""

    def __init__(self, path: Path | str, *, read_only: bool = False) -> None:
        """Open the file, making it when it is not there. Raises StorageFailed when it cannot be trusted to sync."""
        self._path = str(path)
        self._read_only = read_only
        self._local = threading.local()
        self._failed: str | None = None
        if not read_only:
            self._prepare()

    @told
    def _prepare(self) -> None:
        self._connection().executescript(schema.LOG)
        if self.rows_version is None and self.head().size == 0:
            with self.remaking_rows():
                pass
        if self._connection().execute("SELECT 1 FROM meta WHERE name = 'forgetting'").fetchone():
            self._empty_journal()  # somebody reads there? Then the next opening does it

    @property
    @told
    def rows_version(self) -> int | None:
        """The version of the row tables in the file, None when it does not say; another than ours needs a rebuild."""
        found = self._connection().execute("SELECT value FROM meta WHERE name = 'rows'").fetchone()
        return int(found[0]) if found and str(found[0]).isdecimal() else None

    @contextmanager
    def remaking_rows(self) -> Iterator[SqliteRows]:
        """Make the row tables anew and let them be filled, all in one transaction: others see the old ones till then."""
        with self.writing():
            for statement in (*schema.drop_row_tables(), *schema.row_tables()):
                self._connection().execute(statement)
            yield self.rows
            self._connection().execute(
                "INSERT OR REPLACE INTO meta VALUES ('rows', ?)", (str(tables.VERSION),)
            )

    @contextmanager
    def writing(self) -> Iterator[SqliteWriting]:
        """Open the transaction that holds the head. Raises StorageFull or StorageFailed; nothing is left behind."""
        if self._failed:
            raise StorageFailed(self._failed)
        connection = self._connection()
        try:
            begin(connection)
            writing = SqliteWriting(connection)
            yield writing
            writing.finish()
            connection.execute("COMMIT")
        except sqlite3.OperationalError as weather:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise self._understood(weather) from weather
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise

    def _understood(self, weather: sqlite3.OperationalError) -> StorageFull | StorageFailed:
        words = str(weather)
        if weather.sqlite_errorcode == sqlite3.SQLITE_FULL:
            return StorageFull("The disk is full. Nothing of this was recorded; make room and do it again.")
        if weather.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            return StorageFailed(NO_ROOM)
        if weather.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return StorageFailed(
                "Somebody else has been writing for half a minute. Nothing was recorded; try again."
            )
        # A failed fsync is never tried again: what the kernel dropped would look written the second time.
        self._failed = (
            f"The disk reported an error ({words}). What was acknowledged is safe; nothing more is written from here."
            " Have the disk looked at, then start again: secondstory verify says how the record stands."
        )
        return StorageFailed(self._failed)

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[StoredEntry]:
        """Yield the stored entries [start, stop) in order of their index."""
        with closing(self._connection().cursor()) as cursor:
            last = self.size() if stop is None else stop
            for first in range(start, last, _BATCH):
                until = min(first + _BATCH, last)
                yield from _assembled(cursor, "idx >= ? AND idx < ?", (first, until))

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of the entries [start, stop) in order, without what lies behind them; gaps are left out."""
        last = self.size() if stop is None else stop
        with closing(self._connection().cursor()) as cursor:
            for first in range(start, last, _BATCH):
                until = min(first + _BATCH, last)
                rows = cursor.execute(
                    "SELECT bytes FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", (first, until)
                )
                yield from (blob(row[0]) for row in rows)

    def of_stream(self, stream: StreamId) -> list[StoredEntry]:
        """Return the entries of a stream in the order of their sequence."""
        with closing(self._connection().cursor()) as cursor:
            return _assembled(cursor, "stream = ?", (stream,))

    @told
    def last_of(self, stream: StreamId) -> tuple[int, int] | None:
        """Return (seq, index) of the last entry of `stream`, None when it has none."""
        return SqliteWriting(self._connection()).last_of(stream)

    @told
    def size(self) -> int:
        """Return how many entries are stored."""
        (last,) = self._connection().execute("SELECT max(idx) FROM entry").fetchone()
        return 0 if last is None else int(last) + 1

    @told
    def head(self) -> Head:
        """Return where the log stands."""
        return SqliteWriting(self._connection()).head()

    @told
    def tile(self, level: int, n: int) -> bytes:
        """Return the stored hashes of a tile; raises KeyError when there is none."""
        found = (
            self._connection()
            .execute("SELECT hashes FROM tile WHERE level = ? AND n = ?", (level, n))
            .fetchone()
        )
        if found is None:
            raise KeyError((level, n))
        return blob(found[0])

    def forget(self, slots: Sequence[tuple[int, int]]) -> int:
        """Destroy envelopes and every trace of words that no row shows any more; return how many there were.

        secure_delete overwrites the pages, the search index is made anew, the write-ahead log is emptied. Raises
        StorageFailed when another process is reading there: then do the same again.
        """
        connection = self._connection()
        with self.writing():
            before = connection.total_changes
            connection.executemany("DELETE FROM payload WHERE idx = ? AND slot = ?", slots)
            destroyed = connection.total_changes - before
            connection.execute(schema.FORGET_WORDS)
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('forgetting', 'yes')")
        # Durable boundary: the words are gone from the file and still stand in its journal. A crash here is noticed at
        # the next opening by the mark, and the same function empties the journal then.
        if not self._empty_journal():
            raise StorageFailed(
                "The words are destroyed, and the journal of the file still holds a copy, because another process is"
                " reading there, or the disk is full or said no. Put that right, and do the same again."
            )
        return destroyed

    def _empty_journal(self) -> bool:
        """Fold the journal into the file and truncate it; return False when another process or the disk prevents it."""
        connection = self._connection()
        try:
            (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not is_busy:
                connection.execute("DELETE FROM meta WHERE name = 'forgetting'")
        except sqlite3.OperationalError as weather:
            self._understood(weather)  # a disk that failed is written to no more
            return False
        return not is_busy

    @cached_property
    def words(self) -> SqliteWords:
        """The index of words."""
        return SqliteWords(self._connection)

    @property
    def rows(self) -> SqliteRows:
        """The rows, as last committed. Every thread reads through its own connection, whichever took them."""
        return SqliteRows(self._connection)

    def copy_to(self, target: Path) -> None:
        """Copy the whole store into a new file while others go on writing (SQLite's online backup)."""
        with closing(sqlite3.connect(target)) as copy:
            self._connection().backup(copy)

    @told
    def strays(self) -> list[tuple[str, str]]:
        """Return (where, words) of what lies in the file and belongs to nothing; reads all of it."""
        return list(strays(self._connection()))

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            del self._local.connection

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = _connect(self._path, read_only=self._read_only)
        return found


class _Closing(sqlite3.Connection):
    """A connection that closes with the thread it was made for; Python 3.13 warns of one that is left open."""

    def __del__(self) -> None:
        # One that never opened is nothing to close, and says so.
        with suppress(sqlite3.ProgrammingError):
            self.close()


@told
def _connect(path: str, *, read_only: bool) -> sqlite3.Connection:
    try:
        return _opened(_uri(path, "mode=ro"), _look) if read_only else _opened(path, _promise_to_sync)
    except sqlite3.OperationalError:
        # A journal needs room for its index beside the file: a read-only or full disk has none. A file without a
        # journal is whole, and can be read as it is.
        if not _is_whole(path):
            raise
        return _opened(_uri(path, "mode=ro&immutable=1"), _look)


def _opened(where: str, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    connection = sqlite3.connect(
        where,
        uri=where.startswith("file:"),
        isolation_level=None,
        timeout=WAIT_S,
        check_same_thread=False,
        factory=_Closing,
    )
    try:
        prepare(connection)
    except (sqlite3.Error, StorageFailed):
        connection.close()
        raise
    return connection


def _uri(path: str, how: str) -> str:
    return f"file:{quote(path)}?{how}"


def _is_whole(path: str) -> bool:
    journal = Path(f"{path}-wal")
    return Path(path).is_file() and not (journal.is_file() and journal.stat().st_size)


def _look(connection: sqlite3.Connection) -> None:
    connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def _promise_to_sync(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    (level,) = connection.execute("PRAGMA synchronous").fetchone()
    if level != 2:
        raise StorageFailed(
            "SQLite would not promise to sync each commit (synchronous=FULL). Nothing was opened."
        )


@told
def _assembled(cursor: sqlite3.Cursor, where: str, values: tuple[object, ...]) -> list[StoredEntry]:
    cursor.execute(f"SELECT idx, bytes, stream, seq FROM entry WHERE {where} ORDER BY idx", values)
    entries = cursor.fetchall()
    envelopes: dict[int, dict[int, bytes]] = {index: {} for index, *_ in entries}
    cursor.execute(
        f"SELECT idx, slot, envelope FROM payload WHERE idx IN (SELECT idx FROM entry WHERE {where})", values
    )
    for index, slot, envelope in cursor:
        # Somebody may have appended between the two looks: what is theirs is read the next time.
        if index in envelopes:
            envelopes[index][slot] = blob(envelope)
    return [
        StoredEntry(
            index=index, entry=blob(entry), stream=StreamId(stream), seq=seq, envelopes=envelopes[index]
        )
        for index, entry, stream, seq in entries
    ]
