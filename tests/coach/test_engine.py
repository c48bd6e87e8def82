from dataclasses import fields, replace
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.coach import RULES, Finding, Status, coach

BLAMING = "The engineer should have checked."
PIECES = [
    BLAMING, "Human error.", "He was careless.", "\n\n", "\n", "\r\n", "\r", "- ", "> ", "```\n", "~~~", "`", "“", "”", '"', "'",
    "<!-- ", " -->", "<!-- coach: allow hindsight: because -->", "| a |", "---\n", "# ", "    ", "\t", "[x](y)", "](", "<b>",
    "**", "_", "ß", "İ", "😀", "\ufeff", "\x00", "\u2028", "https://example.org/a_b ", "They must have known.", "if only ", "\x85",
]  # fmt: skip


def found(text, **options):
    return [(one.rule, one.text) for one in coach(text, RULES, **options)]


def test_it_says_where_in_lines_and_columns_of_code_points():
    text = "😀 ok\r\n- 😀 The engineer should\r\n  have checked."
    (one,) = coach(text, RULES)
    assert (one.line, one.column, one.end_line, one.end_column) == (2, 18, 3, 15)
    assert one.text == text[one.start : one.end] == "should\r\n  have checked"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_it_counts_lines_alike_for_every_newline(newline):
    (one,) = coach(newline.join(["One.", "", BLAMING]), RULES)
    assert (one.line, one.column, one.end_line, one.end_column) == (3, 14, 3, 33)


def test_it_allows_a_rule_for_one_document():
    assert found(BLAMING + " He was careless.", allow=("hindsight",)) == [("character", "was careless")]


def test_it_allows_a_rule_on_the_line_of_the_comment():
    text = f"{BLAMING} <!-- coach: allow hindsight: said so in the account -->\n{BLAMING}"
    assert [one.line for one in coach(text, RULES)] == [2]


def test_it_allows_a_rule_in_the_block_after_a_comment_of_its_own():
    text = f"<!-- coach: allow hindsight: kept as said -->\n\n{BLAMING}\n{BLAMING}\n\n{BLAMING}"
    assert [one.line for one in coach(text, RULES)] == [6]


def test_it_allows_a_whole_table_row():
    text = (
        f"<!-- coach: allow hindsight: kept as said -->\n| one | {BLAMING} | {BLAMING} |\n| two | {BLAMING} |"
    )
    assert [one.line for one in coach(text, RULES)] == [3]


def test_it_allows_nothing_without_a_reason_or_in_code():
    for comment in (
        "<!-- coach: allow hindsight -->",
        "<!-- coach: allow hindsight: -->",
        "`<!-- coach: allow hindsight: x -->`",
    ):
        assert len(coach(f"{comment}\n\n{BLAMING}", RULES)) == 1


def test_it_allows_only_the_rule_that_is_named():
    text = (
        "<!-- coach: allow human-error, character: the old report in its own words -->\nHuman error. He was careless. "
        + BLAMING
    )
    assert [one.rule for one in coach(text, RULES)] == ["hindsight"]


def test_it_takes_the_questions_of_a_rule_in_turn():
    questions = [one.question for one in coach(f"{BLAMING}\n\n{BLAMING}\n", RULES)]
    assert len(set(questions)) == 2


def test_it_stays_silent_with_a_retired_rule():
    retired = [replace(rule, status=Status.RETIRED) for rule in RULES]
    assert coach(BLAMING, retired) == []


@pytest.mark.parametrize(
    "hidden",
    [
        f"---\nnote: {BLAMING}\n---\n",
        f"```\n{BLAMING}\n```\n",
        f"~~~~ text\n```\n{BLAMING}\n~~~~\n",
        f"```\n{BLAMING}\n",
        f"Before:\n\n    {BLAMING}\n",
        f"> {BLAMING}\n{BLAMING}\n",
        f"<!--\n{BLAMING}\n-->\n",
        f"<pre>\n{BLAMING}\n</pre>\n",
        f"``{BLAMING} ` ``",
        f"She said “{BLAMING}”",
        f"[ref]: https://example.org '{BLAMING}'",
        "[notes](https://example.org/human-error)",
        "https://example.org/human/error?because=human error".replace(" ", "-"),
    ],
)
def test_it_hears_only_the_writers_own_voice(hidden):
    assert found(hidden) == []


@pytest.mark.parametrize(
    "heard",
    [
        f"# {BLAMING}",
        f"1. {BLAMING}",
        f"- [ ] {BLAMING}",
        f"- one\n\n    {BLAMING}",
        f"| {BLAMING} | x |",
        f"> quoted\n\n{BLAMING}",
        f"```\ncode\n```\n{BLAMING}",
        f"---\n\n{BLAMING}",
        f"The users' list was long, and then {BLAMING} The admins' too.",
        f"[{BLAMING}](https://example.org)",
        f"<!-- a comment --> {BLAMING}",
        "The **engineer** _should_ have checked.",
        "The engineer should’ve checked.",
        "The engineer shouldn’t have asked.",
    ],
)
def test_it_hears_it_wherever_it_is_written(heard):
    assert [rule for rule, _words in found(heard)] == ["hindsight"]


def test_it_keeps_no_author_no_score_and_no_count():
    names = {field.name for field in fields(Finding)}
    assert names == {
        "rule", "message", "question", "start", "end", "line", "column", "end_line", "end_column", "text",
        "rewording",
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=25).map("".join))
def test_it_reads_anything_and_says_exactly_where(text):
    findings = coach(text, RULES)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for one in findings:
        assert text[one.start : one.end] == one.text != ""
        before = text[: one.start].replace("\r\n", "\n").replace("\r", "\n")
        assert one.line == before.count("\n") + 1
        assert lines[one.line - 1][one.column - 1] == one.text[0]
        assert (one.end_line, one.end_column) > (one.line, one.column)
    assert findings == coach(text, RULES)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_it_masks_without_moving_anything(text):
    from secondstory.coach.markup import prepare

    prepared = prepare(text)
    assert len(prepared.masked) == len(prepared.low) == len(text)
    assert [at for at, one in enumerate(text) if one in "\r\n"] == [
        at for at, one in enumerate(prepared.masked) if one in "\r\n"
    ]


@pytest.mark.parametrize(
    "long",
    ["`a" * 30_000, "<!-- x" * 20_000, "<!-- x -->" * 6_000, "[" * 60_000, '"a ' * 30_000, "*a" * 30_000, "- " * 40_000 + "x",
     "should" + " " * 60_000 + "have", "if the " * 12_000, "a " * 40_000, "> a\n" * 20_000, "|a" * 30_000, "'a " * 30_000],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_it_takes_time_in_proportion_to_the_text(long):
    quarter = max(seconds_for(long[: len(long) // 4]), 0.02)
    assert seconds_for(long) < 12 * quarter, "four times the text may not take sixteen times as long"


def seconds_for(text):
    """Return the processor's time for it, of this thread alone: what earlier tests left running does not count."""
    began = thread_time()
    coach(text, RULES)
    return thread_time() - began
