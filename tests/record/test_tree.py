import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.errors import BadProof
from secondstory.record.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from tests.record.by_hand import hash_at, mth, numbered, path, proof

# The vectors of certificate-transparency, known in every implementation of RFC 6962.
CT_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
CT_LEAVES = [leaf_hash(entry) for entry in CT_ENTRIES]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CT_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

sizes = st.integers(1, 130)


def hexes(hashes):
    return [one.hex() for one in hashes]


@pytest.mark.parametrize("size", range(9))
def test_it_finds_the_known_roots(size):
    assert root(CT_LEAVES[:size]).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("place", "expected"), CT_INCLUSION.items())
def test_it_makes_and_checks_the_known_inclusion_paths(place, expected):
    index, size = place
    made = inclusion_path(index, size, hash_at(CT_LEAVES[:size]))
    assert hexes(made) == expected
    verify_inclusion(index, size, CT_LEAVES[index], made, bytes.fromhex(CT_ROOTS[size]))


@pytest.mark.parametrize(("ends", "expected"), CT_CONSISTENCY.items())
def test_it_makes_and_checks_the_known_consistency_paths(ends, expected):
    old, new = ends
    made = consistency_path(old, new, hash_at(CT_LEAVES[:new]))
    assert hexes(made) == expected
    verify_consistency(old, new, bytes.fromhex(CT_ROOTS[old]), bytes.fromhex(CT_ROOTS[new]), made)


def test_it_keeps_leaves_and_nodes_apart():
    left, right = CT_LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.integers(0, 130), st.integers(0, 130))
def test_it_finds_the_root_of_the_definition_however_leaves_arrive(first, second):
    leaves = numbered(first + second)
    frontier = Frontier(size=0, hashes=()).extend(leaves[:first])
    for leaf in leaves[first:]:
        frontier = frontier.append(leaf)
    assert frontier.root() == root(leaves) == mth(leaves)
    assert frontier.size == len(leaves)


@pytest.mark.parametrize(("size", "count"), [(3, 1), (0, 1), (-1, 64), (8, 2)])
def test_it_refuses_a_frontier_that_no_tree_has(size, count):
    with pytest.raises(ValueError, match="frontier"):
        Frontier(size=size, hashes=(EMPTY_ROOT,) * count)


@given(sizes, st.data())
def test_it_makes_the_inclusion_path_of_the_definition(size, data):
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    made = inclusion_path(index, size, hash_at(leaves))
    assert made == path(index, leaves)
    verify_inclusion(index, size, leaves[index], made, mth(leaves))


@given(sizes, st.data())
def test_it_makes_the_consistency_path_of_the_definition(new, data):
    leaves = numbered(new)
    old = data.draw(st.integers(1, new))
    made = consistency_path(old, new, hash_at(leaves))
    assert made == proof(old, leaves)
    verify_consistency(old, new, mth(leaves[:old]), mth(leaves), made)


def test_it_accepts_an_inclusion_path_at_one_place_only():
    leaves = numbered(13)
    for index in range(13):
        made = path(index, leaves)
        for other in range(-1, 15):
            if other != index:
                with pytest.raises(BadProof):
                    verify_inclusion(other, 13, leaves[index], made, mth(leaves))


@given(st.integers(2, 70), st.data())
def test_it_refuses_an_inclusion_path_with_anything_changed(size, data):
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    made = path(index, leaves)
    at = data.draw(st.integers(0, len(made) - 1))
    damaged = [*made[:at], leaf_hash(made[at]), *made[at + 1 :]]
    for wrong in (damaged, made[:-1], [*made, leaves[0]]):
        with pytest.raises(BadProof):
            verify_inclusion(index, size, leaves[index], wrong, mth(leaves))
    with pytest.raises(BadProof, match="32 bytes"):
        verify_inclusion(
            index, size, leaves[index], [*made[:at], made[at][:-1], *made[at + 1 :]], mth(leaves)
        )
    with pytest.raises(BadProof):
        verify_inclusion(index, size, leaf_hash(b"other"), made, mth(leaves))
    with pytest.raises(BadProof):
        verify_inclusion(index, size, leaves[index], made, leaf_hash(b"other"))


@given(st.integers(2, 70), st.data())
def test_it_refuses_a_consistency_path_with_anything_changed(new, data):
    leaves = numbered(new)
    old = data.draw(st.integers(1, new - 1))
    before, after, made = mth(leaves[:old]), mth(leaves), proof(old, leaves)
    at = data.draw(st.integers(0, len(made) - 1))
    damaged = [*made[:at], leaf_hash(made[at]), *made[at + 1 :]]
    other = leaf_hash(b"other")
    for wrong in (
        (before, after, damaged),
        (before, after, made[:-1]),
        (before, after, [*made, other]),
        (before, after, []),
        (other, after, made),
        (before, other, made),
        (before[:-1], after, made),
    ):
        with pytest.raises(BadProof):
            verify_consistency(old, new, *wrong)


def test_it_does_not_let_a_path_say_how_high_the_tree_is():
    # Hashes alone would fit in each of these; only the sizes say that they may not stand there.
    one, two, three = numbered(3)
    with pytest.raises(BadProof, match="longer"):
        verify_inclusion(0, 1, one, [two], node_hash(two, one))
    with pytest.raises(BadProof, match="shorter"):
        verify_inclusion(0, 1000, one, [two], node_hash(one, two))
    with pytest.raises(BadProof, match="longer"):
        verify_consistency(1, 2, one, node_hash(node_hash(one, two), three), [two, three])
    with pytest.raises(BadProof, match="shorter"):
        verify_consistency(1, 1000, one, node_hash(one, two), [two])


def test_it_notices_a_rewritten_past():
    honest, rewritten = numbered(11), numbered(11)
    rewritten[3] = leaf_hash(b"what Eve would rather have written")
    made = proof(7, rewritten)
    with pytest.raises(BadProof):
        verify_consistency(7, 11, mth(honest[:7]), mth(rewritten), made)


def test_it_lets_every_tree_grow_out_of_the_empty_one():
    verify_consistency(0, 5, EMPTY_ROOT, mth(numbered(5)), [])
    verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert consistency_path(0, 5, hash_at(numbered(5))) == []


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "steps"),
    [
        (0, 5, mth(numbered(1)), mth(numbered(5)), []),
        (5, 5, mth(numbered(5)), mth(numbered(4)), []),
        (5, 5, mth(numbered(5)), mth(numbered(5)), numbered(1)),
        (6, 5, mth(numbered(6)), mth(numbered(5)), []),
        (-1, 5, EMPTY_ROOT, mth(numbered(5)), []),
    ],
    ids=["another empty root", "two roots for one size", "needless path", "shrunk", "negative"],
)
def test_it_refuses_two_checkpoints_that_cannot_both_be(old, new, before, after, steps):
    with pytest.raises(BadProof):
        verify_consistency(old, new, before, after, steps)


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_it_makes_no_path_for_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_path(index, size, hash_at(numbered(4)))


@pytest.mark.parametrize(("old", "new"), [(-1, 4), (5, 4)])
def test_it_makes_no_path_between_sizes_that_did_not_follow(old, new):
    with pytest.raises(ValueError, match="grow"):
        consistency_path(old, new, hash_at(numbered(4)))
