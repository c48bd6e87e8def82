"""`verify` through the real command, on records that somebody tampered with. Each fails if verify did less."""

import gc
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.application.record.signing import root_at
from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.commitment import commit
from secondstory.record.entry import decode_entry, encode_entry
from secondstory.record.envelope import open_envelope, wrap_plain
from secondstory.record.tiles import TileHashes, extend_tiles
from secondstory.record.tree import leaf_hash
from secondstory.vault.keys import LastSigned
from tests.cli.keeping import seal


@pytest.fixture
def told(shell):
    """A shell whose record holds a post-mortem."""
    shell.ok("open", "Seats released too early")
    return shell


@contextmanager
def raw(shell):
    with closing(sqlite3.connect(shell.workspace / "record.db", isolation_level=None)) as db:
        yield db


def test_it_verifies_what_nobody_touched(told):
    said = told.ok("verify")
    assert said.out.startswith("Verified.")
    assert "Not proved:" in said.out
    assert told.json("verify")["problems"] == []


def test_it_finds_a_changed_word(told):
    with raw(told) as db:
        [(idx, slot, envelope)] = db.execute(
            "SELECT * FROM payload WHERE instr(envelope, 'Seats released') > 0"
        )
        changed = bytes(envelope).replace(b"Seats released", b"Seats vanished")
        db.execute("UPDATE payload SET envelope = ? WHERE idx = ? AND slot = ?", (changed, idx, slot))
    said = told("verify")
    assert said.code == 1
    assert f"entry {idx}" in said.out
    assert "not the ones that were recorded" in said.out


def test_it_finds_a_changed_row(told):
    with raw(told) as db:
        db.execute("UPDATE postmortem SET severity = 'low'")
    said = told("verify")
    assert said.code == 1
    assert "severity shows 'low', recorded None" in said.out
    told.ok("rebuild")
    assert told("verify").code == 0


def test_it_finds_a_row_that_was_taken_away(told):
    with raw(told) as db:
        db.execute("DELETE FROM hold")
    assert "The record gives a row that people do not see" in told("verify").out


def test_it_finds_a_record_rewritten_with_the_stolen_key_by_a_checkpoint_kept_outside(told):
    kept = Path("kept.txt")
    kept.write_text(told.ok("log", "--checkpoint").out)
    _rewrite(told)
    # Whoever holds the key can make everything agree with itself ...
    assert told("verify").code == 0
    # ... but not with what somebody kept elsewhere.
    said = told("verify", "--against", str(kept))
    assert said.code == 1
    assert "do not hash to what was signed then" in said.out
    (fork,) = Path(".secondstory/forks").glob("fork-of-*.txt")
    assert fork.read_text() == kept.read_text()


def test_it_keeps_the_evidence_here_when_the_workspace_takes_no_writes(told):
    kept = Path("kept.txt")
    kept.write_text(told.ok("log", "--checkpoint").out)
    _rewrite(told)
    (told.workspace / "forks").write_text("in the way")
    said = told("verify", "--against", str(kept))
    assert said.code == 1
    (fork,) = Path().glob("fork-of-*.txt")
    assert fork.read_text() == kept.read_text()
    assert str(fork.absolute()) in said.out


def test_it_finds_that_the_last_entry_was_cut_off(told):
    with raw(told) as db:
        (last,) = db.execute("SELECT max(idx) FROM entry").fetchone()
        db.execute("DELETE FROM entry WHERE idx = ?", (last,))
        db.execute("DELETE FROM payload WHERE idx = ?", (last,))
    said = told("verify")
    assert said.code == 1
    assert "rolled back or cut" in said.out
    refused = told("open", "Another")
    assert refused.code == 1
    assert "its key has signed" in refused.err


def test_it_finds_that_words_are_missing_and_accuses_nobody(told):
    with raw(told) as db:
        [(idx,)] = db.execute("SELECT idx FROM payload WHERE instr(envelope, 'Seats released') > 0")
        db.execute("DELETE FROM payload WHERE idx = ? AND slot = 2", (idx,))
    told("rebuild")
    said = told("verify")
    assert said.code == 2
    assert "MISSING" in said.out


def test_it_finds_a_flipped_byte_in_evidence(told):
    seal(told, "log.txt", b"22:52 hold set\n")
    assert told("verify").code == 0
    (sealed,) = [path for path in (told.workspace / "objects").glob("*/*/*") if path.is_file()]
    changed = bytearray(sealed.read_bytes())
    changed[-1] ^= 1
    sealed.chmod(0o600)
    sealed.write_bytes(changed)
    said = told("verify", "--full")
    assert said.code == 1
    assert "The sealed bytes were changed" in said.out
    sealed.unlink()
    assert told("verify").code == 2


def test_it_knows_an_old_copy_and_lets_nobody_write_to_it(told):
    shutil.copytree(told.workspace, told.root / "old")
    told.ok("open", "Another night")
    shutil.rmtree(told.workspace)
    (told.root / "old").rename(told.workspace)
    said = told("verify")
    assert said.code == 1
    assert "rolled back" in said.out
    refused = told("open", "Forked")
    assert refused.code == 1
    assert "older copy" in refused.err
    assert "Seats released too early" in told.ok("list").out


def test_it_finds_a_changed_tile(told):
    with raw(told) as db:
        (hashes,) = db.execute("SELECT hashes FROM tile WHERE level = 0").fetchone()
        db.execute("UPDATE tile SET hashes = ? WHERE level = 0", (bytes(32) + bytes(hashes)[32:],))
    said = told("verify")
    assert said.code == 1
    assert "do not follow from the entries" in said.out


