"""The keys of the log in a key store: prepared, active, retired; found again after a crash between any two writes."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from secondstory.adapters.keystore import log_key
from secondstory.adapters.keystore.backup import make_backup, open_backup, restore_backup
from secondstory.adapters.keystore.contents import Contents
from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.adapters.keystore.signing_keys import NEXT, NOW, OLD
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.record.ed25519 import verify_ed25519
from secondstory.vault.keys import LastSigned

UNTIL = datetime(2027, 2, 1, tzinfo=UTC)
SIGNED = LastSigned(size=3, root=b"\3" * 32, note=b"x\n3\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n\n")


@pytest.fixture
def made(tmp_path):
    store, key = LocalKeyStore.create(tmp_path / "keys", origin="example.org/log", entropy=os.urandom)
    yield store, key
    store.close()


@pytest.fixture
def store(made):
    return made[0]


def publics(store):
    signatures = store.signatures(b"message")
    for public, signature in signatures:
        verify_ed25519(public, b"message", signature)
    return [public for public, _ in signatures]


def reopened(store):
    store.close()
    return LocalKeyStore.open(store.folder)


def test_it_signs_nothing_with_a_key_that_is_only_prepared(store):
    first = store.public_key()
    upcoming = store.prepare_next(until=UNTIL)
    assert store.prepare_next(until=UNTIL) == upcoming != first
    assert publics(store) == [first]
    assert store.is_changing()


def test_it_signs_with_both_the_newest_first_and_then_with_one(store):
    first, upcoming = store.public_key(), store.prepare_next(until=UNTIL)
    store.activate_next(until=UNTIL + timedelta(days=9))
    assert publics(store) == [upcoming, first]
    assert store.older().until == UNTIL
    assert (store.folder / OLD).stat().st_mode & 0o077 == 0
    assert store.retire_older()
    assert publics(store) == [upcoming]
    assert not store.is_changing()
    assert sorted(path.name for path in store.folder.glob("*.key")) == [NOW]
    assert not store.retire_older()


def test_it_keeps_what_it_was_told_of_the_end_and_takes_the_other_only_without(store):
    store.prepare_next(until=UNTIL)
    store._database.set("next_until", b"")
    store.activate_next(until=UNTIL + timedelta(days=9))
    assert store.older().until == UNTIL + timedelta(days=9)


def test_it_leaves_no_byte_of_a_destroyed_key_in_its_folder(store):
    private = log_key.read_pem(store.folder / NOW, public=store.public_key())
    pem = log_key.as_pem(private).split(b"\n")[1]
    store.prepare_next(until=UNTIL)
    store.activate_next(until=UNTIL)
    assert pem in (store.folder / OLD).read_bytes()
    store.retire_older()
    raw = b"".join(path.read_bytes() for path in store.folder.iterdir())
    assert pem not in raw
    assert private not in raw


@pytest.mark.parametrize("undone", ["both", "old", "now"])
def test_it_finishes_the_renaming_that_a_crash_interrupted(store, undone, tmp_path):
    """The database says that the next key is active, and the files still have the names, or some of them, of before."""
    first, upcoming = store.public_key(), store.prepare_next(until=UNTIL)
    before = {name: (store.folder / name).read_bytes() for name in (NOW, NEXT)}
    store.activate_next(until=UNTIL)
    store.close()
    if undone in ("both", "old"):
        (store.folder / OLD).unlink()
    (store.folder / NEXT).write_bytes(before[NEXT])
    (store.folder / NEXT).chmod(0o600)
    if undone in ("both", "now", "old"):
        (store.folder / NOW).write_bytes(before[NOW])
    again = LocalKeyStore.open(store.folder)
    assert publics(again) == [upcoming, first]
    assert sorted(path.name for path in again.folder.glob("*.key")) == [OLD, NOW]
    assert log_key.read_pem(again.folder / NOW, public=upcoming)
    assert again.examine() == []
    again.close()


def test_it_destroys_a_next_key_that_nobody_was_told_of(store):
    store.close()
    stray = store.folder / NEXT
    stray.write_bytes(log_key.as_pem(os.urandom(32)))
    stray.chmod(0o600)
    again = LocalKeyStore.open(store.folder)
    assert not stray.exists()
    assert again.next_public() is None
    again.close()


def test_it_destroys_an_older_key_that_was_retired_before_the_crash(store):
    store.prepare_next(until=UNTIL)
    store.activate_next(until=UNTIL)
    old = (store.folder / OLD).read_bytes()
    store.retire_older()
    store.close()
    (store.folder / OLD).write_bytes(old)
    (store.folder / OLD).chmod(0o600)
    again = LocalKeyStore.open(store.folder)
    assert not (store.folder / OLD).exists()
    again.close()


def test_it_notices_in_one_process_that_another_changed_the_key(store):
    other = LocalKeyStore.open(store.folder)
    assert publics(other) == [store.public_key()]
    store.prepare_next(until=UNTIL)
    store.activate_next(until=UNTIL)
    assert publics(other) == publics(store)
    assert len(publics(other)) == 2
    assert other.make_key("stream:a")
    assert other.examine() == store.examine() == []
    other.close()


def test_it_carries_every_log_key_in_a_backup(made, tmp_path):
    store, key = made
    first, upcoming = store.public_key(), store.prepare_next(until=UNTIL)
    waiting = open_backup(make_backup(store), key)
    assert waiting.next_key is not None
    assert waiting.old_key is None
    store.activate_next(until=UNTIL)
    back = restore_backup(make_backup(store), key, tmp_path / "back", at=UNTIL)
    assert publics(back) == [upcoming, first]
    assert back.older().until == UNTIL
    assert back.examine() == []
    back.close()
    third = restore_backup(make_backup(store), key, tmp_path / "third", at=UNTIL)
    third.retire_older()
    assert publics(third) == [upcoming]
    third.close()


def test_it_reads_a_backup_from_before_there_was_a_second_key(store):
    contents = store.contents()
    assert b"next_key" not in contents.encode()
    assert b"old_key" not in contents.encode()
    assert Contents.decode(contents.encode()) == contents


@pytest.mark.parametrize(
    "field",
    [
        {"old_key": ["AAAA", "2027-02-01T00:00:00+00:00"]},
        {"old_key": ["A" * 43 + "=", ""]},
        {"next_key": 7},
        {"old_key": "x"},
        {"next_key": "same"},
    ],
)
def test_it_refuses_log_keys_that_no_key_store_holds(store, field):
    import json

    document = json.loads(store.contents().encode())
    if field.get("next_key") == "same":
        field = {"next_key": document["log_key"]}
    with pytest.raises(ValueError):
        Contents.decode(json.dumps({**document, **field}).encode())


def test_it_signs_nothing_more_once_the_log_is_closed(store):
    store.swap_last_signed(None, SIGNED)
    assert store.close_log() == SIGNED
    with pytest.raises(KeyStoreFailed, match="successor"):
        store.swap_last_signed(SIGNED, LastSigned(size=4, root=b"\4" * 32, note=b"note"))
    again = reopened(store)
    assert again.is_closed()
    assert again.last_signed() == SIGNED
    again.close()


def test_it_gives_a_successor_every_key_but_the_log_s_own(store, tmp_path):
    key = store.make_key("stream:a")
    store.make_key("stream:b")
    store.destroy_key("stream:b", at=UNTIL)
    store.swap_last_signed(None, SIGNED)
    after = LocalKeyStore.build(tmp_path / "after", store.successor_contents("example.org/log/2"))
    assert after.key("stream:a") == key
    assert [gone.name for gone in after.destroyed()] == ["stream:b"]
    assert after.public_key() != store.public_key()
    assert after.last_signed() is None
    assert after.origin() == "example.org/log/2"
    store.destroy_all()
    assert not store.folder.exists()
    assert after.examine() == []
    after.close()


def test_it_says_so_when_the_key_that_should_sign_is_nowhere(store):
    store.prepare_next(until=UNTIL)
    store.close()
    shutil.copyfile(store.folder / NEXT, store.folder / NOW)
    (store.folder / NEXT).unlink()
    again = LocalKeyStore.open(store.folder)
    with pytest.raises(KeyStoreFailed, match="not the key that this log was begun with"):
        again.signatures(b"message")
    again.close()
