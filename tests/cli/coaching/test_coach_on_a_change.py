"""`secondstory coach --diff REV`: only what a change added."""

import os
import subprocess

import pytest
import yaml

from tests.house.source import ROOT

OLD = "# Out\n\nThe operator should have known better.\n\nThe alert fired.\n"
NEW = "\nThe engineer should have known better.\n"


@pytest.fixture
def clone(bare_shell):
    """A clone, where we stand, with one text that blames."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        bare_shell.env.delenv(name)
    bare_shell.env.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (bare_shell.root / "docs").mkdir()
    (bare_shell.root / "docs" / "a.md").write_text(OLD)
    (bare_shell.root / "b.md").write_text(OLD)
    for words in (
        ("init", "--quiet"),
        ("config", "user.name", "Ada"),
        ("config", "user.email", "ada@example.org"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "a step"),
    ):
        subprocess.run(["git", *words], cwd=bare_shell.root, check=True)
    return bare_shell.root


def found(bare_shell, *words):
    report = bare_shell.json("coach", *words)
    return {one["path"]: [each["line"] for each in one["findings"]] for one in report["files"]}


def append(path, text=NEW):
    path.write_bytes(path.read_bytes() + text.encode())


def test_it_says_nothing_of_what_stood_there_before(bare_shell, clone):
    assert found(bare_shell, "--diff", "HEAD") == {}
    assert bare_shell.ok("coach", "--diff", "HEAD", "--strict").out == "No text was changed.\n"
    append(clone / "docs" / "a.md")
    assert found(bare_shell, "--diff", "HEAD") == {"docs/a.md": [7]}
    assert found(bare_shell, "docs", "b.md", "--diff", "HEAD") == {"docs/a.md": [7]}
    assert found(bare_shell, "b.md", "--diff", "HEAD") == {}
    assert bare_shell("coach", "--diff", "HEAD", "--strict").code == 1


def test_it_takes_untracked_files_as_added_and_moved_ones_as_what_they_were(bare_shell, clone):
    (clone / "new.md").write_text(OLD)
    subprocess.run(["git", "mv", "b.md", "c.md"], cwd=clone, check=True)
    assert found(bare_shell, "--diff", "HEAD") == {"new.md": [3]}
    append(clone / "c.md")
    assert found(bare_shell, "--diff", "HEAD") == {"c.md": [7], "new.md": [3]}


def test_it_works_in_a_folder_below_the_top(bare_shell, clone):
    append(clone / "docs" / "a.md")
    append(clone / "b.md")
    bare_shell.env.chdir(clone / "docs")
    assert found(bare_shell, "--diff", "HEAD") == {"a.md": [7]}
    assert found(bare_shell, "..", "--diff", "HEAD") == {"../b.md": [7], "../docs/a.md": [7]}


def test_it_counts_lines_as_git_does(bare_shell, clone):
    # A carriage return alone ends a line for the coach and for editors, not for git.
    (clone / "b.md").write_bytes(b"one\rtwo\rthree\n\nHe should have known better.\n")
    subprocess.run(["git", "commit", "--quiet", "--all", "--message", "b"], cwd=clone, check=True)
    assert found(bare_shell, "--diff", "HEAD") == {}
    append(clone / "b.md")
    assert found(bare_shell, "--diff", "HEAD") == {"b.md": [7]}


def test_it_keeps_a_finding_of_which_one_line_is_new(bare_shell, clone):
    (clone / "b.md").write_text(OLD + "\nThe engineer should\nhave been paged.\n")
    subprocess.run(["git", "commit", "--quiet", "--all", "--message", "b"], cwd=clone, check=True)
    (clone / "b.md").write_text(OLD + "\nThe engineer should\nhave known better.\n")
    assert found(bare_shell, "--diff", "HEAD") == {"b.md": [7]}


def test_it_asks_a_clone_within_a_clone_for_itself(bare_shell, clone):
    inner = clone / "inner"
    inner.mkdir()
    (inner / "i.md").write_text(OLD)
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "i")):
        subprocess.run(
            ["git", "-c", "user.name=Bo", "-c", "user.email=bo@example.org", *words], cwd=inner, check=True
        )
    assert found(bare_shell, "--diff", "HEAD") == {}
    append(inner / "i.md")
    append(clone / "b.md")
    assert found(bare_shell, "--diff", "HEAD") == {"b.md": [7], "inner/i.md": [7]}


def test_it_says_what_is_wrong_with_the_question(bare_shell, clone):
    for words, said in (
        (("--diff", "nowhere"), 'Git knows no revision "nowhere" here.'),
        (("-", "--diff", "HEAD"), "--diff looks at files that git knows"),
        (("gone.md", "--diff", "HEAD"), "There is no file gone.md."),
    ):
        told = bare_shell("coach", *words)
        assert told.code == 2
        assert said in told.err
    bare_shell.env.setenv("GIT_CEILING_DIRECTORIES", str(clone.parent.parent))
    bare_shell.env.chdir(clone.parent)
    (clone.parent / "x.md").write_text(OLD)
    told = bare_shell("coach", "x.md", "--diff", "HEAD")
    assert told.code == 2
    assert "in no git work tree" in told.err


def test_it_offers_a_hook_that_runs_the_coach():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert (hook["id"], hook["entry"], hook["types"]) == (
        "second-story-coach",
        "secondstory coach --strict",
        ["markdown"],
    )
