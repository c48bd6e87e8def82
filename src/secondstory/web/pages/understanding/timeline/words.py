"""What the forms of the timeline offer, in words, and how they are read back."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from secondstory.domain.lifecycle import PostMortem
from secondstory.kernel.refused import Refused

K = TypeVar("K", bound=StrEnum)

KINDS = (
    ("fact", "Fact", "data shows it"),
    ("account", "Account", "somebody who was there tells it"),
    ("inference", "Inference", "reasoned from both"),
)
CAUSES = (
    ("never-captured", "It was never captured"),
    ("retention-expired", "It was kept for a while, and that time was over"),
    ("access-denied", "It is there, and nobody here may read it"),
    ("legally-erased", "It was lawfully erased"),
    ("unknown", "Nobody knows yet"),
)


def chosen(kinds: type[K], value: str) -> K:
    """Return the one of `kinds` that a form chose. Raises Refused for one that it does not offer."""
    try:
        return kinds(value)
    except ValueError as unknown:
        raise Refused("Choose one of those that the form offers; nothing was changed.") from unknown


def places(pm: PostMortem) -> list[str]:
    """Return the vantage points that this timeline and these roles name already."""
    return _each(
        [entry.added.vantage for entry in pm.timeline.entries] + [held.vantage for held in pm.incident.roles]
    )


def roles(pm: PostMortem) -> list[str]:
    """Return the roles that acted so far, as the entries name them."""
    return _each(entry.added.actor_role for entry in pm.timeline.entries)


def _each(found: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(one for one in found if one))
