"""What people hear when a sitting is planned, moved, prepared or called off."""

from collections.abc import Callable, Iterator

from secondstory.application.correspondence.happenings import Happened, Telling
from secondstory.application.correspondence.letters import about_postmortems, about_sittings
from secondstory.application.correspondence.letters.about_sittings import SittingFacts
from secondstory.application.correspondence.letters.wording import Envelope
from secondstory.application.correspondence.on_postmortems import facts_of, post_mortem_of, room_of
from secondstory.application.correspondence.recipients import name_of
from secondstory.application.ports.post import Letter
from secondstory.domain.ceremony.sittings import (
    FacilitatorAppointed,
    Lapsed,
    Moved,
    Prepared,
    Scheduled,
    Sitting,
)
from secondstory.kernel.ids import PersonId

About = Scheduled | Moved | FacilitatorAppointed | Prepared | Lapsed
Write = Callable[[Envelope, SittingFacts], Letter]


def scheduled(happened: Happened[Scheduled]) -> Iterator[Telling]:
    """Tell everybody who is invited."""
    return _tell_invited(happened, about_sittings.invited)


def appointed(happened: Happened[FacilitatorAppointed]) -> Iterator[Telling]:
    """Tell whoever is to hold the room."""
    yield _telling(happened, happened.event.person, about_sittings.asked_to_facilitate)


def moved(happened: Happened[Moved]) -> Iterator[Telling]:
    """Tell everybody who is invited that the hour is another."""
    reason = happened.event.reason
    return _tell_invited(happened, lambda envelope, facts: about_sittings.moved(envelope, facts, reason))


def lapsed(happened: Happened[Lapsed]) -> Iterator[Telling]:
    """Tell everybody who is invited that it does not take place."""
    reason = happened.event.reason
    return _tell_invited(happened, lambda envelope, facts: about_sittings.lapsed(envelope, facts, reason))


def prepared(happened: Happened[Prepared]) -> Iterator[Telling]:
    """Tell the room that the draft is ready to read."""
    facts = facts_of(happened)
    for person in dict.fromkeys((*room_of(happened), *_invited(_sitting(happened)))):
        yield Telling(
            person=person,
            about=happened.stream,
            write=lambda envelope: about_postmortems.ready_to_read(envelope, facts),
        )


def _tell_invited(happened: Happened[About], write: Write) -> Iterator[Telling]:
    for person in _invited(_sitting(happened)):
        yield _telling(happened, person, write)


def _telling(happened: Happened[About], person: PersonId, write: Write) -> Telling:
    facts = _facts(happened, person)
    return Telling(person=person, about=happened.stream, write=lambda envelope: write(envelope, facts))


def _sitting(happened: Happened[About]) -> Sitting:
    found = post_mortem_of(happened).sittings.numbered(happened.event.number)
    assert found is not None, "an event about a sitting follows the plan of it"
    return found


def _invited(sitting: Sitting) -> tuple[PersonId, ...]:
    holder = () if sitting.facilitator is None else (sitting.facilitator,)
    return tuple(dict.fromkeys((*sitting.invited, *holder)))


def _facts(happened: Happened[About], person: PersonId) -> SittingFacts:
    pm, sitting = post_mortem_of(happened), _sitting(happened)
    vantages = (held.vantage for held in pm.incident.roles if held.person == person and held.vantage)
    return SittingFacts(
        post_mortem=happened.stream,
        number=pm.incident.number,
        title=pm.incident.title,
        sitting=sitting,
        version=_version(happened),
        at=happened.entry.at,
        links=happened.links,
        begins=happened.hour_of(pm, sitting, person),
        vantage=next(vantages, None),
        facilitator=name_of(happened.office, sitting.facilitator) if sitting.facilitator else None,
    )


def _version(happened: Happened[About]) -> int:
    """Return how often the sitting was changed: calendars ignore what is older than what they have."""
    changes = (one.event for one in happened.entries if isinstance(one.event, Moved | Lapsed))
    return sum(one.number == happened.event.number for one in changes)
