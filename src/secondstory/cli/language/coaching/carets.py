"""A line of a text with carets under some of its words, cut to fit, whatever letters it is made of."""

import unicodedata
from collections.abc import Callable, Iterator

from secondstory.wiring.documents.coaching.looking import SeenLine

_TAB = 4
_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)
_CUT = "…"

Style = Callable[[str], str]


def plain(text: str) -> str:
    """Return `text` as it is."""
    return text


def marked(line: SeenLine, width: int, style: Style = plain) -> tuple[str, str]:
    """Return the line and the carets that stand under its words, neither wider than `width` columns.

    A tab becomes four spaces and a control character its picture, so that the columns are the same everywhere. Words
    that are too wide themselves are cut at their end.
    """
    words = _fit(list(_cells(line.words)), width - 2)
    room = width - _width(words)
    before, after = list(_cells(line.before)), list(_cells(line.after))
    wanted, behind = _width(before) + line.is_cut_before, _width(after) + line.is_cut_after
    left = min(wanted, max(room - behind, room * 2 // 3))
    shown_before = _tail(before, left, is_cut=line.is_cut_before)
    shown_after = _fit(after, room - _width(shown_before), is_cut=line.is_cut_after)
    text = f"{_joined(shown_before)}{style(_joined(words))}{_joined(shown_after)}"
    carets = " " * _width(shown_before) + style("^" * max(_width(words), 1))
    return text.rstrip(), carets


Cell = tuple[str, int]


def _cells(text: str) -> Iterator[Cell]:
    """Yield each letter as it is shown, with the columns that it takes: 0, 1 or 2 (a tab: 4)."""
    if text.isascii() and text.isprintable():
        yield from ((letter, 1) for letter in text)
        return
    joined = False
    for letter in text:
        if letter == "\t":
            yield " " * _TAB, _TAB
        elif letter < " " or letter == "\x7f":
            yield chr(0x2421 if letter == "\x7f" else 0x2400 + ord(letter)), 1
        elif letter == _JOINER or unicodedata.category(letter) in {"Mn", "Me"}:
            yield letter, 0
        elif unicodedata.category(letter) in {"Cf", "Cc", "Cs", "Zl", "Zp"}:
            # Marks that turn the direction of a whole line would carry the carets away from their words.
            yield "", 0
        elif joined or ord(letter) in _TONES:
            yield letter, 0
        else:
            yield letter, 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        joined = letter == _JOINER


def _fit(cells: list[Cell], width: int, *, is_cut: bool = False) -> list[Cell]:
    """Return as much of the beginning as has room; an ellipsis says that there was more."""
    if _width(cells) <= width and not is_cut:
        return cells
    kept: list[Cell] = []
    room = width - 1
    for cell in cells:
        room -= cell[1]
        if room < 0:
            break
        kept.append(cell)
    return [*kept, (_CUT, 1)] if width > 0 else []


def _tail(cells: list[Cell], width: int, *, is_cut: bool) -> list[Cell]:
    """Return as much of the end as has room, with an ellipsis in front when something is missing."""
    if _width(cells) <= width and not is_cut:
        return cells
    kept: list[Cell] = []
    room = width - 1
    for cell in reversed(cells):
        room -= cell[1]
        if room < 0:
            break
        kept.append(cell)
    while kept and kept[-1][1] == 0:
        kept.pop()
    return [(_CUT, 1), *reversed(kept)] if width > 0 else []


def _width(cells: list[Cell]) -> int:
    return sum([columns for _shown, columns in cells])


def _joined(cells: list[Cell]) -> str:
    return "".join(shown for shown, _columns in cells)
