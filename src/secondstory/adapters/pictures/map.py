"""The condition map as a picture: lanes from the outside world down to software, effects last, links by line style."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from secondstory.adapters.pictures.lettering import wrap
from secondstory.adapters.pictures.map_links import (
    HEAD_PX,
    WORD_HEIGHT_PX,
    WORD_PX,
    Way,
    Word,
    make_ways,
    place_words,
)
from secondstory.adapters.pictures.map_places import (
    BOX_PX,
    INDENT_PX,
    LANE_COLUMN_PX,
    LINE_PX,
    Box,
    Floor,
    make_places,
)
from secondstory.adapters.pictures.map_rows import EFFECTS, Node, make_rows
from secondstory.adapters.pictures.svg import LEVEL_NAMES, element, glyph, number, picture, words
from secondstory.application.edition import LEVELS, Condition, Effect, LevelLook, Link, legible

LOOKED_WORDS = {"found": "", "nothing-found": "looked at, nothing found", "not-explored": "not looked at"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handles:
    """What makes the picture one to work with. addresses: where a condition or a level is opened; selected: its id."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    selected: str = ""


def condition_map_svg(
    conditions: Sequence[Condition],
    links: Sequence[Link] = (),
    effects: Sequence[Effect] = (),
    levels: Sequence[LevelLook] = (),
    *,
    title: str = "Map of contributing conditions",
    least_width: float = 520.0,
    alone: bool = True,
    handles: Handles | None = None,
) -> str:
    """Return the map as SVG, drawn 1:1 and readable to about 40 conditions; empty when there is nothing to draw.

    Links between unknown ids are left out. `as_sentences` and `map_table` say the same in words. handles: for a page
    on which it is edited; it then shows the marks of evidence, and the levels nobody looked at stand out.
    """
    if not conditions and not effects:
        return ""
    rows = make_rows(conditions, links, effects, levels, with_marks=handles is not None)
    places = make_places(rows, least_width=least_width)
    ways = make_ways(rows.runs, places)
    notes = _lane_notes(conditions, levels)
    body = [
        *(_floor(floor, at, places.width, notes, handles) for at, floor in enumerate(places.floors)),
        *(_way(way, handles) for way in ways),
        *(_word(word) for word in place_words(ways, places) if word),
        *(
            _box(rows.nodes[key], box, handles)
            for key, box in sorted(places.boxes.items(), key=_reading_order)
        ),
    ]
    described = _describe(conditions, rows.runs, effects)
    return picture(
        body,
        name="map",
        title=title,
        description=described,
        size=(places.width, places.height),
        alone=alone,
        role="group" if handles else "img",
    )


def _reading_order(item: tuple[str, Box]) -> tuple[float, float]:
    return item[1].top, item[1].left


def _describe(conditions: Sequence[Condition], runs: Sequence[object], effects: Sequence[Effect]) -> str:
    counts = Counter(condition.level for condition in conditions)
    lanes = ", ".join(f"{LEVEL_NAMES[level]} {counts[level]}" for level in LEVELS if counts[level])
    return (
        f"Contributing conditions: {len(conditions)} ({lanes or 'none yet'}). Links: {len(runs)}. "
        f"What it led to: {len(effects)}. The list of sentences beside it says the same."
    )


def _lane_notes(conditions: Sequence[Condition], levels: Sequence[LevelLook]) -> dict[str, str]:
    """Return the small line under the name of each lane."""
    counts = Counter(condition.level for condition in conditions)
    notes: dict[str, str] = {look.level: LOOKED_WORDS[look.looked] for look in levels}
    for level, count in counts.items():
        notes[level] = f"{count} condition" + ("" if count == 1 else "s")
    return notes


