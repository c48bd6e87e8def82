"""A key backup and a sheet of paper bring everything back, except what was lawfully destroyed."""

import os
from datetime import UTC, datetime

import pytest

from secondstory.adapters.keystore.backup import make_backup, restore_backup
from secondstory.adapters.keystore.contents import Contents
from secondstory.adapters.keystore.errors import (
    DamagedBackup,
    FolderTaken,
    UnreadableRecoveryKey,
    WrongRecoveryKey,
)
from secondstory.adapters.keystore.recovery import recovery_text
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.vault.errors import KeyDestroyed
from secondstory.vault.keys import LastSigned

FRIDAY = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)
SIGNED = LastSigned(size=8, root=b"r" * 32, note="— note\n".encode())


@pytest.fixture
def kept(tmp_path):
    """A store with three keys, one of them destroyed, and the sheet that was printed for it."""
    store, sheet = LocalKeyStore.create(tmp_path / "keys", origin="example.org/log", entropy=os.urandom)
    for name in ("stream:a", "stream:b", "object:1"):
        store.make_key(name)
    store.destroy_key("stream:b", at=FRIDAY)
    store.swap_last_signed(None, SIGNED)
    yield store, sheet
    store.close()


@pytest.fixture
def restored(tmp_path):
    """Return a function that restores into a fresh folder; what it opens is closed at the end."""
    opened = []

    def restore(backup, sheet, **options):
        store = restore_backup(backup, sheet, tmp_path / f"restored-{len(opened)}", **options)
        opened.append(store)
        return store

    yield restore
    for store in opened:
        store.close()


def test_it_brings_everything_back(kept, restored):
    store, sheet = kept
    again = restored(make_backup(store), sheet, at=FRIDAY)
    assert again.contents() == store.contents()
    assert again.public_key() == store.public_key()
    assert again.sign(b"message") == store.sign(b"message")
    assert again.last_signed() == SIGNED
    assert list(again.names()) == ["object:1", "stream:a"]
    assert again.recovery_public() == store.recovery_public()


def test_it_brings_back_a_store_that_can_be_backed_up_again_under_the_same_sheet(kept, restored):
    store, sheet = kept
    again = restored(make_backup(restored(make_backup(store), sheet)), sheet)
    assert again.key("stream:a") == store.key("stream:a")


def test_it_does_not_bring_back_a_key_destroyed_before_the_backup(kept, restored):
    store, sheet = kept
    again = restored(make_backup(store), sheet)
    assert again.key("stream:b") is None
    with pytest.raises(KeyDestroyed):
        again.make_key("stream:b")


def test_it_does_not_bring_back_a_key_the_record_says_was_erased_since(kept, restored):
    store, sheet = kept
    backup, erased = make_backup(store), store.key("stream:a")
    store.destroy_key("stream:a")
    again = restored(backup, sheet, destroyed=["stream:a", "stream:b", "stream:unknown"])
    raw = b"".join(path.read_bytes() for path in again.folder.iterdir())
    assert erased not in raw
    assert again.key("stream:a") is None
    assert [gone.name for gone in again.destroyed()] == ["stream:a", "stream:b", "stream:unknown"]
    with pytest.raises(KeyDestroyed):
        again.make_key("stream:a")


def test_it_says_that_it_was_restored_until_somebody_settles_it(kept, restored):
    store, sheet = kept
    again = restored(make_backup(store), sheet, at=FRIDAY)
    assert again.restored_at() == FRIDAY
    again.settle_restore()
    assert again.restored_at() is None


def test_it_hides_every_key_in_the_backup(kept):
    store, _ = kept
    backup = make_backup(store)
    contents = store.contents()
    for secret in (contents.log_key, *contents.keys.values(), b"example.org", b"stream:"):
        assert secret not in backup
    assert make_backup(store) != backup


def test_it_refuses_the_sheet_of_another_installation_and_writes_nothing(kept, tmp_path):
    store, _ = kept
    with pytest.raises(
        WrongRecoveryKey, match="not the one this backup was locked to. The backup is unharmed"
    ):
        restore_backup(make_backup(store), recovery_text(os.urandom(32)), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_it_refuses_a_misread_sheet(kept, tmp_path):
    store, sheet = kept
    with pytest.raises(UnreadableRecoveryKey):
        restore_backup(make_backup(store), sheet[:-3], tmp_path / "new")


def test_it_opens_old_backups_with_the_old_sheet_and_new_ones_with_the_new(kept, restored, tmp_path):
    store, old_sheet = kept
    old = make_backup(store)
    new_sheet = store.replace_recovery_key()
    new = make_backup(store)
    assert restored(old, old_sheet).key("stream:a") == restored(new, new_sheet).key("stream:a")
    with pytest.raises(WrongRecoveryKey):
        restore_backup(new, old_sheet, tmp_path / "no")


def test_it_notices_a_change_anywhere_in_the_backup(kept, tmp_path):
    store, sheet = kept
    backup = make_backup(store)
    for place in range(0, len(backup), 7):
        touched = bytearray(backup)
        touched[place] ^= 1
        with pytest.raises((DamagedBackup, WrongRecoveryKey)):
            restore_backup(bytes(touched), sheet, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("length", [0, 3, 6, 50, 69, 70, 71, 86, 200])
def test_it_notices_a_backup_that_was_cut(kept, tmp_path, length):
    store, sheet = kept
    with pytest.raises(DamagedBackup, match="Nothing was written"):
        restore_backup(make_backup(store)[:length], sheet, tmp_path / "new")


def test_it_notices_an_ephemeral_key_of_low_order(kept, tmp_path):
    store, sheet = kept
    backup = make_backup(store)
    with pytest.raises(DamagedBackup):
        restore_backup(backup[:38] + bytes(32) + backup[70:], sheet, tmp_path / "new")


def test_it_restores_over_nothing(kept, tmp_path):
    store, sheet = kept
    with pytest.raises(FolderTaken):
        restore_backup(make_backup(store), sheet, store.folder)
    assert store.last_signed() == SIGNED


@pytest.mark.parametrize(
    "document", [b"", b"[]", b'{"v":2}', b'{"v":1}', b'{"v":1,"origin":"x","log_key":5}']
)
def test_it_takes_no_other_document_for_a_key_store(document):
    with pytest.raises(ValueError):
        Contents.decode(document)
