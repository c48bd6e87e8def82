"""What a person does with contributing conditions: name them, link them, say which levels were looked at."""

from secondstory.application.office import Office
from secondstory.application.understanding.references import cited
from secondstory.application.understanding.telling import Told, tell
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding import conditions
from secondstory.domain.understanding.conditions import (
    AcceptedAsIs,
    Added,
    Dropped,
    Escalated,
    EvidenceCited,
    HolderNamed,
    LevelExplored,
    LinkDrawn,
    LinkRemoved,
    PersistenceStated,
    Reworded,
)
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A condition that was added. question: what to ask of a statement that ends at a person; None otherwise."""

    told: Told
    number: int
    question: str | None


def add(office: Office, stream: StreamId, draft: Added) -> Named:
    """Add a condition; it gets its number here. Raises Refused when it says nothing, or cites what is not there."""

    def decide(pm: PostMortem) -> list[Event]:
        state = pm.conditions
        numbered = replace(draft, number=state.next_number, evidence=cited(office, pm, draft.evidence))
        return conditions.add_condition(state, numbered)

    told = tell(office, stream, decide)
    added = told.one(Added)
    assert added is not None, "adding a condition always records one"
    return Named(told=told, number=added.number, question=conditions.names_an_error(added.statement))


def reword(office: Office, stream: StreamId, draft: Reworded) -> Named:
    """Put a condition into other words, or on another level. Raises Refused without a reason or a change."""
    told = tell(office, stream, lambda pm: conditions.reword(pm.conditions, draft))
    question = conditions.names_an_error(draft.statement) if draft.statement else None
    return Named(told=told, number=draft.cites, question=question)


def cite(office: Office, stream: StreamId, draft: EvidenceCited) -> Told:
    """Name what shows a condition; nothing when all of it is named. Raises Refused when it is not there."""

    def decide(pm: PostMortem) -> list[Event]:
        return conditions.cite_evidence(
            pm.conditions, replace(draft, evidence=cited(office, pm, draft.evidence))
        )

    return tell(office, stream, decide)


def link(office: Office, stream: StreamId, draft: LinkDrawn) -> Told:
    """Draw a link; nothing when it stands so. Raises Refused without the evidence it claims."""

    def decide(pm: PostMortem) -> list[Event]:
        return conditions.draw_link(pm.conditions, replace(draft, evidence=cited(office, pm, draft.evidence)))

    return tell(office, stream, decide)


def unlink(office: Office, stream: StreamId, draft: LinkRemoved) -> Told:
    """Remove a link that did not hold up. Raises Refused when there is none, or without a reason."""
    return tell(office, stream, lambda pm: conditions.remove_link(pm.conditions, draft))


def explore(office: Office, stream: StreamId, draft: LevelExplored) -> Told:
    """Say what became of a level; nothing when it was said so. Raises Refused when it does not say how."""
    return tell(office, stream, lambda pm: conditions.explore_level(pm.conditions, draft))


def name_holder(office: Office, stream: StreamId, draft: HolderNamed) -> Told:
    """Name who can speak for the level of a condition; nothing when that is so."""
    return tell(office, stream, lambda pm: conditions.name_holder(pm.conditions, draft))


def state_persistence(office: Office, stream: StreamId, draft: PersistenceStated) -> Told:
    """State whether a condition is still there; nothing when that was said of that day."""
    return tell(office, stream, lambda pm: conditions.state_persistence(pm.conditions, draft))


def accept_as_is(office: Office, stream: StreamId, draft: AcceptedAsIs) -> Told:
    """Choose to live with a condition. Raises Refused without an authority or a reason."""
    return tell(office, stream, lambda pm: conditions.accept_as_is(pm.conditions, draft))


def escalate(office: Office, stream: StreamId, draft: Escalated) -> Told:
    """Put a condition before somebody who can change it. Raises Refused when it does not say before whom."""
    return tell(office, stream, lambda pm: conditions.escalate(pm.conditions, draft))


def drop(office: Office, stream: StreamId, draft: Dropped) -> Told:
    """Drop a condition that did not hold up; it stays readable. Raises Refused without a reason."""
    return tell(office, stream, lambda pm: conditions.drop(pm.conditions, draft))
