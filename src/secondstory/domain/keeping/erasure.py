"""An erasure: text, an item or a whole stream lawfully made unreadable, in the open, by two people.

Somebody requests it with a legal basis, a second person approves (alone: the same person, a night later, recorded as
such), then keys are destroyed and what stood there says that it was erased, and by which entry. Nothing else changes:
the record verifies as before. A hold stops an erasure until it is released; that it did is recorded too. One that is scheduled, because a retention
runs out then, waits for its day and is carried out together with others, so that when each happens tells nothing.
When a rule of retention asks, nobody has asked yet: then two people approve it (alone: the same person, a night apart).
Each erasure is a stream of its own, so that it can outlive what it erased.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, assert_never

from secondstory.domain.stored import Stored, Value, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import morning_after, night_between, spoken
from secondstory.kernel.refused import Refused, refuse_if_any


class Scope(StrEnum):
    """How much becomes unreadable."""

    PART = "part"
    ITEM = "item"
    STREAM = "stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Value):
    """One part of one entry. index: of the entry in the log, from 0. slot: of the part in the entry, from 0."""

    stored_fields: ClassVar[tuple[str, ...]] = ("index", "slot")
    index: int
    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested(Event):
    """Somebody requested an erasure. number: the n of ER-n. entries: the parts, when the scope is parts."""

    number: int
    scope: Scope
    target: StreamId
    basis: str
    reason: str
    entries: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled(Event):
    """It is carried out together with others, at the earliest then: usually the day on which a retention runs out."""

    not_before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedByRule(Event):
    """The installation asked, since the days of a rule are over. rule: the index in the log of what set the rule.

    kind: as the rule says it. kept_until: the day on which its days were over.
    """

    kind: str
    rule: int
    kept_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Event):
    """A second person approved; where a rule asked, the first or the second. later_self: alone, the same after a night."""

    later_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedByHold(Event):
    """It was tried, and these holds (the n of HO-n) stood in the way."""

    holds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    """The request was taken back."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOut(Event):
    """The keys or texts were destroyed. It repeats what was approved, so that this one entry tells it all."""

    scope: Scope
    target: StreamId
    basis: str
    approvers: tuple[PersonId, ...]
    targets: tuple[Target, ...] = ()
    later_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLeft(Event):
    """A copy of what was erased lies in write-once storage that lets nobody remove it before then. No key opens it.

    where, version: which one; ciphertext_digest: SHA-256 of what lies there.
    """

    where: str
    version: str
    ciphertext_digest: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRemoved(Event):
    """That copy is gone as well: its lock ran out, and it was removed. versions: how many of it, all there were."""

    where: str
    ciphertext_digest: str
    versions: int


ErasureEvent = (
    Requested
    | AskedByRule
    | Scheduled
    | Approved
    | RefusedByHold
    | Withdrawn
    | CarriedOut
    | CopyLeft
    | CopyRemoved
)

