"""The table that people sit at: everything a page or an act of a room works with, gathered once for each request."""

from datetime import UTC, datetime
from functools import cached_property

from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.chartering import charter_of
from secondstory.application.ceremony.room.floor import Floor
from secondstory.application.ceremony.room.screen import Stop, agenda_of, stops_of
from secondstory.application.ceremony.room.seats import Seat, begins_for, managers, role_of, seat_of
from secondstory.application.looking import Standing
from secondstory.domain.ceremony.sittings import Sitting
from secondstory.domain.texts import Agenda, AgendaStep
from secondstory.kernel.ids import StreamId
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.room import Key, Rooms, rooms_in


class Table:
    """One sitting, one visitor, one moment. `on_wall`: the holder shows the room's own view on a wall."""

    def __init__(self, visit: Visit, standing: Standing, sitting: Sitting) -> None:
        """Sit `visit` down at a sitting."""
        self.visit = visit
        self.standing = standing
        self.sitting = sitting
        self.at: datetime = visit.office.now().astimezone(UTC)
        self.on_wall = visit.query.get("view") == "wall"

    @property
    def stream(self) -> StreamId:
        """The stream of the post-mortem."""
        assert self.standing.pm.stream is not None
        return self.standing.pm.stream

    @property
    def key(self) -> Key:
        """How the rooms call this one."""
        return self.stream, self.sitting.number

    @cached_property
    def rooms(self) -> Rooms:
        """All rooms here."""
        return rooms_in(self.visit.ground.workspace.place)

    @cached_property
    def floor(self) -> Floor:
        """What is going on now."""
        return self.rooms.floor(self.key)

    @cached_property
    def seat(self) -> Seat:
        """From where the visitor follows; a wall sees what participants see."""
        return seat_of(self.standing.pm, self.sitting, self.visit.person)

    @property
    def seen_from(self) -> Seat:
        """The seat whose view is shown."""
        return Seat.LISTENER if self.on_wall else self.seat

    @property
    def role(self) -> str:
        """The word under which the visitor is counted."""
        return role_of(self.standing.pm, self.sitting, self.visit.person)

    @cached_property
    def agenda(self) -> Agenda:
        """The agenda of this kind of sitting."""
        return agenda_of(self.sitting, self.visit.ground.workspace.texts.agendas())

    @property
    def codes(self) -> list[str]:
        """The codes of its parts."""
        return [step.code for step in self.agenda.steps]

    @property
    def place(self) -> int:
        """The place of the part that is on."""
        return min(self.floor.step, len(self.agenda.steps) - 1)

    @property
    def step(self) -> AgendaStep:
        """The part that is on."""
        return self.agenda.steps[self.place]

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Where the walk stops."""
        return stops_of(self.standing.pm)

    @cached_property
    def knows_charter(self) -> bool:
        """Whether the visitor has read the charter that holds, or there is none to read."""
        charter = charter_of(self.visit.office)
        return charter.current is None or charter.knows(self.visit.person)

    @property
    def begins(self) -> datetime | None:
        """When the visitor's part begins."""
        free = self.floor.first_hour_free
        leads = managers(self.visit.office) if free else frozenset()
        return begins_for(
            self.standing.pm, self.sitting, self.visit.person, first_hour_free=free, leads=leads
        )

    @property
    def is_too_early(self) -> bool:
        """Whether the visitor comes in later than the others, and it is not that late yet."""
        begins, sitting_at = self.begins, self.sitting.at
        return begins is not None and sitting_at is not None and sitting_at.at < begins and self.at < begins


def table_of(visit: Visit, number: int, sitting: int) -> Table:
    """Return the table of S-sitting of PM-number. Raises Refused or Http404 when there is none to sit at."""
    standing = visit.postmortem(number)
    return Table(visit, standing, meeting.sitting_of(standing.pm, sitting))
