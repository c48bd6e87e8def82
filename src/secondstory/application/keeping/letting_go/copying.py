"""Records locked copies: of an item in its own stream, and of what an erasure leaves over in the stream of the erasure."""

from collections.abc import Callable, Sequence

from secondstory.application.office import ATTEMPTS, Fold, Office, S
from secondstory.application.ports.storage import Conflict, Rows
from secondstory.application.record.copies import left_by
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import erasure, evidence
from secondstory.domain.keeping.erasure import CopyRemoved, Erasure
from secondstory.domain.keeping.evidence import CopyLocked, Evidence
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import ERASED_STREAM
from secondstory.vault.errors import KeyDestroyed


def note_copy(office: Office, rows: Rows, stream: StreamId, draft: CopyLocked) -> bool:
    """Record a locked copy in the item's own stream, by the installation; return whether the item is still here.

    When it was erased while its copy was on its way, the copy is recorded as left over by that erasure instead.
    """
    try:
        _noted(office, stream, _fold_item, lambda state: evidence.lock_copy(state, draft))
    except (Refused, KeyDestroyed):
        erased = rows.select(ERASED_STREAM, {"target": stream})
        if not erased:
            raise
        note_left(office, StreamId(str(erased[0]["stream"])), draft)
        return False
    return True


def note_left(office: Office, stream: StreamId, draft: CopyLocked) -> None:
    """Record in the stream of an erasure that a copy of what it erased lies elsewhere still."""
    _noted(office, stream, _fold_erasure, lambda state: erasure.leave_copy(state, left_by(draft)))


def note_removed(office: Office, stream: StreamId, draft: CopyRemoved) -> None:
    """Record in the stream of an erasure that the copies it left in one place are gone too."""
    _noted(office, stream, _fold_erasure, lambda state: erasure.remove_copy(state, draft))


def _noted(office: Office, stream: StreamId, fold: Fold[S], decide: Callable[[S], Sequence[Event]]) -> None:
    """Do as `office.act` does, in the name of the installation."""
    for attempt in range(ATTEMPTS):
        entries = office.reader.events(stream)
        drafts = [Draft(stream=stream, event=event) for event in decide(fold(entries))]
        if not drafts:
            return
        try:
            office.journal.append(drafts, by=None, expects={stream: entries[-1].seq if entries else 0})
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return


def _fold_item(entries: Sequence[Recorded[Event]]) -> Evidence:
    state = fold_stream("ev", entries)
    assert isinstance(state, Evidence)
    return state


def _fold_erasure(entries: Sequence[Recorded[Event]]) -> Erasure:
    state = fold_stream("er", entries)
    assert isinstance(state, Erasure)
    return state
