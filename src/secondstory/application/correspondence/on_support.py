"""What the two people of an offer of support hear, and who was named as company."""

from collections.abc import Iterator
from typing import Any

from secondstory.application.correspondence.happenings import Happened, Telling
from secondstory.application.correspondence.letters import about_support
from secondstory.application.correspondence.links import Links
from secondstory.application.correspondence.recipients import may_see, people_called
from secondstory.application.office import Office
from secondstory.domain.ceremony.support import Accepted, CompanionNamed, Declined, Offered, Support
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.tables import POSTMORTEM


def offered(happened: Happened[Offered]) -> Iterator[Telling]:
    """Tell the person it is for, when they may be named at all."""
    person = happened.event.to
    if person is not None:
        link = link_for(happened.office, person, happened.event.post_mortem, happened.links)
        yield Telling(
            person=person,
            about=happened.stream,
            write=lambda envelope: about_support.offered(envelope, link),
        )


def answered(happened: Happened[Accepted] | Happened[Declined]) -> Iterator[Telling]:
    """Tell those who offered that there is an answer."""
    support = _support(happened)
    for person in support.supporters:
        link = link_for(happened.office, person, support.post_mortem, happened.links)
        yield _answered(happened, person, link)


def companion_named(happened: Happened[CompanionNamed]) -> Iterator[Telling]:
    """Tell the company, when they are in the room already.

    A companion is a name that somebody typed. Somebody outside of the room might be the wrong person of that name, and
    would learn of a post-mortem that they may not see: they hear of it from whoever named them.
    """
    support = _support(happened)
    if support.post_mortem is None:
        return
    for person in people_called(happened.office, happened.event.companion).persons:
        if person != support.to:
            link = link_for(happened.office, person, support.post_mortem, happened.links)
            yield _companion(support.post_mortem, person, link)


def link_for(office: Office, person: PersonId, post_mortem: StreamId | None, links: Links) -> str:
    """Return the support step of the post-mortem, or the desk for somebody who may not open the post-mortem."""
    row = None if post_mortem is None else office.door.row(POSTMORTEM, post_mortem)
    if row is None or post_mortem is None or not may_see(office, person, post_mortem):
        return links.desk
    return links.support(int(str(row["number"])))


def _answered(happened: Happened[Any], person: PersonId, link: str) -> Telling:
    return Telling(
        person=person, about=happened.stream, write=lambda envelope: about_support.answered(envelope, link)
    )


def _companion(post_mortem: StreamId, person: PersonId, link: str) -> Telling:
    return Telling(
        person=person, about=post_mortem, write=lambda envelope: about_support.companion(envelope, link)
    )


def _support(happened: Happened[Any]) -> Support:
    support = happened.state()
    assert isinstance(support, Support)
    return support
