"""The condition map, first step: which row each condition takes, and the order within the rows.

Rows are grouped into lanes by level. A link that passes rows gets a place of its own in each of them (a
"bend"), so that it has room between the boxes. Method: layered drawing after Sugiyama, Tagawa and Toda, IEEE
Trans. Syst. Man Cybern. 11 (1981) 109-125, with lanes given by the levels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from secondstory.application.edition import LEVELS, Condition, Effect, Level, LevelLook, Link

LaneName = Level | str
EFFECTS = "effects"
_SWEEPS = 10
_FEW = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box: a condition, or an effect when `level` is None. whole: what `text` is the short form of.

    marks: what shows it, where the picture says so.
    """

    id: str
    text: str
    whole: str
    level: Level | None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A link with its way: the keys of what it passes from the upper row to the lower, ends included.

    upward: the arrow is at the upper end.
    """

    link: Link
    keys: tuple[str, ...]
    upward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows from top to bottom, each the keys from left to right; `lanes` names the lane of each row."""

    nodes: dict[str, Node]
    rows: tuple[tuple[str, ...], ...]
    lanes: tuple[LaneName, ...]
    runs: tuple[Run, ...]


def make_rows(
    conditions: Sequence[Condition],
    links: Sequence[Link],
    effects: Sequence[Effect],
    levels: Sequence[LevelLook],
    *,
    with_marks: bool = False,
) -> Rows:
    """Return the rows of the map. Links from or to nothing known, and from a thing to itself, are left out."""
    nodes = {
        c.id: Node(
            id=c.id,
            text=c.label or c.statement,
            whole=c.statement,
            level=c.level,
            marks=c.marks if with_marks else (),
        )
        for c in conditions
    }
    nodes |= {
        e.id: Node(id=e.id, text=e.text, whole=e.text, level=None) for e in effects if e.id not in nodes
    }
    known = [link for link in links if link.start in nodes and link.end in nodes and link.start != link.end]
    most = 4 if len(conditions) <= _FEW else 5
    lanes: list[LaneName] = []
    rows: list[list[str]] = []
    looked = {look.level for look in levels}
    for lane in (*LEVELS, EFFECTS):
        here = [node.id for node in nodes.values() if (node.level or EFFECTS) == lane]
        if here or lane in looked:
            made = _lane_rows(here, known, most)
            rows += made
            lanes += [lane] * len(made)
    runs = _runs(known, {key: at for at, row in enumerate(rows) for key in row}, rows)
    return Rows(nodes=nodes, rows=_ordered(rows, runs), lanes=tuple(lanes), runs=tuple(runs))


def _lane_rows(ids: Sequence[str], links: Sequence[Link], most: int) -> list[list[str]]:
    """Return the rows of one lane: what is linked stands in different rows, no row holds more than `most`."""
    rows: list[list[str]] = [[]]
    placed: dict[str, int] = {}
    before = _forward(ids, links)
    for key in _topological(ids, before):
        row = max((placed[other] + 1 for other in before[key]), default=0)
        while row < len(rows) and len(rows[row]) >= most:
            row += 1
        while row >= len(rows):
            rows.append([])
        rows[row].append(key)
        placed[key] = row
    return [row for row in rows if row] or [[]]


def _forward(ids: Sequence[str], links: Sequence[Link]) -> dict[str, list[str]]:
    """Return who comes before each id inside the lane; links that would close a circle do not count."""
    before: dict[str, list[str]] = {key: [] for key in ids}
    for link in links:
        if link.start in before and link.end in before and not _leads(link.end, link.start, before):
            before[link.end].append(link.start)
    return before


def _leads(start: str, end: str, before: dict[str, list[str]]) -> bool:
    """Whether `start` already comes before `end`."""
    waiting, seen = [end], set()
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting += before[key]
    return False


def _topological(ids: Sequence[str], before: dict[str, list[str]]) -> list[str]:
    done: dict[str, None] = {}
    while len(done) < len(ids):
        ready = [key for key in ids if key not in done and all(other in done for other in before[key])]
        done |= dict.fromkeys(ready)
    return list(done)


def _runs(links: Iterable[Link], row_of: dict[str, int], rows: list[list[str]]) -> list[Run]:
    """Return the way of each link and put its bends into the rows it passes."""
    runs: list[Run] = []
    for at, link in enumerate(links):
        upward = row_of[link.start] > row_of[link.end]
        upper, lower = (link.end, link.start) if upward else (link.start, link.end)
        bends = [f"bend {at} {row}" for row in range(row_of[upper] + 1, row_of[lower])]
        for row, bend in enumerate(bends, start=row_of[upper] + 1):
            rows[row].append(bend)
        runs.append(Run(link=link, keys=(upper, *bends, lower), upward=upward))
    return runs


def _ordered(rows: list[list[str]], runs: Sequence[Run]) -> tuple[tuple[str, ...], ...]:
    """Return the rows in the order with the fewest crossings that sweeping down and up finds."""
    pieces = [pair for run in runs for pair in pairwise(run.keys)]
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for upper, lower in pieces:
        below.setdefault(upper, []).append(lower)
        above.setdefault(lower, []).append(upper)
    best = [list(row) for row in rows]
    fewest = _crossings(best, below)
    current = [list(row) for row in rows]
    for sweep in range(_SWEEPS):
        downward = sweep % 2 == 0
        order = range(1, len(current)) if downward else range(len(current) - 2, -1, -1)
        for at in order:
            fixed = current[at - 1 if downward else at + 1]
            _sort_by_neighbours(current[at], fixed, above if downward else below)
        crossings = _crossings(current, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in current], crossings
    return tuple(tuple(row) for row in best)


def _sort_by_neighbours(row: list[str], fixed: Sequence[str], neighbours: dict[str, list[str]]) -> None:
    """Sort a row by the mean place of its neighbours; what has none keeps its place."""
    place = {key: (at + 0.5) / len(fixed) for at, key in enumerate(fixed)}
    wish: dict[str, float] = {}
    for at, key in enumerate(row):
        near = [place[other] for other in neighbours.get(key, ()) if other in place]
        wish[key] = sum(near) / len(near) if near else (at + 0.5) / len(row)
    row.sort(key=lambda key: wish[key])


def _crossings(rows: Sequence[Sequence[str]], below: dict[str, list[str]]) -> int:
    total = 0
    for upper, lower in pairwise(rows):
        place = {key: at for at, key in enumerate(lower)}
        ends = [sorted(place[other] for other in below.get(key, ()) if other in place) for key in upper]
        flat = [end for group in ends for end in group]
        total += sum(1 for at, end in enumerate(flat) for other in flat[at + 1 :] if other < end)
    return total
