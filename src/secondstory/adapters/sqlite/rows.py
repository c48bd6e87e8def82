"""Reads and replaces rows. Replacing writes only what differs, so that folding a stream again is cheap on disk."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from functools import cache

from secondstory.adapters.sqlite import schema
from secondstory.adapters.sqlite.seeing import granting, seen
from secondstory.adapters.sqlite.told import told
from secondstory.application.ports.storage import Conflict
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import DOCUMENT, TABLES, Beginning, Cell, Row, Table, Where

Condition = tuple[str, list[object]]


class SqliteRows:
    """The rows, as the connection of whoever asks sees them."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Read and write through what `connect` returns; whether that is durable is the transaction's affair.

        It is asked each time, since these rows may be handed from thread to thread: a thread that read through
        another's connection would see what that one has not committed, and hold its view of the record in the past.
        """
        self._connect = connect

    def replace(self, table: Table, stream: StreamId, rows: Sequence[Row]) -> None:
        """Make `rows` the rows of `stream` in `table`, touching only those that differ."""
        before = {_key(table, row): row for row in self.select(table, {"stream": stream})}
        after = {_key(table, row): row for row in rows}
        gone = [key for key, row in before.items() if after.get(key) != row]
        if gone:
            self._connect().executemany(schema.delete(table), gone)
        self._insert(table, [row for key, row in after.items() if before.get(key) != row])

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write `rows`, replacing those of the same key."""
        self._connect().executemany(schema.delete(table), [_key(table, row) for row in rows])
        self._insert(table, rows)

    @told
    def select(
        self, table: Table, where: Where | None = None, *, order: str = "", limit: int = -1, offset: int = 0
    ) -> list[Row]:
        """Return the rows that fit `where`, whoever may see them."""
        return self._selected(table, _fitting(table, where), order, (limit, offset))

    @told
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
        """Return the rows that fit `where` and that one of `viewers` may see."""
        condition = _both(_fitting(table, where), seen(viewers))
        return self._selected(table, condition, order, (limit, offset))

    @told
    def count(self, table: Table, where: Where | None = None) -> int:
        """Return how many rows fit `where`, whoever may see them."""
        return self._counted(table, _fitting(table, where))

    @told
    def count_seen(self, table: Table, viewers: Sequence[str], where: Where | None = None) -> int:
        """Return how many rows fit `where` and may be seen by one of `viewers`."""
        return self._counted(table, _both(_fitting(table, where), seen(viewers)))

    @told
    def relations(self, stream: StreamId, viewers: Sequence[str]) -> list[str]:
        """Return what `viewers` are to a stream."""
        granted, values = granting(viewers, "a")
        statement = f"SELECT DISTINCT a.relation FROM access a WHERE a.stream = ? AND {granted}"
        return [str(relation) for (relation,) in self._connect().execute(statement, [stream, *values])]

    @told
    def matching(
        self, words: str, viewers: Sequence[str], *, limit: int, offset: int = 0
    ) -> list[tuple[Row, str]]:
        """Return documents that have all the words and may be seen, best first, with a snippet."""
        terms = _terms(words)
        if not terms:
            return []
        condition, values = seen(viewers)
        statement = schema.MATCH.format(seen=condition)
        found = self._connect().execute(statement, [terms, *values, limit, offset]).fetchall()
        width = len(DOCUMENT.columns)
        return [
            (dict(zip(DOCUMENT.names, values[:width], strict=True)), str(values[width])) for values in found
        ]

    @told
    def count_matching(self, words: str, viewers: Sequence[str]) -> int:
        """Return how many documents have all the words and may be seen."""
        terms = _terms(words)
        if not terms:
            return 0
        condition, values = seen(viewers)
        (count,) = self._connect().execute(schema.MATCHES.format(seen=condition), [terms, *values]).fetchone()
        return int(count)

    def _selected(self, table: Table, condition: Condition, order: str, page: tuple[int, int]) -> list[Row]:
        wanted, values = condition
        statement = (
            f"SELECT {_columns(table.names)} FROM {table.name} t WHERE {wanted}{_ordered(table, order)}"
        )
        found = self._connect().execute(f"{statement} LIMIT ? OFFSET ?", [*values, *page])
        return [dict(zip(table.names, cells, strict=True)) for cells in found]

    def _counted(self, table: Table, condition: Condition) -> int:
        wanted, values = condition
        statement = f"SELECT count(*) FROM {table.name} t WHERE {wanted}"
        (count,) = self._connect().execute(statement, values).fetchone()
        return int(count)

    def clear(self) -> None:
        """Remove every row of every table."""
        for table in TABLES:
            self._connect().execute(f"DELETE FROM {table.name}")

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        values = [[row.get(name) for name in table.names] for row in rows]
        try:
            self._connect().executemany(schema.insert(table), values)
        except sqlite3.IntegrityError as taken:
            raise Conflict(f"somebody else took the same number or key in {table.name}") from taken


@cache
def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(f"t.{name}" for name in names)


def _key(table: Table, row: Row) -> tuple[Cell, ...]:
    return tuple(row.get(name) for name in table.key)


def _terms(words: str) -> str:
    return " ".join(f'"{term}"' for term in re.findall(r"\w+", words))


def _fitting(table: Table, where: Where | None) -> Condition:
    """Return the condition that a row fits `where`: equal, one of several, or beginning with."""
    wanted, values = ["1"], list[object]()
    _known(table, list(where or {}))
    for column, value in (where or {}).items():
        if isinstance(value, Beginning):
            wanted.append(f"substr(t.{column}, 1, ?) = ?")
            values += [len(value.text), value.text]
        elif isinstance(value, tuple | list | frozenset):
            wanted.append(f"t.{column} IN ({', '.join('?' for _ in value)})")
            values += value
        else:
            wanted.append(f"t.{column} IS ?")
            values.append(value)
    return " AND ".join(wanted), values


def _both(one: Condition, other: tuple[str, list[str]]) -> Condition:
    return f"{one[0]} AND {other[0]}", [*one[1], *other[1]]


def _ordered(table: Table, order: str) -> str:
    columns = order.split()
    _known(table, [column.removeprefix("-") for column in columns])
    parts = [f"t.{one.removeprefix('-')}{' DESC' if one.startswith('-') else ''}" for one in columns]
    return f" ORDER BY {', '.join(parts)}" if parts else ""


def _known(table: Table, columns: Sequence[str]) -> None:
    unknown = [column for column in columns if column not in table.names]
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(unknown)}")
