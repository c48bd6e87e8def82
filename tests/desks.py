"""Desks to test at: a record in memory or on disk, a clock that is set, chance that repeats."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from secondstory.adapters.memory.keys import MemoryKeyStore
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.ports.storage import Rows
from secondstory.application.record.journal import Journal, Projector, Workings
from secondstory.application.record.reading import Reader
from secondstory.domain.keeping.people import PseudonymBound
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.projectors.keeping import pseudonym_row
from secondstory.readmodel.tables import PSEUDONYM

ORIGIN = "demo/tests"
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass
class SetClock:
    """A clock that stands still until a test moves it."""

    at: datetime = START

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.at

    def forward(self, **by: float) -> None:
        """Move it on, or back with a negative step."""
        self.at += timedelta(**by)


@dataclass
class Repeating:
    """Chance that a test can repeat: hashes of a counter."""

    drawn: int = 0

    def __call__(self, count: int, /) -> bytes:
        """Return the next `count` bytes."""
        self.drawn += 1
        return hashlib.shake_256(str(self.drawn).encode()).digest(count)


class BindingsOnly:
    """A projector that knows pseudonyms and nothing else."""

    def project(self, stream: StreamId, entries: Sequence[Recorded[Event]], rows: Rows) -> None:
        """Write the bindings among `entries`."""
        bound = [entry.event for entry in entries if isinstance(entry.event, PseudonymBound)]
        rows.add(PSEUDONYM, [pseudonym_row(event, stream) for event in bound])

    def reads_whole(self, stream: StreamId) -> bool:
        """Return whether a stream is folded whole."""
        return stream != "pe_directory"


@dataclass
class Desk:
    """A journal with everything behind it in reach of a test."""

    path: Path | str = ":memory:"
    projector: Projector = field(default_factory=BindingsOnly)
    clock: SetClock = field(default_factory=SetClock)
    entropy: Repeating = field(default_factory=Repeating)
    keys: MemoryKeyStore = field(init=False)
    storage: SqliteStorage = field(init=False)
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        """Open the journal."""
        self.keys = MemoryKeyStore(origin=ORIGIN, entropy=self.entropy)
        self.storage = SqliteStorage(self.path)
        self.journal = self.reopened()

    def reopened(self) -> Journal:
        """Return a journal as a new process would have it."""
        return Journal(
            Workings(
                storage=self.storage,
                keys=self.keys,
                signer=self.keys,
                clock=self.clock,
                entropy=self.entropy,
                projector=self.projector,
                origin=ORIGIN,
            )
        )

    @property
    def reader(self) -> Reader:
        """Read what was recorded."""
        return Reader(self.storage, self.keys)
