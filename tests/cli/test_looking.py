"""What lists and pages of a terminal say: the reader's days, where a number is shown, and one line for a title."""

from datetime import timedelta, timezone

import pytest


@pytest.fixture
def opened(shell):
    shell.ok("open", "Seats released\ntoo early")
    return shell


def test_it_keeps_a_title_on_one_line(opened):
    assert opened.json("list")["post_mortems"][0]["title"] == "Seats released too early"


def test_it_lists_days_in_the_zone_of_the_reader(opened):
    opened.at = opened.at.astimezone(timezone(timedelta(hours=-10)))
    assert "2026-11-01" in opened.ok("list").out


@pytest.mark.parametrize(
    ("ref", "shown_by"),
    [("E-1", "evidence show"), ("HO-1", "hold"), ("T-2", "timeline"), ("C-1", "condition")],
)
def test_it_says_which_command_shows_another_number(opened, ref, shown_by):
    said = opened("show", ref)
    assert (said.code, f"secondstory {shown_by}" in said.err) == (1, True)


def test_it_knows_no_number_beyond_all_numbers(opened):
    assert "There is no PM-99999999999999999999 here" in opened("show", "PM-99999999999999999999").err


def test_it_says_that_a_post_mortem_was_withdrawn_and_why(opened):
    opened.ok("withdraw", "PM-1", "opened twice", "--yes")
    assert "opened twice" in opened.ok("show", "PM-1").out
    assert "withdrawn" in opened.ok("list", "--withdrawn").out
    assert "(opened twice). Open a new one" in opened("story", "PM-1", "luck", "x").err


def test_it_says_in_json_when_times_were_and_not_how_they_read(opened):
    opened.ok("timeline", "PM-1", "times", "--began", "1 Nov 20:52")
    said = opened.json("timeline", "PM-1", "times", "--detected", "22:02")
    assert said["times"]["detected"]["at"] == "2026-11-01T22:02:00.000000Z"


def test_it_never_takes_a_time_of_day_for_one_that_is_still_ahead(opened):
    opened.ok("timeline", "PM-1", "times", "--began", "2 Nov 08:30")
    assert "before it began" in opened("timeline", "PM-1", "times", "--detected", "08:00").err


@pytest.mark.parametrize("form", ["--csv", "--ics"])
def test_it_answers_in_json_for_tables_and_calendars_on_standard_output(opened, form):
    assert set(opened.json("followup", form, "-")) == {"text", "count"}


def test_it_completes_the_values_of_options(opened):
    script = opened.ok("completion", "bash").out
    assert '"condition add --level") COMPREPLY=($(compgen -W "software practices' in script


def test_it_points_from_a_number_inside_a_post_mortem_to_the_command_that_shows_it(shell):
    shell.ok("open", "Seats released too early")
    said = shell("show", "PM-1/E-1")
    assert said.code == 1
    assert "secondstory evidence show PM-1/E-1" in said.err
