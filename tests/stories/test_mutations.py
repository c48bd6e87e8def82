"""Whatever is changed in the file of the record by hand, `verify` finds it: a word, a row, an entry, a tile, a time."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from secondstory.application.record.verifying.report import Report, Verdict
from secondstory.application.record.verifying.verify import verify
from secondstory.cli.front import run
from secondstory.wiring.places import Place, read_settings
from secondstory.wiring.workspace import Workspace

Cell = bytes | int | str | None


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A workspace with a whole post-mortem in it: the one that the example plays."""
    out = tmp_path_factory.mktemp("example") / "played"
    assert run(["example", "--out", str(out), "--fast"]) == 0
    return Place(out / ".secondstory")


def verified(whole: Place, root: Path) -> Report:
    workspace = Workspace(Place(root), read_settings(whole), read_only=True)
    report = verify(workspace.subject())
    workspace.storage.close()
    return report


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Return the tables that hold something, those of the search index left aside: it is made from `document`."""
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    ours = [name for (name,) in named if not name.startswith(("sqlite_", "document_words"))]
    return [name for name in ours if connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]]


def changed(value: Cell, chance: random.Random) -> Cell:
    """Return the smallest change of a value that one can make: a bit, a one, a letter."""
    if value is None:
        return "x"
    if isinstance(value, int):
        return value + chance.choice((-1, 1))
    where = chance.randrange(len(value)) if value else 0
    if isinstance(value, bytes):
        flipped = bytes((value[where] ^ 1 << chance.randrange(8),))
        return value[:where] + flipped + value[where + 1 :]
    return value[:where] + chr(ord(value[where]) ^ 1) + value[where + 1 :] if value else "x"


def mutate(path: Path, chance: random.Random) -> str:
    """Change or delete one row of one table; return what was done, empty when the file itself refused it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        table = chance.choice(tables_of(connection))
        columns = [column for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")]
        row = chance.choice(connection.execute(f"SELECT * FROM {table}").fetchall())
        this = " AND ".join(f"{column} IS ?" for column in columns)
        column = chance.choice(columns)
        try:
            if chance.random() < 0.25:
                connection.execute(f"DELETE FROM {table} WHERE {this}", row)
                return f"delete {table}"
            value = changed(row[columns.index(column)], chance)
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {this}", (value, *row))
        except sqlite3.IntegrityError:
            return ""
        return f"change {table}.{column}"


def mutated_often(whole: Place, root: Path, times: int, chance: random.Random) -> tuple[int, list[str]]:
    """Return how many mutations were made, and those that went unseen."""
    made, unseen = 0, []
    while made < times:
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(whole.root, root)
        done = mutate(root / "record.db", chance)
        if done:
            made += 1
            if verified(whole, root).verdict is Verdict.VERIFIED:
                unseen.append(done)
    return made, unseen


def test_it_finds_nothing_in_a_copy_that_nobody_touched(whole: Place, tmp_path: Path) -> None:
    shutil.copytree(whole.root, tmp_path / "copy")
    assert verified(whole, tmp_path / "copy").verdict is Verdict.VERIFIED


def test_it_sees_whatever_is_changed(whole: Place, tmp_path: Path) -> None:
    _, unseen = mutated_often(whole, tmp_path / "copy", 60, random.Random())
    assert unseen == []


@pytest.mark.proof
def test_it_sees_all_of_a_thousand_mutations(whole: Place, tmp_path: Path, write_proof) -> None:
    made, unseen = mutated_often(whole, tmp_path / "copy", 1000, random.Random())
    figures = {"mutations of the file of the record": made, "unseen": len(unseen)}
    write_proof("mutations", "Whatever is changed in the file of the record by hand is found", figures)
    assert unseen == []


def changed_in(whole: Place, root: Path, cell: tuple[str, str, str], to: Callable[[Cell], Cell]) -> Report:
    """Verify a copy in which one cell (table, column, where) was put through `to`."""
    table, column, where = cell
    shutil.copytree(whole.root, root)
    with closing(sqlite3.connect(root / "record.db")) as connection, connection:
        (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchone()
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (to(value),))
    return verified(whole, root)


def test_it_sees_words_in_the_open_that_pretend_to_be_sealed(whole: Place, tmp_path: Path) -> None:
    words = ("payload", "envelope", "idx = 0 AND slot = 1")
    report = changed_in(whole, tmp_path / "copy", words, lambda was: was.replace(b"none", b"nond"))
    assert report.verdict is Verdict.ALTERED
    assert "lies in the open" in report.problems[0].words


def test_it_accuses_nobody_of_rows_that_an_older_version_made(whole: Place, tmp_path: Path) -> None:
    version = ("meta", "value", "name = 'rows'")
    report = changed_in(whole, tmp_path / "copy", version, lambda _was: "1")
    assert report.verdict is Verdict.MISSING
    assert [problem.where for problem in report.problems] == ["the rows that people see"]
