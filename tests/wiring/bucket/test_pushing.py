"""Rounds with a bucket in memory: copies locked once, recorded by version, kept locked, and removed after an erasure."""

from datetime import UTC, datetime, timedelta

import pytest

from secondstory.adapters.memory.bucket import Faults, MemoryBucket
from secondstory.application.keeping import custody
from secondstory.application.record import copies
from secondstory.application.record.verifying.report import Verdict
from secondstory.application.record.verifying.verify import verify
from secondstory.kernel.frozen import replace
from secondstory.vault.bucket import Mode, object_key
from secondstory.vault.errors import Altered, BucketTrouble
from secondstory.wiring.bucket.pushing import push
from secondstory.wiring.bucket.reading import ObjectsWithCopies
from secondstory.wiring.places import BucketSettings
from secondstory.wiring.workspace import Workspace, open_workspace
from tests.cli.keeping import release_hold, seal

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
NAME = "s3://memory/tests"


class Kept:
    """A workspace with sealed evidence, and a bucket in memory with a clock of its own."""

    def __init__(self, shell):
        shell.ok("open", "Seats released too early")
        release_hold(shell)
        self.shell, self.at = shell, NOW
        self.bucket = MemoryBucket(lambda: self.at, NAME)

    def workspace(self) -> Workspace:
        workspace = open_workspace(str(self.shell.workspace))
        workspace.settings = replace(workspace.settings, bucket=BucketSettings(name="memory", prefix="tests"))
        return workspace

    def push(self):
        return push(self.workspace(), self.bucket, now=self.at)

    def verified(self):
        workspace = self.workspace()
        read = copies.LockedCopies(workspace.storage.rows, NAME, lambda: self.bucket)
        return verify(replace(workspace.subject(), elsewhere=read))

    def digest(self, number=1) -> str:
        rows = self.workspace().office.door.rows(custody.EVIDENCE)
        return next(str(row["object"]) for row in rows if row["number"] == number)

    def lose(self, number=1) -> str:
        """Let the local copy vanish, as a disk may."""
        digest = self.digest(number)
        assert self.workspace().objects.erase(digest)
        return digest

    def version(self, digest) -> str:
        (one,) = [one for one in self.bucket.versions(object_key(digest)) if not one.is_marker]
        return one.version

    def erase(self, *scope: str) -> None:
        self.shell.ok("erase", *scope, "--basis", "GDPR art. 17", "--reason", "it holds a name")
        self.shell.later(days=1)
        self.said = self.shell.ok("erase", "--confirm", "ER-1", "--yes").out

    def kinds(self) -> list[str]:
        return [one["kind"] for one in self.shell.json("log", "--last", "1000")["entries"]]


@pytest.fixture
def kept(shell) -> Kept:
    made = Kept(shell)
    seal(shell, "hold.log", b"22:40 hold window set to 48\n")
    return made


def test_it_locks_a_copy_once_and_records_its_version(kept):
    done = kept.push()
    assert (done.new, done.longer, done.removed, done.wrong) == (1, 0, 0, ())
    (copy,) = copies.copies(kept.workspace().storage.rows, NAME)
    assert (copy.version, copy.until) == (kept.version(copy.digest), NOW + timedelta(days=365))
    lock = kept.bucket.lock_of(object_key(copy.digest), copy.version)
    assert (lock.mode, lock.until) == (Mode.COMPLIANCE, copy.until)
    again = kept.push()
    assert (again.new, again.longer, again.wrong) == (0, 0, ())
    assert kept.kinds().count("evidence.copy_locked.v1") == 1
    assert (
        "the installation locked a copy in s3://memory/tests until 2027-11-02"
        in kept.shell.ok("evidence", "show", "E-1").out
    )


def test_it_puts_nothing_but_ciphertext_there(kept):
    kept.push()
    stored = b"".join(b"".join(kept.bucket.open(one.key, one.version)) for one in kept.bucket.versions(""))
    assert b"hold window" not in stored
    assert stored == b"".join(kept.workspace().objects.open(kept.digest()))


