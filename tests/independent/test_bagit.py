"""bagit.py of the Library of Congress on what `bundle` writes, and the other checkers on the proofs inside."""

import zipfile
from pathlib import Path

import pytest


@pytest.fixture
def bag(shell):
    """The bundle of a post-mortem with evidence, what was said of it, and the log's key."""
    shell.ok("open", "Seats released too early: “é”")
    Path("log.txt").write_text("22:41 disk full\n")
    shell.ok("evidence", "add", "PM-1", "log.txt")
    made = shell.json("bundle", "PM-1", "--out", "bag")
    return Path("bag"), made, shell.json("log", "--checkpoint")["vkey"]


@pytest.fixture
def validate(python):
    """`validate(folder)`: whether bagit.py takes it for a bag, and what it said."""

    def run(folder: Path) -> tuple[bool, str]:
        done = python("bagit", "--validate", folder)
        assert done.returncode in {0, 1}, done.stderr
        return done.returncode == 0, done.stderr

    return run


def files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.rglob("*") if one.is_file())


def test_it_is_a_bag(bag, validate):
    folder, _, _ = bag
    is_bag, said = validate(folder)
    assert is_bag, said
    assert "bag is valid" in said


def test_it_is_a_bag_in_a_zip_as_well(shell, bag, validate):
    shell.ok("bundle", "PM-1", "--out", "bag.zip")
    with zipfile.ZipFile("bag.zip") as archive:
        archive.extractall("out")
    (folder,) = {one.parent for one in Path("out").rglob("bagit.txt")}
    assert validate(folder)[0]


def test_it_is_a_bag_of_the_whole_log(shell, bag, validate):
    shell.ok("bundle", "--whole", "--out", "log")
    assert validate(Path("log"))[0]


def test_it_is_none_any_more_once_a_file_was_changed_added_or_lost(bag, validate):
    folder, _, _ = bag
    # One of every kind that stands in every folder: each asks for a program to be started twice.
    kinds = {(path.parent, path.suffix, len(path.stem) > 3): path for path in files(folder)}
    for path in kinds.values():
        good = path.read_bytes()
        for bad in (bytes([good[0] ^ 1]) + good[1:], None):
            path.unlink() if bad is None else path.write_bytes(bad)
            # The list of lists may be left out of a bag; then nothing vouches for the lists.
            allowed = bad is None and path.name == "tagmanifest-sha256.txt"
            assert validate(folder)[0] == allowed, (path, bad)
            path.write_bytes(good)
    (folder / "data" / "more").write_bytes(b"")
    assert not validate(folder)[0]


def test_go_checks_every_receipt_in_it(bag, go):
    folder, _, vkey = bag
    proofs = files(folder / "data" / "proofs")
    assert proofs
    for proof in proofs:
        entry = folder / "data" / "entries" / f"{proof.stem}.json"
        assert go("receipt", proof, entry, vkey).returncode == 0
        assert go("receipt", proof, folder / "bagit.txt", vkey).returncode == 1
