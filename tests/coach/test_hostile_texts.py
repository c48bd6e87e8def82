"""Texts that nobody means to write, and that must still be answered: at once, in bounds, and twice the same."""

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from secondstory.coach import RULES, coach
from secondstory.coach.markup import prepare

# Each is repeated until it is long enough; "first|again|last" when something stands around it.
MONSTERS = [
    "word ", "a", ">", "> a\n", "[", "](", "![", "![a](", "[a](b", "[[a ", "][", "`", "`a", "`a``b```c", "||`a|``b", "|`|", "|\\|", "*",
    "*a", "a|_|b", "_a ", "<", "<a", "<a ", "<code>", "<br ", "</", "<!-- ", "<!-- x -->\n", "`<!--", "<pre>\n", '"a ', "“a ", "'a ",
    "«a »b ", "”a ", "|.|a", ". a", "|.)|a", "|!?|a", "a.| |b", "$a ", "$a$", "$$", "|a|@", "|a.|@", "a@", "http://", "http:|!|",
    "http:! ", "www.", "&amp", "\\\n", "a  \n", "  \n| |b", "10:04 a\n", "Ab: c\n", "A A", "- |- |x", "- x\n", "# x\n", "| a | b |\n",
    "a|b\n-|-\n", "```\n", "```a`\n", "~~~~\n~~~\n", "---\n", "---\na: b\n|--- x\n|", "+++\na=1\n", "[a]: b\n", "[a]:| |b c", '[a]: b |"a |',
    "[^", "[^1]: a\n", "!!! a\n    b\n", ":", "a\n: b\n", "\0", "\ud800 a ", "\u202eשלום ", "a\u200d", "😀", "İ", "\r", "a\r\n", "\n",
    "\t", "\tx\n", " ", "A.", "e.g. ", "der die das und nicht ", "服务器", "\\", "~~a ", "<!-- coach: allow a: b -->\n",
    "<!-- coach: allow |a, |-->", "<!-- coach: allow a:| |-->", "<!-- coach: allow |a |!-->", "    - x\n", "> - ```\n", "=\n", "[x]",
]  # fmt: skip


def monster(source, size):
    first, again, last = source.split("|") if source.count("|") == 2 else ("", source, "")
    return first + again * (size // len(again)) + last


def seconds(text):
    began = process_time()
    prepare(text)
    return process_time() - began


def least(text):
    """The least of three goes: what the machine did meanwhile is not of interest."""
    return min(seconds(text) for _go in range(3))


def takes_time_in_proportion(source, size):
    """Twice the text takes less than three times the time; what is over at once needs no clock.

    A busy machine is asked again: time that grows with the square takes four times as long however often one asks.
    """
    text, twice = monster(source, size), monster(source, 2 * size)
    took = seconds(twice)
    return took < 0.05 or any(least(twice) < 3 * max(least(text), 0.005) for _ in range(3))


@pytest.mark.parametrize("source", MONSTERS, ids=lambda source: ascii(source)[1:-1])
def test_it_reads_a_monster_in_time_and_in_bounds(source):
    text = monster(source, 10_000)
    prepared = prepare(text)
    assert len(prepared.masked) == len(prepared.low) == len(text)
    ends = [0]
    for start, end in prepared.sentences:
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)
    assert prepared == prepare(text)
    assert takes_time_in_proportion(source, 40_000)


@pytest.mark.proof
@pytest.mark.parametrize("source", MONSTERS, ids=lambda source: ascii(source)[1:-1])
def test_it_reads_a_monster_of_a_million_characters(source):
    assert takes_time_in_proportion(source, 1_000_000)


@pytest.mark.proof
def test_it_reads_a_line_of_fifty_million_characters():
    prepared = prepare(monster("The pager rang and nobody heard it. ", 50_000_000))
    assert len(prepared.sentences) > 1_300_000


PIECES = st.sampled_from(
    ["The engineer should have checked.", "Human error. ", "\n", "\n\n", "\r\n", "\r", "    ", "\t", "- ", "1. ", "> ", "# ", "| a | ",
     "|---|---|\n", "```", "~~~", "`", "<!--", "-->", "<!-- coach: allow hindsight: so -->", "<pre>", "</pre>", "<br>", "---\n",
     "+++\n", "[", "](", ")", "[^1]: ", "[a]: b", "!!! note", "$", "“", "”", '"', "'", "*", "__", "\\", "https://a.b/c.", "a@b.c",
     "e.g. ", "10:04 - ", "\0", "\ud800", "\u202e", "\u200d", "İ", "ß", "😀", "\ufeff", "\x1f", "\x85", "\u2028", "Der und nicht wurde. "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@example("# ")
@given(st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join))
def test_it_keeps_every_offset_whatever_it_reads(text):
    prepared = prepare(text)
    assert len(prepared.masked) == len(prepared.low) == len(text)
    newlines = [at for at, one in enumerate(text) if one in "\r\n"]
    assert [at for at, one in enumerate(prepared.masked) if one in "\r\n"] == newlines
    last = 0
    for start, end in prepared.blocks:
        assert last <= start < end <= len(text)
        last = end
    for start, end in prepared.sentences:
        assert any(begin <= start < end <= stop for begin, stop in prepared.blocks)
        assert prepared.masked[start:end].strip() == prepared.masked[start:end] != ""
    for note in prepared.notes:
        assert 1 <= note.line <= max(len(prepared.line_starts), 1)
    for one in coach(text, RULES):
        assert 0 <= one.start < one.end <= len(text)
    assert prepared == prepare(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES | st.text(alphabet="ab .\n>-#|`", max_size=6), max_size=30).map("".join))
def test_it_reads_the_same_whatever_ends_a_line(text):
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert prepare(unix.replace("\n", "\r")).sentences == prepare(unix).sentences
