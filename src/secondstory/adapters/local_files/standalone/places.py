"""Where bytes lie that are checked, what is found wrong with them, tiled logs and bags; part of the single file."""

from __future__ import annotations

import hashlib
import http.client
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from secondstory.adapters.local_files.standalone.proofs import MISSING, Wrong, need, sha

MOST_BYTES = 1 << 28
UNREADABLE = (ArithmeticError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError)
UNREADABLE_FILE = (
    AttributeError,
    zlib.error,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    http.client.HTTPException,
)


# Where bytes lie: a folder, a zip that is read where it is, a web server whose redirects are not followed
class Folder:
    """A bundle, or a tiled log, in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        """Return every file below it; a link is refused, since it leads out."""
        found = sorted(self.root.rglob("*"))
        odd = [one.name for one in found if one.is_symlink() or not (one.is_file() or one.is_dir())]
        need(not odd, f"A link, or something that is no file, lies here: {odd[:1]}")
        return [one.relative_to(self.root).as_posix() for one in found if one.is_file()]

    def open(self, name: str) -> IO[bytes]:
        """Open one file."""
        return (self.root / name).open("rb")


class Zip:
    """A bundle in a zip."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        files = [one for one in self.zip.infolist() if not one.filename.endswith("/")]
        trap = sum(one.file_size for one in files) > 200 * path.stat().st_size + (1 << 26)
        need(not trap, "This zip unpacks to very much more than it holds, as a trap would.", MISSING)
        odd = [one.filename for one in files if (one.external_attr >> 16) & 0o170000 not in {0, 0o100000}]
        need(not odd, f"The zip holds a link, or something that is no file: {odd[:1]}")
        tops = {one.filename.split("/")[0] for one in files}
        self.top = f"{tops.pop()}/" if len(tops) == 1 else ""
        self.files = [one.filename for one in files]

    def names(self) -> list[str]:
        """Return every file in it."""
        return [name[len(self.top) :] for name in self.files]

    def open(self, name: str) -> IO[bytes]:
        """Open one file."""
        return self.zip.open(self.top + name)


