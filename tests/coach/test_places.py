from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.coach.places import Places

# Every kind of code point that one of the three counts sees differently, and every newline.
PIECES = st.sampled_from(
    ["a", "é", "€", "😀", "\ud800", "\udc00", "\n", "\r\n", "\r", "\u2028", "\x85", "\0", "x" * 63, "ß" * 65]
)
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_it_counts_bytes_and_units_as_encoding_does(text):
    places = Places(text)
    for at in range(len(text) + 1):
        assert places.byte(at) == len(text[:at].encode("utf-8", "surrogatepass"))
        assert places.utf16(at) == units(text[:at])


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_it_finds_the_way_to_a_line_and_back(text):
    places = Places(text)
    for at in range(len(text) + 1):
        line, unit = places.line_and_unit(at)
        within_newline = text[at - 1 : at + 1] == "\r\n"
        assert line == len(lines_of(text[:at])) - 1 - within_newline
        assert places.offset(line, unit) == at - within_newline


def test_it_counts_as_an_editor_does():
    text = "a😀b\r\nç\rd\n"
    places = Places(text)
    assert [places.line_and_unit(at) for at in range(len(text) + 1)] == [
        (0, 0), (0, 1), (0, 3), (0, 4), (0, 5), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0),
    ]  # fmt: skip
    assert places.byte(len(text)) == 13


@pytest.mark.parametrize(
    ("line", "unit", "offset"),
    [(0, 2, 1), (0, 99, 3), (1, 99, 6), (0, -1, 0), (-1, 5, 0), (3, 7, 9), (99, 0, 9)],
    ids=["within a pair", "behind a line", "behind a short line", "before it", "before all", "the last line", "behind all"],
)  # fmt: skip
def test_it_takes_a_place_that_is_not_there_as_the_nearest_one(line, unit, offset):
    assert Places("a😀b\r\nç\rd\n").offset(line, unit) == offset


def test_it_takes_an_offset_outside_the_text_as_its_end():
    places = Places("añb")
    assert (places.byte(-3), places.byte(99), places.utf16(99), places.line_and_unit(99)) == (0, 4, 3, (0, 3))


def test_it_answers_as_fast_in_a_long_text_as_in_a_short_one():
    text = "é😀 a line of an ordinary length, more or less\n" * 40_000
    places = Places(text)
    places.line_and_unit(1), places.byte(1)
    began = thread_time()
    for at in range(0, len(text), len(text) // 5_000):
        places.byte(at)
        places.offset(*places.line_and_unit(at))
    assert thread_time() - began < 0.5
