"""Checks a Second Story bundle, a tiled log or a receipt. One file, Python 3.8 or newer, nothing to install.

    python3 verify.py BUNDLE --key VKEY              a bundle: a folder, or a .zip
    python3 verify.py FOLDER-OR-URL --key VKEY       a whole tiled log
    python3 verify.py FILE.tlog-proof ENTRY --key VKEY
    python3 verify.py BUNDLE --policy FILE           log keys, witnesses and quorum from a policy of your own
    python3 verify.py BUNDLE --fingerprint           the key that lies inside, for comparing aloud

The key comes from somebody you trust, never from what is checked. Ends with 0 verified, 1 altered, 2 missing or
unreadable, 3 verified but not witnessed as the policy asks.
Sources: RFC 8032 section 5.1.7; RFC 8493; RFC 9162 section 2.1; C2SP signed-note, tlog-checkpoint, tlog-cosignature,
tlog-tiles, tlog-proof and tlog-policy; the formats of Second Story itself, docs/formats.md.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import http.client
import json
import re
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, IO, NamedTuple
from urllib.parse import unquote, urlsplit


VERIFIED, ALTERED, MISSING, UNWITNESSED = 0, 1, 2, 3
NUMBER = "(0|[1-9][0-9]{0,18})"


class Wrong(Exception):
    """One thing that is not as it should be, with the exit code that it means."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def need(condition: object, words: str, code: int = ALTERED) -> None:
    """Go on when `condition` holds."""
    if not condition:
        raise Wrong(code, words)


# Ed25519: RFC 8032 section 5.1
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


