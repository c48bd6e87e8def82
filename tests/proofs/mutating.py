"""Small changes by hand: to each file of a workspace and of its key store, to each table and row in them.

A change is made to a copy, which then either verifies, and holds the same as before in everything that is ever read, or
does not verify. Nothing else is allowed.
"""

import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from secondstory.record.errors import BadProof
from secondstory.record.note import parse_note

Cell = bytes | int | str | float | None
DATABASES = ("ws/record.db", "keys/keys.db")
KEPT = "ws/checkpoints.db"
"""What witnesses signed: a memory beside the record that nobody believes, and that they can be asked for again."""
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Copies:
    """Three copies of one workspace with its keys: `here` is changed, `whole` is as it was, `older` as it was before that."""

    here: Path
    whole: Path
    older: Path

    def put_back(self) -> None:
        """Undo every change."""
        for name in ("ws", "keys"):
            shutil.rmtree(self.here / name, ignore_errors=True)
            shutil.copytree(self.whole / name, self.here / name)

    def files(self) -> list[str]:
        """Return the names of all files, the databases among them."""
        found = (path for name in ("ws", "keys") for path in sorted((self.whole / name).rglob("*")))
        return [str(path.relative_to(self.whole)) for path in found if path.is_file()]


Mutation = Callable[[Copies, Random], str]


def fold_journals(*folders: Path) -> None:
    """Bring what is in the journals into the files, so that a copy of them is a copy of all."""
    for folder in folders:
        for name in DATABASES:
            with closing(sqlite3.connect(folder / name)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def tables_of(path: Path) -> list[str]:
    """Return the tables that hold something; of the search index those that it keeps its words in."""
    with closing(sqlite3.connect(path)) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        ours = [name for (name,) in named if name not in {"document_words", "sqlite_stat1"}]
        return [name for name in ours if connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]]


def changed(value: Cell, chance: Random) -> Cell:
    """Return the smallest change of a value that one can make: a bit, a one, a letter."""
    if value is None:
        return "x"
    if isinstance(value, int | float):
        return value + chance.choice((-1, 1))
    where = chance.randrange(len(value)) if value else 0
    if isinstance(value, bytes):
        return _flipped(value, where, chance) if value else b"x"
    return value[:where] + chr(ord(value[where]) ^ 1) + value[where + 1 :] if value else "x"


def in_tables(database: str) -> list[tuple[str, Mutation]]:
    """Return the ways to change the rows of one database, table by table."""
    return [
        (f"{database}: a value", _some_row(database, _change_value)),
        (f"{database}: a row gone", _some_row(database, _delete)),
        (f"{database}: a row twice", _some_row(database, _double)),
        (f"{database}: two rows swapped", _some_row(database, _swap)),
        (f"{database}: a table as it was before", _older_table(database)),
    ]


def in_files() -> list[tuple[str, Mutation]]:
    """Return the ways to change the bytes of files."""
    ways = {"a bit": _flip, "cut": _cut, "longer": _longer, "blocks swapped": _swap_blocks, "gone": _gone}
    return [(f"any file: {name}", _some_file(way)) for name, way in ways.items()] + [
        ("any file: as it was before", _older_file),
        ("any two objects: swapped", _swap_objects),
        ("the workspace: as it was before", _older_workspace(("ws",))),
        ("workspace and keys: as they were before", _older_workspace(("ws", "keys"))),
    ]


def holds_the_same(copies: Copies) -> bool:
    """Return whether everything that is ever read is as it was: rows, settings, keys, objects, policy.

    Of the checkpoints that were kept, whether there is nothing but what was kept.
    """
    return list(_contents(copies.here)) == list(_contents(copies.whole)) and _kept_no_others(copies)


def has_kept_less(copies: Copies) -> bool:
    """Return whether some of the checkpoints that were kept, or of the lines on them, are gone."""
    return _kept(copies.here) != _kept(copies.whole)


