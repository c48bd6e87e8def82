"""A small organisation whose people have addresses, so that one can see who hears of what."""

from secondstory.application.correspondence.links import Links
from secondstory.application.correspondence.reactions import letters_for
from secondstory.application.office import Office
from secondstory.application.ports.post import Letter
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping.people import Joined, Renamed, TeamFormed, TeamJoined
from secondstory.kernel.event import Event
from secondstory.kernel.ids import PersonId, StreamId
from tests.begun import BegunOffice
from tests.people import ADA, BO, CEM, DEE, FAY

LINKS = Links(base="https://stories.kelda.example")
NAMES = {ADA: "Ada Okafor", BO: "Bo Lindqvist", CEM: "Cem Yilmaz", DEE: "Dee Novak", FAY: "Fay Moreau"}
TEAM = "Storage"


class Kelda(BegunOffice):
    """Ada's organisation: Cem and Dee are the team Storage; Fay is in nothing."""

    def __init__(self) -> None:
        super().__init__(team=True)
        self.record(StreamId("pe_ada"), Renamed(person=ADA, address="ada@kelda.example"))
        for person in (BO, CEM, DEE, FAY):
            joined = Joined(person=person, name=NAMES[person], address=address_of(person))
            self.record(StreamId(person), joined)
        team = [TeamJoined(team=TEAM, person=person) for person in (CEM, DEE)]
        self.record(StreamId("pe_teams"), TeamFormed(team=TEAM), *team)

    def record(
        self, stream: StreamId, *events: Event, by: PersonId | None = ADA
    ) -> list[tuple[StreamId, Event]]:
        """Record events as they are, and return them as the web door has them."""
        before = self.desk.reader.events(stream)
        expects = {stream: before[-1].seq if before else 0}
        self.desk.journal.append([Draft(stream=stream, event=one) for one in events], by=by, expects=expects)
        return [(stream, one) for one in events]

    def told(self, stream: StreamId, *events: Event, by: PersonId = ADA) -> list[Letter]:
        """Record events and return the letters that follow."""
        return self.letters(self.record(stream, *events, by=by), by=by)

    def letters(self, events: list[tuple[StreamId, Event]], *, by: PersonId = ADA) -> list[Letter]:
        """Return the letters that follow from what `by` recorded."""
        return letters_for(self.team_office(by), events, links=LINKS)

    def team_office(self, person: PersonId) -> Office:
        """Return the office of somebody who is not alone."""
        return self.of(person, alone=False)


def address_of(person: PersonId) -> str:
    """Return where one of the cast is reached."""
    return f"{person.removeprefix('pe_')}@kelda.example"


def addressees(letters: list[Letter]) -> list[str]:
    """Return to whom letters go, in order of the alphabet."""
    return sorted(one.to.address.partition("@")[0] for one in letters)
