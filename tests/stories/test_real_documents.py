"""Thirty-nine real post-mortems come in and are checked; one of them is carried on to publication."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell, bare_shell, shell

__all__ = ["bare_shell", "shell"]

REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "dfds_postmortems"
ONE = "PM2020-002 - KIAM service disruption on Hellman.md"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the shared documents are not here")


def test_it_checks_all_of_them_and_says_why_of_those_it_does_not_understand(bare_shell: Shell):
    files = bare_shell.json("check", str(REAL))["files"]
    assert len(files) == 39
    assert sum(one["understood"] for one in files) >= 36
    assert all(one["understood"] or one["why_not"] for one in files)
    assert bare_shell.ok("check", str(REAL / ONE)).out.count("Ask next:") >= 1


def test_it_brings_all_of_them_in_word_for_word(shell: Shell):
    done = shell.json("import", str(REAL), "--accept")
    assert (len(done["imported"]), done["left_out"]) == (39, [])
    sealed = shell.json("list", "--evidence")["evidence"]
    assert sorted(one["length_bytes"] for one in sealed) == sorted(
        path.stat().st_size for path in REAL.iterdir() if path.name.startswith("PM")
    )
    # No document labels a level, so no condition is there yet; all of them wait, each with its line.
    assert all(one["conditions"] == 0 for one in shell.json("list")["post_mortems"])
    waiting = [one for number in range(1, 40) for one in shell.json("import", f"PM-{number}")["proposals"]]
    assert {one["field"] for one in waiting} == {"condition", "timeline"}
    shell.ok("verify")


def test_it_carries_one_of_them_on_to_publication_and_back(shell: Shell, tmp_path: Path):
    shell.ok("import", str(REAL / ONE), "--accept")
    alarm, noise, notes = (one["proposal"] for one in shell.json("import", "PM-1")["proposals"])
    shell.ok("import", "PM-1", "--take", str(alarm), "--level", "software")
    shell.ok("import", "PM-1", "--take", str(noise), "--level", "practices")
    shell.ok("import", "PM-1", "--take", str(notes), "--level", "process", "--text", "Renewal had no owner")
    shell.ok("support", "PM-1", "--not-applicable", "long ago; nobody on the team was there")
    second = "Nothing watched the date, and nobody had written down how the next one is made."
    shell.ok("story", "PM-1", "first-and-second", "--first", "A certificate expired.", "--second", second)
    shell.ok("condition", "PM-1", "link", "C-3", "C-1", "--kind", "allowed", "--hypothesis")
    for act in (("schedule", "asynchronous"), ("open", "S-1", "--read-out"), ("close", "S-1")):
        shell.ok("sitting", "PM-1", *act)

    closed = shell("publish", "PM-1")
    assert "night-between" in closed.err
    assert "above-code-owned" in closed.err

    shell.later(days=1)
    done = shell.json("publish", "PM-1", "--exception", "above-code-owned=the platform team answers in March")
    page = Path(done["files"]["html"]).read_text()
    assert "Renewal had no owner" in page
    assert "the platform team answers in March" in page
    (tmp_path / "checkpoint.txt").write_text(done["checkpoint"]["note"])
    shell.ok("verify", "--against", str(tmp_path / "checkpoint.txt"))

    markdown = done["files"]["markdown"]
    assert shell.json("check", markdown)["files"][0]["template"] == "second-story"
    (again,) = shell.json("import", markdown, "--accept")["imported"]
    assert (again["number"], again["waiting"]) == ("PM-2", 0)
    one, other = (
        shell.json("export", number, "--format", "json")["post_mortem"] for number in ("PM-1", "PM-2")
    )
    for field in ("title", "times", "first_story", "second_story", "narrative", "links", "levels"):
        assert other[field] == one[field], field
    assert [row["statement"] for row in other["conditions"]] == [
        row["statement"] for row in one["conditions"]
    ]
