"""`backup`, `restore`, `move`, `upgrade`: everything comes back, and nothing is ever signed twice."""

import re
import shutil
import tarfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.keeping import release_hold, seal


def backed_up(shell: Shell, *, title: str = "Seats released too early") -> tuple[str, str]:
    """Open a post-mortem, make a backup, and return the two files."""
    shell.ok("open", title)
    made = shell.json("backup", "--to", "kept")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    return made["data"], made["keys"]


def lose_everything(shell: Shell) -> None:
    """Lose the machine: data and key store."""
    shutil.rmtree(shell.workspace)
    shutil.rmtree(shell.root.parent / "home" / "data")


def test_it_makes_two_files_in_two_folders_and_says_to_keep_them_apart(shell):
    shell.ok("open", "Seats released too early")
    said = shell.ok("backup", "--data-to", "here", "--keys-to", "there").out
    assert "Keep the two apart" in said
    assert len(list(Path("here").glob("secondstory-data-*.tar"))) == 1
    (keys,) = Path("there").glob("secondstory-keys-*.backup")
    assert keys.stat().st_mode & 0o077 == 0
    refused = shell("backup", "--data-to", "one", "--keys-to", "one")
    assert refused.code == 1


def test_it_makes_no_backup_of_what_cannot_be_copied_and_leaves_nothing_half_made(shell):
    shell.ok("open", "Seats released too early")
    (shell.workspace / "web.db").write_bytes(b"no database, and long enough to be read as one" * 200)
    said = shell("backup", "--data-to", "here", "--keys-to", "there")
    assert said.code == 2
    assert "web.db could not be copied for the backup" in said.err
    assert "do it again" in said.err
    assert [*Path("here").iterdir(), *shell.workspace.glob(".copying-*")] == []


def test_it_brings_everything_back_and_waits_to_be_settled(shell):
    data, keys = backed_up(shell)
    kept = Path("kept.txt")
    kept.write_text(shell.ok("log", "--checkpoint").out)
    lose_everything(shell)
    back = shell.json("restore", data, "--keys", keys)
    assert back["verdict"] == 0
    assert "Seats released too early" in shell.ok("list").out
    refused = shell("open", "Another night")
    assert refused.code == 1
    assert "restore --settle" in refused.err
    shell.ok("restore", "--settle", "--against", str(kept))
    shell.ok("open", "Another night")
    assert shell.json("verify", "--against", str(kept))["verdict"] == 0
    assert "installation.restored.v1" in shell.ok("log", "--last", "12").out


def test_it_takes_the_word_of_somebody_that_nothing_newer_exists(shell):
    data, keys = backed_up(shell)
    lose_everything(shell)
    shell.ok("restore", data, "--keys", keys)
    assert shell("restore", "--settle").code == 1
    shell.ok("restore", "--settle", "--as-newest", "the disk broke an hour later")
    shell.ok("open", "Another night")


def test_it_stays_read_only_when_a_checkpoint_knows_more(shell):
    data, keys = backed_up(shell)
    shell.ok("open", "After the backup")
    Path("kept.txt").write_text(shell.ok("log", "--checkpoint").out)
    lose_everything(shell)
    shell.ok("restore", data, "--keys", keys)
    refused = shell("restore", "--settle", "--against", "kept.txt")
    assert refused.code == 1
    assert "a newer copy exists, or did" in refused.err
    assert shell("open", "Forked").code == 1


def test_it_does_not_settle_by_a_checkpoint_of_another_log(shell):
    data, keys = backed_up(shell)
    lose_everything(shell)
    shell.ok("restore", data, "--keys", keys)
    Path("other.txt").write_text("example.org/log\n7\nAAAA\n\n")
    assert (
        "no checkpoint that this log's key has signed"
        in shell("restore", "--settle", "--against", "other.txt").err
    )


def test_it_uses_the_key_store_that_is_still_here(shell):
    data, _ = backed_up(shell)
    shutil.rmtree(shell.workspace)
    shell.ok("restore", data)
    shell.ok("open", "Goes on at once")
    assert shell.json("verify")["verdict"] == 0


def test_it_knows_an_old_copy_by_the_key_store_that_is_still_here(shell):
    data, _ = backed_up(shell)
    shell.ok("open", "After the backup")
    shutil.rmtree(shell.workspace)
    assert shell("restore", data).code == 1
    refused = shell("open", "Forked")
    assert refused.code == 1
    assert "older copy" in refused.err
    assert "Seats released too early" in shell.ok("list").out


def test_it_overwrites_nothing(shell):
    data, keys = backed_up(shell)
    refused = shell("restore", data, "--keys", keys)
    assert refused.code == 1
    assert "not empty" in refused.err
    refused = shell("restore", data, "--keys", keys, "--into", "elsewhere")
    assert refused.code == 1
    assert not Path("elsewhere").exists()
    assert list(Path().glob(".restoring-*")) == []


def test_it_asks_for_the_recovery_key_and_knows_a_wrong_one(shell):
    data, keys = backed_up(shell)
    lose_everything(shell)
    shell.env.delenv("SECONDSTORY_RECOVERY_KEY")
    assert "--recovery-key-file" in shell("restore", data, "--keys", keys).err
    Path("typed.txt").write_text(
        shell.recovery_key.replace(shell.recovery_key[7], "Z" if shell.recovery_key[7] != "Z" else "Y")
    )
    refused = shell("restore", data, "--keys", keys, "--recovery-key-file", "typed.txt")
    assert refused.code == 1
    assert "misread" in refused.err
    assert not shell.workspace.exists()
    Path("typed.txt").write_text(shell.recovery_key.lower())
    shell.ok("restore", data, "--keys", keys, "--recovery-key-file", "typed.txt")


