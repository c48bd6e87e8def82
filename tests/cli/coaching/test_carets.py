"""Carets stand exactly under the words, as wide as a terminal shows them."""

import unicodedata

import pytest

from secondstory.cli.language.coaching.carets import marked
from secondstory.wiring.documents.coaching.looking import SeenLine


def shown(before, words, after="", width=80, **cut):
    return marked(SeenLine(1, before, words, after, **cut), width)


def columns(text):
    """How wide a terminal shows a text that holds no joined pictures: an independent and simple count."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


@pytest.mark.parametrize(
    "before",
    ["", "The ", "日本語 ", "🙂 the ", "e\u0301le\u0300ve ", "ﾊﾝｶｸ ", "Ünïcödé ", "Ａ wide ", "한국어 "],
)
def test_it_puts_carets_under_the_words(before):
    line, carets = shown(before, "should have", " known")
    assert line == f"{before}should have known"
    assert carets == " " * columns(before) + "^" * 11


def test_it_makes_a_caret_for_each_column_of_wide_words():
    assert shown("a ", "不注意 x", "")[1] == "  " + "^" * 8
    assert shown("a ", "e\u0301e\u0301", "b")[1] == "  ^^"


def test_it_shows_joined_pictures_as_one():
    assert shown("👩\u200d💻 ", "was", "")[1] == "   ^^^"
    assert shown("👍\U0001f3fd ", "was", "")[1] == "   ^^^"
    assert shown("⚠\ufe0f ", "was", "")[1] in {"  ^^^", "   ^^^"}


def test_it_turns_tabs_into_spaces_so_that_nothing_shifts():
    assert shown("\tif\t", "he", "\tdid") == ("    if    he    did", "          ^^")


def test_it_shows_control_characters_as_pictures_and_drops_what_turns_the_line_round():
    line, carets = shown("\x1b[31m\u202e", "he", "\x07")
    assert line == "␛[31mhe␇"
    assert carets == "     ^^"


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("length", [0, 10, 30, 60, 500])
@pytest.mark.parametrize("letter", ["x", "語"])
def test_it_cuts_long_lines_so_that_words_and_carets_stay(width, length, letter):
    before, after = letter * length, letter * (500 - length)
    line, carets = shown(before, "WORDS", after, width)
    assert columns(line) <= width
    assert columns(line[: line.index("WORDS")]) == carets.index("^")
    assert carets.strip() == "^^^^^"
    assert line.startswith(("…", (before or "WORDS")[:1]))
    assert line.endswith("…") or after == ""


def test_it_says_that_there_was_more_before_and_after():
    assert shown("b", "words", "a", is_cut_before=True, is_cut_after=True)[0] == "…bwordsa…"


def test_it_cuts_words_that_are_too_wide_themselves():
    line, carets = shown("before ", "w" * 300, " after", 40)
    assert columns(line) <= 40
    assert len(carets) <= 40
    assert carets.strip("^ ") == ""


def test_it_styles_the_words_and_their_carets():
    line, carets = marked(SeenLine(1, "a ", "b", " c"), 40, lambda text: f"<{text}>")
    assert (line, carets) == ("a <b> c", "  <^>")
