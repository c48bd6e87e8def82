"""`condition`: named on a level, asked about when it ends at a person, linked by evidence, answered for."""

import pytest

from secondstory.cli.postmortem import condition
from tests.cli.keeping import seal
from tests.cli.postmortem.at_a_terminal import at_terminal, editor

ALIKE = "Both fields read alike, which made a wrong unit likelier"


@pytest.fixture
def opened(shell):
    shell.ok("open", "Seats released too early")
    return shell


def add(shell, statement=ALIKE, level="software", *more):
    return shell.json("condition", "PM-1", "add", statement, "--level", level, *more)


def test_it_adds_a_condition_and_lists_it_by_level(opened):
    assert add(opened)["number"] == "C-1"
    assert add(opened, "Changes at night have no second look", "process")["number"] == "C-2"
    shown = opened.ok("condition", "PM-1").out
    assert shown.index("Software") < shown.index("C-1") < shown.index("Process") < shown.index("C-2")
    assert "Nobody has looked at the level culture yet" in shown
    assert opened.json("condition", "PM-1", "list")["levels"]["software"] == "found"


def test_it_saves_what_ends_at_a_person_and_asks_the_question(opened):
    said = opened.ok("condition", "PM-1", "add", "Human error when saving", "--level", "practices")
    assert "Saved." in said.out
    assert "What made this step easy to get wrong?" in said.out
    assert "Next: secondstory condition PM-1 reword C-1" in said.out
    assert add(opened)["question"] is None


def test_it_asks_for_a_level_and_reads_the_beginning_of_one(opened):
    assert "On which level does it live?" in opened("condition", "PM-1", "add", ALIKE).err
    at_terminal(opened, condition, "condition", "PM-1", "add", ALIKE, answers=("cult",))
    assert opened.json("condition", "PM-1")["conditions"][0]["level"] == "culture"


def test_it_reads_a_condition_below_its_three_headings(opened):
    text = f"## Condition\n{ALIKE}\n## Level\nprocess\n## Is it still there?\npersisting, since 2024\n"
    (opened.root / "c.md").write_text(text)
    opened.ok("condition", "PM-1", "add", "--file", "c.md")
    (one,) = opened.json("condition", "PM-1")["conditions"]
    assert (one["statement"], one["level"], one["persistence"]) == (ALIKE, "process", "persisting")


def test_it_keeps_the_draft_of_a_condition_without_a_level(opened):
    editor(opened, f'printf "## Condition\\n{ALIKE}\\n## Level\\n\\n## Is it still there?\\n" > "$1"')
    from secondstory.kernel.refused import Refused

    with pytest.raises(Refused, match="Your text is safe in"):
        at_terminal(opened, condition, "condition", "PM-1", "add")


def test_it_cites_evidence_that_is_there(opened):
    assert (
        "There is no E-1"
        in opened("condition", "PM-1", "add", ALIKE, "--level", "software", "--evidence", "E-1").err
    )
    seal(opened, "hold.log", b"22:40 hold window set")
    add(opened, ALIKE, "software", "--evidence", "e1")
    (one,) = opened.json("condition", "PM-1")["conditions"]
    assert (one["evidence"], one["basis"]) == (["E-1"], "fact")
    assert "nothing was recorded" in opened.ok("condition", "PM-1", "evidence", "C-1", "E-1").out


def test_it_draws_links_by_evidence_or_as_a_hypothesis(opened):
    add(opened)
    add(opened, "Changes at night have no second look", "process")
    bare = opened("condition", "PM-1", "link", "C-2", "C-1", "--kind", "allowed")
    assert "draw it as a hypothesis" in bare.err
    opened.ok("condition", "PM-1", "link", "C-2", "C-1", "--kind", "allowed", "--hypothesis")
    drawn = opened.ok("condition", "PM-1", "link", "c1", "effect", "--hypothesis")
    assert "Drawn: C-1 made the effect more likely, a hypothesis." in drawn.out
    shown = opened.ok("condition", "PM-1").out
    assert "allowed C-1 (hypothesis)" in shown
    assert "made the effect more likely (hypothesis)" in shown
    assert "cannot act on itself" in opened("condition", "PM-1", "link", "C-1", "C-1", "--hypothesis").err
    assert "What did you learn" in opened("condition", "PM-1", "unlink", "C-1").err
    opened.ok("condition", "PM-1", "unlink", "C-1", "--because", "the counter shows another order")
    assert len(opened.json("condition", "PM-1")["links"]) == 1


