"""Waiting for whoever writes: until it is our turn, not for ever, and not for anything else."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from secondstory.adapters.sqlite.beginning import WAIT_S, begin


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    path = tmp_path / "record.db"
    with (
        closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as one,
        closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other,
    ):
        one.execute("PRAGMA journal_mode = WAL")
        yield one, other


def waits_ms(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA busy_timeout").fetchone()[0])


def test_it_begins_at_once_when_nobody_writes(two: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    one, _ = two
    begin(one, wait_s=0)
    assert one.in_transaction
    assert waits_ms(one) == WAIT_S * 1000


def test_it_begins_once_the_other_is_done(two: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    one, other = two
    begin(one)
    waiter = threading.Thread(target=begin, args=(other,))
    waiter.start()
    assert not other.in_transaction
    one.execute("COMMIT")
    waiter.join(10)
    assert other.in_transaction


def test_it_gives_up_in_time_and_leaves_nothing_behind(
    two: tuple[sqlite3.Connection, sqlite3.Connection],
) -> None:
    one, other = two
    begin(one)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        begin(other, wait_s=0.02)
    assert not other.in_transaction
    assert waits_ms(other) == WAIT_S * 1000


def test_it_waits_for_nothing_but_a_writer(two: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    one, _ = two
    begin(one)
    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        begin(one)
    assert waits_ms(one) == WAIT_S * 1000
