"""The port to a store of sealed objects."""

from collections.abc import Iterable, Iterator
from typing import Protocol


class Objects(Protocol):
    """Write-once storage of sealed bytes, named by their SHA-256 in lower-case hex. It never sees plaintext."""

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Store the bytes and return (digest, number of bytes) once they are durable.

        When `chunks` raises, or the storage does, nothing is kept and the error goes on. The same bytes twice are
        one object.
        """
        ...

    def open(self, digest: str) -> Iterator[bytes]:
        """Yield the stored bytes in pieces of at most 1 MiB. Raises ObjectMissing at once."""
        ...

    def exists(self, digest: str) -> bool:
        """Return whether an object of this name is stored, without reading it."""
        ...

    def erase(self, digest: str) -> bool:
        """Remove the object durably; return whether there was one."""
        ...

    def digests(self) -> Iterator[str]:
        """Yield the names of all stored objects, in order."""
        ...
