"""A post-mortem with people in it, and a learning sitting that Fay, who was not part of it, holds."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.chartering import acknowledge
from secondstory.application.ceremony.knowing_people import known_person
from secondstory.application.understanding.telling import tell
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.domain.understanding.incidents import Role, RoleTaken
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from tests.web.conftest import CAST, Town

ROOM = "/pm/1/sittings/1/room"
STATE = f"{ROOM}/state"


@dataclass
class Seated:
    """The town, with everybody in their seat."""

    town: Town
    stream: StreamId

    def does(self, name: str, act: str, **fields: Any) -> Any:
        """Let somebody do something in the room, as the page's script does."""
        client = getattr(self.town, name)
        return client.post(ROOM, {"do": act, **fields}, headers={"Accept": "application/json"})

    def sees(self, name: str) -> str:
        """Return the page of the room as somebody sees it."""
        return str(getattr(self.town, name).get(ROOM).content.decode())

    @property
    def sitting(self) -> Any:
        """The first sitting as it stands."""
        return meeting.post_mortem(self.town.office("ada"), self.stream).sittings.sittings[0]

    def opens(self) -> None:
        """Let Fay read the opening aloud and open the room."""
        assert self.does("fay", "open", read="yes").status_code == 200


def at(words: str) -> Moment:
    """Return a moment in UTC."""
    return Moment(at=datetime.fromisoformat(words).replace(tzinfo=UTC))


def seated(town: Town, kind: SittingKind = SittingKind.LEARNING, *, known: bool = True) -> Seated:
    """Seat everybody: Ada owns, Bo writes, Cem was closest, Dee takes part, Eve listens, Fay holds the room.

    known: everybody has read the charter.
    """
    town.opens("ada")
    office = town.office("ada")
    stream = office.door.stream_of("PM-1")
    roles = {"bo": Role.SCRIBE, "cem": Role.INVOLVED, "dee": Role.PARTICIPANT, "eve": Role.LISTENER}
    for name, role in roles.items():
        taken = RoleTaken(role=role, person=town.people[name], vantage="the desk" if name == "dee" else None)
        tell(office, stream, lambda _, taken=taken: [taken])
    invited = [town.people["dee"], town.people["eve"]]
    meeting.schedule(office, stream, kind, at=at("2026-11-03T10:00"), invited=invited)
    meeting.appoint(office, stream, 1, known_person(office, CAST["fay"]))
    if known:
        for name in CAST:
            acknowledge(town.office(name))
    return Seated(town=town, stream=stream)
