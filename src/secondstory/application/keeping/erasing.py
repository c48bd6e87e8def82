"""Erases lawfully: asks with a basis, waits for a second person or a night, records it, then destroys."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from secondstory.application.keeping.destroying import Means, destroy
from secondstory.application.keeping.erasable import ErasableText, erasable_texts, with_copies
from secondstory.application.office import ATTEMPTS, Office, act
from secondstory.application.ports.storage import Conflict, Rows
from secondstory.application.record.copies import left_by
from secondstory.application.record.journal import Appended
from secondstory.application.record.reading import Reader
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import erasure, evidence, holds
from secondstory.domain.keeping.erasure import CarriedOut, Erasure, Requested, Scope, Target
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.kernel.moments import morning_after, spoken
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import ACCOUNT, ERASURE, EVIDENCE, FOLLOWUP, HOLD, SUPPORT, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants erased, on which basis and why. texts: when the scope is parts.

    not_before: for one that waits for its day and goes together with others.
    """

    scope: Scope
    target: StreamId
    basis: str
    reason: str
    texts: tuple[ErasableText, ...] = ()
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that stands in the record. earliest: when the same person may confirm it alone."""

    stream: StreamId
    number: int
    earliest: datetime
    appended: Appended


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An erasure that may be carried out now. targets: the parts, with copies that came since the request."""

    stream: StreamId
    state: Erasure
    targets: tuple[Target, ...]
    texts: tuple[ErasableText, ...]


Standing = Mapping[StreamId, tuple[holds.Hold, int]]
"""Holds by their stream, each with the sequence it was read at."""


def erasures(office: Office) -> list[Row]:
    """Return the erasures there are, oldest first."""
    return office.door.rows(ERASURE, order="number")


def erasure_of(office: Office, stream: StreamId) -> Erasure:
    """Return one erasure. Raises Refused when there is none or it may not be seen."""
    if office.door.row(ERASURE, stream) is None:
        raise Refused("There is no such erasure here; secondstory erase shows those there are.")
    return office.load(stream, fold)


def request_erasure(office: Office, means: Means, wanted: Wanted) -> Request:
    """Record a request. Raises Refused with the sentence of each hold in the way, and without basis or reason."""
    targets = tuple(Target(index=one.index, slot=one.part) for one in wanted.texts)
    for attempt in range(ATTEMPTS):
        stream = office.new_stream("er")
        number = office.door.next_number(ERASURE)
        draft = Requested(
            number=number,
            scope=wanted.scope,
            target=wanted.target,
            basis=wanted.basis.strip(),
            reason=wanted.reason.strip(),
            entries=targets,
        )
        standing = _holds_on(means, wanted.target)
        # One for a later day is stopped by the holds of that day, not of this one.
        in_the_way = standing if wanted.not_before is None else {}
        events = _requested(draft, in_the_way, office.now())
        if wanted.not_before is not None:
            events.append(erasure.Scheduled(not_before=wanted.not_before))
        drafts = [Draft(stream=stream, event=one) for one in events]
        try:
            appended = office.journal.append(drafts, by=office.me, expects={stream: 0, **_seen(standing)})
        except Conflict:
            # A number was taken, or a hold changed meanwhile: look again.
            if attempt == ATTEMPTS - 1:
                raise
            continue
        now = office.now()
        earliest = morning_after(now, zone_of=now)
        return Request(stream=stream, number=number, earliest=earliest, appended=appended)
    raise AssertionError("every attempt returned or raised")


def _requested(draft: Requested, standing: Standing, at: datetime) -> list[Event]:
    sentences = _in_the_way(standing, at)
    try:
        return erasure.request(Erasure(), draft, holds=sentences)
    except Refused as refused:
        if not sentences:
            raise
        raise Refused([*refused.problems, _way(_numbers(standing, at))], code=refused.code) from refused


def withdraw_erasure(office: Office, stream: StreamId, reason: str) -> Appended | None:
    """Take a request back. Raises Refused without a reason, or when it is done."""
    return act(office, stream, fold, lambda state: erasure.withdraw(state, reason))


