"""Write-once storage in memory, with the faults that real gateways have had."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from secondstory.kernel.frozen import dataclass, replace
from secondstory.vault.bucket import Lock, Mode, Version
from secondstory.vault.errors import BucketTrouble, LockRefused, VersionMissing

_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What is wrong with a bucket. Each is what some gateway, setting or policy did."""

    has_no_lock: bool = False
    ignores_lock: bool = False
    locks_by_governance: bool = False
    deletes: bool = False
    shortens: bool = False
    downgrades: bool = False
    bars_everything: bool = False
    is_down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    version: Version
    stored: bytes
    lock: Lock | None


class MemoryBucket:
    """Versions in a list, gone with the process. Implements `vault.bucket.Bucket`. now: its clock."""

    def __init__(self, now: Callable[[], datetime], name: str = "s3://memory/tests") -> None:
        """Begin empty and without faults."""
        self.name = name
        self.faults = Faults()
        self._now = now
        self._held: list[_Held] = []
        self._made = 0

    def is_lockable(self) -> bool:
        """Return whether Object Lock is turned on."""
        self._answer()
        return not self.faults.has_no_lock

    def put(self, key: str, chunks: Iterable[bytes], *, length_bytes: int, until: datetime) -> str:
        """Put another version, locked in compliance mode; return its id."""
        self._answer()
        stored = b"".join(chunks)
        if len(stored) != length_bytes:
            raise BucketTrouble("The bucket got another number of bytes than it was told.")
        mode = Mode.GOVERNANCE if self.faults.locks_by_governance else Mode.COMPLIANCE
        lock = None if self.faults.ignores_lock else Lock(mode=mode, until=until.replace(microsecond=0))
        return self._add(key, stored, lock)

    def open(self, key: str, version: str) -> Iterator[bytes]:
        """Yield the bytes of one version. Raises VersionMissing at once."""
        stored = self._held[self._at(key, version)].stored
        return (stored[start : start + _READ_BYTES] for start in range(0, len(stored), _READ_BYTES))

    def lock_of(self, key: str, version: str) -> Lock | None:
        """Return the lock of one version. Raises VersionMissing."""
        return self._held[self._at(key, version)].lock

    def relock(self, key: str, version: str, lock: Lock, *, bypass: bool = False) -> None:
        """Give one version another lock. Raises LockRefused."""
        place = self._at(key, version)
        before = self._held[place].lock
        shorter = before is not None and lock.until < before.until
        lower = before is not None and before.mode is Mode.COMPLIANCE and lock.mode is Mode.GOVERNANCE
        open_to_us = before is None or (before.mode is Mode.GOVERNANCE and bypass)
        refused = (shorter and not (open_to_us or self.faults.shortens)) or (
            lower and not self.faults.downgrades
        )
        if refused or self.faults.bars_everything:
            raise LockRefused("no")
        self._held[place] = replace(self._held[place], lock=lock)

    def remove(self, key: str, version: str, *, bypass: bool = False) -> None:
        """Remove one version. Raises LockRefused while it is locked."""
        try:
            place = self._at(key, version)
        except VersionMissing:
            return
        lock = self._held[place].lock
        is_free = lock is None or lock.until <= self._now() or (lock.mode is Mode.GOVERNANCE and bypass)
        if self.faults.bars_everything or not (is_free or self.faults.deletes):
            raise LockRefused("no")
        del self._held[place]

    def hide(self, key: str) -> str:
        """Put a delete marker on top of an object. Raises LockRefused."""
        self._answer()
        if self.faults.bars_everything:
            raise LockRefused("no")
        return self._add(key, b"", None, is_marker=True)

    def versions(self, prefix: str) -> Iterator[Version]:
        """Yield every version and marker below a prefix, by key, the newest of each first."""
        self._answer()
        found = [one.version for one in reversed(self._held) if one.version.key.startswith(prefix)]
        yield from sorted(found, key=lambda one: one.key)

    def tamper(self, key: str, version: str, stored: bytes) -> None:
        """Change stored bytes, as somebody below the gateway could."""
        place = self._at(key, version)
        self._held[place] = replace(self._held[place], stored=stored)

    def _add(self, key: str, stored: bytes, lock: Lock | None, *, is_marker: bool = False) -> str:
        self._made += 1
        made = Version(
            key=key,
            version=f"v{self._made}",
            at=self._now(),
            length_bytes=len(stored),
            is_marker=is_marker,
        )
        self._held.append(_Held(version=made, stored=stored, lock=lock))
        return made.version

    def _at(self, key: str, version: str) -> int:
        self._answer()
        for place, one in enumerate(self._held):
            if (one.version.key, one.version.version) == (key, version):
                return place
        raise VersionMissing(key, version)

    def _answer(self) -> None:
        if self.faults.is_down:
            raise BucketTrouble(f"{self.name} did not answer. What is here is untouched; it is tried again.")
