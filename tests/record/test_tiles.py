from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.record.errors import BadProof
from secondstory.record.tiles import (
    ENTRIES_LEVEL,
    TileHashes,
    TileName,
    decode_entry_bundle,
    encode_entry_bundle,
    entries_path,
    extend_tiles,
    leaf_hashes_of,
    new_tiles,
    parse_tile_path,
    root_of_tile,
    roots_match,
    tile_path,
    tiles_of,
)
from secondstory.record.tree import consistency_path, inclusion_path, root
from tests.record import by_hand

LEAVES = by_hand.numbered(1300)


class Recorded(dict):
    """Tiles that remember which of them were read and written."""

    def __init__(self, *args):
        super().__init__(*args)
        self.read, self.written = set(), set()

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        self.written.add(key)
        super().__setitem__(key, value)


def reader(tiles):
    return lambda level, n: tiles[level, n]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (TileName(level=0, n=1234067, width=256), "tile/0/x001/x234/067"),
        (TileName(level=0, n=0, width=256), "tile/0/000"),
        (TileName(level=0, n=999, width=1), "tile/0/999.p/1"),
        (TileName(level=1, n=1000, width=256), "tile/1/x001/000"),
        (TileName(level=63, n=1234, width=5), "tile/63/x001/234.p/5"),
        (TileName(level=ENTRIES_LEVEL, n=1234, width=255), "tile/entries/x001/234.p/255"),
        (TileName(level=ENTRIES_LEVEL, n=7, width=256), "tile/entries/007"),
    ],
)
def test_it_writes_and_reads_paths_as_the_specification_does(name, path):
    assert name.path == path
    assert parse_tile_path(path) == name


@given(st.integers(-1, 63), st.integers(0, 10**18), st.integers(1, 256))
def test_it_reads_back_every_path_it_writes(level, n, width):
    name = TileName(level=level, n=n, width=width)
    assert parse_tile_path(name.path) == name


@pytest.mark.parametrize(
    "path",
    [
        "", "tile/0/0", "tile/00/000", "tile/64/000", "tile/0/x000/067", "tile/0/001/234", "tile/0/x001/x234",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/05", "tile/0/000.p/", "tile/8/0/000", "/tile/0/000",
        "tile/0/000\n", "tile/0/../000", "tile/-1/000", "tile/data/000", "tile/0/٠٠٠",
    ],
)  # fmt: skip
def test_it_refuses_any_other_path(path):
    with pytest.raises(ValueError, match=r"[Tt]ile"):
        parse_tile_path(path)


