"""What was recorded, entry by entry, as far as its words can be read."""

from dataclasses import dataclass
from datetime import datetime

from secondstory.application.ports.storage import Log, StoredEntry
from secondstory.application.record.reading import Reader
from secondstory.kernel.ids import StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry: what happened, to which stream, when, by whom. `kind` says when its words are gone or sealed."""

    index: int
    stream: StreamId
    seq: int
    kind: str
    at: datetime | None
    by: str


def recent(log: Log, reader: Reader, *, stream: StreamId | None, last: int) -> list[Line]:
    """Return the last entries of the log, or of one stream, oldest first."""
    if stream is not None:
        return [_line(stored, reader) for stored in log.of_stream(stream)[-last:]]
    size = log.head().size
    return [_line(stored, reader) for stored in log.entries(max(0, size - last))]


def _line(stored: StoredEntry, reader: Reader) -> Line:
    header = reader.header(stored)
    return Line(
        index=stored.index,
        stream=stored.stream,
        seq=stored.seq,
        kind=header.kind if header else "erased or sealed",
        at=header.at if header else None,
        by=header.by if header else "",
    )
