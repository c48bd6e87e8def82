"""`keys`: a new key under the older one's signature, an overlap, an end; a log that ends and its successor; retention."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from secondstory.application.keeping.noting import note_compromise
from secondstory.application.record.journal import Journal
from secondstory.domain.keeping.installation import KeyCompromised
from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.errors import BadSignature
from secondstory.record.note import parse_note
from secondstory.record.vkey import parse_vkey
from secondstory.wiring.workspace import open_workspace
from tests.cli.keeping import seal

ROTATE = ("keys", "rotate", "--why", "a new machine", "--yes")
COMPROMISED = ("keys", "compromised", "--why", "the laptop was stolen", "--yes")


def checkpoint(shell) -> bytes:
    return shell.ok("log", "--checkpoint").out.encode()


def signers(note: bytes) -> int:
    return len(parse_note(note).signatures)


def key_folder(shell) -> Path:
    return open_workspace(str(shell.workspace)).settings.keys


def test_it_shows_the_key_that_signs_and_a_fingerprint_to_read_aloud(shell):
    said = shell.json("keys")
    (key,) = said["keys"]
    assert key["state"] == "signs"
    assert re.fullmatch(r"([0-9a-f]{4} ){15}[0-9a-f]{4}", key["fingerprint"])
    assert key["vkey"] in shell.ok("keys").out


def test_it_names_the_new_key_under_the_older_one_and_then_signs_with_both(shell):
    before = checkpoint(shell)
    made = shell.json(*ROTATE)
    old, new = parse_vkey(made["older"]), parse_vkey(made["vkey"])
    assert old.name == new.name
    shell.ok("open", "After the change")
    after = checkpoint(shell)
    assert signers(before) == 1
    assert signers(after) == 2
    for one in (old, new):
        assert read_checkpoint(after, [one]).size > made["entry"]
    assert [key["state"] for key in shell.json("keys")["keys"]] == ["signs", "signs beside it"]
    assert shell.json("verify")["verdict"] == 0
    Path("kept.txt").write_bytes(before)
    assert shell.json("verify", "--against", "kept.txt")["verdict"] == 0


def test_it_ends_the_overlap_when_its_time_is_over_and_destroys_the_older_key(shell):
    made = shell.json(*ROTATE, "--overlap", "10")
    assert (key_folder(shell) / "log-old.key").is_file()
    shell.later(days=9)
    shell.ok("open", "Still both")
    assert signers(checkpoint(shell)) == 2
    shell.later(days=2)
    shell.ok("status")
    assert not (key_folder(shell) / "log-old.key").exists()
    shell.ok("open", "One key")
    last = checkpoint(shell)
    assert signers(last) == 1
    with pytest.raises(BadSignature):
        read_checkpoint(last, [parse_vkey(made["older"])])
    assert "installation.key_retired.v1" in shell.ok("log", "--last", "20").out
    assert shell.json("verify")["verdict"] == 0
    assert shell.json("keys")["keys"][1]["state"] == "retired"


def test_it_ends_the_overlap_by_hand_and_takes_another_rotation_only_then(shell):
    shell.ok(*ROTATE)
    refused = shell(*ROTATE)
    assert refused.code == 1
    assert "keys finish" in refused.err
    shell.ok("keys", "finish", "--yes")
    shell.ok(*ROTATE)
    assert len(shell.json("keys")["keys"]) == 3
    assert shell.json("verify")["verdict"] == 0


def test_it_asks_before_anything_that_cannot_be_taken_back(shell):
    for words in (("rotate", "--why", "x"), ("compromised", "--why", "x")):
        refused = shell("keys", *words)
        assert refused.code == 1
        assert "--yes" in refused.err
    assert "Say why" in shell("keys", "rotate", "--yes").err
    assert len(shell.json("keys")["keys"]) == 1


def test_it_publishes_every_key_the_newest_last(shell):
    made = shell.json(*ROTATE)
    shell.ok("log", "--tiles", "public")
    assert Path("public/log.vkey").read_text().splitlines() == [made["older"], made["vkey"]]


def test_it_adds_the_new_key_to_the_policy(shell):
    old = shell.json("keys")["keys"][0]["vkey"]
    Path("policy.txt").write_text(f"log {old}\nquorum none\n")
    shell.ok("witness", "policy", "policy.txt")
    made = shell.json(*ROTATE)
    assert f"log {made['vkey']}\n" in (shell.workspace / "policy").read_text()
    assert shell.json("verify")["verdict"] == 0


def test_it_keeps_old_receipts_good_under_the_old_key(shell):
    shell.ok("open", "Before the change")
    shell.ok("prove", "3", "--out", "old.tlog-proof")
    made = shell.json(*ROTATE)
    shell.ok("keys", "finish", "--yes")
    note = Path("old.tlog-proof").read_bytes().partition(b"\n\n")[2]
    assert read_checkpoint(note, [parse_vkey(made["older"])]).size > 3


def test_it_does_not_believe_a_retired_key_beyond_its_last_entry(shell):
    shell.ok(*ROTATE)
    stolen = shell.root / "stolen"
    shutil.copytree(key_folder(shell), stolen)
    shell.ok("keys", "finish", "--yes")
    shell.ok("open", "After the older key was destroyed")
    workspace = open_workspace(str(shell.workspace))
    from secondstory.adapters.keystore.store import LocalKeyStore
    from secondstory.record.checkpoint import Checkpoint, render_body, render_signed

    thief = LocalKeyStore.open(stolen)
    last = workspace.keys.last_signed()
    body = Checkpoint(origin=workspace.settings.origin, size=last.size, root=last.root)
    older = thief.signatures(render_body(body).encode())[1]
    Path("forged.txt").write_bytes(render_signed(body, [older]))
    said = shell("verify", "--against", "forged.txt", "--json")
    assert said.code == 1
    assert "was retired before" in said.out


@pytest.mark.parametrize("step", ["prepared", "recorded", "activated"])
def test_it_goes_on_from_wherever_a_crash_left_a_rotation(shell, step):
    from datetime import timedelta

    from secondstory.application.keeping.noting import note_rotation
    from secondstory.domain.keeping.installation import KeyRotated
    from secondstory.record.note import vkey

    workspace = open_workspace(str(shell.workspace))
    until = workspace.clock.now() + timedelta(days=30)
    upcoming = vkey(workspace.settings.origin, workspace.keys.prepare_next(until=until))
    if step != "prepared":
        note_rotation(workspace.office, KeyRotated(vkey=upcoming, reason="a new machine"))
    if step == "activated":
        workspace.keys.activate_next(until=until)
    shell.ok("open", "After the crash")
    if step == "prepared":
        assert signers(checkpoint(shell)) == 1
        assert shell.json(*ROTATE)["vkey"] == upcoming
        shell.ok("open", "After the rotation")
    assert signers(checkpoint(shell)) == 2
    assert open_workspace(str(shell.workspace)).settings.vkey == upcoming
    assert shell.json("verify")["verdict"] == 0
    shell.later(days=100)
    shell.ok("status")
    assert signers(checkpoint(shell)) >= 1
    assert shell.json("verify")["verdict"] == 0


def test_it_refuses_to_sign_with_a_key_backup_from_before_the_change(shell):
    shell.ok("open", "Seats released too early")
    before = shell.json("backup", "--to", "before")
    shell.ok(*ROTATE)
    shell.ok("keys", "finish", "--yes")
    after = shell.json("backup", "--to", "after")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    shutil.rmtree(shell.workspace)
    shutil.rmtree(shell.root.parent / "home" / "data")
    shell("restore", after["data"], "--keys", before["keys"])
    refused = shell("restore", "--settle", "--as-newest", "nothing was written since")
    assert refused.code == 1
    assert "names a newer key" in shell("open", "Forked").err
    shutil.rmtree(shell.workspace)
    shutil.rmtree(shell.root.parent / "home" / "data")
    shell.ok("restore", after["data"], "--keys", after["keys"])
    shell.ok("restore", "--settle", "--as-newest", "nothing was written since")
    shell.ok("open", "Goes on")
    assert shell.json("verify")["verdict"] == 0


def test_it_bundles_for_somebody_who_has_the_newest_key_alone(shell, capsys):
    from datetime import UTC, datetime

    from secondstory.wiring.witnessing.asking import kept_of

    shell.ok("open", "Seats released too early")
    workspace = open_workspace(str(shell.workspace))
    kept_of(workspace.place).keep(checkpoint(shell), at=datetime(2026, 11, 2, tzinfo=UTC))
    made = shell.json(*ROTATE)
    shell.ok("keys", "finish", "--yes")
    shell.ok("open", "After the change")
    shell.ok("bundle", "PM-1", "--out", "pm-1.zip")
    from secondstory.adapters.local_files.standalone import verify

    assert verify.main(["pm-1.zip", "--key", made["vkey"]]) == 0
    said = capsys.readouterr().out
    assert "1 earlier checkpoints lead to this one." in said
    assert "Whose the older key is that signed 1 of them" in said
    assert verify.main(["pm-1.zip", "--key", made["older"]]) != 0
    assert verify.main(["pm-1.zip", "--key", made["older"], "--key", made["vkey"]]) == 0
    assert "Whose the older key" not in capsys.readouterr().out
    assert shell.json("verify")["verdict"] == 0


def test_it_says_the_fingerprint_that_a_stranger_reads_in_the_published_log(shell, capsys):
    from secondstory.adapters.local_files.standalone import verify

    shell.ok(*ROTATE)
    newest = shell.json("keys")["keys"][0]["fingerprint"]
    shell.ok("log", "--tiles", "public")
    verify.main(["public", "--fingerprint"])
    assert newest in capsys.readouterr().out


def test_it_keeps_both_keys_in_a_key_backup(shell):
    shell.ok(*ROTATE)
    made = shell.json("backup", "--to", "kept")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    shutil.rmtree(shell.workspace)
    shutil.rmtree(shell.root.parent / "home" / "data")
    shell.ok("restore", made["data"], "--keys", made["keys"])
    shell.ok("restore", "--settle", "--as-newest", "the disk broke at once")
    shell.ok("open", "Goes on")
    assert signers(checkpoint(shell)) == 2


def test_it_ends_a_log_whose_key_is_lost_and_goes_on_in_its_successor(shell):
    shell.ok("open", "Seats released too early")
    seal(shell, "log.txt", b"22:52 hold set")
    old = checkpoint(shell)
    folder = key_folder(shell)
    ended = shell.json(*COMPROMISED, "--since", "5")
    assert ended["origin"] == f"{ended['older']}/2"
    assert not folder.exists()
    shell.ok("open", "In the successor")
    assert "Seats released too early" in shell.ok("list").out
    assert shell.json("verify")["verdict"] == 0
    Path("kept.txt").write_bytes(old)
    assert shell.json("verify", "--against", "kept.txt")["verdict"] == 0
    new = checkpoint(shell)
    assert new.startswith(ended["origin"].encode() + b"\n")
    again = shell.json(*COMPROMISED)
    assert again["origin"] == f"{ended['older']}/3"
    assert shell.json("verify", "--against", "kept.txt")["verdict"] == 0


def test_it_catches_what_a_thief_signs_with_the_key_after_the_log_ended(shell):
    stolen = shell.root / "stolen"
    shutil.copytree(key_folder(shell), stolen)
    origin = open_workspace(str(shell.workspace)).settings.origin
    shell.ok(*COMPROMISED)
    shell.ok("open", "In the successor")
    from secondstory.adapters.keystore.store import LocalKeyStore
    from secondstory.record.checkpoint import Checkpoint, render_body, render_signed

    thief = LocalKeyStore.open(stolen)
    body = Checkpoint(origin=origin, size=500, root=b"\7" * 32)
    Path("forged.txt").write_bytes(render_signed(body, thief.signatures(render_body(body).encode())))
    said = shell("verify", "--against", "forged.txt", "--json")
    assert said.code == 2
    assert "took over" in said.out


@pytest.mark.parametrize("step", ["closing", "recorded", "closed"])
def test_it_records_nothing_in_a_log_that_is_ending_and_goes_on_to_the_end(shell, step):
    from secondstory.application.keeping.noting import note_compromise
    from secondstory.application.record.journal import Journal
    from secondstory.domain.keeping.installation import KeyCompromised

    workspace = open_workspace(str(shell.workspace))
    workspace.keys.begin_closing()
    if step != "closing":
        size = workspace.storage.head().size
        draft = KeyCompromised(vkey=workspace.settings.vkey, since=size, reason="the laptop was stolen")
        note_compromise(workspace.office_with(Journal(workspace.workings)), draft, size=size)
    if step == "closed":
        workspace.keys.close_log()
    refused = shell("open", "Too late")
    assert refused.code == 1
    assert "keys compromised" in refused.err
    shell.ok(*COMPROMISED)
    shell.ok("open", "In the successor")
    assert shell.json("verify")["verdict"] == 0


def test_it_removes_old_key_backups_once_the_newest_opens(shell):
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    shell.ok("open", "Seats released too early")
    first = shell.json("backup", "--to", "kept")["keys"]
    shell.later(days=40)
    second = shell.json("backup", "--to", "kept")["keys"]
    shell.later(days=1)
    assert shell("keys", "prune", "kept/keys").code == 1
    shell.ok("keys", "prune", "kept/keys", "--yes")
    assert not Path(first).exists()
    assert Path(second).exists()
    assert shell.json("keys", "prune", "kept/keys", "--yes")["removed"] == []


def test_it_removes_nothing_while_the_newest_key_backup_does_not_open(shell):
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    first = shell.json("backup", "--to", "kept")["keys"]
    shell.later(days=40)
    second = Path(shell.json("backup", "--to", "kept")["keys"])
    second.chmod(0o600)
    second.write_bytes(second.read_bytes()[:-3])
    assert shell("keys", "prune", "kept/keys", "--yes").code == 1
    assert Path(first).exists()
    seal_later = shell.json("backup", "--to", "kept")
    shell.ok("open", "Another")
    seal(shell, "log.txt", b"sealed under a key that no backup has")
    refused = shell("keys", "prune", "kept/keys", "--yes")
    assert refused.code == 1
    assert "secondstory backup" in refused.err
    assert Path(first).exists()
    assert Path(seal_later["keys"]).exists()


def test_it_keeps_key_backups_for_as_long_as_it_was_told(shell):
    assert shell.json("keys", "keep", "7")["days"] == 7
    shell.ok("backup", "--to", "kept")
    shell.later(days=8)
    shell.ok("backup", "--to", "kept")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    assert len(shell.json("keys", "prune", "kept/keys", "--yes")["removed"]) == 1
    assert shell("keys", "keep", "0").code == 1


@pytest.mark.parametrize("entry", [False, True], ids=["keys made", "entry recorded"])
def test_it_finds_the_successor_that_a_crash_left_half_made(shell, entry, tmp_path):
    shell.ok("open", "Seats released too early")
    folder = key_folder(shell)
    workspace = open_workspace(str(shell.workspace))
    settings, size = workspace.place.settings.read_bytes(), workspace.storage.head().size
    draft = KeyCompromised(vkey=workspace.settings.vkey, since=size, reason="the laptop was stolen")
    workspace.keys.begin_closing()
    note_compromise(workspace.office_with(Journal(workspace.workings)), draft, size=size)
    workspace.keys.close_log()
    shutil.copytree(folder, tmp_path / "older")
    shutil.copytree(shell.workspace, tmp_path / "before")
    made = shell.json(*COMPROMISED)
    # The disk as a power cut leaves it: the successor's keys stand, its entry perhaps, and the settings are the older ones.
    shutil.copytree(tmp_path / "older", folder)
    if not entry:
        shutil.rmtree(shell.workspace)
        shutil.copytree(tmp_path / "before", shell.workspace)
        (new,) = [path.parent for path in folder.parent.glob("*/keys.db") if path.parent != folder]
        with closing(sqlite3.connect(new / "keys.db")) as file, file:
            file.execute("DELETE FROM last_signed")
    (shell.workspace / "workspace.toml").write_bytes(settings)
    assert shell("open", "Too late").code == 1
    again = shell.json(*COMPROMISED)
    assert again == made
    assert not folder.exists()
    shell.ok("open", "In the successor")
    assert shell.json("verify")["verdict"] == 0


def test_it_lets_a_successor_go_on_when_the_newer_key_is_lost_for_good(shell):
    shell.ok("open", "Seats released too early")
    before = shell.json("backup", "--to", "before")
    shell.ok(*ROTATE)
    shell.ok("keys", "finish", "--yes")
    after = shell.json("backup", "--to", "after")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    shutil.rmtree(shell.workspace)
    shutil.rmtree(shell.root.parent / "home" / "data")
    shell("restore", after["data"], "--keys", before["keys"])
    made = shell.json("restore", "--succeed", "--why", "the newer key backup is lost")
    assert made["origin"] == f"{made['older']}/2"
    shell.ok("open", "In the successor")
    assert shell.json("verify")["verdict"] == 0
