"""pymerkle 7, a Merkle tree of another author: the same roots and the same paths, and our proofs in its eyes."""

import random
import sys

import pytest

from secondstory.record.tree import leaf_hash, verify_consistency, verify_inclusion
from tests.independent.conftest import needed
from tests.independent.written import Log, forked, log_of
from tools import independent

SIZE = 1_500


@pytest.fixture(scope="module")
def pymerkle():
    """The package, from its own folder and only for these tests."""
    needed("python")
    sys.path.insert(0, str(independent.PYTHON_FOLDER))
    try:
        import pymerkle

        yield pymerkle
    finally:
        sys.path.remove(str(independent.PYTHON_FOLDER))


@pytest.fixture(scope="module")
def log() -> Log:
    """Entries for every test here."""
    return log_of(SIZE)


@pytest.fixture(scope="module")
def tree(pymerkle, log):
    """Their tree over the same entries."""
    return pymerkle.InmemoryTree.init_from_entries(log.entries)


def test_it_finds_the_same_root_for_every_size_up_to_300(tree, log):
    for size in range(301):
        assert tree.get_root(size) == log.root(size)


def test_it_finds_the_same_root_for_sizes_at_random(tree, log):
    for size in random.Random(1).sample(range(300, SIZE + 1), 60):
        assert tree.get_root(size) == log.root(size)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 64, 100, 255, 256, 257, 300])
def test_it_makes_the_same_inclusion_path_for_every_entry(tree, log, size):
    for index in range(size):
        theirs = tree.prove_inclusion(index + 1, size)
        assert theirs.path == [tree.get_leaf(index + 1), *log.path(index, size)]


def test_it_makes_the_same_inclusion_paths_at_random(tree, log):
    dice = random.Random(2)
    for size in dice.sample(range(300, SIZE + 1), 100):
        index = dice.randrange(size)
        assert tree.prove_inclusion(index + 1, size).path[1:] == log.path(index, size)


def test_it_verifies_our_paths_and_no_path_with_one_bit_changed(pymerkle, tree, log):
    dice = random.Random(3)
    for size in dice.sample(range(2, SIZE + 1), 60):
        index = dice.randrange(size)
        proof = tree.prove_inclusion(index + 1, size)
        leaf, root = tree.get_leaf(index + 1), log.root(size)
        proof.path = [leaf, *log.path(index, size)]
        pymerkle.verify_inclusion(leaf, root, proof, index + 1, size)
        at = dice.randrange(1, len(proof.path))
        proof.path[at] = bytes([proof.path[at][0] ^ 1]) + proof.path[at][1:]
        with pytest.raises(pymerkle.InvalidProof):
            pymerkle.verify_inclusion(leaf, root, proof, index + 1, size)


def test_it_verifies_our_growth_and_refuses_a_fork(pymerkle, tree, log):
    theirs = pymerkle.InmemoryTree.init_from_entries(forked(log, 40).entries)
    for old, new in [(41, 42), (64, 100), (100, 256), (255, 1000)]:
        for seen, other in ((tree, theirs), (theirs, tree)):
            proof = seen.prove_consistency(old, new)
            pymerkle.verify_consistency(seen.get_root(old), seen.get_root(new), proof, old, new)
            with pytest.raises(pymerkle.InvalidProof):
                pymerkle.verify_consistency(seen.get_root(old), other.get_root(new), proof, old, new)
            with pytest.raises(pymerkle.InvalidProof):
                pymerkle.verify_consistency(other.get_root(old), seen.get_root(new), proof, old, new)


def test_we_follow_their_inclusion_paths(tree, log):
    dice = random.Random(4)
    for size in dice.sample(range(2, SIZE + 1), 100):
        index = dice.randrange(size)
        leaf, *path = tree.prove_inclusion(index + 1, size).path
        assert leaf == leaf_hash(log.entries[index])
        verify_inclusion(index, size, leaf, path, tree.get_root(size))


def test_our_growth_joins_their_roots(tree, log):
    dice = random.Random(6)
    for new in dice.sample(range(2, SIZE + 1), 60):
        old = dice.randrange(1, new)
        verify_consistency(old, new, tree.get_root(old), tree.get_root(new), log.grown(old, new))
