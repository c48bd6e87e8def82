"""The map of conditions as it stands: a fold of its events."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import assert_never

from secondstory.domain.understanding.conditions.events import (
    ABOVE_THE_CODE,
    FIVE_LEVELS,
    AcceptedAsIs,
    Added,
    Basis,
    ConditionEvent,
    Dropped,
    Escalated,
    EvidenceCited,
    HolderNamed,
    Level,
    LevelExplored,
    LevelStatus,
    LinkDrawn,
    LinkRemoved,
    Persistence,
    PersistenceStated,
    Reworded,
)
from secondstory.kernel.event import Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition as it stands; `first` is how it was added, `rewordings` what was put in its place, in order."""

    first: Added
    by: PersonId | None
    added_at: datetime
    statement: str
    level: Level
    effect: str | None
    basis: Basis
    evidence: tuple[str, ...]
    rewordings: tuple[Reworded, ...] = ()
    holder: str | None = None
    persistence: Persistence = Persistence.UNKNOWN
    persistence_on: Moment | None = None
    accepted: AcceptedAsIs | None = None
    escalated: Escalated | None = None
    dropped: str | None = None

    @property
    def number(self) -> int:
        """Its number in the post-mortem, said as C-3."""
        return self.first.number

    @property
    def is_above_the_code(self) -> bool:
        """Whether it lives in process, culture or organisation."""
        return self.level in ABOVE_THE_CODE

    @property
    def is_answered(self) -> bool:
        """Whether somebody with authority accepted it as it is, or it was escalated with a date."""
        return self.accepted is not None or self.escalated is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """All conditions of one post-mortem, the links between them, and what is known of each level.

    There is no root: a link leads to another condition or to the effect, and circles are allowed, since things that
    make each other worse are real.
    """

    everything: tuple[Condition, ...] = ()
    links: tuple[LinkDrawn, ...] = ()
    explored: tuple[LevelExplored, ...] = ()

    @property
    def standing(self) -> tuple[Condition, ...]:
        """The conditions that were not dropped, in the order of their numbers."""
        return tuple(one for one in self.everything if one.dropped is None)

    @property
    def standing_links(self) -> tuple[LinkDrawn, ...]:
        """The links between conditions that were not dropped."""
        numbers = {one.number for one in self.standing}
        return tuple(
            link for link in self.links if link.from_number in numbers and link.to_number in {None, *numbers}
        )

    @property
    def next_number(self) -> int:
        """The number of the next condition."""
        return 1 + max((one.number for one in self.everything), default=0)

    @property
    def levels_used(self) -> tuple[Level, ...]:
        """The levels on which a condition stands, from the code outwards."""
        used = {one.level for one in self.standing}
        return tuple(level for level in Level if level in used)

    @property
    def above_the_code(self) -> tuple[Condition, ...]:
        """The standing conditions of process, culture and organisation."""
        return tuple(one for one in self.standing if one.is_above_the_code)

    @property
    def unexplored_levels(self) -> tuple[Level, ...]:
        """Those of the five levels at which nobody has looked, whether or not somebody said why."""
        return tuple(level for level in FIVE_LEVELS if self.status_of(level) is LevelStatus.NOT_EXPLORED)

    def find(self, number: int) -> Condition | None:
        """Return the condition C-`number`, dropped or not, or None."""
        return next((one for one in self.everything if one.number == number), None)

    def at(self, level: Level) -> tuple[Condition, ...]:
        """Return the standing conditions of one level."""
        return tuple(one for one in self.standing if one.level is level)

    def said_of(self, level: Level) -> LevelExplored | None:
        """Return the last that was said of a level, or None."""
        return next((one for one in reversed(self.explored) if one.level is level), None)

    def status_of(self, level: Level) -> LevelStatus:
        """Return what became of a level; a condition that stands there says that it was looked at."""
        if self.at(level):
            return LevelStatus.FOUND
        said = self.said_of(level)
        return said.status if said is not None else LevelStatus.NOT_EXPLORED

    def unanswered(self, followed_up: Collection[int]) -> tuple[Condition, ...]:
        """Return the conditions above the code that nobody has taken up (LVL-3).

        followed_up: numbers of the conditions that a follow-up with an owner answers.
        """
        return tuple(
            one for one in self.above_the_code if not one.is_answered and one.number not in followed_up
        )


def evolve(state: Conditions, entry: Recorded[ConditionEvent]) -> Conditions:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case Added():
            return replace(state, everything=(*state.everything, _condition(event, entry.by, entry.at)))
        case LinkDrawn():
            return replace(state, links=(*_links_without(state, event), event))
        case LinkRemoved():
            return replace(state, links=_links_without(state, event))
        case LevelExplored():
            return replace(state, explored=(*state.explored, event))
        case Reworded():
            return _changed(state, event.cites, lambda one: _reworded(one, event))
        case _:
            return _changed(state, event.number, lambda one: _told(one, event))


def _told(
    one: Condition,
    event: EvidenceCited | HolderNamed | PersistenceStated | AcceptedAsIs | Escalated | Dropped,
) -> Condition:
    match event:
        case EvidenceCited():
            evidence = tuple(dict.fromkeys((*one.evidence, *event.evidence)))
            return replace(one, evidence=evidence, basis=event.basis or one.basis)
        case HolderNamed():
            return replace(one, holder=event.holder)
        case PersistenceStated():
            return replace(one, persistence=event.persistence, persistence_on=event.on)
        case AcceptedAsIs():
            return replace(one, accepted=event)
        case Escalated():
            return replace(one, escalated=event)
        case Dropped():
            return replace(one, dropped=event.reason)
        case _:
            assert_never(event)


def _condition(event: Added, by: PersonId | None, at: datetime) -> Condition:
    return Condition(
        first=event,
        by=by,
        added_at=at,
        statement=event.statement,
        level=event.level,
        effect=event.effect,
        basis=event.basis,
        evidence=event.evidence,
    )


def _reworded(one: Condition, event: Reworded) -> Condition:
    return replace(
        one,
        statement=one.statement if event.statement is None else event.statement,
        effect=one.effect if event.effect is None else event.effect,
        level=event.level or one.level,
        rewordings=(*one.rewordings, event),
    )


def _changed(state: Conditions, number: int, change: Callable[[Condition], Condition]) -> Conditions:
    return replace(
        state, everything=tuple(change(one) if one.number == number else one for one in state.everything)
    )


def _links_without(state: Conditions, gone: LinkDrawn | LinkRemoved) -> tuple[LinkDrawn, ...]:
    ends = (gone.from_number, gone.to_number, gone.kind)
    return tuple(link for link in state.links if (link.from_number, link.to_number, link.kind) != ends)
