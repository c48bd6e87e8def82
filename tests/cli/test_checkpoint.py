"""`checkpoint`: exported, published to a folder and to git, refused over another history, and never in a circle."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from secondstory.adapters.local_files.standalone.verify import main
from secondstory.kernel.frozen import replace
from secondstory.record.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from secondstory.record.vkey import parse_vkey
from secondstory.wiring.places import Place, read_settings, write_settings
from secondstory.wiring.witnessing.publishing import publish_if_due
from secondstory.wiring.workspace import open_workspace


@pytest.fixture
def remote(tmp_path):
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "remote.git")], check=True)
    return tmp_path / "remote.git"


def size_of(note, vkey):
    return read_checkpoint(note, [parse_vkey(vkey)]).size


def entries(shell):
    return len(shell.json("log", "--last", "1000")["entries"])


def test_it_shows_the_checkpoint_and_where_it_is(shell):
    said = shell.json("checkpoint")
    assert size_of(said["checkpoint"].encode(), said["vkey"]) == entries(shell)
    assert said["published"] == []
    shell.ok("checkpoint", "publish", "--to", "public")
    assert [one["where"] for one in shell.json("checkpoint")["published"]] == ["folder public"]
    assert "Published over" in shell.ok("checkpoint").out


def test_it_exports_it_for_somebody_to_keep(shell):
    shell.ok("checkpoint", "export", "kept/here.txt")
    assert shell.ok("checkpoint", "export", "-").out.encode() == Path("kept/here.txt").read_bytes()
    assert shell.json("verify", "--against", "kept/here.txt")["verdict"] == 0
    refused = shell("checkpoint", "export", "kept/here.txt")
    assert (refused.code, "there already" in refused.err) == (1, True)
    shell.ok("checkpoint", "export", "kept/here.txt", "--force")


def test_it_has_no_cosigned_one_before_a_witness_signed(shell):
    refused = shell("checkpoint", "export", "x", "--cosigned")
    assert (refused.code, "secondstory witness request" in refused.err) == (1, True)


def test_it_publishes_a_folder_that_other_software_checks(shell):
    before = entries(shell)
    done = shell.json("checkpoint", "publish", "--to", "public")
    assert (done["size"], done["entry"]) == (before, before + 1)
    vkey = shell.json("checkpoint")["vkey"]
    assert main(["public", "--key", vkey]) == 0
    assert shell.json("log", "--last", "1")["entries"][0]["kind"] == "installation.checkpoint_published.v1"
    assert "One over" in shell("doctor").out


def test_it_calls_for_no_publication_because_of_a_publication(shell, remote):
    for _ in range(3):
        shell.ok("checkpoint", "publish", "--to", "public")
        shell.ok("checkpoint", "publish", "--git", str(remote))
    assert len(shell.json("checkpoint")["published"]) == 2
    shell.ok("open", "Seats released too early")
    shell.ok("checkpoint", "publish", "--to", "public")
    shell.ok("checkpoint", "publish", "--git", str(remote))
    shell.ok("checkpoint", "publish", "--to", "public")
    assert len(shell.json("checkpoint")["published"]) == 4


def test_it_publishes_again_where_it_was_lost(shell):
    shell.ok("checkpoint", "publish", "--to", "public")
    Path("public/checkpoint").unlink()
    shell.ok("checkpoint", "publish", "--to", "public")
    assert Path("public/checkpoint").exists()


def test_it_puts_a_commit_on_a_branch(shell, remote):
    done = shell.json("checkpoint", "publish", "--git", str(remote), "--branch", "proofs")
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "proofs"],
        cwd=remote,
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout.split() == ["checkpoint", f"history/{done['size']}", "log.vkey"]
    assert done["where"].endswith("proofs")


def forged(shell, size, *, mine):
    """Return a checkpoint over `size` entries with a root of its own; mine: signed with the log's key."""
    keys = open_workspace(str(shell.workspace)).keys
    origin = read_settings(Place(shell.workspace)).origin
    sign, public = keys.sign, keys.public_key()
    if not mine:
        from tests.record.by_hand import EVE, signer

        sign, public = signer(EVE)
    return sign_checkpoint(Checkpoint(origin=origin, size=size, root=bytes(32)), sign=sign, public=public)


@pytest.mark.parametrize(
    ("size", "mine", "words"),
    [
        (3, True, "not the ones here"),
        (3, False, "has not signed"),
        (900, True, "older copy, or entries are gone"),
    ],
)
def test_it_refuses_to_publish_over_another_history_and_keeps_both(shell, remote, size, mine, words):
    shell.ok("checkpoint", "publish", "--to", "public")
    shell.ok("checkpoint", "publish", "--git", str(remote))
    shell.ok("open", "Seats released too early")
    fork = forged(shell, size, mine=mine)
    Path("public/checkpoint").write_bytes(fork)
    commit_over(remote, fork)
    before = entries(shell)
    for place in (("--to", "public"), ("--git", str(remote))):
        refused = shell("checkpoint", "publish", *place)
        assert refused.code == 1
        assert words in refused.err
        assert "Both checkpoints are kept as evidence" in refused.err
    assert Path("public/checkpoint").read_bytes() == fork
    kept = [path.read_bytes() for path in (shell.workspace / "forks").iterdir()]
    assert fork in kept
    assert len(kept) == 2
    assert entries(shell) == before


def commit_over(remote, note):
    clone = remote.parent / "clone"
    subprocess.run(["git", "clone", "-q", "-b", "checkpoints", str(remote), str(clone)], check=True)
    (clone / "checkpoint").write_bytes(note)
    who = ["-c", "user.name=Eve", "-c", "user.email=eve@example.org"]
    subprocess.run(["git", *who, "commit", "-q", "-am", "other"], cwd=clone, check=True)
    subprocess.run(["git", "push", "-q"], cwd=clone, check=True)


def asked_to_publish(shell, **where):
    place = Place(shell.workspace)
    write_settings(place, replace(read_settings(place), **where))
    return open_workspace(str(shell.workspace))


def test_it_publishes_every_ten_minutes_and_only_when_there_is_news(shell, remote):
    workspace = asked_to_publish(shell, publish_to="../public", publish_git=str(remote))
    assert workspace.settings.publish_to == "../public"
    now = workspace.clock.now()
    sizes = []
    for minutes in (0, 5, 10, 20, 30):
        assert publish_if_due(workspace, now + timedelta(minutes=minutes)) == []
        sizes.append(workspace.storage.head().size)
    assert sizes == [sizes[0]] * 5
    assert Path("public/checkpoint").exists()
    shell.ok("open", "Seats released too early")
    before = workspace.storage.head().size
    publish_if_due(workspace, now + timedelta(minutes=5))
    assert workspace.storage.head().size == before
    publish_if_due(workspace, now + timedelta(minutes=11))
    assert workspace.storage.head().size == before + 2


def test_it_publishes_nothing_unless_asked(shell):
    workspace = open_workspace(str(shell.workspace))
    before = workspace.storage.head().size
    assert publish_if_due(workspace, workspace.clock.now()) == []
    assert workspace.storage.head().size == before


def test_it_tells_of_a_remote_that_is_down_and_goes_on(shell):
    workspace = asked_to_publish(shell, publish_to="../public", publish_git="/nowhere/at/all.git")
    (trouble,) = publish_if_due(workspace, workspace.clock.now())
    assert "Publishing to git /nowhere/at/all.git checkpoints" in trouble
    assert Path("public/checkpoint").exists()
