"""How wide a text will be when it is drawn, and where it breaks.

A picture is laid out where no font can be asked. The widths are upper bounds over Public Sans (up to weight
650) and Liberation Sans. DejaVu Sans, the widest of the likely replacements, runs 6.5 % over them on ordinary
sentences; the padding of a box is wider than that, so a text never leaves its box, whichever is used.
"""

import re
import unicodedata
from functools import cache

# Hundredths of an em: the wider of Public Sans and Liberation Sans (metrics of Arial), at weight 650.
_ADVANCES = {
    26: "'",
    28: " ,.i|",
    31: "jI",
    34: "l!():;[]`",
    39: "/\\-{}",
    41: "frt",
    46: "*",
    50: '"z',
    57: "1J_csvya",
    58: "ek",
    59: "+<=>^x",
    62: "~#?FLTbdhnopqu",
    63: "27g",
    66: "034690",
    69: "58EPYZ$S",
    73: "VXABCDKRU",
    79: "&HGNOQw",
    92: "mM",
    97: "%W",
    102: "@",
}
_WIDTH = {letter: hundredths / 100 for hundredths, letters in _ADVANCES.items() for letter in letters}
_WIDE_PUNCTUATION = {
    "…": 1.0,
    "—": 1.12,
    "–": 0.6,
    "\u201c": 0.5,
    "\u201d": 0.5,
    "\u2018": 0.3,
    "\u2019": 0.3,
}
_FULL = 1.3
_UNKNOWN = 1.0
# A no-break blank keeps a number with its unit, so it is not among the places where a line may break.
_BLANKS = re.compile(r"[ \t\r\n]+")
ELLIPSIS = "…"


@cache
def _letter_width(letter: str) -> float:
    known = _WIDTH.get(letter) or _WIDE_PUNCTUATION.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL
    plain = unicodedata.normalize("NFD", letter)[0]
    return _WIDTH.get(plain, _UNKNOWN)


def text_width(text: str, size: float) -> float:
    """Return an upper bound of the width of `text` in px, drawn at `size` px."""
    return sum(map(_letter_width, text)) * size


def wrap(text: str, *, width: float, size: float, lines: int) -> tuple[str, ...]:
    """Return `text` broken into at most `lines` lines, none wider than `width` px at `size` px.

    Words that are too long are cut; what does not fit ends in an ellipsis. Empty text gives no lines.
    """
    broken: list[str] = []
    current = ""
    for word in _pieces(text, width, size):
        longer = f"{current} {word}" if current else word
        if text_width(longer, size) <= width:
            current = longer
            continue
        broken.append(current)
        current = word
        if len(broken) > lines:
            break
    broken = [line for line in [*broken, current] if line]
    if len(broken) <= lines:
        return tuple(broken)
    return (*broken[: lines - 1], _shortened(broken[lines - 1], width, size))


def _pieces(text: str, width: float, size: float) -> list[str]:
    """Return the words of `text`, those that are wider than a line cut into pieces that fit."""
    pieces: list[str] = []
    for word in _BLANKS.split(text.strip()):
        piece = ""
        for letter in word:
            if piece and text_width(piece + letter, size) > width:
                pieces.append(piece)
                piece = ""
            piece += letter
        pieces.append(piece)
    return pieces


def _shortened(line: str, width: float, size: float) -> str:
    while line and text_width(line + ELLIPSIS, size) > width:
        line = line[:-1]
    return line.rstrip(" ,.;:") + ELLIPSIS
