"""One file that holds a workspace: a tar whose last member lists every other with its length and digest.

Packing and unpacking take constant memory. What is unpacked is checked while it is written: names that no workspace
has, links, folders and devices are refused, and so is anything that differs from the list.
"""

import hashlib
import json
import re
import tarfile
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from secondstory.adapters.local_files.durable import Draft, draft, sync_folder, told_as_weather
from secondstory.kernel.refused import Refused

LIST = "list.json"
VERSION = 1
READ_BYTES = 1 << 20
_LARGEST_LIST_BYTES = 1 << 28
_FILE_MODE, _OBJECT_MODE, _ARCHIVE_MODE = 0o600, 0o440, 0o600
_OBJECT = re.compile(r"objects/([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}")
_ALONE = frozenset(
    {
        "record.db",
        "web.db",
        "checkpoints.db",
        "policy",
        "workspace.toml",
        "checkpoint",
        "keys.backup",
        LIST,
    }
)
_OWN_TEXT = re.compile(r"(?:texts|drafts|timestamps)(?:/[^/\\\0]{1,200}){1,8}")


class DamagedArchive(Refused):
    """The file is no such archive, was changed or cut, or holds what none of ours would hold."""

    def __init__(self, path: Path, why: str) -> None:
        """Say which file, and how one can tell."""
        super().__init__(
            f"{path} is not whole: {why}. Nothing of it was used. Take another copy of it.",
            code="damaged-archive",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What an archive says about itself. about: what the maker wrote; members: name to (bytes, SHA-256 in hex)."""

    about: Mapping[str, Any]
    members: Mapping[str, tuple[int, str]]


def pack(path: Path, members: Iterable[tuple[str, Path | bytes]], about: Mapping[str, Any]) -> Listed:
    """Write the archive durably, read it back, and return what it holds. `path` must not be there yet.

    members: name inside, and a file or bytes. Raises NotWritten or DiskFull, and DamagedArchive when what was read
    back is not what was written.
    """
    listed: dict[str, tuple[int, str]] = {}
    with draft(path.parent, target=path) as new:
        with tarfile.open(fileobj=_Sink(new), mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
            for name, source in members:
                listed[name] = _add(tar, name, source)
            _add(tar, LIST, _encoded(Listed(about=about, members=listed)))
        new.settle(mode=_ARCHIVE_MODE)
        new.rename(path)
    sync_folder(path.parent)
    read_back = check(path)
    if read_back.members != listed:
        raise DamagedArchive(path, "it was read back other than it was written")
    return read_back


def check(path: Path) -> Listed:
    """Return what the archive holds, after reading every byte of it. Raises DamagedArchive."""
    return _walked(path, lambda _, body: _copied(body, None))


def unpack(path: Path, into: Path) -> Listed:
    """Write what the archive holds below `into`, which is empty, and return the list; the same checks as `check`.

    Files are durable when this returns. Raises DamagedArchive, NotWritten, DiskFull.
    """
    folders: set[Path] = {into}

    def write(name: str, body: IO[bytes]) -> tuple[int, str]:
        target = into / name
        with told_as_weather(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        folders.update(one for one in target.parents if one.is_relative_to(into))
        with draft(target.parent, target=target) as new:
            what = _copied(body, new)
            new.settle(mode=_OBJECT_MODE if _OBJECT.fullmatch(name) else _FILE_MODE)
            new.rename(target)
        return what

    listed = _walked(path, write)
    for folder in sorted(folders):
        sync_folder(folder)
    return listed


class _Sink:
    """What a tar is written to: a draft that becomes durable as a whole."""

    def __init__(self, new: Draft) -> None:
        self._new = new

    def write(self, chunk: bytes) -> int:
        self._new.write(chunk)
        return len(chunk)


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self.digest.update(chunk)
        return chunk


def _add(tar: tarfile.TarFile, name: str, source: Path | bytes) -> tuple[int, str]:
    member = tarfile.TarInfo(name)
    member.mode = _FILE_MODE
    if isinstance(source, bytes):
        member.size = len(source)
        tar.addfile(member, BytesIO(source))
        return member.size, hashlib.sha256(source).hexdigest()
    with source.open("rb") as opened:
        member.size = source.stat().st_size
        hashing = _Hashing(opened)
        tar.addfile(member, hashing)
    return member.size, hashing.digest.hexdigest()


def _walked(path: Path, take: Callable[[str, IO[bytes]], tuple[int, str]]) -> Listed:
    """Give every member to `take`, which returns its length and digest; return the list once all agree with it."""
    found: dict[str, tuple[int, str]] = {}
    listed: Listed | None = None
    try:
        with tarfile.open(path, mode="r|") as tar:
            for member in tar:
                _refuse_strange(path, member, found)
                body = tar.extractfile(member)
                assert body is not None
                if member.name == LIST:
                    listed = _decoded(path, body.read(_LARGEST_LIST_BYTES))
                else:
                    found[member.name] = take(member.name, body)
    except FileNotFoundError as missing:
        raise Refused(f"There is no file {path}.") from missing
    except (tarfile.TarError, EOFError) as wrong:
        raise DamagedArchive(path, f"it cannot be read to its end ({wrong})") from wrong
    return _agreed(path, listed, found)


def _refuse_strange(path: Path, member: tarfile.TarInfo, seen: Container[str]) -> None:
    name = member.name
    is_known = (
        name in _ALONE
        or _OBJECT.fullmatch(name)
        or (_OWN_TEXT.fullmatch(name) and ".." not in name.split("/"))
    )
    if not member.isreg() or not is_known:
        raise DamagedArchive(path, f"it holds {name!r}, which no workspace has")
    if name in seen:
        raise DamagedArchive(path, f"it holds {name!r} twice")


def _copied(body: IO[bytes], new: Draft | None) -> tuple[int, str]:
    digest, length = hashlib.sha256(), 0
    while chunk := body.read(READ_BYTES):
        digest.update(chunk)
        length += len(chunk)
        if new is not None:
            new.write(chunk)
    return length, digest.hexdigest()


def _encoded(listed: Listed) -> bytes:
    members = {name: list(what) for name, what in listed.members.items()}
    return json.dumps({"v": VERSION, **listed.about, "members": members}, indent=1).encode()


def _decoded(path: Path, raw: bytes) -> Listed:
    try:
        fields = json.loads(raw)
        if fields.pop("v") != VERSION:
            raise DamagedArchive(path, "a version of this software made it that this one does not know")
        members = {
            str(name): (int(size), str(digest)) for name, (size, digest) in fields.pop("members").items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as wrong:
        raise DamagedArchive(path, f"its list cannot be read ({wrong})") from wrong
    return Listed(about=fields, members=members)


def _agreed(path: Path, listed: Listed | None, found: Mapping[str, tuple[int, str]]) -> Listed:
    if listed is None:
        raise DamagedArchive(path, "it ends before its list")
    if listed.members != found:
        differing = sorted(
            name
            for name in listed.members.keys() | found.keys()
            if listed.members.get(name) != found.get(name)
        )
        raise DamagedArchive(path, f"{differing[0]} is not what the list says")
    return listed
