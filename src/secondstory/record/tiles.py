"""Tiles: the tree cut into files of 256 hashes that never change once full.

A tile of level l holds the hashes of subtrees of 256^l leaves; whatever lies between two levels is hashed
again when needed. Only full tiles are hashed upward, so the right edge of the tree is one partial tile a level.
Source: tlog-tiles v0.1.0, "Merkle Tree", "Partial Tiles" and "Log entries".
"""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from hashlib import sha256

from secondstory.kernel.frozen import dataclass
from secondstory.record.entry import MAX_ENTRY_BYTES
from secondstory.record.errors import BadProof
from secondstory.record.tree import HASH_BYTES, root_of_peaks

TILE_WIDTH = 256
TILE_HEIGHT = 8
TILE_BYTES = TILE_WIDTH * HASH_BYTES
ENTRIES_LEVEL = -1
"""The level of a `TileName` that stands for a bundle of entries."""

GetTile = Callable[[int, int], bytes]
"""`get_tile(level, n)`: the hashes of that tile, joined; what it raises for a missing one passes through."""

_MAX_LEVEL = 63
_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TileName:
    """Which tile: its level (`ENTRIES_LEVEL` for a bundle of entries), number, and width from 1 to 256."""

    level: int
    n: int
    width: int

    @property
    def path(self) -> str:
        """The path below the log's address."""
        if self.level == ENTRIES_LEVEL:
            return entries_path(self.n, self.width)
        return tile_path(self.level, self.n, self.width)


def tile_path(level: int, n: int, width: int) -> str:
    """Return the path of a tile of hashes, such as `tile/0/x001/x234/067` or `tile/0/x001/234.p/5`.

    Raises ValueError for a level outside 0 to 63, a negative number or a width outside 1 to 256.
    """
    if not 0 <= level <= _MAX_LEVEL:
        raise ValueError(f"Tiles have levels 0 to {_MAX_LEVEL}, not {level}.")
    return f"tile/{level}/{_numbered(n, width)}"


def entries_path(n: int, width: int) -> str:
    """Return the path of a bundle of entries, such as `tile/entries/x001/234.p/5`.

    Raises ValueError for a negative number or a width outside 1 to 256.
    """
    return f"tile/entries/{_numbered(n, width)}"


