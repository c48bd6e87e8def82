"""Checks the words behind one entry: each envelope against the commitment that stands in the log.

Each part is exactly one of: present, lawfully erased (entry N), MISSING; a part whose key is not here is checked as
ciphertext only, and said so.
"""

import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from secondstory.application.ports.storage import (
    FIRST_EVIDENCE_SLOT,
    FIRST_PART_SLOT,
    HEADER_SLOT,
    StoredEntry,
)
from secondstory.application.record.sealing import ErasedSlots, KeyFinder
from secondstory.application.record.verifying.report import Problem, altered, missing
from secondstory.kernel.ids import StreamId
from secondstory.record.commitment import CommitmentKind, matches
from secondstory.record.entry import Entry, decode_header
from secondstory.record.envelope import KEY_NONE, ciphertext_digest, key_name, open_envelope
from secondstory.record.errors import BadProof

_REDACTED = b'"kind":"evidence.redacted.'
_PART = re.compile(rb'\{"\$part":(\d+)\}')


@dataclass(slots=True)
class Tally:
    """How many parts stood as what."""

    present: int = 0
    erased: int = 0
    missing: int = 0
    sealed: int = 0
    erased_by: Counter[int] = field(default_factory=Counter)
    manifests: list[tuple[StreamId, int, bytes]] = field(default_factory=list)
    last_header: bytes | None = None
    redactions: list[int] = field(default_factory=list)


Found = Generator[Problem, None, bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One envelope's place in an entry: what it commits to, and the digest of its ciphertext where there is one."""

    number: int
    kind: CommitmentKind
    commitment: str
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCheck:
    """Checks entries one after another. erased: what the record says was lawfully erased, parts and streams.

    has_keys: the key store is here, so that a key which is not in it is gone.
    """

    key: KeyFinder
    erased: ErasedSlots
    erased_streams: Mapping[StreamId, int]
    has_keys: bool = False
    tally: Tally = field(default_factory=Tally)

    def check(self, stored: StoredEntry, entry: Entry) -> Iterator[Problem]:
        """Yield what is wrong with the words behind one entry."""
        slots = _slots(entry)
        header = yield from self._slot(stored, slots[HEADER_SLOT])
        self.tally.last_header = header
        if header is not None:
            if _REDACTED in header:
                self.tally.redactions.append(stored.index)
            yield from _misfiled(stored, header)
        facts = yield from self._slot(stored, slots[FIRST_PART_SLOT])
        width = self._width(stored, facts)
        for number, slot in slots.items():
            if FIRST_PART_SLOT < number <= width:
                yield from self._slot(stored, slot)
            if number >= FIRST_EVIDENCE_SLOT:
                manifest = yield from self._slot(stored, slot)
                if manifest is not None:
                    self.tally.manifests.append((stored.stream, stored.index, manifest))
        for number in stored.envelopes.keys() - slots.keys():
            yield altered(
                f"entry {stored.index}, slot {number}", "Something is stored here that the log never named."
            )

    def _width(self, stored: StoredEntry, facts: bytes | None) -> int:
        """Return how many real parts there are: as many as the facts name, or as are stored or erased."""
        named = [int(one) + 1 for one in _PART.findall(facts or b"")]
        kept = [slot for slot in stored.envelopes if slot < FIRST_EVIDENCE_SLOT]
        gone = [slot for index, slot in self.erased if index == stored.index and slot < FIRST_EVIDENCE_SLOT]
        return max([1, *named, *kept, *gone])

    def _slot(self, stored: StoredEntry, slot: Slot) -> Found:
        """Yield what is wrong with one envelope; return its plaintext when it could be read and proven."""
        where = f"entry {stored.index}, {_name(slot.number)}"
        envelope = stored.envelopes.get(slot.number)
        if envelope is None:
            yield from self._absent(stored, slot, where)
            return None
        try:
            name = key_name(envelope)
        except BadProof as bad:
            yield altered(where, f"What is stored here cannot be read as an envelope: {bad}")
            return None
        if slot.digest is not None and ciphertext_digest(envelope) != slot.digest:
            yield altered(where, "The sealed bytes are not the ones that were recorded.")
            return None
        if slot.digest is None and name != KEY_NONE:
            yield altered(where, f"It names the key {name}; the log says that it lies in the open.")
            return None
        key = None if name == KEY_NONE else self.key(name)
        if name != KEY_NONE and key is None:
            yield from self._unopened(stored, where)
            return None
        return (yield from self._proven(envelope, key, slot, where))

    def _proven(self, envelope: bytes, key: bytes | None, slot: Slot, where: str) -> Found:
        try:
            opened = open_envelope(envelope, key)
        except BadProof as bad:
            yield altered(where, f"The sealed words do not open with their key: {bad}")
            return None
        if not matches(slot.commitment, slot.kind, opened.salt, opened.plaintext):
            yield altered(where, "The words stored here are not the ones that were recorded.")
            return None
        self.tally.present += 1
        return opened.plaintext

    def _absent(self, stored: StoredEntry, slot: Slot, where: str) -> Iterator[Problem]:
        entry = self.erased.get((stored.index, slot.number), self.erased_streams.get(stored.stream))
        if entry is not None:
            self._erased(entry)
            return
        self.tally.missing += 1
        yield missing(where, "MISSING. The record says it was here, and no entry says that it was erased.")

    def _unopened(self, stored: StoredEntry, where: str) -> Iterator[Problem]:
        if stored.stream in self.erased_streams:
            self._erased(self.erased_streams[stored.stream])
        elif self.has_keys:
            self.tally.missing += 1
            yield missing(
                where, "MISSING. Its key is not in the key store, and no entry says that it was erased."
            )
        else:
            self.tally.sealed += 1

    def _erased(self, entry: int) -> None:
        self.tally.erased += 1
        self.tally.erased_by[entry] += 1


def _slots(entry: Entry) -> dict[int, Slot]:
    """Return the slots that the entry names, in the order in which `c` lists their ciphertexts."""
    numbered: list[tuple[int, CommitmentKind, str]] = [(HEADER_SLOT, "header", entry.header)]
    numbered += [(FIRST_PART_SLOT + n, "part", one) for n, one in enumerate(entry.parts)]
    numbered += [(FIRST_EVIDENCE_SLOT + n, "evidence", one) for n, one in enumerate(entry.evidence)]
    digests = entry.ciphertexts or (None,) * len(numbered)
    return {
        number: Slot(number=number, kind=kind, commitment=commitment, digest=digest)
        for (number, kind, commitment), digest in zip(numbered, digests, strict=False)
    }


def _name(slot: int) -> str:
    if slot == HEADER_SLOT:
        return "header"
    if slot >= FIRST_EVIDENCE_SLOT:
        return f"evidence manifest {slot - FIRST_EVIDENCE_SLOT}"
    return f"part {slot - FIRST_PART_SLOT}"


def _misfiled(stored: StoredEntry, plaintext: bytes) -> Iterator[Problem]:
    """Yield a problem when the index beside the log files the entry elsewhere than its header says."""
    try:
        header = decode_header(plaintext)
    except BadProof as bad:
        yield altered(f"entry {stored.index}, header", str(bad))
        return
    if (header.stream, header.seq) != (stored.stream, stored.seq):
        yield altered(
            f"entry {stored.index}, header",
            f"It is filed as {stored.stream} number {stored.seq}; its header says {header.stream} number {header.seq}.",
        )
