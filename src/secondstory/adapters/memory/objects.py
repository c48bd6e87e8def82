"""The object store in memory."""

import hashlib
from collections.abc import Iterable, Iterator

from secondstory.vault.errors import ObjectMissing

_READ_BYTES = 1 << 20
_DIGITS = frozenset("0123456789abcdef")


class MemoryObjects:
    """Sealed objects in a dictionary, gone with the process. Implements `vault.objects.Objects`."""

    def __init__(self) -> None:
        """Begin empty."""
        self._objects: dict[str, bytes] = {}

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Store the bytes and return (digest, number of bytes)."""
        stored = b"".join(chunks)
        digest = hashlib.sha256(stored).hexdigest()
        self._objects[digest] = stored
        return digest, len(stored)

    def open(self, digest: str) -> Iterator[bytes]:
        """Yield the stored bytes in pieces of at most 1 MiB. Raises ObjectMissing at once."""
        if not self.exists(digest):
            raise ObjectMissing(digest)
        stored = self._objects[digest]
        return (stored[start : start + _READ_BYTES] for start in range(0, len(stored), _READ_BYTES))

    def exists(self, digest: str) -> bool:
        """Return whether an object of this name is stored."""
        if len(digest) != 64 or not _DIGITS.issuperset(digest):
            raise ValueError("an object is named by 64 lower-case hex digits")
        return digest in self._objects

    def erase(self, digest: str) -> bool:
        """Remove the object; return whether there was one."""
        if not self.exists(digest):
            return False
        del self._objects[digest]
        return True

    def digests(self) -> Iterator[str]:
        """Yield the names of all stored objects, in order."""
        yield from sorted(self._objects)