def add(p: tuple[int, ...], q: tuple[int, ...]) -> tuple[int, ...]:
    """Return the sum of two points in extended coordinates."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: tuple[int, ...]) -> tuple[int, ...]:
    """Return a multiple of a point."""
    result: tuple[int, ...] = NEUTRAL
    for bit in f"{scalar:b}":
        result = add(result, result)
        result = add(result, point) if bit == "1" else result
    return result


def point_of(raw: bytes) -> tuple[int, ...] | None:
    """Return the point in 32 bytes, None when they are not the one way to write one."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def bytes_of(point: tuple[int, ...]) -> bytes:
    """Return a point in its 32 bytes."""
    inverse = pow(point[2], P - 2, P)
    return (point[1] * inverse % P | (point[0] * inverse % P & 1) << 255).to_bytes(32, "little")


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether `signature` is one of `message` by `public`; a key of small order signs nothing here."""
    point = point_of(public) if len(public) == 32 and len(signature) == 64 else None
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or scalar >= ORDER or bytes_of(times(8, point)) == bytes_of(NEUTRAL):
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - point[0], point[1], 1, P - point[3])
    return bytes_of(add(times(scalar, BASE), times(challenge, minus))) == signature[:32]


# The tree: RFC 9162 section 2.1
def sha(raw: bytes) -> bytes:
    """Return the SHA-256 of `raw`; a leaf begins with 00, a node with 01."""
    return hashlib.sha256(raw).digest()


def climb(here: int, last: int, start: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return what a proof leads to on the left edge and in the whole tree."""
    first = second = start
    for sibling in path:
        need(last, "The proof is longer than the tree is high.")
        if here & 1 or here == last:
            first, second = sha(b"\1" + sibling + first), sha(b"\1" + sibling + second)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            second = sha(b"\1" + second + sibling)
        here, last = here >> 1, last >> 1
    need(not last, "The proof is shorter than the tree is high.")
    return first, second


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    """Go on when `path` leads from the leaf hash at `index` to `root` (section 2.1.3.2)."""
    need(0 <= index < size, f"There is no entry {index} in a log of {size}.")
    need(
        climb(index, size - 1, leaf, path)[1] == root, "The proof does not lead to the root that was signed."
    )


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Go on when the tree of `new` entries begins with that of `old` (section 2.1.4.2)."""
    need(0 <= old <= new, f"A log of {new} entries did not grow out of one of {old}.")
    if old in {0, new}:
        good = not path and old_root == (new_root if old == new else sha(b""))
        need(good, "Two roots were signed for one size: a fork.")
        return
    hashes = list(path) if old & (old - 1) else [old_root, *path]
    need(path, "The proof between two checkpoints is empty.")
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    good = climb(here, last, hashes[0], hashes[1:]) == (old_root, new_root)
    need(good, "One signed checkpoint did not grow out of the other: a fork, or a rewritten log.")


# Keys, signed notes, checkpoints, policies
class Key(NamedTuple):
    """A key that somebody trusts; kind: 1 a log's, 4 a witness's."""

    name: str
    id: bytes
    kind: int
    public: bytes


class Checkpoint(NamedTuple):
    """What a log signed: `size` entries under `root`; witnesses: which of the policy signed too.

    is_given: whether a key signed it that came from outside.
    """

    size: int
    root: bytes
    witnesses: frozenset[str]
    is_given: bool = True


def unb64(text: str) -> bytes:
    """Return the bytes of base64 in its one canonical form."""
    raw = base64.b64decode(text.encode("ascii"), validate=True)
    need(base64.b64encode(raw).decode() == text, "This is not base64 in its one canonical form.")
    return raw


def hashes_in(lines: Sequence[str]) -> list[bytes]:
    """Return hashes of 32 bytes, one in each line."""
    found = [unb64(line) for line in lines]
    need(
        all(len(one) == 32 for one in found) and len(found) < 64, "A proof has at most 63 hashes of 32 bytes."
    )
    return found


def is_name(text: str) -> bool:
    """Return whether `text` can name a key."""
    return bool(text) and "+" not in text and not any(one.isspace() or one < " " for one in text)


def key_of(vkey: str, kind: int) -> Key:
    """Return the key in a verifier key line."""
    name, _, rest = vkey.strip().partition("+")
    identifier, _, material = rest.partition("+")
    try:
        raw = unb64(material)
    except (Wrong, ValueError):
        raw = b""
    good = is_name(name) and len(raw) == 33 and raw[0] == kind
    need(good, f"This is not the verifier key of a {'log' if kind == 1 else 'witness'}: {vkey}", MISSING)
    expected = sha(name.encode() + b"\n" + raw)[:4]
    need(
        expected.hex() == identifier, f"The key id of {name} does not fit its key: a copying error.", MISSING
    )
    return Key(name, expected, kind, raw[1:])


class Trust:
    """The keys that come from outside: of logs, of witnesses, and how many witnesses are enough."""

    def __init__(self, vkey: str | Sequence[str] | None, policy: str | None) -> None:
        vkeys = [vkey] if isinstance(vkey, str) else list(vkey or [])
        self.logs: list[Key] = []
        self.witnesses: dict[str, Key] = {}
        self.groups: dict[str, tuple[int, list[str]]] = {}
        self.known: dict[tuple[bytes, tuple[Key, ...]], Checkpoint] = {}
        self.quorum = "none"
        if policy is not None:
            kinds = [self._line(line.split()) for line in policy.split("\n") if line.strip(" \t")]
            need(kinds.count("quorum") == 1, "A policy has exactly one quorum line.", MISSING)
        self.logs = [key_of(one, 1) for one in vkeys] or self.logs
        need(self.logs, "The policy names no log. Give the log's key as well: --key VKEY.", MISSING)

    def _line(self, words: list[str]) -> str:
        used = {*self.witnesses, *self.groups}
        fresh = len(words) > 2 and words[1] not in used | {"none"}
        if words[0] == "log" and len(words) in {2, 3}:
            self.logs.append(key_of(words[1], 1))
        elif words[0] == "witness" and len(words) in {3, 4} and fresh:
            self.witnesses[words[1]] = key_of(words[2], 4)
        elif words[0] == "group" and len(words) > 3 and fresh:
            members = words[3:]
            enough = {"any": "1", "all": str(len(members))}.get(words[2], words[2])
            good = re.fullmatch("[1-9][0-9]{0,5}", enough) and int(enough) <= len(set(members) & used)
            need(good and len(set(members)) == len(members), f"A group cannot be read: {words[1]}", MISSING)
            need(
                used.issuperset(members), f"The group {words[1]} names what no line before it does.", MISSING
            )
            self.groups[words[1]] = (int(enough), members)
        elif words[0] == "quorum" and len(words) == 2 and words[1] in used | {"none"}:
            self.quorum = words[1]
        elif not words[0].startswith("#"):
            raise Wrong(MISSING, f"The policy has a line that cannot be read: {' '.join(words)}")
        return words[0]

    def checkpoint(self, note: bytes, inside: Sequence[Key] = ()) -> Checkpoint:
        """Return the checkpoint in a signed note, once a log that is known has signed it.

        inside: keys that lie beside what is checked, for notes that are held to another one that a given key signed.
        """
        older = tuple(key for key in inside if key.name in {one.name for one in self.logs})
        if (note, older) not in self.known:
            need(len(note) <= 1000000, "A signed note is too long.")
            text, _, block = note.decode("utf-8").rpartition("\n\n")
            lines, text = block.split("\n"), text + "\n"
            good = block.endswith("\n") and len(lines) <= 101 and not re.search("[\0-\t\x0b-\x1f]", text)
            origin, size, root = [*text.split("\n"), "", ""][:3]
            good = bool(good and origin and re.fullmatch(NUMBER, size)) and len(unb64(root)) == 32
            need(good, "This is not a signed checkpoint: origin, size and root, an empty line, signatures.")
            by = {(key.name, key.id): key for key in [*older, *self.logs, *self.witnesses.values()]}
            signers = [_signer(line, text, by) for line in lines[:-1]]
            own = {key for key in signers if key and key.kind == 1 and key.name == origin}
            need(own, f"The log {origin} has not signed this checkpoint with the key you gave.")
            named = frozenset(name for name, key in self.witnesses.items() if key in signers)
            is_given = not own.isdisjoint(self.logs)
            self.known[note, older] = Checkpoint(int(size), unb64(root), named, is_given)
        return self.known[note, older]

    def is_witnessed(self, by: frozenset[str], name: str) -> bool:
        """Return whether the witnesses in `by` are enough for `name`, a witness or a group."""
        if name in self.groups:
            enough, members = self.groups[name]
            return sum(self.is_witnessed(by, one) for one in members) >= enough
        return name == "none" or name in by


def _signer(line: str, text: str, by: dict[tuple[str, bytes], Key]) -> Key | None:
    dash, name, encoded = [*line.split(" "), "", ""][:3]
    raw = unb64(encoded)
    need(
        dash == "\u2014" and is_name(name) and line.count(" ") == 2 and len(raw) > 4,
        "A signature line is broken.",
    )
    key, blob, message = by.get((name, raw[:4])), raw[4:], text.encode()
    if key is not None and key.kind == 4:
        message = b"cosignature/v1\ntime %d\n" % int.from_bytes(blob[:8], "big") + message
        need(len(blob) == 72 and blob[0] < 128, f"The cosignature of {name} has another length.")
        blob = blob[8:]
    good = key is None or is_signed(key.public, message, blob)
    need(good, f"The signature of {name} does not fit: text or line was altered.")
    return key


def open_proof(raw: bytes) -> tuple[int, list[bytes], bytes]:
    """Return (index, path, signed note) of a .tlog-proof."""
    front, _, note = raw.partition(b"\n\n")
    first, *lines = front.decode("ascii").split("\n")
    lines = lines[1:] if lines and lines[0].startswith("extra ") else lines
    good = first == "c2sp.org/tlog-proof@v1" and lines and re.fullmatch(f"index {NUMBER}", lines[0])
    need(
        good,
        "This is not a proof file: c2sp.org/tlog-proof@v1, an index, hashes, an empty line, a checkpoint.",
    )
    return int(lines[0][6:]), hashes_in(lines[1:]), note


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


VERDICTS = {
    ALTERED: "ALTERED. Something does not stand as it was recorded.",
    MISSING: "MISSING. Something that should be here is not, or cannot be read. That accuses nobody.",
    UNWITNESSED: "Verified, and not witnessed as the policy asks.",
    VERIFIED: "Verified.",
}
MOST_SHOWN = 50


class Bundle:
    """One bag of Second Story: entries under a signed checkpoint, and the words behind some of them."""

    def __init__(self, place: Folder | Zip, trust: Trust, report: Report) -> None:
        self.place, self.trust, self.report = place, trust, report
        self.digests = report.tried("the bundle", check_bag, place, report) or {}
        self.entries: dict[int, dict[str, Any]] = {}
        self.opened: dict[tuple[int, str], bytes] = {}
        self.tally = {"present": 0, "erased": 0, "closed": 0}
        self.used = {f"data/{name}" for name in ("README.md", "verify.py", "policy", "log.vkey")}

    def read(self, name: str) -> bytes:
        """Return a file of the payload, which is accounted for from then on."""
        need(f"data/{name}" in self.digests, f"{name} is not here.", MISSING)
        self.used.add(f"data/{name}")
        return read(self.place, f"data/{name}")

    def check(self) -> None:
        """Check everything, in the order in which one thing rests on another."""
        told, report = json.loads(self.read("contents.json").decode("utf-8")), self.report
        newest = self.trust.checkpoint(self.read("checkpoint"))
        if told["whole"]:
            leaves = check_log(self.read, newest.size, newest.root)
        else:
            found = {
                one["index"]: report.tried(f"entry {one['index']}", self._entry, one["index"], newest)
                for one in told["entries"]
            }
            leaves = {index: raw for index, raw in found.items() if raw is not None}
        self.entries = {index: json.loads(raw) for index, raw in leaves.items()}
        for one in told["entries"]:
            report.tried(f"entry {one['index']}", self._words, one["index"], one["parts"])
        for one in told["entries"]:
            for part, state in one["parts"].items():
                report.tried(f"entry {one['index']}, {part}", self._state, one["index"], part, state)
            report.tried(f"entry {one['index']}", self._is_complete, one["index"], one["parts"])
        report.tried("the order of the entries", self._chains)
        self._evidence(told["evidence"])
        self._history(told["history"], newest)
        self._stamps(told.get("timestamps", []), newest)
        loose = [name for name in self.digests if name.startswith("data/") and name not in self.used]
        need(not loose, f"{len(loose)} files lie in it that nothing vouches for: {loose[:3]}")

    def _entry(self, index: int, newest: Checkpoint) -> bytes:
        raw = self.read(f"entries/{index}.json")
        at, path, note = open_proof(self.read(f"proofs/{index}.tlog-proof"))
        checkpoint = self.trust.checkpoint(note)
        need(
            at == index and checkpoint[:2] == newest[:2],
            "Its proof is of another entry, or another checkpoint.",
        )
        verify_inclusion(index, checkpoint.size, sha(b"\0" + raw), path, checkpoint.root)
        return raw

    def _commitment(self, index: int, part: str) -> str:
        kind, _, number = part.partition("-")
        entry = self.entries[index]
        need(
            re.fullmatch("header|(part|evidence)-(0|[1-9][0-9]{0,4})", part),
            f"{part} is no part of an entry.",
        )
        listed = [entry["h"]] if kind == "header" else entry["b"] if kind == "part" else entry.get("e", [])
        need(int(number or 0) < len(listed), f"The entry has no {part}.")
        return str(listed[int(number or 0)])

    def _words(self, index: int, parts: dict[str, str]) -> None:
        """Open what is said to be present: its salt and its words have to give the commitment in the entry."""
        named = [part for part, state in parts.items() if state == "present"]
        words = json.loads(self.read(f"words/{index}.json")) if named else {}
        need(
            sorted(words) == sorted(named),
            "The words that lie here are not those of the parts that are present.",
        )
        for part, said in words.items():
            kind, plain = part.partition("-")[0].encode(), said["text"].encode()
            message = b"secondstory/commit/v1/" + kind + b"\0" + plain
            made = hmac.new(bytes.fromhex(said["salt"]), message, "sha256").digest()
            same = base64.urlsafe_b64encode(made).decode().rstrip("=") == self._commitment(index, part)
            need(same, f"The words of {part} are not the ones that were recorded.")
            self.opened[index, part] = plain
            self.tally["present"] += 1

    def _state(self, index: int, part: str, state: str) -> None:
        """Check that a part is in exactly one of four states."""
        self._commitment(index, part)
        erased = re.fullmatch("erased by entry ([0-9]{1,18})", state)
        need(
            state != "MISSING",
            "MISSING. The record says it was here, and no entry says that it was erased.",
            MISSING,
        )
        need(erased or state in {"present", "closed"}, f"{state} is not a state that a part can be in.")
        if erased:
            self._erased(index, part, int(erased[1]))
        if state != "present":
            self.tally["erased" if erased else "closed"] += 1

    def _erased(self, index: int, part: str, by: int) -> None:
        need(
            (by, "header") in self.opened and (by, "part-0") in self.opened,
            f"Entry {by}, which would say that it was erased, is not opened here.",
            MISSING,
        )
        header, facts = json.loads(self.opened[by, "header"]), json.loads(self.opened[by, "part-0"])
        need(header["kind"].startswith("erasure.carried_out."), f"Entry {by} erases nothing.")
        slots = [f"part-{one['slot']}" for one in facts.get("targets", []) if one["index"] == index]
        own = json.loads(self.opened.get((index, "header"), b"{}")).get("stream", facts["target"])
        need(
            part in slots if facts["scope"] == "part" else own == facts["target"],
            f"Entry {by} erased something else.",
        )

    def _is_complete(self, index: int, parts: dict[str, str]) -> None:
        named = re.findall(rb'\{"\$part":([0-9]+)\}', self.opened.get((index, "part-0"), b""))
        asked = {"header", "part-0", *(f"part-{int(one)}" for one in named)}
        asked |= {f"evidence-{n}" for n in range(len(self.entries[index].get("e", [])))}
        need(asked <= set(parts), f"The bundle says nothing of {sorted(asked - set(parts))}.", MISSING)

    def _chains(self) -> None:
        """Follow each stream: its entries are numbered from 1 and each names the one before it."""
        places: dict[tuple[str, int], int] = {}
        for (index, part), plain in sorted(self.opened.items()):
            if part == "header":
                header = json.loads(plain)
                stream, seq, before = header["stream"], header["seq"], header["previous"]
                need(
                    places.setdefault((stream, seq), index) == index,
                    f"Entry {index} repeats a number of {stream}.",
                )
                known = before in self.entries and places.get((stream, seq - 1), before) == before
                need(
                    seq == 1 or known,
                    f"Entry {before}, which stands before entry {index}, is left out.",
                    MISSING,
                )

    def _evidence(self, items: list[dict[str, Any]]) -> None:
        shown = {(one["index"], one["part"]): one for one in items}
        for (index, part), plain in self.opened.items():
            if part.startswith("evidence-"):
                self.report.tried(
                    f"evidence of entry {index}", self._item, plain, shown.get((index, part), {})
                )

    def _item(self, manifest: bytes, item: dict[str, Any]) -> None:
        need(
            item.get("state") != "MISSING" and item,
            "MISSING. Its bytes were sealed, and are not here.",
            MISSING,
        )
        erased = re.fullmatch("erased by entry ([0-9]{1,18})", item["state"])
        if item["state"] == "present":
            name, told = f"data/{item['file']}", json.loads(manifest)
            self.used.add(name)
            same = self.digests.get(name) == (told["plaintext"], told["length"])
            need(same, f"{item['file']} is not what was sealed.")
        elif erased:
            self._erased(item["index"], item["part"], int(erased[1]))
        else:
            need(item["state"] == "closed", f"{item['state']} is not a state that evidence can be in.")

    def _history(self, sizes: list[int], newest: Checkpoint) -> None:
        witnessed = [newest]
        inside = self.report.tried("log.vkey", self._inside) or []
        for size in sizes:
            kept = self.report.tried(f"the checkpoint of {size} entries", self._kept, size, newest, inside)
            witnessed += [kept] if kept else []
        quorum = self.trust.quorum
        best = max([one.size for one in witnessed if self.trust.is_witnessed(one.witnesses, quorum)] or [0])
        later = [index for index in self.entries if index >= best]
        if later:
            missing = sorted(set(self.trust.witnesses) - newest.witnesses)
            words = f"{len(later)} entries, from {min(later)} on. Witnesses that have not signed the newest: {missing}"
            self.report.wrong.append((UNWITNESSED, "not witnessed as the policy asks", words))
        elif quorum != "none":
            self.report.proved.append(
                f"Enough witnesses signed a checkpoint of {best} entries, which covers them."
            )
        self._sum(newest, len(sizes))
        older = sum(1 for one in witnessed if not one.is_given)
        if older:
            words = f"Whose the older key is that signed {older} of them: it lies inside alone. To check it too, have it from"
            self.report.open.append(f"{words} somebody you trust: --key OLDER --key NEWEST")

    def _inside(self) -> list[Key]:
        """Return the keys that lie here: older ones may have signed earlier checkpoints, which rest on the newest."""
        return [key_of(one, 1) for one in self.read("log.vkey").decode("utf-8").split("\n") if one]

    def _kept(self, size: int, newest: Checkpoint, inside: Sequence[Key]) -> Checkpoint:
        kept = self.trust.checkpoint(self.read(f"history/{size}"), inside)
        need(kept.size == size, "It covers another number of entries than its name says.")
        path = hashes_in(self.read(f"history/{size}.proof").decode("ascii").split())
        verify_consistency(kept.size, newest.size, kept.root, newest.root, path)
        return kept

    def _stamps(self, sizes: list[int], newest: Checkpoint) -> None:
        """Check that what was stamped is the beginning of this log; the stamps themselves are beyond this file."""
        good = [
            one
            for one in sizes
            if self.report.tried(f"the timestamp over {one} entries", self._stamp, one, newest)
        ]
        if good:
            name = f"data/timestamps/{good[-1]}"
            self.report.proved.append(
                f"{len(good)} stamped checkpoints lead to this one, the last over {good[-1]} entries."
            )
            self.report.open.append(
                "When: whether an authority you trust stamped them, and at which time. With its root certificates, from the"
                f" authority itself: openssl ts -verify -in {name}.tsr -data {name}.checkpoint -CAfile ROOTS.pem"
            )

    def _stamp(self, size: int, newest: Checkpoint) -> bool:
        names = [f"timestamps/{size}.{kind}" for kind in ("checkpoint", "tsr", "proof")]
        self.used.update(f"data/{name}" for name in names)
        note, token, proof = [self.read(name) for name in names]
        told, root = [*note.decode("utf-8").split("\n"), "", ""][1:3]
        need(told == str(size), "It covers another number of entries than its name says.")
        path = hashes_in(proof.decode("ascii").split())
        verify_consistency(size, newest.size, unb64(root), newest.root, path)
        need(hashlib.sha256(note).digest() in token, "What was stamped is not the checkpoint beside it.")
        return True

    def _sum(self, newest: Checkpoint, kept: int) -> None:
        tally = self.tally
        self.report.proved += [
            f"{len(self.entries)} entries stand in the log of {newest.size} that its key signed.",
            f"{tally['present']} parts are, word for word, what was recorded; lawfully erased: {tally['erased']}.",
            f"{kept} earlier checkpoints lead to this one.",
        ]
        closed = (
            f"What {tally['closed']} closed parts say: whoever made the bundle could or would not open them."
        )
        self.report.open += [closed] if tally["closed"] else []
        self.report.open.append(
            "That nothing came after the last entry of each stream, or was left out of the bundle whole."
        )


def check_tiles(place: Folder | Web, trust: Trust, report: Report) -> None:
    """Check a whole tiled log: every entry, every tile, the root."""
    checkpoint = trust.checkpoint(read(place, "checkpoint"))
    check_log(lambda name: read(place, name), checkpoint.size, checkpoint.root)
    report.proved.append(
        f"{checkpoint.size} entries and every tile lead to the root that the log's key signed."
    )
    _witnessed(checkpoint, trust, report)


def check_receipt(proof: str, entry: str, trust: Trust, report: Report) -> None:
    """Check one receipt: that an entry stands where its proof says."""
    index, path, note = open_proof(Path(proof).read_bytes())
    checkpoint = trust.checkpoint(note)
    verify_inclusion(index, checkpoint.size, sha(b"\0" + Path(entry).read_bytes()), path, checkpoint.root)
    report.proved.append(
        f"This is entry {index} of the log of {checkpoint.size} entries that its key signed."
    )
    _witnessed(checkpoint, trust, report)


def _witnessed(checkpoint: Checkpoint, trust: Trust, report: Report) -> None:
    if not trust.is_witnessed(checkpoint.witnesses, trust.quorum):
        missing = sorted(set(trust.witnesses) - checkpoint.witnesses)
        report.wrong.append((UNWITNESSED, "the checkpoint", f"These witnesses have not signed it: {missing}"))
    elif trust.quorum != "none":
        report.proved.append(f"These witnesses signed it too: {sorted(checkpoint.witnesses)}")


def place_of(target: str) -> Folder | Zip | Web:
    """Return where the bytes lie that `target` names."""
    if target.startswith(("http://", "https://")):
        return Web(target)
    path = Path(target)
    need(path.exists(), f"There is no {target}.", MISSING)
    return Folder(path) if path.is_dir() else Zip(path)


def check(options: argparse.Namespace, report: Report) -> None:
    """Check what was asked for."""
    policy = Path(options.policy).read_text("utf-8") if options.policy else None
    trust = Trust(options.key, policy)
    if options.entry:
        check_receipt(options.target, options.entry, trust, report)
        return
    place = place_of(options.target)
    if isinstance(place, Zip) or (isinstance(place, Folder) and (place.root / "bagit.txt").exists()):
        bundle = Bundle(place, trust, report)
        if bundle.digests:
            report.tried("the bundle", bundle.check)
    else:
        check_tiles(place, trust, report)


def fingerprint(options: argparse.Namespace, report: Report) -> None:
    """Say which key lies inside, so that two people can compare it aloud."""
    place = place_of(options.target)
    inside = "log.vkey" if isinstance(place, Web) or "bagit.txt" not in place.names() else "data/log.vkey"
    # A tiled log names every key that ever signed, one a line; the newest is the last.
    vkey = read(place, inside).decode("utf-8").strip().split("\n")[-1]
    digest = hashlib.sha256(vkey.encode()).hexdigest()
    report.open += [
        "The key inside, which proves nothing until somebody you trust reads you the same:",
        f"  {vkey}",
        f"  {' '.join(re.findall('....', digest))}",
        "Then: python3 verify.py BUNDLE --key VKEY",
    ]


def shown(report: Report, code: int) -> str:
    """Return the report in words, with nothing in it that could command a terminal."""
    lines = [VERDICTS[code]] if report.wrong or report.proved else []
    lines += [""] if report.wrong else []
    lines += [f"  {where}: {words}" for _, where, words in report.wrong[:MOST_SHOWN]]
    lines += [f"  and {len(report.wrong) - MOST_SHOWN} more"] if len(report.wrong) > MOST_SHOWN else []
    lines += ["", "Proved:", *(f"  {one}" for one in report.proved)] if report.proved else []
    lines += ["", "Not proved:", *(f"  {one}" for one in report.open)] if report.open else []
    lines = lines[1:] if lines[:1] == [""] else lines
    return "\n".join("".join(one if one.isprintable() else "?" for one in line) for line in lines)


def main(words: Sequence[str] | None = None) -> int:
    """Check what the command line names and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", help="a bundle, a tiled log (folder or address), or a .tlog-proof")
    parser.add_argument("entry", nargs="?", help="the bytes of the entry, with a .tlog-proof")
    parser.add_argument(
        "--key",
        metavar="VKEY",
        action="append",
        help="the log's verifier key, from somebody you trust; again for one that it had before",
    )
    parser.add_argument("--policy", metavar="FILE", help="a tlog-policy of your own: logs, witnesses, quorum")
    parser.add_argument(
        "--fingerprint", action="store_true", help="say which key lies inside, and check nothing"
    )
    options, report = parser.parse_args(words), Report()
    if options.fingerprint:
        report.tried(options.target, fingerprint, options, report)
        code = MISSING
    elif options.key or options.policy:
        report.tried(options.target, check, options, report)
        found = {one[0] for one in report.wrong}
        code = next(one for one in VERDICTS if one in found or one == VERIFIED)
    else:
        report.open.append(
            "Anything: a key that lies inside proves nothing. Give --key VKEY or --policy FILE."
        )
        code = MISSING
    sys.stdout.write(shown(report, code).encode("ascii", "backslashreplace").decode() + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
