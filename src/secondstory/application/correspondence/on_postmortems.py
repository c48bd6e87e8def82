"""What people hear when they are given a role, and when a post-mortem is published or announced."""

from collections.abc import Iterator
from typing import Any

from secondstory.application.correspondence.happenings import Happened, Telling
from secondstory.application.correspondence.letters import about_postmortems
from secondstory.application.correspondence.letters.about_postmortems import PostMortemFacts
from secondstory.application.correspondence.recipients import name_of, people_called
from secondstory.domain.ceremony.publication import Announced, Published
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.incidents import RoleTaken
from secondstory.kernel.ids import PersonId


def role_taken(happened: Happened[RoleTaken]) -> Iterator[Telling]:
    """Tell whoever was given a role by somebody else."""
    facts, event = facts_of(happened), happened.event
    yield Telling(
        person=event.person,
        about=happened.stream,
        write=lambda envelope: about_postmortems.role_given(envelope, facts, event.role, event.vantage),
    )


def published(happened: Happened[Published]) -> Iterator[Telling]:
    """Tell the room when the first edition is out; later ones show on the page."""
    if happened.event.number == 1:
        yield from _announced(happened, room_of(happened))


def announced(happened: Happened[Announced]) -> Iterator[Telling]:
    """Tell the team, the person, or everybody it was announced to; a channel elsewhere is told elsewhere."""
    yield from _announced(happened, people_called(happened.office, happened.event.where).persons)


def _announced(happened: Happened[Any], persons: tuple[PersonId, ...]) -> Iterator[Telling]:
    facts = facts_of(happened)
    for person in persons:
        yield Telling(
            person=person,
            about=happened.stream,
            write=lambda envelope: about_postmortems.published(envelope, facts),
            once=f"{happened.stream}/{person}",
        )


def post_mortem_of(happened: Happened[Any]) -> PostMortem:
    """Return the post-mortem as it was after the event."""
    pm = happened.state()
    assert isinstance(pm, PostMortem)
    return pm


def facts_of(happened: Happened[Any]) -> PostMortemFacts:
    """Return what a letter about a post-mortem knows."""
    pm = post_mortem_of(happened)
    return PostMortemFacts(
        number=pm.incident.number,
        title=pm.incident.title,
        actor=name_of(happened.office, happened.entry.by),
        links=happened.links,
        second=pm.story.storeys.second or "",
    )


def room_of(happened: Happened[Any]) -> tuple[PersonId, ...]:
    """Return everybody who holds a role in it, each once."""
    return tuple(dict.fromkeys(held.person for held in post_mortem_of(happened).incident.roles))
