"""From a name that somebody says to the person who is meant, and everybody who is known here."""

from collections.abc import Sequence

from secondstory.application.keeping.known import everybody
from secondstory.application.office import Office
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import people
from secondstory.domain.keeping.people import Joined, People, Person
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import PERSON

__all__ = ["everybody", "known_person", "make_known", "name_of", "person_named"]


def name_of(office: Office, person: PersonId | None) -> str:
    """Return the name of a person; `somebody` when it was erased or never known."""
    if person is None:
        return "somebody"
    rows = office.door.rows(PERSON, {"person": person})
    return str(rows[0]["name"]) if rows else "somebody"


def person_named(office: Office, name: str) -> Person | None:
    """Return the one person of that name, or the only one whose name has it as a word; None when nobody has.

    Raises Refused when several have.
    """
    wanted = name.strip().casefold()
    present = everybody(office).present
    whole = [one for one in present if one.name.casefold() == wanted]
    partly = [one for one in present if wanted in one.name.casefold().split()]
    return _one_of(whole or partly, name)


def known_person(office: Office, name: str) -> Person:
    """Return the person of that name. Raises Refused, with who is known here, when there is none."""
    found = person_named(office, name)
    if found is not None:
        return found
    here = ", ".join(one.name for one in everybody(office).present)
    raise Refused(
        f"Nobody called {name} is known here, only {here}. With --new they are from now on.", code="unknown"
    )


def make_known(office: Office, name: str) -> Person:
    """Return the person of that name, known from now on if they were not before."""
    found = person_named(office, name)
    if found is not None:
        return found
    stream = office.new_stream("pe")
    joined = Joined(person=PersonId(stream), name=name.strip())
    drafts = [Draft(stream=stream, event=event) for event in people.join(People(), joined)]
    office.journal.append(drafts, by=office.me, expects={stream: 0})
    return Person(person=joined.person, name=joined.name)


def _one_of(found: Sequence[Person], name: str) -> Person | None:
    if len(found) > 1:
        raise Refused(f"{len(found)} people here are called {name}. Say the whole name, or their id.")
    return found[0] if found else None
