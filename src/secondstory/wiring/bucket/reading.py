"""Reads sealed bytes from where they are: here, and where a copy here is missing, from the bucket by version."""

from collections.abc import Iterable, Iterator

from secondstory.application.keeping.sealing import Vault
from secondstory.application.record.copies import Elsewhere
from secondstory.kernel.frozen import replace
from secondstory.vault.errors import ObjectMissing
from secondstory.vault.objects import Objects
from secondstory.wiring.bucket.opening import copies_of
from secondstory.wiring.workspace import Workspace


class ObjectsWithCopies:
    """The objects that are here, and behind them the locked copies that the record names. Implements `Objects`.

    Everything is written, listed and erased here alone.
    """

    def __init__(self, here: Objects, elsewhere: Elsewhere) -> None:
        """Read `here` first."""
        self._here, self._elsewhere = here, elsewhere

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Store the bytes here."""
        return self._here.put(chunks)

    def open(self, digest: str) -> Iterator[bytes]:
        """Yield the stored bytes. Raises ObjectMissing, or BucketTrouble, at once."""
        try:
            return self._here.open(digest)
        except ObjectMissing:
            return self._elsewhere.open(digest)

    def exists(self, digest: str) -> bool:
        """Return whether the object is here, or the record names a locked copy of it. No network is asked."""
        return self._here.exists(digest) or self._elsewhere.known(digest) is not None

    def erase(self, digest: str) -> bool:
        """Remove the object that is here."""
        return self._here.erase(digest)

    def digests(self) -> Iterator[str]:
        """Yield the names of the objects that are here."""
        return self._here.digests()


def with_copies(workspace: Workspace, vault: Vault) -> Vault:
    """Return a vault that reads locked copies too, when the workspace has a bucket."""
    elsewhere = copies_of(workspace)
    if elsewhere is None:
        return vault
    return replace(vault, objects=ObjectsWithCopies(vault.objects, elsewhere))
