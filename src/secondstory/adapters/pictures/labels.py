"""Where the words of a lane stand: above or below its line, so that no words and no leader cross other words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from secondstory.adapters.pictures.lettering import text_width, wrap

LINE_PX = 15.0
SIZE_PX = 12.5
_WIDTHS = (148.0, 118.0)
_LINES = 4
_SPACE_PX = 10.0
_DEEPEST = 14
_LEAD_IN = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is to be placed: at px `x`, the clock (drawn strong) and the text after it."""

    x: float
    clock: str
    text: str
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Words with a place: `left`..`right` in px, `row` from 0 next to the line outwards, above it or below.

    back: the words end at their moment and are set flush right.
    """

    words: Words
    lines: tuple[str, ...]
    left: float
    right: float
    above: bool
    row: int
    back: bool = False


@dataclass(slots=True)
class _Side:
    """One side of a line: the labels in each row and the leaders that pass."""

    above: bool
    placed: list[Placed] = field(default_factory=list)

    def room_for(self, left: float, right: float, x: float, row: int) -> bool:
        """Whether a label fits there: beside others, off their leaders, its own leader off their words."""
        for other in self.placed:
            overlaps = left < other.right + _SPACE_PX and other.left < right + _SPACE_PX
            if other.row == row and overlaps:
                return False
            if other.row > row and left - _LEAD_IN <= other.words.x <= right + _LEAD_IN:
                return False
            if other.row < row and other.left - _LEAD_IN <= x <= other.right + _LEAD_IN:
                return False
        return True


def place_words(items: Sequence[Words], *, width: float) -> list[Placed]:
    """Return every item with its place, in the order of `items`; the picture is `width` px wide.

    Words run to the right of their moment, so the last moments are placed first: then an earlier text may pass
    below a later one, and no leader has to cross it.
    """
    sides = (_Side(above=False), _Side(above=True))
    found: dict[int, Placed] = {}
    order = sorted(range(len(items)), key=lambda at: (-items[at].x, at))
    for at in order:
        found[at] = _place(items[at], sides, width)
    return [found[at] for at in range(len(items))]


def _place(item: Words, sides: tuple[_Side, _Side], width: float) -> Placed:
    for row, wide, back, side in product(range(_DEEPEST), _WIDTHS, (False, True), sides):
        lines, left, right = _extent(item, wide, width, back=back)
        if side.room_for(left, right, item.x, row):
            break
    else:
        side = sides[0]
        row = max((other.row for other in side.placed), default=-1) + 1
        back = False
        lines, left, right = _extent(item, _WIDTHS[0], width, back=back)
    placed = Placed(words=item, lines=lines, left=left, right=right, above=side.above, row=row, back=back)
    side.placed.append(placed)
    return placed


def _extent(item: Words, wide: float, width: float, *, back: bool) -> tuple[tuple[str, ...], float, float]:
    """Return the lines of an item and its left and right px. back: it ends at the moment instead of beginning."""
    lines = wrap(f"{item.clock} {item.text}".strip(), width=wide, size=SIZE_PX, lines=_LINES)
    extent = max((text_width(line, SIZE_PX) for line in lines), default=0.0)
    left = item.x + _LEAD_IN - extent if back else item.x - _LEAD_IN
    left = max(0.0, min(left, width - extent))
    return lines, left, left + extent
