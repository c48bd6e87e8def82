"""The Merkle tree: leaves into one root, and short proofs about what is in it.

A tree over n leaves splits at the largest power of two below n, so its left parts never change again. That is
why a handful of hashes (the frontier) is enough to go on, and why complete subtrees can be named by level and
number alone.
Source: RFC 9162 section 2.1 (the same tree as RFC 6962 section 2.1).
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from secondstory.kernel.frozen import dataclass
from secondstory.record.errors import BadProof

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

HashAt = Callable[[int, int], bytes]
"""`hash_at(level, n)`: the hash of the complete subtree of 2^level leaves number n, counted from the left."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry as a leaf. Source: RFC 9162 section 2.1.1."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side. Source: RFC 9162 section 2.1.1."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """A tree of `size` leaves reduced to the hashes of its largest complete subtrees, the largest first.

    One hash for every bit set in `size`; all that is needed to append and to say the root.
    """

    size: int
    hashes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Refuse with ValueError a number of hashes that no tree of this size has."""
        if self.size < 0 or self.size.bit_count() != len(self.hashes):
            raise ValueError(f"{len(self.hashes)} hashes are not the frontier of {self.size} leaves.")

    def append(self, leaf: bytes) -> "Frontier":
        """Return the frontier with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier with more leaf hashes, in order."""
        size, peaks = self.size, list(self.hashes)
        for leaf in leaves:
            peaks.append(leaf)
            size += 1
            pairs = size
            while not pairs & 1:
                right = peaks.pop()
                peaks[-1] = sha256(b"\x01" + peaks[-1] + right).digest()
                pairs >>= 1
        return Frontier(size=size, hashes=tuple(peaks))

    def root(self) -> bytes:
        """Return the root of the tree, `EMPTY_ROOT` when it has no leaves."""
        return root_of_peaks(self.hashes)


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes. Source: RFC 9162 section 2.1.1."""
    return Frontier(size=0, hashes=()).extend(leaf_hashes).root()


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of complete subtrees, largest first; `EMPTY_ROOT` for none."""
    if not peaks:
        return EMPTY_ROOT
    result = peaks[-1]
    for left in reversed(peaks[:-1]):
        result = node_hash(left, result)
    return result


def inclusion_path(index: int, size: int, hash_at: HashAt) -> list[bytes]:
    """Return the hashes that lead from leaf `index` to the root over `size` leaves, the leaf's sibling first.

    Raises ValueError unless 0 <= index < size. Source: RFC 9162 section 2.1.3.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}.")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, hash_at))
            end = middle
        else:
            path.append(_range_hash(start, middle, hash_at))
            start = middle
    path.reverse()
    return path


def consistency_path(old: int, new: int, hash_at: HashAt) -> list[bytes]:
    """Return the hashes that show the first `old` of `new` leaves unchanged; empty when old is 0 or new.

    Raises ValueError unless 0 <= old <= new. Source: RFC 9162 section 2.1.4.1.
    """
    if not 0 <= old <= new:
        raise ValueError(f"A tree of {new} did not grow out of one of {old}.")
    if old in {0, new}:
        return []
    path: list[bytes] = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_hash(middle, end, hash_at))
            end = middle
        else:
            path.append(_range_hash(start, middle, hash_at))
            start = middle
    # Whoever checks knows the old root: when the old tree is a whole left part, its hash need not be sent.
    if start:
        path.append(_range_hash(start, end, hash_at))
    path.reverse()
    return path


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    """Return when `path` leads from the leaf hash at `index` to `root` over `size` leaves.

    Raises BadProof otherwise. Source: RFC 9162 section 2.1.3.2; the numbers below are its steps.
    """
    # 1. The index lies in the tree.
    if not 0 <= index < size:
        raise BadProof(f"There is no leaf {index} in a tree of {size}.")
    _check_lengths((leaf, root), path)
    # 2. and 3. Start at the leaf, and at the last leaf, to know where the right edge runs.
    here, last, found = index, size - 1, leaf
    # 4. Climb one level with every hash.
    for sibling in path:
        if last == 0:
            raise BadProof("The inclusion path is longer than the tree is high.")
        if here & 1 or here == last:
            found = sha256(b"\x01" + sibling + found).digest()
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            found = sha256(b"\x01" + found + sibling).digest()
        here >>= 1
        last >>= 1
    # 5. The climb ended at the top, and the top is the root.
    if last:
        raise BadProof("The inclusion path is shorter than the tree is high.")
    if found != root:
        raise BadProof(
            "The inclusion path leads to another root: this entry is not at this place in this tree."
        )


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Return when the tree of `new` leaves begins with the tree of `old` leaves.

    Raises BadProof otherwise. Source: RFC 9162 section 2.1.4.2; the numbers below are its steps.
    """
    _check_lengths((old_root, new_root), path)
    if not 0 < old < new:
        _verify_trivial(old, new, (old_root, new_root), path)
        return
    # 1. There is something to check with.
    if not path:
        raise BadProof("The consistency path is empty.")
    # 2. An old tree that is a whole left part is its own first hash.
    hashes = list(path) if old & (old - 1) else [old_root, *path]
    # 3. and 4. Start where the old tree's right edge leaves the left parts.
    here, last = old - 1, new - 1
    while here & 1:
        here >>= 1
        last >>= 1
    # 5. and 6. Climb, building the old and the new root side by side.
    found_old = found_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise BadProof("The consistency path is longer than the tree is high.")
        if here & 1 or here == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            found_new = node_hash(found_new, sibling)
        here >>= 1
        last >>= 1
    # 7. Both climbs end at the roots that were claimed.
    if last:
        raise BadProof("The consistency path is shorter than the tree is high.")
    if found_old != old_root or found_new != new_root:
        raise BadProof(
            "The consistency path does not join the two roots: one tree did not grow out of the other."
        )


def _verify_trivial(old: int, new: int, roots: tuple[bytes, bytes], path: Sequence[bytes]) -> None:
    if not 0 <= old <= new:
        raise BadProof(f"A tree of {new} did not grow out of one of {old}.")
    if path:
        raise BadProof("Between these two sizes there is nothing to prove, yet a path was given.")
    if old == new and roots[0] != roots[1]:
        raise BadProof(f"Two different roots for one size of {new}: the log was forked.")
    if old == 0 and roots[0] != EMPTY_ROOT:
        raise BadProof("The root given for the empty tree is another one.")


def _check_lengths(ends: Sequence[bytes], path: Sequence[bytes]) -> None:
    if any(len(item) != HASH_BYTES for item in ends) or any(len(item) != HASH_BYTES for item in path):
        raise BadProof(f"Every hash of a proof has {HASH_BYTES} bytes.")


def _split(width: int) -> int:
    """Return the largest power of two below `width`, which is at least 2."""
    return 1 << ((width - 1).bit_length() - 1)


def _range_hash(start: int, end: int, hash_at: HashAt) -> bytes:
    """Return the hash over leaves start to end, where start is a multiple of the largest complete part."""
    peaks: list[bytes] = []
    while start < end:
        level = (end - start).bit_length() - 1
        peaks.append(hash_at(level, start >> level))
        start += 1 << level
    return root_of_peaks(peaks)
