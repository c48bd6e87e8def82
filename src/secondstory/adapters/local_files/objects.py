"""The write-once object store on a local disk: `aa/bb/<sha256>` below one folder.

The durable boundaries of `put`, in order, and what a crash after each leaves behind:
1. bytes in a temporary file below `incoming/`: a leftover, removed a day later at the next opening;
2. fsync of that file: the same;
3. folders `aa/` and `aa/bb/` made and their names settled: empty folders, harmless;
4. rename to the digest: either the leftover or the whole object, never a part;
5. fsync of `aa/bb/`: the object is durable. Only now is its digest handed out.
"""

import hashlib
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from secondstory.adapters.local_files.durable import (
    TEMPORARY_PREFIX,
    DiskUncertain,
    draft,
    make_folder_durably,
    make_place_durably,
    sync_folder,
    told_as_weather,
)
from secondstory.vault.errors import ObjectMissing

READ_BYTES = 1 << 20
LEFTOVER_AGE_S = 24 * 3600
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OBJECT_MODE = 0o440


class LocalObjects:
    """Sealed objects below one folder, which is made when it is not there. Implements `vault.objects.Objects`."""

    def __init__(self, root: Path) -> None:
        """Open the store and remove what crashes left in `incoming/` more than a day ago."""
        self._root = root
        self._incoming = root / "incoming"
        self._stopped: str | None = None
        self._has_place = False
        # A folder that may only be read can still be read from; `put` makes it, and says so.
        with suppress(OSError):
            self._incoming.mkdir(parents=True, exist_ok=True)
            self._remove_leftovers()

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Store the bytes and return (digest, number of bytes) once they are durable.

        Raises DiskFull, NotWritten, or DiskUncertain; after the last this store takes no more writes.
        """
        self._refuse_when_stopped()
        try:
            return self._put(chunks)
        except DiskUncertain as why:
            self._stopped = str(why)
            raise

    def open(self, digest: str) -> Iterator[bytes]:
        """Yield the stored bytes in pieces of at most 1 MiB. Raises ObjectMissing at once."""
        path = self._path(digest)
        if not path.is_file():
            raise ObjectMissing(digest)
        return _pieces(path)

    def exists(self, digest: str) -> bool:
        """Return whether an object of this name is stored, without reading it."""
        return self._path(digest).is_file()

    def is_settled(self, digest: str) -> bool:
        """Return whether the object has been here for a day: longer than anybody takes from sealing to recording."""
        return self._path(digest).stat().st_mtime < time.time() - LEFTOVER_AGE_S

    def erase(self, digest: str) -> bool:
        """Remove the object durably; return whether there was one.

        The freed blocks are not overwritten: what makes the bytes worthless is that their key is destroyed.
        """
        path = self._path(digest)
        if not path.is_file():
            return False
        with told_as_weather(path):
            path.unlink(missing_ok=True)
        sync_folder(path.parent)
        return True

    def digests(self) -> Iterator[str]:
        """Yield the names of all stored objects, in order."""
        for path in sorted(self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if _DIGEST.fullmatch(path.name) and path == self._path(path.name):
                yield path.name

    def _put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        if not self._has_place:
            make_place_durably(self._incoming)
            self._has_place = True
        digest, length_bytes = hashlib.sha256(), 0
        with draft(self._incoming, target=self._root) as new:
            for chunk in chunks:
                digest.update(chunk)
                length_bytes += len(chunk)
                new.write(chunk)  # 1
            new.settle(mode=_OBJECT_MODE)  # 2
            path = self._path(digest.hexdigest())
            make_folder_durably(path.parent, below=self._root)  # 3
            new.rename(path)  # 4
            sync_folder(path.parent)  # 5
        return path.name, length_bytes

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise ValueError("an object is named by 64 lower-case hex digits")
        return self._root / digest[:2] / digest[2:4] / digest

    def _refuse_when_stopped(self) -> None:
        if self._stopped is not None:
            raise DiskUncertain(f"Writing stopped earlier, and stays stopped: {self._stopped}", number=None)

    def _remove_leftovers(self) -> None:
        too_old = time.time() - LEFTOVER_AGE_S
        for leftover in self._incoming.glob(f"{TEMPORARY_PREFIX}*"):
            with suppress(FileNotFoundError, PermissionError):  # another process may be tidying too
                if leftover.stat().st_mtime < too_old:
                    leftover.unlink()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as stored:
        while piece := stored.read(READ_BYTES):
            yield piece