def test_it_says_when_the_file_cannot_be_read(told):
    record = told.workspace / "record.db"
    with raw(told) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = bytearray(record.read_bytes())
    whole[4096:12288] = bytes(8192)
    record.write_bytes(whole)
    said = told("verify")
    assert said.code == 2
    assert "Traceback" not in said.err


def test_it_says_that_it_cannot_vouch_for_the_end_without_the_key_store(told):
    kept = Path("kept.txt")
    kept.write_text(told.ok("log", "--checkpoint").out)
    shutil.rmtree(told.root.parent / "home" / "data")
    said = told("verify")
    assert said.code == 2
    assert "nothing here knows what was signed last" in said.out
    assert told("verify", "--against", str(kept)).code == 0


def test_it_refuses_a_file_that_is_no_checkpoint(told):
    Path("kept.txt").write_text("nothing\n")
    assert told("verify", "--against", "kept.txt").code == 2
    assert told("verify", "--against", "absent.txt").code == 2


def test_it_never_says_altered_of_what_it_could_not_read(told, tmp_path):
    told.ok("log", "--checkpoint")
    assert told("verify", str(tmp_path / "nowhere")).code == 2


def test_it_verifies_by_a_receipt(told):
    told.ok("prove", "PM-1", "--out", "receipt.tlog-proof")
    assert told("verify", "--against", "receipt.tlog-proof").code == 0
    assert told("prove", "4000").code == 1


def test_it_changes_nothing_while_it_looks(told):
    gc.collect()  # a connection of the commands before, closed late, folds its journal into the file
    before = (told.workspace / "record.db").read_bytes()
    told.ok("verify")
    assert (told.workspace / "record.db").read_bytes() == before


def _rewrite(shell) -> None:
    """Rewrite one word with its commitment, entry, tiles and signature, as only the holder of the key can."""
    from secondstory.adapters.sqlite.storage import SqliteStorage

    keys = LocalKeyStore.open(next((shell.root.parent / "home").rglob("keys.db")).parent)
    with raw(shell) as db:
        [(idx, slot, envelope)] = db.execute(
            "SELECT * FROM payload WHERE instr(envelope, 'Seats released') > 0"
        )
        opened = open_envelope(bytes(envelope), None)
        words = opened.plaintext.replace(b"early", b"late!")
        db.execute(
            "UPDATE payload SET envelope = ? WHERE idx = ? AND slot = ?",
            (wrap_plain(opened.salt, words), idx, slot),
        )
        entries = [bytes(one) for (one,) in db.execute("SELECT bytes FROM entry ORDER BY idx")]
        parts = list(decode_entry(entries[idx]).parts)
        parts[slot - 1] = commit("part", opened.salt, words)
        old = decode_entry(entries[idx])
        entries[idx] = encode_entry(
            type(old)(
                header=old.header, parts=tuple(parts), ciphertexts=old.ciphertexts, evidence=old.evidence
            )
        )
        db.execute("UPDATE entry SET bytes = ? WHERE idx = ?", (entries[idx], idx))
        tiles: dict[tuple[int, int], bytes] = {}
        extend_tiles(tiles, 0, [leaf_hash(one) for one in entries])
        for (level, n), hashes in tiles.items():
            db.execute("UPDATE tile SET hashes = ? WHERE level = ? AND n = ?", (hashes, level, n))
    storage = SqliteStorage(shell.workspace / "record.db")
    root = root_at(len(entries), TileHashes(get_tile=storage.tile).hash_at)
    checkpoint = Checkpoint(origin=keys.origin(), size=len(entries), root=root)
    note = sign_checkpoint(checkpoint, sign=keys.sign, public=keys.public_key())
    with closing(sqlite3.connect(keys.folder / "keys.db")) as guard, guard:
        guard.execute("UPDATE last_signed SET root = ?, note = ?", (root, note))
    assert keys.last_signed() == LastSigned(size=len(entries), root=root, note=note)
    storage.close()
    keys.close()
    shell.ok("rebuild")


def test_it_goes_on_from_what_was_verified_and_says_what_it_left_out(told):
    assert "From entry" not in told.ok("verify").out
    told.ok("open", "Another")
    said = told.ok("verify").out
    assert said.startswith("Verified. From entry ")
    assert "were hashed and read on 3 November" in said or "today only their tiles were" in said
    assert told.json("verify")["since"] > 0
    assert told.json("verify", "--full")["since"] == 0


def test_it_finds_in_a_memory_that_the_record_was_rewritten(told):
    told.ok("verify")
    _rewrite(told)
    said = told("verify")
    assert said.code == 1
    assert "did not grow out of what was trusted" in said.out


def test_it_goes_on_from_a_checkpoint_that_is_handed_over(told):
    Path("kept.txt").write_text(told.ok("log", "--checkpoint").out)
    told.ok("open", "Another")
    said = told.ok("verify", "--from", "kept.txt")
    assert "are trusted as kept.txt says" in said.out
    Path("kept.txt").write_text("nothing of ours\n")
    assert told("verify", "--from", "kept.txt").code == 2


def test_it_looks_at_entries_and_tiles_alone(told):
    said = told.ok("verify", "--tiles")
    assert said.out.startswith("Verified. Entries and tiles alone")
    assert told.json("verify")["since"] == 0
