"""Rows of the access table: who is what to a stream."""

from collections.abc import Iterable, Mapping

from secondstory.kernel.ids import StreamId
from secondstory.readmodel.relations import EVERYBODY, Group, Relation, team_viewer
from secondstory.readmodel.tables import Row

Grant = tuple[str, Relation]
"""A viewer and what they are."""

_PERSON = "pe_"
_WITHIN: Mapping[Group, Relation] = {
    Group.ROOM: Relation.IN_ROOM,
    Group.MAKERS: Relation.MAKER,
    Group.FACILITATORS: Relation.FACILITATOR,
    Group.READERS: Relation.READER,
    Group.ADMINISTRATORS: Relation.ADMINISTRATOR,
}
_VIEWERS = (_PERSON, "team:", *(f"{group.value}:" for group in Group))


def access(stream: StreamId, grants: Iterable[Grant]) -> list[Row]:
    """Return the rows that say who is what to `stream`; a grant to what is no viewer gives none."""
    return [
        {"stream": stream, "viewer": viewer, "relation": relation.value}
        for viewer, relation in dict.fromkeys(grants)
        if viewer == EVERYBODY or viewer.startswith(_VIEWERS)
    ]


def those_of(stream: StreamId, *groups: Group) -> list[Grant]:
    """Return what groups of another stream are to this one."""
    return [(group.of(stream), _WITHIN[group]) for group in groups]


def team_asked(of: str) -> str:
    """Return whom a question went to: a person, said by their id, else a team by its name."""
    return of if of.startswith(_PERSON) else team_viewer(of)