def test_it_goes_on_where_the_network_broke(kept):
    kept.bucket.faults = Faults(is_down=True)
    with pytest.raises(BucketTrouble, match="did not answer"):
        kept.push()
    seal(kept.shell, "second.log", b"22:41 311 units left\n")
    assert kept.verified().verdict is Verdict.VERIFIED
    kept.bucket.faults = Faults()
    assert kept.push().new == 2


def test_it_adopts_what_a_crash_left_locked_and_not_recorded(kept):
    digest = kept.digest()
    stored = b"".join(kept.workspace().objects.open(digest))
    left = kept.bucket.put(
        object_key(digest), [stored], length_bytes=len(stored), until=NOW + timedelta(days=365)
    )
    assert kept.push().new == 1
    assert kept.version(digest) == left


def test_it_does_not_adopt_what_is_not_locked_or_not_the_same(kept):
    digest = kept.digest()
    stored = b"".join(kept.workspace().objects.open(digest))
    for held, days in ((b"other bytes", 365), (stored, 3)):
        kept.bucket.put(object_key(digest), [held], length_bytes=len(held), until=NOW + timedelta(days=days))
    kept.push()
    (copy,) = copies.copies(kept.workspace().storage.rows, NAME)
    assert b"".join(kept.bucket.open(object_key(digest), copy.version)) == stored
    assert len(list(kept.bucket.versions(object_key(digest)))) == 3


@pytest.mark.parametrize("fault", ["ignores_lock", "locks_by_governance"])
def test_it_records_no_copy_that_is_not_locked(kept, fault):
    kept.bucket.faults = Faults(**{fault: True})
    with pytest.raises(BucketTrouble, match="did not lock it as asked"):
        kept.push()
    assert copies.copies(kept.workspace().storage.rows, NAME) == []


def test_it_lengthens_a_lock_before_half_of_it_is_over_and_not_before(kept):
    kept.push()
    kept.at += timedelta(days=180)
    assert kept.push().longer == 0
    kept.at += timedelta(days=4)
    assert kept.push().longer == 1
    (copy,) = copies.copies(kept.workspace().storage.rows, NAME)
    assert copy.until == kept.at + timedelta(days=365)
    assert kept.bucket.lock_of(object_key(copy.digest), copy.version).until == copy.until
    assert kept.push().longer == 0


def test_it_says_that_a_locked_copy_is_gone(kept):
    kept.push()
    digest = kept.digest()
    kept.bucket.faults = Faults(deletes=True)
    kept.bucket.remove(object_key(digest), kept.version(digest))
    kept.at += timedelta(days=200)
    (wrong,) = kept.push().wrong
    assert "is not in s3://memory/tests, where it was locked until 2027-11-02" in wrong
    kept.lose()
    report = kept.verified()
    assert report.verdict is Verdict.MISSING
    assert "Nor is the copy in s3://memory/tests" in report.problems[0].words


def test_it_says_that_nothing_is_here_to_lock(kept):
    digest = kept.lose()
    (wrong,) = kept.push().wrong
    assert f"The sealed bytes {digest[:12]}... are not here" in wrong


def test_it_locks_no_copy_of_bytes_that_were_changed_here(kept):
    digest = kept.digest()
    path = next(kept.workspace().place.objects.glob(f"*/*/{digest}"))
    path.chmod(0o600)
    path.write_bytes(b"changed")
    assert len(kept.push().wrong) == 1
    assert list(kept.bucket.versions("")) == []


@pytest.mark.parametrize("trick", ["none", "overwritten", "hidden"])
def test_it_reads_by_version_what_is_missing_here(kept, trick):
    kept.push()
    digest = kept.lose()
    key = object_key(digest)
    if trick == "overwritten":
        kept.bucket.put(key, [b"forged"], length_bytes=6, until=NOW + timedelta(days=1))
    if trick == "hidden":
        kept.bucket.hide(key)
    report = kept.verified()
    assert (report.verdict, report.problems) == (Verdict.VERIFIED, ())
    words = " ".join(report.proved)
    assert "1 of them is missing here and was read from its locked copy in s3://memory/tests" in words
    workspace = kept.workspace()
    read = copies.LockedCopies(workspace.storage.rows, NAME, lambda: kept.bucket)
    objects = ObjectsWithCopies(workspace.objects, read)
    assert objects.exists(digest)
    assert b"".join(objects.open(digest)) == b"".join(kept.bucket.open(key, read.known(digest).version))


