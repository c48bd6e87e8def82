"""Seals evidence of any size in constant memory: looked at for secrets first, made durable next, recorded last.

The order of durable boundaries, and what a crash leaves behind at each:

1. The source is read once, for its digest and for likely secrets. A crash leaves nothing.
2. The key of the new item is made. A crash leaves a key that opens nothing.
3. The source is read again and sealed, and the object is durable. A crash leaves an object that no entry names;
   `orphans.unrecorded` finds it, and `wiring.tidying.remove_orphans` takes it away when it is a day old.
4. The sealing is recorded, its manifest as a commitment of the entry. Only now is there a piece of evidence.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.journal import Appended
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import evidence
from secondstory.domain.keeping.evidence import Capture, Evidence, Flagging, Sealed, SecretsFlagged
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import EVIDENCE, POSTMORTEM
from secondstory.vault.declared import Declared, Tally, as_declared
from secondstory.vault.keys import Keys
from secondstory.vault.manifest import Manifest
from secondstory.vault.objects import Objects
from secondstory.vault.stream import PREFIX_BYTES, seal

NO_DIGEST = "0" * 64
SHOWN_SECRETS = 10


class LikelySecret(Protocol):
    """A place that looks like a secret. It shows what stands before it and how long it is, never the secret."""

    @property
    def rule(self) -> str:
        """Which rule noticed it."""
        ...

    @property
    def line(self) -> int:
        """The line in which it begins, from 1."""
        ...

    @property
    def column(self) -> int:
        """The column in which it begins, from 1, in code points."""
        ...

    @property
    def excerpt_masked(self) -> str:
        """What may be shown of the place."""
        ...


Look = Callable[[Iterable[bytes]], Sequence[LikelySecret]]
"""Looks for likely secrets in bytes that are cut anywhere; may stop reading when it has seen enough."""

Source = Callable[[], Iterable[bytes]]
"""Begins to read the evidence; called once for each reading, and each reading gives the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """Where evidence goes, the keys it is sealed under, and who looks for secrets first."""

    objects: Objects
    keys: Keys
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is known of a piece of evidence before it is sealed; the fields are those of `evidence.Sealed`."""

    post_mortem: StreamId
    name: str
    captured_from: str
    media_type: str = "application/octet-stream"
    how: Capture = Capture.FILE
    command: str | None = None
    clock: str | None = None
    clock_uncertainty_s: int | None = None
    exit_code: int | None = None
    started: datetime | None = None
    ended: datetime | None = None


class SecretsFound(Refused):
    """It holds likely secrets, so nothing was sealed. `found` says which and where."""

    def __init__(self, found: Sequence[LikelySecret], *, name: str) -> None:
        """Say what was found, masked, and the ways on."""
        count = "a likely secret" if len(found) == 1 else f"{len(found)} likely secrets"
        lines = [f"{name} holds {count}, so nothing was sealed:"]
        lines += [
            f"  line {one.line}, column {one.column}: {one.rule}: {one.excerpt_masked}"
            for one in found[:SHOWN_SECRETS]
        ]
        if len(found) > SHOWN_SECRETS:
            lines.append(f"  and {len(found) - SHOWN_SECRETS} more.")
        lines.append(
            'Seal a copy with them blotted out (--redact), say why it is sealed as it is (--seal-anyway "REASON"),'
            " or mend it and send it again. A real secret that was in reach of others is best changed now."
        )
        super().__init__(lines, code="secrets")
        self.found = tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stowed:
    """Sealed bytes that are durable, and what will be said of them; not evidence before it is recorded."""

    stream: StreamId
    item: Item
    manifest: Manifest
    flagged: SecretsFlagged | None = None

    def drafts(self, number: int) -> list[Draft]:
        """Return what records the item as E-number, to be appended alone or together with something else."""
        sealed = _sealed(self.item, number=number, manifest=self.manifest)
        events = evidence.seal(Evidence(), sealed)
        drafts = [
            Draft(stream=self.stream, event=event, manifests=(self.manifest.encode(),)) for event in events
        ]
        flags: list[Event] = [] if self.flagged is None else evidence.flag_secrets(Evidence(), self.flagged)
        return [*drafts, *(Draft(stream=self.stream, event=event) for event in flags)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEvidence:
    """What was sealed and recorded."""

    stream: StreamId
    number: int
    digest: str
    length_bytes: int
    appended: Appended
    flagged: SecretsFlagged | None = None


def seal_evidence(
    office: Office,
    vault: Vault,
    item: Item,
    source: Source,
    *,
    declared: Declared | None = None,
    despite: str | None = None,
    masked: Sequence[LikelySecret] = (),
) -> SealedEvidence:
    """Seal one item of a post-mortem and record it; see `stow` for the arguments and refusals."""
    stowed = stow(office, vault, item, source, declared=declared, despite=despite, masked=masked)
    return record(office, stowed)


def stow(
    office: Office,
    vault: Vault,
    item: Item,
    source: Source,
    *,
    declared: Declared | None = None,
    despite: str | None = None,
    masked: Sequence[LikelySecret] = (),
) -> Stowed:
    """Return the item sealed and durable, not recorded yet (steps 1 to 3).

    declared: what the sender said about the bytes. despite: why it is sealed though it holds likely secrets.
    masked: what was blotted out in `source` beforehand, so that this is recorded too.
    Raises SecretsFound, DeclaredMismatch, and Refused when the item lacks what evidence needs, when the post-mortem
    is not here, or when the source gave other bytes the second time. In each case nothing was sealed.
    """
    _must_be_sealable(office, item)
    # 1
    first = Tally()
    said = vault.look([item.command.encode()]) if item.command else ()
    found = [*said, *_read_first(vault.look, source, first, declared)]
    if found and despite is None:
        raise SecretsFound(found, name=item.name)
    flagged = _flagged(found, despite, masked)
    # 2
    stream = office.new_stream("ev")
    key = vault.keys.make_key(f"object:{stream}")
    # 3
    again = Tally()
    chunks = _unchanged(source(), again, first)
    ciphertext_digest, _ = vault.objects.put(seal(chunks, key=key, prefix=office.entropy(PREFIX_BYTES)))
    manifest = Manifest(
        plaintext_digest=again.digest,
        length_bytes=again.length_bytes,
        media_type=item.media_type,
        ciphertext_digest=ciphertext_digest,
    )
    return Stowed(stream=stream, item=item, manifest=manifest, flagged=flagged)


def record(office: Office, stowed: Stowed) -> SealedEvidence:
    """Record what was stowed, under the next number of its post-mortem (step 4)."""
    for attempt in range(ATTEMPTS):
        number = next_number(office, stowed.item.post_mortem)
        try:
            appended = office.journal.append(stowed.drafts(number), by=office.me, expects={stowed.stream: 0})
        except Conflict:
            # Somebody sealed something for this post-mortem meanwhile; take the next number.
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return SealedEvidence(
            stream=stowed.stream,
            number=number,
            digest=stowed.manifest.plaintext_digest,
            length_bytes=stowed.manifest.length_bytes,
            appended=appended,
            flagged=stowed.flagged,
        )
    raise AssertionError("every attempt returned or raised")


def next_number(office: Office, post_mortem: StreamId) -> int:
    """Return the n of the next E-n of a post-mortem. Somebody else may take it first: then the append conflicts."""
    return office.door.next_number(EVIDENCE, {"postmortem": post_mortem})


def fold(entries: Sequence[Recorded[Event]]) -> Evidence:
    """Return the state of an `ev` stream."""
    from secondstory.domain.lifecycle import fold_stream

    folded: Evidence = fold_stream("ev", entries)
    return folded


def _must_be_sealable(office: Office, item: Item) -> None:
    """Refuse before gigabytes are read what would be refused after."""
    if office.door.row(POSTMORTEM, item.post_mortem) is None:
        raise Refused("There is no such post-mortem here. secondstory list shows those there are.")
    nothing = Manifest(
        plaintext_digest=NO_DIGEST, length_bytes=0, media_type=item.media_type, ciphertext_digest=NO_DIGEST
    )
    evidence.seal(Evidence(), _sealed(item, number=1, manifest=nothing))


def _read_first(
    look: Look, source: Source, tally: Tally, declared: Declared | None
) -> Sequence[LikelySecret]:
    chunks = iter(source())
    counted = tally.over(chunks) if declared is None else as_declared(chunks, declared, tally=tally)
    found = look(counted)
    for _ in counted:
        pass  # the look may stop early; the digest is of everything
    return found


def _unchanged(chunks: Iterable[bytes], again: Tally, first: Tally) -> Iterator[bytes]:
    """Yield `chunks`, and end well only when they are the bytes that were looked at before."""
    for chunk in again.over(chunks):
        if again.length_bytes > first.length_bytes:
            break
        yield chunk
    if (again.length_bytes, again.digest) != (first.length_bytes, first.digest):
        raise Refused(
            "It changed while it was being read, so nothing was sealed. Take a copy that stands still, or end what"
            " writes to it, and seal that.",
            code="changed-while-reading",
        )


def _flagged(
    found: Sequence[LikelySecret], despite: str | None, masked: Sequence[LikelySecret]
) -> SecretsFlagged | None:
    if found:
        outcome, places, reason = Flagging.SEALED_ANYWAY, found, despite
    elif masked:
        outcome, places, reason = Flagging.MASKED, masked, None
    else:
        return None
    rules = tuple(dict.fromkeys(one.rule for one in places))
    flag = SecretsFlagged(outcome=outcome, count=len(places), rules=rules, reason=reason)
    evidence.flag_secrets(Evidence(), flag)
    return flag


def _sealed(item: Item, *, number: int, manifest: Manifest) -> Sealed:
    return Sealed(
        post_mortem=item.post_mortem,
        number=number,
        digest=manifest.plaintext_digest,
        length_bytes=manifest.length_bytes,
        media_type=item.media_type,
        ciphertext_digest=manifest.ciphertext_digest,
        name=item.name,
        captured_from=item.captured_from,
        how=item.how,
        command=item.command,
        clock=item.clock,
        clock_uncertainty_s=item.clock_uncertainty_s,
        exit_code=item.exit_code,
        started=item.started,
        ended=item.ended,
    )
