"""The timeline for a phone: the same entries from top to bottom, at 340 px."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from math import ceil

from secondstory.adapters.pictures.axis import day_words
from secondstory.adapters.pictures.lettering import text_width, wrap
from secondstory.adapters.pictures.svg import element, number, picture, words
from secondstory.adapters.pictures.timeline import clock_words, describe
from secondstory.application.edition import Band, TimelineEntry, TimelineGap, legible
from secondstory.application.marks import without_marks

WIDTH = 340.0
_LEAST_AXIS_X = 62.0
_FROM_AXIS = 18.0
_TO_CLOCK = 14.0
_CLOCK_SIZE = 12.0
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
    page = _column(entries)
    y, day = 6.0, ""
    drawn: list[str] = []
    for at, _, _, stop in stops:
        if day_words(at) != day:
            day = day_words(at)
            y += 18
            drawn.append(words(day, page.text, y, "strong"))
            y += 10
        made, height = page.draw(stop, y)
        drawn.append(made)
        y += height + _BETWEEN
    line = element("line", x1=page.axis, x2=page.axis, y1=10.0, y2=y, class_="axis")
    body = element("g", line, *drawn, class_="up")
    return picture(
        [body], name="tlu", title=title, description=describe(entries, gaps), size=(WIDTH, y + 6), alone=alone
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """Where things stand from left to right: the axis at px `axis`, the clocks before it, the texts behind it.

    crowded: the minutes that hold several entries, which are told apart by their seconds.
    """

    axis: float
    crowded: frozenset[datetime]

    @property
    def text(self) -> float:
        """The px at which texts begin."""
        return self.axis + _FROM_AXIS

    @property
    def room(self) -> float:
        """The px that a line of text may take."""
        return WIDTH - self.text - 4

    def draw(self, stop: TimelineEntry | TimelineGap | Band, y: float) -> tuple[str, float]:
        """Return the drawing of one stop that begins at y, and its height."""
        match stop:
            case TimelineEntry():
                return self._entry(stop, y)
            case TimelineGap():
                return self._gap(stop, y)
            case Band():
                return self._band(stop, y)

    def _entry(self, entry: TimelineEntry, y: float) -> tuple[str, float]:
        lines = wrap(without_marks(entry.text), width=self.room, size=_SIZE, lines=_LINES)
        middle = y + _LINE / 2
        drawn = [element("circle", cx=self.axis, cy=middle, r=13.0, class_="halo")] if entry.decisive else []
        drawn.append(element("circle", cx=self.axis, cy=middle, r=6.0, class_=entry.kind))
        drawn.append(
            words(_clock(entry, self.crowded), self.axis - _TO_CLOCK, middle + 4.5, "clock", anchor="end")
        )
        drawn += self._lines(lines, y)
        height = len(lines) * _LINE
        if entry.lane:
            (lane, *_) = wrap(entry.lane, width=self.room, size=12, lines=1)
            drawn.append(words(lane, self.text, y + height + 12, "quiet"))
            height += 16
        return "".join(drawn), max(height, _LINE)

    def _gap(self, gap: TimelineGap, y: float) -> tuple[str, float]:
        said = f"{gap.starts_at:%H:%M} to {gap.ends_at:%H:%M}: {without_marks(gap.cause)}"
        lines = wrap(said, width=self.room, size=_SIZE, lines=_LINES)
        height = len(lines) * _LINE
        path = element("path", d=f"M{number(self.axis)} {y:.1f}V{y + height:.1f}", class_="gap")
        return path + "".join(self._lines(lines, y, "gap-words")), height

    def _band(self, band: Band, y: float) -> tuple[str, float]:
        lines = wrap(band.name, width=self.room - 12, size=_SIZE, lines=2)
        height = len(lines) * _LINE + 4
        left = self.text - 8
        ground = element("rect", x=left, y=y - 1, width=WIDTH - left, height=height, rx=3.0, class_="band-2")
        return ground + "".join(self._lines(lines, y, "second")), height

    def _lines(self, lines: Sequence[str], y: float, class_: str | None = None) -> list[str]:
        return [
            element("text", escape(legible(line)), x=self.text, y=y + at * _LINE + 13.5, class_=class_)
            for at, line in enumerate(lines)
        ]


def _column(entries: Sequence[TimelineEntry]) -> _Column:
    """Return where things stand: seconds only between entries of one minute, and room for the widest clock."""
    minutes = Counter(map(_minute, entries))
    crowded = frozenset(minute for minute, count in minutes.items() if count > 1)
    widest = max((text_width(_clock(entry, crowded), _CLOCK_SIZE) for entry in entries), default=0.0)
    return _Column(axis=max(_LEAST_AXIS_X, ceil(widest + _TO_CLOCK + 2)), crowded=crowded)


def _minute(entry: TimelineEntry) -> datetime:
    return entry.occurred_at.replace(second=0, microsecond=0)


def _clock(entry: TimelineEntry, crowded: frozenset[datetime]) -> str:
    words_ = clock_words(entry)
    return words_ if _minute(entry) in crowded else words_[: len("22:47")]
