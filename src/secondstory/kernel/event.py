"""An event is something that happened; a recorded one stands in the log, with who and when."""

from datetime import datetime
from typing import Generic, Self, TypeVar

from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId


class Event:
    """Something that happened, in the past tense. Topics of the domain derive theirs from this."""

    __slots__ = ()


E_co = TypeVar("E_co", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[E_co]):
    """One event as it stands in the record.

    index: position in the whole log, from 0. seq: position in its stream, from 1.
    by: the person who acted; None for the installation itself, or when the binding was lawfully erased.
    at: when the record took it (aware, UTC). Times that people claim are fields of the event.
    """

    index: int
    stream: StreamId
    seq: int
    by: PersonId | None
    at: datetime
    event: E_co


class Gone(str):
    """Text that stood here once: a string that says so, wherever text is shown.

    `reason` is "erased" (lawfully, by the entry in `entry`), "missing" (nobody knows why; an alarm without
    an accusation) or "sealed" (its key is not here).
    """

    __slots__ = ("entry", "reason")

    reason: str
    entry: int | None

    def __new__(cls, reason: str, entry: int | None = None) -> Self:
        """Return the words that stand where the text stood."""
        where = f", entry {entry}" if entry is not None else ""
        made = super().__new__(cls, f"[{reason}{where}]")
        made.reason = reason
        made.entry = entry
        return made