STORED: tuple[Stored, ...] = (
    stored("erasure.requested.v1", Requested, "number scope target basis entries", texts="reason"),
    stored("erasure.asked_by_rule.v1", AskedByRule, "kind rule kept_until"),
    stored("erasure.scheduled.v1", Scheduled, "not_before"),
    stored("erasure.approved.v1", Approved, "later_self"),
    stored("erasure.refused_by_hold.v1", RefusedByHold, "holds"),
    stored("erasure.withdrawn.v1", Withdrawn, texts="reason"),
    stored("erasure.carried_out.v1", CarriedOut, "scope target basis approvers targets later_self"),
    stored("erasure.copy_left.v1", CopyLeft, "where version ciphertext_digest until"),
    stored("erasure.copy_removed.v1", CopyRemoved, "where ciphertext_digest versions"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One erasure, ER-number, from request to the destroyed key.

    rule: what asked, when no person did. first_by: where nobody asked, the first of the two who approve. approved_at: when
    it stood complete.
    """

    stream: StreamId | None = None
    request: Requested | None = None
    requested_at: datetime | None = None
    requested_by: PersonId | None = None
    rule: AskedByRule | None = None
    first_by: PersonId | None = None
    first_at: datetime | None = None
    not_before: datetime | None = None
    approved_at: datetime | None = None
    approved_by: PersonId | None = None
    by_later_self: bool = False
    refused_by: tuple[int, ...] = ()
    withdrawn: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: PersonId | None = None
    carried_out: CarriedOut | None = None
    carried_out_at: datetime | None = None
    left: tuple[CopyLeft, ...] = ()

    @property
    def number(self) -> int:
        """The n of ER-n; 0 before it was requested."""
        return self.request.number if self.request else 0

    @property
    def is_open(self) -> bool:
        """Whether it was requested, and neither taken back nor carried out."""
        return self.request is not None and self.withdrawn is None and self.carried_out is None

    def is_due(self, at: datetime) -> bool:
        """Whether it is scheduled and approved, and its day has come."""
        scheduled = self.not_before is not None and self.not_before <= at
        return self.is_open and self.approved_at is not None and scheduled

    @property
    def approvers(self) -> tuple[PersonId, ...]:
        """Who stands for it: who requested, then who approved; one person when it was a later self."""
        stood = (self.requested_by, self.first_by, self.approved_by)
        return tuple(dict.fromkeys(one for one in stood if one is not None))

    @property
    def approvals_needed(self) -> int:
        """How many approvals it still waits for: a person who asked counts as one of the two."""
        if not self.is_open or self.approved_at is not None:
            return 0
        return 1 if self.requested_by is not None or self.first_by is not None else 2


def evolve(state: Erasure, entry: Recorded[ErasureEvent]) -> Erasure:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case Requested():
            return Erasure(stream=entry.stream, request=event, requested_at=entry.at, requested_by=entry.by)
        case AskedByRule():
            return replace(state, rule=event)
        case Scheduled():
            return replace(state, not_before=event.not_before)
        case Approved():
            return _after_approval(state, entry, event)
        case RefusedByHold():
            return replace(state, refused_by=event.holds)
        case Withdrawn():
            return replace(state, withdrawn=event.reason, withdrawn_at=entry.at, withdrawn_by=entry.by)
        case CarriedOut():
            return replace(state, carried_out=event, carried_out_at=entry.at)
        case CopyLeft():
            return replace(state, left=(*state.left, event))
        case CopyRemoved():
            gone = (event.where, event.ciphertext_digest)
            left = tuple(one for one in state.left if (one.where, one.ciphertext_digest) != gone)
            return replace(state, left=left)
        case _:
            assert_never(event)


def _after_approval(state: Erasure, entry: Recorded[ErasureEvent], event: Approved) -> Erasure:
    if state.requested_by is None and state.first_by is None and not event.later_self:
        return replace(state, first_by=entry.by, first_at=entry.at)
    return replace(state, approved_at=entry.at, approved_by=entry.by, by_later_self=event.later_self)


def request(state: Erasure, draft: Requested, *, holds: Sequence[str] = ()) -> list[Event]:
    """Request an erasure. holds: sentences of the holds that cover it.

    Raises Refused with each of those, without a basis and a reason, and when the parts do not fit the scope.
    """
    if state.request is not None:
        raise Refused(f"ER-{state.number} is requested already; a second one is another erasure.")
    problems = list(holds)
    if not draft.basis.strip():
        problems.append("On which legal basis? A law and its article, or the policy that asks for it.")
    if not draft.reason.strip():
        problems.append("Say in a sentence what is to become unreadable, and why.")
    if draft.scope is Scope.PART and not draft.entries:
        problems.append("Which parts? Name the entries; secondstory log shows their numbers.")
    if any(one.slot < 1 for one in draft.entries):
        problems.append("The facts of an entry stay readable; only its texts can be erased alone.")
    refuse_if_any(problems, code="held" if holds else "not-erasable")
    return [draft]


def approve(state: Erasure, *, by: PersonId, at: datetime, alone: bool) -> list[Event]:
    """Approve a request. at: now, in the zone of the person. Where a rule asked, the first of two who approve counts as asking.

    Raises Refused for the person who requested it; alone, before a night has passed.
    """
    _must_be_pending(state)
    if state.approved_at is not None:
        raise Refused(f"ER-{state.number} is approved; carry it out: secondstory erase ER-{state.number}.")
    before, before_at = state.requested_by or state.first_by, state.first_at or state.requested_at or at
    if by != before:
        return [Approved(later_self=False)]
    if not alone:
        raise Refused("An erasure takes two people: ask somebody else to approve it.", code="two-people")
    if not night_between(before_at, at):
        earliest = morning_after(before_at, zone_of=at)
        raise Refused(
            f"What is erased stays erased. A later you can approve it from {spoken(earliest)}.",
            code="night-between",
        )
    return [Approved(later_self=True)]


def carry_out(state: Erasure, *, targets: Sequence[Target] = (), holds: Sequence[str] = ()) -> list[Event]:
    """Return what is recorded once the keys are destroyed. targets: the parts found, for an item or a stream.

    holds: sentences of the holds that cover it. Raises Refused with each of those, and before it was approved.
    """
    asked = _must_be_pending(state)
    refuse_if_any(holds, code="held")
    if state.approved_at is None:
        raise Refused("It waits for a second person: secondstory erase --approve.", code="two-people")
    return [
        CarriedOut(
            scope=asked.scope,
            target=asked.target,
            basis=asked.basis,
            approvers=state.approvers,
            targets=tuple(targets) or asked.entries,
            later_self=state.by_later_self,
        )
    ]


def note_hold(state: Erasure, holds: Sequence[int]) -> list[Event]:
    """Record that these holds stood in the way; nothing when that is recorded. Raises Refused without any."""
    _must_be_pending(state)
    if not holds:
        raise Refused("No hold stands in the way.")
    return [] if tuple(holds) == state.refused_by else [RefusedByHold(holds=tuple(holds))]


def leave_copy(state: Erasure, draft: CopyLeft) -> list[Event]:
    """Note a locked copy of what was erased; nothing when that is recorded. Raises Refused before it was erased."""
    if state.carried_out is None:
        raise Refused("Nothing was erased by this yet, so no copy of it is left over.")
    return [] if draft in state.left else [draft]


def remove_copy(state: Erasure, draft: CopyRemoved) -> list[Event]:
    """Note that a copy that was left is gone too; nothing when none is known there."""
    gone = (draft.where, draft.ciphertext_digest)
    return [draft] if gone in {(one.where, one.ciphertext_digest) for one in state.left} else []


def withdraw(state: Erasure, reason: str) -> list[Event]:
    """Take the request back. Raises Refused without a reason, or when it is done."""
    _must_be_pending(state)
    if not reason.strip():
        raise Refused("Say why it is taken back.")
    return [Withdrawn(reason=reason)]


def _must_be_pending(state: Erasure) -> Requested:
    if state.request is None:
        raise Refused("There is no such erasure here; secondstory erase shows those there are.")
    if state.withdrawn is not None:
        raise Refused(f"ER-{state.number} was taken back: {state.withdrawn}")
    if state.carried_out is not None:
        raise Refused(f"ER-{state.number} is done; what it named is unreadable.")
    return state.request
