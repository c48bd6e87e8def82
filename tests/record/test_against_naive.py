"""Tree, proofs and tiles beside a naive implementation: RFC 9162 section 2.1 written down as it stands, slow and obvious."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.record.errors import BadProof
from secondstory.record.tiles import (
    TileHashes,
    decode_entry_bundle,
    encode_entry_bundle,
    extend_tiles,
    new_tiles,
    roots_match,
    tiles_of,
)
from secondstory.record.tree import (
    Frontier,
    consistency_path,
    inclusion_path,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

MOST = 2_000
ENTRIES = [str(n).encode() for n in range(MOST + 1)]

sizes = st.integers(1, MOST) | st.sampled_from([1, 2, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, MOST])
hashes = st.binary(min_size=32, max_size=32)
huge = st.integers(1, 2**63 - 1)


# --- 2.1.1: MTH, the hash of a list of inputs D[lo:hi]


def hashed(*pieces):
    return sha256(b"".join(pieces)).digest()


def k_of(n):
    """Return k, "the largest power of two smaller than n"."""
    k = 1
    while k * 2 < n:
        k = k * 2
    return k


@cache
def mth(lo, hi):
    n = hi - lo
    if n == 0:
        return hashed()
    if n == 1:
        return hashed(b"\x00", ENTRIES[lo])
    k = k_of(n)
    return hashed(b"\x01", mth(lo, lo + k), mth(lo + k, hi))


# --- 2.1.3.1 and 2.1.4.1: PATH and PROOF (here `way` and `growth`), over the same D[lo:hi]


def way(m, lo, hi):
    n = hi - lo
    if n == 1:
        return []
    k = k_of(n)
    if m < k:
        return [*way(m, lo, lo + k), mth(lo + k, hi)]
    return [*way(m - k, lo + k, hi), mth(lo, lo + k)]


def growth(m, n):
    return subproof(m, 0, n, b=True)


def subproof(m, lo, hi, *, b):
    n = hi - lo
    if m == n:
        return [] if b else [mth(lo, hi)]
    k = k_of(n)
    if m <= k:
        return [*subproof(m, lo, lo + k, b=b), mth(lo + k, hi)]
    return [*subproof(m - k, lo + k, hi, b=False), mth(lo, lo + k)]


# --- what a path says, by the same recursion: the root it leads to --------------------------------------------------


def length_of_path(m, n):
    return 0 if n == 1 else 1 + (length_of_path(m, k) if m < (k := k_of(n)) else length_of_path(m - k, n - k))


def led_to(m, n, leaf, path):
    """Return the root that `path` leads to from leaf m of n; the last hash is the one nearest to the root."""
    if n == 1:
        return leaf
    *lower, last = path
    k = k_of(n)
    if m < k:
        return hashed(b"\x01", led_to(m, k, leaf, lower), last)
    return hashed(b"\x01", last, led_to(m - k, n - k, leaf, lower))


def length_of_proof(m, n, *, b=True):
    if m == n:
        return 0 if b else 1
    k = k_of(n)
    return 1 + (length_of_proof(m, k, b=b) if m <= k else length_of_proof(m - k, n - k, b=False))


def joined(m, n, old_root, path, *, b=True):
    """Return the roots of m and of n leaves that a consistency path stands for."""
    if m == n:
        return (old_root, old_root) if b else (path[0], path[0])
    *lower, last = path
    k = k_of(n)
    if m <= k:
        old, new = joined(m, k, old_root, lower, b=b)
        return old, hashed(b"\x01", new, last)
    old, new = joined(m - k, n - k, old_root, lower, b=False)
    return hashed(b"\x01", last, old), hashed(b"\x01", last, new)


def complete(level, n):
    """Return the hash of a complete subtree, for ours to read."""
    return mth(n << level, (n + 1) << level)


def accepts(verify, *arguments):
    try:
        verify(*arguments)
    except BadProof:
        return False
    return True


# --- the promises ----------------------------------------------------------------------------------------------------


@given(sizes)
@settings(max_examples=8)
def test_it_proves_every_entry_of_a_tree_as_the_text_says(size):
    root = mth(0, size)
    for index in range(size):
        path = inclusion_path(index, size, complete)
        assert path == way(index, 0, size)
        verify_inclusion(index, size, leaf_hash(ENTRIES[index]), path, root)


@pytest.mark.parametrize("new", [*range(1, 40), 64, 65, 100])
def test_it_proves_every_growth_of_a_small_tree_as_the_text_says(new):
    for old in range(1, new + 1):
        path = consistency_path(old, new, complete)
        assert path == growth(old, new)
        verify_consistency(old, new, mth(0, old), mth(0, new), path)


@given(sizes, st.data())
@settings(max_examples=100)
def test_it_proves_growth_as_the_text_says(new, data):
    for old in data.draw(st.lists(st.integers(1, new), min_size=1, max_size=20)):
        path = consistency_path(old, new, complete)
        assert path == growth(old, new)
        verify_consistency(old, new, mth(0, old), mth(0, new), path)


@given(huge, st.data(), hashes)
def test_it_follows_any_path_to_where_the_text_leads_and_nowhere_else(size, data, leaf):
    index = data.draw(st.integers(0, size - 1))
    length = length_of_path(index, size)
    path = data.draw(st.lists(hashes, min_size=length, max_size=length))
    root = led_to(index, size, leaf, path)
    verify_inclusion(index, size, leaf, path, root)
    wrong = [
        (index, size, leaf, path, hashed(root)),
        (index, size, hashed(leaf), path, root),
        (index, size, leaf, [*path, root], root),
        (size, size, leaf, path, root),
        (-1, size, leaf, path, root),
    ]
    if length:
        at = data.draw(st.integers(0, length - 1))
        k = k_of(size)
        below = (index, k) if index < k else (index - k, size - k)
        wrong += [
            # The root of a part, as if it were the whole: the path does not say how high the tree is.
            (index, size, leaf, path[:-1], led_to(*below, leaf, path[:-1])),
            (index, size, leaf, [*path[:at], hashed(path[at]), *path[at + 1 :]], root),
            (index, size, leaf, path[:at] + path[at + 1 :], root),
        ]
    assert [accepts(verify_inclusion, *one) for one in wrong] == [False] * len(wrong)
    # Another place is right exactly when the text says that the same path leads from there to the same root.
    other = data.draw(st.integers(0, size - 1) | st.just(index ^ 1))
    leads = other < size and length_of_path(other, size) == length and led_to(other, size, leaf, path) == root
    assert accepts(verify_inclusion, other, size, leaf, path, root) == leads


@given(st.integers(2, 2**63 - 1), st.data(), hashes)
def test_it_joins_two_roots_where_the_text_does_and_nowhere_else(new, data, old_root):
    old = data.draw(st.integers(1, new - 1))
    length = length_of_proof(old, new)
    path = data.draw(st.lists(hashes, min_size=length, max_size=length))
    before, after = joined(old, new, old_root, path)
    verify_consistency(old, new, before, after, path)
    at = data.draw(st.integers(0, length - 1))
    wrong = [
        (old, new, hashed(before), after, path),
        (old, new, before, hashed(after), path),
        (old, new, before, after, [*path, before]),
        (old, new, before, after, path[:at] + path[at + 1 :]),
        (old, new, before, after, [*path[:at], hashed(path[at]), *path[at + 1 :]]),
        (new, old, before, after, path),
    ]
    assert [accepts(verify_consistency, *one) for one in wrong] == [False] * len(wrong)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=9), st.data())
@settings(max_examples=30)
def test_it_grows_in_batches_to_what_the_text_says(batches, data):
    tiles, size, frontier = {}, 0, Frontier(size=0, hashes=())
    for batch in batches:
        before, old = dict(tiles), size
        leaves = [leaf_hash(entry) for entry in ENTRIES[size : min(size + batch, MOST)]]
        size, frontier = extend_tiles(tiles, size, leaves), frontier.extend(leaves)
        assert frontier.size == size
        assert frontier.root() == roots_match(lambda *at: tiles[at], size) == mth(0, size)
        assert tiles == by_the_formula(size)
        # A tile that stood there before is the beginning of the one that stands there now.
        assert all(tiles[at].startswith(tile) for at, tile in before.items())
        changed = {at for at in tiles if before.get(at) != tiles[at]}
        assert {(name.level, name.n) for name in new_tiles(old, size)} == changed
    if size:
        index = data.draw(st.integers(0, size - 1))
        read = TileHashes(get_tile=lambda *at: tiles[at])
        assert inclusion_path(index, size, read.hash_at) == way(index, 0, size)
        assert consistency_path(index + 1, size, read.hash_at) == growth(index + 1, size)


@given(sizes, st.data())
@settings(max_examples=60)
def test_it_reads_every_complete_subtree_out_of_tiles(size, data):
    tiles = by_the_formula(size)
    read = TileHashes(get_tile=lambda *at: tiles[at])
    for level in range(size.bit_length()):
        n = data.draw(st.integers(0, (size >> level) - 1))
        assert read.hash_at(level, n) == complete(level, n)


@given(sizes, st.data())
@settings(max_examples=60)
def test_it_reads_an_older_tree_out_of_tiles_that_have_grown(size, data):
    tiles, older = by_the_formula(size), data.draw(st.integers(0, size))
    assert roots_match(lambda *at: tiles[at], older) == mth(0, older)
    for name in tiles_of(older):
        assert tiles[name.level, name.n][: 32 * name.width] == by_the_formula(older)[name.level, name.n]


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_it_writes_bundles_as_the_text_says(entries):
    naive = b"".join(bytes([len(one) // 256, len(one) % 256]) + one for one in entries)
    assert encode_entry_bundle(entries) == naive
    assert decode_entry_bundle(naive) == entries


@cache
def by_the_formula(size):
    """Return all tiles of a tree: tlog-tiles, "Merkle Tree", hash i of tile n at level l."""
    made, level = {}, 0
    while size >= 256**level:
        for i in range(size // 256**level):
            one = mth(i * 256**level, (i + 1) * 256**level)
            made[level, i // 256] = made.get((level, i // 256), b"") + one
        level += 1
    return made
