"""Reads and replaces rows. Replacing writes only what differs, so that folding a stream again is cheap on disk."""

import re
import sqlite3
from collections.abc import Mapping, Sequence

from secondstory.adapters.sqlite import schema
from secondstory.adapters.sqlite.told import told
from secondstory.application.ports.storage import Conflict
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import DOCUMENT, TABLES, Cell, Row, Table


class SqliteRows:
    """The rows, as one connection sees them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read and write through `connection`; whether that is durable is the transaction's affair."""
        self._connection = connection

    def replace(self, table: Table, stream: StreamId, rows: Sequence[Row]) -> None:
        """Make `rows` the rows of `stream` in `table`, touching only those that differ."""
        before = {_key(table, row): row for row in self.select(table, {"stream": stream})}
        after = {_key(table, row): row for row in rows}
        gone = [key for key, row in before.items() if after.get(key) != row]
        if gone:
            self._connection.executemany(schema.delete(table), gone)
        self._insert(table, [row for key, row in after.items() if before.get(key) != row])

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write `rows`, replacing those of the same key."""
        self._connection.executemany(schema.delete(table), [_key(table, row) for row in rows])
        self._insert(table, rows)

    @told
    def select(
        self, table: Table, where: Mapping[str, object] | None = None, *, order: str = "", limit: int = -1
    ) -> list[Row]:
        """Return the rows whose columns equal `where`. Column names are checked against the table."""
        columns = list(where or {})
        _known(table, [*columns, order.removeprefix("-")] if order else columns)
        wanted = " AND ".join(f"{column} IS ?" for column in columns)
        direction = " DESC" if order.startswith("-") else ""
        statement = f"SELECT {', '.join(table.names)} FROM {table.name}"
        statement += f" WHERE {wanted}" if wanted else ""
        statement += f" ORDER BY {order.removeprefix('-')}{direction}" if order else ""
        found = self._connection.execute(f"{statement} LIMIT ?", [*(where or {}).values(), limit])
        return [dict(zip(table.names, values, strict=True)) for values in found]

    @told
    def matching(self, words: str, *, limit: int) -> list[tuple[Row, str]]:
        """Return documents that have all the words, best first, with a snippet."""
        terms = " ".join(f'"{term}"' for term in re.findall(r"\w+", words))
        if not terms:
            return []
        found = self._connection.execute(schema.MATCH, (terms, limit)).fetchall()
        width = len(DOCUMENT.columns)
        return [
            (dict(zip(DOCUMENT.names, values[:width], strict=True)), str(values[width])) for values in found
        ]

    @told
    def count(self, table: Table) -> int:
        """Return how many rows the table has."""
        (count,) = self._connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()
        return int(count)

    def clear(self) -> None:
        """Remove every row of every table."""
        for table in TABLES:
            self._connection.execute(f"DELETE FROM {table.name}")

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        values = [[row.get(name) for name in table.names] for row in rows]
        try:
            self._connection.executemany(schema.insert(table), values)
        except sqlite3.IntegrityError as taken:
            raise Conflict(f"somebody else took the same number or key in {table.name}") from taken


def _key(table: Table, row: Row) -> tuple[Cell, ...]:
    return tuple(row.get(name) for name in table.key)


def _known(table: Table, columns: Sequence[str]) -> None:
    unknown = set(columns) - set(table.names)
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(sorted(unknown))}")
