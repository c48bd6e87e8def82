"""Carries out scheduled erasures together, at most once a day and in shuffled order, so that their rhythm tells nothing.

The boundaries, and what a crash leaves behind: 1. one append records every erasure of the batch, and from then on
everybody reads the words as erased; 2. they are destroyed one by one. A crash after 1 leaves some of it on the disk that
nobody is shown; `destroying.finish` finds it at the next start. What a hold keeps stays out of the batch, and that it
did is recorded, once for each set of holds.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from secondstory.application.keeping.destroying import Means, destroy
from secondstory.application.keeping.erasing import Due, Record, due_now, fold, record_of
from secondstory.application.keeping.letting_go.recalling import is_still_asked, recall, standing_rules
from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.chance import Entropy
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.reading import Reader
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping.erasure import Erasure, Scope, note_hold
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.tables import ERASURE

_WORD_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is scheduled. due: approved, and its day has come; waiting: not yet approved, or before its day.

    next_at: when a batch may be carried out at the earliest: now, or tomorrow when one was carried out today.
    """

    due: tuple[Erasure, ...]
    waiting: tuple[Erasure, ...]
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What became of one batch. held: the n of each ER-n that a hold keeps. first: its first entry, None without any."""

    done: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    first: int | None = None


def schedule(office: Office, means: Means) -> Schedule:
    """Return what is scheduled, oldest first.

    Read past the door on purpose: what somebody may not see has its day all the same.
    """
    now, reader = office.now(), Reader(means.storage, means.keys)
    rows = means.storage.rows.select(ERASURE, order="number")
    every = [fold(reader.events(StreamId(str(row["stream"])))) for row in rows]
    scheduled = [one for one in every if one.not_before is not None]
    due = tuple(one for one in scheduled if one.is_due(now))
    waiting = tuple(one for one in scheduled if one.is_open and not one.is_due(now))
    return Schedule(due=due, waiting=waiting, next_at=_next_at(scheduled, now))


def erase_due(office: Office, means: Means, *, by: PersonId | None) -> Batch:
    """Carry out what is due, all of it together; nothing when a batch was carried out today already.

    by: who does it, None for the installation. Each was approved by two people, or by a later self, before.
    """
    recall(office, means.storage, means.keys)  # nothing goes by a rule that stands no longer
    standing = schedule(office, means)
    if office.now() < standing.next_at:
        return Batch()
    found, held = _sorted_out(office, means, standing.due, by)
    if not found:
        return Batch(held=held)
    gone, records, first = _recorded(office, means, found, by)
    for one in records:
        destroy(means, one.done)
    numbers = sorted(one.state.number for one in gone)
    return Batch(done=tuple(numbers), held=held, first=first)


def shuffled(items: Sequence[Due], entropy: Entropy) -> list[Due]:
    """Return `items` in an order that nobody can know beforehand, each order as likely as any other.

    Source: Durstenfeld, Comm. ACM 7 (1964) 420, algorithm 235. A draw of 64 bits is reduced by its remainder; for a
    thousand items that is off by less than one in 10^16.
    """
    order = list(items)
    for last in range(len(order) - 1, 0, -1):
        place = int.from_bytes(entropy(_WORD_BYTES)) % (last + 1)
        order[last], order[place] = order[place], order[last]
    return order


def _next_at(scheduled: Sequence[Erasure], now: datetime) -> datetime:
    done = [one.carried_out_at for one in scheduled if one.carried_out_at is not None]
    if not done or max(done).astimezone(now.tzinfo).date() < now.date():
        return now
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _sorted_out(
    office: Office, means: Means, due: Sequence[Erasure], by: PersonId | None
) -> tuple[list[Due], tuple[int, ...]]:
    """Return what can be carried out, and the numbers of those that a hold keeps; that it does is recorded."""
    found: list[Due] = []
    held: list[int] = []
    items: set[StreamId] = set()
    for one in due:
        assert one.stream is not None
        assert one.request is not None
        if one.request.scope is Scope.ITEM and one.request.target in items:
            # An item is erased once; the second request for it is seen to on another day.
            continue
        what = due_now(office, means, one)
        if isinstance(what, tuple):
            held.append(one.number)
            note = [Draft(stream=one.stream, event=event) for event in note_hold(one, what)]
            if note:
                office.journal.append(note, by=by)
            continue
        found.append(what)
        items.add(one.request.target)
    return found, tuple(held)


def _recorded(
    office: Office, means: Means, found: Sequence[Due], by: PersonId | None
) -> tuple[Sequence[Due], list[Record], int | None]:
    """Record the whole batch in one append; return what went, what was recorded, and its first entry.

    A rule that changes in this very moment loses the append: then what it asked for is left out.
    """
    for attempt in range(ATTEMPTS):
        rules, seq_of_rules = standing_rules(Reader(means.storage, means.keys))
        found = [one for one in found if is_still_asked(one.state, rules)]
        if not found:
            return (), [], None
        records = [record_of(office, means, one) for one in shuffled(found, office.entropy)]
        expects = {stream: seq for one in records for stream, seq in one.expects.items()}
        if any(one.state.rule is not None for one in found):
            expects[INSTALLATION_STREAM] = seq_of_rules
        drafts = [draft for one in records for draft in one.drafts]
        try:
            appended = office.journal.append(drafts, by=by, expects=expects, refold=list(_targets(records)))
        except Conflict:
            # A stream moved on, perhaps because a hold was placed: look again.
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return found, records, appended.first
    raise AssertionError("every attempt returned or raised")


def _targets(records: Sequence[Record]) -> Iterator[StreamId]:
    yield from dict.fromkeys(one.done.target for one in records)