def due(office: Office, means: Means, stream: StreamId) -> Due:
    """Return what would be destroyed if the erasure were carried out now; nothing is destroyed and nothing approved.

    Raises Refused before a night has passed for somebody alone, and when a hold stands in the way; that it did is
    recorded.
    """
    state = office.load(stream, fold)
    request = state.request
    if request is None or state.carried_out is not None or state.withdrawn is not None:
        erasure.carry_out(state)
        raise AssertionError("the domain refuses what is not pending")
    if state.not_before is None:
        _refuse_held(office, means, stream, request)
    if state.approved_at is None:
        erasure.approve(state, by=office.me, at=office.now(), alone=office.alone)
    elif state.not_before is not None:
        raise Refused(
            f"ER-{state.number} is approved and goes together with others, from {spoken(state.not_before)} on:"
            " secondstory erase --due.",
            code="scheduled",
        )
    return _due(office, means, stream, state, request)


def _due(office: Office, means: Means, stream: StreamId, state: Erasure, request: Requested) -> Due:
    texts: tuple[ErasableText, ...] = ()
    targets = request.entries
    if request.scope is Scope.PART:
        readable = erasable_texts(means.storage, office.reader, request.target)
        asked = [one for one in readable if Target(index=one.index, slot=one.part) in request.entries]
        texts = tuple(with_copies(readable, asked))
        more = (Target(index=one.index, slot=one.part) for one in texts)
        targets = tuple(dict.fromkeys((*request.entries, *more)))
    return Due(stream=stream, state=state, targets=targets, texts=texts)


def carry_out(office: Office, means: Means, what: Due) -> Appended | None:
    """Approve if that is still to be done, record that it is erased, then destroy it; return the last entry.

    One that is scheduled is approved and no more: None, since it is carried out together with others.
    From the record on, nobody reads the words any more; destroying them is finished at the next start if a crash
    comes between. Raises Refused as `due` does.
    """
    if what.state.approved_at is None:
        act(
            office,
            what.stream,
            fold,
            lambda state: erasure.approve(state, by=office.me, at=office.now(), alone=office.alone),
        )
    if what.state.not_before is not None:
        return None
    appended, done = _record(office, means, what)
    destroy(means, done)
    return appended


def due_now(office: Office, means: Means, state: Erasure) -> Due | tuple[int, ...]:
    """Return what one erasure of a batch would destroy, or the n of each HO-n that stands in its way."""
    assert state.stream is not None
    assert state.request is not None
    standing = _holds_on(means, state.request.target)
    if numbers := _numbers(standing, office.now()):
        return tuple(numbers)
    return _due(office, means, state.stream, state, state.request)


