"""Positions and changes, against a second way of counting."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol.types import (
    Position,
    Range,
    TextDocumentContentChangePartial,
    TextDocumentContentChangeWholeDocument,
)

from secondstory.lsp.positions import Positions
from secondstory.lsp.texts import OpenText, path_of

PIECES = st.sampled_from(
    ["a", "é", "€", "😀", "\ud800", "\n", "\r\n", "\r", "\u2028", "\x0c", "\x85", "x" * 70]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)
WIDTHS = {
    "utf-8": lambda one: len(one.encode("utf-8", "surrogatepass")),
    "utf-16": lambda one: len(one.encode("utf-16-le", "surrogatepass")) // 2,
    "utf-32": len,
}
ENCODINGS = st.sampled_from(sorted(WIDTHS))


def slowly(text, offset, encoding):
    """Return the line and the unit of an offset, one character after the other."""
    line = unit = at = 0
    while at < offset:
        if text.startswith("\r\n", at) and at + 1 < offset:
            line, unit, at = line + 1, 0, at + 2
        elif text[at] == "\n" or (text[at] == "\r" and not text.startswith("\r\n", at)):
            line, unit, at = line + 1, 0, at + 1
        else:
            unit, at = unit + WIDTHS[encoding](text[at]), at + 1
    return line, unit


@settings(max_examples=200, deadline=None)
@given(TEXTS, ENCODINGS, st.integers(0, 200))
def test_it_counts_as_one_counts_by_hand(text, encoding, offset):
    offset = min(offset, len(text))
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    at = Positions(text, encoding).position(offset)
    assert (at.line, at.character) == slowly(text, offset, encoding)
    assert Positions(text, encoding).offset(at) == offset


@settings(max_examples=200, deadline=None)
@given(TEXTS, ENCODINGS, st.integers(0, 100), st.integers(0, 100), TEXTS)
def test_it_takes_in_a_change_as_the_editor_made_it(text, encoding, one, two, words):
    text = text.replace("\r", "")  # no editor changes one half of a line end
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    positions = Positions(text, encoding)
    opened = OpenText(uri="file:///x.md", language="markdown", version=1, text=text, encoding=encoding)
    opened.change(2, [TextDocumentContentChangePartial(range=positions.range(start, end), text=words)])
    assert opened.text == text[:start] + words + text[end:]
    assert (opened.version, opened.turn) == (2, 2)


@settings(max_examples=200, deadline=None)
@given(TEXTS, ENCODINGS, st.lists(st.integers(0, 2**31 - 1) | st.integers(0, 40), min_size=4, max_size=4))
def test_it_takes_in_any_range_without_losing_more_than_lies_inside(text, encoding, numbers):
    opened = OpenText(uri="file:///x.md", language="markdown", version=1, text=text, encoding=encoding)
    line, unit, end_line, end_unit = numbers
    range_ = Range(start=Position(line, unit), end=Position(end_line, end_unit))
    opened.change(2, [TextDocumentContentChangePartial(range=range_, text="<>")])
    before, after = opened.text.split("<>")
    assert text.startswith(before)
    assert text.endswith(after)


def test_it_takes_in_several_changes_one_upon_the_other():
    opened = OpenText(uri="file:///x.md", language="markdown", version=1, text="one\n")
    whole = TextDocumentContentChangeWholeDocument(text="😀\n")
    behind = Range(start=Position(0, 2), end=Position(0, 2))
    opened.change(2, [whole, TextDocumentContentChangePartial(range=behind, text="two")])
    assert opened.text == "😀two\n"


def test_it_reads_a_commit_offset_by_offset():
    text = "One\n# 😀 two\n#three\nFour # five\n# ------------------------ >8 ------------------------\n+six\r\nseven"
    opened = OpenText(uri="file:///COMMIT_EDITMSG", language="gitcommit", version=1, text=text)
    assert len(opened.prose()) == len(text)
    assert opened.prose().split() == ["One", "Four", "#", "five"]


def test_it_knows_what_the_coach_reads():
    def reads(language, uri="file:///x"):
        return OpenText(uri=uri, language=language, version=1, text="").is_prose

    assert all(reads(one) for one in ("markdown", "plaintext", "text", "gitcommit", "git-commit", "gfm"))
    assert not any(reads(one) for one in ("python", "latex", "diff"))
    assert reads("", "file:///x.MD")
    assert not reads("", "file:///x.py")
    assert not reads("markdown", "git:/x.md?ref=HEAD")


def test_it_takes_only_files_for_files():
    assert path_of("file:///a%20b/c.md").as_posix() == "/a b/c.md"
    assert path_of("untitled:Untitled-1") is None
    assert path_of("file:///a%00b") is None
    assert path_of("") is None
