"""A private file without a name: it holds what can be read only once until it is sealed, and goes with the process.

Evidence is read twice, once to look for secrets and once to seal, and a pipe gives its bytes once. The file never has
a name, so a crash leaves nothing to find; what it held is overwritten before it is let go. On disks that write every
byte to a new place (most solid state disks) overwriting is a courtesy and no promise: encrypt the disk.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

PIECE_BYTES = 1 << 20


class Spool:
    """One such file. Use it in a `with` block."""

    def __init__(self, folder: Path) -> None:
        """Make the file on the disk that holds `folder`."""
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  (closed by __exit__)

    def __enter__(self) -> Self:
        """Return the spool."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Overwrite what it held and let it go."""
        length = os.fstat(self.descriptor).st_size
        nothing = bytes(PIECE_BYTES)
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        for start in range(0, length, PIECE_BYTES):
            os.write(self.descriptor, nothing[: min(PIECE_BYTES, length - start)])
        os.fsync(self.descriptor)
        self._file.close()

    @property
    def descriptor(self) -> int:
        """The open file, for a command to write to."""
        return self._file.fileno()

    @property
    def length_bytes(self) -> int:
        """How many bytes it holds."""
        return os.fstat(self.descriptor).st_size

    def fill(self, chunks: Iterable[bytes]) -> None:
        """Add all of `chunks`."""
        for chunk in chunks:
            view = memoryview(chunk)
            while view:
                view = view[os.write(self.descriptor, view) :]

    def read(self) -> Iterator[bytes]:
        """Yield what it holds from its beginning, in pieces of at most 1 MiB; each call begins anew."""
        place = 0
        while piece := os.pread(self.descriptor, PIECE_BYTES, place):
            place += len(piece)
            yield piece


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces of at most 1 MiB."""
    with path.open("rb", buffering=0) as opened:
        while piece := opened.read(PIECE_BYTES):
            yield piece
