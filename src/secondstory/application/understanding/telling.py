"""The one way in which a post-mortem is told more: load it, decide, append, and say what was recorded."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from secondstory.application.office import Office, act
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.domain.understanding import incidents
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId

E = TypeVar("E", bound=Event)
Decide = Callable[[PostMortem], Sequence[Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an act recorded, in order. Empty, with entry None, when all of it stood there already."""

    events: tuple[Event, ...] = ()
    entry: int | None = None

    def one(self, kind: type[E]) -> E | None:
        """Return the first recorded event of `kind`, or None."""
        return next((event for event in self.events if isinstance(event, kind)), None)


def read(office: Office, stream: StreamId) -> PostMortem:
    """Return a post-mortem as it stands."""
    folded: PostMortem = office.load(stream, lambda entries: fold_stream("pm", entries))
    return folded


def tell(office: Office, stream: StreamId, decide: Decide) -> Told:
    """Record what `decide` says of the post-mortem in `stream`.

    Raises Refused as `decide` does, and when the post-mortem was withdrawn or goes on in another one.
    """
    decided: list[Event] = []

    def decide_again(pm: PostMortem) -> list[Event]:
        incidents.must_be_open(pm.incident)
        decided[:] = decide(pm)
        return decided

    appended = act(office, stream, lambda entries: fold_stream("pm", entries), decide_again)
    return Told() if appended is None else Told(events=tuple(decided), entry=appended.first)
