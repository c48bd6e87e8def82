"""Whatever bytes are given for a key backup, a sheet or a key file, the answer is one of the refusals in words."""

import json
import os
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondstory.adapters.keystore.backup import _locked, make_backup, restore_backup
from secondstory.adapters.keystore.contents import Contents
from secondstory.adapters.keystore.errors import DamagedBackup, KeyStoreFailed, UnreadableRecoveryKey
from secondstory.adapters.keystore.log_key import as_pem, public_half, read_pem
from secondstory.adapters.keystore.recovery import read_recovery_text
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.kernel.refused import Refused
from tests.record.fuzzing.near import DEEP, LONG, anything, bounded

MEMBERS = "v origin log_key log_public recovery_public keys destroyed last_signed".split()
odd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from([1e400, -1e400, 0.5, "", "AAAA", "2026"]),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(st.text(max_size=3), deeper, max_size=3),
    max_leaves=5,
)
shared = settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A key backup, the document inside, and the printed sheet."""
    store, sheet = LocalKeyStore.create(
        tmp_path_factory.mktemp("k") / "keys", origin="example.org/log", entropy=os.urandom
    )
    with closing(store):
        store.make_key("stream:a")
        return make_backup(store), store.contents().encode(), sheet


def locked(backup, document):
    """Return what anybody can make who has a backup in hand: another document, locked to the same recovery key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    ephemeral = X25519PrivateKey.generate()
    head = backup[:38] + ephemeral.public_key().public_bytes_raw()
    return head + _locked(ephemeral.exchange(X25519PublicKey.from_public_bytes(backup[6:38])), head, document)


def restore(backup, sheet, folder):
    """Restore, or hear a refusal that says that nothing was written; then nothing is."""
    try:
        restore_backup(backup, sheet, folder).close()
    except Refused as refused:
        assert "Nothing was written" in str(refused) or "nothing was written" in str(refused)
        assert not folder.exists()
        return refused
    return None


def fresh(tmp_path_factory):
    return tmp_path_factory.mktemp("restored") / "keys"


@given(st.data())
@shared
def test_it_answers_any_backup(kept, tmp_path_factory, data):
    backup, _, sheet = kept
    restore(data.draw(anything(backup)), sheet, fresh(tmp_path_factory))


@given(st.data())
@shared
def test_it_answers_any_document_inside_a_backup(kept, tmp_path_factory, data):
    backup, document, sheet = kept
    restore(locked(backup, data.draw(anything(document))), sheet, fresh(tmp_path_factory))


@given(st.dictionaries(st.sampled_from(MEMBERS), odd, max_size=2))
@shared
def test_it_answers_a_document_with_any_value_in_any_field(kept, tmp_path_factory, changed):
    backup, document, sheet = kept
    other = json.dumps(json.loads(document) | changed).encode()
    restore(locked(backup, other), sheet, fresh(tmp_path_factory))


@pytest.mark.parametrize("document", DEEP, ids=range(len(DEEP)))
def test_it_answers_a_deep_document(kept, tmp_path, document):
    backup, _, sheet = kept
    assert isinstance(restore(locked(backup, document), sheet, tmp_path / "keys"), DamagedBackup)


@pytest.mark.parametrize(
    "wrong",
    [{"log_key": "AAAA"}, {"log_public": "AAAA"}, {"recovery_public": "AAAA"}, {"keys": {"a": "AAAA"}}],
)
def test_it_refuses_keys_of_another_length(kept, tmp_path, wrong):
    backup, document, sheet = kept
    other = json.dumps(json.loads(document) | wrong).encode()
    assert isinstance(restore(locked(backup, other), sheet, tmp_path / "keys"), DamagedBackup)


def test_it_refuses_a_log_key_that_is_not_the_one_of_the_public_half(kept, tmp_path):
    backup, document, sheet = kept
    other = json.dumps(json.loads(document) | {"log_key": json.loads(document)["log_public"]}).encode()
    assert isinstance(restore(locked(backup, other), sheet, tmp_path / "keys"), DamagedBackup)


@given(st.text(max_size=80) | st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZoil -", min_size=55, max_size=75))
def test_it_answers_any_sheet(text):
    with pytest.raises(UnreadableRecoveryKey):
        read_recovery_text(text)


def test_it_answers_ten_megabytes_soon(kept, tmp_path):
    backup, _, sheet = kept
    with bounded():
        for raw in (bytes(LONG), backup + bytes(LONG), locked(backup, b"[" * LONG)):
            assert isinstance(restore(raw, sheet, tmp_path / "keys"), DamagedBackup)
        for text in ("A" * LONG, " " * LONG, sheet + "é" * LONG):
            with pytest.raises(UnreadableRecoveryKey):
                read_recovery_text(text)


@given(st.data())
@shared
def test_it_answers_any_key_file(tmp_path_factory, data):
    good = as_pem(bytes(32))
    path = tmp_path_factory.mktemp("pem") / "log.key"
    path.write_bytes(data.draw(anything(good, b"-----BEGIN PRIVATE KEY-----\n")))
    try:
        assert read_pem(path, public=public_half(bytes(32))) == bytes(32)
    except KeyStoreFailed as failed:
        assert "Nothing was signed" in str(failed)


@given(st.data())
@shared
def test_it_answers_any_document(kept, data):
    try:
        Contents.decode(data.draw(anything(kept[1])))
    except ValueError as wrong:
        assert str(wrong)
