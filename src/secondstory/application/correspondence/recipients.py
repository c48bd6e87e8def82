"""Who a letter reaches: from a person or a name to an address, and only through the door.

Most letters are to one or two people, so people are read one at a time; with thousands of them here an act must not
have to read everybody.
"""

from functools import reduce

from secondstory.application.office import Office
from secondstory.application.ports.post import Addressee
from secondstory.domain.keeping import people
from secondstory.domain.keeping.people import People, Person
from secondstory.kernel.event import Gone
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.relations import team_viewer
from secondstory.readmodel.tables import PERSON, TEAM_MEMBER, Row

EVERYBODY_HERE = frozenset({"everybody", "everyone"})


def person_of(office: Office, person: PersonId) -> Person | None:
    """Return a person who is here now; None when nobody is known by this id, or they have left."""
    rows = office.door.rows(PERSON, {"person": person})
    if not rows or rows[0]["has_left"]:
        return None
    entries = office.reader.events(StreamId(str(rows[0]["stream"])))
    known: People = reduce(people.evolve, entries, People())  # type: ignore[arg-type]
    return known.persons.get(person)


def name_of(office: Office, person: PersonId | None) -> str:
    """Return the name of a person; `somebody` when it was erased or never known."""
    rows = [] if person is None else office.door.rows(PERSON, {"person": person})
    return str(rows[0]["name"]) if rows else "somebody"


def addressee_of(person: Person | None) -> Addressee | None:
    """Return where a person is reached; None when they have no address, or it was erased."""
    if person is None or person.has_left or not person.address or isinstance(person.address, Gone):
        return None
    name = "" if isinstance(person.name, Gone) else person.name
    return Addressee(address=person.address, name=name)


def may_see(office: Office, person: PersonId, stream: StreamId) -> bool:
    """Return whether `person`, who is not the one who acts, may read `stream`."""
    return office.door.others_may_read(person, stream)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Who is meant by some words. team: how the words name a team; None when they name a person, or everybody."""

    persons: tuple[PersonId, ...] = ()
    team: str | None = None


def people_called(office: Office, words: str) -> Called:
    """Return who is meant by the words for whoever is asked: an id, a person's whole name, or a team's members.

    A part of a name reaches nobody: a letter to the wrong Sam cannot be taken back. Empty when several people have
    the name.
    """
    wanted = words.strip().casefold()
    present = [row for row in office.door.rows(PERSON, order="name") if not row["has_left"]]
    if wanted in EVERYBODY_HERE:
        return Called(persons=tuple(_id(row) for row in present))
    found = [_id(row) for row in present if wanted in (str(row["person"]).casefold(), _name(row))]
    if found:
        return Called(persons=tuple(found)) if len(found) == 1 else Called()
    team = team_viewer(words)
    members = (row for row in office.door.rows(TEAM_MEMBER) if team_viewer(str(row["team"])) == team)
    return Called(persons=tuple(_id(row) for row in members), team=" ".join(words.split()))


def _id(row: Row) -> PersonId:
    return PersonId(str(row["person"]))


def _name(row: Row) -> str:
    return str(row["name"]).casefold()
