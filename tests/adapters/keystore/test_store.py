"""What only the key store on disk promises: modes, durability, and that a destroyed key is nowhere in its files."""

import hashlib
import itertools
import multiprocessing
import os
import random
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from secondstory.adapters.keystore.errors import ExposedKeyStore, FolderTaken, KeyStoreFailed
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.record.errors import MustReload
from secondstory.vault.keys import LastSigned

ORIGIN = "example.org/log"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def store(folder):
    made, _ = LocalKeyStore.create(folder, origin=ORIGIN, entropy=os.urandom)
    yield made
    made.close()


def raw_bytes(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def signed(size):
    return LastSigned(size=size, root=bytes([size % 256]) * 32, note=b"note")


def test_it_makes_a_folder_and_files_that_only_the_owner_may_read(store, folder):
    store.make_key("stream:a")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes) >= {"log.key", "keys.db", "keys.db-wal"}
    assert set(modes.values()) == {0o600}


def test_it_keeps_the_log_key_as_pkcs8_pem(store, folder):
    key = load_pem_private_key((folder / "log.key").read_bytes(), password=None)
    assert key.public_key().public_bytes_raw() == store.public_key()
    assert (folder / "log.key").read_text().startswith("-----BEGIN " + "PRIVATE KEY-----")


def test_it_finds_everything_again_when_opened_anew(store, folder):
    key = store.make_key("stream:a")
    store.make_key("stream:b")
    store.destroy_key("stream:b", at=datetime(2026, 1, 2, tzinfo=UTC))
    store.swap_last_signed(None, signed(3))
    public = store.public_key()
    store.close()
    again = LocalKeyStore.open(folder)
    try:
        assert again.key("stream:a") == key
        assert again.public_key() == public
        assert again.last_signed() == signed(3)
        assert [gone.name for gone in again.destroyed()] == ["stream:b"]
        assert again.origin() == ORIGIN
        assert len(again.sign(b"message")) == 64
        assert again.restored_at() is None
    finally:
        again.close()


def test_it_leaves_nothing_beside_its_folder(store, folder):
    assert [path.name for path in folder.parent.iterdir()] == ["keys"]


def test_it_is_made_in_an_empty_folder_and_never_over_anything(store, folder, tmp_path):
    (tmp_path / "empty").mkdir(mode=0o755)
    made, _ = LocalKeyStore.create(tmp_path / "empty", origin=ORIGIN, entropy=os.urandom)
    made.close()
    assert stat.S_IMODE((tmp_path / "empty").stat().st_mode) == 0o700
    before = store.public_key()
    with pytest.raises(FolderTaken, match="Nothing there was changed"):
        LocalKeyStore.create(folder, origin=ORIGIN, entropy=os.urandom)
    assert store.public_key() == before


def test_it_leaves_no_half_of_a_store_when_making_it_goes_wrong(folder):
    throws = itertools.count()

    def runs_dry(length):
        return os.urandom(length if next(throws) == 0 else length - 1)

    with pytest.raises(ValueError):
        LocalKeyStore.create(folder, origin=ORIGIN, entropy=runs_dry)
    assert list(folder.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "command"), [("", "chmod 700"), ("log.key", "chmod 600"), ("keys.db", "chmod 600")]
)
def test_it_does_not_open_when_others_could_read_it(store, folder, name, command):
    store.close()
    (folder / name).chmod(0o750 if not name else 0o640)
    with pytest.raises(ExposedKeyStore, match=command):
        LocalKeyStore.open(folder)


def test_it_says_that_there_is_no_key_store(tmp_path):
    with pytest.raises(KeyStoreFailed, match="no key store to open.*restore the key backup"):
        LocalKeyStore.open(tmp_path / "absent")


def test_it_says_that_a_file_is_no_database(store, folder):
    store.close()
    (folder / "keys.db").write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(KeyStoreFailed, match="could not be read or written"):
        LocalKeyStore.open(folder)


def test_it_leaves_a_newer_store_alone(store, folder):
    store.close()
    with closing(sqlite3.connect(folder / "keys.db")) as sql, sql:
        sql.execute("UPDATE settings SET value = ? WHERE name = 'format'", (b"2",))
    sql.close()
    with pytest.raises(KeyStoreFailed, match="newer version"):
        LocalKeyStore.open(folder)


def test_it_signs_nothing_with_another_log_key(store, folder, tmp_path):
    other, _ = LocalKeyStore.create(tmp_path / "other", origin=ORIGIN, entropy=os.urandom)
    other.close()
    (folder / "log.key").write_bytes((tmp_path / "other" / "log.key").read_bytes())
    with pytest.raises(KeyStoreFailed, match="not the key that this log was begun with"):
        store.sign(b"message")


