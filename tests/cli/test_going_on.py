"""`restore --replay`, `--succeed` and `--drill`: an old copy goes on without a second history, and a rehearsal that counts."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from secondstory.adapters.remote.witness.memory import open_memory
from secondstory.record.note import parse_note
from secondstory.wiring.witnessing.policy import Wanted, add_witness
from secondstory.wiring.workspace import open_workspace
from tests.cli.conftest import Shell
from tests.cli.keeping import release_hold, seal
from tests.cli.test_witness import witness


def kept(shell: Shell, name: str = "kept.txt") -> str:
    Path(name).write_text(shell.ok("log", "--checkpoint").out)
    return name


def lived(shell: Shell) -> dict[str, str]:
    """Open a post-mortem, back up, go on; return the backup."""
    shell.ok("open", "Before the backup")
    seal(shell, "log.txt", b"22:52 hold set")
    made = shell.json("backup", "--to", "kept")
    shell.ok("open", "After the backup")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    return made


def damaged(shell: Shell) -> Path:
    """Move the workspace away, as the copy on a disk that somebody took out."""
    away = shell.root / "damaged"
    shell.workspace.rename(away)
    return away


def keys_away(shell: Shell) -> None:
    shutil.rmtree(shell.root.parent / "home" / "data")


def roots_signed(shell: Shell) -> dict[str, str]:
    """Return size -> root of the checkpoint that stands now."""
    lines = shell.ok("log", "--checkpoint").out.split("\n")
    return {lines[1]: lines[2]}


def test_it_brings_newer_entries_back_from_the_damaged_copy_while_the_keys_are_here(shell):
    made = lived(shell)
    seal(shell, "late.txt", b"sealed after the backup")
    last = kept(shell)
    size, root = shell.ok("log", "--checkpoint").out.split("\n")[1:3]
    away = damaged(shell)
    assert shell("restore", made["data"]).code == 1
    assert shell("open", "Forked").code == 1
    done = shell.json("restore", "--replay", str(away))
    assert done["count"] > 0
    assert done["objects"] == 1
    assert "After the backup" in shell.ok("list").out
    assert shell.json("verify", "--against", last)["verdict"] == 0
    shell.ok("open", "Goes on")
    assert roots_signed(shell).get(size) in (None, root)
    assert shell.json("verify")["verdict"] == 0


def test_it_asks_for_a_word_when_the_keys_came_from_a_backup_as_well(shell):
    made = lived(shell)
    last = kept(shell)
    away = damaged(shell)
    keys_away(shell)
    shell.ok("restore", made["data"], "--keys", made["keys"])
    refused = shell("restore", "--replay", str(away))
    assert refused.code == 1
    assert "--against" in refused.err
    shell.ok("restore", "--replay", str(away), "--against", last)
    shell.ok("open", "Goes on")
    assert shell.json("verify", "--against", last)["verdict"] == 0


def test_it_brings_them_back_from_another_backup(shell):
    made = lived(shell)
    newer = shell.json("backup", "--to", "newer")
    shutil.rmtree(shell.workspace)
    assert shell("restore", made["data"]).code == 1
    shell.ok("restore", "--replay", newer["data"])
    assert "After the backup" in shell.ok("list").out
    assert shell.json("verify")["verdict"] == 0


@pytest.mark.parametrize("spoil", ["entry", "words", "cut"])
def test_it_writes_nothing_when_the_other_copy_is_not_what_was_signed(shell, spoil):
    made = lived(shell)
    away = damaged(shell)
    with closing(sqlite3.connect(away / "record.db")) as file, file:
        if spoil == "entry":
            last, raw = file.execute("SELECT max(idx), bytes FROM entry").fetchone()
            other = bytes(raw).replace(b'"h":"', b'"h":"A', 1)[: len(raw)]
            file.execute("UPDATE entry SET bytes = ? WHERE idx = ?", (other, last))
        elif spoil == "words":
            row = file.execute(
                "SELECT idx, slot, envelope FROM payload ORDER BY idx DESC, slot LIMIT 1"
            ).fetchone()
            changed = bytes(row[2])[:-1] + bytes([row[2][-1] ^ 1])
            file.execute("UPDATE payload SET envelope = ? WHERE idx = ? AND slot = ?", (changed, *row[:2]))
        else:
            file.execute("DELETE FROM entry WHERE idx = (SELECT max(idx) FROM entry)")
    assert shell("restore", made["data"]).code == 1
    before = open_workspace(str(shell.workspace)).storage.head().size
    refused = shell("restore", "--replay", str(away))
    assert refused.code == 1
    assert "othing was written" in refused.err
    assert open_workspace(str(shell.workspace)).storage.head().size == before
    assert shell("open", "Forked").code == 1


def test_it_goes_on_in_a_successor_when_the_newer_entries_are_lost(shell):
    made = lived(shell)
    last = kept(shell)
    shutil.rmtree(shell.workspace)
    assert shell("restore", made["data"]).code == 1
    assert shell("restore", "--succeed").code == 1
    done = shell.json("restore", "--succeed", "--why", "the disk is lost")
    assert done["lost"] > 0
    shell.ok("open", "In the successor")
    assert "Before the backup" in shell.ok("list").out
    assert shell.json("verify")["verdict"] == 0
    # The checkpoint over what is lost is an alarm that accuses nobody.
    said = shell("verify", "--against", last, "--json")
    assert said.code == 2
    assert "the disk is lost" in said.out


def test_it_goes_on_in_a_successor_when_the_keys_are_of_a_backup_too(shell):
    made = lived(shell)
    last = kept(shell)
    shutil.rmtree(shell.workspace)
    keys_away(shell)
    shell.ok("restore", made["data"], "--keys", made["keys"])
    assert shell("restore", "--settle", "--against", last).code == 1
    shell.ok("restore", "--succeed", "--why", "the machine burnt")
    shell.ok("open", "In the successor")
    assert shell.json("verify")["verdict"] == 0


def test_it_catches_a_rollback_of_data_and_keys_by_a_checkpoint_kept_outside_alone(shell, tmp_path):
    home = shell.root.parent / "home"
    shell.ok("open", "Before the snapshot")
    shutil.copytree(shell.workspace, tmp_path / "snapshot" / "data")
    shutil.copytree(home, tmp_path / "snapshot" / "home")
    shell.ok("open", "After the snapshot")
    last = kept(shell)
    shutil.rmtree(shell.workspace)
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "snapshot" / "data", shell.workspace)
    shutil.copytree(tmp_path / "snapshot" / "home", home)
    # Nothing here can know: both are of one moment. It signs, and says so honestly where somebody asks.
    shell.ok("open", "Forked without knowing")
    assert shell.json("verify")["verdict"] == 0
    assert "rewrote everything" in shell.ok("verify").out
    said = shell("verify", "--against", last)
    assert said.code == 1


def test_it_rehearses_a_restore_and_leaves_nothing_behind(shell, tmp_path):
    made = lived(shell)
    place = tmp_path / "rehearsal"
    place.mkdir()
    stores = sorted((shell.root.parent / "home").rglob("keys.db"))
    done = shell.json("restore", "--drill", made["data"], made["keys"], "--into", str(place))
    assert done["verdict"] == 0
    assert done["opened"] == 1
    assert done["entry"] is not None
    assert list(place.iterdir()) == []
    assert sorted((shell.root.parent / "home").rglob("keys.db")) == stores
    assert "installation.drilled.v1" in shell.ok("log", "--last", "3").out
    shell.ok("open", "The living workspace goes on")


def test_it_says_how_much_newer_a_checkpoint_is_than_the_backup_it_rehearses(shell):
    made = lived(shell)
    said = shell.ok("restore", "--drill", made["data"], made["keys"], "--against", kept(shell)).out
    assert "newer than this backup" in said


def test_it_says_when_a_rehearsal_shows_a_loss(shell):
    lived(shell)
    (lost,) = [path for path in (shell.workspace / "objects").rglob("*") if path.is_file()]
    lost.unlink()
    made = shell.json("backup", "--to", "poor")
    said = shell("restore", "--drill", made["data"], made["keys"])
    assert said.code == 2
    assert "MISSING" in said.out


def test_it_says_in_a_rehearsal_what_no_witness_had_signed_a_day_before_the_backup(shell, tmp_path):
    lived(shell)
    workspace = open_workspace(str(shell.workspace))
    memory = open_memory(tmp_path / "witness", name="w.example")
    add_witness(workspace, Wanted(vkey=memory.vkey, url="https://witness.example"))
    young = shell.json("backup", "--to", "young")
    shell.later(days=9)  # what came after a backup is no fault of it
    assert shell.json("restore", "--drill", young["data"], young["keys"])["verdict"] == 0
    old = shell.json("backup", "--to", "old")
    said = shell("restore", "--drill", old["data"], old["keys"])
    assert said.code == 3
    assert "Not witnessed as the policy asks" in said.out


def test_it_rehearses_on_a_machine_that_has_nothing_but_the_two_files_and_the_key(shell, tmp_path):
    made = lived(shell)
    bare = tmp_path / "bare"
    for name in ("home", "desk", "tmp"):
        (bare / name).mkdir(parents=True)
    data, keys = (shutil.copy(made[name], bare / "desk") for name in ("data", "keys"))
    env = {
        "HOME": str(bare / "home"),
        "TMPDIR": str(bare / "tmp"),
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "SECONDSTORY_RECOVERY_KEY": shell.recovery_key,
    }
    words = [sys.executable, "-m", "secondstory.main", "restore", "--drill", data, keys]
    ran = subprocess.run(words, cwd=bare / "desk", env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "Nothing of it stayed behind" in ran.stdout
    assert "No workspace here notes it" in ran.stdout
    left = [path for path in bare.rglob("*") if path.is_file() and path.parent != bare / "desk"]
    assert left == []
    assert parse_note(shell.ok("log", "--checkpoint").out.encode())


def test_it_catches_a_rollback_of_data_and_keys_by_a_witness_who_refuses_to_sign(shell, tmp_path):
    home = shell.root.parent / "home"
    shell.ok("open", "Before the snapshot")
    with witness(shell) as north:
        shell.ok("witness", "add", north.vkey, north.address)
        shutil.copytree(shell.workspace, tmp_path / "snapshot" / "data")
        shutil.copytree(home, tmp_path / "snapshot" / "home")
        shell.ok("open", "After the snapshot")
        shell.ok("witness", "request")
        shutil.rmtree(shell.workspace)
        shutil.rmtree(home)
        shutil.copytree(tmp_path / "snapshot" / "data", shell.workspace)
        shutil.copytree(tmp_path / "snapshot" / "home", home)
        refused = shell("witness", "request")
        assert refused.code == 1
        # Even once it holds as many entries as before, they are others.
        shell.ok("open", "Forked without knowing")
        shell.ok("open", "And on")
        assert shell("witness", "request").code == 1


def test_it_goes_on_with_its_witness_through_an_overlap(shell):
    shell.ok("open", "Seats released too early")
    with witness(shell) as north:
        shell.ok("witness", "add", north.vkey, north.address)
        shell.ok("witness", "request")
        shell.ok("keys", "rotate", "--why", "a new machine", "--yes")
        shell.ok("open", "While both sign")
        # It knows the older key alone, and that one still signs.
        shell.ok("witness", "request")
        assert shell.json("verify")["verdict"] == 0


def test_it_publishes_a_successor_beside_the_older_log_and_never_over_it(shell):
    shell.ok("open", "Seats released too early")
    shell.ok("checkpoint", "publish", "--to", "public")
    shell.ok("keys", "compromised", "--why", "the laptop was stolen", "--yes")
    shell.ok("open", "In the successor")
    ended = Path("public/checkpoint").read_bytes()
    refused = shell("checkpoint", "publish", "--to", "public")
    assert refused.code == 1
    assert Path("public/checkpoint").read_bytes() == ended
    shell.ok("checkpoint", "publish", "--to", "public-2")
    newest = Path("public-2/checkpoint").read_bytes()
    assert newest.startswith(open_workspace(str(shell.workspace)).settings.origin.encode())
    assert len(Path("public-2/log.vkey").read_text().splitlines()) == 2
    shell.ok("bundle", "PM-1", "--out", "pm-1.zip")
    made = shell.json("backup", "--to", "after")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    assert shell.json("restore", "--drill", made["data"], made["keys"])["verdict"] == 0


def test_it_proves_that_the_successor_grew_out_of_the_older_log(shell):
    """From an older checkpoint to a new one of the successor, by the mathematics of the tree alone."""
    from secondstory.application.record.signing import root_at
    from secondstory.record.checkpoint import parse_body
    from secondstory.record.tiles import TileHashes
    from secondstory.record.tree import consistency_path, verify_consistency

    shell.ok("open", "Seats released too early")
    old = parse_body(parse_note(shell.ok("log", "--checkpoint").out.encode()).text)
    ended = shell.json("keys", "compromised", "--why", "the laptop was stolen", "--yes")
    shell.ok("open", "In the successor")
    new = parse_body(parse_note(shell.ok("log", "--checkpoint").out.encode()).text)
    hash_at = TileHashes(get_tile=open_workspace(str(shell.workspace)).storage.tile).hash_at
    path = consistency_path(old.size, new.size, hash_at)
    verify_consistency(old.size, new.size, old.root, new.root, path)
    assert new.size > ended["entry"] == ended["carried"] > old.size
    assert root_at(old.size, hash_at) == old.root


def test_it_names_the_good_checkpoint_and_the_last_one_in_the_successors_first_entry(shell):
    from secondstory.application.keeping.noting import installation_of

    shell.ok("open", "Seats released too early")
    good = shell.ok("log", "--checkpoint").out
    workspace = open_workspace(str(shell.workspace))
    from datetime import UTC, datetime

    from secondstory.wiring.witnessing.asking import kept_of

    kept_of(workspace.place).keep(good.encode(), at=datetime(2026, 11, 2, tzinfo=UTC))
    size = int(good.split("\n")[1])
    shell.ok("open", "In doubt")
    shell.ok("keys", "compromised", "--since", str(size + 1), "--why", "the laptop was stolen", "--yes")
    ((index, said),) = installation_of(open_workspace(str(shell.workspace)).office).successions
    assert (said.good_size, said.good_note) == (size, good)
    assert said.last_size == said.carried
    assert said.carried == index
    assert said.reason == "the laptop was stolen"


def test_it_writes_nothing_of_another_history_that_was_signed_with_the_same_key(shell, tmp_path):
    home = shell.root.parent / "home"
    made = lived(shell)
    # A second history from the same moment on, whole in itself: a snapshot of the machine that went on elsewhere.
    shutil.copytree(home, tmp_path / "home-before")
    (tmp_path / "true").mkdir()
    shell.workspace.rename(tmp_path / "true" / "w")
    shutil.copytree(tmp_path / "true" / "w", shell.workspace)
    shell.ok("open", "In the other history")
    shell.ok("open", "And on")
    forked = damaged(shell)
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "home-before", home)
    shutil.copytree(tmp_path / "true" / "w", shell.workspace)
    shell.ok("open", "In the true history")
    shutil.rmtree(shell.workspace)
    assert shell("restore", made["data"]).code == 1
    refused = shell("restore", "--replay", str(forked))
    assert refused.code == 1
    assert "do not hash to what was signed" in refused.err
    assert shell("open", "Forked").code == 1


def test_it_brings_no_erased_words_back_with_an_older_copy(shell):
    shell.ok("open", "Seats released too early")
    release_hold(shell)
    made = shell.json("backup", "--to", "kept")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    asked = ("erase", "PM-1", "--part", "title", "--basis", "GDPR art. 17", "--reason", "it names a guest")
    shell.ok(*asked)
    shell.later(hours=20)
    shell.ok("erase", "--confirm", "ER-1", "--yes")
    away = damaged(shell)
    shell("restore", made["data"])
    assert b"Seats released" in (shell.workspace / "record.db").read_bytes()
    shell.ok("restore", "--replay", str(away))
    raw = b"".join(path.read_bytes() for path in shell.workspace.glob("record.db*"))
    assert b"Seats released" not in raw
    assert shell.json("verify")["verdict"] == 0
