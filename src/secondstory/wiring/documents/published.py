"""What is published, for reading on the site: rendered once for each state of the record, and kept in memory."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import tzinfo
from functools import cache
from threading import Lock

from secondstory.adapters.page import reading_css, reading_html
from secondstory.adapters.pictures import draw
from secondstory.application import looking
from secondstory.application.ceremony.editions import Frame, Gathered, edition_of, gather, gather_published
from secondstory.application.edition import Edition
from secondstory.application.office import Office
from secondstory.application.understanding.references import account_rows
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import ERASED_PART, ERASED_STREAM, EVIDENCE
from secondstory.wiring.documents.pages import frame_of
from secondstory.wiring.workspace import Workspace

MOST_KEPT = 512
_WITHIN = ".published"

Key = tuple[object, ...]
Address = Callable[[str, int], tuple[str, str]]
"""(`E-4`, the entry that sealed it) -> where the piece is, and where its receipt is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One page to be read. body: markup for within an element of the class `published`.

    restricted: the category, empty when everybody reads it. ended: why work on it has ended elsewhere, or empty.
    """

    number: int
    title: str
    body: str
    restricted: str
    ended: str = ""


class Shelf:
    """The pages that were rendered last. Each is kept under what it was made from, so that none can be stale."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Keep at most `most` pages."""
        self._most = most
        self._kept: OrderedDict[Key, Reading] = OrderedDict()
        self._lock = Lock()

    def take(self, key: Key, make: Callable[[], Reading]) -> Reading:
        """Return the page kept under `key`; else make it, and keep it."""
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


_SHELF = Shelf()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: what their office may see, the zone in which they read times, where things are for them."""

    workspace: Workspace
    office: Office
    zone: tzinfo
    address: Address


def published(reader: Reader, stream: StreamId) -> Reading:
    """Return the page of what is published, as whoever looks may see it. Raises Refused when there is none for them.

    Two people who may see the same share one rendering: the key holds every stream that it was made from, and where
    each of them ends.
    """
    return _SHELF.take(_key(reader, stream), lambda: _rendered(reader, stream))


def preview(reader: Reader, stream: StreamId) -> Reading:
    """Return the page as it would be published now; its title says that it is a draft."""
    gathered = gather(reader.office, stream)
    frame = replace(frame_of(reader.workspace), now=reader.office.now().astimezone(reader.zone))
    return _reading(_addressed(reader, stream, edition_of(gathered, frame)), gathered)


@cache
def css() -> str:
    """Return how a page to be read looks."""
    return reading_css(_WITHIN)


@cache
def look_version() -> str:
    """Return what changes when `css` does, so that a browser may keep it."""
    return hashlib.sha256(css().encode()).hexdigest()[:10]


def _rendered(reader: Reader, stream: StreamId) -> Reading:
    gathered = gather_published(reader.office, stream)
    frame = replace(
        published_frame(reader.workspace, gathered), now=reader.office.now().astimezone(reader.zone)
    )
    return _reading(_addressed(reader, stream, edition_of(gathered, frame)), gathered)


def published_frame(workspace: Workspace, gathered: Gathered) -> Frame:
    """Return what surrounds the last edition: when it went out, and the newest checkpoint, which covers it."""
    editions = gathered.pm.publication.editions
    at = editions[-1].at if editions else None
    return frame_of(workspace, published_at=at, signed=workspace.keys.last_signed())


def _reading(edition: Edition, gathered: Gathered) -> Reading:
    restricted = gathered.pm.publication.restricted
    return Reading(
        number=edition.number,
        title=edition.title,
        body=reading_html(edition, draw(edition)),
        restricted=restricted.category if restricted else "",
        ended=_ended(gathered),
    )


def _ended(gathered: Gathered) -> str:
    incident = gathered.pm.incident
    if incident.withdrawn is not None:
        return f"It was withdrawn: {incident.withdrawn}"
    return "It goes on in another post-mortem." if incident.merged_into is not None else ""


def _addressed(reader: Reader, stream: StreamId, edition: Edition) -> Edition:
    """Return the edition with the ways from each source to the piece and to its receipt."""
    rows = reader.office.door.rows(EVIDENCE, {"postmortem": stream})
    there = {f"E-{row['number']}": StreamId(str(row["stream"])) for row in rows}
    found = []
    for source in edition.sources:
        if source.id in there:
            sealed = reader.workspace.storage.of_stream(there[source.id])[0].index
            place, proof = reader.address(source.id, sealed)
            found.append(replace(source, place=place, proof=proof))
        else:
            found.append(source)
    return replace(edition, sources=tuple(found))


def _key(reader: Reader, stream: StreamId) -> Key:
    storage, office = reader.workspace.storage, reader.office
    ends = tuple((one, storage.last_of(one)) for one in _streams(office, stream))
    erased = (storage.rows.count(ERASED_PART), storage.rows.count(ERASED_STREAM))
    names = frozenset(looking.names(office).items())
    # The folder tells apart two workspaces that one process opened one after the other, as tests do.
    return (str(reader.workspace.place.root), str(reader.zone), ends, erased, names)


def _streams(office: Office, stream: StreamId) -> Iterator[StreamId]:
    """Yield the streams of which the page is made, as far as they may be seen."""
    yield stream
    mine = {"postmortem": stream}
    for rows in (office.door.rows(EVIDENCE, mine), account_rows(office, stream)):
        yield from (StreamId(str(row["stream"])) for row in rows)
    yield from (StreamId(str(row["stream"])) for row in looking.answering(office, stream))
