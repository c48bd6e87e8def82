"""`log`, `prove`, `rebuild`, `init`: the record as people and other software read it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.proof import decode_proof
from secondstory.record.tree import leaf_hash, verify_inclusion
from secondstory.record.vkey import parse_vkey


def test_it_shows_what_happened_by_the_names_people_know(shell):
    shell.ok("open", "Seats released too early")
    said = shell.ok("log", "--last", "3").out
    assert "Ada" in said
    assert "PM-1" in said
    assert "pe_0" not in said.replace("pe_directory", "")
    assert "Mon 2 November 2026 09:00 UTC" in said


def test_it_shows_one_post_mortem_alone(shell):
    shell.ok("open", "Seats released too early")
    entries = shell.json("log", "PM-1")["entries"]
    assert [one["kind"] for one in entries] == ["incident.opened.v1", "incident.role_taken.v1"]
    assert shell("log", "PM-9").code == 1


def test_it_writes_what_other_software_reads(shell):
    shell.ok("open", "Seats released too early")
    shell.ok("log", "--tiles", "public")
    vkey = Path("public/log.vkey").read_text().strip()
    checkpoint = read_checkpoint(Path("public/checkpoint").read_bytes(), [parse_vkey(vkey)])
    tile = Path(f"public/tile/0/000.p/{checkpoint.size}")
    assert len(tile.read_bytes()) == 32 * checkpoint.size


def test_it_gives_a_receipt_that_holds_without_us(shell):
    opened = shell.json("open", "Seats released too early")
    made = shell.json("prove", str(opened["entry"]))
    proof = decode_proof(Path(made["proof"]).read_bytes())
    checkpoint = read_checkpoint(proof.checkpoint_note, [parse_vkey(made["vkey"])])
    leaf = leaf_hash(Path(made["entry"]).read_bytes())
    verify_inclusion(proof.index, checkpoint.size, leaf, proof.path, checkpoint.root)


def test_it_folds_rows_afresh(shell):
    shell.ok("open", "Seats released too early")
    with closing(sqlite3.connect(shell.workspace / "record.db")) as raw, raw:
        raw.execute("DELETE FROM postmortem")
    assert "Seats" not in shell.ok("list").out
    assert shell.json("rebuild")["unfolded"] == {}
    assert "Seats" in shell.ok("list").out


def test_it_makes_one_workspace_and_touches_none_that_is_there(shell):
    refused = shell("init", "--demo")
    assert refused.code == 1
    assert "already" in refused.err


def test_it_shows_the_recovery_key_once_and_keeps_it_nowhere(bare_shell):
    said = bare_shell.ok("init", "--demo", "--name", "Ada")
    assert "shown this once" in said.out
    key = bare_shell_key(said.out)
    held = [path for path in bare_shell.root.parent.rglob("*") if path.is_file()]
    assert len(key.split()) == 12
    assert not any(
        key.encode() in path.read_bytes() or key.replace(" ", "").encode() in path.read_bytes()
        for path in held
    )


def test_it_makes_another_recovery_key_when_the_first_was_lost(shell):
    fresh = shell.json("init", "--new-recovery-key")["recovery_key"]
    assert fresh != shell.recovery_key
    made = shell.json("backup", "--to", "kept")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", fresh)
    shell.ok("restore", made["data"], "--keys", made["keys"], "--into", "r", "--keys-into", "rk")


def test_it_begins_again_after_half_of_a_workspace(bare_shell):
    bare_shell.ok("init", "--demo")
    origin = next(
        line.split('"')[1]
        for line in (bare_shell.workspace / "workspace.toml").read_text().splitlines()
        if line.startswith("origin")
    )
    # As a crash before the last step leaves it: everything but the settings, and the sign that it was being made.
    (bare_shell.workspace / "workspace.toml").unlink()
    assert (
        bare_shell("init", "--demo").code == 1
    )  # without the sign it could be a whole record that lost a file
    (bare_shell.workspace / "being-made").write_text(origin)
    bare_shell.ok("init", "--demo")
    bare_shell.ok("open", "Seats released too early")


def bare_shell_key(out: str) -> str:
    """Return the recovery key in what `init` said."""
    return next(line.strip() for line in out.splitlines() if line.startswith("    "))
