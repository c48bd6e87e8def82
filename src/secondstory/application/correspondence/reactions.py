"""All that anybody is told by letter, in one table: what happened, and what answers to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from secondstory.application.correspondence import on_followups, on_postmortems, on_sittings, on_support
from secondstory.application.correspondence.happenings import Happened, HourOf, Telling, same_for_all
from secondstory.application.correspondence.letters.wording import Envelope
from secondstory.application.correspondence.links import Links
from secondstory.application.correspondence.recipients import addressee_of, may_see, person_of
from secondstory.application.office import Office
from secondstory.application.ports.post import Letter
from secondstory.domain.ceremony import followups, publication, sittings, support
from secondstory.domain.understanding import incidents
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.ids import StreamId

Reaction = Callable[[Happened[Any]], Iterator[Telling]]

REACTIONS: Mapping[type[Event], Reaction] = {
    incidents.RoleTaken: on_postmortems.role_taken,
    sittings.Scheduled: on_sittings.scheduled,
    sittings.FacilitatorAppointed: on_sittings.appointed,
    sittings.Moved: on_sittings.moved,
    sittings.Prepared: on_sittings.prepared,
    sittings.Lapsed: on_sittings.lapsed,
    followups.Asked: on_followups.asked,
    followups.Accepted: on_followups.accepted,
    followups.Declined: on_followups.declined,
    followups.Escalated: on_followups.escalated,
    followups.HandedOver: on_followups.handed_over,
    support.Offered: on_support.offered,
    support.Accepted: on_support.answered,
    support.Declined: on_support.answered,
    support.CompanionNamed: on_support.companion_named,
    publication.Published: on_postmortems.published,
    publication.Announced: on_postmortems.announced,
}


def letters_for(
    office: Office,
    events: Sequence[tuple[StreamId, Event]],
    *,
    links: Links,
    hour_of: HourOf = same_for_all,
) -> list[Letter]:
    """Return the letters that follow from `events`, which were recorded just now by whoever the office is of.

    Never one to whoever acted, to somebody without an address, or to somebody who may not see what it is about. The
    same events give letters with the same keys, so that sending them twice sends them once. An event that is not in
    the record did not happen, and nobody hears of it. hour_of: when somebody's part of a sitting begins, when it does
    not begin for all at once.
    """
    zone = office.now().tzinfo
    assert zone is not None, "the clock of an office is aware"
    letters: dict[str, Letter] = {}
    for happened in _happened(office, events, links, hour_of):
        for telling in REACTIONS[type(happened.event)](happened):
            written = _written(happened, telling, zone)
            if written is not None:
                letters.setdefault(written.key, written)
    return list(letters.values())


def _happened(
    office: Office, events: Sequence[tuple[StreamId, Event]], links: Links, hour_of: HourOf
) -> Iterator[Happened[Event]]:
    streams: dict[StreamId, list[Recorded[Event]]] = {}
    for stream, event in events:
        if type(event) not in REACTIONS:
            continue
        if stream not in streams:
            streams[stream] = office.reader.events(stream)
        entries = streams[stream]
        place = next((n for n in reversed(range(len(entries))) if entries[n].event == event), None)
        if place is not None:
            up_to = tuple(entries[: place + 1])
            yield Happened(office=office, links=links, entry=entries[place], entries=up_to, hour_of=hour_of)


def _written(happened: Happened[Event], telling: Telling, zone: tzinfo) -> Letter | None:
    office = happened.office
    if telling.person == office.me:
        return None
    to = addressee_of(person_of(office, telling.person))
    if to is None or not may_see(office, telling.person, telling.about):
        return None
    once = telling.once or f"{happened.stream}/{happened.entry.seq}/{telling.person}"
    return telling.write(Envelope(to=to, key=once, zone=zone))
