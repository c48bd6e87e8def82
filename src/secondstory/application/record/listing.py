"""What was recorded, entry by entry, as far as its words can be read."""

from collections.abc import Mapping
from datetime import datetime

from secondstory.application.ports.storage import Log, StoredEntry
from secondstory.application.record.reading import Reader
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.door import NUMBERED, Door
from secondstory.readmodel.tables import PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry: what happened, to which stream, when, by whom. `kind` says when its words are gone or sealed."""

    index: int
    stream: StreamId
    seq: int
    kind: str
    at: datetime | None
    by: str


def recent(
    log: Log, reader: Reader, names: Mapping[str, str], *, stream: StreamId | None, last: int
) -> list[Line]:
    """Return the last entries of the log, or of one stream, oldest first. names: of people, by their ids."""
    if stream is not None:
        found = log.of_stream(stream)[-last:]
    else:
        found = list(log.entries(max(0, log.head().size - last)))
    return [_line(stored, reader, names) for stored in found]


def names_of_people(door: Door) -> dict[str, str]:
    """Return the names of everybody here, by their ids."""
    return {str(row["person"]): str(row["name"]) for row in door.rows(PERSON)}


def labels_of_streams(door: Door) -> dict[str, str]:
    """Return what people call the streams that have a number: PM-7, FU-12."""
    return {
        str(row["stream"]): f"{prefix}-{row['number']}"
        for prefix, table in NUMBERED.items()
        for row in door.rows(table)
    }


def _line(stored: StoredEntry, reader: Reader, names: Mapping[str, str]) -> Line:
    header = reader.header(stored)
    return Line(
        index=stored.index,
        stream=stored.stream,
        seq=stored.seq,
        kind=header.kind if header else "erased or sealed",
        at=header.at if header else None,
        by=names.get(header.by, header.by) if header else "",
    )
