"""`story`: revisions that never overwrite one another, decision points with their slots, and what stands around."""

import pytest

from secondstory.cli.postmortem import story
from secondstory.kernel.refused import Refused
from tests.cli.postmortem.at_a_terminal import at_terminal, editor

ANSWERS = """\
## What was done, and when
waited for six minutes
## What could be seen to come of it
## What was expected
a quiet night
## What was taken for granted
## What was thought to be going on
one slow host
## What made this the sensible step then
the list was empty
"""


@pytest.fixture
def opened(shell):
    shell.ok("open", "Seats released too early", "--began", "20 Oct 20:52")
    return shell


def test_it_saves_revisions_and_shows_what_changed(opened):
    assert opened.json("story", "PM-1", "--text", "One.\n\nTwo.")["revision"] == 1
    (opened.root / "story.md").write_text("One.\n\nTwo, and more.\n")
    assert opened.json("story", "PM-1", "--file", "story.md")["revision"] == 2
    assert "nothing was recorded" in opened.ok("story", "PM-1", "--file", "story.md").out
    assert opened.json("story", "PM-1", "show")["narrative"] == "One.\n\nTwo, and more.\n"
    assert opened.json("story", "PM-1", "show", "1")["narrative"] == "One.\n\nTwo.\n"
    assert "+Two, and more." in opened.ok("story", "PM-1", "diff").out
    assert [one["by"] for one in opened.json("story", "PM-1", "log")["revisions"]] == ["Ada", "Ada"]


def test_it_refuses_an_empty_story_and_a_revision_that_is_not_there(opened):
    assert "Nothing is written here" in opened("story", "PM-1", "--text", " ").err
    assert "There is no revision 3" in opened("story", "PM-1", "show", "3").err
    assert "There is no revision 3" in opened("story", "PM-1", "diff", "0", "3").err


def test_it_opens_the_editor_with_the_last_revision(opened):
    shown = editor(opened, 'echo "It began on a quiet evening." >> "$1"')
    at_terminal(opened, story, "story", "PM-1")
    assert "Tell it forwards" in shown.read_text()
    assert "It began on a quiet evening." in opened.json("story", "PM-1", "show")["narrative"]
    editor(opened, "true")
    assert "nothing was recorded" in at_terminal(opened, story, "story", "PM-1")


def test_it_saves_no_page_of_headings(opened):
    editor(opened, "true")
    with pytest.raises(Refused, match="Nothing was written below the headings"):
        at_terminal(opened, story, "story", "PM-1")
    assert opened.json("story", "PM-1", "show")["revision"] == 0


def test_it_loses_no_word_when_somebody_else_revised_meanwhile(opened):
    opened.ok("story", "PM-1", "--text", "One.")
    racing = 'python3 -c "import sys; open(sys.argv[1], \\"a\\").write(\\"Mine.\\")" "$1"\n'
    other = f'"{_python()}" -m secondstory --workspace "{opened.workspace}" story PM-1 --text "Theirs." > /dev/null\n'
    opened.env.setenv("PYTHONPATH", _source())
    editor(opened, racing + other)
    with pytest.raises(Refused, match="was revised while you wrote"):
        at_terminal(opened, story, "story", "PM-1")
    (draft,) = (opened.workspace / "drafts").iterdir()
    assert draft.read_text() == "One.\nMine."
    assert opened.json("story", "PM-1", "show")["narrative"] == "Theirs.\n"


def _python() -> str:
    import sys

    return sys.executable


def _source() -> str:
    from pathlib import Path

    import secondstory

    return str(Path(secondstory.__file__).parents[1])


def test_it_tells_the_two_stories(opened):
    opened.ok(
        "story",
        "PM-1",
        "first-and-second",
        "--first",
        "A wrong number.",
        "--second",
        "Two fields read alike.",
    )
    assert (
        "nothing was recorded"
        in opened.ok("story", "PM-1", "first-and-second", "--first", "A wrong number.").out
    )
    assert opened.json("story", "PM-1", "show")["storeys"]["second"] == "Two fields read alike."
    refused = opened("story", "PM-1", "first-and-second")
    assert "Give it with --second TEXT" in refused.err


def test_it_reads_both_stories_below_their_headings(opened):
    (opened.root / "both.md").write_text("## First story\nA wrong number.\n## Second story\nTwo fields.\n")
    opened.ok("story", "PM-1", "first-and-second", "--file", "both.md")
    assert opened.json("story", "PM-1", "show")["storeys"]["first"] == "A wrong number."
    (opened.root / "both.md").write_text("A wrong number.\n")
    assert "The 2 headings" in opened("story", "PM-1", "first-and-second", "--file", "both.md").err


