"""Where an offset in code points lies for those who count otherwise: bytes of a file, UTF-16 units, lines of an editor."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from secondstory.coach.lazily import lazily

# From one signpost to the next, code points are counted by encoding them.
_STRIDE = 64
_NEWLINE = lazily(r"\r\n?|\n")


class Places:
    """The places of one text, counted in one pass; an answer costs no more in a long text than in a short one.

    A lone surrogate counts as three bytes (as "surrogatepass" writes it) and one unit. Lines end with a line feed, a
    carriage return or both, as in the Language Server Protocol. An offset outside the text counts as its nearest end.
    """

    __slots__ = ("_bytes", "_lines", "_text", "_units")

    def __init__(self, text: str) -> None:
        self._text = text
        self._bytes: list[int] | None = None
        self._units: list[int] | None = None
        self._lines: list[tuple[int, int]] | None = None

    def byte(self, offset: int) -> int:
        """Return how many UTF-8 bytes stand before `offset`."""
        offset = self._inside(offset)
        if self._text.isascii():
            return offset
        if self._bytes is None:
            self._bytes = _signposts(self._text, _bytes_of)
        post = offset // _STRIDE
        return self._bytes[post] + _bytes_of(self._text[post * _STRIDE : offset])

    def utf16(self, offset: int) -> int:
        """Return how many UTF-16 units stand before `offset`."""
        offset = self._inside(offset)
        if self._text.isascii():
            return offset
        post = offset // _STRIDE
        return self._unit_posts()[post] + _units_of(self._text[post * _STRIDE : offset])

    def line_and_unit(self, offset: int) -> tuple[int, int]:
        """Return the line of `offset` and its UTF-16 unit in that line, both from 0."""
        offset = self._inside(offset)
        lines = self._line_spans()
        line = bisect_right(lines, (offset, len(self._text) + 1)) - 1
        return line, self.utf16(offset) - self.utf16(lines[line][0])

    def offset(self, line: int, unit: int) -> int:
        """Return the offset of a UTF-16 unit in a line, both from 0.

        A unit behind the end of its line is that end, one within a code point its beginning; a line behind the last
        is the end of the text.
        """
        lines = self._line_spans()
        if line < 0:
            return 0
        if line >= len(lines):
            return len(self._text)
        start, end = lines[line]
        return min(self._at_unit(self.utf16(start) + max(unit, 0)), end)

    def _at_unit(self, unit: int) -> int:
        """Return the offset of the code point that holds the UTF-16 unit `unit` of the text."""
        if self._text.isascii():
            return min(unit, len(self._text))
        posts = self._unit_posts()
        post = bisect_right(posts, unit) - 1
        at, seen = post * _STRIDE, posts[post]
        for one in self._text[at : at + _STRIDE]:
            seen += 2 if one > "\uffff" else 1
            if seen > unit:
                break
            at += 1
        return min(at, len(self._text))

    def _inside(self, offset: int) -> int:
        return max(0, min(offset, len(self._text)))

    def _unit_posts(self) -> list[int]:
        if self._units is None:
            self._units = _signposts(self._text, _units_of)
        return self._units

    def _line_spans(self) -> list[tuple[int, int]]:
        if self._lines is None:
            ends = [match.span() for match in _NEWLINE().finditer(self._text)]
            starts = [0, *(end for _start, end in ends)]
            self._lines = list(zip(starts, [*(start for start, _end in ends), len(self._text)], strict=True))
        return self._lines


def _signposts(text: str, size: Callable[[str], int]) -> list[int]:
    return [0, *accumulate(size(text[at : at + _STRIDE]) for at in range(0, len(text), _STRIDE))]


def _bytes_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _units_of(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
