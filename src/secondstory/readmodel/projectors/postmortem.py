"""Rows of a post-mortem: itself, its conditions, the words one can search, and who may read it."""

from secondstory.domain.lifecycle import PostMortem, Stage, stage
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.conditions import Condition
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.projectors.cells import Rowset, instant, listed, moment
from secondstory.readmodel.projectors.keeping import access
from secondstory.readmodel.tables import ACCESS, CONDITION, DOCUMENT, EVERYBODY, POSTMORTEM, Row


def postmortem_rows(pm: PostMortem, stream: StreamId, by: tuple[PersonId, ...]) -> Rowset:
    """Return the rows of one post-mortem. by: those who acted in it, who may read it before it is published."""
    if not pm.incident.number:
        return {POSTMORTEM: [], CONDITION: [], DOCUMENT: [], ACCESS: []}
    roles = tuple(held.person for held in pm.incident.roles)
    viewers = (PersonId(EVERYBODY),) if pm.publication.is_published and not pm.publication.restricted else ()
    return {
        POSTMORTEM: [_postmortem(pm, stream)],
        CONDITION: [_condition(one, stream) for one in pm.conditions.standing],
        DOCUMENT: _documents(pm, stream),
        ACCESS: access(stream, (*by, *roles, *viewers)),
    }


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
            "stream": stream,
            "place": place,
            "title": f"{pm.label} {incident.title}" if place == "title" else pm.label,
            "body": body,
        }
        for place, body in bodies.items()
        if body or place == "title"
    ]
