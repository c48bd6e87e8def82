"""What of one entry can be shown to somebody outside: its words with their salts, or the state they are in instead.

Each part is in exactly one state: present, erased by entry N, closed (sealed here, or not for the one who shows it),
or MISSING. Whether a stream may be read is the reader's to say; nothing is opened that it keeps closed.
"""

import re
from collections.abc import Iterator, Mapping

from secondstory.application.ports.storage import (
    FIRST_EVIDENCE_SLOT,
    FIRST_PART_SLOT,
    HEADER_SLOT,
    Log,
    StoredEntry,
)
from secondstory.application.record.reading import Reader
from secondstory.domain.keeping.erasure import Scope
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import ERASED_PART, ERASED_STREAM
from secondstory.record.commitment import CommitmentKind, matches
from secondstory.record.entry import Entry, decode_entry
from secondstory.record.envelope import KEY_NONE, Opened, key_name, open_envelope
from secondstory.record.errors import BadProof
from secondstory.vault.keys import Keys

PRESENT, CLOSED, MISSING = "present", "closed", "MISSING"
_PART = re.compile(rb'\{"\$part":(\d+)\}')


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """One entry as it can be shown. states: part (`header`, `part-0`, `evidence-0`) to its state.

    words: for the parts that are present, the salt and the plaintext of their commitment.
    """

    index: int
    entry: bytes
    states: Mapping[str, str]
    words: Mapping[str, Opened]

    @property
    def manifests(self) -> Mapping[str, bytes]:
        """The manifests of evidence that are present, by part."""
        return {name: one.plaintext for name, one in self.words.items() if name.startswith("evidence-")}


@dataclass(frozen=True, slots=True)
class _Slot:
    number: int
    kind: CommitmentKind
    name: str
    commitment: str


class Discloser:
    """Shows entries of one log as far as `reader` lets its person read them."""

    def __init__(self, log: Log, reader: Reader, keys: Keys) -> None:
        """Look up once what was erased."""
        self._reader, self._keys = reader, keys
        parts = log.rows.select(ERASED_PART)
        self._erased = {
            (int(str(row["idx"])), int(str(row["slot"]))): int(str(row["entry"])) for row in parts
        }
        self._streams = dict(_targets(log, Scope.STREAM))
        self._objects = dict(_targets(log, *Scope))

    def shown(self, stored: StoredEntry, *, is_open: bool = True) -> Disclosed:
        """Return what of `stored` can be shown; is_open: False when its words stay behind whatever may be read.

        Raises BadProof when what is stored is not what was recorded.
        """
        entry = decode_entry(stored.entry)
        gone = self._streams.get(stored.stream)
        states: dict[str, str] = {}
        words: dict[str, Opened] = {}
        may_open = is_open and (gone is not None or self._reader.header(stored) is not None)
        for slot in self._slots(stored, entry, may_open=may_open):
            states[slot.name] = self._state(stored, slot) if may_open else CLOSED
            if states[slot.name] == PRESENT:
                words[slot.name] = self._opened(stored, slot)
        return Disclosed(index=stored.index, entry=stored.entry, states=states, words=words)

    def erased_object(self, stream: StreamId) -> str | None:
        """Return the state of an item of evidence whose bytes were lawfully erased, None when they were not."""
        entry = self._objects.get(stream)
        return None if entry is None else _erased_by(entry)

    def _slots(self, stored: StoredEntry, entry: Entry, *, may_open: bool) -> Iterator[_Slot]:
        """Yield the places that hold something: those beyond the real parts are padding."""
        yield _Slot(HEADER_SLOT, "header", "header", entry.header)
        facts = _Slot(FIRST_PART_SLOT, "part", "part-0", entry.parts[0])
        named: set[int] = {slot - FIRST_PART_SLOT for index, slot in self._erased if index == stored.index}
        if may_open and self._state(stored, facts) == PRESENT:
            named |= {int(one) for one in _PART.findall(self._opened(stored, facts).plaintext)}
        yield facts
        for n in sorted(named - {0}):
            yield _Slot(FIRST_PART_SLOT + n, "part", f"part-{n}", entry.parts[n])
        for n, commitment in enumerate(entry.evidence):
            yield _Slot(FIRST_EVIDENCE_SLOT + n, "evidence", f"evidence-{n}", commitment)

    def _state(self, stored: StoredEntry, slot: _Slot) -> str:
        erased = self._erased.get((stored.index, slot.number), self._streams.get(stored.stream))
        if erased is not None:
            return _erased_by(erased)
        envelope = stored.envelopes.get(slot.number)
        if envelope is None:
            return MISSING
        name = key_name(envelope)
        return PRESENT if name == KEY_NONE or self._keys.key(name) is not None else CLOSED

    def _opened(self, stored: StoredEntry, slot: _Slot) -> Opened:
        envelope = stored.envelopes[slot.number]
        name = key_name(envelope)
        opened = open_envelope(envelope, None if name == KEY_NONE else self._keys.key(name))
        if not matches(slot.commitment, slot.kind, opened.salt, opened.plaintext):
            raise BadProof(
                f"entry {stored.index}, {slot.name}: the words stored here are not the ones recorded."
            )
        return opened


def _erased_by(entry: int) -> str:
    return f"erased by entry {entry}"


def _targets(log: Log, *scopes: Scope) -> Iterator[tuple[StreamId, int]]:
    for row in log.rows.select(ERASED_STREAM):
        if row["scope"] in scopes:
            yield StreamId(str(row["target"])), int(str(row["entry"]))
