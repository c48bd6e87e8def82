"""`charter`: what holds here, and who knows it."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def texts(shell: Shell) -> Shell:
    """A shell whose workspace has brought a charter of its own."""
    from secondstory.adapters.texts.packaged import PACKAGED

    folder = shell.workspace / "texts"
    folder.mkdir(exist_ok=True)
    ours = (PACKAGED / "charter.toml").read_text("utf-8").replace('version = "1"', 'version = "2 ours"')
    (folder / "charter.toml").write_text(ours, "utf-8")
    return shell


def test_it_shows_the_text_that_holds_and_asks_to_acknowledge_it(shell):
    said = shell.ok("charter")
    for part in ("## What we hold to", "### Honest error", "## The hard line", "## The safe way back"):
        assert part in said.out
    assert "Next: secondstory charter acknowledge" in said.out
    assert "version 1" in shell.ok("charter", "--acknowledge").out
    assert shell.json("charter")["acknowledged"] is True


def test_it_adopts_a_text_of_the_workspace_as_a_new_version(texts):
    assert "Nothing was adopted." in texts("charter", "adopt").err
    texts.ok("charter", "acknowledge")
    assert "Adopted: version 2 ours." in texts.ok("charter", "adopt", "--yes").out
    assert [one["version"] for one in texts.json("charter", "--versions")["versions"]] == ["1", "2 ours"]
    assert texts.json("charter")["acknowledged"] is False


def test_it_says_how_to_change_the_text_when_nothing_changed(shell):
    said = shell("charter", "adopt", "--yes")
    assert said.code == 1
    assert "This text holds already" in said.err
    assert "charter.toml" in said.err


def test_it_gives_what_is_read_aloud(shell):
    assert len(shell.json("charter", "--read-out")["read_out"]) > 3
    assert "Read this aloud" in shell.ok("charter", "read-out").out


def test_it_asks_a_case_first_and_answers_afterwards(shell):
    asked = shell.ok("charter", "vignette")
    code = shell.json("charter", "vignette", "--list")["vignettes"][0]["code"]
    assert f"secondstory charter vignette {code} --answer" in asked.out
    answer = shell.json("charter", "vignette", code, "--answer")
    assert answer["why"] not in asked.out
    assert shell.json("charter", "vignette")["vignette"] != code
    assert "There is no case" in shell("charter", "vignette", "nothing").err


def test_it_takes_answers_five_at_a_time(shell):
    code = shell.json("charter", "vignette")["vignette"]
    four = shell("charter", "answers", code, "honest-error=4")
    assert four.code == 1
    assert "batches of 5" in four.err
    assert shell.json("charter", "answers", code, "honest-error=4", "concealment=1")["people"] == 5
