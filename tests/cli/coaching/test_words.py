"""What people read: in colour on a terminal, within its width, and with nothing that could take the terminal over."""

import io
import re

import pytest

from secondstory.cli.language.coaching.words import last_words, width_of, words_of
from secondstory.cli.terminal import Terminal
from secondstory.wiring.documents.coaching.gathering import Wanted
from secondstory.wiring.documents.coaching.looking import coach_together

STYLED = re.compile(r"\x1b\[\d+m")


@pytest.fixture
def coached(tmp_path):
    """A function that coaches a text and returns what is said about it."""

    def tell(text, *, colour=False, width=80):
        path = tmp_path / "a.md"
        path.write_bytes(text.encode())
        terminal = Terminal(out=io.StringIO(), err=io.StringIO(), colour=colour)
        return words_of(*coach_together([Wanted(str(path))]), terminal, width).replace(str(path), "a.md")

    return tell


def test_it_colours_the_words_and_their_carets_alike(coached):
    said = coached("The operator should have known better.\n", colour=True)
    lamp = re.findall(r"\x1b\[33m(.*?)\x1b\[0m", said)
    assert len(lamp) == 2
    assert lamp[1] == "^" * len(lamp[0])
    assert STYLED.sub("", said) == coached("The operator should have known better.\n")


@pytest.mark.parametrize("width", [40, 60, 100])
def test_it_stays_within_the_width(coached, width):
    said = coached(
        "words before it " * 40 + "the operator should have known better " + "and on " * 90 + ".\n",
        width=width,
    )
    shown = [line for line in said.splitlines() if not line.startswith("a.md")]
    assert max(len(line) for line in shown) <= width
    assert any(line.lstrip(" |").startswith("^^^") for line in shown)


def test_it_says_where_very_long_words_end(coached, tmp_path):
    said = coached("He should\nhave known better.\n")
    assert "and on to line" not in said
    assert said.count(" | ") == 4


def test_it_is_as_wide_as_is_good_to_read():
    assert [width_of(columns) for columns in (10, 72, 300)] == [40, 72, 100]


def test_it_ends_with_a_word_that_is_no_score():
    for words in (
        last_words(found=True, read=3, left_out=0, of_change=False),
        last_words(found=False, read=1, left_out=0, of_change=False),
        last_words(found=False, read=2, left_out=2, of_change=True),
        last_words(found=False, read=0, left_out=0, of_change=True),
    ):
        assert "finding" not in words
        assert words.endswith(".")
    assert "2 texts are left out" in last_words(found=True, read=1, left_out=2, of_change=False)
