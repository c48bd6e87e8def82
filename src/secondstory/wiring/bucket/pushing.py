"""Brings sealed objects into the bucket, keeps their locks long enough, and removes what was erased once its lock runs out.

Sealing never waits for a network: a round does this later. The boundaries, and what a crash after each leaves behind:
1. a version is put, locked: the next round finds it under its name, compares its bytes and records it;
2. it is recorded in the item's stream: done.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from secondstory.application.keeping.letting_go import copying
from secondstory.application.record import copies
from secondstory.application.record.copies import Copy, Waiting
from secondstory.application.record.folding import Progress, quiet
from secondstory.domain.keeping.erasure import CopyRemoved
from secondstory.domain.keeping.evidence import CopyLocked
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.vault.bucket import Bucket, Lock, Mode, object_key
from secondstory.vault.errors import BadCiphertext, BucketTrouble, LockRefused, ObjectMissing, VersionMissing
from secondstory.wiring.bucket.opening import bucket_of, lock_until, this_moment
from secondstory.wiring.workspace import Workspace

T = TypeVar("T")
Wrong = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What one round did. new: copies put there; longer: locks lengthened; removed: of erased items; wrong: in words."""

    where: str
    new: int = 0
    longer: int = 0
    removed: int = 0
    wrong: tuple[str, ...] = ()


def push(
    workspace: Workspace,
    bucket: Bucket | None = None,
    *,
    now: datetime | None = None,
    progress: Progress = quiet,
) -> Pushed:
    """Do one round. Raises Refused in a closed workspace or without a bucket, BucketTrouble when it cannot be asked.

    What was done before the trouble is done and recorded. now: by the clock of this machine, for locks.
    """
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    there = bucket or bucket_of(workspace.settings.bucket)
    at, days = now or this_moment(), workspace.settings.bucket.days
    wrong: list[str] = []
    work = _Round(workspace, there, at, days, wrong.append)
    rows = workspace.storage.rows
    waiting = copies.waiting(rows, there.name)
    short = [one for one in copies.copies(rows, there.name) if one.until < at + timedelta(days=days / 2)]
    left = [one for one in copies.left_over(rows, there.name) if one.until <= at]
    new = sum(_each("locking copies", waiting, work.put, progress))
    longer = sum(_each("lengthening locks", short, work.lengthen, progress))
    removed = sum(_each("removing copies", left, work.remove, progress))
    return Pushed(where=there.name, new=new, longer=longer, removed=removed, wrong=tuple(wrong))


def fetch(workspace: Workspace, *, progress: Progress = quiet) -> tuple[int, tuple[str, ...]]:
    """Bring back what is missing here and lies in the bucket; return how many, and what is wrong with others, in words.

    Raises Refused in a closed workspace or without a bucket, BucketTrouble when it cannot be asked.
    """
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    settings = workspace.settings.bucket
    there = bucket_of(settings)
    read = copies.LockedCopies(workspace.storage.rows, there.name, lambda: there)
    known = copies.copies(workspace.storage.rows, there.name)
    missing = [one for one in known if not workspace.objects.exists(one.digest)]
    wrong: list[str] = []

    def bring(one: Copy) -> bool:
        # A store names what it keeps by its bytes: other bytes would get another name, and are not asked for by it.
        try:
            workspace.objects.put(read.open(one.digest))
        except ObjectMissing:
            wrong.append(_lost(one))
            return False
        except BadCiphertext as bad:
            wrong.append(f"The locked copy of {one.digest[:12]}... was not brought back: {bad}.")
            return False
        return True

    return sum(_each("bringing back", missing, bring, progress)), tuple(wrong)


def check(workspace: Workspace, *, whole: bool, progress: Progress = quiet) -> tuple[int, tuple[str, ...]]:
    """Ask the bucket for every locked copy; return how many stand as the record says, and what is wrong with others.

    whole: read each and compare its bytes, not only its lock. Raises Refused without a bucket, BucketTrouble.
    """
    there = bucket_of(workspace.settings.bucket)
    wrong: list[str] = []

    def stands(one: Copy) -> bool:
        key = object_key(one.digest)
        try:
            lock = there.lock_of(key, one.version)
            if whole and _digest(there.open(key, one.version)) != one.digest:
                wrong.append(f"The locked copy of {one.digest[:12]}... in {one.where} holds other bytes.")
                return False
        except VersionMissing:
            wrong.append(_lost(one))
            return False
        if lock is None or not lock.holds(one.until):
            wrong.append(
                f"The copy of {one.digest[:12]}... in {one.where} is not locked until {one.until.date().isoformat()}, as recorded."
            )
            return False
        return True

    known = copies.copies(workspace.storage.rows, there.name)
    return sum(_each("asking for copies", known, stands, progress)), tuple(wrong)


