"""States in the words of a page: gaps, custody, sittings, gates. Nobody's name stands in them."""

from datetime import datetime, tzinfo

from secondstory.application.keeping.letting_go.redacting import span_words
from secondstory.domain.ceremony.publication import Gate
from secondstory.domain.ceremony.sittings import Sitting, SittingKind
from secondstory.domain.keeping.evidence import Capture, Evidence, Exported, Handed, Read
from secondstory.domain.understanding.timeline import Gap, GapCause
from secondstory.kernel.covering import WORDS

GAP_CAUSES = {
    GapCause.RETENTION_EXPIRED: "deleted by retention",
    GapCause.NEVER_CAPTURED: "never captured",
    GapCause.ACCESS_DENIED: "access was denied",
    GapCause.LEGALLY_ERASED: "lawfully erased",
    GapCause.UNKNOWN: "cause not known yet",
}
GATES = {
    Gate.SUPPORT_STEP: "Nobody said how support went",
    Gate.LEARNING_HELD: "No sitting was held to learn from it",
    Gate.NIGHT_BETWEEN: "There was no night between learning and publishing",
    Gate.HUMAN_ERROR_CONDITION: "A condition stops at a person or at a procedure",
    Gate.TWO_CONDITIONS_TWO_LEVELS: "Fewer than two conditions on two levels",
    Gate.INTERMEDIATE_FOLLOWUP: "People were harmed, and every follow-up relies on memory",
    Gate.ABOVE_CODE_OWNED: "A condition above the code is taken up by nobody",
    Gate.ROSTER_NAMES: "The text names people",
}
_SITTINGS = {
    SittingKind.LEARNING: "to learn",
    SittingKind.COMMITMENT: "to commit",
    SittingKind.COMBINED: "to learn and to commit",
    SittingKind.ASYNCHRONOUS: "to learn, in writing",
    SittingKind.SOLO: "alone",
}
_MONTHS = "January February March April May June July August September October November December".split()

IMPORTED = "an imported document"


def day(at: datetime) -> str:
    """Return a day such as `20 October 2026`, the same on every machine."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def gap_words(gap: Gap, zone: tzinfo) -> str:
    """Return one gap as a sentence: what, from when until when in `zone`, why."""
    recorded = gap.recorded
    since, until = (
        None if moment is None else moment.at.astimezone(zone) for moment in (recorded.since, recorded.until)
    )
    policy = f" ({recorded.policy})" if recorded.policy else ""
    return f"G-{gap.number} {recorded.what}{_span(since, until)}: {GAP_CAUSES[recorded.cause]}{policy}."


def _span(since: datetime | None, until: datetime | None) -> str:
    """Return from when until when, the day once when it is the same."""
    if since is not None and until is not None:
        end = f"{until:%H:%M}" if since.date() == until.date() else f"{day(until)} {until:%H:%M}"
        return f", {day(since)} {since:%H:%M} to {end}"
    if since is not None:
        return f", from {day(since)} {since:%H:%M}"
    return f", until {day(until)} {until:%H:%M}" if until is not None else ""


def custody_of(one: Evidence) -> str:
    """Return the chain of custody in a line: where from, sealed when, how often opened and taken out.

    Where an imported document lay is left out: a folder on somebody's machine says nothing to a reader.
    """
    sealed = one.sealed
    assert sealed is not None
    imported = sealed.how is Capture.IMPORT
    parts = [IMPORTED] if imported else [f"from {sealed.captured_from}"]
    if one.sealed_at is not None:
        parts.append(f"sealed {day(one.sealed_at)}")
    return ", ".join((*parts, *touches_of(one)))


def touches_of(one: Evidence) -> tuple[str, ...]:
    """Return what became of an item, a phrase each: how often it was opened and taken out, and whether corrected."""
    parts: list[str] = []
    for kind, verb in ((Read, "opened"), (Exported, "taken out"), (Handed, "handed over")):
        times = sum(isinstance(touched.event, kind) for touched in one.custody)
        if times:
            parts.append(f"{verb} {'once' if times == 1 else f'{times} times'}")
    if one.made_from is not None:
        made = one.made_from
        parts.append(
            f"a copy of E-{made.number} with {span_words(made.lines)} covered ({WORDS[made.because]})"
        )
    if one.redacted is not None:
        parts.append(f"redacted; E-{one.redacted.copy_number} is read in its place")
    if one.corrections:
        parts.append("what was said about it was corrected")
    return tuple(parts)


def sitting_words(one: Sitting) -> str:
    """Return one sitting in a phrase: what for, when it was closed, and whether the soak was cut short."""
    when = f", {day(one.closed_at)}" if one.closed_at is not None else ""
    short = f" (without the night between: {one.soak_shortened})" if one.soak_shortened else ""
    return f"{_SITTINGS[one.kind]}{when}{short}"
