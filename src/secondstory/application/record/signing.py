"""Signs the head of the log: never two checkpoints for one size, never a tree that lost what was signed before.

record-format.md sections 5 and 6. The guard `last_signed` lies in the key store, outside the data and its backups,
and only grows. A copy of the data that is older than the guard is read, and not signed.
"""

from functools import lru_cache
from typing import Self

from secondstory.application.ports.storage import Log, StorageFailed
from secondstory.record.checkpoint import Checkpoint, render_body, render_signed
from secondstory.record.errors import MustReload
from secondstory.record.tiles import GetTile, TileHashes, root_of_tile
from secondstory.record.tree import EMPTY_ROOT, HashAt, root_of_peaks
from secondstory.vault.keys import LastSigned, Signer

ATTEMPTS = 5
# Subtrees of the last tile, by their bytes: among acts that follow each other, all but the smallest stand as they were.
_remembered_root = lru_cache(maxsize=64)(root_of_tile)


class RecordBehind(MustReload):
    """The data is older than, or other than, what its key has signed. It can be read; nothing is appended to it."""


class RecordedUnsigned(StorageFailed):
    """An act that is in the record for good, and under no checkpoint yet: done again, it would be there twice."""

    @classmethod
    def because(cls, why: Exception) -> Self:
        """Return the words for an act whose checkpoint could not be signed because of `why`."""
        reason = str(why.__cause__ or why).rstrip(".")
        unsigned = cls(
            f"This was recorded; do not do it again. The checkpoint over it is not signed yet: {reason}. Have the disk"
            f" and the key store looked at; secondstory status then signs it, and secondstory verify shows it."
        )
        unsigned.__cause__ = why
        return unsigned


def root_at(size: int, hash_at: HashAt) -> bytes:
    """Return the root over the first `size` leaves, from the hashes of complete subtrees."""
    if size == 0:
        return EMPTY_ROOT
    peaks: list[bytes] = []
    start = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            peaks.append(hash_at(level, start >> level))
            start += 1 << level
    return root_of_peaks(peaks)


def reading_once(get_tile: GetTile) -> HashAt:
    """Return the hashes of subtrees out of tiles that are each asked for once; ask for the log's size before."""
    return TileHashes(lru_cache(maxsize=None)(get_tile), _remembered_root).hash_at


def check_guard(last: LastSigned | None, size: int, hash_at: HashAt) -> None:
    """Return when a log of `size` entries still contains what was signed last.

    last: as the key store said before `size` was read. Raises RecordBehind when the log is shorter, or holds another
    tree at that size.
    """
    if last is None:
        return
    if size < last.size:
        raise RecordBehind(
            f"This copy of the record holds {size} entries, and its key has signed {last.size}. It is an older copy,"
            f" or entries are gone. Nothing was written and everything here can still be read. Bring back the newest"
            f" copy (secondstory restore), or ask secondstory verify what is missing."
        )
    if root_at(last.size, hash_at) != last.root:
        raise RecordBehind(
            f"The first {last.size} entries here are not the ones that this log's key has signed. Nothing was"
            f" written. Run secondstory verify to see what differs, and keep this copy as it is."
        )


def sign_head(log: Log, signer: Signer, *, origin: str, covering: int = 0) -> LastSigned:
    """Return a signed checkpoint that covers everything committed so far; the normal path and the recovery alike.

    covering: the size that is enough when another process has signed meanwhile; 0 for all that is committed. Among
    many writers the head never stands still, and whose entries are covered need not sign again.
    Raises RecordBehind when the log lost something that was signed.
    """
    for _ in range(ATTEMPTS):
        last = signer.last_signed()
        size, hash_at = log.head().size, reading_once(log.tile)
        check_guard(last, size, hash_at)
        if last is not None and last.size >= (covering or size):
            return last
        root = root_at(size, hash_at)
        checkpoint = Checkpoint(origin=origin, size=size, root=root)
        note = render_signed(checkpoint, signer.signatures(render_body(checkpoint).encode()))
        # Durable boundary: after the swap this checkpoint is the one for its size, for ever. A crash before it
        # leaves entries that are committed and not yet covered; the next opening calls this same function.
        try:
            signer.swap_last_signed(last, LastSigned(size=size, root=root, note=note))
        except RecordBehind:
            raise
        except MustReload:
            continue  # another process signed meanwhile; look again
        return LastSigned(size=size, root=root, note=note)
    raise MustReload(
        "Other processes kept signing first. Everything is recorded; ask again for the checkpoint."
    )
