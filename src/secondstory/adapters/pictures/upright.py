"""The timeline for a phone: the same entries from top to bottom, at 340 px."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from secondstory.adapters.pictures.axis import day_words
from secondstory.adapters.pictures.lettering import wrap
from secondstory.adapters.pictures.svg import element, picture, words
from secondstory.adapters.pictures.timeline import clock_words, describe
from secondstory.application.edition import Band, TimelineEntry, TimelineGap, legible

WIDTH = 340.0
_AXIS_X = 62.0
_TEXT_X = 80.0
_SIZE = 13.5
_LINE = 18.0
_LINES = 5
_BETWEEN = 13.0

# What stands on the upright axis: when, its place among things of the same moment, and itself.
_Stop = tuple[datetime, int, str, TimelineEntry | TimelineGap | Band]


def timeline_upright_svg(
    entries: Sequence[TimelineEntry],
    gaps: Sequence[TimelineGap] = (),
    bands: Sequence[Band] = (),
    *,
    title: str = "Timeline, top to bottom",
    alone: bool = True,
) -> str:
    """Return the timeline as an upright SVG, 340 px wide; empty when there is nothing to show."""
    if not entries and not gaps:
        return ""
    stops: list[_Stop] = [
        *((band.starts_at, 0, band.name, band) for band in bands),
        *((entry.occurred_at, 1, entry.id, entry) for entry in entries),
        *((gap.starts_at, 2, gap.cause, gap) for gap in gaps),
    ]
    stops.sort(key=lambda stop: stop[:3])
    y, day = 6.0, ""
    drawn: list[str] = []
    for at, _, _, stop in stops:
        if day_words(at) != day:
            day = day_words(at)
            y += 18
            drawn.append(words(day, _TEXT_X, y, "strong"))
            y += 10
        made, height = _draw(stop, y)
        drawn.append(made)
        y += height + _BETWEEN
    line = element("line", x1=_AXIS_X, x2=_AXIS_X, y1=10.0, y2=y, class_="axis")
    body = element("g", line, *drawn, class_="up")
    return picture(
        [body], name="tlu", title=title, description=describe(entries, gaps), size=(WIDTH, y + 6), alone=alone
    )


def _draw(stop: TimelineEntry | TimelineGap | Band, y: float) -> tuple[str, float]:
    """Return the drawing of one stop that begins at y, and its height."""
    match stop:
        case TimelineEntry():
            return _entry(stop, y)
        case TimelineGap():
            return _gap(stop, y)
        case Band():
            return _band(stop, y)


def _entry(entry: TimelineEntry, y: float) -> tuple[str, float]:
    lines = wrap(entry.text, width=WIDTH - _TEXT_X - 4, size=_SIZE, lines=_LINES)
    middle = y + _LINE / 2
    drawn = [element("circle", cx=_AXIS_X, cy=middle, r=13.0, class_="halo")] if entry.decisive else []
    drawn.append(element("circle", cx=_AXIS_X, cy=middle, r=6.0, class_=entry.kind))
    drawn.append(words(clock_words(entry), _AXIS_X - 14, middle + 4.5, "clock", anchor="end"))
    drawn += _lines(lines, y)
    height = len(lines) * _LINE
    if entry.lane:
        (lane, *_) = wrap(entry.lane, width=WIDTH - _TEXT_X - 4, size=12, lines=1)
        drawn.append(words(lane, _TEXT_X, y + height + 12, "quiet"))
        height += 16
    return "".join(drawn), max(height, _LINE)


def _gap(gap: TimelineGap, y: float) -> tuple[str, float]:
    said = f"{gap.starts_at:%H:%M} to {gap.ends_at:%H:%M}: {gap.cause}"
    lines = wrap(said, width=WIDTH - _TEXT_X - 4, size=_SIZE, lines=_LINES)
    height = len(lines) * _LINE
    path = element("path", d=f"M{_AXIS_X:.0f} {y:.1f}V{y + height:.1f}", class_="gap")
    return path + "".join(_lines(lines, y, "gap-words")), height


def _band(band: Band, y: float) -> tuple[str, float]:
    lines = wrap(band.name, width=WIDTH - _TEXT_X - 16, size=_SIZE, lines=2)
    height = len(lines) * _LINE + 4
    ground = element(
        "rect", x=_TEXT_X - 8, y=y - 1, width=WIDTH - _TEXT_X + 8, height=height, rx=3.0, class_="band-2"
    )
    return ground + "".join(_lines(lines, y, "second")), height


def _lines(lines: Sequence[str], y: float, class_: str | None = None) -> list[str]:
    return [
        element("text", escape(legible(line)), x=_TEXT_X, y=y + at * _LINE + 13.5, class_=class_)
        for at, line in enumerate(lines)
    ]
