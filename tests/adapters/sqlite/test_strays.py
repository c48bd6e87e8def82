"""What lies in the file of the record and belongs to nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from secondstory.adapters.sqlite.storage import SqliteStorage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    storage = SqliteStorage(tmp_path / "record.db")
    storage.close()
    with closing(sqlite3.connect(tmp_path / "record.db")) as connection, connection:
        connection.execute("INSERT INTO entry VALUES (0, x'00', 'pm_1', 1)")
        connection.execute("INSERT INTO payload VALUES (0, 0, x'00')")
        connection.execute("INSERT INTO tile VALUES (0, 0, x'00')")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(document)")]
        words = ", ".join("?" * len(columns))
        row = [1 if name == "id" else "seats released too early" for name in columns]
        connection.execute(f"INSERT INTO document VALUES ({words})", row)
    return tmp_path / "record.db"


def found(path: Path) -> list[str]:
    storage = SqliteStorage(path, read_only=True)
    strays = [where for where, _ in storage.strays()]
    storage.close()
    return strays


def test_it_finds_nothing_in_what_was_written(path):
    assert found(path) == []


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("INSERT INTO payload VALUES (7, 0, x'00')", "the envelopes"),
        ("INSERT INTO tile VALUES (1, 0, x'00')", "the tiles"),
        ("INSERT INTO tile VALUES (0, 1, x'00')", "the tiles"),
        ("INSERT INTO meta VALUES ('other', 'x')", "what is kept beside the entries"),
        ("INSERT INTO once VALUES ('key', 5)", "the keys of acts that were sent twice"),
        ("DELETE FROM document_words_data WHERE id > 10", "the index for search"),
        ("DELETE FROM document_words_docsize", "the index for search"),
        ("UPDATE document_words_config SET v = 9", "the index for search"),
    ],
)
def test_it_finds_what_belongs_to_nothing(path, statement, where):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    assert set(found(path)) == {where}
