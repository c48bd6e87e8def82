"""A record to measure: the real store, keys and rows on a disk, filled with events of made-up post-mortems."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.record.journal import Journal, Workings
from secondstory.application.record.sealing import Draft
from secondstory.domain.understanding.incidents import TriggerStated
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.projecting import RowProjector

ORIGIN = "demo/benchmark"
A_STREAM, A_BATCH = 100, 1_000


class WallClock:
    """The time."""

    def now(self) -> datetime:
        """Return it."""
        return datetime.now(UTC)


@dataclass
class House:
    """One record and everything behind it."""

    folder: Path
    storage: SqliteStorage
    keys: LocalKeyStore
    projector: RowProjector
    journal: Journal
    acts: int = 0

    @classmethod
    def made(cls, folder: Path) -> Self:
        """Make a record in an empty folder."""
        LocalKeyStore.create(folder / "keys", origin=ORIGIN)[0].close()
        return cls.opened(folder)

    @classmethod
    def opened(cls, folder: Path) -> Self:
        """Open the record in a folder, as another process would."""
        storage, projector = SqliteStorage(folder / "record.db"), RowProjector()
        keys = LocalKeyStore.open(folder / "keys")
        workings = Workings(
            storage=storage,
            keys=keys,
            signer=keys,
            clock=WallClock(),
            entropy=os.urandom,
            projector=projector,
            origin=ORIGIN,
        )
        return cls(folder, storage, keys, projector, Journal(workings))

    def act(self) -> None:
        """Record one act in a stream of its own."""
        self.acts += 1
        name = StreamId(f"pm_{os.getpid()}_{os.urandom(6).hex()}")
        self.journal.append([Draft(stream=name, event=told(self.acts))], by=None)

    def close(self) -> None:
        """Close the files."""
        self.storage.close()
        self.keys.close()


def told(n: int) -> TriggerStated:
    """Return an event with a sentence in it."""
    return TriggerStated(text=f"The queue of shard {n} stood still while its lease was renewed.")


def bulk(house: House, count: int, *, streams: Sequence[StreamId] = ()) -> None:
    """Record `count` events, a thousand in one append, a hundred in a stream unless `streams` names them."""
    for first in range(0, count, A_BATCH):
        drafts = [
            Draft(stream=_stream(n, streams), event=told(n))
            for n in range(first, min(first + A_BATCH, count))
        ]
        house.journal.append(drafts, by=None)


def _stream(n: int, streams: Sequence[StreamId]) -> StreamId:
    return streams[n % len(streams)] if streams else StreamId(f"pm_bulk_{n // A_STREAM}")
