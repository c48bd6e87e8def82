"""The condition map, second step: where every box and every bend stands, in px."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from secondstory.adapters.pictures.lettering import wrap
from secondstory.adapters.pictures.map_rows import LaneName, Rows

BOX_PX = 176.0
TEXT_PX = 12.5
LINE_PX = 17.0
INDENT_PX = 30.0
LANE_COLUMN_PX = 128.0
_PAD_X, _PAD_Y = 11.0, 11.0
_LINES = 5
_BEND_PX = 8.0
_APART_PX, _BENDS_APART_PX = 18.0, 9.0
_EDGE_PX = 18.0
_ROUNDS = 24
_CHANNEL_PX, _CHANNEL_MOST_PX, _CHANNEL_STEP_PX = 50.0, 104.0, 7.0
_EMPTY_PX = 32.0
_BEND_WEIGHT = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box with its wrapped text, in px from the upper left corner of the picture."""

    left: float
    top: float
    height: float
    lines: tuple[str, ...]
    marks: str = ""

    @property
    def middle(self) -> float:
        """The px of its centre line."""
        return self.left + BOX_PX / 2

    @property
    def right(self) -> float:
        """The px of its right edge."""
        return self.left + BOX_PX

    @property
    def bottom(self) -> float:
        """The px of its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The ground of one lane, from `top` to `bottom`."""

    lane: LaneName
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Everything with a place. x: centre px of each key. spans: top and bottom px of each row."""

    boxes: dict[str, Box]
    x: dict[str, float]
    spans: tuple[tuple[float, float], ...]
    floors: tuple[Floor, ...]
    width: float
    height: float


def make_places(rows: Rows, *, least_width: float) -> Places:
    """Return the places of all boxes and bends; no two in a row overlap, and channels lie between the rows.

    A narrow map stands in the middle of the room that `least_width` leaves beside the names of the lanes.
    """
    texts = {key: _box_lines(rows, key) for key in rows.nodes}
    x = _columns(rows)
    edges = [x[key] + sign * _half(rows, key) for row in rows.rows for key in row for sign in (-1, 1)]
    needed = LANE_COLUMN_PX + max(edges) - min(edges) + 2 * _EDGE_PX
    width = max(needed, least_width)
    shift = LANE_COLUMN_PX + _EDGE_PX - min(edges) + (width - needed) / 2
    x = {key: round(place + shift, 1) for key, place in x.items()}
    spans = _spans(rows, texts)
    boxes = {
        key: Box(
            left=x[key] - BOX_PX / 2,
            top=spans[at][0],
            height=_height(rows, key, texts[key]),
            lines=texts[key],
            marks=_marks(rows, key),
        )
        for at, row in enumerate(rows.rows)
        for key in row
        if key in rows.nodes
    }
    floors = _floors(rows.lanes, spans)
    return Places(boxes=boxes, x=x, spans=spans, floors=floors, width=width, height=floors[-1].bottom)


def _box_lines(rows: Rows, key: str) -> tuple[str, ...]:
    node = rows.nodes[key]
    room = BOX_PX - _PAD_X - (INDENT_PX if node.level else _PAD_X)
    return wrap(node.text or "(no words)", width=room, size=TEXT_PX, lines=_LINES)


def _marks(rows: Rows, key: str) -> str:
    """Return the line of marks below the words of a box, as many as fit."""
    node = rows.nodes[key]
    room = BOX_PX - _PAD_X - (INDENT_PX if node.level else _PAD_X)
    found = wrap(", ".join(node.marks), width=room, size=TEXT_PX, lines=1)
    return found[0] if found else ""


def _height(rows: Rows, key: str, lines: Sequence[str]) -> float:
    count = len(lines) + (1 if rows.nodes[key].marks else 0)
    return count * LINE_PX + 2 * _PAD_Y


def _half(rows: Rows, key: str) -> float:
    return (BOX_PX if key in rows.nodes else _BEND_PX) / 2


def _distance(rows: Rows, one: str, other: str) -> float:
    """Return how far apart the centres of two neighbours are at least; links may run closer than boxes stand."""
    apart = _APART_PX if one in rows.nodes or other in rows.nodes else _BENDS_APART_PX
    return _half(rows, one) + _half(rows, other) + apart


def _columns(rows: Rows) -> dict[str, float]:
    """Return the centre px of every key: as near to its neighbours as the order in its row allows."""
    near: dict[str, list[str]] = {}
    for run in rows.runs:
        for upper, lower in pairwise(run.keys):
            near.setdefault(upper, []).append(lower)
            near.setdefault(lower, []).append(upper)
    # All bends of a link wish for the same place, the middle of its bends and ends: long links run straight down.
    bends = {key: list(run.keys) for run in rows.runs for key in run.keys[1:-1]}
    widest = max((sum(2 * _half(rows, key) + _APART_PX for key in row) for row in rows.rows), default=0.0)
    x: dict[str, float] = {}
    for row in rows.rows:
        x |= _spread(rows, row, widest)
    for turn in range(_ROUNDS):
        order = rows.rows if turn % 2 == 0 else rows.rows[::-1]
        for row in order:
            wishes = [_wish(x, bends.get(key, near.get(key, [])), x[key]) for key in row]
            x |= zip(row, _settled(rows, row, wishes), strict=True)
    _straighten(rows, x)
    return x


def _straighten(rows: Rows, x: dict[str, float]) -> None:
    """Give all bends of a link one place, where the neighbours in every row leave room for it."""
    limits: dict[str, tuple[str | None, str | None]] = {}
    for row in rows.rows:
        for before, key, after in zip((None, *row), row, (*row[1:], None), strict=False):
            limits[key] = (before, after)
    for run in rows.runs:
        bends = run.keys[1:-1]
        if not bends:
            continue
        free = [_free(rows, x, key, *limits[key]) for key in bends]
        low, high = max(left for left, _ in free), min(right for _, right in free)
        if low <= high:
            mean = sum(x[key] for key in bends) / len(bends)
            x |= dict.fromkeys(bends, min(max(mean, low), high))


def _free(
    rows: Rows, x: dict[str, float], key: str, before: str | None, after: str | None
) -> tuple[float, float]:
    """Return how far to the left and to the right a key could stand without coming too near to others."""
    low = x[before] + _distance(rows, before, key) if before else -inf
    high = x[after] - _distance(rows, key, after) if after else inf
    return low, high


def _spread(rows: Rows, row: Sequence[str], width: float) -> dict[str, float]:
    """Return a first place for each key: the row spread over the whole width, in order."""
    room = width / (len(row) + 0.0) if row else 0.0
    return dict(zip(row, _settled(rows, row, [(at + 0.5) * room for at in range(len(row))]), strict=True))


def _wish(x: dict[str, float], neighbours: Sequence[str], now: float) -> float:
    return sum(x[key] for key in neighbours) / len(neighbours) if neighbours else now


def _settled(rows: Rows, row: Sequence[str], wishes: Sequence[float]) -> list[float]:
    """Return places nearest to the wishes (least squares) that keep the order and the distances of a row.

    Subtracting the distances turns it into isotonic regression, solved by pooling adjacent violators:
    Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order Restrictions (1972) section 1.2.
    """
    offset, offsets = 0.0, []
    for at, key in enumerate(row):
        if at:
            offset += _distance(rows, row[at - 1], key)
        offsets.append(offset)
    pools: list[tuple[float, float, int]] = []
    for key, wish, base in zip(row, wishes, offsets, strict=True):
        mean, weight, count = wish - base, 1.0 if key in rows.nodes else _BEND_WEIGHT, 1
        while pools and pools[-1][0] > mean:
            other, other_weight, other_count = pools.pop()
            mean = (mean * weight + other * other_weight) / (weight + other_weight)
            weight, count = weight + other_weight, count + other_count
        pools.append((mean, weight, count))
    flat = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + base for mean, base in zip(flat, offsets, strict=True)]


def _spans(rows: Rows, texts: dict[str, tuple[str, ...]]) -> tuple[tuple[float, float], ...]:
    """Return top and bottom of every row; a channel with many links is higher, so that their words fit."""
    spans: list[tuple[float, float]] = []
    y = _CHANNEL_PX / 2
    for at, row in enumerate(rows.rows):
        if at:
            y += _channel(rows, at)
        height = max((_height(rows, key, texts[key]) for key in row if key in texts), default=_EMPTY_PX)
        spans.append((y, y + height))
        y += height
    return tuple(spans)


def _channel(rows: Rows, row: int) -> float:
    """Return the height of the channel above a row."""
    here = set(rows.rows[row])
    passing = sum(1 for run in rows.runs for key in run.keys[1:] if key in here)
    return min(_CHANNEL_PX + _CHANNEL_STEP_PX * max(passing - 3, 0), _CHANNEL_MOST_PX)


def _floors(lanes: Sequence[LaneName], spans: Sequence[tuple[float, float]]) -> tuple[Floor, ...]:
    """Return the grounds of the lanes, meeting in the middle of the channels between them."""
    floors: list[Floor] = []
    for at, lane in enumerate(lanes):
        top = (spans[at - 1][1] + spans[at][0]) / 2 if at else 0.0
        bottom = (
            (spans[at][1] + spans[at + 1][0]) / 2 if at + 1 < len(spans) else spans[at][1] + _CHANNEL_PX / 2
        )
        if floors and floors[-1].lane == lane:
            top = floors.pop().top
        floors.append(Floor(lane=lane, top=round(top, 1), bottom=round(bottom, 1)))
    return tuple(floors)
