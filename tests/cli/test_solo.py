"""The walk alone, answered by a file: the same code as at a terminal, one table for each step."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell

FIRST = """
[support]
told = "a friend"

[account]
role = "developer"
text = "The page went white at about ten past twelve."
"""

MIDDLE = """
[evidence]
entries = [
  {at = "08:02", text = "The release went out."},
  {at = "08:04", text = "The first white page."},
]
differences = [{about = "The white page came earlier than I remembered.", shown_by = "T-2"}]
gaps = [{what = "Reports of browsers", cause = "never-captured"}]

[decisions]
points = [
  {title = "Ship before lunch", done = "Released", sensible = "Forty releases had gone well."},
  {title = "Reload first", done = "Reloaded five times"},
  {title = "Roll back", done = "Rolled back"},
]

[levels]
software.found = ["The bundle drops a file, which made a white page likelier, as seen in T-2"]
practices.found = ["The preview runs elsewhere, which hid it, as seen in T-1"]
process.nothing_found = "How do I ship when I am tired?"
culture.not_looked = "I am too close to it tonight."
organisation.nothing_found = "Which promises had I made?"
"""

STRONG = """
[[followups.proposals]]
text = "Build the preview in the same container as production"
answers = "C-2"
end_state = "The preview fails where production would"
strength = "stronger"
"""

WEAK = """
[[followups.proposals]]
text = "Remind myself to look at the preview twice"
answers = "C-2"
end_state = "The note is on the wall"
"""


@pytest.fixture
def walk(shell: Shell, tmp_path: Path):
    shell.ok("open", "White page after the release")
    answers = tmp_path / "answers.toml"

    def go(text: str, *more: str, json: bool = False):
        answers.write_text(text, encoding="utf-8")
        said = shell("solo", "PM-1", "--answers", str(answers), *more, *(["--json"] if json else []))
        return said.data if json else said

    return go


def test_it_walks_from_support_to_the_night(walk):
    said = walk(FIRST + MIDDLE + STRONG)
    assert said.code == 0
    assert "before evidence" in said.out
    assert "A-1 differs from T-2; both stay." in said.out
    assert "Sleep on it; tomorrow you decide which of these you accept." in said.out
    assert said.out.rstrip().endswith("Next: secondstory story PM-1")


def test_it_leaves_where_the_answers_end_and_goes_on_from_the_record(walk):
    assert walk(FIRST, json=True)["place"] == "evidence"
    assert walk(MIDDLE, json=True)["place"] == "followups"
    done = walk(STRONG, json=True)
    assert done["place"] == "night"
    assert (done["entries"], done["gaps"], done["decision_points"]) == (2, 1, 3)
    assert (done["conditions"], done["followups"]) == (2, 1)


def test_it_keeps_an_answer_once_when_the_same_file_is_given_again(walk):
    walk(FIRST + MIDDLE)
    again = walk(FIRST + MIDDLE + STRONG, json=True)
    assert (again["entries"], again["decision_points"], again["conditions"]) == (2, 3, 2)


def test_it_keeps_entries_and_gaps_once_when_a_step_is_done_twice(walk):
    evidence = MIDDLE[: MIDDLE.index("[decisions]")]
    walk(FIRST + evidence)
    again = walk(evidence, json=True)
    assert (again["place"], again["entries"], again["gaps"]) == ("evidence", 2, 1)


def test_it_ends_only_with_a_change_that_works_without_remembering(walk):
    refused = walk(FIRST + MIDDLE + WEAK)
    assert refused.code == 1
    assert "without your remembering" in refused.err
    assert "What came before is kept. Go on: secondstory solo PM-1" in refused.err
    assert walk(WEAK + STRONG, json=True)["place"] == "night"


def test_it_ends_with_a_recorded_reason_when_no_change_can(walk, shell):
    reason = "The host is the client's, and its settings are not mine to change."
    said = walk(FIRST + MIDDLE + WEAK.replace("[[", f'[followups]\nexception = "{reason}"\n[['))
    assert said.code == 0, said.err
    shown = shell.json("show", "PM-1")
    assert reason in str(shown)


def test_it_takes_a_yes_after_a_night_and_not_before(walk, shell):
    walk(FIRST + MIDDLE + STRONG)
    shell.later(hours=2)
    early = walk('[night]\nFU-1 = "yes"')
    assert early.code == 1
    assert "Sleep on it" in early.err
    shell.later(hours=22)
    assert walk('[accepting]\nFU-1 = "yes"\ndue.FU-1 = "20 November"', json=True)["accepted"] == 1


def test_it_takes_a_yes_tonight_with_the_reason_beside_it(walk, shell):
    walk(FIRST + MIDDLE + STRONG)
    reason = "The client goes live at six."
    assert walk('[night]\nFU-1 = "yes"', "--tonight", reason, json=True)["place"] == "through"
    assert reason in str(shell.json("show", "FU-1"))


def test_it_drops_a_change_with_its_reason(walk, shell):
    walk(FIRST + MIDDLE + STRONG)
    shell.later(hours=24)
    said = walk('[accepting]\nFU-1 = "drop"\nwhy.FU-1 = "The preview goes away next week."')
    assert said.code == 0, said.err
    assert "dropped" in str(shell.json("show", "FU-1"))


def test_it_seals_a_file_and_flags_a_secret_in_it_first(walk, tmp_path):
    (tmp_path / "web.log").write_text("GET / 200\n")
    (tmp_path / "env").write_text('AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMIK7MDENGbPxRfiCYzqPL3mWtRs9d"\n')
    sealed = walk(f'{FIRST}[evidence]\nfiles = ["{tmp_path}/web.log"]')
    assert "E-1, web.log, 10 bytes, sealed." in sealed.out
    flagged = walk(f'[evidence]\nfiles = ["{tmp_path}/env"]')
    assert flagged.code == 1
    assert "likely secret" in flagged.err


def test_it_asks_for_a_terminal_or_a_file(shell):
    said = shell("solo")
    assert said.code == 1
    assert "--answers FILE" in said.err


def test_it_says_what_cannot_be_read_in_the_answers(walk):
    said = walk("[support\n")
    assert said.code == 1
    assert "cannot be read" in said.err
    assert "Nothing was recorded." in said.err


def test_it_opens_a_post_mortem_from_the_answers(shell, tmp_path):
    answers = tmp_path / "answers.toml"
    answers.write_text(f'[open]\ntitle = "White page after the release"\n{FIRST}')
    assert shell.json("solo", "--answers", str(answers))["post_mortem"] == "PM-1"
