"""Asks one cell of the matrix: of each way there is to read, and of the journal."""

from collections.abc import Iterator

from secondstory.kernel.ids import prefix_of
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import (
    ACCOUNT,
    CHARTER,
    ERASURE,
    EVIDENCE,
    FOLLOWUP,
    HOLD,
    PERSON,
    POSTMORTEM,
    SUPPORT,
)
from tests.application.access.matrix import MATRIX, Cell
from tests.application.access.world import PEOPLE, WORD, Unrecorded, World

TABLES = {
    "pm": POSTMORTEM,
    "fu": FOLLOWUP,
    "ac": ACCOUNT,
    "su": SUPPORT,
    "ev": EVIDENCE,
    "ho": HOLD,
    "er": ERASURE,
    "pe": PERSON,
    "ch": CHARTER,
}
SEARCHED = {"pm", "fu"}


def wrong_cells(world: World) -> Iterator[str]:
    """Yield what differs from the matrix, in words; nothing when all is as it should be."""
    for cell in MATRIX:
        for name in PEOPLE:
            yield from wrong_in(world, cell, name)


def wrong_in(world: World, cell: Cell, name: str) -> Iterator[str]:
    """Yield what differs for one person in one cell."""
    said = ways_to_read(world, cell, name) if cell.action == "read" else {"act": may(world, cell, name)}
    for way, allowed in said.items():
        if allowed is not (name in cell.allowed):
            yield f"{cell}: {name} {'may' if allowed else 'may not'} ({way})"


def ways_to_read(world: World, cell: Cell, name: str) -> dict[str, bool]:
    """Return, for each way in which somebody could come to read a stream, whether they can."""
    office, stream = world.office(name), cell.where
    found = {"relations": office.door.may_read(stream)}
    kind = prefix_of(stream)
    if not (kind == "pm" and name == "supported"):
        found["history"] = bool(office.reader.events(stream))
    if kind in TABLES:
        table = TABLES[kind]
        found["row"] = office.door.row(table, stream) is not None
        found["list"] = stream in {row["stream"] for row in office.door.rows(table)}
        found["count"] = office.door.count(table, {"stream": stream}) > 0
    if kind in SEARCHED:
        hits = office.door.matching(WORD, limit=100)
        found["search"] = stream in {row["stream"] for row, _ in hits}
        found["search count"] = office.door.count_matching(WORD) == len(hits) and found["search"]
    return found


def may(world: World, cell: Cell, name: str) -> bool:
    """Return whether the journal takes what somebody would record."""
    draft = cell.draft(name)
    office = world.office(name, Unrecorded())
    try:
        office.journal.append([draft], by=office.me, expects={draft.stream: 0} if cell.new else {})
    except Refused:
        return False
    return True
