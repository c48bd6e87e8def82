"""The timeline as a wide picture: lanes by vantage point, fact, account and inference, gaps, phases, a cut axis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from secondstory.adapters.pictures.axis import Axis, day_words, make_axis
from secondstory.adapters.pictures.labels import LINE_PX, Placed, Words, place_words
from secondstory.adapters.pictures.lettering import text_width
from secondstory.adapters.pictures.svg import element, number, picture, words
from secondstory.application.edition import Band, TimelineEntry, TimelineGap, legible
from secondstory.application.marks import without_marks

WIDTH = 1120.0
_DOT = 6.0
_BETWEEN_DOTS = 14.0
_LANE_TITLE = 22.0
_ROW_GAP = 5.0
_LABEL_DROP = 10.0
_LANE_GAP = 20.0
_AXIS_ROOM = 40.0
_UNNAMED = "What happened"
_UNNAMED_GAP = "Not captured"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lane:
    """One lane with everything placed; `line` and the tops of rows are px from the top of the lane."""

    name: str
    entries: tuple[TimelineEntry, ...]
    dots: tuple[float, ...]
    gaps: tuple[tuple[float, float], ...]
    labels: tuple[Placed, ...]
    line: float
    height: float
    row_tops: dict[tuple[bool, int], float]


def timeline_svg(
    entries: Sequence[TimelineEntry],
    gaps: Sequence[TimelineGap] = (),
    bands: Sequence[Band] = (),
    *,
    title: str = "Timeline",
    alone: bool = True,
) -> str:
    """Return the timeline as SVG, 1120 px wide; empty when there is nothing to show.

    Times are drawn as given, in the zone they carry. The table of the same entries is its text alternative.
    """
    if not entries and not gaps:
        return ""
    axis = make_axis(_moments(entries, gaps), width=WIDTH)
    top = _bands_height(bands, axis)
    lanes = [_lay_out(name, entries, gaps, axis) for name in lane_names(entries, gaps)]
    bottom = top + sum(lane.height for lane in lanes) + 6
    body = [_draw_bands(bands, axis, top, bottom), _draw_axis(axis, bottom)]
    y = top
    for lane in lanes:
        body.append(_draw_lane(lane, y))
        y += lane.height
    described = describe(entries, gaps)
    return picture(
        body, name="tlw", title=title, description=described, size=(WIDTH, bottom + _AXIS_ROOM), alone=alone
    )


def describe(entries: Sequence[TimelineEntry], gaps: Sequence[TimelineGap]) -> str:
    """Return one or two sentences that say what the picture holds."""
    lanes = ", ".join(lane_names(entries, gaps))
    said = f"{len(entries)} entries in the lanes {lanes}."
    if entries:
        ordered = sorted(entries, key=lambda entry: entry.occurred_at)
        first, last = ordered[0].occurred_at, ordered[-1].occurred_at
        said += f" From {day_words(first)} {first:%H:%M} to {day_words(last)} {last:%H:%M}."
    if gaps:
        said += f" Spans without evidence: {len(gaps)}."
    return said + " The table beside it holds the same entries."


def lane_names(entries: Sequence[TimelineEntry], gaps: Sequence[TimelineGap]) -> list[str]:
    """Return the names of the lanes in the order in which something first happens in them."""
    ordered = sorted(entries, key=lambda entry: (entry.occurred_at, entry.id))
    named = [*(entry.lane or _UNNAMED for entry in ordered), *(gap.lane or _UNNAMED_GAP for gap in gaps)]
    return list(dict.fromkeys(named))


def clock_words(entry: TimelineEntry) -> str:
    """Return the time of an entry as it is written beside its dot; empty when only the day is known."""
    return {"day": "", "minute": f"{entry.occurred_at:%H:%M}", "second": f"{entry.occurred_at:%H:%M:%S}"}[
        entry.precision
    ]


def _moments(entries: Iterable[TimelineEntry], gaps: Iterable[TimelineGap]) -> list[datetime]:
    ends = [end for gap in gaps for end in (gap.starts_at, gap.ends_at)]
    return [*(entry.occurred_at for entry in entries), *ends]


def _lay_out(name: str, entries: Sequence[TimelineEntry], gaps: Sequence[TimelineGap], axis: Axis) -> _Lane:
    """Return one lane: its dots kept apart, its words placed, its height known."""
    here = sorted((e for e in entries if (e.lane or _UNNAMED) == name), key=lambda e: (e.occurred_at, e.id))
    silent = [gap for gap in gaps if (gap.lane or _UNNAMED_GAP) == name]
    dots = _kept_apart([axis.place(entry.occurred_at) for entry in here])
    spans = tuple((axis.place(gap.starts_at), axis.place(gap.ends_at)) for gap in silent)
    said = [
        Words(x=x, clock=clock_words(e), text=without_marks(e.text))
        for x, e in zip(dots, here, strict=True)
        if e.text or clock_words(e)
    ]
    said += [
        Words(x=span[0], clock="", text=g.cause, style="gap-words")
        for span, g in zip(spans, silent, strict=True)
    ]
    labels = tuple(place_words(said, width=WIDTH))
    above, tops_above = _rows(labels, above=True)
    below, tops_below = _rows(labels, above=False)
    line = _LANE_TITLE + above + (_LABEL_DROP if above else 0) + _DOT
    tops = {(True, row): line - _LABEL_DROP - top for row, top in tops_above.items()}
    tops |= {(False, row): line + _LABEL_DROP + top for row, top in tops_below.items()}
    height = line + (_LABEL_DROP + below if below else _DOT) + _LANE_GAP
    return _Lane(
        name=name,
        entries=tuple(here),
        dots=tuple(dots),
        gaps=spans,
        labels=labels,
        line=line,
        height=height,
        row_tops=tops,
    )


def _rows(labels: Sequence[Placed], *, above: bool) -> tuple[float, dict[int, float]]:
    """Return the height of one side and where each row begins: below, its top; above, its bottom."""
    rows = sorted({label.row for label in labels if label.above is above})
    tops: dict[int, float] = {}
    y = 0.0
    for row in range(rows[-1] + 1 if rows else 0):
        tall = max(
            (len(label.lines) for label in labels if label.above is above and label.row == row), default=0
        )
        tops[row] = y
        y += tall * LINE_PX + _ROW_GAP
    return y, tops


def _kept_apart(xs: list[float]) -> list[float]:
    """Return sorted px moved as little as needed so that dots do not lie on one another."""
    moved: list[float] = []
    for x in xs:
        moved.append(max(x, moved[-1] + _BETWEEN_DOTS) if moved else max(x, _DOT + 2))
    limit = WIDTH - _DOT - 2
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], limit)
        limit = moved[at] - _BETWEEN_DOTS
    return moved


def _draw_lane(lane: _Lane, y: float) -> str:
    line = y + lane.line
    drawn = [
        element("line", x1=0.0, x2=WIDTH, y1=line, y2=line, class_="lane"),
        words(lane.name, 0, y + 14, "strong"),
        *(
            element("path", d=f"M{number(a)} {number(line)}H{number(max(b, a + 12))}", class_="gap")
            for a, b in lane.gaps
        ),
        *(_leader(label, y, lane) for label in lane.labels if label.row),
    ]
    for entry, x in zip(lane.entries, lane.dots, strict=True):
        if entry.decisive:
            drawn.append(element("circle", cx=x, cy=line, r=13.0, class_="halo"))
        drawn.append(
            element("circle", cx=x, cy=line, r=_DOT - (entry.kind == "fact") * 0.5, class_=entry.kind)
        )
    drawn += [_label(label, y, lane) for label in lane.labels]
    return element("g", *drawn)


def _text_top(label: Placed, y: float, lane: _Lane) -> float:
    """Return the px at which the first line of a label begins."""
    edge = y + lane.row_tops[label.above, label.row]
    return edge - len(label.lines) * LINE_PX if label.above else edge


def _leader(label: Placed, y: float, lane: _Lane) -> str:
    line = y + lane.line
    top = _text_top(label, y, lane)
    end = top + len(label.lines) * LINE_PX if label.above else top
    start = line - _DOT if label.above else line + _DOT
    return element("path", d=f"M{number(label.words.x)} {number(start)}V{number(end)}", class_="leader")


def _label(label: Placed, y: float, lane: _Lane) -> str:
    top = _text_top(label, y, lane)
    return "".join(
        _line(text, label, top + at * LINE_PX + 12, first=at == 0) for at, text in enumerate(label.lines)
    )


def _line(text: str, label: Placed, y: float, *, first: bool) -> str:
    """Return one line of a label; the clock at its beginning is drawn strong."""
    clock = label.words.clock
    written = escape(legible(text))
    if first and clock and text.startswith(clock):
        written = element("tspan", escape(clock), class_="clock") + escape(legible(text[len(clock) :]))
    x, anchor = (label.right, "end") if label.back else (label.left, None)
    return element("text", written, x=x, y=y, class_=label.words.style or None, text_anchor=anchor)


def _bands_height(bands: Sequence[Band], axis: Axis) -> float:
    rows = _band_rows(bands, axis)
    return (max(rows) + 1) * 17.0 + 8 if rows else 4.0


def _band_rows(bands: Sequence[Band], axis: Axis) -> list[int]:
    """Return for each band the row in which its name stands, 0 the highest."""
    ends: list[float] = []
    rows: list[int] = []
    for band in bands:
        left = _name_left(band, axis)
        row = next((at for at, end in enumerate(ends) if end + 10 <= left), len(ends))
        ends[row : row + 1] = [left + text_width(band.name, 12)]
        rows.append(row)
    return rows


def _name_left(band: Band, axis: Axis) -> float:
    return max(0.0, min(axis.place(band.starts_at) + 3, WIDTH - text_width(band.name, 12)))


def _draw_bands(bands: Sequence[Band], axis: Axis, top: float, bottom: float) -> str:
    drawn: list[str] = []
    for at, (band, row) in enumerate(zip(bands, _band_rows(bands, axis), strict=True)):
        left, right = axis.place(band.starts_at), axis.place(band.ends_at)
        drawn.append(
            element(
                "rect",
                x=left,
                y=top,
                width=max(right - left, 2),
                height=bottom - top,
                class_=f"band-{at % 3 + 1}",
            )
        )
        drawn.append(words(band.name, _name_left(band, axis), 13 + row * 17.0, "second"))
    return "".join(drawn)


def _draw_axis(axis: Axis, y: float) -> str:
    drawn: list[str] = []
    edges = [0.0, *(edge for cut in axis.cuts() for edge in (cut - 7, cut + 7)), WIDTH]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        drawn.append(element("line", x1=left, x2=right, y1=y, y2=y, class_="axis"))
    for cut in axis.cuts():
        x, base = number(cut - 6), number(y + 6)
        drawn.append(element("path", d=f"M{x} {base}l5-12M{number(cut + 1)} {base}l5-12", class_="cut"))
    for tick in axis.ticks():
        drawn.append(element("line", x1=tick.x, x2=tick.x, y1=y, y2=y + 5, class_="axis"))
        if tick.clock:
            drawn.append(words(tick.clock, tick.x, y + 18, "tick", anchor="middle"))
        if tick.day:
            drawn.append(words(tick.day, tick.x, y + (33 if tick.clock else 18), "day", anchor="middle"))
    return element("g", *drawn)
