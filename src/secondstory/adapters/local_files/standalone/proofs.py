"""Signatures, trees, signed notes and policies, once more and from the specifications alone, for the single file.

Nothing of this shares code with the rest of Second Story: two readers that agree are worth more than one. It is joined
with `verify` into one file (`joined`), so it imports the standard library alone and keeps to Python 3.8.
Sources: RFC 8032 section 5.1; RFC 9162 section 2.1; C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy,
tlog-proof.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

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
