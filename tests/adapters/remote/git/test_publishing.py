"""Checkpoints on a branch of a real git repository: added one after the other, never forced, never over another history."""

import subprocess
from datetime import UTC, datetime

import pytest

from secondstory.adapters.remote.git.publishing import GitRemote, RemoteRefused, told_without_secrets

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def remote(tmp_path):
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def there(tmp_path, remote):
    return GitRemote(tmp_path / "ours.git", str(remote), "checkpoints")


def git(folder, *words):
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def push(there, size):
    files = {"checkpoint": f"over {size}\n".encode(), f"history/{size}": f"over {size}\n".encode()}
    return there.add(there.look(), files, words=f"Checkpoint over {size} entries\n", at=AT)


def test_it_begins_a_branch_and_adds_to_it(there, remote):
    assert (there.look().commit, there.look().checkpoint) == (None, None)
    first, second = push(there, 3), push(there, 5)
    assert there.look().commit == second
    assert there.look().checkpoint == b"over 5\n"
    assert git(remote, "rev-list", "checkpoints").split() == [second, first]
    assert git(remote, "ls-tree", "-r", "--name-only", "checkpoints").split() == [
        "checkpoint",
        "history/3",
        "history/5",
    ]


def test_it_keeps_what_others_put_beside_the_checkpoint(there, remote, tmp_path):
    push(there, 3)
    other(remote, tmp_path, "README", "ours as well")
    push(there, 5)
    assert "README" in git(remote, "ls-tree", "--name-only", "checkpoints")


def test_it_goes_on_from_another_machine(there, remote, tmp_path):
    push(there, 3)
    elsewhere = GitRemote(tmp_path / "second.git", str(remote), "checkpoints")
    push(elsewhere, 5)
    assert push(there, 7)


def test_it_refuses_a_branch_that_was_rewound(there, remote, tmp_path):
    first, second = push(there, 3), push(there, 5)
    git(remote, "update-ref", "refs/heads/checkpoints", first)
    with pytest.raises(RemoteRefused, match="rewound or replaced. Nothing was pushed") as refused:
        there.look()
    assert git(remote, "rev-parse", "checkpoints") == first
    kept = git(tmp_path / "ours.git", "for-each-ref", "--format=%(objectname)").split()
    assert set(kept) == {first, second}
    assert "ours.git" in str(refused.value)


def test_it_refuses_a_branch_that_is_gone(there, remote):
    push(there, 3)
    git(remote, "update-ref", "-d", "refs/heads/checkpoints")
    with pytest.raises(RemoteRefused, match="is gone"):
        there.look()


def test_it_loses_a_race_without_force(there, remote, tmp_path):
    push(there, 3)
    found = there.look()
    theirs = other(remote, tmp_path, "checkpoint", "faster")
    with pytest.raises(RemoteRefused, match="did not take it: somebody else pushed"):
        there.add(found, {"checkpoint": b"slower\n"}, words="late", at=AT)
    assert git(remote, "rev-parse", "checkpoints") == theirs


@pytest.mark.parametrize("address", ["--upload-pack=touch x", "ext::sh -c x", "", " "])
def test_it_takes_no_option_for_an_address(tmp_path, address):
    with pytest.raises(RemoteRefused, match="no address"):
        GitRemote(tmp_path / "ours.git", address, "checkpoints")


@pytest.mark.parametrize("branch", ["-f", "+main", "a..b", "", "x.lock", "a b", "refs/heads/x:y"])
def test_it_takes_no_refspec_for_a_branch(tmp_path, branch):
    with pytest.raises(RemoteRefused, match="cannot be the name of a branch"):
        GitRemote(tmp_path / "ours.git", "https://git.example/x", branch)


def test_it_says_nothing_of_a_password(tmp_path):
    address = "https://ada:secret@127.0.0.1:9/x.git"
    there = GitRemote(tmp_path / "ours.git", address, "checkpoints")
    assert there.name == "git https://127.0.0.1:9/x.git checkpoints"
    assert told_without_secrets("git@git.example:team/x.git") == "git@git.example:team/x.git"
    with pytest.raises(RemoteRefused, match="Git said") as refused:
        there.look()
    assert "secret" not in str(refused.value)


def test_it_heeds_no_git_of_the_surroundings(there, remote, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    push(there, 3)
    assert not (tmp_path / "nowhere").exists()
    assert not (tmp_path / "index").exists()


def other(remote, tmp_path, name, text):
    """Somebody else adds a commit to the branch; return its name."""
    clone = tmp_path / f"clone-{name}"
    git(tmp_path, "clone", "--quiet", "--branch", "checkpoints", str(remote), str(clone))
    (clone / name).write_text(text)
    git(clone, "add", name)
    git(clone, "-c", "user.name=Cem", "-c", "user.email=cem@example.org", "commit", "--quiet", "-m", "theirs")
    git(clone, "push", "--quiet")
    return git(clone, "rev-parse", "HEAD")
