"""The parts of an edition that have a clock: timeline, gaps, bands, decision points, accounts."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from secondstory.application import edition
from secondstory.application.ceremony.editions.gathering import Gathered
from secondstory.application.ceremony.editions.words import GAP_CAUSES
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.accounts import Account, DiffersFrom
from secondstory.domain.understanding.narrative import DecisionPoint
from secondstory.domain.understanding.timeline import Entry, Gap, GapCause
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.moments import Moment

# A gap has no vantage point of its own: what is not there is kept apart from what each of them shows.
_NEVER, _GONE = "Not captured", "Missing"
_BANDS = (
    ("Unnoticed", "began", ("detected",)),
    ("Responding", "detected", ("mitigated", "resolved")),
    ("Recovering", "mitigated", ("resolved",)),
)


def local(moment: Moment | None, zone: tzinfo) -> datetime | None:
    """Return a moment in the zone of the page."""
    return None if moment is None else moment.at.astimezone(zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What a picture of the timeline shows, every time in the zone of its reader."""

    entries: tuple[edition.TimelineEntry, ...]
    gaps: tuple[edition.TimelineGap, ...]
    bands: tuple[edition.Band, ...]


def night_of(pm: PostMortem, zone: tzinfo, *, entries: tuple[Entry, ...]) -> Night:
    """Return the timeline of a post-mortem as a picture shows it. entries: those of its own that are to be in it."""
    only = replace(pm, timeline=replace(pm.timeline, entries=entries))
    gathered = Gathered(pm=only)
    return Night(entries=timeline(gathered, zone), gaps=gaps(gathered, zone), bands=bands(gathered, zone))


def with_few_words(night: Night, *, most: int) -> Night:
    """Return a night in which at most about `most` entries carry words: those that decide, and the rest spread evenly.

    The others keep their place as a dot without words, so that a picture of 80 entries can still be read.
    """
    if len(night.entries) <= most:
        return night
    lanes = {one.lane: [each for each in night.entries if each.lane == one.lane] for one in night.entries}
    spoken: set[str] = {one.id for one in night.entries if one.decisive}
    for lane in lanes.values():
        share = max(2, round(most * len(lane) / len(night.entries)))
        step = max(1.0, (len(lane) - 1) / (share - 1))
        spoken |= {lane[round(at * step)].id for at in range(share) if round(at * step) < len(lane)}
    quiet = (one if one.id in spoken else replace(one, text="", precision="day") for one in night.entries)
    return replace(night, entries=tuple(quiet))


def timeline(gathered: Gathered, zone: tzinfo) -> tuple[edition.TimelineEntry, ...]:
    """Return the entries in the order in which things happened."""
    decided = {point.when.at for point in gathered.pm.story.decision_points if point.when is not None}
    return tuple(
        _entry(one, zone, decisive=one.occurred.at in decided) for one in gathered.pm.timeline.entries
    )


def _entry(one: Entry, zone: tzinfo, *, decisive: bool) -> edition.TimelineEntry:
    seconds = one.occurred.uncertainty_s
    return edition.TimelineEntry(
        id=f"T-{one.number}",
        occurred_at=one.occurred.at.astimezone(zone),
        text=one.text,
        kind=one.added.kind.value,
        lane=one.added.vantage or _capital(one.added.actor_role or ""),
        known_at=local(one.known, zone),
        precision=one.occurred.precision.value,
        uncertainty=_give_or_take(seconds) if seconds else "",
        sources=one.added.sources,
        decisive=decisive,
    )


def _capital(role: str) -> str:
    return role[:1].upper() + role[1:]


def _give_or_take(seconds: int) -> str:
    if seconds < 60:
        return f"give or take {seconds} s"
    if seconds < 3600:
        return f"give or take {round(seconds / 60)} min"
    return f"give or take {round(seconds / 3600)} h"


def gaps(gathered: Gathered, zone: tzinfo) -> tuple[edition.TimelineGap, ...]:
    """Return the gaps that have both ends; the others are told in words alone."""
    return tuple(_gaps(gathered.pm.timeline.gaps, zone))


def _gaps(found: tuple[Gap, ...], zone: tzinfo) -> Iterator[edition.TimelineGap]:
    for gap in found:
        starts, ends = local(gap.recorded.since, zone), local(gap.recorded.until, zone)
        if starts is not None and ends is not None and starts < ends:
            cause = gap.recorded.cause
            yield edition.TimelineGap(
                starts_at=starts,
                ends_at=ends,
                cause=f"{gap.recorded.what}: {GAP_CAUSES[cause]}",
                lane=_NEVER if cause is GapCause.NEVER_CAPTURED else _GONE,
            )


def bands(gathered: Gathered, zone: tzinfo) -> tuple[edition.Band, ...]:
    """Return the phases between the times that were stated."""
    return tuple(_bands(gathered, zone))


def _bands(gathered: Gathered, zone: tzinfo) -> Iterator[edition.Band]:
    times = gathered.pm.incident.times
    for name, begin, ends in _BANDS:
        starts_at = local(getattr(times, begin), zone)
        ends_at = next((at for end in ends if (at := local(getattr(times, end), zone))), None)
        if starts_at is not None and ends_at is not None and starts_at < ends_at:
            yield edition.Band(name=name, starts_at=starts_at, ends_at=ends_at)


def decision_point(one: DecisionPoint, zone: tzinfo) -> edition.DecisionPoint:
    """Return a decision point with its slots."""
    return edition.DecisionPoint(
        id=f"D-{one.number}",
        title=one.title,
        at=local(one.when, zone),
        done=one.done,
        effects=one.effects or "",
        expected=one.expected or "",
        assumed=one.assumed or "",
        understood=one.understood or "",
        sensible=one.sensible or "",
    )


def account(one: Account, zone: tzinfo) -> edition.Account:
    """Return a shared account as it was written, with its corrections beside it."""
    corrections = [
        *one.corrections,
        *(correction for paragraph in one.paragraphs for correction in paragraph.corrections),
    ]
    corrected = [f"Corrected by its author: {each.text} ({each.reason})" for each in corrections]
    return edition.Account(
        id=f"A-{one.number}",
        role=_capital(one.author_role),
        text="\n\n".join((one.text, *corrected)),
        before_evidence=one.before_evidence,
        sealed_at=None if one.written_at is None else one.written_at.astimezone(zone),
        differs_from=tuple(
            f"A-{each.other_number}" if isinstance(each, DiffersFrom) else each.ref
            for each in one.differences
        ),
    )
