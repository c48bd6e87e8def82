"""Receipts and proofs: one entry's place in the log, for somebody who has nothing of ours but a verifier key."""

from collections.abc import Iterator

from secondstory.application.ports.storage import Log
from secondstory.kernel.refused import Refused
from secondstory.record.proof import encode_proof
from secondstory.record.tiles import (
    ENTRIES_LEVEL,
    TILE_WIDTH,
    TileHashes,
    encode_entry_bundle,
    entries_path,
    parse_tile_path,
    tiles_of,
)
from secondstory.record.tree import inclusion_path
from secondstory.vault.keys import LastSigned

_HASH_BYTES = 32


def prove(log: Log, index: int, signed: LastSigned) -> bytes:
    """Return the `.tlog-proof` of the entry at `index` under the signed checkpoint.

    Raises Refused when the checkpoint does not cover that index.
    """
    if not 0 <= index < signed.size:
        raise Refused(f"Entry {index} is not covered: the last checkpoint covers 0 to {signed.size - 1}.")
    path = inclusion_path(index, signed.size, TileHashes(get_tile=log.tile).hash_at)
    return encode_proof(index, path, signed.note)


def tile_at(log: Log, path: str, size: int) -> bytes:
    """Return the bytes at a tile's path in the tree of the first `size` entries. Raises Refused for any other path."""
    try:
        name = parse_tile_path(path)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong
    ahead = Refused("The last checkpoint does not cover that.")
    if name.level == ENTRIES_LEVEL:
        first = name.n * TILE_WIDTH
        if first + name.width > size:
            raise ahead
        return encode_entry_bundle([stored.entry for stored in log.entries(first, first + name.width)])
    if (name.n * TILE_WIDTH + name.width) * TILE_WIDTH**name.level > size:
        raise ahead
    return log.tile(name.level, name.n)[: name.width * _HASH_BYTES]


def tiles(log: Log, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of every tile and bundle of entries in the tree of the first `size` entries."""
    for name in tiles_of(size):
        yield name.path, log.tile(name.level, name.n)[: name.width * _HASH_BYTES]
    for first in range(0, size, TILE_WIDTH):
        bundle = [stored.entry for stored in log.entries(first, min(first + TILE_WIDTH, size))]
        yield entries_path(first // TILE_WIDTH, len(bundle)), encode_entry_bundle(bundle)
