"""What the record says of one post-mortem, entry by entry, and the receipt of each, for whoever may read it."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge

from secondstory.application import looking
from secondstory.application.access.guarding import relations_for_acting
from secondstory.application.office import Office
from secondstory.application.ports.storage import Log, StoredEntry
from secondstory.application.record.proving import prove
from secondstory.application.record.reading import Heading
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.relations import Relation
from secondstory.readmodel.tables import EVIDENCE, HOLD, PSEUDONYM
from secondstory.vault.keys import LastSigned

_TOPICS = {"incident": "post-mortem", "followup": "follow-up", "import": "imported document"}
_FROM_OUTSIDE = frozenset({Relation.READER, Relation.LISTENER, Relation.GUEST})
_INSTALLATION = "the installation"
_PSEUDONYM = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry in words. what: empty when its words are erased or sealed. by: a name, or a pseudonym."""

    index: int
    about: str
    what: str
    at: datetime | None
    by: str


def entries_of(
    office: Office, log: Log, stream: StreamId, *, first: int, most: int
) -> tuple[list[Told], int]:
    """Return the entries about a post-mortem, newest first, `most` of them from the `first`, and how many there are.

    Whoever took part reads names; to everybody else each person is a pseudonym, the same within one stream.
    """
    labels = dict(_streams(office, stream))
    stored = list(merge(*(list(reversed(log.of_stream(one))) for one in labels), key=_index, reverse=True))
    names = looking.names(office) if _is_inside(office, stream) else {}
    shown = [_told(office, log, one, labels[one.stream], names) for one in stored[first : first + most]]
    return shown, len(stored)


def receipt(office: Office, log: Log, stream: StreamId, index: int, signed: LastSigned | None) -> bytes:
    """Return the `.tlog-proof` of one entry about a post-mortem. Raises Refused when it is not about that one."""
    _entry(office, log, stream, index)
    if signed is None:
        raise Refused("Nothing is signed here yet.")
    return prove(log, index, signed)


def bytes_of(office: Office, log: Log, stream: StreamId, index: int) -> bytes:
    """Return one entry about a post-mortem as it stands in the log. Raises Refused when it is not about that one."""
    return _entry(office, log, stream, index).entry


def _entry(office: Office, log: Log, stream: StreamId, index: int) -> StoredEntry:
    found = next(iter(log.entries(index, index + 1)), None)
    if found is None or found.stream not in dict(_streams(office, stream)):
        raise Refused(f"Entry {index} says nothing about this post-mortem.")
    return found


def _index(entry: StoredEntry) -> int:
    return entry.index


def _streams(office: Office, stream: StreamId) -> Iterator[tuple[StreamId, str]]:
    """Yield (stream, what it is called) of the post-mortem and of what belongs to it, as far as it may be seen."""
    yield stream, ""
    mine = {"postmortem": stream}
    for row in office.door.rows(EVIDENCE, mine, order="number"):
        yield StreamId(str(row["stream"])), f"E-{row['number']}"
    for row in office.door.rows(HOLD, mine, order="number"):
        yield StreamId(str(row["stream"])), f"HO-{row['number']}"
    for row in looking.answering(office, stream):
        yield StreamId(str(row["stream"])), f"FU-{row['number']}"


def _is_inside(office: Office, stream: StreamId) -> bool:
    return office.alone or bool(relations_for_acting(office.door, stream) - _FROM_OUTSIDE)


def _told(office: Office, log: Log, stored: StoredEntry, about: str, names: dict[str, str]) -> Told:
    heading = office.reader.header(stored)
    return Told(
        index=stored.index,
        about=about,
        what=_words(heading.kind) if heading else "",
        at=heading.at if heading else None,
        by=_by(log, stored.stream, heading, names) if heading else "",
    )


def _by(log: Log, stream: StreamId, heading: Heading, names: dict[str, str]) -> str:
    if heading.by == _INSTALLATION or heading.by in names:
        return names.get(heading.by, heading.by)
    rows = log.rows.select(PSEUDONYM, {"of_stream": stream, "person": heading.by})
    return str(rows[0]["pseudonym"])[:_PSEUDONYM] if rows else "somebody"


def _words(tag: str) -> str:
    """Return the tag of an event in words: `Timeline: entry added` for `timeline.entry_added.v1`."""
    topic, _, rest = tag.partition(".")
    happened = rest.rpartition(".")[0].replace("_", " ")
    said = f"{_TOPICS.get(topic, topic)}: {happened}"
    return f"{said[:1].upper()}{said[1:]}"
