"""`doctor`: what protects the workspace, and what waits to be done."""

from secondstory.wiring.workspace import open_workspace
from tests.cli.keeping import seal


def standing(shell, name):
    return next(
        one["standing"] for one in shell(*("doctor", "--json")).data["findings"] if one["name"] == name
    )


def test_it_asks_for_a_backup_until_there_is_one(shell):
    said = shell("doctor")
    assert said.code == 1
    assert "secondstory backup" in said.out
    shell.ok("backup", "--to", "kept")
    said = shell("doctor")
    assert said.code == 0
    assert "What protects this workspace today" in said.out


def test_it_counts_the_keys_that_no_backup_holds(shell):
    shell.ok("open", "Seats released too early")
    shell.ok("backup", "--to", "kept")
    seal(shell, "log.txt", b"22:52 hold set")
    said = shell("doctor")
    assert said.code == 1
    assert "newer than the last key backup" in said.out


def test_it_notices_an_open_key_store(shell):
    keys = next((shell.root.parent / "home").rglob("keys.db")).parent
    keys.chmod(0o755)
    said = shell("doctor")
    assert said.code == 1
    assert f"chmod 700 {keys}" in said.out


def test_it_notices_an_open_folder(shell):
    assert standing(shell, "file modes") == "well"
    shell.workspace.chmod(0o755)
    assert standing(shell, "file modes") == "could be better"


def test_it_says_when_the_workspace_is_closed(shell):
    shell.ok("move", "--to", "stick", "--yes")
    assert standing(shell, "writing") == "to be done"


def test_it_notices_a_clock_behind_the_record(shell):
    shell.ok("open", "Seats released too early")
    shell.later(hours=-3)
    assert standing(shell, "clock") == "could be better"


def protection(shell):
    return shell("doctor", "--json").data["protection"]


def finding(shell, name):
    return next(one for one in shell("doctor", "--json").data["findings"] if one["name"] == name)


def test_it_says_first_against_whom_the_workspace_is_protected(shell):
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    disk, thief, colleague, root = protection(shell)
    assert "no backup" in disk
    assert "cannot be seen from here" in thief
    assert "verify" in colleague
    assert "rewrite everything unseen" in root
    assert disk in shell("doctor").out.split("\n\n")[1]


def test_it_tells_what_comes_back_from_the_backup_and_whether_that_was_rehearsed(shell):
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    made = shell.json("backup", "--to", "kept")
    assert "never rehearsed" in protection(shell)[0]
    assert finding(shell, "restore drill")["standing"] == "could be better"
    shell.ok("restore", "--drill", made["data"], made["keys"])
    assert finding(shell, "restore drill")["standing"] == "well"
    assert "everything comes back" in protection(shell)[0]
    shell.ok("open", "Another night")
    assert "everything but the newest" in protection(shell)[0]
    shell.later(days=400)
    assert finding(shell, "restore drill")["standing"] == "could be better"


def test_it_does_not_praise_a_drill_that_showed_a_loss(shell):
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    shell.ok("open", "Seats released too early")
    seal(shell, "log.txt", b"22:52 hold set")
    (lost,) = [path for path in (shell.workspace / "objects").rglob("*") if path.is_file()]
    lost.unlink()
    made = shell.json("backup", "--to", "kept")
    assert shell("restore", "--drill", made["data"], made["keys"]).code == 2
    assert finding(shell, "restore drill")["standing"] == "to be done"


def test_it_tells_what_a_published_checkpoint_protects_from_and_how_old_it_is(shell):
    shell.ok("checkpoint", "publish", "--to", "public")
    shell.later(days=3)
    assert "3 days ago" in protection(shell)[3]
    assert finding(shell, "checkpoint outside")["standing"] == "well"
    shell.later(days=10)
    shell.ok("open", "Another night")
    assert finding(shell, "checkpoint outside")["standing"] == "could be better"


def test_it_counts_from_which_day_an_erased_key_is_in_no_key_backup(shell):
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    shell.ok("backup", "--to", "kept")
    shell.ok("keys", "keep", "7")
    workspace = open_workspace(str(shell.workspace))
    workspace.keys.make_key("object:ev_one")
    workspace.keys.destroy_key("object:ev_one", at=shell.at)
    words = finding(shell, "erased keys")["words"]
    assert "9 November 2026" in words
    assert "(7 days)" in words


def test_it_says_of_everything_what_it_does_not_protect_from(shell):
    shell.ok("backup", "--to", "kept")
    findings = shell("doctor", "--json").data["findings"]
    assert [one["name"] for one in findings if not one["leaves"]] == []
