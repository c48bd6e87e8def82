"""One suite for every object store: in memory and on disk keep the same promises."""

import hashlib

import pytest

from secondstory.adapters.local_files.objects import LocalObjects
from secondstory.adapters.memory.objects import MemoryObjects
from secondstory.vault.errors import ObjectMissing
from secondstory.vault.objects import Objects
from secondstory.vault.stream import seal

ABSENT = "0" * 64


@pytest.fixture(params=["memory", "local_files"])
def store(request, tmp_path) -> Objects:
    return MemoryObjects() if request.param == "memory" else LocalObjects(tmp_path / "objects")


def whole(store, digest):
    return b"".join(store.open(digest))


def test_it_names_an_object_by_the_digest_of_its_bytes(store):
    digest, length = store.put([b"one ", b"", b"object"])
    assert (digest, length) == (hashlib.sha256(b"one object").hexdigest(), 10)
    assert whole(store, digest) == b"one object"


def test_it_keeps_an_empty_object(store):
    digest, length = store.put([])
    assert (whole(store, digest), length) == (b"", 0)


def test_it_keeps_the_same_bytes_once(store):
    first, _ = store.put([b"same"])
    second, _ = store.put([b"sa", b"me"])
    assert first == second
    assert list(store.digests()) == [first]


def test_it_hands_out_large_objects_in_pieces_of_at_most_a_megabyte(store):
    digest, length = store.put(b"x" * (1 << 20) for _ in range(3))
    sizes = [len(piece) for piece in store.open(digest)]
    assert (sum(sizes), max(sizes)) == (length, 1 << 20)


def test_it_says_at_once_that_an_object_is_missing(store):
    with pytest.raises(ObjectMissing) as missing:
        store.open(ABSENT)
    assert missing.value.digest == ABSENT
    assert not store.exists(ABSENT)


def test_it_forgets_an_erased_object_and_says_whether_there_was_one(store):
    digest, _ = store.put([b"to be erased"])
    kept, _ = store.put([b"kept"])
    assert store.exists(digest)
    assert store.erase(digest)
    assert not store.erase(digest)
    assert not store.exists(digest)
    assert list(store.digests()) == [kept]
    with pytest.raises(ObjectMissing):
        store.open(digest)


def test_it_lists_objects_in_order(store):
    made = [store.put([bytes([number])])[0] for number in range(20)]
    assert list(store.digests()) == sorted(made)


def test_it_keeps_nothing_when_the_bytes_end_in_an_error(store):
    def torn():
        yield b"the first half"
        raise ConnectionResetError("the line is gone")

    with pytest.raises(ConnectionResetError, match="the line is gone"):
        store.put(torn())
    assert list(store.digests()) == []


def test_it_stores_sealed_evidence(store):
    digest, _ = store.put(seal([b"evidence"], key=bytes(32), prefix=bytes(7)))
    assert whole(store, digest).startswith(b"SSV1")


@pytest.mark.parametrize("name", ["", "..", "../" + "0" * 61, "A" * 64, "0" * 63, "0" * 65, "/etc/passwd"])
def test_it_takes_no_name_that_is_not_a_digest(store, name):
    for ask in (store.open, store.exists, store.erase):
        with pytest.raises(ValueError, match="64 lower-case hex digits"):
            ask(name)
