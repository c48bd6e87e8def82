"""The store in one file, as several threads of one process use it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.ports.storage import SealedEntry
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import PSEUDONYM

T = TypeVar("T")
ROW = {"pseudonym": "ps_1", "of_stream": "pm_1", "person": "pe_ada", "stream": "pe_directory"}


@pytest.fixture
def storage(tmp_path: Path) -> SqliteStorage:
    return SqliteStorage(tmp_path / "record.db")


def elsewhere(ask: Callable[[], T]) -> T:
    """Return what another thread is told."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()


def test_it_shows_no_other_thread_what_is_not_committed(storage: SqliteStorage) -> None:
    rows = storage.rows
    with storage.writing() as writing:
        writing.rows.replace(PSEUDONYM, StreamId("pe_directory"), [ROW])
        assert rows.count(PSEUDONYM) == 1
        assert elsewhere(lambda: rows.count(PSEUDONYM)) == 0
    assert elsewhere(lambda: rows.count(PSEUDONYM)) == 1


def test_it_is_not_held_in_the_past_by_what_another_thread_reads(
    storage: SqliteStorage, tmp_path: Path
) -> None:
    """Rows that this thread took are read by another one all the time, while a third one appends."""
    rows, other, is_over = storage.rows, SqliteStorage(tmp_path / "record.db"), threading.Event()
    with storage.writing() as writing:
        many = [ROW | {"pseudonym": f"ps_{n}"} for n in range(2000)]
        writing.rows.replace(PSEUDONYM, StreamId("pe_directory"), many)

    def read() -> None:
        while not is_over.is_set():
            rows.select(PSEUDONYM)

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        try:
            for size in range(1, 60):
                append(other)
                assert storage.head().size == size
        finally:
            is_over.set()
        reading.result()


def append(storage: SqliteStorage) -> None:
    with storage.writing() as writing:
        seq = writing.head().size + 1
        sealed = SealedEntry(entry=b"{}", stream=StreamId("pm_1"), seq=seq, envelopes={})
        writing.put(sealed, at=datetime(2026, 11, 2, tzinfo=UTC))
