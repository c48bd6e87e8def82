"""The axis of a timeline: where a moment stands in px, where quiet stretches are cut out, and its ticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

_ALONE_PX = 92.0
_CUT_PX = 30.0
_LEAST_PX = 110.0
_MARGIN_PX = 34.0
_TICK_PX = 66.0
_MOST_CUTS = 5
_FAR_SHARE = 0.3
_FAR_TIMES = 4
_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 20160, 43200, 129600, 525600)
_DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the axis without a cut: from `starts_at` (at px `left`) to `ends_at` (at px `right`)."""

    starts_at: datetime
    ends_at: datetime
    left: float
    right: float

    def place(self, at: datetime) -> float:
        """Return the px of a moment in this stretch; the middle when the stretch is a single moment."""
        span = (self.ends_at - self.starts_at).total_seconds()
        if span <= 0:
            return (self.left + self.right) / 2
        share = (at - self.starts_at).total_seconds() / span
        inner = self.right - self.left - 2 * _MARGIN_PX
        return self.left + _MARGIN_PX + share * inner


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on the axis: `clock` as text, and `day` when the day is said below it."""

    x: float
    clock: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretches from left to right, never empty."""

    stretches: tuple[Stretch, ...]

    def place(self, at: datetime) -> float:
        """Return the px of any moment; a moment inside a cut stands in the middle of the cut."""
        for here, after in pairwise(self.stretches):
            if at <= here.ends_at:
                return here.place(max(at, here.starts_at))
            if at < after.starts_at:
                return (here.right + after.left) / 2
        last = self.stretches[-1]
        return last.place(min(max(at, last.starts_at), last.ends_at))

    def cuts(self) -> list[float]:
        """Return the px at which the axis is cut."""
        return [(here.right + after.left) / 2 for here, after in pairwise(self.stretches)]

    def ticks(self) -> list[Tick]:
        """Return the ticks of all stretches, from left to right."""
        return [tick for stretch in self.stretches for tick in _ticks(stretch)]


def make_axis(moments: Sequence[datetime], *, width: float) -> Axis:
    """Return an axis `width` px wide that shows all moments, in order; far-away ones stand behind a cut.

    moments: at least one, aware. Raises ValueError when there is none.
    """
    if not moments:
        raise ValueError("an axis needs at least one moment")
    runs = _runs(sorted(set(moments)))
    room = width - _CUT_PX * (len(runs) - 1)
    widths = _widths([(run[-1] - run[0]).total_seconds() for run in runs], room)
    stretches: list[Stretch] = []
    left = 0.0
    for run, wide in zip(runs, widths, strict=True):
        stretches.append(Stretch(starts_at=run[0], ends_at=run[-1], left=left, right=left + wide))
        left += wide + _CUT_PX
    return Axis(tuple(stretches))


def _runs(moments: list[datetime]) -> list[list[datetime]]:
    """Split sorted moments where a wait is out of proportion to all the others."""
    waits = [(after - here).total_seconds() for here, after in pairwise(moments)]
    cuts: set[int] = set()
    while len(cuts) < _MOST_CUTS and len(waits) - len(cuts) >= 3:
        left = {at: wait for at, wait in enumerate(waits) if at not in cuts}
        longest = max(left, key=lambda at: left[at])
        others = [wait for at, wait in left.items() if at != longest]
        far = left[longest] > _FAR_SHARE * sum(left.values()) and left[longest] > _FAR_TIMES * median(others)
        if not far or left[longest] < timedelta(minutes=30).total_seconds():
            break
        cuts.add(longest)
    runs: list[list[datetime]] = [[moments[0]]]
    for at, moment in enumerate(moments[1:]):
        if at in cuts:
            runs.append([])
        runs[-1].append(moment)
    return runs


def _widths(spans: list[float], room: float) -> list[float]:
    """Share the room: a lone moment takes a fixed width, the others by their length, none too narrow."""
    fixed = {at for at, span in enumerate(spans) if span <= 0}
    if len(fixed) == len(spans):
        return [room / len(spans)] * len(spans)
    rest = room - _ALONE_PX * len(fixed)
    open_ = [at for at in range(len(spans)) if at not in fixed]
    least = min(_LEAST_PX, rest / len(open_))
    total = sum(spans)
    spare = rest - least * len(open_)
    return [_ALONE_PX if at in fixed else least + spare * span / total for at, span in enumerate(spans)]


def _ticks(stretch: Stretch) -> list[Tick]:
    span_min = (stretch.ends_at - stretch.starts_at).total_seconds() / 60
    if span_min <= 0:
        at = stretch.starts_at
        return [Tick(x=stretch.place(at), clock=f"{at:%H:%M}", day=day_words(at))]
    room = stretch.right - stretch.left - 2 * _MARGIN_PX
    fitting = (step for step in _MINUTES if room * step / span_min >= _TICK_PX)
    step = next(fitting, _MINUTES[-1])
    ticks: list[Tick] = []
    day = ""
    for at in _round_moments(stretch, step):
        words = day_words(at)
        ticks.append(
            Tick(
                x=stretch.place(at),
                clock="" if step >= _DAY_MINUTES else f"{at:%H:%M}",
                day=words if words != day else "",
            )
        )
        day = words
    return ticks or [
        Tick(
            x=stretch.place(stretch.starts_at),
            clock=f"{stretch.starts_at:%H:%M}",
            day=day_words(stretch.starts_at),
        )
    ]


def _round_moments(stretch: Stretch, step_min: int) -> list[datetime]:
    """Return the round moments in a stretch, counted from midnight of its first day."""
    midnight = stretch.starts_at.replace(hour=0, minute=0, second=0, microsecond=0)
    step = timedelta(minutes=step_min)
    first = midnight + step * -((midnight - stretch.starts_at) // step)
    moments = []
    while first <= stretch.ends_at:
        moments.append(first)
        first += step
    return moments


def day_words(at: datetime) -> str:
    """Return a day in words that do not depend on the machine's language, such as `Tue 13 Oct`."""
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[at.weekday()]
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][at.month - 1]
    return f"{day} {at.day} {month}"
