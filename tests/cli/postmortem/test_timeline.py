"""`timeline`: entries with their days guessed right, corrections beside them, gaps, and excerpts one takes."""

import pytest

from secondstory.cli.postmortem import timeline
from tests.cli.keeping import seal
from tests.cli.postmortem.at_a_terminal import at_terminal

CHAT = "[21:12] support: a caller lost her cabin\n[21:20] on call: looking\nnothing yet\n[00:05] on call: it is back\n"


@pytest.fixture
def opened(shell):
    shell.ok("open", "Seats released too early", "--began", "20 Oct 20:52")
    return shell


def entries(shell):
    return [
        (one["number"], one["occurred"]["at"][:16], one["text"])
        for one in shell.json("timeline", "PM-1")["entries"]
    ]


def test_it_adds_an_entry_on_the_day_of_the_incident(opened):
    said = opened.json("timeline", "PM-1", "add", "21:10", "the first call", "--role", "support desk")
    assert (said["number"], said["kind"]) == ("T-1", "account")
    opened.ok("timeline", "PM-1", "add", "02:10", "the last seats are back")
    assert entries(opened) == [
        ("T-1", "2026-10-20T21:10", "the first call"),
        ("T-2", "2026-10-21T02:10", "the last seats are back"),
    ]


def test_it_refuses_an_entry_that_cites_what_is_not_there_or_was_known_too_early(opened):
    assert "There is no E-7" in opened("timeline", "PM-1", "add", "21:10", "a call", "--source", "E-7").err
    early = opened("timeline", "PM-1", "add", "21:10", "a call", "--known", "19 Oct 09:00")
    assert "which of the two times needs another look" in early.err
    assert "could not be read" in opened("timeline", "PM-1", "add", "soon", "a call").err
    assert entries(opened) == []


def test_it_shows_what_could_be_known_then(opened):
    opened.ok("timeline", "PM-1", "add", "21:00", "the field takes minutes", "--known", "22 Oct 10:00")
    opened.ok("timeline", "PM-1", "add", "21:10", "the first call")
    said = opened.json("timeline", "PM-1", "--known-then")
    assert ([one["text"] for one in said["entries"]], said["hidden"]) == (["the first call"], 1)
    said = opened.json("timeline", "PM-1", "--known-then", "22 Oct 11:00")
    assert said["hidden"] == 0
    shown = opened.ok("timeline", "PM-1").out
    assert "Tue 20 October 2026" in shown
    assert "known Thu 22 October 2026 10:00 UTC" in shown


def test_it_keeps_corrections_and_different_views_in_sight(opened):
    opened.ok("timeline", "PM-1", "add", "21:10", "the first call")
    assert "A correction says why" in opened("timeline", "PM-1", "correct", "T-1", "--time", "21:12").err
    opened.ok("timeline", "PM-1", "correct", "T-1", "--time", "21:12", "--reason", "the clock ran fast")
    opened.ok("timeline", "PM-1", "dispute", "T-1", "there was one before")
    shown = opened.ok("timeline", "PM-1").out
    assert "(corrected, seen differently) the first call" in shown
    opened.ok("timeline", "PM-1", "confirm", "T-1")
    assert "nothing was recorded" in opened.ok("timeline", "PM-1", "confirm", "T-1").out
    assert "There is no entry T-9" in opened("timeline", "PM-1", "confirm", "T-9").err


def test_it_records_a_gap_with_its_cause(opened):
    gap = ("timeline", "PM-1", "gap", "access log")
    assert "Which rule or setting" in opened(*gap, "--cause", "retention-expired").err
    span = ("--since", "22:00", "--until", "00:24")
    assert opened.json(*gap, "--cause", "never-captured", *span)["number"] == "G-1"
    shown = opened.ok("timeline", "PM-1").out
    assert (
        "No access log (Tue 20 October 2026 22:00 UTC to Wed 21 October 2026 00:24 UTC). It was never captured."
        in shown
    )


def test_it_states_the_times_one_after_the_other(opened):
    said = opened.json("timeline", "PM-1", "times", "--detected", "22:02", "--resolved", "02:10")
    assert said["times"]["detected"]["at"].startswith("2026-10-20")
    assert said["times"]["resolved"]["at"].startswith("2026-10-21")
    backwards = opened("timeline", "PM-1", "times", "--resolved", "20 Oct 20:00")
    assert "before it was detected" in backwards.err
    assert "Which time?" in opened("timeline", "PM-1", "times").err


def test_it_proposes_the_lines_of_an_excerpt_and_takes_none_unasked(opened):
    (opened.root / "chat.txt").write_text(CHAT)
    said = opened.json("timeline", "PM-1", "paste", "chat.txt")
    assert [one["line"] for one in said["proposals"]] == [1, 2, 4]
    assert entries(opened) == []


def test_it_takes_the_lines_that_were_named(opened):
    (opened.root / "chat.txt").write_text(CHAT)
    assert opened.json("timeline", "PM-1", "paste", "chat.txt", "--only", "1,4")["numbers"] == ["T-1", "T-2"]
    assert [at for _, at, _ in entries(opened)] == ["2026-10-20T21:12", "2026-10-21T00:05"]


def test_it_cites_the_sealed_source_and_reads_it_once(opened):
    (opened.root / "chat.txt").write_text(CHAT)
    seal(opened, "chat.txt", CHAT.encode())
    paste = ("timeline", "PM-1", "paste", "chat.txt", "--accept", "--source", "E-1")
    assert len(opened.json(*paste)["numbers"]) == 3
    assert all(one["sources"] == ["E-1"] for one in opened.json("timeline", "PM-1")["entries"])
    assert "read into this timeline already" in opened(*paste).err


def test_it_asks_somebody_at_a_terminal_which_lines(opened):
    (opened.root / "chat.txt").write_text(CHAT)
    shown = at_terminal(opened, timeline, "timeline", "PM-1", "paste", "chat.txt", answers=("2",))
    assert "Which lines?" in shown
    assert [text for _, _, text in entries(opened)] == ["on call: looking nothing yet"]


def test_it_says_what_to_do_with_a_text_without_times(opened):
    (opened.root / "notes.txt").write_text("no times here\n")
    assert "No line begins with a time" in opened.ok("timeline", "PM-1", "paste", "notes.txt").out


def test_it_teaches_when_the_timeline_is_empty(opened):
    said = opened.ok("timeline", "PM-1")
    assert "Begin with an ordinary moment" in said.out
    assert 'Next: secondstory timeline PM-1 add "14:02"' in said.out
