"""Which documents are meant."""

import os

import pytest

from secondstory.wiring.documents.coaching.gathering import gather
from secondstory.wiring.documents.coaching.settings import Shelf


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A folder of all sorts, where we stand."""
    for name in (
        "b.md",
        "a.md",
        "code.py",
        "sub/c.txt",
        "sub/README",
        ".git/x.md",
        "node_modules/y.md",
        ".hidden.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("# Heading\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*names):
    return [one.path for one in gather(names, Shelf()) if not one.why_not]


def test_it_finds_markdown_and_text_below_a_folder_and_nothing_hidden(tree):
    assert paths(".") == ["a.md", "b.md", "sub/README", "sub/c.txt"]
    assert paths(str(tree / "sub")) == [str(tree / "sub" / "README"), str(tree / "sub" / "c.txt")]


def test_it_enters_a_hidden_folder_that_is_named(tree):
    assert paths(".git") == [".git/x.md"]
    assert paths(str(tree / ".git")) == [str(tree / ".git" / "x.md")]


def test_it_names_each_document_once_in_the_order_asked(tree):
    assert paths("b.md", ".", "./b.md", "-", "-") == ["b.md", "a.md", "sub/README", "sub/c.txt", "-"]


def test_it_follows_no_link_in_circles(tree):
    (tree / "sub" / "up").symlink_to(tree)
    (tree / "sub" / "self.md").symlink_to(tree / "sub" / "self.md")
    (tree / "sub" / "gone.md").symlink_to(tree / "nowhere.md")
    assert paths(".") == ["a.md", "b.md", "sub/README", "sub/c.txt"]


def test_it_says_that_a_folder_holds_no_document(tree):
    (tree / "empty").mkdir()
    (one,) = gather(["empty"], Shelf())
    assert one.why_not == "There is no Markdown and no plain text below empty."


def test_it_says_what_is_not_there_or_loops(tree):
    (tree / "loop.md").symlink_to(tree / "loop.md")
    said = [one.why_not for one in gather(["gone.md", "loop.md", "a\0b"], Shelf())]
    assert said[0] == "There is no file gone.md."
    assert "Too many levels" in said[1]
    assert "could not be read" in said[2]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_it_says_that_a_folder_may_not_be_read(tree):
    (tree / "sub").chmod(0)
    said = [one.why_not for one in gather(["."], Shelf()) if one.why_not]
    (tree / "sub").chmod(0o700)
    assert said == ["./sub could not be read: Permission denied."]


def test_it_leaves_out_what_the_settings_name(tree):
    (tree / ".secondstory.toml").write_text('[coach]\nexclude = ["sub/", "b.*"]\n')
    found = {one.path: one.left_out for one in gather([".", "sub/c.txt"], Shelf())}
    assert found == {"a.md": False, "b.md": True, "sub/c.txt": True}
