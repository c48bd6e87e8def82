"""The first entries of a log: the installation, its key, the person it is for, and the charter they begin with."""

from secondstory.application.record.journal import INSTALLATION_STREAM, Appended, Journal
from secondstory.application.record.sealing import Draft
from secondstory.domain.ceremony import charter
from secondstory.domain.keeping import installation, people
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId

CHARTER_STREAM = StreamId("ch_charter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a log begins with. person: the one it is for; charter: version, SHA-256 in hex, and text."""

    origin: str
    format_version: int
    vkey: str
    person: PersonId
    name: str
    address: str | None
    charter: charter.VersionAdopted


def begin(journal: Journal, beginning: Beginning) -> Appended:
    """Record the first entries. Raises Refused when the origin or the name cannot be used."""
    created = installation.Created(origin=beginning.origin, format_version=beginning.format_version)
    key = installation.KeyMade(vkey=beginning.vkey)
    joined = people.Joined(person=beginning.person, name=beginning.name, address=beginning.address)
    person = StreamId(f"pe_{beginning.person.removeprefix('pe_')}")
    drafts = [
        Draft(stream=INSTALLATION_STREAM, event=event)
        for event in installation.create(installation.Installation(), created, key)
    ]
    drafts += [Draft(stream=person, event=event) for event in people.join(people.People(), joined)]
    first = journal.append(drafts, by=None, expects={INSTALLATION_STREAM: 0, person: 0})
    adopted = charter.adopt(charter.Charter(), beginning.charter)
    journal.append([Draft(stream=CHARTER_STREAM, event=event) for event in adopted], by=beginning.person)
    return first
