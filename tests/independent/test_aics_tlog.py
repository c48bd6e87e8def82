"""aics-tlog, another author's verifier of the same C2SP formats: its three commands over what we write."""

import json
from pathlib import Path

import pytest

from secondstory.record.tiles import encode_entry_bundle
from tests.independent.written import Log, forked, lines, log_of, stolen


@pytest.fixture
def aics(python):
    """`aics("verify-checkpoint", ...)`: whether it said yes, and what it said."""

    def run(*words: object) -> tuple[bool, dict]:
        done = python("aics_tlog", *words)
        answer = json.loads(done.stdout)
        assert done.returncode == (0 if answer["ok"] else 1), done.stderr
        assert "unrecognized" not in done.stderr
        return answer["ok"], answer

    return run


@pytest.fixture
def log(tmp_path: Path) -> tuple[Log, Path]:
    """A log of two full tiles and a partial one, and where it lies."""
    made = log_of(700)
    return made, made.publish(tmp_path / "log")


def by_key(log: Log) -> tuple[str, str, str, str]:
    return "--log-key", log.vkey, "--origin", log.origin


def test_it_verifies_a_checkpoint_and_rebuilds_its_root_from_the_tiles(aics, log):
    log, folder = log
    agreed, answer = aics("verify-checkpoint", "--tiles", folder, *by_key(log))
    assert agreed, answer
    assert (answer["size"], answer["tiles_ok"]) == (700, True)


def test_it_verifies_a_log_of_three_levels_of_tiles(aics, long_log, long_folder):
    agreed, answer = aics("verify-checkpoint", "--tiles", long_folder, *by_key(long_log))
    assert agreed, answer
    assert answer["size"] == 70_000


@pytest.mark.parametrize("wrong", ["key", "root", "bit"])
def test_it_refuses_a_checkpoint(aics, log, tmp_path, wrong):
    log, folder = log
    kept = tmp_path / "kept"
    flipped = bytearray(log.checkpoint())
    flipped[-20] ^= 2
    bad = {"key": stolen(log).checkpoint(), "root": log.checkpoint(root=bytes(32)), "bit": bytes(flipped)}
    kept.write_bytes(bad[wrong])
    agreed, answer = aics("verify-checkpoint", "--note", kept, "--tiles", folder, *by_key(log))
    assert not agreed
    assert answer["error"]


@pytest.mark.parametrize("index", [0, 255, 256, 699])
def test_it_finds_an_entry_in_the_tiles_and_no_other_in_its_place(aics, log, tmp_path, index):
    log, folder = log
    entry = tmp_path / "entry"
    entry.write_bytes(log.entries[index])
    where = ("verify-inclusion", "--leaf", entry, "--tiles", folder, *by_key(log), "--index")
    agreed, answer = aics(*where, index)
    assert agreed, answer
    assert not aics(*where, (index + 1) % 700)[0]


def test_it_notices_a_swapped_and_a_flipped_entry(aics, log):
    log, folder = log
    bundle = folder / "tile/entries/000"
    for bad in (
        [log.entries[1], log.entries[0], *log.entries[2:256]],
        [log.entries[0][:-1] + b"?", *log.entries[1:256]],
    ):
        bundle.write_bytes(encode_entry_bundle(bad))
        agreed, answer = aics("verify-inclusion", "--tiles", folder, *by_key(log), "--index", 0)
        assert not agreed
        assert "TileVerificationError" in answer["error"] or "not included" in answer["error"], answer


def test_it_follows_our_inclusion_path(aics, log, tmp_path):
    log, _ = log
    path, entry, note = tmp_path / "path", tmp_path / "entry", tmp_path / "note"
    path.write_text(lines(log.path(412)))
    entry.write_bytes(log.entries[412])
    note.write_bytes(log.checkpoint())
    words = (
        "verify-inclusion",
        "--leaf",
        entry,
        "--proof",
        path,
        "--checkpoint",
        note,
        *by_key(log),
        "--index",
    )
    agreed, answer = aics(*words, 412)
    assert agreed, answer
    assert not aics(*words, 413)[0]


def test_it_sees_that_a_log_only_grew(aics, log, tmp_path):
    log, folder = log
    old = tmp_path / "old"
    old.write_bytes(log.checkpoint(300))
    words = ("verify-consistency", "--old-checkpoint", old, "--tiles", folder, *by_key(log))
    agreed, answer = aics(*words)
    assert agreed, answer
    old.write_bytes(forked(log, 12).checkpoint(300))
    assert not aics(*words)[0]


@pytest.mark.parametrize(("old", "new"), [(1, 2), (256, 700), (699, 700)])
def test_it_follows_our_consistency_path_and_refuses_a_fork(aics, tmp_path, old, new):
    log, path = log_of(700), tmp_path / "path"
    fork = forked(log, old - 1)

    def asked(before: Log, after: Log, through: Log) -> bool:
        path.write_text(lines(through.grown(old, new)))
        roots = [lines([one]).strip() for one in (before.root(old), after.root(new))]
        sizes = ("--old-size", old, "--new-size", new)
        return aics(
            "verify-consistency", *sizes, "--old-root", roots[0], "--new-root", roots[1], "--proof", path
        )[0]

    assert asked(log, log, log)
    assert asked(fork, fork, fork)
    assert not asked(log, fork, log)
    assert not asked(log, fork, fork)
    assert not asked(fork, log, log)
