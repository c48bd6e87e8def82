"""`followup`: from a proposal to a second look."""

import csv
import io

import pytest

from tests.cli.conftest import Shell

STATEMENT = "The field took minutes without saying so, which made 48 look right"
OWNING = "Owning a fix says nothing about who contributed to the incident."


@pytest.fixture
def pm(shell: Shell) -> Shell:
    """A shell with a post-mortem and one condition."""
    shell.ok("open", "Seats released too early")
    shell.ok("condition", "PM-1", "add", STATEMENT, "--level", "software")
    return shell


@pytest.fixture
def fu(pm: Shell) -> Shell:
    """A shell with one follow-up."""
    pm.ok(
        "followup",
        "propose",
        "PM-1",
        "Delete the form",
        "--for",
        "C-1",
        "--end-state",
        "the form answers 410",
    )
    return pm


def test_it_teaches_where_there_are_none(pm):
    assert "No follow-up yet" in pm.ok("followup").out


def test_it_proposes_and_suggests_a_strength_for_a_person_to_confirm(pm):
    said = pm.ok("followup", "propose", "PM-1", "Remind everybody to check the unit", "--for", "C-1")
    assert "It reads as weaker: it relies on people remembering." in said.out
    assert 'It opens with "remind"' in said.out
    assert pm.json("followup", "show", "FU-1")["strength_confirmed"] is False
    pm.ok("followup", "strength", "FU-1", "intermediate", "--because", "the reminder stops the form")
    shown = pm.json("followup", "show", "1")
    assert (shown["strength"], shown["strength_confirmed"]) == ("intermediate", True)
    assert "rely on people" not in pm.ok("followup", "--of", "PM-1").out


def test_it_says_when_every_follow_up_relies_on_people_remembering(pm):
    pm.ok("followup", "propose", "PM-1", "Remind everybody to check the unit", "--for", "C-1")
    assert "What could work when nobody remembers?" in pm.ok("followup", "--of", "PM-1").out


def test_it_refuses_a_condition_that_does_not_stand(pm):
    said = pm("followup", "propose", "PM-1", "Delete the form", "--for", "C-7")
    assert said.code == 1
    assert "PM-1 has no C-7" in said.err
    assert "no-text" in pm("followup", "propose", "PM-1", "--json").out


def test_it_reads_a_proposal_from_a_file_with_the_headings_of_the_editor(pm):
    (pm.root / "fu.md").write_text(
        "## What will change\n\nDelete the form\n\n## Which condition it answers\n\nC-1\n\n"
        "## How somebody else will see that it is finished\n\nthe form answers 410\n\n"
        "## What works when nobody remembers\n\nStronger: there is no form\n\n"
        "## What new work or danger it could add\n\ncallers phone instead\n"
    )
    data = pm.json("followup", "propose", "PM-1", "--file", "fu.md")
    assert data["text"] == "Delete the form"
    assert data["answers"] == ["PM-1: C-1"]
    assert data["end_state"] == "the form answers 410"
    assert (data["strength"], data["strength_confirmed"]) == ("stronger", True)
    assert data["side_effects"] == "callers phone instead"


def test_it_waits_for_a_night_and_thanks_for_the_yes(fu):
    early = fu("followup", "accept", "FU-1")
    assert early.code == 1
    assert "Sleep on it: you can say yes from Tuesday" in early.err
    fu.later(days=1)
    said = fu.ok("followup", "accept", "FU-1", "--due", "6 December", "--words", "with pleasure")
    assert "Thank you. FU-1 is yours until Sun 6 December 2026" in said.out
    assert OWNING in said.out
    assert fu.json("followup", "show", "FU-1")["due"] == "2026-12-06"


def test_it_keeps_why_a_yes_could_not_wait(fu):
    fu.ok("followup", "accept", "FU-1", "--tonight", "the form is still up")
    assert "without a night between: the form is still up" in fu.ok("followup", "show", "FU-1").out


def test_it_asks_by_knowledge_and_takes_a_no(fu):
    assert "by knowledge and authority" in fu("followup", "ask", "FU-1").err
    assert (
        "not a reason"
        in fu("followup", "ask", "FU-1", "Booking", "--because", "capacity", "they have time").err
    )
    fu.ok("followup", "ask", "FU-1", "Booking", "--because", "expertise", "they wrote it")
    assert "asked: Booking" in fu.ok("followup").out
    said = fu.ok("followup", "decline", "FU-1", "it goes away in spring", "--better-address", "Web team")
    assert "Declined, with the reason kept: “it goes away in spring”. FU-1 goes back" in said.out
    up = fu.ok("followup", "escalate", "FU-1", "head of product", "nobody has said yes")
    assert "not given to anyone in silence" in up.out


