"""The condition map, third step: the way of every link between the boxes, and the word on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from secondstory.adapters.pictures.lettering import text_width
from secondstory.adapters.pictures.map_places import LANE_COLUMN_PX, Places
from secondstory.adapters.pictures.map_rows import Run
from secondstory.application.edition import LinkKind

KIND_WORDS: dict[LinkKind, str] = {
    "made-likelier": "made more likely",
    "allowed": "allowed",
    "hid": "hid",
    "amplified": "amplified",
}
HEAD_PX = 9.0
WORD_PX = 11.5
WORD_HEIGHT_PX = 17.0
_WORD_PAD = 5.0
_PORT_EDGE = 16.0
_PORT_APART = 20.0
_NEAR = 3.0
Point = tuple[float, float]
Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A piece of a link in the channel between two rows: from `start` down to `end`, upright at both ends."""

    start: Point
    end: Point

    def point(self, share: float) -> Point:
        """Return the point at a share of its way, 0 to 1 (a cubic curve with handles half-way down)."""
        (x0, y0), (x1, y1) = self.start, self.end
        bend = share * share * (3 - 2 * share)
        rest = 1 - share
        middle = (y0 + y1) / 2
        y = rest**3 * y0 + 3 * rest * share * middle + share**3 * y1
        return x0 + (x1 - x0) * bend, y


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The whole way of a link: curves joined by upright lines. head: the tip of its arrow."""

    run: Run
    curves: tuple[Curve, ...]
    head: Point
    first: Point
    last: Point

    def points(self) -> list[Point]:
        """Return points along the way, dense enough to see what it crosses."""
        dotted = [self.first]
        for curve in self.curves:
            dotted += [curve.point(step / 12) for step in range(13)]
        return [*dotted, self.last]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The word on a link and its ground."""

    text: str
    rect: Rect


def make_ways(runs: Sequence[Run], places: Places) -> list[Way]:
    """Return the way of every link, in the order of `runs`: only through channels and the places of its bends."""
    ports = _ports(runs, places)
    row_of = {top: at for at, (top, _) in enumerate(places.spans)}
    ways: list[Way] = []
    for at, run in enumerate(runs):
        upper, lower = places.boxes[run.keys[0]], places.boxes[run.keys[-1]]
        xs = [ports[at, "from"], *(places.x[key] for key in run.keys[1:-1]), ports[at, "to"]]
        first_row = row_of[upper.top]
        curves = []
        for step, (here, after) in enumerate(pairwise(xs)):
            top, bottom = places.spans[first_row + step][1], places.spans[first_row + step + 1][0]
            last = step == len(xs) - 2
            top += HEAD_PX if run.upward and step == 0 else 0
            bottom -= HEAD_PX if last and not run.upward else 0
            curves.append(Curve(start=(here, top), end=(after, bottom)))
        first = (xs[0], upper.bottom + (HEAD_PX if run.upward else 0))
        last_point = (xs[-1], lower.top - (0 if run.upward else HEAD_PX))
        head = (xs[0], upper.bottom) if run.upward else (xs[-1], lower.top)
        ways.append(Way(run=run, curves=tuple(curves), head=head, first=first, last=last_point))
    return ways


def _ports(runs: Sequence[Run], places: Places) -> dict[tuple[int, str], float]:
    """Return where each link leaves its upper box and meets its lower one.

    Straight above what it goes to next where that is possible, and never nearer to another than arrows are wide.
    """
    ports: dict[tuple[int, str], float] = {}
    for end, own, other in (("from", 0, 1), ("to", -1, -2)):
        groups: dict[str, list[tuple[float, int]]] = {}
        for at, run in enumerate(runs):
            wish = _port_wish(places, run.keys[own], run.keys[other])
            groups.setdefault(run.keys[own], []).append((wish, at))
        for key, members in groups.items():
            box = places.boxes[key]
            members.sort(key=lambda each: (places.x[runs[each[1]].keys[other]], each[1]))
            wishes = [wish for wish, _ in members]
            spread = _spread(wishes, box.left + _PORT_EDGE, box.right - _PORT_EDGE)
            ports |= {(at, end): round(x, 1) for x, (_, at) in zip(spread, members, strict=True)}
    return ports