def finished(office: Office, means: Means, stream: StreamId) -> bool:
    """Destroy again what an erasure that is done names; return False when it is not done."""
    state = office.load(stream, fold)
    if state.carried_out is None:
        return False
    destroy(means, state.carried_out)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What carrying out one erasure writes. expects: the sequence at which each stream was read."""

    done: CarriedOut
    drafts: tuple[Draft, ...]
    expects: Mapping[StreamId, int]


def record_of(office: Office, means: Means, what: Due) -> Record:
    """Return what carrying out `what` writes. Raises Refused with the sentence of each hold in the way."""
    entries = office.reader.events(what.stream)
    state = fold(entries)
    assert state.request is not None
    target = state.request.target
    standing = _holds_on(means, target)
    sentences = _in_the_way(standing, office.now())
    (done,) = erasure.carry_out(state, targets=what.targets, holds=sentences)
    assert isinstance(done, CarriedOut)
    own = office.reader.events(target)
    left = _left_over(what.stream, target, own)
    drafts = (Draft(stream=what.stream, event=done), *left, *_said_of_item(done, own))
    expects = {what.stream: entries[-1].seq, **_seen(standing)}
    if own and len(drafts) > 1:  # a copy that is locked meanwhile would be forgotten
        expects[target] = own[-1].seq
    return Record(done=done, drafts=drafts, expects=expects)


def _record(office: Office, means: Means, what: Due) -> tuple[Appended, CarriedOut]:
    for attempt in range(ATTEMPTS):
        one = record_of(office, means, what)
        try:
            appended = office.journal.append(
                one.drafts, by=office.me, expects=one.expects, refold=[one.done.target]
            )
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return appended, one.done
    raise AssertionError("every attempt returned or raised")


def _left_over(stream: StreamId, target: StreamId, own: Sequence[Recorded[Event]]) -> list[Draft]:
    """Return what is said of locked copies of an item: they outlive it, unreadable, where nobody can remove them yet.

    It stands in the stream of the erasure, for that of the item may be gone with it.
    """
    if prefix_of(target) != "ev":
        return []
    return [Draft(stream=stream, event=left_by(one)) for one in fold_stream("ev", own).copies]


def _said_of_item(done: CarriedOut, own: Sequence[Recorded[Event]]) -> list[Draft]:
    """Return what the item's own chain of custody says of it, when an item is erased."""
    if done.scope is not Scope.ITEM:
        return []
    state = fold_stream("ev", own)
    said = evidence.Erased(basis=done.basis, approvers=done.approvers, later_self=done.later_self)
    return [Draft(stream=done.target, event=event) for event in evidence.erase(state, said)]


def _refuse_held(office: Office, means: Means, stream: StreamId, request: Requested) -> None:
    standing = _holds_on(means, request.target)
    sentences = _in_the_way(standing, office.now())
    if not sentences:
        return
    numbers = _numbers(standing, office.now())
    act(office, stream, fold, lambda state: erasure.note_hold(state, numbers))
    raise Refused([*sentences, f"{_way(numbers)} It is recorded that a hold stood in the way."], code="held")


def _numbers(standing: Standing, at: datetime) -> list[int]:
    return sorted(one.number for one, _ in standing.values() if one.stands(at))


def _way(numbers: Sequence[int]) -> str:
    ways = ", ".join(f'secondstory hold release HO-{number} --reason "..."' for number in numbers)
    return f"The way: {ways}"


def _holds_on(means: Means, target: StreamId) -> Standing:
    """Return every hold on the post-mortems that `target` belongs to, with the sequence it was read at.

    Read past the door on purpose: a hold that somebody may not see holds all the same.
    """
    found: dict[StreamId, tuple[holds.Hold, int]] = {}
    rows, reader = means.storage.rows, Reader(means.storage, means.keys)
    for post_mortem in _post_mortems_of(rows, target):
        for row in rows.select(HOLD, {"postmortem": post_mortem}):
            stream = StreamId(str(row["stream"]))
            entries = reader.events(stream)
            found[stream] = (fold_stream("ho", entries), entries[-1].seq if entries else 0)
    return found


def _in_the_way(standing: Standing, at: datetime) -> tuple[str, ...]:
    return tuple(
        sentence for one, _ in standing.values() for sentence in holds.refusals([one], one.post_mortem, at)
    )


def _seen(standing: Standing) -> dict[StreamId, int]:
    return {stream: seq for stream, (_, seq) in standing.items()}


def _post_mortems_of(rows: Rows, target: StreamId) -> list[StreamId]:
    kind = prefix_of(target)
    if kind == "pm":
        return [target]
    if kind == "fu":
        found = rows.select(FOLLOWUP, {"stream": target})
        return [StreamId(one) for row in found for one in json.loads(str(row["origins"]))]
    table = {"ev": EVIDENCE, "ac": ACCOUNT, "su": SUPPORT}.get(kind)
    if table is None:
        return []
    return [StreamId(str(row["postmortem"])) for row in rows.select(table, {"stream": target})]


def fold(entries: Iterable[Recorded[Event]]) -> Erasure:
    """Return the state of an `er` stream."""
    state = fold_stream("er", entries)
    assert isinstance(state, Erasure)
    return state