def test_it_adds_a_decision_point_and_asks_for_what_is_open(opened):
    said = opened.json("story", "PM-1", "decision", "whether to page", "--done", "waited", "--when", "22:10")
    assert said["number"] == "D-1"
    assert said["open"] == ["effects", "expected", "assumed", "understood", "sensible"]
    assert said["next"] == "secondstory story PM-1 decision D-1"
    opened.ok("story", "PM-1", "decision", "d1", "--expected", "a quiet night")
    shown = opened.ok("story", "PM-1", "show").out
    assert "expected: a quiet night" in shown
    assert "D-1  whether to page, Tue 20 October 2026 22:10 UTC" in shown


def test_it_reads_the_six_answers_below_their_headings(opened):
    (opened.root / "moment.md").write_text(ANSWERS)
    said = opened.json("story", "PM-1", "decision", "whether to page", "--file", "moment.md")
    assert said["open"] == ["effects", "assumed"]


def test_it_fills_the_editor_with_what_a_decision_point_has(opened):
    opened.ok(
        "story", "PM-1", "decision", "whether to page", "--done", "waited", "--sensible", "the list was empty"
    )
    shown = editor(opened, "true")
    at_terminal(opened, story, "story", "PM-1", "decision", "D-1")
    assert "the list was empty" in shown.read_text()
    assert opened.json("story", "PM-1", "show")["decision_points"][0]["sensible"] == "the list was empty"


def test_it_asks_what_was_done_and_refuses_a_point_that_is_not_there(opened):
    refused = opened("story", "PM-1", "decision", "whether to page", "--expected", "a quiet night")
    assert "What was done at that moment?" in refused.err
    assert "There is no D-4 yet" in opened("story", "PM-1", "decision", "D-4", "--done", "waited").err


def test_it_notes_luck_surprise_defences_and_puts_them_into_other_words(opened):
    acts = (
        ("luck", "somebody was awake"),
        ("surprise", "an empty list"),
        ("well", "the copy"),
        ("hard", "the wiki"),
    )
    for act, text in acts:
        opened.ok("story", "PM-1", act, text)
    assert opened.json("story", "PM-1", "defence", "held", "the nightly copy")["number"] == "N-5"
    assert "more, why they changed" in opened("story", "PM-1", "reword", "N-1", "two were awake").err
    opened.ok("story", "PM-1", "reword", "N-1", "two were awake", "--because", "the rota says so")
    shown = opened.ok("story", "PM-1", "show").out
    assert "N-1  two were awake" in shown
    assert "N-5  held: the nightly copy" in shown
    assert opened("story", "PM-1", "luck", " ").code == 1


def test_it_keeps_words_thanks_and_comments(opened):
    opened.ok("story", "PM-1", "term", "hold", "a seat that is kept")
    assert "Consent comes first" in opened("story", "PM-1", "thank", "the night desk", "for calling").err
    opened.ok("story", "PM-1", "thank", "the night desk", "for calling", "--consent")
    assert opened.json("story", "PM-1", "comment", "How long?", "--about", "D-1")["number"] == 1
    assert "How long? (about D-1)" in opened.ok("story", "PM-1", "show").out
    opened.ok("story", "PM-1", "comment", "--resolve", "1", "six minutes")
    assert opened.json("story", "PM-1", "show")["comments"] == []
    assert "There is no comment 7" in opened("story", "PM-1", "comment", "--resolve", "7").err


def test_it_states_impact_with_unit_and_source_and_asks_what_the_hurt_need(opened):
    impact = ("story", "PM-1", "impact", "travellers", "--number", "1,912")
    assert "A number needs its unit" in opened(*impact).err
    assert "How do we know the number?" in opened(*impact, "--unit", "seats").err
    assert (
        "is not read as a number" in opened("story", "PM-1", "impact", "travellers", "--number", "many").err
    )
    said = opened.json(*impact, "--unit", "seats", "--method", "count of releases", "--harmed")
    assert said["number"] == "1912"
    assert "need" in said["next"]
    opened.ok("story", "PM-1", "need", "travellers", "a call before they read it elsewhere")


def test_it_tells_the_trigger_apart_and_renames(opened):
    opened.ok("story", "PM-1", "trigger", "the hold length was saved as 48")
    opened.ok("story", "PM-1", "title", "Seats let go after 48 minutes")
    assert "Seats let go after 48 minutes" in opened.ok("list").out
    assert "What set it off" in opened("story", "PM-1", "trigger", " ").err
