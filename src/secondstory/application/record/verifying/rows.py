"""Compares what people see with a fresh fold of the record, row by row."""

from collections.abc import Iterator

from secondstory.application.ports.storage import Rows
from secondstory.application.record.verifying.report import Problem, altered
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import TABLES, Row, Table, Where


def check_rows(shown: Rows, fresh: Rows, *, of: StreamId | None = None) -> Iterator[Problem]:
    """Yield a problem for each row that is shown and not folded, folded and not shown, or shown otherwise.

    of: compare the rows of this stream alone.
    """
    for table in TABLES:
        yield from _table(table, shown, fresh, None if of is None else {"stream": of})


def _table(table: Table, shown: Rows, fresh: Rows, only: Where | None) -> Iterator[Problem]:
    seen = {_key(table, row): row for row in shown.select(table, only)}
    folded = {_key(table, row): row for row in fresh.select(table, only)}
    for key in sorted(seen.keys() | folded.keys()):
        where = f"row {table.name} {key}"
        if key not in folded:
            yield altered(
                where, "People see a row that the record does not give. secondstory rebuild removes it."
            )
        elif key not in seen:
            yield altered(
                where, "The record gives a row that people do not see. secondstory rebuild brings it back."
            )
        elif seen[key] != folded[key]:
            yield altered(where, _difference(seen[key], folded[key]))


def _difference(seen: Row, folded: Row) -> str:
    columns = [name for name in folded if seen.get(name) != folded[name]]
    said = "; ".join(
        f"{name} shows {_short(seen.get(name))}, recorded {_short(folded[name])}" for name in columns
    )
    return f"{said}. secondstory rebuild shows what was recorded."


def _short(cell: str | int | None) -> str:
    text = repr(cell)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _key(table: Table, row: Row) -> str:
    return " ".join(str(row.get(name)) for name in table.key)
