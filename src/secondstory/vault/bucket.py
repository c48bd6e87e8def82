"""The port to write-once storage elsewhere: versions of objects, each locked until a day (S3 Object Lock).

What was put is asked for by its version, never by its name alone: whoever may write there can put another version on top
of a name or hide it behind a delete marker, and the locked version stays as it was.
Source: Amazon S3 user guide, Locking objects with Object Lock.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from secondstory.kernel.frozen import dataclass


class Mode(StrEnum):
    """How a version is locked. Compliance: nobody takes it off early. Governance: those who may bypass it do."""

    COMPLIANCE = "COMPLIANCE"
    GOVERNANCE = "GOVERNANCE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The lock of one version. until: aware; buckets keep it to the second."""

    mode: Mode
    until: datetime

    def holds(self, until: datetime) -> bool:
        """Return whether nobody can take it off before `until`, give or take the second that buckets keep."""
        return self.mode is Mode.COMPLIANCE and int(self.until.timestamp()) >= int(until.timestamp())


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of one object. at: when it came, by the bucket's clock. is_marker: it hides what lies below it."""

    key: str
    version: str
    at: datetime
    length_bytes: int = 0
    is_marker: bool = False


class Bucket(Protocol):
    """A bucket, or the part of one below a prefix. Everything raises BucketTrouble when it cannot be asked."""

    @property
    def name(self) -> str:
        """Where it is, as people and the record name it; no secret is in it."""
        ...

    def is_lockable(self) -> bool:
        """Return whether Object Lock is turned on for the whole bucket: without it nothing in it can be locked."""
        ...

    def put(self, key: str, chunks: Iterable[bytes], *, length_bytes: int, until: datetime) -> str:
        """Put another version, locked in compliance mode; return its id once the bucket has all of it.

        Raises whatever `chunks` does, and then no version is there.
        """
        ...

    def open(self, key: str, version: str) -> Iterator[bytes]:
        """Yield the bytes of one version in pieces of at most 1 MiB. Raises VersionMissing at once."""
        ...

    def lock_of(self, key: str, version: str) -> Lock | None:
        """Return the lock of one version, None when it has none. Raises VersionMissing."""
        ...

    def relock(self, key: str, version: str, lock: Lock, *, bypass: bool = False) -> None:
        """Give one version another lock. bypass: use the right to go round governance mode. Raises LockRefused."""
        ...

    def remove(self, key: str, version: str, *, bypass: bool = False) -> None:
        """Remove one version for ever; one that is not there is no trouble. Raises LockRefused while it is locked."""
        ...

    def hide(self, key: str) -> str:
        """Put a delete marker on top of an object, and return its id. Raises LockRefused."""
        ...

    def versions(self, prefix: str) -> Iterator[Version]:
        """Yield every version and marker of the objects whose key begins so, by key, the newest of each first."""
        ...


def object_key(digest: str) -> str:
    """Return the name that sealed bytes have in a bucket. digest: SHA-256 of the ciphertext in lower-case hex."""
    return f"objects/{digest[:2]}/{digest[2:4]}/{digest}"
