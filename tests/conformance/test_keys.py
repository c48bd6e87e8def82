"""One suite for every key store: in memory and on disk keep the same promises."""

import hashlib
import itertools
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.memory.keys import MemoryKeyStore
from secondstory.record.errors import MustReload
from secondstory.vault.errors import KeyDestroyed
from secondstory.vault.keys import DestroyedKey, LastSigned

ORIGIN = "example.org/log"
TUESDAY = datetime(2026, 10, 20, 14, 2, 0, 999, tzinfo=timezone(timedelta(hours=2)))


def dice():
    """Return entropy that differs at each throw and never between runs."""
    throws = itertools.count()
    return lambda length: hashlib.shake_256(b"throw %d" % next(throws)).digest(length)


@pytest.fixture(params=["memory", "keystore"])
def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryKeyStore(origin=ORIGIN, entropy=dice())
        return
    made, _ = LocalKeyStore.create(tmp_path / "keys", origin=ORIGIN, entropy=dice())
    yield made
    made.close()


def signed(size, root=b"r", note=b"note"):
    return LastSigned(size=size, root=root * 32, note=note)


def test_it_knows_whose_log_it_signs(store):
    assert store.origin() == ORIGIN


def test_it_signs_so_that_the_public_key_agrees(store):
    key = Ed25519PublicKey.from_public_bytes(store.public_key())
    key.verify(store.sign(b"example.org/log\n0\n"), b"example.org/log\n0\n")
    with pytest.raises(InvalidSignature):
        key.verify(store.sign(b"other"), b"example.org/log\n0\n")


def test_it_makes_a_key_once_and_returns_it_ever_after(store):
    assert store.key("stream:a") is None
    made = store.make_key("stream:a")
    assert len(made) == 32
    assert store.make_key("stream:a") == made == store.key("stream:a")
    assert store.make_key("stream:b") != made
    assert list(store.names()) == ["stream:a", "stream:b"]


def test_it_makes_one_key_when_many_ask_at_once(store):
    got = []
    askers = [threading.Thread(target=lambda: got.append(store.make_key("object:1"))) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(got) == 8
    assert set(got) == {store.key("object:1")}


def test_it_destroys_a_key_and_remembers_only_its_name(store):
    store.make_key("stream:a")
    kept = store.make_key("stream:b")
    assert store.destroy_key("stream:a", at=TUESDAY)
    assert store.key("stream:a") is None
    assert store.key("stream:b") == kept
    assert list(store.names()) == ["stream:b"]
    assert list(store.destroyed()) == [
        DestroyedKey(name="stream:a", at=datetime(2026, 10, 20, 12, 2, tzinfo=UTC))
    ]


def test_it_never_gives_an_erased_thing_a_second_key(store):
    store.make_key("stream:a")
    store.destroy_key("stream:a")
    with pytest.raises(KeyDestroyed, match="stream:a"):
        store.make_key("stream:a")
    assert store.key("stream:a") is None


def test_it_remembers_the_destruction_of_a_key_it_never_had(store):
    assert not store.destroy_key("object:gone", at=TUESDAY)
    with pytest.raises(KeyDestroyed):
        store.make_key("object:gone")


def test_it_keeps_the_first_time_when_a_key_is_destroyed_twice(store):
    store.make_key("stream:a")
    assert store.destroy_key("stream:a", at=TUESDAY)
    assert not store.destroy_key("stream:a", at=TUESDAY + timedelta(days=3))
    [gone] = store.destroyed()
    assert gone.at == datetime(2026, 10, 20, 12, 2, tzinfo=UTC)


def test_it_remembers_the_last_signed_checkpoint(store):
    assert store.last_signed() is None
    store.swap_last_signed(None, signed(1))
    store.swap_last_signed(signed(1), signed(8, b"s"))
    assert store.last_signed() == signed(8, b"s")


def test_it_lets_only_one_of_two_signers_through(store):
    store.swap_last_signed(None, signed(1))
    store.swap_last_signed(signed(1), signed(2))
    with pytest.raises(MustReload):
        store.swap_last_signed(signed(1), signed(3))
    assert store.last_signed() == signed(2)


def test_it_does_not_begin_again_over_a_signed_checkpoint(store):
    store.swap_last_signed(None, signed(5))
    with pytest.raises(MustReload):
        store.swap_last_signed(None, signed(6))


def test_it_does_not_expect_a_checkpoint_where_there_is_none(store):
    with pytest.raises(MustReload):
        store.swap_last_signed(signed(1), signed(2))
    assert store.last_signed() is None


def test_it_never_keeps_two_checkpoints_for_one_size(store):
    store.swap_last_signed(None, signed(5, b"r"))
    with pytest.raises(MustReload):
        store.swap_last_signed(signed(5, b"r"), signed(5, b"s"))
    assert store.last_signed() == signed(5, b"r")


def test_it_never_goes_back_to_a_smaller_log(store):
    store.swap_last_signed(None, signed(5))
    with pytest.raises(MustReload):
        store.swap_last_signed(signed(5), signed(4))
    assert store.last_signed() == signed(5)


def test_it_takes_the_same_checkpoint_with_another_note(store):
    store.swap_last_signed(None, signed(5))
    store.swap_last_signed(signed(5), signed(5, note=b"note with a second signature"))
    assert store.last_signed() == signed(5, note=b"note with a second signature")
