"""The bucket over the real gateway: large bodies in parts, what went wrong in words, and no secret in any of them."""

import hashlib
import socket
from datetime import UTC, datetime, timedelta

import pytest

from secondstory.adapters.remote.bucket.opening import Address, check_address, open_bucket
from secondstory.adapters.remote.bucket.s3 import PART_BYTES, S3Bucket
from secondstory.kernel.refused import Refused
from secondstory.vault.bucket import Mode
from secondstory.vault.errors import BucketTrouble
from secondstory.vault.probing import Outcome, probe
from tests.gateway import LOCKED, PLAIN, READER, READER_SECRET, SECRET

SEED = bytes(range(32))


def tomorrow():
    return datetime.now(UTC) + timedelta(days=1)


def address(gateway, name=LOCKED, **more):
    return Address(bucket=name, prefix=gateway.prefix(), endpoint=gateway.endpoint, **more)


def trouble(bucket):
    with pytest.raises(BucketTrouble) as said:
        bucket.put("a", [b"x"], length_bytes=1, until=tomorrow())
    words = str(said.value)
    assert SECRET not in words
    assert READER_SECRET not in words
    assert words.endswith("What is sealed here is untouched; what is not there yet is tried again.")
    return words


def test_it_sends_a_large_body_in_parts_and_locks_all_of_it(gateway):
    bucket = gateway.opened()
    chunks = [bytes([n]) * (1 << 20) for n in range((PART_BYTES >> 20) * 2 + 1)]
    length = sum(map(len, chunks))
    version = bucket.put("large", iter(chunks), length_bytes=length, until=tomorrow())
    read = hashlib.sha256()
    sizes = []
    for piece in bucket.open("large", version):
        read.update(piece)
        sizes.append(len(piece))
    assert (read.digest(), sum(sizes)) == (hashlib.sha256(b"".join(chunks)).digest(), length)
    assert max(sizes) <= 1 << 20
    assert bucket.lock_of("large", version).mode is Mode.COMPLIANCE


def test_it_leaves_nothing_of_a_body_that_broke_off(gateway):
    bucket = gateway.opened()

    def torn():
        yield bytes(PART_BYTES + 1)
        raise OSError(5, "the disk")

    with pytest.raises(OSError, match="the disk"):
        bucket.put("large", torn(), length_bytes=PART_BYTES * 2, until=tomorrow())
    with pytest.raises(BucketTrouble, match="was not put there"):
        bucket.put("small", [b"shorter"], length_bytes=99, until=tomorrow())
    assert list(bucket.versions("")) == []


def test_it_never_leaves_its_prefix(gateway):
    where = address(gateway)
    ours = open_bucket(where)
    for theirs in ("others", f"{where.prefix}0/a"):
        gateway.client().put_object(Bucket=LOCKED, Key=theirs, Body=b"theirs")
    ours.put("a", [b"x"], length_bytes=1, until=tomorrow())
    assert [one.key for one in ours.versions("")] == ["a"]
    listed = gateway.client().list_object_versions(Bucket=LOCKED, Prefix=f"{where.prefix}/")
    assert [one["Key"] for one in listed["Versions"]] == [f"{where.prefix}/a"]


def test_it_detects_a_bucket_without_object_lock(gateway):
    found = probe(gateway.opened(lock=False), now=datetime.now(UTC), seed=SEED)
    assert found.outcome is Outcome.OPEN
    assert "Object Lock is not turned on" in found.wrong[0]


class Governed(S3Bucket):
    """A seeded fault: it locks in governance mode, which whoever may bypass it takes off."""

    def _locked(self, until):
        return {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": until}


class Unlocked(S3Bucket):
    """A seeded fault: it puts without any lock, as software does that does not know of locks."""

    def _locked(self, until):
        return {}


@pytest.mark.parametrize("mutant, stands", [(Governed, "governance mode"), (Unlocked, "no lock at all")])
def test_it_detects_a_canary_that_is_not_locked_as_asked(gateway, mutant, stands):
    bucket = mutant(gateway.client(), LOCKED, gateway.prefix(), "s3://mutant")
    found = probe(bucket, now=datetime.now(UTC), seed=SEED)
    assert found.outcome is Outcome.OPEN
    assert stands in found.wrong[0]


def test_it_detects_what_governance_lets_through(gateway):
    class Blind(Governed):
        """Believes that every lock is in compliance mode, so that only what is tried tells."""

        def lock_of(self, key, version):
            lock = super().lock_of(key, version)
            return type(lock)(mode=Mode.COMPLIANCE, until=lock.until)

    found = probe(
        Blind(gateway.client(), LOCKED, gateway.prefix(), "s3://mutant"),
        now=datetime.now(UTC),
        seed=SEED,
    )
    assert found.outcome is Outcome.OPEN
    assert any("with the right to bypass" in one for one in found.wrong)


def test_it_says_what_is_wrong_with_credentials(gateway, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    assert "secret does not fit" in trouble(open_bucket(address(gateway)))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    assert "does not know these credentials" in trouble(open_bucket(address(gateway)))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", READER)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", READER_SECRET)
    assert "may not do that" in trouble(open_bucket(address(gateway)))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert "no credentials for it were found" in trouble(open_bucket(address(gateway)))
    with pytest.raises(BucketTrouble, match="no profile of that name"):
        open_bucket(address(gateway, profile="elsewhere"))


def test_it_says_that_there_is_no_such_bucket(gateway):
    with pytest.raises(BucketTrouble, match="no bucket of that name"):
        probe(open_bucket(address(gateway, "nowhere")), now=datetime.now(UTC), seed=SEED)


def test_it_says_that_nobody_answers(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    nobody = open_bucket(Address(bucket="nobody", prefix="p", endpoint=f"http://127.0.0.1:{port}"))
    assert "could not be reached" in trouble(nobody)


def test_it_says_that_a_bucket_keeps_no_versions(gateway):
    bucket = Unlocked(gateway.client(), PLAIN, gateway.prefix(), "s3://plain")
    with pytest.raises(BucketTrouble, match="gave no version"):
        bucket.put("a", [b"x"], length_bytes=1, until=tomorrow())


@pytest.mark.parametrize(
    "wrong",
    [
        {"bucket": "A"},
        {"bucket": "a..b"},
        {"bucket": "-rf"},
        {"prefix": "/etc"},
        {"prefix": ""},
        {"prefix": "a//b"},
        {"endpoint": "ftp://x"},
        {"endpoint": "https://name:secret@x"},
        {"endpoint": "http://example.org"},
    ],
)
def test_it_refuses_an_address_that_is_none(wrong):
    with pytest.raises(Refused):
        check_address(Address(**{"bucket": "abc", "prefix": "p", **wrong}))


def test_it_names_a_bucket_without_the_way_to_it():
    assert Address(bucket="abc", prefix="p").name == "s3://abc/p"
    assert (
        Address(bucket="abc", prefix="p", endpoint="https://s3.example:9000").name
        == "s3://abc/p at s3.example:9000"
    )
