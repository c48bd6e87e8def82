"""Logs that this software writes, signs and proves, for software that is not ours to read."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from secondstory.adapters.local_files.tiles import write_tiles
from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.commitment import b64url
from secondstory.record.entry import Entry, encode_entry
from secondstory.record.proof import encode_proof
from secondstory.record.tiles import (
    TILE_WIDTH,
    TileHashes,
    encode_entry_bundle,
    entries_path,
    extend_tiles,
    leaf_hashes_of,
    tiles_of,
)
from secondstory.record.tree import Frontier, consistency_path, inclusion_path, leaf_hash
from secondstory.record.vkey import vkey
from tests.record.by_hand import ADA, EVE, signer

ORIGIN = "independent.example/log"
ODD = (b"", b"\n\n", bytes(range(256)), b"x" * 65_535)
"""Entries at the edges of what a bundle can hold; ours never look like this, yet the tree does not care."""


def entry(number: int) -> bytes:
    """Return an entry of the form this software writes."""
    digest = b64url(leaf_hash(str(number).encode()))
    return encode_entry(Entry(header=digest, parts=(digest,)))


@dataclass
class Log:
    """A log in memory: everything a reader could ask of it, made by secondstory.record."""

    entries: list[bytes]
    seed: bytes = ADA
    origin: str = ORIGIN
    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Hash the entries into tiles."""
        extend_tiles(self.tiles, 0, leaf_hashes_of(self.entries))

    @property
    def vkey(self) -> str:
        """The verifier key."""
        return vkey(self.origin, signer(self.seed)[1])

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    def root(self, size: int) -> bytes:
        """Return the root over the first `size` entries."""
        return Frontier(size=0, hashes=()).extend(leaf_hashes_of(self.entries[:size])).root()

    def checkpoint(self, size: int | None = None, *, root: bytes | None = None) -> bytes:
        """Return the signed checkpoint of a size; root: another one than the true one, to see it refused."""
        size = self.size if size is None else size
        sign, public = signer(self.seed)
        stated = Checkpoint(origin=self.origin, size=size, root=root or self.root(size))
        return sign_checkpoint(stated, sign=sign, public=public)

    def path(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the inclusion path of one entry."""
        return inclusion_path(index, size or self.size, self._hashes.hash_at)

    def receipt(self, index: int, size: int | None = None) -> bytes:
        """Return the `.tlog-proof` of one entry."""
        return encode_proof(index, self.path(index, size), self.checkpoint(size))

    def grown(self, old: int, new: int | None = None) -> list[bytes]:
        """Return the consistency path between two sizes."""
        return consistency_path(old, new or self.size, self._hashes.hash_at)

    def publish(self, folder: Path) -> Path:
        """Write the log as static files and return the folder."""
        write_tiles(folder, self._files(), self.checkpoint(), self.vkey)
        return folder

    @property
    def _hashes(self) -> TileHashes:
        return TileHashes(get_tile=lambda level, n: self.tiles[level, n])

    def _files(self) -> Iterable[tuple[str, bytes]]:
        for name in tiles_of(self.size):
            yield name.path, self.tiles[name.level, name.n]
        for n in range(0, self.size, TILE_WIDTH):
            bundle = self.entries[n : n + TILE_WIDTH]
            yield entries_path(n // TILE_WIDTH, len(bundle)), encode_entry_bundle(bundle)


def log_of(size: int) -> Log:
    """Return a log of entries like ours, with the odd ones at its end where it is long enough."""
    plain = size - len(ODD) if size > 3 * len(ODD) else size
    return Log([*map(entry, range(plain)), *ODD[: size - plain]])


def forked(log: Log, at: int) -> Log:
    """Return what Eve would sign instead: another entry at one place, under the same key."""
    return Log([*log.entries[:at], b"another", *log.entries[at + 1 :]], seed=log.seed, origin=log.origin)


def stolen(log: Log) -> Log:
    """Return the same entries under a key of Eve's that says the same name."""
    return Log(log.entries, seed=EVE, origin=log.origin)


def lines(hashes: Iterable[bytes]) -> str:
    """Return one base64 hash on each line."""
    return "".join(f"{base64.b64encode(one).decode()}\n" for one in hashes)
