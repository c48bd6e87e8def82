"""What a person does with the timeline: add, correct, confirm, dispute, name a gap, read a log or a chat into it."""

from collections.abc import Sequence
from datetime import datetime

from secondstory.application.office import Office
from secondstory.application.understanding.references import cited
from secondstory.application.understanding.telling import Told, tell
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding import timeline
from secondstory.domain.understanding.timeline import (
    Entry,
    EntryAdded,
    EntryConfirmed,
    EntryCorrected,
    EntryDisputed,
    GapRecorded,
    Imported,
)
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused


def add_entry(office: Office, stream: StreamId, draft: EntryAdded) -> Told:
    """Add an entry; it gets its number here. Raises Refused when it says nothing, or cites what is not there."""

    def decide(pm: PostMortem) -> list[Event]:
        state = pm.timeline
        numbered = replace(draft, number=state.next_number, sources=cited(office, pm, draft.sources))
        return timeline.add_entry(state, numbered)

    return tell(office, stream, decide)


def add_excerpt(
    office: Office, stream: StreamId, drafts: Sequence[EntryAdded], *, source: str | None = None
) -> Told:
    """Add the entries that a person took from one log or chat; they get their numbers here.

    source: such as E-4; each entry then cites it, and it is read into this timeline only once.
    Raises Refused when there are none, and when the source is not there or was read before.
    """
    if not drafts:
        raise Refused("None was taken, so nothing was recorded.")

    def decide(pm: PostMortem) -> list[Event]:
        events: list[Event] = []
        sources = cited(office, pm, [source] if source else [])
        for ref in sources:
            events += timeline.note_import(pm.timeline, Imported(source=ref, count=len(drafts)))
        for number, draft in enumerate(drafts, pm.timeline.next_number):
            numbered = replace(draft, number=number, sources=(*sources, *cited(office, pm, draft.sources)))
            events += timeline.add_entry(pm.timeline, numbered)
        return events

    return tell(office, stream, decide)


def correct_entry(office: Office, stream: StreamId, draft: EntryCorrected) -> Told:
    """Correct an entry; its first wording stays in sight. Raises Refused without a reason or a change."""
    return tell(office, stream, lambda pm: timeline.correct_entry(pm.timeline, draft))


def say_about_entry(office: Office, stream: StreamId, draft: EntryConfirmed | EntryDisputed) -> Told:
    """Confirm an entry, or say what you saw differently; nothing when you said so before."""
    return tell(office, stream, lambda pm: timeline.say_about_entry(pm.timeline, draft, by=office.me))


def record_gap(office: Office, stream: StreamId, draft: GapRecorded) -> Told:
    """Record that nothing was kept of something; it gets its number here. Raises Refused as the timeline does."""
    return tell(
        office,
        stream,
        lambda pm: timeline.record_gap(pm.timeline, replace(draft, number=pm.timeline.next_gap_number)),
    )


def known_by(pm: PostMortem, at: datetime) -> tuple[Entry, ...]:
    """Return the entries that people could know of at `at`, aware, in the order in which they happened."""
    return tuple(one for one in pm.timeline.entries if (one.known or one.occurred).at <= at)


def end_of(pm: PostMortem) -> datetime | None:
    """Return when it was over, as far as anybody said: resolved, mitigated, or the last that happened."""
    times = pm.incident.times
    stated = times.resolved or times.mitigated
    if stated is not None:
        return stated.at
    return pm.timeline.entries[-1].occurred.at if pm.timeline.entries else None
