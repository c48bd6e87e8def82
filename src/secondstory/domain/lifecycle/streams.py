"""Which stream is folded by what: the prefix of its id says it."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any, get_args

from secondstory.domain.ceremony import charter, followups, support
from secondstory.domain.keeping import erasure, evidence, holds, installation, people, retention
from secondstory.domain.lifecycle import postmortem
from secondstory.domain.understanding import accounts
from secondstory.kernel.event import Recorded
from secondstory.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTopic:
    """How one kind of stream is folded. start: makes the state before anything happened."""

    start: Callable[[], Any]
    evolve: Callable[[Any, Recorded[Any]], Any]


_RULES = get_args(retention.RetentionEvent)


def _of_installation(state: Any, entry: Recorded[Any]) -> Any:
    """Return the state of the installation; rules of retention stand in its stream and are folded by their own topic."""
    return state if isinstance(entry.event, _RULES) else installation.evolve(state, entry)


def fold_retention(entries: Iterable[Recorded[Any]]) -> retention.Retention:
    """Return the rules of retention that stand in the stream of the installation, after its `entries` in their order."""
    own = (entry for entry in entries if isinstance(entry.event, _RULES))
    return reduce(retention.evolve, own, retention.Retention())


STREAM_TOPICS: Mapping[str, StreamTopic] = {
    "pm": StreamTopic(start=postmortem.PostMortem, evolve=postmortem.evolve),
    "ac": StreamTopic(start=accounts.Account, evolve=accounts.evolve),
    "su": StreamTopic(start=support.Support, evolve=support.evolve),
    "ev": StreamTopic(start=evidence.Evidence, evolve=evidence.evolve),
    "ho": StreamTopic(start=holds.Hold, evolve=holds.evolve),
    "fu": StreamTopic(start=followups.FollowUp, evolve=followups.evolve),
    "ch": StreamTopic(start=charter.Charter, evolve=charter.evolve),
    "pe": StreamTopic(start=people.People, evolve=people.evolve),
    "in": StreamTopic(start=installation.Installation, evolve=_of_installation),
    "er": StreamTopic(start=erasure.Erasure, evolve=erasure.evolve),
}


def fold_stream(prefix: str, entries: Iterable[Recorded[Any]]) -> Any:
    """Return the state of a stream whose id begins with `prefix`, after `entries` in their order.

    Raises KeyError for a prefix that names no stream: a newer Second Story wrote it.
    """
    topic = STREAM_TOPICS[prefix]
    return reduce(topic.evolve, entries, topic.start())