def parse_tile_path(path: str) -> TileName:
    """Return the tile or the bundle a path stands for.

    Raises ValueError for any path that `tile_path` and `entries_path` would not have written.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError("This is not the path of a tile.")
    level, number, width = found.groups()
    name = TileName(
        level=ENTRIES_LEVEL if level == "entries" else int(level),
        n=int(number.replace("x", "").replace("/", "")),
        width=int(width) if width else TILE_WIDTH,
    )
    if name.path != path:
        raise ValueError("This is not the one way to write the path of a tile.")
    return name


def tiles_of(size: int) -> Iterator[TileName]:
    """Yield every tile of hashes of a tree of `size` leaves, lowest level first; none is empty."""
    return new_tiles(0, size)


def new_tiles(old_size: int, new_size: int) -> Iterator[TileName]:
    """Yield the tiles of hashes that a tree of `new_size` has and one of `old_size` has not.

    A partial tile that grew is yielded in its new width. Raises ValueError unless 0 <= old_size <= new_size.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(f"A tree of {new_size} did not grow out of one of {old_size}.")
    level = 0
    while new_size:
        if new_size != old_size:
            for n in range(old_size // TILE_WIDTH, -(-new_size // TILE_WIDTH)):
                yield TileName(level=level, n=n, width=min(TILE_WIDTH, new_size - n * TILE_WIDTH))
        level, old_size, new_size = level + 1, old_size // TILE_WIDTH, new_size // TILE_WIDTH


def root_of_tile(tile: bytes) -> bytes:
    """Return the root over the hashes in `tile`, whose number is a power of two.

    Raises BadProof for another length.
    """
    count = len(tile) // HASH_BYTES
    if len(tile) % HASH_BYTES or count.bit_count() != 1:
        raise BadProof(f"{len(tile)} bytes are not the hashes of a complete subtree.")
    # The hot loop of every build and check. Two children lie side by side, so one slice is both of them.
    while len(tile) > HASH_BYTES:
        tile = b"".join([sha256(b"\x01" + tile[at : at + 64]).digest() for at in range(0, len(tile), 64)])
    return tile


def leaf_hashes_of(entries: Iterable[bytes]) -> list[bytes]:
    """Return the leaf hash of every entry, in order. Source: RFC 9162 section 2.1.1."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


class TileHashes:
    """The hashes of complete subtrees, read out of tiles, as `inclusion_path` and `consistency_path` ask."""

    __slots__ = ("_get_tile", "_root_of")

    def __init__(self, get_tile: GetTile, root_of: Callable[[bytes], bytes] = root_of_tile) -> None:
        """Read from `get_tile`, anew for every hash: whoever wants a cache puts it there.

        root_of: `root_of_tile`, or one that remembers what it returned for the same bytes.
        """
        self._get_tile = get_tile
        self._root_of = root_of

    def hash_at(self, level: int, n: int) -> bytes:
        """Return the hash of the complete subtree of 2^level leaves number n.

        Raises BadProof when its tile is too short to hold it.
        """
        tile_level, height = divmod(level, TILE_HEIGHT)
        tile_n, first = divmod(n << height, TILE_WIDTH)
        start, end = first * HASH_BYTES, (first + (1 << height)) * HASH_BYTES
        tile = self._get_tile(tile_level, tile_n)
        if len(tile) < end:
            raise BadProof(f"Tile {tile_n} of level {tile_level} is too short for the tree it belongs to.")
        return self._root_of(tile[start:end])


def extend_tiles(
    tiles: MutableMapping[tuple[int, int], bytes], size: int, leaf_hashes: Iterable[bytes]
) -> int:
    """Return the new size after appending leaf hashes to the tiles of a tree of `size` leaves.

    tiles: by (level, n). Read is at most the last, partial tile of each level; written is every one that changes.
    Raises BadProof when such a tile is too short for `size`, ValueError when a leaf hash has not 32 bytes.
    """
    added = list(leaf_hashes)
    if any(len(item) != HASH_BYTES for item in added):
        raise ValueError(f"A leaf hash has {HASH_BYTES} bytes.")
    pending, level, count = b"".join(added), 0, size
    while pending:
        n, filled = divmod(count, TILE_WIDTH)
        if filled:
            pending = _prefix(tiles[level, n], filled, level, n) + pending
        parents: list[bytes] = []
        for start in range(0, len(pending), TILE_BYTES):
            tile = pending[start : start + TILE_BYTES]
            tiles[level, n] = tile
            n += 1
            if len(tile) == TILE_BYTES:
                parents.append(root_of_tile(tile))
        pending, level, count = b"".join(parents), level + 1, count // TILE_WIDTH
    return size + len(added)


def roots_match(get_tile: GetTile, size: int) -> bytes:
    """Return the root of a tree of `size` leaves, hashed again from the tiles of level 0 upward.

    Every stored tile of a higher level is compared with what the level below says.
    Raises BadProof when one differs, or when a tile is too short. Whatever `get_tile` raises passes through.
    """
    peaks: list[bytes] = []
    expected: bytes | None = None
    level, count = 0, size
    while count:
        below, roots = expected, bytearray()
        for n in range(-(-count // TILE_WIDTH)):
            width = min(TILE_WIDTH, count - n * TILE_WIDTH)
            tile = _prefix(get_tile(level, n), width, level, n)
            if below is not None and tile != below[n * TILE_BYTES : n * TILE_BYTES + len(tile)]:
                raise BadProof(f"Tile {n} of level {level} does not follow from the tiles below it.")
            if width == TILE_WIDTH:
                roots += root_of_tile(tile)
            else:
                # Higher levels lie further left, so their peaks go in front.
                peaks[:0] = _peaks(tile)
        expected, level, count = bytes(roots), level + 1, count // TILE_WIDTH
    return root_of_peaks(peaks)


def encode_entry_bundle(entries: Sequence[bytes]) -> bytes:
    """Return 1 to 256 entries as one bundle, each after its length in two bytes.

    Raises ValueError for another number, or for an entry above 65,535 bytes.
    """
    if not 1 <= len(entries) <= TILE_WIDTH or max(map(len, entries)) > MAX_ENTRY_BYTES:
        raise ValueError("A bundle holds 1 to 256 entries of at most 65,535 bytes.")
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def decode_entry_bundle(stored: bytes) -> list[bytes]:
    """Return the entries of a bundle.

    Raises BadProof when it is cut short, empty, or holds more than 256.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(stored):
        start = at + 2
        at = start + int.from_bytes(stored[at:start], "big")
        entries.append(stored[start:at])
        if len(entries) > TILE_WIDTH:
            raise BadProof("This bundle holds more than 256 entries.")
    if at != len(stored) or not entries:
        raise BadProof("This bundle of entries is empty or cut short.")
    return entries


def _numbered(n: int, width: int) -> str:
    if n < 0 or not 1 <= width <= TILE_WIDTH:
        raise ValueError(f"A tile has a number from 0 and a width from 1 to 256, not {n} and {width}.")
    digits = f"{n:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    suffix = "" if width == TILE_WIDTH else f".p/{width}"
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:]) + suffix


def _prefix(tile: bytes, width: int, level: int, n: int) -> bytes:
    """Return the first `width` hashes: a tile may have grown since, and its beginning does not change."""
    if len(tile) < width * HASH_BYTES:
        raise BadProof(f"Tile {n} of level {level} is too short for the tree it belongs to.")
    return tile[: width * HASH_BYTES]


def _peaks(tile: bytes) -> list[bytes]:
    """Return the roots of the largest complete subtrees of a partial tile, largest first."""
    peaks: list[bytes] = []
    start, left = 0, len(tile) // HASH_BYTES
    while left:
        width = 1 << (left.bit_length() - 1)
        peaks.append(root_of_tile(tile[start : start + width * HASH_BYTES]))
        start, left = start + width * HASH_BYTES, left - width
    return peaks