def test_it_sounds_an_alarm_for_bytes_that_were_changed_there(kept):
    kept.push()
    digest = kept.lose()
    version = kept.version(digest)
    stored = b"".join(kept.bucket.open(object_key(digest), version))
    kept.bucket.tamper(object_key(digest), version, stored[:-1] + bytes([stored[-1] ^ 1]))
    read = copies.LockedCopies(kept.workspace().storage.rows, NAME, lambda: kept.bucket)
    with pytest.raises(Altered, match="not the ones that were sealed"):
        list(read.open(digest))
    report = kept.verified()
    assert report.verdict is Verdict.ALTERED
    assert "The sealed bytes were changed" in report.problems[0].words


def test_it_says_that_the_bucket_could_not_be_asked(kept):
    kept.push()
    kept.lose()
    kept.bucket.faults = Faults(is_down=True)
    report = kept.verified()
    assert report.verdict is Verdict.MISSING
    words = report.problems[0].words
    assert "MISSING here. The record names a copy in s3://memory/tests, locked until 2027-11-02" in words
    assert "it could not be asked for" in words


def test_it_is_missing_when_no_copy_was_ever_locked(kept):
    kept.lose()
    report = kept.verified()
    assert (report.verdict, report.problems[0].words[:8]) == (Verdict.MISSING, "MISSING.")


@pytest.mark.parametrize("is_whole", [False, True])
def test_it_leaves_a_copy_of_what_was_erased_and_removes_it_after_its_day(kept, is_whole):
    kept.push()
    digest = kept.digest()
    row = kept.workspace().office.door.rows(custody.EVIDENCE)[0]
    kept.erase(*(("--stream", str(row["stream"])) if is_whole else ("E-1", "--of", "PM-1")))
    assert "Its ciphertext lies in s3://memory/tests until 2 November 2027, unreadable" in kept.said
    (left,) = copies.left_over(kept.workspace().storage.rows)
    assert (left.digest, left.until) == (digest, NOW + timedelta(days=365))
    assert copies.copies(kept.workspace().storage.rows, NAME) == []
    for days, removed in ((300, 0), (64, 0), (1, 1), (1, 0)):
        kept.at += timedelta(days=days)
        assert kept.push().removed == removed
    assert list(kept.bucket.versions("objects/")) == []
    assert kept.kinds().count("erasure.copy_removed.v1") == 1
    assert copies.left_over(kept.workspace().storage.rows) == []
    assert kept.verified().verdict is Verdict.VERIFIED


def test_it_removes_every_version_of_what_was_erased_and_nothing_else(kept):
    seal(kept.shell, "second.log", b"22:41 311 units left\n")
    kept.push()
    kept.bucket.put(object_key(kept.digest()), [b"x"], length_bytes=1, until=NOW + timedelta(days=400))
    kept.bucket.hide(object_key(kept.digest()))
    other = kept.digest(2)
    gone = kept.digest()
    kept.erase("E-1", "--of", "PM-1")
    kept.at += timedelta(days=366)
    assert kept.push().removed == 0
    kept.at += timedelta(days=35)
    assert kept.push().removed == 1
    assert list(kept.bucket.versions(object_key(gone))) == []
    assert kept.version(other)


def test_it_records_a_copy_as_left_over_when_its_item_was_erased_on_the_way(kept):
    class Slow(MemoryBucket):
        """Somebody erases the item while its copy is on its way."""

        def put(self, key, chunks, *, length_bytes, until):
            sent = list(chunks)
            kept.erase("E-1", "--of", "PM-1")
            return super().put(key, sent, length_bytes=length_bytes, until=until)

    kept.bucket = Slow(lambda: kept.at, NAME)
    assert kept.push().new == 1
    (left,) = copies.left_over(kept.workspace().storage.rows)
    assert left.version == kept.version(left.digest)
    assert copies.copies(kept.workspace().storage.rows, NAME) == []
    assert kept.verified().verdict is Verdict.VERIFIED
