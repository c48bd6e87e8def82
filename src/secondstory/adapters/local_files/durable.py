"""Writing files so that they are whole after a power cut: temporary file, fsync, rename, fsync of the folder.

An fsync that reported an error is never tried again: the kernel may have dropped the pages it could not write,
and a second fsync would then succeed without them.
"""

import errno
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from secondstory.application.ports.weather import NoRoom, NotKept

TEMPORARY_PREFIX = ".writing-"
_SETTLED: set[Path] = set()
_SAFE = "Nothing was kept of this write, and what was there before is untouched."


class NotWritten(NotKept):
    """A write did not become durable. The text says what happened, what is safe and what to do."""

    def __init__(self, text: str, *, number: int | None) -> None:
        """Keep the words for people; number is the operating system's error number."""
        super().__init__(text)
        self.errno = number


class DiskFull(NotWritten, NoRoom):
    """There was no room, by the disk or by a quota."""


class DiskUncertain(NotWritten):
    """The disk did not confirm a write: stop writing there, and never ask it again about the same bytes."""


def write_durably(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write `data` to `path`, replacing what was there, and return once it would survive a power cut.

    The folder has to exist. At any moment `path` holds the old bytes or the new ones, never a mixture.
    Raises DiskFull, DiskUncertain or NotWritten.
    """
    replace_unsettled(path, [data], mode=mode)
    sync_folder(path.parent)


def replace_unsettled(path: Path, chunks: Iterable[bytes], *, mode: int = 0o644) -> None:
    """Write `path` by temporary file, fsync and rename; its name is durable after `sync_folder(path.parent)`.

    For writers of many files, who settle each folder once at the end.
    """
    with draft(path.parent, target=path) as new:
        for chunk in chunks:
            new.write(chunk)
        new.settle(mode=mode)
        new.rename(path)


class Draft:
    """A temporary file on its way to its name: write, settle, rename, in this order."""

    __slots__ = ("_descriptor", "_path", "_target", "has_name")

    def __init__(self, descriptor: int, path: Path, target: Path) -> None:
        """Take over an open file; `target` is what errors speak of."""
        self._descriptor = descriptor
        self._path = path
        self._target = target
        self.has_name = False

    def write(self, chunk: bytes) -> None:
        """Write all of `chunk`: one call to the system may take only a part of it."""
        view = memoryview(chunk)
        with told_as_weather(self._target):
            while view:
                view = view[os.write(self._descriptor, view) :]

    def settle(self, *, mode: int) -> None:
        """Return once the bytes are on the disk."""
        with told_as_weather(self._target):
            os.fchmod(self._descriptor, mode)
        sync(self._descriptor, self._target)

    def rename(self, path: Path) -> None:
        """Give the file its name, which is durable after `sync_folder(path.parent)`."""
        with told_as_weather(path):
            self._path.replace(path)
        self.has_name = True


@contextmanager
def draft(folder: Path, *, target: Path) -> Iterator[Draft]:
    """Yield a new file in `folder`, mode 0600, which is removed unless it was renamed.

    What the block itself raises leaves as it came; only the draft's own steps speak of the disk.
    """
    with told_as_weather(target):
        descriptor, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=folder)
    path = Path(name)
    new = Draft(descriptor, path, target)
    try:
        yield new
    finally:
        # A leftover that cannot be taken away harms nobody, and would hide what went wrong before it.
        with suppress(OSError):
            os.close(descriptor)
            if not new.has_name:
                path.unlink()


def sync(descriptor: int, target: Path) -> None:
    """Return once the bytes written to `descriptor` are on the disk; raises DiskUncertain, or DiskFull."""
    try:
        if sys.platform == "darwin":
            import fcntl  # there, fsync leaves the bytes in the drive's own cache

            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fsync(descriptor)
    except OSError as why:
        if why.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full(target, why) from why
        raise DiskUncertain(
            f"The disk did not confirm what was written to {target} ({why.strerror}). Nothing was recorded as kept, "
            "and what was confirmed earlier is untouched. Stop using this disk until it has been looked at.",
            number=why.errno,
        ) from why


def sync_folder(folder: Path) -> None:
    """Return once the names in `folder` are on the disk; raises DiskUncertain."""
    with told_as_weather(folder):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            sync(descriptor, folder)
        finally:
            os.close(descriptor)


def make_folder_durably(folder: Path, *, below: Path) -> None:
    """Make `folder` and what is missing between `below` and it, and settle each name on the way.

    Names that exist already are settled too: the process that made them may have died before it did.
    """
    with told_as_weather(folder):
        folder.mkdir(parents=True, exist_ok=True)
    while folder != below:
        folder = folder.parent
        sync_folder(folder)


def make_place_durably(folder: Path, *, mode: int = 0o777) -> None:
    """Make `folder` and what is missing above it, and settle every name on the way to it.

    A backup in a folder whose own name a power cut takes away is no backup. Names that were there before are settled
    too, as far as this file system and the rights of whoever asks go. Raises as `sync_folder` does.
    """
    with told_as_weather(folder):
        made = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=mode, exist_ok=True)
        device = folder.stat().st_dev
        for above in folder.absolute().parents:
            if above.stat().st_dev != device:
                break
            if any(one.parent == above for one in made) or os.access(above, os.R_OK):
                sync_folder(above)


def settle_place(folder: Path, *, mode: int = 0o777) -> None:
    """Have `folder` there, its name settled once in the life of this process; for places that are written to often.

    Raises as `sync_folder` does.
    """
    if folder not in _SETTLED or not folder.is_dir():
        make_place_durably(folder, mode=mode)
        _SETTLED.add(folder)


@contextmanager
def told_as_weather(target: Path) -> Iterator[None]:
    """Turn an error of the operating system in the block into one with words for people."""
    try:
        yield
    except NotWritten:
        raise
    except OSError as why:
        if why.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full(target, why) from why
        raise NotWritten(
            f"{target} could not be written ({why.strerror or why}). {_SAFE} Put that right and run it again.",
            number=why.errno,
        ) from why


def _full(target: Path, why: OSError) -> DiskFull:
    return DiskFull(
        f"The disk that holds {target} has no room left. {_SAFE} Make room and run it again.",
        number=why.errno,
    )