class Web:
    """A tiled log on a web server."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url.rstrip("/"))
        secure = self.url.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self.link = kind(self.url.netloc, timeout=30)

    def open(self, name: str) -> IO[bytes]:
        """Ask for one file."""
        self.link.request("GET", f"{self.url.path}/{name}")
        answer = self.link.getresponse()
        if answer.status != 200:
            answer.read(MOST_BYTES)
            raise FileNotFoundError(name)
        return answer


def read(place: Folder | Zip | Web, name: str) -> bytes:
    """Return the bytes of one file."""
    try:
        with place.open(name) as stream:
            raw = stream.read(MOST_BYTES + 1)
    except (KeyError, FileNotFoundError):
        raise Wrong(MISSING, f"{name} is not here.") from None
    need(len(raw) <= MOST_BYTES, f"{name} is far larger than it can be.", MISSING)
    return raw


class Report:
    """What was found: (exit code, where, words), what was proved, and what was not."""

    def __init__(self) -> None:
        self.wrong: list[tuple[int, str, str]] = []
        self.proved: list[str] = []
        self.open: list[str] = []

    def tried(self, where: str, check: Callable[..., Any], *given: Any) -> Any:
        """Return what `check` returns; None when it found something wrong, which is kept."""
        try:
            return check(*given)
        except Wrong as wrong:
            self.wrong.append((wrong.code, where, wrong.words))
        except (*UNREADABLE, *UNREADABLE_FILE) as broken:
            self.wrong.append((MISSING, where, f"It cannot be read ({type(broken).__name__}: {broken})."))
        return None


def tile_name(level: int | str, n: int, width: int) -> str:
    """Return where a tile lies: groups of three digits, all but the last after an x."""
    digits = f"{n:03d}"
    groups = re.findall("...", digits.zfill(-(-len(digits) // 3) * 3))
    whole = "/".join([f"x{one}" for one in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{whole}" + ("" if width == 256 else f".p/{width}")


def root_of(hashes: list[bytes]) -> bytes:
    """Return the root over hashes: pairs are joined level by level, and an odd last one moves up."""
    while len(hashes) > 1:
        odd = [hashes[-1]] if len(hashes) % 2 else []
        hashes = [sha(b"\1" + hashes[n] + hashes[n + 1]) for n in range(0, len(hashes) - 1, 2)] + odd
    return hashes[0] if hashes else sha(b"")


def check_log(get: Callable[[str], bytes], size: int, root: bytes) -> dict[int, bytes]:
    """Return every entry of a tiled log, once entries, tiles of every level and root agree."""
    entries: dict[int, bytes] = {}
    for first in range(0, size, 256):
        width, at = min(256, size - first), 0
        raw = get(tile_name("entries", first // 256, width))
        for index in range(first, first + width):
            end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
            entries[index], at = raw[at + 2 : end], end
        need(at == len(raw), f"The entries from {first} on do not fill their bundle.")
    level, hashes = 0, [sha(b"\0" + entries[index]) for index in range(size)]
    chunks = [hashes[n : n + 256] for n in range(0, size, 256)]
    need(
        root_of([root_of(one) for one in chunks]) == root,
        "The entries do not lead to the root that was signed.",
    )
    while chunks:
        for n, chunk in enumerate(chunks):
            same = get(tile_name(level, n, len(chunk))) == b"".join(chunk)
            need(same, f"Tile {n} of level {level} does not follow from the entries.")
        hashes, level = [root_of(one) for one in chunks if len(one) == 256], level + 1
        chunks = [hashes[n : n + 256] for n in range(0, len(hashes), 256)]
    return entries


def check_bag(place: Folder | Zip, report: Report) -> dict[str, tuple[str, int]]:
    """Return (SHA-256, length) of every file of a BagIt bag that its manifests account for (RFC 8493)."""
    names = place.names()
    folded = {unicodedata.normalize("NFC", name).casefold() for name in names}
    need(len(folded) == len(names), "Two files here have one name, but for capital letters.")
    odd = [name for name in names if re.search(r"[\0-\x1f\\:]|(^|/)(\.{0,2})(/|$)", name)]
    need(not odd and "fetch.txt" not in names, f"A name here leads out of the bundle: {odd[:1]}")
    told = read(place, "bagit.txt").split()
    need(
        told == b"BagIt-Version: 1.0 Tag-File-Character-Encoding: UTF-8".split(), "bagit.txt is another one."
    )
    digests: dict[str, tuple[str, int]] = {}
    for manifest, is_payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        raw = read(place, manifest).decode("utf-8")
        need(raw.endswith("\n"), f"{manifest} was cut.")
        lines = [line.split(None, 1) for line in raw.splitlines()]
        listed = {unquote(name).strip(): digest.lower() for digest, name in lines}
        need(len(listed) == len(lines), f"{manifest} names a file twice.")
        there = {
            one for one in names if one.startswith("data/") == is_payload and one != "tagmanifest-sha256.txt"
        }
        for name in sorted(there | set(listed)):
            digests[name] = report.tried(name, _listed, place, name, listed, there, manifest) or ("", 0)
    return digests


def _listed(
    place: Folder | Zip, name: str, listed: dict[str, str], there: set[str], manifest: str
) -> tuple[str, int]:
    need(name in there, "MISSING. The bundle's own list names it, and it is not here.", MISSING)
    need(name in listed, f"It lies here, and {manifest} does not name it.")
    digest, length = hashlib.sha256(), 0
    with place.open(name) as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            digest.update(chunk)
            length += len(chunk)
    need(digest.hexdigest() == listed[name], "It was changed after the bundle was made.")
    return digest.hexdigest(), length