def _floor(floor: Floor, at: int, width: float, notes: dict[str, str], handles: Handles | None) -> str:
    """Return the ground of a lane with its name, shape and note in the left column."""
    drawn = [
        element(
            "rect",
            x=0.0,
            y=floor.top,
            width=width,
            height=floor.bottom - floor.top,
            class_=_ground(floor, at, notes, handles),
        ),
    ]
    if at:
        drawn.append(element("line", x1=0.0, x2=width, y1=floor.top, y2=floor.top, class_="lane"))
    y = floor.top + 40
    if floor.lane == EFFECTS:
        drawn.append(words("What it led to", 16, y, "lane-name"))
        return "".join(drawn)
    level = next(level for level in LEVELS if level == floor.lane)
    named = [glyph(level, 16, y - 11), words(LEVEL_NAMES[level], 34, y, f"lane-name lv-{level}")]
    for line_at, line in enumerate(wrap(notes.get(level, ""), width=LANE_COLUMN_PX - 20, size=12, lines=2)):
        named.append(words(line, 16, y + 19 + line_at * 15, "quiet"))
    address = handles.addresses.get(level) if handles else None
    if address:
        # What the name stands on when the page lets it follow the map sideways.
        behind = element("rect", x=6.0, y=floor.top + 20, width=116.0, height=46.0, rx=5.0, class_="lane-tag")
        named = [element("a", behind, *named, href=address, class_="lane-open")]
    return "".join([*drawn, *named])


def _ground(floor: Floor, at: int, notes: dict[str, str], handles: Handles | None) -> str:
    if handles and notes.get(floor.lane) == LOOKED_WORDS["not-explored"]:
        return "floor unlooked"
    return "floor-2" if at % 2 else "floor"


def _way(way: Way, handles: Handles | None) -> str:
    """Return the line of a link and its arrow: filled with evidence, open for a hypothesis."""
    path = [f"M{_xy(way.first)}"]
    for curve in way.curves:
        (x0, y0), (x1, y1) = curve.start, curve.end
        middle = number((y0 + y1) / 2)
        path.append(f"L{_xy(curve.start)}C{number(x0)} {middle} {number(x1)} {middle} {_xy((x1, y1))}")
    path.append(f"L{_xy(way.last)}")
    x, y = way.head
    back = HEAD_PX if way.run.upward else -HEAD_PX
    tip = f"M{_xy((x, y))}l-5 {number(back)}h10z"
    style = "head-open" if way.run.link.basis == "hypothesis" else "head"
    line = element("path", d="".join(path), class_=f"link link-{way.run.link.kind}")
    head = element("path", d=tip, class_=style)
    if handles is None:
        return line + head
    link = way.run.link
    touched = handles.selected in {link.start, link.end}
    return element(
        "g", line, head, class_="way on" if touched else "way", data_from=link.start, data_to=link.end
    )


def _xy(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _word(word: Word) -> str:
    left, top, right, _ = word.rect
    ground = element("rect", x=left, y=top, width=right - left, height=WORD_HEIGHT_PX, rx=3.0)
    text = element("text", escape(word.text), x=(left + right) / 2, y=top + WORD_PX + 1, text_anchor="middle")
    return element("g", ground, text, class_="on-link")


def _box(node: Node, box: Box, handles: Handles | None) -> str:
    drawn = [element("rect", x=box.left, y=box.top, width=BOX_PX, height=box.height, rx=5.0, class_="box")]
    indent = 12.0
    if node.level:
        indent = INDENT_PX
        drawn.append(glyph(node.level, box.left + 11, box.top + 13))
    for at, line in enumerate(box.lines):
        y = box.top + 11 + at * LINE_PX + 13
        drawn.append(element("text", escape(legible(line)), x=box.left + indent, y=y))
    if node.marks:
        y = box.bottom - 10
        drawn.append(words(box.marks, box.left + indent, y, "quiet marks"))
    whole = element("title", escape(legible(node.whole)))
    if handles is None:
        return element("g", whole, *drawn, class_="node" if node.level else "node led")
    return _handle(node, box, handles, whole, *drawn)


def _handle(node: Node, box: Box, handles: Handles, *drawn: str) -> str:
    """Return a box that can be opened: a link where there is an address, with a place for the light behind it."""
    chosen = handles.selected == node.id
    light = element(
        "rect",
        x=box.left - 5,
        y=box.top - 5,
        width=BOX_PX + 10,
        height=box.height + 10,
        rx=9.0,
        class_="light",
    )
    style = " ".join(filter(None, ("node", "" if node.level else "led", "sel" if chosen else "")))
    address = handles.addresses.get(node.id)
    name = f"{node.id}, {LEVEL_NAMES[node.level]}" if node.level else "What it led to"
    return element(
        "a" if address else "g",
        light,
        *drawn,
        href=address,
        class_=style,
        data_node=node.id,
        aria_current="true" if chosen else None,
        role=None if address else "img",
        aria_label=f"{name}: {legible(node.whole)}",
    )
