"""Checks the words behind one entry: each envelope against the commitment that stands in the log.

Each part is exactly one of: present, lawfully erased (entry N), MISSING; a part whose key is not here is checked as
ciphertext only, and said so.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from secondstory.application.ports.storage import (
    FIRST_EVIDENCE_SLOT,
    FIRST_PART_SLOT,
    HEADER_SLOT,
    StoredEntry,
)
from secondstory.application.record.sealing import ErasedSlots, KeyFinder
from secondstory.application.record.verifying.report import Problem, altered, missing
from secondstory.kernel.ids import StreamId
from secondstory.record.commitment import SALT_BYTES, CommitmentKind, matches
from secondstory.record.entry import Entry, decode_header
from secondstory.record.envelope import KEY_NONE, ciphertext_digest, key_name, open_content
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


class Slot(NamedTuple):
    """One envelope's place in an entry: what it commits to, and the digest of its ciphertext where there is one."""

    number: int
    kind: CommitmentKind
    commitment: str
    digest: str | None


class _Wrong(Exception):
    """What is wrong with one envelope."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.words)
        self.problem = problem

    @classmethod
    def altered(cls, stored: StoredEntry, slot: Slot, words: str) -> Self:
        return cls(altered(_where(stored, slot), words))


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
    gone: Mapping[int, int] = field(init=False)
    """By index of an entry: its last part that was lawfully erased."""

    def __post_init__(self) -> None:
        """Look once through what was erased, and not once for each entry."""
        gone: dict[int, int] = {}
        for index, slot in self.erased:
            if slot < FIRST_EVIDENCE_SLOT:
                gone[index] = max(slot, gone.get(index, 0))
        object.__setattr__(self, "gone", gone)

    def check(self, stored: StoredEntry, entry: Entry) -> list[Problem]:
        """Return what is wrong with the words behind one entry."""
        problems: list[Problem] = []
        slots = _slots(entry)
        header = self._slot(stored, slots[HEADER_SLOT], problems)
        self.tally.last_header = header
        if header is not None:
            if _REDACTED in header:
                self.tally.redactions.append(stored.index)
            _file(stored, header, problems)
        facts = self._slot(stored, slots[FIRST_PART_SLOT], problems)
        width = self._width(stored, facts)
        for number, slot in slots.items():
            if FIRST_PART_SLOT < number <= width:
                self._slot(stored, slot, problems)
            if number >= FIRST_EVIDENCE_SLOT:
                manifest = self._slot(stored, slot, problems)
                if manifest is not None:
                    self.tally.manifests.append((stored.stream, stored.index, manifest))
        for number in stored.envelopes.keys() - slots.keys():
            where = f"entry {stored.index}, slot {number}"
            problems.append(altered(where, "Something is stored here that the log never named."))
        return problems

    def _width(self, stored: StoredEntry, facts: bytes | None) -> int:
        """Return how many real parts there are: as many as the facts name, or as are stored or erased."""
        named = [int(one) + 1 for one in _PART.findall(facts or b"")]
        kept = [slot for slot in stored.envelopes if slot < FIRST_EVIDENCE_SLOT]
        return max([1, *named, *kept, self.gone.get(stored.index, 0)])

    def _slot(self, stored: StoredEntry, slot: Slot, problems: list[Problem]) -> bytes | None:
        """Return the plaintext of one envelope when it could be read and proven; else note what is wrong with it."""
        try:
            envelope = stored.envelopes.get(slot.number)
            if envelope is None:
                self._absent(stored, slot)
                return None
            return self._proven(stored, slot, envelope)
        except _Wrong as wrong:
            problems.append(wrong.problem)
            return None

    def _proven(self, stored: StoredEntry, slot: Slot, envelope: bytes) -> bytes | None:
        try:
            name = key_name(envelope)
        except BadProof as bad:
            raise _Wrong.altered(
                stored, slot, f"What is stored here cannot be read as an envelope: {bad}"
            ) from bad
        if slot.digest is not None and ciphertext_digest(envelope) != slot.digest:
            raise _Wrong.altered(stored, slot, "The sealed bytes are not the ones that were recorded.")
        if slot.digest is None and name != KEY_NONE:
            raise _Wrong.altered(
                stored, slot, f"It names the key {name}; the log says that it lies in the open."
            )
        key = None if name == KEY_NONE else self.key(name)
        if name != KEY_NONE and key is None:
            self._unopened(stored, slot)
            return None
        try:
            content = open_content(envelope, key)
        except BadProof as bad:
            raise _Wrong.altered(stored, slot, f"The sealed words do not open with their key: {bad}") from bad
        if not matches(slot.commitment, slot.kind, content[:SALT_BYTES], content[SALT_BYTES:]):
            raise _Wrong.altered(stored, slot, "The words stored here are not the ones that were recorded.")
        self.tally.present += 1
        return content[SALT_BYTES:]

    def _absent(self, stored: StoredEntry, slot: Slot) -> None:
        entry = self.erased.get((stored.index, slot.number), self.erased_streams.get(stored.stream))
        if entry is None:
            self.tally.missing += 1
            words = "MISSING. The record says it was here, and no entry says that it was erased."
            raise _Wrong(missing(_where(stored, slot), words))
        self._erased(entry)

    def _unopened(self, stored: StoredEntry, slot: Slot) -> None:
        if stored.stream in self.erased_streams:
            self._erased(self.erased_streams[stored.stream])
        elif self.has_keys:
            self.tally.missing += 1
            words = "MISSING. Its key is not in the key store, and no entry says that it was erased."
            raise _Wrong(missing(_where(stored, slot), words))
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
    return {slot[0]: Slot(*slot, digest) for slot, digest in zip(numbered, digests, strict=False)}


def _where(stored: StoredEntry, slot: Slot) -> str:
    return f"entry {stored.index}, {_name(slot.number)}"


def _name(slot: int) -> str:
    if slot == HEADER_SLOT:
        return "header"
    if slot >= FIRST_EVIDENCE_SLOT:
        return f"evidence manifest {slot - FIRST_EVIDENCE_SLOT}"
    return f"part {slot - FIRST_PART_SLOT}"


def _file(stored: StoredEntry, plaintext: bytes, problems: list[Problem]) -> None:
    """Note a problem when the index beside the log files the entry elsewhere than its header says."""
    where = f"entry {stored.index}, header"
    try:
        header = decode_header(plaintext)
    except BadProof as bad:
        problems.append(altered(where, str(bad)))
        return
    if (header.stream, header.seq) != (stored.stream, stored.seq):
        filed = f"It is filed as {stored.stream} number {stored.seq}; its header says"
        problems.append(altered(where, f"{filed} {header.stream} number {header.seq}."))
