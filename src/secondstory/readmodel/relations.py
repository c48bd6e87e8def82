"""What a person can be to a stream, and how a row of the access table names who may read it.

A viewer is a person's id, `*` for everybody, `team:NAME`, or a group of another stream such as `room:pm_7`: whoever has
a room relation there. So each row stays a function of one stream, and who is meant is joined when somebody reads.
"""

from collections.abc import Mapping
from enum import StrEnum

from secondstory.kernel.ids import StreamId

EVERYBODY = "*"
ADMINISTRATORS = "administrators"
"""The policy of the installation whose value names, by their ids, the people who look after it."""


class Relation(StrEnum):
    """What a person is to a stream. Nothing else decides what they may read or record in it."""

    ANYBODY = "anybody"
    ONESELF = "oneself"
    ADMINISTRATOR = "administrator"
    OPENER = "opener"
    OWNER = "owner"
    FACILITATOR = "facilitator"
    FACILITATOR_AFTER = "facilitator after the learning sitting"
    SCRIBE = "scribe"
    PARTICIPANT = "participant"
    INVOLVED = "involved"
    COMMANDER = "commander"
    LISTENER = "listener"
    GUEST = "guest"
    READER = "reader"
    IN_ROOM = "in the room"
    MAKER = "maker"
    AUTHOR = "author"
    SUPPORTER = "supporter"
    SUPPORTED = "supported"
    HEARD = "supported after it"
    SPEAKS_FOR = "speaks for the supported"
    ASKED = "asked"
    FOLLOWUP_OWNER = "follow-up owner"
    REQUESTER = "requester"


class Group(StrEnum):
    """Those who are something to another stream, by the word a viewer of the access table begins with."""

    ROOM = "room"
    MAKERS = "makers"
    FACILITATORS = "facilitators"
    READERS = "readers"
    ADMINISTRATORS = "administrators"

    def of(self, stream: StreamId) -> str:
        """Return this group of `stream` as a viewer."""
        return f"{self.value}:{stream}"


_MAKERS = frozenset(
    {
        Relation.OPENER,
        Relation.OWNER,
        Relation.SCRIBE,
        Relation.PARTICIPANT,
        Relation.INVOLVED,
        Relation.COMMANDER,
        Relation.FACILITATOR,
    }
)
GROUPS: Mapping[Group, frozenset[Relation] | None] = {
    Group.ROOM: _MAKERS | {Relation.FACILITATOR_AFTER},
    Group.MAKERS: _MAKERS,
    Group.FACILITATORS: frozenset({Relation.FACILITATOR, Relation.FACILITATOR_AFTER}),
    Group.READERS: None,
    Group.ADMINISTRATORS: frozenset({Relation.ADMINISTRATOR}),
}
"""Which relations in the other stream make somebody one of the group; None: every one that lets them read it."""


def team_viewer(team: str) -> str:
    """Return the members of a team as a viewer; how its name is capitalised does not matter."""
    return f"team:{' '.join(team.split()).casefold()}"
