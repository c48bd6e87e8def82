"""The state of a whole post-mortem stream: each topic folds the events that are its own."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, get_args

from secondstory.domain.ceremony import publication, sittings, support
from secondstory.domain.ceremony.publication import Publication
from secondstory.domain.ceremony.sittings import Sittings
from secondstory.domain.ceremony.support import Settlement
from secondstory.domain.understanding import conditions, imported, incidents, narrative, timeline
from secondstory.domain.understanding.conditions import Conditions
from secondstory.domain.understanding.imported import Imports
from secondstory.domain.understanding.incidents import Incident
from secondstory.domain.understanding.narrative import Story
from secondstory.domain.understanding.timeline import Timeline
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, field, replace
from secondstory.kernel.ids import StreamId

PostMortemEvent = (
    incidents.IncidentEvent
    | timeline.TimelineEvent
    | narrative.StoryEvent
    | conditions.ConditionEvent
    | sittings.SittingEvent
    | publication.PublicationEvent
    | imported.ImportEvent
    | support.Settled
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMortem:
    """Everything known of one post-mortem. seq: of the last event in it; an append names it."""

    stream: StreamId | None = None
    seq: int = 0
    incident: Incident = field(default_factory=Incident)
    support: Settlement = field(default_factory=Settlement)
    timeline: Timeline = field(default_factory=Timeline)
    story: Story = field(default_factory=Story)
    conditions: Conditions = field(default_factory=Conditions)
    sittings: Sittings = field(default_factory=Sittings)
    publication: Publication = field(default_factory=Publication)
    imported: Imports = field(default_factory=Imports)

    @property
    def label(self) -> str:
        """Its name among people, such as PM-7."""
        return f"PM-{self.incident.number}"


Evolve = Callable[[Any, Recorded[Any]], Any]


def _owners() -> dict[type[Event], tuple[str, Evolve]]:
    topics: tuple[tuple[str, object, Evolve], ...] = (
        ("incident", incidents.IncidentEvent, incidents.evolve),
        ("timeline", timeline.TimelineEvent, timeline.evolve),
        ("story", narrative.StoryEvent, narrative.evolve),
        ("conditions", conditions.ConditionEvent, conditions.evolve),
        ("sittings", sittings.SittingEvent, sittings.evolve),
        ("publication", publication.PublicationEvent, publication.evolve),
        ("imported", imported.ImportEvent, imported.evolve),
    )
    owners = {kind: (name, evolves) for name, union, evolves in topics for kind in get_args(union)}
    return {**owners, support.Settled: ("support", support.evolve_settled)}


_OWNERS = _owners()
"""Which field of the state an event belongs to, and what folds it. A table, since a fold of 800 events should not ask
eight questions about each."""


def evolve(state: PostMortem, entry: Recorded[PostMortemEvent]) -> PostMortem:
    """Return the state after `entry`. Total; an event that is no part of a post-mortem only moves `seq`."""
    owner = _OWNERS.get(type(entry.event))
    if owner is None:
        return replace(state, seq=entry.seq)
    name, evolves = owner
    changed: dict[str, Any] = {name: evolves(getattr(state, name), entry)}
    return replace(state, stream=entry.stream, seq=entry.seq, **changed)


def fold(entries: Iterable[Recorded[PostMortemEvent]]) -> PostMortem:
    """Return the state of a post-mortem after `entries`, which are its own, in their order."""
    return reduce(evolve, entries, PostMortem())
