"""Text that was never meant to be read: it costs no traceback and no more than linear time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.markdown.decode import decode_text
from secondstory.adapters.markdown.reader import read_document
from secondstory.adapters.markdown.shape.headings import distance

PIECES = [
    "# ",
    "## Action items\n",
    "- ",
    "| a | b |\n",
    "|--|--|\n",
    "```",
    "~~~\n",
    "<!--",
    "-->",
    "---\n",
    "> ",
    "\n",
    "**",
    "x",
    "1. ",
    "<li>",
    "</li>",
    "<tr><td>",
    "<p>",
    "</p>",
    "== x ==\n",
    "h2. x\n",
    "{|\n",
    "\n: ",
    "\n; x",
    "What we will do:\n",
    "Owner: x | Due: y\n",
    "The outage was caused by x. We will y. ",
]
MEBIBYTE = 1 << 20
SLOWEST_S_PER_MIB = 40

HOSTILE = {
    "one long line": "x" * (8 * MEBIBYTE),
    "one long bullet": "## Action items\n- " + "a: (" * MEBIBYTE,
    "hashes": "#" * MEBIBYTE,
    "pipes": "|" * MEBIBYTE,
    "open comments": "<!-- " * (MEBIBYTE // 5),
    "open comments on lines": "<!--\n" * (MEBIBYTE // 20),
    "unclosed fences": "".join("`" * (3 + i % 40) + "a\n" for i in range(10_000)),
    "quotes": "> " * (MEBIBYTE // 2),
    "brackets": "## Action items\n" + ("- " + "[" * 1_500 + "\n") * 60,
    "deep list": "".join(" " * i + "- a\n" for i in range(700)),
    "deep front matter": "---\na: " + "[" * 20_000 + "\n---\n# x\n",
    "references that explode": "---\na: &a [x,x]\n"
    + "".join(f"{b}: &{b} [*{a},*{a}]\n" for a, b in zip("abcdefghijklmno", "bcdefghijklmnop", strict=True))
    + "---\n",
    "many headings": "".join(f"# heading number {i}\n" for i in range(8_000)),
    "items on one line": "<li>x</li>" * 50_000,
    "cells of one wiki row": "== x ==\n{|\n" + "| a\n" * 50_000,
    "headings that never end": ("== a" + " " * 290 + "\n") * 1_000,
    "arrows": "## Action items\n" + ("- x -> " + "A b " * 40 + "\n") * 1_000,
    "NUL": "\x00" * MEBIBYTE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_reads_anything_in_linear_time(name: str) -> None:
    text = HOSTILE[name]
    started = time.perf_counter()
    reading = read_document(text)
    took = time.perf_counter() - started
    assert not reading.understood and reading.why_not
    assert took < 2 + SLOWEST_S_PER_MIB * len(text) / MEBIBYTE


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=40).map("".join))
def test_it_never_stumbles_and_stays_inside_the_text(text: str) -> None:
    reading = read_document(text)
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for read in reading.fields.values():
        assert not read.found or (read.line is not None and 1 <= read.line <= (read.end_line or 0) <= last)
    for item in (*reading.conditions, *reading.followups, *reading.timeline, *reading.lessons):
        assert 1 <= item.line <= last


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_it_decodes_any_bytes(data: bytes) -> None:
    text, notes = decode_text(data)
    assert isinstance(text, str) and all(isinstance(note, str) for note in notes)


def test_it_says_where_bytes_were_no_text() -> None:
    assert decode_text("caf\u00e9".encode()) == ("caf\u00e9", ())
    assert decode_text("\ufeffx".encode("utf-16-le")) == ("x", ())
    text, (note,) = decode_text(b"a\nb\xff\n")
    assert text == "a\nb\ufffd\n" and "line 2" in note


def test_it_reads_an_unclosed_fence_as_text_and_says_so() -> None:
    reading = read_document("# T\n## Summary\nx\n```\nlog\n## Causes\n- y\n")
    assert [c.text for c in reading.conditions] == ["y"]
    assert "line 4 is never closed" in reading.notes[0]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("abc", "abc", 0), ("abcd", "acbd", 1), ("abc", "abd", 1), ("ab", "xyz", 3)],
)
def test_it_counts_a_swap_of_neighbours_once(one: str, other: str, expected: int) -> None:
    assert distance(one, other, most=2) == expected
