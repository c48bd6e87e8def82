"""What a reaction is told of an event that was recorded, and what it answers: who is to hear of it, in which words."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from secondstory.application.correspondence.letters.wording import Envelope
from secondstory.application.correspondence.links import Links
from secondstory.application.office import Office
from secondstory.application.ports.post import Letter
from secondstory.domain.ceremony.sittings import Sitting
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId, prefix_of
from secondstory.kernel.moments import Precision

HourOf = Callable[[PostMortem, Sitting, PersonId], datetime | None]
"""When somebody's part of a sitting begins; None for a sitting without an hour."""

E_co = TypeVar("E_co", bound=Event, covariant=True)


def same_for_all(_pm: PostMortem, sitting: Sitting, _person: PersonId) -> datetime | None:
    """Return the hour of a sitting whose every part begins with it; None when it has only a day, or nothing."""
    at = sitting.at
    return None if at is None or at.precision is Precision.DAY else at.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Generic[E_co]):
    """One event as it stands in the record. entries: of its stream, up to this one and including it."""

    office: Office
    links: Links
    entry: Recorded[E_co]
    entries: tuple[Recorded[Event], ...]
    hour_of: HourOf = same_for_all

    @property
    def event(self) -> E_co:
        """The event itself."""
        return self.entry.event

    @property
    def stream(self) -> StreamId:
        """The stream it stands in."""
        return self.entry.stream

    def state(self) -> object:
        """Return the state of its stream as it was after this event, whatever came later."""
        folded: object = fold_stream(prefix_of(self.stream), self.entries)
        return folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Somebody is to hear of it. about: the stream that they must be able to read, else nothing goes to them.

    once: what keeps it from being told twice; by default each event is told once to each person.
    """

    person: PersonId
    about: StreamId
    write: Callable[[Envelope], Letter]
    once: str | None = None
