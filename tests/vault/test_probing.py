"""A probe: what holds passes, and every fault that a gateway has had is found by what is tried."""

from datetime import UTC, datetime, timedelta

import pytest

from secondstory.adapters.memory.bucket import Faults, MemoryBucket
from secondstory.vault.errors import BucketTrouble
from secondstory.vault.probing import Outcome, probe

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SEED = bytes(range(32))


def probed(**faults):
    bucket = MemoryBucket(lambda: NOW)
    bucket.faults = Faults(**faults)
    return probe(bucket, now=NOW, seed=SEED)


def test_it_says_that_a_bucket_holds_when_all_was_refused_that_has_to_be():
    found = probed()
    assert (found.outcome, found.wrong, found.where) == (Outcome.HOLDS, (), "s3://memory/tests")
    assert [one.is_refused for one in found.tried if not one.is_control] == [True] * 6
    assert [one.is_refused for one in found.tried if one.is_control] == [False, False]


@pytest.mark.parametrize(
    "fault, words",
    [
        ("has_no_lock", "not turned on"),
        ("ignores_lock", "no lock at all"),
        ("locks_by_governance", "governance mode"),
        ("deletes", "It let us delete it."),
        ("shortens", "It let us shorten its lock."),
        ("downgrades", "It let us downgrade it to governance mode."),
    ],
)
def test_it_finds_every_fault(fault, words):
    found = probed(**{fault: True})
    assert found.outcome is Outcome.OPEN
    assert words in " ".join(found.wrong)


def test_it_finds_a_lock_that_ends_too_early():
    class Brief(MemoryBucket):
        """Gives every lock half of the time that was asked for, as a store with a limit of its own may."""

        def put(self, key, chunks, *, length_bytes, until):
            return super().put(key, chunks, length_bytes=length_bytes, until=until - timedelta(hours=12))

    found = probe(Brief(lambda: NOW), now=NOW, seed=SEED)
    assert found.outcome is Outcome.OPEN
    assert "has compliance mode until 2026-11-22 21:00" in found.wrong[0]


def test_it_does_not_take_missing_rights_for_a_lock():
    found = probed(bars_everything=True)
    assert found.outcome is Outcome.UNCLEAR
    assert "not allowed to hide it and take the marker away and to lengthen its lock" in found.wrong[0]


def test_it_says_nothing_about_a_bucket_that_does_not_answer():
    with pytest.raises(BucketTrouble):
        probed(is_down=True)


def test_it_removes_canaries_of_before_once_their_day_is_over():
    at = NOW
    bucket = MemoryBucket(lambda: at)
    for later in (0, 1, 5):
        at = NOW + timedelta(days=later)
        assert probe(bucket, now=at, seed=bytes([later]) * 32).outcome is Outcome.HOLDS
    assert [one.at for one in bucket.versions("canary/")] == [NOW + timedelta(days=5)]
