"""Rows of a post-mortem: itself, its conditions, the words one can search, and who may read it."""

from secondstory.domain.lifecycle import PostMortem, Stage, stage
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.conditions import Condition
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.projectors.cells import Rowset, instant, listed, moment
from secondstory.readmodel.projectors.granting import Grant, access
from secondstory.readmodel.relations import EVERYBODY, Relation
from secondstory.readmodel.tables import ACCESS, CONDITION, DOCUMENT, DOCUMENT_ROOM, PLACES, POSTMORTEM, Row

_OWNING = frozenset({Relation.OPENER, Relation.OWNER})
_AS_EVERYBODY = frozenset({Role.LISTENER, Role.GUEST})


def postmortem_rows(pm: PostMortem, stream: StreamId) -> Rowset:
    """Return the rows of one post-mortem."""
    if not pm.incident.number:
        return {POSTMORTEM: [], CONDITION: [], DOCUMENT: [], ACCESS: []}
    return {
        POSTMORTEM: [_postmortem(pm, stream)],
        CONDITION: [_condition(one, stream) for one in pm.conditions.standing],
        DOCUMENT: _documents(pm, stream),
        ACCESS: access(stream, _grants(pm)),
    }


def _grants(pm: PostMortem) -> list[Grant]:
    """Return who is what to it: its roles as they are now, whom its sittings invited, and everybody once published.

    Whoever opened it stays. A listener or a guest reads what everybody reads.
    """
    held = [
        (one.person, Relation(one.role.value)) for one in pm.incident.roles if one.role not in _AS_EVERYBODY
    ]
    if pm.incident.opened_by is not None:
        held.append((pm.incident.opened_by, Relation.OPENER))
    for sitting in pm.sittings.sittings:
        if sitting.lapsed is None:
            held += [(person, Relation.PARTICIPANT) for person in sitting.invited]
            held += [(sitting.facilitator, Relation.FACILITATOR)] if sitting.facilitator is not None else []
    grants: list[Grant] = [(str(person), relation) for person, relation in _once_learnt(pm, held)]
    if pm.publication.is_published and not pm.publication.restricted:
        grants.append((EVERYBODY, Relation.READER))
    return grants


def _once_learnt(pm: PostMortem, held: list[tuple[PersonId, Relation]]) -> list[tuple[PersonId, Relation]]:
    """Return what people are, as it is once the learning sitting has closed: who holds the room stands back then."""
    if pm.sittings.learnt_at is None:
        return held
    back = {person for person, relation in held if relation is Relation.FACILITATOR}
    kept = [(person, relation) for person, relation in held if person not in back or relation in _OWNING]
    return kept + [(person, Relation.FACILITATOR_AFTER) for person in sorted(back)]


def _postmortem(pm: PostMortem, stream: StreamId) -> Row:
    incident, published = pm.incident, pm.publication.editions
    return {
        "stream": stream,
        "number": incident.number,
        "kind": incident.kind.value,
        "title": incident.title,
        "severity": incident.severity,
        "stage": _stage(pm),
        "opened_at": instant(incident.opened_at),
        "began_at": moment(incident.times.began),
        "published_at": instant(published[0].at) if published else None,
        "withdrawn": incident.withdrawn,
        "merged_into": incident.merged_into,
        "waived": incident.waived,
        "second_story": pm.story.storeys.second,
        "conditions": len(pm.conditions.standing),
        "levels": listed(level.value for level in pm.conditions.levels_used),
    }


def _stage(pm: PostMortem) -> str:
    """Return the stage as far as this stream alone can say it: whether follow-ups worked stands in theirs."""
    reached = stage(pm, ())
    return Stage.PUBLISHED.value if reached is Stage.FOLLOWED_THROUGH else reached.value


def _condition(one: Condition, stream: StreamId) -> Row:
    return {
        "stream": stream,
        "number": one.number,
        "level": one.level.value,
        "statement": one.statement,
        "persistence": one.persistence.value,
    }


def _documents(pm: PostMortem, stream: StreamId) -> list[Row]:
    incident, story = pm.incident, pm.story
    if not incident.is_open:
        return []
    bodies = {
        "title": "\n".join(filter(None, (incident.trigger, story.storeys.lede, story.storeys.second))),
        "story": narrative.text(story) if story.latest else "",
        "timeline": "\n".join(entry.text for entry in pm.timeline.entries),
        "conditions": "\n".join(one.statement for one in pm.conditions.standing),
        "notes": "\n".join(note.text for note in story.notes),
    }
    # The title stands in one document alone: a word of it would otherwise find every part of the post-mortem.
    return [
        {
            "id": incident.number * DOCUMENT_ROOM + PLACES.index(place),
            "stream": stream,
            "place": place,
            "title": f"{pm.label} {incident.title}" if place == "title" else pm.label,
            "body": body,
        }
        for place, body in bodies.items()
        if body or place == "title"
    ]
