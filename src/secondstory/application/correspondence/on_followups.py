"""What people hear when a follow-up is asked of them, answered, taken higher or handed over."""

from collections.abc import Iterator
from typing import Any

from secondstory.application.correspondence.happenings import Happened, Telling
from secondstory.application.correspondence.letters import about_followups
from secondstory.application.correspondence.letters.about_followups import FollowUpFacts
from secondstory.application.correspondence.recipients import name_of, people_called
from secondstory.domain.ceremony.followups import Accepted, Asked, Declined, Escalated, FollowUp, HandedOver
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId


def asked(happened: Happened[Asked]) -> Iterator[Telling]:
    """Tell the team or the person who is asked."""
    question = happened.event
    called = people_called(happened.office, question.of)
    facts = replace(_facts(happened), team=called.team)
    for person in called.persons:
        yield Telling(
            person=person,
            about=happened.stream,
            write=lambda envelope: about_followups.asked(envelope, facts, question),
        )


def accepted(happened: Happened[Accepted]) -> Iterator[Telling]:
    """Tell whoever asked that it was a yes."""
    facts = _facts(happened)
    for person in _askers(happened):
        yield Telling(
            person=person,
            about=happened.stream,
            write=lambda envelope: about_followups.accepted(envelope, facts),
        )


def declined(happened: Happened[Declined]) -> Iterator[Telling]:
    """Tell whoever asked that it was a no, and why."""
    facts, answer = _facts(happened), happened.event
    for person in _askers(happened):
        yield Telling(
            person=person,
            about=happened.stream,
            write=lambda envelope: about_followups.declined(envelope, facts, answer),
        )


def escalated(happened: Happened[Escalated]) -> Iterator[Telling]:
    """Tell whoever can free time for it."""
    facts, step = _facts(happened), happened.event
    for person in people_called(happened.office, step.to).persons:
        yield Telling(
            person=person,
            about=happened.stream,
            write=lambda envelope: about_followups.escalated(envelope, facts, step),
        )


def handed_over(happened: Happened[HandedOver]) -> Iterator[Telling]:
    """Tell the next owner."""
    facts, event = _facts(happened), happened.event
    if event.owner is not None:
        yield Telling(
            person=event.owner,
            about=happened.stream,
            write=lambda envelope: about_followups.handed_over(envelope, facts, event.reason),
        )


def _askers(happened: Happened[Any]) -> tuple[PersonId, ...]:
    """Return who asked last, and who proposed it when that was somebody else."""
    asking = [one.by for one in happened.entries if isinstance(one.event, Asked) and one.by is not None]
    proposer = _follow_up(happened).proposed_by
    return tuple(dict.fromkeys((*asking[-1:], *(() if proposer is None else (proposer,)))))


def _follow_up(happened: Happened[Any]) -> FollowUp:
    followup = happened.state()
    assert isinstance(followup, FollowUp)
    return followup


def _facts(happened: Happened[Any]) -> FollowUpFacts:
    return FollowUpFacts(
        followup=_follow_up(happened),
        actor=name_of(happened.office, happened.entry.by),
        links=happened.links,
    )
