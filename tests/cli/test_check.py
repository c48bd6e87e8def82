"""check, coach and completion, which need no workspace."""

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from secondstory.cli.language.completion import vocabulary
from secondstory.cli.table import COMMANDS
from tests.cli.test_import import OLD

BLAMING = "# Out\n\nThe operator should have known better.\n"


@pytest.fixture
def folder(bare_shell) -> Path:
    """A folder with one post-mortem and one note that blames."""
    place = bare_shell.root / "docs"
    place.mkdir()
    (place / "board.md").write_text(OLD)
    (place / "note.md").write_text(BLAMING)
    return place


def test_it_checks_any_document_with_nothing_set_up(bare_shell, folder):
    said = bare_shell.ok("check", "docs/board.md")
    assert "The board went dark" in said.out
    assert "Ask next:" in said.out
    assert len(said.out.splitlines()) <= 41


def test_it_reports_in_json_after_its_schema(bare_shell, folder):
    report = bare_shell.json("check", "docs")
    jsonschema.validate(report, bare_shell.json("check", "--schema"))
    board, note = report["files"]
    assert (board["path"], board["understood"]) == ("docs/board.md", True)
    assert [one["line"] for one in board["conditions"]] == [16, 17]
    assert [(one["rule"], one["line"], one["column"]) for one in note["findings"]] == [("hindsight", 3, 14)]


def test_it_leaves_with_0_when_all_could_be_read_and_2_when_not(bare_shell, folder):
    assert bare_shell("check", "docs/note.md").code == 0
    said = bare_shell("check", "docs/note.md", "docs/gone.md", "--json")
    assert (said.code, len(said.data["files"])) == (2, 1)
    assert said.data["unread"][0]["path"] == "docs/gone.md"
    assert bare_shell("check").code == 1


def test_it_checks_one_of_the_workspace_as_it_would_be_published(shell):
    shell.ok("open", "Seats released too early")
    (one,) = shell.json("check", "PM-1")["files"]
    assert (one["path"], one["template"]) == ("PM-1", "second-story")
    assert shell("check", "PM-9").code == 1


def test_it_coaches_text_and_asks_better_questions(bare_shell, folder):
    said = bare_shell.ok("coach", "docs")
    assert "docs/note.md:3:14 hindsight" in said.out
    assert "Ask: " in said.out
    assert "docs/board.md" not in said.out
    assert bare_shell("coach", "docs", "--strict").code == 1
    assert bare_shell("coach", "docs/board.md", "--strict").code == 0
    assert bare_shell("coach", "docs/gone.md").code == 2


def test_it_coaches_for_scripts(bare_shell, folder):
    for words in (("--format", "json"), ("--json",)):
        report = json.loads(bare_shell.ok("coach", "docs", *words).out)
        rules = {one["path"]: [each["rule"] for each in one["findings"]] for one in report["files"]}
        assert rules == {"docs/board.md": [], "docs/note.md": ["hindsight"]}


def test_it_explains_every_rule(bare_shell):
    codes = [one["code"] for one in bare_shell.json("coach", "rules")["rules"]]
    assert codes
    for code in codes:
        assert "## Ask instead" in bare_shell.ok("coach", "explain", code).out
    assert "There is no rule" in bare_shell("coach", "explain", "nothing").err
    assert "Which rule?" in bare_shell("coach", "explain").err


def test_it_completes_every_command_its_acts_and_its_options():
    known = {one.name: one for one in vocabulary()}
    assert known.keys() == {one.name for one in COMMANDS}
    assert "--strict" in known["coach"].options
    assert "schedule" in known["sitting"].acts
    assert "--at" in known["sitting"].acts["schedule"]


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_it_prints_a_script_that_the_shell_can_read(bare_shell, tmp_path, shell_name):
    script = tmp_path / "script"
    script.write_text(bare_shell.ok("completion", shell_name).out)
    assert "secondstory completion --ids" in script.read_text()
    if shutil.which(shell_name) is None:
        pytest.skip(f"{shell_name} is not here")
    subprocess.run([shell_name, "-n", str(script)], check=True)


def test_it_completes_in_bash_what_a_person_begins(bare_shell, tmp_path):
    if shutil.which("bash") is None:
        pytest.skip("bash is not here")
    script = tmp_path / "script"
    script.write_text(bare_shell.ok("completion", "bash").out)
    assert completed(script, "secondstory", "pub") == ["publish"]
    assert completed(script, "secondstory", "sitting", "sche") == ["schedule"]
    assert completed(script, "secondstory", "coach", "--str") == ["--strict"]


def completed(script: Path, *words: str) -> list[str]:
    quoted = " ".join(f"'{word}'" for word in words)
    asked = f"source {script}; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _secondstory; echo ${{COMPREPLY[@]}}"
    said = subprocess.run(["bash", "-c", asked], check=True, capture_output=True, text=True)
    return said.stdout.split()


def test_it_knows_the_numbers_there_are(shell):
    shell.ok("open", "Seats released too early")
    assert shell.ok("completion", "--ids").out == "PM-1\n"


def test_it_is_quiet_about_numbers_where_there_is_no_workspace(bare_shell):
    assert bare_shell.ok("completion", "--ids").out == ""
    assert "Which shell?" in bare_shell("completion").err


def test_it_reads_utc_as_utc_wherever_somebody_is(bare_shell):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from secondstory.cli.times import read_moment

    now = datetime(2026, 11, 2, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert read_moment("2026-11-01 07:30 UTC", now=now).at.hour == 7
    assert read_moment("2026-11-01T07:30Z", now=now).zone == "UTC"
