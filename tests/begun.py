"""An office in a log that has begun: one person with a name, and a charter."""

from dataclasses import dataclass

from secondstory.application.keeping.sealing import Vault
from secondstory.application.office import Office
from secondstory.application.record.beginning import Beginning, begin
from secondstory.domain.ceremony.charter import VersionAdopted
from secondstory.kernel.ids import PersonId
from secondstory.record.vkey import vkey
from tests.desks import ORIGIN
from tests.offices import MemoryOffice
from tests.people import ADA

CHARTER = VersionAdopted(version="1", digest="c" * 64, text="Honest mistakes are protected here.")


@dataclass
class Seen:
    """A place as one person sees it."""

    office: Office
    vault: Vault


class BegunOffice(MemoryOffice):
    """A memory office whose log has begun with Ada Okafor. team: whether she is not alone."""

    def __init__(self, *, team: bool = False) -> None:
        """Begin the log."""
        super().__init__()
        self.team = team
        beginning = Beginning(
            origin=ORIGIN,
            format_version=1,
            vkey=vkey(ORIGIN, self.desk.keys.public_key()),
            person=ADA,
            name="Ada Okafor",
            address=None,
            charter=CHARTER,
        )
        begin(self.desk.journal, beginning)

    @property
    def office(self) -> Office:
        """The office of Ada."""
        return self.of(ADA, alone=not self.team)

    def seen_by(self, person: PersonId) -> Seen:
        """Return the same place as somebody else sees it."""
        return Seen(office=self.of(person), vault=self.vault)

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.desk.clock.forward(**by)