class _Round:
    """One round: each act returns whether it did something."""

    def __init__(self, workspace: Workspace, there: Bucket, at: datetime, days: int, wrong: Wrong) -> None:
        self._workspace, self._there, self._at, self._wrong = workspace, there, at, wrong
        self._until = lock_until(at, days)

    def put(self, one: Waiting) -> bool:
        """Lock a copy of one item."""
        version = self._found(one.digest) or self._sent(one.digest)
        if version is None:
            self._wrong(
                f"The sealed bytes {one.digest[:12]}... are not here, so no copy of them could be locked. secondstory verify"
                " says whose they are."
            )
            return False
        lock = self._there.lock_of(object_key(one.digest), version)
        if lock is None or not lock.holds(self._until):
            raise BucketTrouble(
                f"The bucket {self._there.name} took a copy and did not lock it as asked, so it protects nothing. secondstory"
                " bucket probe shows what it lets through.",
                code="bucket-open",
            )
        self._note(one, version, lock)  # 2
        return True

    def lengthen(self, one: Copy) -> bool:
        """Lengthen a lock that runs out in less than half of its days."""
        wanted = Lock(mode=Mode.COMPLIANCE, until=self._until)
        try:
            self._there.relock(object_key(one.digest), one.version, wanted)
        except VersionMissing:
            self._wrong(_lost(one))
            return False
        except LockRefused:
            self._wrong(
                f"The bucket {one.where} did not let the lock of {one.digest[:12]}... be lengthened; it ends on"
                f" {one.until.date().isoformat()}. These credentials need the right to set retention (s3:PutObjectRetention)."
            )
            return False
        self._note(Waiting(stream=one.stream, digest=one.digest), one.version, wanted)
        return True

    def remove(self, one: Copy) -> bool:
        """Remove every version of what was erased, markers too, once the lock ran out."""
        key = object_key(one.digest)
        found = [each for each in self._there.versions(key) if each.key == key]
        for each in found:
            try:
                self._there.remove(key, each.version)
            except LockRefused:
                return False  # a later copy of the same is locked for longer: another round takes it
        gone = CopyRemoved(
            where=one.where, ciphertext_digest=one.digest, versions=sum(not each.is_marker for each in found)
        )
        copying.note_removed(self._workspace.office, one.stream, gone)
        return True

    def _note(self, one: Waiting, version: str, lock: Lock) -> None:
        locked = CopyLocked(
            where=self._there.name, version=version, ciphertext_digest=one.digest, until=lock.until
        )
        copying.note_copy(self._workspace.office, self._workspace.storage.rows, one.stream, locked)

    def _found(self, digest: str) -> str | None:
        """Return a version that is there already, locked for long enough and with the right bytes; a crash leaves such."""
        key = object_key(digest)
        for each in self._there.versions(key):
            if each.key != key or each.is_marker:
                continue
            lock = self._there.lock_of(key, each.version)
            if lock is None or not lock.holds(self._until - timedelta(days=1)):
                continue
            if _digest(self._there.open(key, each.version)) == digest:
                if not lock.holds(self._until):
                    self._there.relock(key, each.version, Lock(mode=Mode.COMPLIANCE, until=self._until))
                return each.version
        return None

    def _sent(self, digest: str) -> str | None:
        """Return the version that was put, None when the bytes are not here, or are others."""
        objects = self._workspace.objects
        if not objects.exists(digest):
            return None
        length_bytes = sum(len(chunk) for chunk in objects.open(digest))
        sent = copies.checked(objects.open(digest), digest)
        try:
            return self._there.put(
                object_key(digest), sent, length_bytes=length_bytes, until=self._until
            )  # 1
        except BadCiphertext:
            return None  # found at their end, before the bucket was told that this is all


def _each(what: str, todo: Sequence[T], act: Callable[[T], bool], progress: Progress) -> Iterator[bool]:
    for done, one in enumerate(todo):
        progress(what, done, len(todo))
        yield act(one)
    if todo:
        progress(what, len(todo), len(todo))


def _digest(chunks: Iterator[bytes]) -> str:
    seen = sha256()
    for chunk in chunks:
        seen.update(chunk)
    return seen.hexdigest()


def _lost(one: Copy) -> str:
    return (
        f"The locked copy of {one.digest[:12]}... is not in {one.where}, where it was locked until"
        f" {one.until.date().isoformat()}. Ask whoever looks after that bucket; secondstory bucket probe tries its locks."
    )
