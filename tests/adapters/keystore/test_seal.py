"""The seal of a key store, and a key store on a disk without room."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from secondstory.adapters.keystore.store import LocalKeyStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store, _ = LocalKeyStore.create(tmp_path / "keys", origin="demo/seal")
    store.make_key("stream:su_1")
    store.make_key("stream:su_2")
    store.destroy_key("stream:su_2")
    store.replace_recovery_key()
    store.close()
    return tmp_path / "keys"


def examined(folder: Path) -> list[str]:
    with closing(LocalKeyStore.open(folder)) as store:
        return store.examine()


def edit(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "keys.db")) as connection, connection:
        connection.execute(statement)


def test_it_finds_nothing_wrong_with_what_it_wrote(folder):
    assert examined(folder) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE settings SET value = x'00' WHERE name = 'recovery_public'",
        "DELETE FROM keys",
        "UPDATE keys SET id = 9",
        "UPDATE destroyed SET at = '2026-01-01T00:00:00+00:00'",
        "DELETE FROM destroyed",
        "UPDATE sqlite_sequence SET seq = 0",
        "UPDATE settings SET name = 'other' WHERE name = 'seal'",
    ],
)
def test_it_sees_what_somebody_changed_by_hand(folder, statement):
    edit(folder, statement)
    assert "not what was written here last" in examined(folder)[0]


def test_it_says_nothing_of_a_store_from_before_there_were_seals_and_seals_it_with_the_next_change(folder):
    edit(folder, "DELETE FROM settings WHERE name = 'seal'")
    assert examined(folder) == []
    with closing(LocalKeyStore.open(folder)) as store:
        store.make_key("stream:su_3")
    edit(folder, "DELETE FROM keys WHERE name = 'stream:su_1'")
    assert examined(folder) != []


def test_it_sees_more_than_the_key_in_the_file_of_the_key(folder):
    path = folder / "log.key"
    path.write_bytes(path.read_bytes() * 2)
    assert examined(folder) == [
        "log.key holds more than its key. Put the right file back from the key backup."
    ]