def _kept_no_others(copies: Copies) -> bool:
    """Return whether each note says what it said, with no other line of a key that signed it before.

    A line of a key that nobody knows is passed over by every reader of notes.
    """
    here, whole = _kept(copies.here), _kept(copies.whole)
    return all(size in whole and _says_no_more(note, whole[size]) for size, note in here.items())


def _says_no_more(note: bytes, than: bytes) -> bool:
    try:
        ours, theirs = parse_note(note), parse_note(than)
    except BadProof:
        return False
    known = {(line.name, line.key_id) for line in theirs.signatures}
    others = [line for line in ours.signatures if line not in theirs.signatures]
    return ours.text == theirs.text and not any((line.name, line.key_id) in known for line in others)


def _kept(folder: Path) -> dict[int, bytes]:
    """Return each checkpoint that is kept; when it was kept is read by nobody."""
    with closing(sqlite3.connect(folder / KEPT)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'checkpoint'").fetchone():
            return {}
        return {size: bytes(note) for size, note in connection.execute("SELECT size, note FROM checkpoint")}


def _contents(folder: Path) -> Iterator[object]:
    """Yield what is read. The index for search is left out: whoever verified it looked up every word.

    So is the seal of the key store: alone it carries nothing, and the next change there makes another.
    """
    for name in DATABASES:
        try:
            with closing(sqlite3.connect(folder / name)) as connection:
                passed_over = ('"document_words_', "VALUES('seal'")
                rows = [line for line in connection.iterdump() if not any(one in line for one in passed_over)]
                yield [connection.execute("PRAGMA integrity_check").fetchall(), *rows]
        except sqlite3.Error as why:
            yield str(why)
    yield tomllib.loads((folder / "ws" / "workspace.toml").read_text())
    beside = ("record.db", "keys.db", "workspace.toml", "checkpoints.db")
    for name in ("ws", "keys"):
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and not path.name.startswith(beside):
                yield str(path.relative_to(folder)), path.read_bytes()


Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class _Table:
    connection: sqlite3.Connection
    name: str
    columns: list[str]
    rows: Rows

    def is_row(self) -> str:
        return " AND ".join(f"{column} IS ?" for column in self.columns)


def _some_row(database: str, way: Callable[[_Table, Random], str]) -> Mutation:
    def mutate(copies: Copies, chance: Random) -> str:
        path = copies.here / database
        name = chance.choice(tables_of(path))
        with closing(sqlite3.connect(path)) as connection:
            columns = [column for _, column, *_ in connection.execute(f"PRAGMA table_info({name})")]
            rows = connection.execute(f"SELECT * FROM {name}").fetchall()
            try:
                with connection:
                    done = way(_Table(connection, name, columns, rows), chance)
            except sqlite3.Error:
                return ""  # the file itself refused it
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return f"{database} {name}: {done}" if done else ""

    return mutate


def _change_value(table: _Table, chance: Random) -> str:
    row, column = chance.choice(table.rows), chance.choice(table.columns)
    value = changed(row[table.columns.index(column)], chance)
    table.connection.execute(f"UPDATE {table.name} SET {column} = ? WHERE {table.is_row()}", (value, *row))
    return f"{column} changed"


def _delete(table: _Table, chance: Random) -> str:
    table.connection.execute(f"DELETE FROM {table.name} WHERE {table.is_row()}", chance.choice(table.rows))
    return "a row deleted"


def _double(table: _Table, chance: Random) -> str:
    """Put a row in once more, with another key where the table asks for one."""
    row = list(chance.choice(table.rows))
    if isinstance(row[0], int):
        row[0] = max(int(one[0]) for one in table.rows) + 1  # type: ignore[arg-type]
    elif chance.random() < 0.7:
        row[0] = changed(row[0], chance)
    marks = ", ".join("?" * len(row))
    table.connection.execute(f"INSERT INTO {table.name} VALUES ({marks})", row)
    return "a row put in once more"


def _swap(table: _Table, chance: Random) -> str:
    """Swap the values of one column between two rows."""
    if len(table.rows) < 2:
        return ""
    one, other = chance.sample(table.rows, 2)
    place = chance.randrange(len(table.columns))
    if one[place] == other[place]:
        return ""
    column = table.columns[place]
    for row, value in ((one, other[place]), (other, one[place])):
        table.connection.execute(
            f"UPDATE {table.name} SET {column} = ? WHERE {table.is_row()}", (value, *row)
        )
    return f"{column} of two rows swapped"


def _older_table(database: str) -> Mutation:
    def mutate(copies: Copies, chance: Random) -> str:
        name = chance.choice(tables_of(copies.older / database))
        with closing(sqlite3.connect(copies.here / database)) as connection:
            connection.execute("ATTACH ? AS older", (str(copies.older / database),))
            before = connection.execute(f"SELECT * FROM {name}").fetchall()
            if before == connection.execute(f"SELECT * FROM older.{name}").fetchall():
                return ""
            try:
                with connection:
                    connection.execute(f"DELETE FROM {name}")
                    connection.execute(f"INSERT INTO {name} SELECT * FROM older.{name}")
            except sqlite3.Error:
                return ""
            connection.execute("PRAGMA main.wal_checkpoint(TRUNCATE)").fetchall()
        return f"{database} {name}: as it was before"

    return mutate


def _some_file(way: Callable[[Path, Random], str]) -> Mutation:
    def mutate(copies: Copies, chance: Random) -> str:
        name = chance.choice(copies.files())
        path = copies.here / name
        mode = path.stat().st_mode
        path.chmod(0o600)
        done = way(path, chance)
        with suppress(FileNotFoundError):
            path.chmod(mode)
        return f"{_kind(name)}: {done}" if done else ""

    return mutate


def _kind(name: str) -> str:
    return "an object" if "objects/" in name else name


def _flip(path: Path, chance: Random) -> str:
    held = path.read_bytes()
    path.write_bytes(_flipped(held, chance.randrange(len(held)), chance))
    return "a bit flipped"


def _cut(path: Path, chance: Random) -> str:
    held = path.read_bytes()
    path.write_bytes(held[: chance.randrange(len(held))])
    return "cut"


def _longer(path: Path, chance: Random) -> str:
    path.write_bytes(path.read_bytes() * 2)
    return "written twice"


def _swap_blocks(path: Path, chance: Random) -> str:
    held = bytearray(path.read_bytes())
    blocks = len(held) // _BLOCK
    if blocks < 2:
        return ""
    one, other = (place * _BLOCK for place in chance.sample(range(blocks), 2))
    first, second = held[one : one + _BLOCK], held[other : other + _BLOCK]
    if first == second:
        return ""
    held[one : one + _BLOCK], held[other : other + _BLOCK] = second, first
    path.write_bytes(held)
    return "two blocks swapped"


def _gone(path: Path, chance: Random) -> str:
    path.unlink()
    return "gone"


def _older_file(copies: Copies, chance: Random) -> str:
    name = chance.choice(copies.files())
    older = copies.older / name
    if older.is_file() and older.read_bytes() == (copies.here / name).read_bytes():
        return ""
    (copies.here / name).unlink()
    if older.is_file():
        shutil.copy2(older, copies.here / name)
    return f"{_kind(name)}: as it was before"


def _older_workspace(folders: tuple[str, ...]) -> Mutation:
    def mutate(copies: Copies, chance: Random) -> str:
        for name in folders:
            shutil.rmtree(copies.here / name)
            shutil.copytree(copies.older / name, copies.here / name)
        return f"{' and '.join(folders)}: as before"

    return mutate


def _swap_objects(copies: Copies, chance: Random) -> str:
    names = [name for name in copies.files() if "objects/" in name]
    one, other = (copies.here / name for name in chance.sample(names, 2))
    held, also = one.read_bytes(), other.read_bytes()
    for path, data in ((one, also), (other, held)):
        path.chmod(0o600)
        path.write_bytes(data)
    return "two objects: swapped"


def _flipped(held: bytes, where: int, chance: Random) -> bytes:
    return held[:where] + bytes((held[where] ^ 1 << chance.randrange(8),)) + held[where + 1 :]
