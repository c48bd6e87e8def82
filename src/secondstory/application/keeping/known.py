"""Everybody who is known here, with their teams, reporting lines and services."""

from functools import reduce

from secondstory.application.office import Office
from secondstory.domain.keeping import people
from secondstory.domain.keeping.people import People
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import PERSON

ORGANISATION = StreamId("pe_organisation")
"""The stream of teams, reporting lines and services; each person has a stream of their own."""


def everybody(office: Office) -> People:
    """Return everybody known here, with teams and reporting lines."""
    streams = sorted({ORGANISATION, *(str(row["stream"]) for row in office.door.rows(PERSON))})
    entries = [entry for stream in streams for entry in office.reader.events(StreamId(stream))]
    return reduce(people.evolve, entries, People())  # type: ignore[arg-type]
