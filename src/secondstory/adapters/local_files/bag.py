"""BagIt bags, in a folder or in a zip: written aside, read back, and only then given their name (RFC 8493).

The durable boundaries, and what a crash after each leaves behind:
1. every file written and synced below a folder `.writing-...` beside the target: leftovers that may be deleted;
2. the bag read back whole by whoever asked for it: the same;
3. with `replace`, the old bag moved into that folder: it lies there, whole, and can be moved back;
4. rename to the target and sync of the folder around it: the bag is there.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from secondstory.adapters.local_files.durable import (
    TEMPORARY_PREFIX,
    make_place_durably,
    sync,
    sync_folder,
    told_as_weather,
)
from secondstory.kernel.refused import Refused

Content = bytes | Iterable[bytes]
SUFFIX = ".zip"
_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MODE = 0o600
_STORED = ("data/evidence/", "data/tile/")
"""What does not shrink, or would shrink so much that a careful reader takes the zip for a trap."""


@dataclass(frozen=True, slots=True)
class Written:
    """A bag as it was written: how many files its payload has, and how many bytes they are."""

    files: int
    length_bytes: int


class _Shelf(Protocol):
    """Takes the files of a bag, one after the other."""

    def put(self, name: str, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Write a file; return (SHA-256 in hex, length in bytes)."""
        ...


def write_bag(
    target: Path,
    payload: Iterable[tuple[str, Content]],
    about: Callable[[Written], Mapping[str, str]],
    *,
    read_back: Callable[[Path], None],
    replace: bool = False,
) -> Written:
    """Write a bag to `target`, a zip when its name ends in .zip, and return once it would survive a power cut.

    payload: (name below data/, content). about: the lines of bag-info.txt, asked when the payload is known.
    read_back: looks at the finished bag before it gets its name, and raises when it is not as it should be.
    Raises Refused when something is there already and `replace` was not said, or is no bag; NotWritten, DiskFull.
    """
    _refuse_standing(target, replace=replace)
    make_place_durably(target.parent)
    with _aside(target) as aside:
        with _shelf(aside / target.name) as shelf:
            written = _fill(shelf, payload, about)  # 1
        read_back(aside / target.name)  # 2
        with told_as_weather(target):
            if target.is_dir():
                target.rename(aside / "replaced")  # 3
            (aside / target.name).replace(target)
        sync_folder(target.parent)  # 4
    return written


def _refuse_standing(target: Path, *, replace: bool) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if not replace:
        raise Refused(
            f"{target} is there already and was left as it is. Name another place, or say --force to replace it.",
            code="bundle-exists",
        )
    if not ((target / "bagit.txt").is_file() or (target.is_file() and zipfile.is_zipfile(target))):
        raise Refused(
            f"{target} is not a bundle, so it was not replaced. Name another place.", code="no-bundle"
        )


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    with told_as_weather(target):
        aside = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=target.parent))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _shelf(path: Path) -> Iterator[_Shelf]:
    if path.suffix != SUFFIX:
        folder = _Folder(path)
        yield folder
        folder.settle()
        return
    with told_as_weather(path), path.open("xb") as file:
        os.fchmod(file.fileno(), _MODE)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            yield _Zipped(packed, path.stem)
        file.flush()
        sync(file.fileno(), path)


def _fill(
    shelf: _Shelf, payload: Iterable[tuple[str, Content]], about: Callable[[Written], Mapping[str, str]]
) -> Written:
    listed: dict[str, str] = {}
    files = length_bytes = 0
    for name, content in payload:
        path = f"data/{name}"
        listed[path], length = shelf.put(path, _chunks(content))
        files, length_bytes = files + 1, length_bytes + length
    written = Written(files, length_bytes)
    told = {**about(written), "Payload-Oxum": f"{length_bytes}.{files}"}
    tags = {
        "bagit.txt": _BAGIT,
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in told.items()).encode(),
        "manifest-sha256.txt": _manifest(listed),
    }
    digests = {name: shelf.put(name, [raw])[0] for name, raw in tags.items()}
    shelf.put("tagmanifest-sha256.txt", [_manifest(digests)])
    return written


def _manifest(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def _chunks(content: Content) -> Iterable[bytes]:
    return [content] if isinstance(content, bytes) else content


@dataclass(slots=True)
class _Folder:
    root: Path
    files: list[Path] = field(default_factory=list)
    touched: set[Path] = field(default_factory=set)

    def put(self, name: str, chunks: Iterable[bytes]) -> tuple[str, int]:
        path = self.root / name
        with told_as_weather(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self.touched.update(one for one in path.parents if one.is_relative_to(self.root))
        digest, length = hashlib.sha256(), 0
        with told_as_weather(path):
            file = path.open("xb")
        with file:
            os.fchmod(file.fileno(), _MODE)
            for chunk in chunks:
                digest.update(chunk)
                length += len(chunk)
                with told_as_weather(path):
                    file.write(chunk)
            with told_as_weather(path):
                file.flush()
        self.files.append(path)
        return digest.hexdigest(), length

    def settle(self) -> None:
        """Return once everything is on the disk. After the last file is written: the first sync takes most along."""
        for path in self.files:
            with told_as_weather(path), path.open("rb") as file:
                sync(file.fileno(), path)
        for one in sorted(self.touched, reverse=True):
            sync_folder(one)


@dataclass(slots=True)
class _Zipped:
    packed: zipfile.ZipFile
    top: str

    def put(self, name: str, chunks: Iterable[bytes]) -> tuple[str, int]:
        member = zipfile.ZipInfo(f"{self.top}/{name}")
        member.external_attr = (0o100000 | _MODE) << 16
        is_stored = name.startswith(_STORED)
        member.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
        digest, length = hashlib.sha256(), 0
        with self.packed.open(member, "w", force_zip64=True) as stream:
            for chunk in chunks:
                digest.update(chunk)
                length += len(chunk)
                stream.write(chunk)
        return digest.hexdigest(), length
