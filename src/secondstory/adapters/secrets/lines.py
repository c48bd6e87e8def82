"""Bytes of any encoding and any line length, handed out as lines in constant memory."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WINDOW = 8_192
OVERLAP = 512
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LONGEST_MARK = 3


@dataclass(frozen=True, slots=True)
class Window:
    """A line, or a part of a very long one. line and column: where `text` begins, from 1, in code points.

    goes_on: whether the next window repeats the last 512 characters of this one and continues the line.
    """

    text: str
    line: int
    column: int
    goes_on: bool = False


def windows(chunks: Iterable[bytes]) -> Iterator[Window]:
    """Yield the lines of `chunks` without their ends; lines over 8,192 characters in parts that overlap by 512.

    Bytes that are no text in the encoding that a byte order mark names (UTF-8 without one) become U+FFFD.
    """
    line, column, held = 1, 1, ""
    for text in _decoded(chunks):
        *whole, last = (held + text).split("\n")
        for ended in whole:
            yield from _cut(ended, line, column)
            line, column = line + 1, 1
        held = last
        while len(held) > WINDOW:
            yield Window(held[:WINDOW], line, column, goes_on=True)
            held, column = held[WINDOW - OVERLAP :], column + WINDOW - OVERLAP
    if held:
        yield from _cut(held, line, column)


def _cut(text: str, line: int, column: int) -> Iterator[Window]:
    while len(text) > WINDOW:
        yield Window(text[:WINDOW], line, column, goes_on=True)
        text, column = text[WINDOW - OVERLAP :], column + WINDOW - OVERLAP
    yield Window(text.removesuffix("\r"), line, column)


def _decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield text in pieces of at most 64 Ki characters, whatever size the chunks have."""
    source = iter(chunks)
    start = b""
    while len(start) < _LONGEST_MARK:
        piece = next(source, None)
        if piece is None:
            break
        start += piece
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    yield from _in_pieces(decoder, start)
    for chunk in source:
        yield from _in_pieces(decoder, chunk)
    yield decoder.decode(b"", final=True)


def _in_pieces(decoder: codecs.IncrementalDecoder, chunk: bytes) -> Iterator[str]:
    for start in range(0, len(chunk), 1 << 16):
        yield decoder.decode(chunk[start : start + (1 << 16)])
