"""Evidence: one thing that shows what happened, sealed once, and everybody who touched it afterwards.

An item is sealed with its digest, length, where it came from and how. Nothing about it changes after that: a
correction is a new entry that cites what it corrects, an erasure leaves its basis and its approvers behind. A redaction
alters nothing either: it seals a copy with lines covered, which readers are given from then on; both items say so, and
the original stays sealed until it is lawfully erased. Reading and exporting are recorded, once per person and day, and
always in the open. The chain of custody is what these entries say when read in order.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, assert_never

from secondstory.domain.stored import Stored, Value, stored
from secondstory.kernel.covering import Because
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused, refuse_if_any

DIGEST_HEX = 64


class Capture(StrEnum):
    """How an item was taken."""

    COMMAND = "command"
    FILE = "file"
    EXPORT = "export"
    SCREENSHOT = "screenshot"
    COPY = "copy"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Event):
    """An item was sealed. number: the n of E-n. Digests are SHA-256 in hex, of the plaintext and of what is stored.

    how: the method; command: the very command, when there was one, with exit_code, started and ended. clock: which
    clock those times are from, right to within clock_uncertainty_s.
    """

    post_mortem: StreamId
    number: int
    digest: str
    length_bytes: int
    media_type: str
    ciphertext_digest: str
    name: str
    captured_from: str
    how: Capture
    command: str | None = None
    clock: str | None = None
    clock_uncertainty_s: int | None = None
    exit_code: int | None = None
    started: datetime | None = None
    ended: datetime | None = None
    gap: int | None = None


class Flagging(StrEnum):
    """What was done about likely secrets that were found before sealing."""

    MASKED = "masked"
    SEALED_ANYWAY = "sealed-anyway"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretsFlagged(Event):
    """Likely secrets were found before sealing. rules: which, each once; count: how many places; never the secrets.

    Masked: what was sealed is a copy with those places blotted out. Sealed anyway: as it came, for a reason.
    """

    outcome: Flagging
    count: int
    rules: tuple[str, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Event):
    """Somebody opened it; once per person and day. purpose: in their words, if they said."""

    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported(Event):
    """Somebody took a copy out; once per person and day."""

    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed(Event):
    """Custody passed to somebody else."""

    to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Event):
    """What was said about it was corrected. cites: the sequence number, in this stream, of what is corrected."""

    cites: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionProposed(Event):
    """Somebody proposed to hide a part of it, on a legal basis."""

    basis: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionApproved(Event):
    """A second person approved. digest: of the redacted copy; the digest of the original stays."""

    basis: str
    scope: str
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Value):
    """Whole lines of a text, from first to last, counted from 1."""

    stored_fields: ClassVar[tuple[str, ...]] = ("first", "last")
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted(Event):
    """From here on readers are given another item in its place. This one stays as it was sealed.

    copy, copy_number, copy_digest: the item that is read instead, and the SHA-256 of its plaintext. digest: of the
    original. lines: which are covered; none when a note stands in place of the whole. holds: the n of each HO-n that
    kept the original at that moment.
    """

    copy: StreamId
    copy_number: int
    copy_digest: str
    digest: str
    because: Because
    why: str
    lines: tuple[Lines, ...] = ()
    holds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFrom(Event):
    """This item is the redacted copy of another. digest: of the original's plaintext, in hex; number: its E-n."""

    original: StreamId
    number: int
    digest: str
    because: Because
    lines: tuple[Lines, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalOpened(Event):
    """Somebody opened the original of what was redacted; once per person and day."""

    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased(Event):
    """Its key was destroyed. What stays: that it was here, why it went, and who approved."""

    basis: str
    approvers: tuple[PersonId, ...]
    later_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced(Event):
    """The same query was run again. same: with the same result; difference: explained, if not."""

    same: bool
    difference: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLocked(Event):
    """A copy of its sealed bytes lies in write-once storage, locked until then; said again when the lock is lengthened.

    where: which storage; version: of the copy there, by which alone it is asked for; ciphertext_digest: its SHA-256.
    """

    where: str
    version: str
    ciphertext_digest: str
    until: datetime


EvidenceEvent = (
    Sealed
    | SecretsFlagged
    | Read
    | Exported
    | Handed
    | Corrected
    | RedactionProposed
    | RedactionApproved
    | Redacted
    | MadeFrom
    | OriginalOpened
    | Erased
    | Reproduced
    | CopyLocked
)

STORED: tuple[Stored, ...] = (
    stored(
        "evidence.sealed.v1",
        Sealed,
        "post_mortem number digest length_bytes media_type ciphertext_digest how clock clock_uncertainty_s"
        " exit_code started ended gap",
        texts="name captured_from command",
    ),
    stored("evidence.secrets_flagged.v1", SecretsFlagged, "outcome count rules", texts="reason"),
    stored("evidence.read.v1", Read, texts="purpose"),
    stored("evidence.exported.v1", Exported, texts="purpose"),
    stored("evidence.handed.v1", Handed, texts="to reason"),
    stored("evidence.corrected.v1", Corrected, "cites", texts="text"),
    stored("evidence.redaction_proposed.v1", RedactionProposed, "basis", texts="scope"),
    stored("evidence.redaction_approved.v1", RedactionApproved, "basis digest", texts="scope"),
    stored(
        "evidence.redacted.v1",
        Redacted,
        "copy copy_number copy_digest digest because lines holds",
        texts="why",
    ),
    stored("evidence.made_from.v1", MadeFrom, "original number digest because lines"),
    stored("evidence.original_opened.v1", OriginalOpened, texts="purpose"),
    stored("evidence.erased.v1", Erased, "basis approvers later_self"),
    stored("evidence.reproduced.v1", Reproduced, "same digest", texts="difference"),
    stored("evidence.copy_locked.v1", CopyLocked, "where version ciphertext_digest until"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One line of the chain of custody."""

    seq: int
    at: datetime
    by: PersonId | None
    event: EvidenceEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One item, E-number, and its chain of custody in the order it happened."""

    stream: StreamId | None = None
    sealed: Sealed | None = None
    sealed_at: datetime | None = None
    sealed_by: PersonId | None = None
    flagged: SecretsFlagged | None = None
    custody: tuple[Touched, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    proposed: RedactionProposed | None = None
    proposed_by: PersonId | None = None
    redactions: tuple[RedactionApproved, ...] = ()
    redacted: Redacted | None = None
    made_from: MadeFrom | None = None
    erased: Erased | None = None
    copies: tuple[CopyLocked, ...] = ()

    @property
    def is_here(self) -> bool:
        """Whether it was sealed and not erased."""
        return self.sealed is not None and self.erased is None

    @property
    def is_read(self) -> bool:
        """Whether it is what readers are given: here, and no copy stands in its place."""
        return self.is_here and self.redacted is None


def evolve(state: Evidence, entry: Recorded[EvidenceEvent]) -> Evidence:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    touched = Touched(seq=entry.seq, at=entry.at, by=entry.by, event=event)
    state = replace(state, custody=(*state.custody, touched))
    match event:
        case Sealed():
            if state.sealed is not None:
                return state
            return replace(state, stream=entry.stream, sealed=event, sealed_at=entry.at, sealed_by=entry.by)
        case SecretsFlagged():
            return replace(state, flagged=event)
        case Corrected():
            return replace(state, corrections=(*state.corrections, event))
        case RedactionProposed():
            return replace(state, proposed=event, proposed_by=entry.by)
        case RedactionApproved():
            return replace(state, proposed=None, proposed_by=None, redactions=(*state.redactions, event))
        case Redacted():
            return replace(state, redacted=event)
        case MadeFrom():
            return replace(state, made_from=event)
        case Erased():
            return replace(state, erased=event)
        case CopyLocked():
            others = tuple(
                one for one in state.copies if (one.where, one.version) != (event.where, event.version)
            )
            return replace(state, copies=(*others, event))
        case Read() | Exported() | OriginalOpened() | Handed() | Reproduced():
            return state
        case _:
            assert_never(event)


def seal(state: Evidence, draft: Sealed) -> list[Event]:
    """Seal an item. Raises Refused for a second sealing, digests of the wrong shape, or an unknown origin."""
    if state.sealed is not None:
        raise Refused("This item is sealed; what is new is a new item, or a correction that cites it.")
    problems: list[str] = []
    if any(len(digest) != DIGEST_HEX for digest in (draft.digest, draft.ciphertext_digest)):
        problems.append("A digest is 64 hexadecimal digits of SHA-256. Nothing was sealed.")
    if draft.length_bytes < 0:
        problems.append("A length is never below zero. Nothing was sealed.")
    if not draft.captured_from.strip():
        problems.append("Where does it come from? A host, a service, a person's screen.")
    if draft.how is Capture.COMMAND and not (draft.command or "").strip():
        problems.append("Which command made it? Somebody will want to run it again.")
    refuse_if_any(problems, code="not-sealable")
    return [draft]


def flag_secrets(state: Evidence, draft: SecretsFlagged) -> list[Event]:
    """Record what was done about likely secrets. Raises Refused when they are sealed all the same without a reason."""
    if draft.outcome is Flagging.SEALED_ANYWAY and not (draft.reason or "").strip():
        raise Refused("Why is it sealed with them in it? Say so in a sentence; it stands beside the item.")
    return [draft] if draft.count and state.flagged is None else []


Touch = Read | Exported | OriginalOpened


def touch(state: Evidence, draft: Touch, *, by: PersonId, at: datetime) -> list[Event]:
    """Record that `by` opened or exported it: nothing when that is recorded for this day. at: now, in their zone.

    Raises Refused when the item is not here, when a copy is read in its place, or when a purpose is missing.
    """
    _must_be_here(state)
    if isinstance(draft, OriginalOpened):
        if not draft.purpose.strip():
            raise Refused(
                "It was redacted. What is its original opened for? That stands in the chain of custody."
            )
    elif state.redacted is not None:
        raise Refused(
            f"It was redacted; E-{state.redacted.copy_number} is read in its place. Those who hold the room open the"
            " original with a purpose: secondstory evidence open --original --purpose TEXT.",
            code="redacted",
        )
    if isinstance(draft, Exported) and not draft.purpose.strip():
        raise Refused("What is the copy for? The purpose stands in the chain of custody.")
    for one in state.custody:
        same_day = one.at.astimezone(at.tzinfo).date() == at.date()
        if one.by == by and same_day and type(one.event) is type(draft):
            return []
    return [draft]


def hand(state: Evidence, draft: Handed) -> list[Event]:
    """Pass custody on. Raises Refused without to whom and why."""
    _must_be_here(state)
    if not draft.to.strip() or not draft.reason.strip():
        raise Refused("Custody passes to somebody, for a reason; say both.")
    return [draft]


def correct(state: Evidence, draft: Corrected) -> list[Event]:
    """Correct what was said about it. Raises Refused when it cites nothing that stands here, or has no words."""
    _must_be_sealed(state)
    if all(one.seq != draft.cites for one in state.custody):
        raise Refused(
            f"Nothing numbered {draft.cites} stands in this item; secondstory evidence show lists them."
        )
    if not draft.text.strip():
        raise Refused("Say what is right instead; the first version stays beside it.")
    return [draft]


def propose_redaction(state: Evidence, draft: RedactionProposed) -> list[Event]:
    """Propose to hide a part. Raises Refused without a basis and a scope."""
    _must_be_here(state)
    if not draft.basis.strip() or not draft.scope.strip():
        raise Refused("A redaction names its legal basis and exactly what it hides.")
    return [draft]


def approve_redaction(state: Evidence, *, by: PersonId, digest: str | None = None) -> list[Event]:
    """Approve what was proposed. Raises Refused when nothing is, or when it would be the same person."""
    _must_be_here(state)
    if state.proposed is None:
        raise Refused("Nothing is proposed to be redacted here.")
    if by == state.proposed_by:
        raise Refused("A redaction takes two people: ask somebody else to approve it.", code="two-people")
    return [RedactionApproved(basis=state.proposed.basis, scope=state.proposed.scope, digest=digest)]


def redact(state: Evidence, draft: Redacted, *, line_count: int | None) -> list[Event]:
    """Have another item read in its place. line_count: how many lines the text has, None when it is no text.

    Raises Refused when it was redacted before, without a reason in words, and for lines it does not have.
    """
    _must_be_here(state)
    if state.redacted is not None:
        raise Refused(f"It was redacted; redact what is read in its place: E-{state.redacted.copy_number}.")
    problems: list[str] = []
    if not draft.why.strip():
        problems.append("Why is it redacted? Say so in a sentence; it stands beside the item for good.")
    if draft.lines and line_count is None:
        problems.append(
            "It is no text, so lines in it cannot be covered. Without --lines a note takes its place."
        )
    problems += [
        f"It has {line_count:,} lines; {one.first} to {one.last} are not among them."
        for one in draft.lines
        if line_count is not None and not 1 <= one.first <= one.last <= line_count
    ]
    refuse_if_any(problems, code="not-redactable")
    return [draft]


def erase(state: Evidence, draft: Erased, *, holds: Sequence[str] = ()) -> list[Event]:
    """Erase an item, its erasure having been approved. holds: sentences of the holds that cover it.

    Raises Refused with each of those sentences, without a basis, and below two approvers who are not a later self.
    """
    _must_be_here(state)
    refuse_if_any(holds, code="held")
    if not draft.basis.strip():
        raise Refused("An erasure names its legal basis; that is what stays here in its place.")
    if len(set(draft.approvers)) < 2 and not (draft.later_self and draft.approvers):
        raise Refused("An erasure takes two people: ask somebody else to approve it.", code="two-people")
    return [draft]


def lock_copy(state: Evidence, draft: CopyLocked) -> list[Event]:
    """Note that a locked copy lies elsewhere; nothing when that is recorded so.

    Raises Refused when the item is not here any more, or when the copy is of other bytes.
    """
    _must_be_here(state)
    if state.sealed is None or draft.ciphertext_digest != state.sealed.ciphertext_digest:
        raise Refused("That is a copy of something else. secondstory verify says what differs.")
    return [] if draft in state.copies else [draft]


def reproduce(state: Evidence, draft: Reproduced) -> list[Event]:
    """Note that the same query was run again. Raises Refused for a difference nobody explained."""
    _must_be_sealed(state)
    if not draft.same and not (draft.difference or "").strip():
        raise Refused("The result differs: say how, and what explains it, as far as you can see.")
    return [draft]


def _must_be_sealed(state: Evidence) -> None:
    if state.sealed is None:
        raise Refused("There is no such evidence here; secondstory evidence shows what there is.")


def _must_be_here(state: Evidence) -> None:
    _must_be_sealed(state)
    if state.erased is not None:
        raise Refused(
            f"It was erased, on this basis: {state.erased.basis}. What it said is gone.", code="erased"
        )
