"""Reads streams back into events, with who acted, and with erased text standing as such."""

from collections.abc import Iterable
from datetime import datetime

from secondstory.application.ports.storage import Log, StoredEntry
from secondstory.application.record.sealing import INSTALLATION, Unsealed, decode, unseal
from secondstory.domain.keeping.erasure import Scope
from secondstory.domain.stored import Undecodable, read_instant
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.tables import ERASED_PART, ERASED_STREAM, PSEUDONYM
from secondstory.vault.keys import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the header of an entry says. `by` is a person's id, or words."""

    kind: str
    at: datetime
    by: str


class Reader:
    """Reads the events of one log. Reading through the storage of an open transaction sees what it wrote."""

    def __init__(self, log: Log, keys: Keys) -> None:
        """Read from `log`, opening sealed words with `keys`."""
        self._log = log
        self._keys = keys

    def events(self, stream: StreamId) -> list[Recorded[Event]]:
        """Return the events of a stream in order. Entries whose words are wholly gone are left out.

        Raises BadProof when an envelope is not one; Undecodable when a newer software wrote the event.
        """
        return self.recorded(self._log.of_stream(stream), stream)

    def recorded(self, entries: Iterable[StoredEntry], stream: StreamId) -> list[Recorded[Event]]:
        """Return `entries` of one stream as events."""
        people = self._people(stream)
        return [_recorded(unsealed, people) for unsealed in self.unsealed(entries, stream)]

    def unsealed(self, entries: Iterable[StoredEntry], stream: StreamId) -> list[Unsealed]:
        """Return those of `entries`, all of one stream, whose header and facts can be read."""
        if self._is_erased(stream):
            return []
        erased = self._erased(stream)
        found = (unseal(stored, key=self._keys.key, erased=erased) for stored in entries)
        return [one for one in found if one.header is not None and isinstance(one.parts[0], bytes)]

    def header(self, stored: StoredEntry) -> Heading | None:
        """Return what happened, when and by whom, of one entry; None when its words are erased or sealed."""
        if self._is_erased(stored.stream):
            return None
        unsealed = unseal(stored, key=self._keys.key, erased=self._erased(stored.stream))
        if unsealed.header is None:
            return None
        actor = unsealed.header.actor
        by = (
            "the installation"
            if actor == INSTALLATION
            else self._people(stored.stream).get(actor, "somebody")
        )
        return Heading(kind=unsealed.header.kind, at=read_instant(unsealed.header.at), by=by)

    def _erased(self, stream: StreamId) -> dict[tuple[int, int], int]:
        rows = self._log.rows.select(ERASED_PART, {"of_stream": stream})
        return {(_number(row["idx"]), _number(row["slot"])): _number(row["entry"]) for row in rows}

    def _is_erased(self, stream: StreamId) -> bool:
        return bool(self._log.rows.select(ERASED_STREAM, {"target": stream, "scope": Scope.STREAM.value}))

    def _people(self, stream: StreamId) -> dict[str, PersonId]:
        rows = self._log.rows.select(PSEUDONYM, {"of_stream": stream})
        return {str(row["pseudonym"]): PersonId(str(row["person"])) for row in rows}


def _number(cell: str | int | None) -> int:
    assert isinstance(cell, int)
    return cell


def _recorded(unsealed: Unsealed, people: dict[str, PersonId]) -> Recorded[Event]:
    header = unsealed.header
    if header is None:
        raise Undecodable("an entry without a header has no event")
    actor = None if header.actor == INSTALLATION else people.get(header.actor)
    return Recorded(
        index=unsealed.stored.index,
        stream=StreamId(header.stream),
        seq=header.seq,
        by=actor,
        at=read_instant(header.at),
        event=decode(unsealed),
    )
