"""Bytes that are no tidy Markdown."""

import io

import pytest

from secondstory.wiring.documents.coaching.opening import MOST_BYTES, open_text, text_of


def test_it_reads_what_is_utf8_without_a_word():
    opened = text_of("Grüße 🙂\n".encode(), "x")
    assert (opened.text, opened.notes, opened.why_not) == ("Grüße 🙂\n", (), "")
    assert text_of(b"", "x").text == ""
    assert text_of(b"\xef\xbb\xbfa", "x").text == "a"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_it_reads_wide_text(encoding):
    written = "The operator should have known better. Grüße\n" * 9
    opened = text_of(written.encode(encoding), "x")
    assert (opened.text, opened.why_not) == (written, "")
    assert [one.code for one in opened.notes] == ([] if encoding in {"utf-16", "utf-32"} else ["encoding"])


def test_it_reads_round_broken_bytes():
    opened = text_of(b"one\ntwo\nSuch a Gr\xfc\xdfe from elsewhere, in an old encoding\n", "x")
    assert "Such a Gr\ufffd\ufffde" in opened.text
    assert opened.text.startswith("one\ntwo\n")
    assert opened.why_not == ""


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        b"\0" * 100,
        bytes(range(128, 256)) * 9,
        b"\x7fELF\x02\x01\x01\0\0\0\0\0",
    ],
)
def test_it_says_that_something_is_no_text(data):
    opened = text_of(data, "picture.png")
    assert opened.why_not.startswith("picture.png is not text")
    assert not opened.is_text


def test_it_keeps_the_beginning_of_what_is_very_long():
    opened = text_of("ü words\n".encode() * (MOST_BYTES // 8), "x")
    assert opened.text.endswith("words\n")
    assert len(opened.text.encode()) <= MOST_BYTES
    assert [one.code for one in opened.notes] == ["cut"]
    assert opened.notes[0].line == opened.text.count("\n") + 1


def test_it_cuts_one_endless_line_between_letters():
    opened = text_of(b"a" + "🙂".encode() * (MOST_BYTES // 4), "x")
    assert set(opened.text) == {"a", "🙂"}
    assert len(opened.text) == MOST_BYTES // 4


def test_it_reads_a_pipe_to_its_end_and_keeps_the_beginning():
    pipe = io.BytesIO(b"a b\n" * MOST_BYTES)
    assert len(open_text("-", pipe).text) <= MOST_BYTES
    assert pipe.read() == b""


def test_it_says_why_a_file_cannot_be_read(tmp_path):
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    assert "could not be read: Too many levels" in open_text(str(tmp_path / "loop.md")).why_not
    assert open_text(str(tmp_path)).why_not.endswith("could not be read: Is a directory.")
    assert open_text(str(tmp_path / "gone.md")).why_not.startswith("There is no file")
    assert "could not be read" in open_text("a\0b").why_not
