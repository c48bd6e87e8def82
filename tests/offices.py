"""Offices to test acts in: a record in memory with its real rows, and people who act in it."""

from dataclasses import dataclass, field

from secondstory.adapters.memory.objects import MemoryObjects
from secondstory.adapters.secrets.detect import find_secrets
from secondstory.application.keeping.sealing import Look, Vault
from secondstory.application.office import Office
from secondstory.application.understanding.opening import OpenedPostMortem, Opening, open_post_mortem
from secondstory.kernel.ids import PersonId
from secondstory.readmodel.door import Door
from secondstory.readmodel.projecting import RowProjector
from tests.desks import Desk, SetClock
from tests.people import ADA


@dataclass
class MemoryOffice:
    """A desk with its rows, evidence in memory, and the office of `me`. look: what looks for likely secrets."""

    me: PersonId = ADA
    look: Look = find_secrets
    desk: Desk = field(default_factory=lambda: Desk(projector=RowProjector()))
    objects: MemoryObjects = field(default_factory=MemoryObjects)

    @property
    def clock(self) -> SetClock:
        """The clock everybody here lives by."""
        return self.desk.clock

    @property
    def office(self) -> Office:
        """The office of `me`, alone."""
        return self.of(self.me)

    @property
    def vault(self) -> Vault:
        """Where evidence goes."""
        return Vault(objects=self.objects, keys=self.desk.keys, look=self.look)

    def of(self, person: PersonId, *, alone: bool = True) -> Office:
        """Return the office of one person."""
        return Office(
            journal=self.desk.journal,
            reader=self.desk.reader,
            door=Door(self.desk.storage.rows, person),
            clock=self.desk.clock,
            entropy=self.desk.entropy,
            me=person,
            alone=alone,
        )

    def opened(self, title: str = "Seats released too early") -> OpenedPostMortem:
        """Open a post-mortem and return it."""
        return open_post_mortem(self.office, Opening(title=title))
