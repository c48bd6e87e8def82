"""Checkpoints, entries and tiles in a bucket: locked, never written over, compared first, listed by anybody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from secondstory.adapters.local_files.standalone.verify import main
from secondstory.adapters.memory.bucket import Faults, MemoryBucket
from secondstory.kernel.frozen import replace
from secondstory.kernel.refused import Refused
from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.vault.bucket import Mode
from secondstory.wiring.bucket.probing import set_bucket
from secondstory.wiring.places import BucketSettings
from secondstory.wiring.witnessing.into_bucket import CHECKPOINT, VKEY, into_bucket, publish_to_bucket
from secondstory.wiring.witnessing.publishing import Contradicted, publish_if_due
from secondstory.wiring.workspace import open_workspace
from tests.gateway import LOCKED

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
NAME = "s3://memory/tests"


class Published:
    """A workspace and a bucket in memory that it publishes into."""

    def __init__(self, shell):
        self.shell, self.at = shell, NOW
        self.bucket = MemoryBucket(lambda: self.at, NAME)

    def workspace(self):
        workspace = open_workspace(str(self.shell.workspace))
        workspace.settings = replace(workspace.settings, bucket=BucketSettings(name="memory", prefix="tests"))
        return workspace

    def publish(self):
        return publish_to_bucket(self.workspace(), self.bucket, now=self.at)

    def versions(self, prefix=""):
        return list(self.bucket.versions(prefix))

    def held(self, key):
        return [b"".join(self.bucket.open(one.key, one.version)) for one in self.versions(key)]

    def put(self, key, held):
        self.bucket.put(key, [held], length_bytes=len(held), until=self.at + timedelta(days=365))

    def open(self, count=1):
        for n in range(count):
            self.shell.ok("open", f"Seats released {n}")


@pytest.fixture
def there(shell) -> Published:
    return Published(shell)


def test_it_locks_checkpoint_tiles_and_key_for_as_long_as_copies(there):
    done = there.publish()
    assert done.where == NAME
    names = {one.key for one in there.versions()}
    assert {CHECKPOINT, VKEY} < names
    assert {one.rsplit("/", 1)[0] for one in names if "tile" in one} == {
        "log/tile/0/000.p",
        "log/tile/entries/000.p",
    }
    for one in there.versions():
        lock = there.bucket.lock_of(one.key, one.version)
        assert (lock.mode, lock.until) == (Mode.COMPLIANCE, NOW + timedelta(days=365))


def test_it_adds_a_version_and_takes_nothing_away(there):
    there.publish()
    first = there.held(CHECKPOINT)
    before = len(there.versions("log/tile/"))
    there.open()
    assert there.publish().entry is not None
    assert there.held(CHECKPOINT)[1:] == first
    assert len(there.versions("log/tile/")) == before + 2
    assert len(there.held(VKEY)) == 1


def test_it_says_nothing_new_when_nothing_is_new(there):
    there.publish()
    count = len(there.versions())
    assert there.publish().entry is None
    assert len(there.versions()) == count


def test_it_lets_a_stranger_check_what_lies_there(there, tmp_path):
    there.open(3)
    there.publish()
    out = tmp_path / "fetched"
    for one in there.versions("log/"):
        path = out / one.key.removeprefix("log/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(there.bucket.open(one.key, one.version)))
    assert main([str(out), "--key", there.shell.json("checkpoint")["vkey"]]) == 0


def test_it_refuses_another_history_and_keeps_both(there):
    workspace = there.workspace()
    keys = workspace.keys
    checkpoint = Checkpoint(origin=workspace.settings.origin, size=1, root=b"\x07" * 32)
    forged = sign_checkpoint(checkpoint, sign=keys.sign, public=keys.public_key())
    there.put(CHECKPOINT, forged)
    with pytest.raises(Contradicted, match="entries that are not the ones here"):
        there.publish()
    kept = {path.read_bytes() for path in (there.shell.workspace / "forks").iterdir()}
    assert forged in kept
    assert len(kept) == 2


@pytest.mark.parametrize("last", [b"no checkpoint at all\n", b"x" * (1 << 18)])
def test_it_looks_behind_the_newest_and_believes_nothing(there, last):
    there.publish()
    honest = there.held(CHECKPOINT)[0]
    there.put(CHECKPOINT, last)
    there.put(CHECKPOINT, honest)
    there.open()
    with pytest.raises(Contradicted, match="has not signed"):
        there.publish()


def test_it_is_not_fooled_by_an_older_checkpoint_put_on_top_or_by_a_marker(there):
    there.publish()
    older = there.held(CHECKPOINT)[0]
    there.open()
    there.publish()
    there.put(CHECKPOINT, older)
    there.bucket.hide(CHECKPOINT)
    there.open()
    assert there.publish().entry is not None


def test_it_stops_when_a_checkpoint_is_gone_that_was_locked(there):
    there.publish()
    there.bucket.faults = Faults(deletes=True)
    for one in there.versions(CHECKPOINT):
        there.bucket.remove(one.key, one.version)
    there.open()
    with pytest.raises(Refused, match="its lock did not hold"):
        there.publish()
    there.shell.later(days=400)
    there.at += timedelta(days=400)
    assert there.publish().entry is not None


def test_it_locks_tiles_anew_before_their_day_and_on_top_of_what_hides_them(there):
    # Each is two entries at least: a full tile, and a partial one above it that stays for long.
    there.open(140)
    there.publish()
    (above,) = {one.key for one in there.versions("log/tile/1/")}
    kept = ["log/tile/0/000", "log/tile/entries/000", above]
    (older,) = {one.key for one in there.versions("log/tile/0/") if ".p/" in one.key}

    def versions():
        return [len([one for one in there.versions(key) if one.key == key]) for key in [*kept, older]]

    for days, expected in ((180, [1, 1, 1, 1]), (4, [2, 2, 2, 1])):
        there.at += timedelta(days=days)
        there.open()
        there.publish()
        assert versions() == expected
    there.bucket.hide(kept[0])
    there.open()
    there.publish()
    assert not there.versions(kept[0])[0].is_marker
    assert versions() == [4, 2, 2, 1]


@pytest.mark.slow
def test_it_publishes_by_itself_into_a_real_store_where_a_stranger_lists_every_version(there, gateway):
    workspace = open_workspace(str(there.shell.workspace))
    wanted = BucketSettings(name=LOCKED, prefix=gateway.prefix(), endpoint=gateway.endpoint)
    set_bucket(workspace, wanted)
    for minutes in (0, 5, 11):
        now = NOW + timedelta(minutes=minutes)
        assert publish_if_due(workspace, now, more=into_bucket(workspace)) == []
        there.open()
    listed = gateway.client().list_object_versions(Bucket=LOCKED, Prefix=f"{wanted.prefix}/{CHECKPOINT}")
    assert len(listed["Versions"]) == 2
    for one in listed["Versions"]:
        with pytest.raises(gateway.client().exceptions.ClientError, match="AccessDenied"):
            gateway.client().delete_object(Bucket=LOCKED, Key=one["Key"], VersionId=one["VersionId"])
    said = there.shell.json("checkpoint", "publish", "--bucket")
    assert said["where"].startswith(f"s3://{LOCKED}/")
    assert Path(there.shell.workspace / "forks").exists() is False
