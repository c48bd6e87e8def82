"""Go's x/mod/sumdb, which guards every Go module: the note, all entries through authenticated tiles, both proofs."""

import random
from pathlib import Path

import pytest

from secondstory.record.tiles import encode_entry_bundle
from tests.independent.written import Log, forked, lines, log_of, stolen

SIZES = [1, 2, 3, 255, 256, 257, 511, 512, 513, 1000]


@pytest.fixture
def log(tmp_path: Path) -> tuple[Log, Path]:
    """A log of two full tiles and a partial one, and where it lies."""
    made = log_of(700)
    return made, made.publish(tmp_path / "log")


def refused(done) -> bool:
    return done.returncode == 1 and done.stderr.startswith("REFUSED: ") and "usage" not in done.stderr


@pytest.mark.parametrize("size", SIZES)
def test_it_reads_every_entry(go, tmp_path, size):
    log = log_of(size)
    done = go("all", log.publish(tmp_path), log.vkey)
    assert (done.returncode, done.stdout) == (0, f"{size} entries\n"), done.stderr


def test_it_reads_every_entry_of_three_levels_of_tiles(go, long_log, long_folder):
    done = go("all", long_folder, long_log.vkey)
    assert (done.returncode, done.stdout) == (0, "70000 entries\n"), done.stderr


def test_it_reads_what_the_command_publishes(go, shell):
    for number in range(3):
        shell.ok("open", f"Seats released too early, {number}")
    vkey = shell.json("log", "--checkpoint")["vkey"]
    size = shell.json("log", "--tiles", "public")["size"]
    done = go("all", "public", vkey)
    assert (done.returncode, done.stdout) == (0, f"{size} entries\n"), done.stderr
    receipt = shell.json("prove", "1")
    assert go("receipt", receipt["proof"], receipt["entry"], vkey).stdout == f"entry 1 of {size}\n"
    assert refused(go("receipt", receipt["proof"], "public/checkpoint", vkey))


def test_it_notices_one_flipped_bit_in_any_file(go, log):
    log, folder = log
    dice = random.Random(5)
    # A full tile of level 0 is what proves its entries; the tile above it must say the same.
    for path in [*sorted((folder / "tile").rglob("*")), folder / "checkpoint"]:
        if path.is_dir():
            continue
        good = path.read_bytes()
        bad = bytearray(good)
        bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        path.write_bytes(bad)
        assert refused(go("all", folder, log.vkey)), path
        path.write_bytes(good)
    assert go("all", folder, log.vkey).returncode == 0


def test_it_notices_two_entries_that_changed_places(go, log):
    log, folder = log
    first, second, *rest = log.entries[:256]
    (folder / "tile/entries/000").write_bytes(encode_entry_bundle([second, first, *rest]))
    assert refused(go("all", folder, log.vkey))


def test_it_notices_a_tile_that_is_gone(go, log):
    log, folder = log
    (folder / "tile/0/001").unlink()
    assert refused(go("all", folder, log.vkey))


def test_it_notices_a_root_that_does_not_follow_from_the_entries(go, log):
    log, folder = log
    (folder / "checkpoint").write_bytes(log.checkpoint(root=bytes(32)))
    assert refused(go("all", folder, log.vkey))


def test_it_believes_no_other_key(go, log):
    log, folder = log
    assert refused(go("all", folder, stolen(log).vkey))
    (folder / "checkpoint").write_bytes(stolen(log).checkpoint())
    assert refused(go("all", folder, log.vkey))


@pytest.mark.parametrize("index", [0, 1, 255, 256, 65_535, 65_536, 69_999])
def test_it_checks_a_receipt_and_refuses_it_for_another_entry(go, tmp_path, long_log, index):
    proof, entry, other = tmp_path / "proof", tmp_path / "entry", tmp_path / "other"
    proof.write_bytes(long_log.receipt(index))
    entry.write_bytes(long_log.entries[index])
    other.write_bytes(long_log.entries[index - 1])
    assert go("receipt", proof, entry, long_log.vkey).stdout == f"entry {index} of 70000\n"
    assert refused(go("receipt", proof, other, long_log.vkey))
    assert refused(go("receipt", proof, entry, stolen(long_log).vkey))
    proof.write_bytes(proof.read_bytes().replace(b"index %d\n" % index, b"index %d\n" % (index ^ 1)))
    assert refused(go("receipt", proof, entry, long_log.vkey))


@pytest.mark.parametrize(("old", "new"), [(1, 2), (1, 700), (255, 256), (256, 700), (300, 301), (699, 700)])
def test_it_checks_that_a_log_only_grew_and_refuses_a_fork(go, tmp_path, old, new):
    log, before, after, path = log_of(700), tmp_path / "old", tmp_path / "new", tmp_path / "path"
    before.write_bytes(log.checkpoint(old))
    after.write_bytes(log.checkpoint(new))
    path.write_text(lines(log.grown(old, new)))
    done = go("grown", before, after, path, log.vkey)
    assert (done.returncode, done.stdout) == (0, f"{old} grew to {new}\n"), done.stderr
    fork = forked(log, old - 1)
    after.write_bytes(fork.checkpoint(new))
    assert refused(go("grown", before, after, path, log.vkey))
    path.write_text(lines(fork.grown(old, new)))
    assert refused(go("grown", before, after, path, log.vkey))
