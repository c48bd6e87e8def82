"""One suite for every bucket: in memory and on a real store, with Object Lock turned on, keep the same promises."""

from datetime import UTC, datetime, timedelta

import pytest

from secondstory.adapters.memory.bucket import MemoryBucket
from secondstory.vault.bucket import Bucket, Lock, Mode
from secondstory.vault.errors import LockRefused, VersionMissing
from secondstory.vault.probing import Outcome, probe

DAY = timedelta(days=1)


def now():
    return datetime.now(UTC)


@pytest.fixture(params=["memory", pytest.param("seaweedfs", marks=pytest.mark.slow)])
def bucket(request) -> Bucket:
    return MemoryBucket(now) if request.param == "memory" else request.getfixturevalue("gateway").opened()


def put(bucket, key="a/b", stored=b"sealed", *, until=None):
    return bucket.put(key, [stored], length_bytes=len(stored), until=until or now() + DAY)


def whole(bucket, key, version):
    return b"".join(bucket.open(key, version))


def test_it_locks_what_is_put_until_the_day_that_was_asked(bucket):
    until = now() + DAY
    version = put(bucket, until=until)
    assert whole(bucket, "a/b", version) == b"sealed"
    lock = bucket.lock_of("a/b", version)
    assert (lock.mode, lock.holds(until)) == (Mode.COMPLIANCE, True)
    assert not lock.holds(until + timedelta(hours=1))


@pytest.mark.parametrize("bypass", [False, True])
def test_it_lets_nobody_delete_a_locked_version(bucket, bypass):
    version = put(bucket)
    with pytest.raises(LockRefused):
        bucket.remove("a/b", version, bypass=bypass)
    assert whole(bucket, "a/b", version) == b"sealed"


@pytest.mark.parametrize("bypass", [False, True])
@pytest.mark.parametrize("mode, by", [(Mode.COMPLIANCE, -1), (Mode.GOVERNANCE, 0), (Mode.GOVERNANCE, 1)])
def test_it_lets_nobody_shorten_or_downgrade_a_lock(bucket, mode, by, bypass):
    until = now() + DAY
    version = put(bucket, until=until)
    with pytest.raises(LockRefused):
        bucket.relock("a/b", version, Lock(mode=mode, until=until + timedelta(hours=by)), bypass=bypass)
    assert bucket.lock_of("a/b", version).holds(until)


def test_it_lengthens_a_lock(bucket):
    version, longer = put(bucket), now() + 2 * DAY
    bucket.relock("a/b", version, Lock(mode=Mode.COMPLIANCE, until=longer))
    assert bucket.lock_of("a/b", version).holds(longer)


def test_it_reads_by_version_what_was_overwritten_or_hidden(bucket):
    first = put(bucket, stored=b"first")
    second = put(bucket, stored=b"second")
    marker = bucket.hide("a/b")
    assert [whole(bucket, "a/b", one) for one in (first, second)] == [b"first", b"second"]
    listed = list(bucket.versions("a/"))
    assert {one.version for one in listed} == {first, second, marker}
    assert [one.version for one in listed if one.is_marker] == [marker]
    assert [one.length_bytes for one in listed if one.version == second] == [6]
    bucket.remove("a/b", marker)
    assert {one.version for one in bucket.versions("a/")} == {first, second}


def test_it_lists_what_begins_with_a_prefix_and_nothing_else(bucket):
    put(bucket, "a/one")
    put(bucket, "b/two")
    assert [one.key for one in bucket.versions("a/")] == ["a/one"]
    assert list(bucket.versions("c/")) == []


def test_it_says_that_a_version_is_missing(bucket):
    put(bucket)
    for ask in (bucket.open, bucket.lock_of):
        with pytest.raises(VersionMissing):
            ask("a/b", "0123456789abcdef0123456789abcdef")
    bucket.remove("a/b", "0123456789abcdef0123456789abcdef")


def test_it_keeps_an_empty_object(bucket):
    assert whole(bucket, "empty", put(bucket, "empty", b"")) == b""


def test_it_passes_a_probe_and_leaves_the_canary_readable(bucket):
    found = probe(bucket, now=now(), seed=bytes(range(32)))
    assert (found.outcome, found.wrong) == (Outcome.HOLDS, ())
    (canary,) = bucket.versions("canary/")
    assert whole(bucket, canary.key, found.version) == bytes(range(32))