def _port_wish(places: Places, own: str, other: str) -> float:
    """Return the px at which a link would run straight: the middle of what two boxes share, or above a bend."""
    box = places.boxes[own]
    low, high = box.left + _PORT_EDGE, box.right - _PORT_EDGE
    goal = places.boxes.get(other)
    if goal:
        shared = max(low, goal.left + _PORT_EDGE), min(high, goal.right - _PORT_EDGE)
        if shared[0] <= shared[1]:
            return (shared[0] + shared[1]) / 2
    return min(max(places.x[other], low), high)


def _spread(wishes: Sequence[float], low: float, high: float) -> list[float]:
    """Return sorted places near the wishes, apart by an arrow's width (less where there are very many)."""
    apart = min(_PORT_APART, (high - low) / max(len(wishes) - 1, 1))
    moved: list[float] = []
    for wish in wishes:
        moved.append(max(wish, moved[-1] + apart) if moved else max(wish, low))
    limit = high
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], limit)
        limit = moved[at] - apart
    return moved


def place_words(ways: Sequence[Way], places: Places) -> list[Word | None]:
    """Return the word of every way, in order; None where no free place was found (the line style still says it).

    A word never lies on a box, on an arrow or on another word; of the free places the one that covers the
    fewest other links wins.
    """
    boxes = [(box.left, box.top, box.right, box.bottom) for box in places.boxes.values()]
    heads = [(x - 6, y - HEAD_PX - 1, x + 6, y + HEAD_PX + 1) for x, y in (way.head for way in ways)]
    taken: list[Rect] = [*boxes, *heads]
    lines = [way.points() for way in ways]
    words: list[Word | None] = []
    for at, way in enumerate(ways):
        text = KIND_WORDS[way.run.link.kind] + ("?" if way.run.link.basis == "hypothesis" else "")
        others = [line for number, line in enumerate(lines) if number != at]
        rect = _best(way, text, taken, others, places)
        words.append(Word(text=text, rect=rect) if rect else None)
        if rect:
            taken.append(rect)
    return words


def _best(way: Way, text: str, taken: list[Rect], others: list[list[Point]], places: Places) -> Rect | None:
    width = text_width(text, WORD_PX) + 2 * _WORD_PAD
    best: Rect | None = None
    fewest = 10_000
    for x, y in _candidates(way):
        left = min(max(x - width / 2, LANE_COLUMN_PX + 2), places.width - width - 2)
        rect = (left, y - WORD_HEIGHT_PX / 2, left + width, y + WORD_HEIGHT_PX / 2)
        if not left <= x <= left + width or any(_overlap(rect, other) for other in taken):
            continue
        covered = sum(_passes(line, rect) for line in others)
        if covered < fewest:
            best, fewest = rect, covered
    return best


def _candidates(way: Way) -> Iterator[Point]:
    """Yield places for a word, the best first: the middle of a channel, then along it, then beside a row."""
    for share in (0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75, 0.18, 0.82):
        for curve in way.curves:
            yield curve.point(share)
    for here, after in pairwise(way.curves):
        yield here.end[0], (here.end[1] + after.start[1]) / 2
    for shift in (-24.0, 24.0, -38.0, 38.0):
        for curve in way.curves:
            x, y = curve.point(0.5)
            yield x + shift, y


def _overlap(one: Rect, other: Rect) -> bool:
    return (
        one[0] < other[2] + _NEAR
        and other[0] < one[2] + _NEAR
        and one[1] < other[3] + _NEAR
        and other[1] < one[3] + _NEAR
    )


def _passes(line: Sequence[Point], rect: Rect) -> bool:
    return any(rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3] for x, y in line)
