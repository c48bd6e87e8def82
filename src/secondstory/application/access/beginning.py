"""New streams: what they are about, and what whoever begins one is to it."""

from collections.abc import Callable, Mapping

from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.domain.ceremony import charter, followups, support
from secondstory.domain.keeping import erasure, evidence, holds, people
from secondstory.domain.understanding import accounts, incidents
from secondstory.kernel.event import Event
from secondstory.kernel.ids import PersonId, StreamId, prefix_of
from secondstory.readmodel.relations import GROUPS, Group, Relation

_ABOUT: Mapping[type[Event], Callable[..., tuple[StreamId, ...]]] = {
    followups.Proposed: lambda event: tuple(dict.fromkeys(one.post_mortem for one in event.origins)),
    accounts.Written: lambda event: (event.post_mortem,),
    support.Offered: lambda event: (event.post_mortem,),
    evidence.Sealed: lambda event: (event.post_mortem,),
    holds.Placed: lambda event: (event.post_mortem,),
    erasure.Requested: lambda event: (event.target,),
}
"""What the first event of a stream is about: other streams, to all of which whoever records it has to be something."""

_FREE: Mapping[type[Event], StreamId | None] = {
    incidents.Opened: None,
    people.Joined: None,
    support.NotApplicable: None,
    people.TeamFormed: INSTALLATION_STREAM,
    people.LineStated: INSTALLATION_STREAM,
    people.ServiceNamed: INSTALLATION_STREAM,
    charter.VersionAdopted: INSTALLATION_STREAM,
}
"""First events about nothing else, and those about the installation."""

_OWN: Mapping[str, frozenset[Relation]] = {
    "pm": (GROUPS[Group.MAKERS] or frozenset()) - {Relation.FACILITATOR} | {Relation.READER},
    "fu": frozenset({Relation.MAKER, Relation.IN_ROOM, Relation.READER}),
    "ac": frozenset({Relation.AUTHOR}),
    "su": frozenset({Relation.SUPPORTER}),
    "ev": frozenset({Relation.IN_ROOM, Relation.READER}),
    "ho": frozenset({Relation.IN_ROOM, Relation.READER}),
    "er": frozenset({Relation.REQUESTER}),
    "pe": frozenset({Relation.ANYBODY}),
    "ch": frozenset({Relation.ANYBODY}),
}


def begins(event: Event) -> bool:
    """Return whether a new stream may begin with `event`."""
    return type(event) in _ABOUT or type(event) in _FREE


def about(event: Event) -> tuple[StreamId, ...]:
    """Return the streams that a first event is about; empty when it is about nothing else."""
    if type(event) in _ABOUT:
        return _ABOUT[type(event)](event)
    found = _FREE[type(event)]
    return () if found is None else (found,)


def own(stream: StreamId, first: Event, me: PersonId) -> frozenset[Relation]:
    """Return what `me` is to a stream that they begin with `first`."""
    held = _OWN.get(prefix_of(stream), frozenset())
    if isinstance(first, support.Offered):
        more = {None: {Relation.SPEAKS_FOR}, me: {Relation.SUPPORTED}}.get(first.to, set[Relation]())
        return held | more
    if isinstance(first, support.NotApplicable):
        return held | {Relation.SPEAKS_FOR}
    return held