def test_it_signs_nothing_with_a_damaged_log_key(store, folder):
    (folder / "log.key").write_text("-----BEGIN nothing-----")
    with pytest.raises(KeyStoreFailed, match="Nothing was signed"):
        store.sign(b"message")


def test_it_waits_for_the_disk_at_each_commit_and_overwrites_what_is_deleted(store):
    sql = store._database._sql
    for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)):
        assert sql.execute(f"PRAGMA {pragma}").fetchall() == [(wanted,)]


def test_it_leaves_no_trace_of_a_destroyed_key_in_any_of_its_files(store, folder):
    doomed = store.make_key("stream:doomed")
    kept = store.make_key("stream:kept")
    assert doomed in raw_bytes(folder)
    store.destroy_key("stream:doomed")
    assert doomed not in raw_bytes(folder)
    assert kept in raw_bytes(folder)
    store.close()
    assert doomed not in raw_bytes(folder)


def test_it_leaves_no_trace_of_any_of_many_keys_whatever_the_order(store, folder):
    shuffled = random.Random(7)
    keys = {}
    with store._database._transaction():
        for number in shuffled.sample(range(10_000), 1_500):
            keys[f"object:{number}"] = store.make_key(f"object:{number}")
    doomed = shuffled.sample(sorted(keys), 300)
    with store._database._transaction():
        for name in doomed:
            store._database._rows("DELETE FROM keys WHERE name = ?", name)
    store._database.forget_journal()
    raw = raw_bytes(folder)
    assert [name for name in doomed if keys[name] in raw] == []
    assert all(keys[name] in raw for name in keys if name not in doomed)


def test_it_says_so_when_a_reader_keeps_a_copy_in_the_journal(store, folder):
    doomed = store.make_key("stream:doomed")
    reader = sqlite3.connect(folder / "keys.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM keys").fetchall()
    store._database._sql.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(KeyStoreFailed, match="journal still holds a copy.*Do the same again"):
        store.destroy_key("stream:doomed")
    assert store.key("stream:doomed") is None
    reader.close()
    assert not store.destroy_key("stream:doomed")
    assert doomed not in raw_bytes(folder)


def race(folder, start, results):
    store = LocalKeyStore.open(folder)
    start.wait()
    mine, wins = store.make_key("stream:raced"), 0
    for _ in range(20):
        expected = store.last_signed()
        size = (expected.size if expected else 0) + 1
        try:
            store.swap_last_signed(expected, LastSigned(size=size, root=os.urandom(32), note=b"note"))
            wins += 1
        except MustReload:
            continue
    results.put((mine, wins))
    store.close()


def test_it_keeps_one_key_and_one_checkpoint_for_each_size_between_processes(store, folder):
    context = multiprocessing.get_context("spawn")
    start, results = context.Event(), context.Queue()
    racers = [context.Process(target=race, args=(folder, start, results)) for _ in range(3)]
    for racer in racers:
        racer.start()
    start.set()
    told = [results.get(timeout=60) for _ in racers]
    for racer in racers:
        racer.join()
    assert {key for key, _ in told} == {store.key("stream:raced")}
    assert store.last_signed().size == sum(wins for _, wins in told)


def test_it_destroys_again_what_the_record_says_was_erased(store):
    store.make_key("stream:a")
    assert store.destroy_again(["stream:a", "stream:never-here"]) == ["stream:a"]
    assert [gone.name for gone in store.destroyed()] == ["stream:a", "stream:never-here"]


def test_it_tells_how_many_keys_no_backup_holds(store):
    assert store.backup_state().at is None
    store.make_key("stream:a")
    assert store.backup_state().keys_since == 1
    newest = store.newest_key()
    store.make_key("stream:made-meanwhile")
    store.note_backup(at=datetime(2026, 10, 20, tzinfo=UTC), newest_key=newest)
    assert store.backup_state().at == datetime(2026, 10, 20, tzinfo=UTC)
    assert store.backup_state().keys_since == 1


def test_it_is_the_same_store_for_the_same_entropy(tmp_path):
    def made(name):
        throws = itertools.count()
        store, text = LocalKeyStore.create(
            tmp_path / name,
            origin=ORIGIN,
            entropy=lambda n: hashlib.shake_256(b"%d" % next(throws)).digest(n),
        )
        public = store.public_key()
        store.close()
        return public, text

    assert made("one") == made("two")