def test_it_shows_the_questions_of_a_level_and_how_to_answer(opened):
    shown = opened.ok("condition", "PM-1", "questions", "culture").out
    assert "?" in shown
    assert "explore culture --nothing-found" in shown
    assert opened.ok("condition", "PM-1", "level", "culture").out == shown
    more = opened.json("condition", "PM-1", "questions", "culture", "--all")["questions"]
    assert len(more) > len(opened.json("condition", "PM-1", "questions", "culture")["questions"])


def test_it_says_what_became_of_a_level(opened):
    refused = opened("condition", "PM-1", "explore", "culture", "--nothing-found")
    assert "what was asked?" in refused.err
    assert "Who was asked" in refused.err
    asked = ("--asked", "who had a doubt", "--of", "the night desk")
    opened.ok("condition", "PM-1", "explore", "culture", "--nothing-found", *asked)
    assert "Why was the level" in opened("condition", "PM-1", "explore", "organisation", "--not-explored").err
    opened.ok(
        "condition", "PM-1", "explore", "organisation", "--not-explored", "--because", "nobody was there"
    )
    add(opened)
    shown = opened.ok("condition", "PM-1").out
    assert "Culture  (nothing found: who had a doubt, asked of the night desk)" in shown
    assert "Organisation  (not explored: nobody was there)" in shown


def test_it_keeps_who_answers_for_a_condition(opened):
    add(opened, "Changes at night have no second look", "process")
    opened.ok("condition", "PM-1", "holder", "C-1", "head of operations")
    opened.ok("condition", "PM-1", "persisting", "C-1")
    escalate = ("condition", "PM-1", "escalate", "C-1", "--to", "the board")
    assert "lies behind us" in opened(*escalate, "--until", "2026-01-01").err
    assert opened.json(*escalate, "--until", "1 March")["until"]["at"].startswith("2027-03-01")
    accept = ("condition", "PM-1", "accept-as-is", "C-1", "--until", "Friday")
    assert "Who has the authority" in opened(*accept, "--because", "too dear").err
    opened.ok(*accept, "--by", "head of operations", "--because", "too dear this year")
    shown = opened.ok("condition", "PM-1").out
    assert "head of operations can speak for it" in shown
    assert "persisting as of Mon 2 November 2026" in shown
    assert "put before the board until Mon 1 March 2027" in shown
    assert "lived with until Fri 6 November 2026, by choice of head of operations" in shown


def test_it_rewords_and_drops_with_a_reason(opened):
    add(opened)
    assert "why it reads differently" in opened("condition", "PM-1", "reword", "C-1", "Other words").err
    opened.ok("condition", "PM-1", "reword", "C-1", "Both fields look alike", "--because", "plainer")
    assert "What did you learn" in opened("condition", "PM-1", "drop", "C-1").err
    opened.ok("condition", "PM-1", "drop", "C-1", "--because", "the fields differ")
    assert opened.json("condition", "PM-1")["conditions"] == []
    assert "dropped: the fields differ" in opened.ok("condition", "PM-1", "list", "--dropped").out
    assert "There is no condition C-7" in opened("condition", "PM-1", "drop", "C-7", "--because", "x").err


def test_it_teaches_when_there_is_none(opened):
    said = opened.ok("condition", "PM-1")
    assert "No condition is named yet" in said.out
    assert "Next: secondstory condition PM-1 questions software" in said.out


def test_it_works_on_post_mortems_alone(opened):
    assert "There is no PM-9 here" in opened("condition", "PM-9").err
    assert "is no post-mortem" in opened("condition", "HO-1").err
