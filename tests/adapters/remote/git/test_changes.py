"""What git says was added, asked for real."""

import subprocess

import pytest

from secondstory.adapters.remote.git.changes import added_since
from secondstory.kernel.refused import Refused


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone with one commit, and a function that asks git."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    place = (tmp_path / "clone").resolve()
    place.mkdir()
    git(place, "init", "--quiet", "--initial-branch=main")
    git(place, "config", "user.name", "Ada")
    git(place, "config", "user.email", "ada@example.org")
    (place / "a.md").write_text("one\ntwo\nthree\n")
    (place / "docs").mkdir()
    (place / "docs" / "b.md").write_text("".join(f"line {n}\n" for n in range(20)))
    commit(place)
    return place


def git(place, *words):
    return subprocess.run(["git", *words], cwd=place, check=True, capture_output=True, text=True).stdout


def commit(place):
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", "a step")


def test_it_tells_the_lines_that_were_added(clone):
    (clone / "a.md").write_text("zero\none\ntwo changed\nthree\n")
    added = added_since("HEAD", clone)
    assert added.lines == {clone / "a.md": [(1, 1), (3, 3)]}
    assert added.has(clone / "a.md", 2, 3)
    assert not added.has(clone / "a.md", 2, 2)
    assert added.changed() == {clone / "a.md"}


def test_it_sees_what_is_staged_and_what_was_committed_since(clone):
    (clone / "a.md").write_text("one\ntwo\nthree\nfour\n")
    commit(clone)
    (clone / "a.md").write_text("one\ntwo\nthree\nfour\nfive\n")
    git(clone, "add", "a.md")
    assert added_since("HEAD~1", clone).lines == {clone / "a.md": [(4, 5)]}


def test_it_takes_untracked_files_as_new_and_ignored_ones_as_absent(clone):
    (clone / ".gitignore").write_text("skip.md\n")
    (clone / "skip.md").write_text("x\n")
    (clone / "docs" / "new.md").write_text("x\n")
    added = added_since("HEAD", clone / "docs")
    assert added.whole == {clone / ".gitignore", clone / "docs" / "new.md"}
    assert added.has(clone / "docs" / "new.md", 400, 400)


def test_it_takes_only_the_new_lines_of_a_file_that_moved(clone):
    git(clone, "mv", "docs/b.md", "docs/c.md")
    with (clone / "docs" / "c.md").open("a") as opened:
        opened.write("the end\n")
    assert added_since("HEAD", clone).lines == {clone / "docs" / "c.md": [(21, 21)]}


def test_it_counts_through_lines_that_look_like_the_head_of_a_diff(clone):
    (clone / "a.md").write_text("one\n++ b/evil.md\n@@ -1 +1 @@\ndiff --git a/x b/x\n")
    (clone / "docs" / "b.md").write_text("line 0\n")
    added = added_since("HEAD", clone)
    assert added.lines == {clone / "a.md": [(2, 4)], clone / "docs" / "b.md": []}
    assert added.changed() == {clone / "a.md"}


@pytest.mark.parametrize(
    "name", ["with space.md", "ünï.md", 'quo"te.md', "tab\there.md", "new\nline.md", "back\\slash.md"]
)
def test_it_reads_whatever_a_file_is_called(clone, name):
    (clone / name).write_text("x\n")
    commit(clone)
    (clone / name).write_text("x\ny\n")
    assert added_since("HEAD", clone).lines == {clone / name: [(2, 2)]}


def test_it_minds_no_taste_that_somebody_has_configured(clone):
    for setting in (
        "diff.noprefix=true",
        "diff.mnemonicPrefix=true",
        "color.ui=always",
        "diff.context=9",
        "diff.interHunkContext=9",
    ):
        git(clone, "config", *setting.split("="))
    (clone / ".gitattributes").write_text("*.md binary\n")
    (clone / "docs" / "b.md").write_text(
        (clone / "docs" / "b.md").read_text().replace("line 3\n", "x\n").replace("line 5\n", "y\n")
    )
    assert added_since("HEAD", clone).lines == {clone / "docs" / "b.md": [(4, 4), (6, 6)]}


def test_it_counts_from_where_the_branch_began(clone):
    git(clone, "checkout", "--quiet", "-b", "work")
    git(clone, "checkout", "--quiet", "main")
    (clone / "a.md").write_text("one\nthree\n")
    commit(clone)
    git(clone, "checkout", "--quiet", "work")
    (clone / "docs" / "b.md").write_text("new\n")
    assert set(added_since("main", clone).changed()) == {clone / "a.md", clone / "docs" / "b.md"}
    assert set(added_since("main...", clone).changed()) == {clone / "docs" / "b.md"}


@pytest.mark.parametrize("revision", ["nowhere", "--help", "", "nowhere...", "HEAD:a.md"])
def test_it_says_that_a_revision_is_unknown(clone, revision):
    with pytest.raises(Refused, match="knows no revision") as refused:
        added_since(revision, clone)
    assert refused.value.code == "unknown-revision"


def test_it_says_that_there_is_no_git_around(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.delenv("GIT_DIR", raising=False)
    with pytest.raises(Refused, match="no git work tree"):
        added_since("HEAD", tmp_path)


def test_it_says_that_git_is_absent(clone, monkeypatch):
    monkeypatch.setenv("PATH", str(clone))
    with pytest.raises(Refused, match="git was not found"):
        added_since("HEAD", clone)
