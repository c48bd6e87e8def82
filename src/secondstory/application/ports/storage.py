"""The port to durable storage of the record: entries, payload envelopes, tiles and rows, in one transaction."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.readmodel import tables
from secondstory.readmodel.tables import Row, Table, Where

HEADER_SLOT = 0
FIRST_PART_SLOT = tables.FIRST_PART_SLOT
FIRST_EVIDENCE_SLOT = 1000

TileKey = tuple[int, int]
Tiles = MutableMapping[TileKey, bytes]


class Conflict(Exception):
    """Somebody else appended first. Load again, decide again; nothing of this was recorded."""


class StorageFull(Exception):
    """There was no room for the act. Nothing of it was recorded, and everything before it is safe."""


class StorageFailed(Exception):
    """The disk said no while writing. What was acknowledged is safe; this process writes nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEntry:
    """What is to be stored for one event.

    entry: the log entry (RFC 8785 bytes). envelopes: slot -> payload envelope; slot 0 is the header, 1.. the
    body parts, 1000.. the evidence manifests.
    """

    entry: bytes
    stream: StreamId
    seq: int
    envelopes: Mapping[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """What is stored for one index. A slot without an envelope was erased, or is missing."""

    index: int
    entry: bytes
    stream: StreamId
    seq: int
    envelopes: Mapping[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the log stands: how many entries, and the time of the last one (None in an empty log)."""

    size: int
    last_at: datetime | None


class Rows(Protocol):
    """Reads and replaces the rows of the read model. A row belongs to the stream that it was folded from."""

    def replace(self, table: Table, stream: StreamId, rows: Sequence[Row]) -> None:
        """Make `rows` the rows of `stream` in `table`: those that are no longer there go, the others are written."""
        ...

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write `rows`, replacing those that have the same key."""
        ...

    def select(
        self, table: Table, where: Where | None = None, *, order: str = "", limit: int = -1, offset: int = 0
    ) -> list[Row]:
        """Return the rows that fit `where`, in the order of the columns named, `-column` descending."""
        ...

    def seen(
        self,
        table: Table,
        viewers: Sequence[str],
        where: Where | None = None,
        *,
        order: str = "",
        limit: int = -1,
        offset: int = 0,
    ) -> list[Row]:
        """Return those of them that one of `viewers` may see; without viewers, none."""
        ...

    def count(self, table: Table, where: Where | None = None) -> int:
        """Return how many rows fit `where`."""
        ...

    def count_seen(self, table: Table, viewers: Sequence[str], where: Where | None = None) -> int:
        """Return how many of them one of `viewers` may see."""
        ...

    def relations(self, stream: StreamId, viewers: Sequence[str]) -> list[str]:
        """Return what `viewers` are to a stream."""
        ...

    def matching(
        self, words: str, viewers: Sequence[str], *, limit: int, offset: int = 0
    ) -> list[tuple[Row, str]]:
        """Return documents that have the words and that one of `viewers` may see, best first.

        Each comes with a snippet around the words (marks: [ and ]).
        """
        ...

    def count_matching(self, words: str, viewers: Sequence[str]) -> int:
        """Return how many documents have the words and may be seen by one of `viewers`."""
        ...

    def clear(self) -> None:
        """Remove every row of every table, so that they can be folded again."""
        ...


class Writing(Protocol):
    """One open transaction that holds the head of the log. Leaving it without an error makes everything durable."""

    @property
    def rows(self) -> Rows:
        """The rows, as this transaction sees them."""
        ...

    @property
    def tiles(self) -> Tiles:
        """The tiles of the tree, level and number to hashes; written when the transaction ends."""
        ...

    def head(self) -> Head:
        """Return where the log stands inside this transaction."""
        ...

    def put(self, sealed: SealedEntry, *, at: datetime) -> tuple[int, bytes]:
        """Store an entry at the head; return its index and its bytes *read back* from storage."""
        ...

    def last_of(self, stream: StreamId) -> tuple[int, int] | None:
        """Return (seq, index) of the last entry of `stream`, None when it has none."""
        ...

    def once(self, key: str, first: int | None = None) -> int | None:
        """Return the index remembered under an idempotency key; remember `first` when there is none."""
        ...


class Log(Protocol):
    """Reads one log as it was last committed."""

    def head(self) -> Head:
        """Return where the log stands."""
        ...

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[StoredEntry]:
        """Yield the stored entries [start, stop) in order of their index."""
        ...

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of the entries [start, stop) in order, without what lies behind them; gaps are left out."""
        ...

    def of_stream(self, stream: StreamId) -> list[StoredEntry]:
        """Return the entries of a stream in the order of their sequence."""
        ...

    def tile(self, level: int, n: int) -> bytes:
        """Return the stored hashes of a tile; raises KeyError when there is no such tile."""
        ...

    @property
    def rows(self) -> Rows:
        """The rows, as last committed."""
        ...


class Storage(Log, Protocol):
    """Durable storage of one log. A failed write is never retried and stops the writer (StorageFailed)."""

    def writing(self) -> AbstractContextManager[Writing]:
        """Open the transaction that holds the head of the log; others wait for it."""
        ...

    def forget(self, slots: Sequence[tuple[int, int]]) -> int:
        """Destroy the envelopes at (index, slot) and every trace of words that no row shows any more.

        Free pages, the search index and the write-ahead log included. Returns how many envelopes there were.
        """
        ...
