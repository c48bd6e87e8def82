"""The one table of every event tag ever written. Tags are for ever: never renamed, never reused."""

from collections.abc import Sequence

from secondstory.domain.ceremony import charter, followups, publication, sittings, support
from secondstory.domain.keeping import erasure, evidence, holds, installation, people, retention
from secondstory.domain.stored import Stored, Undecodable, decode_parts, encode_parts
from secondstory.domain.understanding import accounts, conditions, imported, incidents, narrative, timeline
from secondstory.kernel.event import Event, Gone

TABLE: tuple[Stored, ...] = (
    *incidents.STORED,
    *timeline.STORED,
    *accounts.STORED,
    *narrative.STORED,
    *conditions.STORED,
    *imported.STORED,
    *support.STORED,
    *holds.STORED,
    *evidence.STORED,
    *sittings.STORED,
    *followups.STORED,
    *publication.STORED,
    *charter.STORED,
    *people.STORED,
    *installation.STORED,
    *retention.STORED,
    *erasure.STORED,
)

_BY_TAG = {row.tag: row for row in TABLE}
_BY_EVENT = {row.event: row for row in reversed(TABLE)}


def tag_of(event: Event) -> str:
    """Return the tag under which `event` is written today: the first row of the table that has its class."""
    return _BY_EVENT[type(event)].tag


def encode(event: Event) -> tuple[str, tuple[bytes, ...]]:
    """Return the tag and the parts of `event`."""
    row = _BY_EVENT[type(event)]
    return row.tag, encode_parts(row, event)


def decode(tag: str, parts: Sequence[bytes | Gone]) -> Event:
    """Return the event of `tag` that `parts` hold. Raises Undecodable for a tag that is not in the table."""
    row = _BY_TAG.get(tag)
    if row is None:
        raise Undecodable(f"{tag} is not a tag this version knows; a newer Second Story wrote it")
    return decode_parts(row, parts)
