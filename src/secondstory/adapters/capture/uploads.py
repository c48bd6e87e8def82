"""Uploads on their way: parts that arrived whole, in a private folder outside the vault, until they are sealed.

A part is written whole or not at all, under the place where it begins. So a cut line, a part sent twice and a crash all
leave the same thing: the parts from the beginning on that are here, and a sender who goes on after them. What is here
is no evidence; only sealing, which reads all of it again, makes it that. Taken away, it is overwritten first.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from secondstory.adapters.local_files.durable import (
    NotWritten,
    replace_unsettled,
    settle_place,
    sync_folder,
    write_durably,
)
from secondstory.kernel.refused import Refused
from secondstory.vault.declared import Tally

PART_BYTES = 4 << 20
MOST_AT_ONCE = 20
KEPT_H = 48
_ID = re.compile(r"[0-9a-f]{32}")
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_PIECE_BYTES = 1 << 20
_ABOUT = "about.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of the bytes to come: by whom, for which post-mortem, how many, and their SHA-256 in hex."""

    person: str
    post_mortem: str
    name: str
    length_bytes: int
    sha256: str
    begun_at: str
    captured_from: str = ""
    how: str = "file"
    clock: str = ""
    clock_uncertainty_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One upload, and how many of its bytes are here without a hole."""

    id: str
    about: About
    received_bytes: int

    @property
    def is_whole(self) -> bool:
        """Whether as many bytes are here as were declared."""
        return self.received_bytes == self.about.length_bytes


class Uploads:
    """The uploads of one workspace, each in a folder that its owner alone may read."""

    def __init__(self, root: Path) -> None:
        """Keep them below `root`, which is made when the first comes."""
        self._root = root

    def begin(self, about: About) -> Upload:
        """Make room for the bytes that `about` declares; return the upload, with nothing in it yet.

        Raises Refused when this person has too many under way, or when the disk could not take them.
        """
        if sum(one.about.person == about.person for one in self.all()) >= MOST_AT_ONCE:
            raise Refused(
                f"{MOST_AT_ONCE} uploads of yours wait already. Seal or discard one of them; it stands on the evidence page."
            )
        self._must_fit(about.length_bytes)
        with self._new_folder() as folder:
            write_durably(folder / _ABOUT, _encoded(about), mode=_PRIVATE_FILE)
        return Upload(id=folder.name, about=about, received_bytes=0)

    def take(self, about: About, chunks: Iterable[bytes]) -> Upload:
        """Keep bytes that came in one piece; their length and SHA-256 in `about` are replaced by those they have.

        Raises Refused when the disk did not take them; then nothing of them is kept.
        """
        tally, place = Tally(), 0
        with self._new_folder() as folder:
            for part in _parts(tally.over(chunks)):
                replace_unsettled(folder / _part_name(place), [part], mode=_PRIVATE_FILE)
                place += len(part)
            counted = replace(about, length_bytes=tally.length_bytes, sha256=tally.digest)
            write_durably(folder / _ABOUT, _encoded(counted), mode=_PRIVATE_FILE)
        return Upload(id=folder.name, about=counted, received_bytes=place)

    def find(self, name: str) -> Upload | None:
        """Return the upload of that id, None when there is none."""
        folder = self._root / name
        if not _ID.fullmatch(name) or not (folder / _ABOUT).is_file():
            return None
        try:
            known = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Upload(id=name, about=About(**known), received_bytes=_received(folder))

    def all(self) -> list[Upload]:
        """Return the uploads there are, oldest first."""
        names = sorted(path.name for path in self._root.iterdir()) if self._root.is_dir() else []
        found = [one for name in names if (one := self.find(name)) is not None]
        return sorted(found, key=lambda one: (one.about.begun_at, one.id))

    def add(self, upload: Upload, start: int, part: bytes) -> Upload:
        """Keep one whole part that begins at `start`; a part that is here already stays as it is.

        Raises Refused when it would leave a hole, lie across a part that is here, or reach beyond what was declared.
        """
        folder = self._root / upload.id
        path, received = folder / _part_name(start), _received(folder)
        if start + len(part) > upload.about.length_bytes:
            raise Refused("This part reaches beyond the length that was declared. Begin the upload again.")
        if start < received:
            if path.is_file() and path.stat().st_size == len(part):
                return replace(upload, received_bytes=received)
            raise Refused(
                "This part lies across others that are here. Ask how far the upload is, and go on there."
            )
        if start > received:
            raise Refused("This part would leave a hole. Ask how far the upload is, and go on there.")
        if part:
            with _told():
                replace_unsettled(path, [part], mode=_PRIVATE_FILE)
        return replace(upload, received_bytes=_received(folder))

    def describe(self, upload: Upload, **said: Any) -> Upload:
        """Keep what somebody says of an upload after it began, such as its name; return it so."""
        about = replace(upload.about, **said)
        write_durably(self._root / upload.id / _ABOUT, _encoded(about), mode=_PRIVATE_FILE)
        return replace(upload, about=about)

    def read(self, upload: Upload) -> Iterator[bytes]:
        """Yield the bytes that are here, from the beginning, in pieces of at most 1 MiB; each call begins anew."""
        for path in _in_order(self._root / upload.id):
            with path.open("rb", buffering=0) as opened:
                while piece := opened.read(_PIECE_BYTES):
                    yield piece

    @contextmanager
    def claimed(self, upload: Upload) -> Iterator[None]:
        """Hold an upload for one sealing. Raises Refused when another one has it, or when it is gone."""
        folder = self._root / upload.id
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError as gone:
            raise Refused("This upload is not here any more: it was sealed or discarded meanwhile.") from gone
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not (folder / _ABOUT).is_file():
                raise Refused("This upload is not here any more: it was sealed or discarded meanwhile.")
            yield
        except BlockingIOError as held:
            raise Refused(
                "This upload is being sealed right now. Look at the evidence page in a moment."
            ) from held
        finally:
            os.close(descriptor)

    def restart(self, upload: Upload) -> None:
        """Take away the parts that are here, and keep what was said, so that its sender begins anew."""
        for path in (self._root / upload.id).glob("*.part"):
            _overwrite(path)
            path.unlink(missing_ok=True)

    def discard(self, upload: Upload) -> None:
        """Overwrite and take away all of an upload; nothing when it is gone."""
        _take_away(self._root / upload.id)

    def sweep(self, now: datetime) -> list[str]:
        """Discard what has waited for 48 hours, and what a crash left half begun; return the ids. now: aware."""
        old = now - timedelta(hours=KEPT_H)
        for folder in self._root.iterdir() if self._root.is_dir() else ():
            if not (folder / _ABOUT).is_file() and folder.stat().st_mtime < old.timestamp():
                _take_away(folder)
        waited = [one for one in self.all() if datetime.fromisoformat(one.about.begun_at) < old]
        for one in waited:
            self.discard(one)
        return [one.id for one in waited]

    @contextmanager
    def _new_folder(self) -> Iterator[Path]:
        """Yield a folder for one upload; when it could not be filled, it is taken away again."""
        self._make_root()
        folder = self._root / os.urandom(16).hex()
        folder.mkdir(mode=_PRIVATE_FOLDER)
        filled = False
        try:
            with _told():
                yield folder
                sync_folder(self._root)
            filled = True
        finally:
            if not filled:
                _take_away(folder)

    def _make_root(self) -> None:
        settle_place(self._root, mode=_PRIVATE_FOLDER)

    def _must_fit(self, length_bytes: int) -> None:
        self._make_root()
        # Twice: once as parts, once sealed; and some room for everybody else.
        if shutil.disk_usage(self._root).free < 2 * length_bytes + (64 << 20):
            raise Refused(
                "The disk of this server has no room for it, so nothing was begun. Tell whoever keeps the server, or seal"
                " a shorter excerpt."
            )


def _encoded(about: About) -> bytes:
    return json.dumps(asdict(about), ensure_ascii=False).encode()


def _part_name(start: int) -> str:
    return f"{start:020d}.part"


def _in_order(folder: Path) -> list[Path]:
    """Return the parts from the beginning on that follow one another without a hole."""
    found: list[Path] = []
    place = 0
    while (path := folder / _part_name(place)).is_file():
        found.append(path)
        place += path.stat().st_size
    return found


def _received(folder: Path) -> int:
    return sum(path.stat().st_size for path in _in_order(folder))


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)


@contextmanager
def _told() -> Iterator[None]:
    """Tell people when the disk did not take something. Raises Refused with what happened and what is safe."""
    try:
        yield
    except NotWritten as why:
        raise Refused(str(why), code="disk") from why


def _take_away(folder: Path) -> None:
    """Overwrite and remove all of an upload; nothing when it is gone."""
    (folder / _ABOUT).unlink(missing_ok=True)
    for path in folder.glob("*.part"):
        _overwrite(path)
    shutil.rmtree(folder, ignore_errors=True)


def _overwrite(path: Path) -> None:
    """Write nothing over what a file held: a courtesy on disks that write every byte to a new place."""
    nothing = bytes(_PIECE_BYTES)
    with path.open("r+b", buffering=0) as opened:
        length = os.fstat(opened.fileno()).st_size
        for start in range(0, length, _PIECE_BYTES):
            opened.write(nothing[: min(_PIECE_BYTES, length - start)])
        os.fsync(opened.fileno())