@pytest.mark.parametrize(
    ("level", "n", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_it_writes_no_path_for_a_tile_that_cannot_be(level, n, width):
    with pytest.raises(ValueError):
        tile_path(level, n, width)


def test_it_writes_no_path_for_an_empty_bundle():
    with pytest.raises(ValueError):
        entries_path(0, 0)


def test_it_names_the_tiles_of_the_specifications_example():
    widths = {}
    for name in tiles_of(70_000):
        widths.setdefault(name.level, []).append(name.width)
    assert widths == {0: [256] * 273 + [112], 1: [256, 17], 2: [1]}


def test_it_names_a_full_tile_and_one_hash_above_it_for_256_leaves():
    assert [name.path for name in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == []


@given(st.integers(0, 200_000), st.integers(0, 2_000))
@settings(max_examples=30)
def test_it_names_what_is_new_and_nothing_else(old, more):
    before, after = set(tiles_of(old)), list(tiles_of(old + more))
    assert list(new_tiles(old, old + more)) == [name for name in after if name not in before]


def test_it_refuses_a_tree_that_shrank():
    with pytest.raises(ValueError, match="grow"):
        list(new_tiles(5, 4))


@given(st.lists(st.integers(0, 400), max_size=4))
@settings(max_examples=25)
def test_it_extends_tiles_to_what_the_definition_says(steps):
    tiles, size = {}, 0
    for step in steps:
        size = extend_tiles(tiles, size, LEAVES[size : size + step][: 1300 - size])
    leaves = LEAVES[:size]
    assert size == min(sum(steps), 1300)
    assert tiles == by_hand.tiles(leaves)
    assert {(name.level, name.n, name.width) for name in tiles_of(size)} == {
        (level, n, len(tile) // 32) for (level, n), tile in tiles.items()
    }
    assert roots_match(reader(tiles), size) == by_hand.mth(leaves)


def test_it_touches_only_the_right_edge():
    tiles = Recorded()
    extend_tiles(tiles, 0, LEAVES[:700])
    tiles.read.clear()
    tiles.written.clear()
    extend_tiles(tiles, 700, LEAVES[700:800])
    assert tiles.read == {(0, 2), (1, 0)}
    assert tiles.written == {(0, 2), (0, 3), (1, 0)}
    extend_tiles(tiles, 800, [])
    assert tiles.written == {(0, 2), (0, 3), (1, 0)}


def test_it_reaches_the_third_level():
    leaves = by_hand.numbered(66_000)
    tiles = {}
    assert extend_tiles(tiles, 0, leaves) == 66_000
    assert len(tiles[2, 0]) == 32
    assert roots_match(reader(tiles), 66_000) == root(leaves)
    hashes = TileHashes(get_tile=reader(tiles))
    assert hashes.hash_at(16, 0) == tiles[2, 0] == root(leaves[:65_536])


def test_it_refuses_to_extend_a_tile_that_lost_hashes():
    tiles = {(0, 0): b"".join(LEAVES[:4])}
    with pytest.raises(BadProof, match="too short"):
        extend_tiles(tiles, 5, LEAVES[5:6])


def test_it_refuses_a_leaf_hash_of_another_length():
    tiles = {}
    with pytest.raises(ValueError, match="32 bytes"):
        extend_tiles(tiles, 0, [LEAVES[0], LEAVES[1][:-1]])
    assert tiles == {}


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700, 1300])
def test_it_proves_from_tiles_what_the_definition_proves(size):
    leaves = LEAVES[:size]
    hashes = TileHashes(get_tile=reader(by_hand.tiles(leaves)))
    for index in {0, size // 3, size - 1}:
        assert inclusion_path(index, size, hashes.hash_at) == by_hand.path(index, leaves)
        assert consistency_path(index + 1, size, hashes.hash_at) == by_hand.proof(index + 1, leaves)


def test_it_takes_a_tile_that_has_grown_for_the_smaller_tree():
    grown = by_hand.tiles(LEAVES[:1300])
    assert roots_match(reader(grown), 700) == by_hand.mth(LEAVES[:700])


def test_it_says_that_a_tile_is_too_short():
    tiles = by_hand.tiles(LEAVES[:300])
    tiles[0, 1] = tiles[0, 1][:-32]
    with pytest.raises(BadProof, match="too short"):
        roots_match(reader(tiles), 300)
    with pytest.raises(BadProof, match="too short"):
        TileHashes(get_tile=reader(tiles)).hash_at(0, 299)


@pytest.mark.parametrize("place", [(1, 0)])
def test_it_notices_a_higher_tile_that_does_not_follow(place):
    tiles = by_hand.tiles(LEAVES[:700])
    tiles[place] = bytes(32) + tiles[place][32:]
    with pytest.raises(BadProof, match="follow"):
        roots_match(reader(tiles), 700)


def test_it_finds_another_root_when_a_leaf_was_altered():
    tiles = by_hand.tiles(LEAVES[:200])
    tiles[0, 0] = bytes(32) + tiles[0, 0][32:]
    assert roots_match(reader(tiles), 200) != by_hand.mth(LEAVES[:200])


def test_it_lets_the_reader_say_that_a_tile_is_missing():
    with pytest.raises(KeyError):
        roots_match(reader({}), 1)


@pytest.mark.parametrize("length", [0, 31, 33, 96])
def test_it_hashes_complete_subtrees_only(length):
    with pytest.raises(BadProof, match="complete"):
        root_of_tile(bytes(length))


def test_it_hashes_entries_as_leaves():
    assert leaf_hashes_of([b"", b"x"]) == [sha256(b"\x00").digest(), sha256(b"\x00x").digest()]


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256))
def test_it_reads_back_the_bundle_it_writes(entries):
    assert decode_entry_bundle(encode_entry_bundle(entries)) == entries


def test_it_puts_two_bytes_of_length_before_each_entry():
    assert encode_entry_bundle([b"ab", b"", b"c" * 258]) == b"\x00\x02ab\x00\x00\x01\x02" + b"c" * 258


def test_it_holds_the_longest_entry():
    longest = b"x" * 65_535
    assert decode_entry_bundle(encode_entry_bundle([longest])) == [longest]


@pytest.mark.parametrize("entries", [[], [b""] * 257, [b"x" * 65_536]])
def test_it_refuses_a_bundle_that_cannot_be_written(entries):
    with pytest.raises(ValueError, match="bundle"):
        encode_entry_bundle(entries)


@pytest.mark.parametrize(
    "stored", [b"", b"\x00", b"\x00\x02a", b"\x00\x01a\x00", bytes(2 * 257), bytes(2 * 300)]
)
def test_it_refuses_a_bundle_that_was_cut_or_overfilled(stored):
    with pytest.raises(BadProof, match="bundle"):
        decode_entry_bundle(stored)
