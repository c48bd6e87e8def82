"""Places in a text as an editor counts them: lines from 0, and units of the encoding that both sides agreed on."""

from lsprotocol.types import Position, PositionEncodingKind, Range

from secondstory.coach.places import Places

_LONGEST = 1 << 40


class Positions:
    r"""The positions of one text. Lines end with \n, \r\n or \r and with nothing else, as the protocol says."""

    __slots__ = ("_encoding", "_places", "_text")

    def __init__(self, text: str, encoding: str = PositionEncodingKind.Utf16) -> None:
        """Count in `encoding`: utf-8, utf-16 or utf-32."""
        self._text = text
        self._places = Places(text)
        self._encoding = encoding

    def position(self, offset: int) -> Position:
        """Return where the code point at `offset` begins."""
        line, unit = self._places.line_and_unit(offset)
        if self._encoding == PositionEncodingKind.Utf8:
            unit = self._places.byte(offset) - self._places.byte(self._places.offset(line, 0))
        elif self._encoding == PositionEncodingKind.Utf32:
            unit = max(0, min(offset, len(self._text))) - self._places.offset(line, 0)
        return Position(line=line, character=unit)

    def range(self, start: int, end: int) -> Range:
        """Return the range of the code points from `start` up to `end`."""
        return Range(start=self.position(start), end=self.position(end))

    def offset(self, position: Position) -> int:
        """Return the offset of `position`; what lies outside the text counts as the nearest place inside."""
        line, unit = position.line, position.character
        if self._encoding == PositionEncodingKind.Utf16:
            return self._places.offset(line, unit)
        begin = self._places.offset(line, 0)
        end = self._places.offset(line, _LONGEST)
        if self._encoding == PositionEncodingKind.Utf32:
            return min(begin + max(unit, 0), end)
        units = self._text[begin:end].encode("utf-8", "surrogatepass")
        unit = max(0, min(unit, len(units)))
        begun = sum(1 for byte in units[:unit] if not _goes_on(byte))
        return begin + begun - (1 if unit < len(units) and _goes_on(units[unit]) else 0)

    def offsets(self, range_: Range) -> tuple[int, int]:
        """Return the offsets of both ends of a range, the smaller one first."""
        one, two = self.offset(range_.start), self.offset(range_.end)
        return min(one, two), max(one, two)


def _goes_on(byte: int) -> bool:
    """Return whether a byte of UTF-8 continues a code point that began before it."""
    return byte & 0xC0 == 0x80
