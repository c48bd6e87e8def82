"""`doctor`: what protects the workspace, and what waits to be done."""

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