def test_it_follows_it_to_its_effect(fu):
    fu.ok("followup", "accept", "FU-1", "--tonight", "live")
    fu.ok("followup", "block", "FU-1", "the release")
    assert "owned, waiting" in fu.ok("followup").out
    fu.ok("followup", "unblock", "FU-1")
    fu.ok("followup", "track", "FU-1", "BOOK-17")
    assert "What shows it?" in fu("followup", "done", "FU-1").err
    assert "Done is not verified" in fu.ok("followup", "done", "FU-1", "--shown-by", "E-1").out
    assert "Look again after a night" in fu("followup", "verify", "FU-1").err
    fu.later(days=1)
    fu.ok("followup", "verify", "FU-1", "--how", "opened the address")
    fu.later(days=60)
    said = fu.ok("followup", "check", "FU-1", "--not-changed", "--words", "it came back in March")
    assert "no reproach" in said.out
    assert 'Next: secondstory followup propose PM-1 "…" --for C-1' in said.out
    assert fu.json("followup", "show", "FU-1")["effect"] == "not-changed"
    assert fu.ok("followup", "effect", "FU-1", "--changed", "--words", "none since").code == 0


def test_it_moves_a_day_only_with_a_reason(fu):
    fu.ok("followup", "accept", "FU-1", "--tonight", "live", "--due", "in 2 weeks")
    assert "say why" in fu("followup", "due", "FU-1", "20 December").err
    assert "20 December" in fu.ok("followup", "due", "FU-1", "20 December", "--because", "release train").out


def test_it_changes_hands_by_name(fu):
    fu.ok("followup", "accept", "FU-1", "--tonight", "live", "--owner", "Ines, Booking")
    assert "held by Cem" in fu.ok("followup", "hand-over", "FU-1", "Cem", "--because", "he runs it now").out
    fu.ok("followup", "let-go", "FU-1", "he left")
    assert "nobody yet" in fu.ok("followup").out


def test_it_drops_nothing_in_silence(fu):
    assert "Nothing was dropped." in fu("followup", "drop", "FU-1", "the form is gone").err
    assert "Who may decide" in fu("followup", "drop", "FU-1", "the form is gone", "--yes").err
    fu.ok("followup", "drop", "FU-1", "the form is gone", "--authority", "engineering lead", "--yes")
    assert "dropped" in fu.ok("followup").out
    fu.ok("followup", "reopen", "FU-1", "the form came back")
    fu.ok("followup", "propose", "PM-1", "Delete the field", "--for", "C-1")
    fu.ok("followup", "supersede", "FU-1", "FU-2", "--because", "wider")
    assert [one["followup"] for one in fu.json("followup")["followups"]] == ["FU-2", "FU-1"]


def test_it_keeps_the_first_words_when_they_change(fu):
    fu.ok("followup", "reword", "FU-1", "--because", "clearer", "--text", "Delete the form and its route")
    assert "Delete the form and its route" in fu.ok("followup", "show", "FU-1").out


def test_it_writes_a_table_that_no_spreadsheet_runs(pm):
    pm.ok("followup", "propose", "PM-1", '=HYPERLINK("x")', "--for", "C-1")
    rows = list(csv.DictReader(io.StringIO(pm.ok("followup", "--csv", "-").out)))
    assert rows[0]["text"] == '\'=HYPERLINK("x")'
    assert rows[0]["state"] == "proposed"


def test_it_writes_the_days_to_look_again_for_a_calendar(fu):
    fu.ok("followup", "accept", "FU-1", "--tonight", "live", "--due", "6 December")
    fu.ok("followup", "--ics", "looks.ics")
    raw = (fu.root / "looks.ics").read_bytes()
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"DTSTART;VALUE=DATE:20270204" in lines
    assert any(line.startswith(b"SUMMARY:Has it changed? FU-1: Delete the form") for line in lines)
    assert max(len(line) for line in lines) <= 75


def test_it_says_nothing_about_an_unknown_one(pm):
    said = pm("followup", "show", "FU-9")
    assert said.code == 1
    assert "There is no FU-9 here" in said.err
