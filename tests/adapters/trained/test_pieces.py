"""Sentences cut into pieces of words: the longest known piece first."""

from hypothesis import given
from hypothesis import strategies as st

from secondstory.adapters.trained.pieces import MOST_PIECES, Pieces

KNOWN = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "check",
    "##ed",
    "##e",
    "##d",
    "un",
    "##check",
    "the",
    ".",
    "c",
    "##a",
    "##f",
    "￼",
]


def cut(sentence):
    return [KNOWN[number] for number in Pieces(KNOWN).of(sentence)]


def test_it_takes_the_longest_piece_that_is_known():
    assert cut("unchecked the") == ["[CLS]", "un", "##check", "##ed", "the", "[SEP]"]


def test_it_reads_capitals_and_accents_as_plain_letters():
    assert cut("CAFÉ.") == ["[CLS]", "c", "##a", "##f", "##e", ".", "[SEP]"]


def test_it_passes_faces_and_what_joins_them_by():
    assert cut("👩‍👩‍👧 the 👍🏽✅ check. ￼") == ["[CLS]", "the", "check", ".", "￼", "[SEP]"]
    known = ["[UNK]", "[CLS]", "[SEP]"]
    assert [known[one] for one in Pieces(known).of("👍￼￼")] == ["[CLS]", "[UNK]", "[SEP]"]


def test_it_knows_a_word_whole_or_calls_it_strange():
    assert cut("the zebra checked") == ["[CLS]", "the", "[UNK]", "check", "##ed", "[SEP]"]


def test_it_reads_only_the_beginning_of_an_endless_sentence():
    assert len(cut("the " * 500)) == MOST_PIECES
    assert cut("the " * 500)[-1] == "[SEP]"


@given(st.text(max_size=80))
def test_it_cuts_any_text(text):
    pieces = cut(text)
    assert pieces[0] == "[CLS]"
    assert pieces[-1] == "[SEP]"
    assert len(pieces) <= MOST_PIECES
    assert cut(text) == pieces
