"""Between events and what is stored of them: commitments, salts, envelopes; and back again.

record-format.md section 2. The entry in the log holds commitments only; the words lie in payload envelopes
beside it, each with a salt of its own, and in private streams under the stream's key.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from secondstory.application.ports.chance import Entropy
from secondstory.application.ports.storage import (
    FIRST_EVIDENCE_SLOT,
    FIRST_PART_SLOT,
    HEADER_SLOT,
    SealedEntry,
    StoredEntry,
)
from secondstory.domain import event_table
from secondstory.domain.stored import Undecodable, instant_text
from secondstory.kernel.event import Event, Gone
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.record.commitment import CommitmentKind, b64url, commit
from secondstory.record.entry import (
    Entry,
    Header,
    decode_entry,
    decode_header,
    encode_entry,
    encode_header,
    padded_width,
)
from secondstory.record.envelope import (
    KEY_NONE,
    ciphertext_digest,
    key_name,
    open_envelope,
    wrap_plain,
    wrap_sealed,
)

SALT_BYTES = 32
NONCE_BYTES = 12
INSTALLATION = "installation"
KEYED_PREFIXES = frozenset({"ac", "su", "ev", "co", "cg", "ic"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event on its way into a stream. manifests: what the entry's evidence commitments cover, if anything."""

    stream: StreamId
    event: Event
    manifests: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event will stand: its sequence, the index before it in its stream, who acted, when."""

    seq: int
    previous: int | None
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What could be read of one stored entry. `header` is None when its words are gone or sealed."""

    stored: StoredEntry
    header: Header | None
    parts: tuple[bytes | Gone, ...]


def key_name_of(stream: StreamId) -> str | None:
    """Return the name of the key under which a stream's words are sealed; None for streams in the open."""
    return f"stream:{stream}" if prefix_of(stream) in KEYED_PREFIXES else None


def seal(draft: Draft, place: Place, *, key: bytes | None, entropy: Entropy) -> SealedEntry:
    """Return the entry and the envelopes for `draft`, sealed under `key` when the stream has one."""
    tag, parts = event_table.encode(draft.event)
    header = Header(
        kind=tag,
        stream=draft.stream,
        seq=place.seq,
        actor=place.actor,
        at=instant_text(place.at),
        previous=place.previous,
    )
    sealer = _Sealer(name=key_name_of(draft.stream), key=key, entropy=entropy)
    header_commitment = sealer.add("header", HEADER_SLOT, encode_header(header))
    bodies = [sealer.add("part", FIRST_PART_SLOT + n, part) for n, part in enumerate(parts)]
    evidence = [sealer.add("evidence", FIRST_EVIDENCE_SLOT + n, one) for n, one in enumerate(draft.manifests)]
    padding = [b64url(entropy(SALT_BYTES)) for _ in range(padded_width(len(bodies)) - len(bodies))]
    ciphertexts = sealer.ciphertexts(len(bodies), padding=len(padding))
    entry = Entry(
        header=header_commitment, parts=(*bodies, *padding), ciphertexts=ciphertexts, evidence=tuple(evidence)
    )
    return SealedEntry(
        entry=encode_entry(entry), stream=draft.stream, seq=place.seq, envelopes=sealer.envelopes
    )


class _Sealer:
    """Wraps one plaintext after the other, remembering the envelopes."""

    def __init__(self, *, name: str | None, key: bytes | None, entropy: Entropy) -> None:
        if name is not None and key is None:
            raise KeyError(f"the key {name} is not here")
        self.envelopes: dict[int, bytes] = {}
        self._name, self._key, self._entropy = name, key, entropy

    def add(self, kind: CommitmentKind, slot: int, plaintext: bytes) -> str:
        salt = self._entropy(SALT_BYTES)
        if self._name is None or self._key is None:
            self.envelopes[slot] = wrap_plain(salt, plaintext)
        else:
            self.envelopes[slot] = wrap_sealed(
                self._name, self._key, self._entropy(NONCE_BYTES), salt, plaintext
            )
        return commit(kind, salt, plaintext)

    def ciphertexts(self, bodies: int, *, padding: int) -> tuple[str, ...]:
        """Digests of the stored ciphertexts: header, body parts padded like `b`, evidence. Empty in the open."""
        if self._name is None:
            return ()
        digests = [ciphertext_digest(envelope) for _, envelope in sorted(self.envelopes.items())]
        noise = [b64url(self._entropy(SALT_BYTES)) for _ in range(padding)]
        return (*digests[: 1 + bodies], *noise, *digests[1 + bodies :])


ErasedSlots = Mapping[tuple[int, int], int]
KeyFinder = Callable[[str], bytes | None]


def unseal(stored: StoredEntry, *, key: KeyFinder, erased: ErasedSlots) -> Unsealed:
    """Return what can be read of `stored`. Raises BadProof when an envelope is not one.

    erased: (index, slot) -> the index of the entry that lawfully erased it.
    """
    # The padded width: what lies beyond the real parts reads as missing, and no fact refers to it.
    width = len(decode_entry(stored.entry).parts)
    header = _read(stored, HEADER_SLOT, key=key, erased=erased)
    parts = tuple(
        _read(stored, slot, key=key, erased=erased)
        for slot in range(FIRST_PART_SLOT, FIRST_PART_SLOT + width)
    )
    return Unsealed(stored, None if isinstance(header, Gone) else decode_header(header), parts)


def _read(stored: StoredEntry, slot: int, *, key: KeyFinder, erased: ErasedSlots) -> bytes | Gone:
    entry = erased.get((stored.index, slot))
    if entry is not None:
        # Even when its envelope is still here: a crash may have come between the record of an erasure and the deed.
        return Gone("erased", entry)
    envelope = stored.envelopes.get(slot)
    if envelope is None:
        return Gone("missing")
    name = key_name(envelope)
    found = None if name == KEY_NONE else key(name)
    if name != KEY_NONE and found is None:
        return Gone("sealed")
    return open_envelope(envelope, found).plaintext


def decode(unsealed: Unsealed) -> Event:
    """Return the event of an unsealed entry; raises Undecodable when its header or its facts are gone."""
    if unsealed.header is None:
        raise Undecodable(f"entry {unsealed.stored.index} has no header that can be read")
    return event_table.decode(unsealed.header.kind, unsealed.parts)


def evidence_parts(stored: StoredEntry, *, key: KeyFinder, erased: ErasedSlots) -> Sequence[bytes | Gone]:
    """Return the evidence manifests of an entry, each as bytes or as Gone."""
    count = len(decode_entry(stored.entry).evidence)
    slots = range(FIRST_EVIDENCE_SLOT, FIRST_EVIDENCE_SLOT + count)
    return [_read(stored, slot, key=key, erased=erased) for slot in slots]
