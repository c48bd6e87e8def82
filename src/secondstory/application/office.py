"""The office: what every act of a person needs, and the one way in which an act is done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from secondstory.application.ports.chance import Clock, Entropy
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.journal import Appended, Journal
from secondstory.application.record.reading import Reader
from secondstory.application.record.sealing import Draft
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import ENTROPY_BYTES, PersonId, StreamId, new_id
from secondstory.readmodel.door import Door

ATTEMPTS = 12
"""How often an act that lost a race is done again: four processes that all take numbers lose several in a row."""

S = TypeVar("S")
Fold = Callable[[Sequence[Recorded[Event]]], S]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an act works with. `me` is who acts; `alone` says that one person holds every relation here."""

    journal: Journal
    reader: Reader
    door: Door
    clock: Clock
    entropy: Entropy
    me: PersonId
    alone: bool = True

    def now(self) -> datetime:
        """Return the time, aware, in the zone of whoever acts."""
        return self.clock.now()

    def new_stream(self, prefix: str) -> StreamId:
        """Return a fresh stream id with that prefix."""
        return StreamId(new_id(prefix, at=self.now(), entropy=self.entropy(ENTROPY_BYTES)))

    def load(self, stream: StreamId, fold: Fold[S]) -> S:
        """Return the state of a stream."""
        return fold(self.reader.events(stream))


def act(
    office: Office, stream: StreamId, fold: Fold[S], decide: Callable[[S], Sequence[Event]]
) -> Appended | None:
    """Load a stream, decide, append; when somebody else was first, do all of it again, ATTEMPTS times at most.

    Returns what was recorded, None when the decision had nothing to record. Raises Refused as `decide` does.
    """
    return act_on(
        office, {stream: fold}, lambda states: [(stream, event) for event in decide(states[stream])]
    )


def act_on(
    office: Office,
    folds: Mapping[StreamId, Callable[[Sequence[Recorded[Event]]], S]],
    decide: Callable[[Mapping[StreamId, S]], Sequence[tuple[StreamId, Event]]],
) -> Appended | None:
    """Load several streams, decide once over all of them, and append together or not at all."""
    for attempt in range(ATTEMPTS):
        entries = {stream: office.reader.events(stream) for stream in folds}
        states = {stream: fold(entries[stream]) for stream, fold in folds.items()}
        drafts = [Draft(stream=stream, event=event) for stream, event in decide(states)]
        if not drafts:
            return None
        expects = {stream: found[-1].seq if found else 0 for stream, found in entries.items()}
        try:
            return office.journal.append(drafts, by=office.me, expects=expects)
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
    return None