def test_it_refuses_a_data_backup_that_was_changed(shell):
    data, keys = backed_up(shell)
    lose_everything(shell)
    raw = bytearray(Path(data).read_bytes())
    raw[len(raw) // 2] ^= 1
    Path(data).write_bytes(raw)
    refused = shell("restore", data, "--keys", keys)
    assert refused.code == 1
    assert "is not whole" in refused.err
    Path(data).write_bytes(bytes(raw[: len(raw) // 2]))
    assert "is not whole" in shell("restore", data, "--keys", keys).err
    assert not shell.workspace.exists()


@pytest.mark.parametrize("name", ["../outside.txt", "/tmp/outside.txt", "objects/../../x", "texts/../../x"])
def test_it_unpacks_nothing_outside(shell, name):
    data, keys = backed_up(shell)
    lose_everything(shell)
    _add(Path(data), tarfile.TarInfo(name), b"x")
    refused = shell("restore", data, "--keys", keys)
    assert refused.code == 1
    assert "which no workspace has" in refused.err
    assert not (shell.root / "outside.txt").exists()


def test_it_follows_no_link_in_a_backup(shell):
    data, keys = backed_up(shell)
    lose_everything(shell)
    link = tarfile.TarInfo("texts/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    _add(Path(data), link, b"")
    assert "which no workspace has" in shell("restore", data, "--keys", keys).err


def test_it_never_brings_back_a_key_that_was_erased(shell):
    shell.ok("open", "Seats released too early")
    release_hold(shell)
    seal(shell, "log.txt", b"unit A-17\n")
    old = shell.json("backup", "--to", "before")
    shell.ok("erase", "E-1", "--of", "PM-1", "--basis", "policy 4", "--reason", "it holds names")
    shell.later(days=1)
    shell.ok("erase", "--confirm", "ER-1", "--yes")
    new = shell.json("backup", "--to", "after")
    lose_everything(shell)
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    back = shell.json("restore", new["data"], "--keys", old["keys"])
    import sqlite3

    with closing(sqlite3.connect(Path(back["keys"]) / "keys.db")) as keys, keys:
        names = [name for (name,) in keys.execute("SELECT name FROM keys")]
        gone = [name for (name,) in keys.execute("SELECT name FROM destroyed")]
    assert not [name for name in names if name.startswith("object:")]
    assert [name for name in gone if name.startswith("object:")]
    # The old key backup has signed less than the new data holds, which is well: nothing was signed twice.
    assert back["verdict"] == 0


def test_it_goes_on_where_an_interrupted_restore_stopped(shell):
    data, keys = backed_up(shell)
    lose_everything(shell)
    shell.ok("restore", data, "--keys", keys)
    # As a crash leaves it between the keys and the last rename: keys, and no workspace.
    shutil.rmtree(shell.workspace)
    shell.ok("restore", data, "--keys", keys)
    assert "Seats released too early" in shell.ok("list").out


def test_it_moves_with_its_keys_and_closes_the_old_place(shell):
    shell.ok("open", "Seats released too early")
    assert "--yes" in shell("move", "--to", "stick").err
    packed = shell.json("move", "--to", "stick", "--yes", "--reason", "a new laptop")
    closed = shell("open", "Forked")
    assert closed.code == 1
    assert "moved away on 2026-11-02" in closed.err
    assert "Seats released too early" in shell.ok("list").out
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    there = shell.json("move", "--from", packed["file"], "--into", "new", "--keys-into", "newkeys")
    assert there["verdict"] == 0
    shell.ok("--workspace", "new", "open", "Goes on")
    report = shell.json("--workspace", "new", "verify")
    assert report["verdict"] == 0
    assert "installation.moved.v1" in shell.ok("--workspace", "new", "log").out


def test_it_can_pack_again_when_the_first_file_was_lost(shell):
    shell.ok("move", "--to", "stick", "--yes")
    again = shell.json("move", "--to", "stick", "--yes")
    assert Path(again["file"]).exists()


def test_it_says_which_of_two_ways_a_move_goes(shell):
    assert "--to DIR on the old machine" in shell("move").err


def test_it_has_nothing_to_upgrade_today(shell):
    assert shell.json("upgrade") == {"format": 1, "upgraded": False}


def test_it_upgrades_an_older_format_with_a_backup_first(shell):
    shell.ok("open", "Seats released too early")
    settings = shell.workspace / "workspace.toml"
    older = re.sub(r"format = 1", "format = 0", re.sub(r"vkey = .*\n", "", settings.read_text()))
    settings.write_text(older)
    refused = shell("open", "Too early")
    assert refused.code == 1
    assert "secondstory upgrade" in refused.err
    done = shell.json("upgrade", "--to", "kept")
    assert (done["from"], done["format"]) == (0, 1)
    with tarfile.open(done["data"]) as tar:
        held = tar.extractfile("workspace.toml")
        assert held is not None
        assert held.read().decode() == older
    shell.ok("open", "Goes on")
    assert shell.json("verify")["verdict"] == 0


def test_it_reads_a_newer_format_and_writes_nothing(shell):
    shell.ok("open", "Seats released too early")
    settings = shell.workspace / "workspace.toml"
    settings.write_text(settings.read_text().replace("format = 1", "format = 2"))
    before = (shell.workspace / "record.db").read_bytes()
    assert "Seats released too early" in shell.ok("list").out
    refused = shell("open", "Too late")
    assert refused.code == 1
    assert "Install the newer Second Story to write" in refused.err
    assert shell("upgrade").code == 1
    assert (shell.workspace / "record.db").read_bytes() == before


def _add(path: Path, member: tarfile.TarInfo, data: bytes) -> None:
    member.size = len(data)
    with tarfile.open(path, "a") as tar:
        tar.addfile(member, BytesIO(data))
