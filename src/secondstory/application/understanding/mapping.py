"""The condition map of a post-mortem in plain types, ready for a picture or for words."""

from secondstory.application import edition
from secondstory.application.understanding.statements import short
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.conditions import (
    FIVE_LEVELS,
    Condition,
    Level,
    LevelExplored,
    LinkDrawn,
)
from secondstory.kernel.frozen import dataclass

EFFECT = "effect"
"""The id of the one effect, to which a link without a second condition leads."""

_LEVELS: dict[Level, edition.Level] = {
    Level.SOFTWARE: "software",
    Level.PRACTICES: "practices",
    Level.PROCESS: "process",
    Level.CULTURE: "culture",
    Level.ORGANISATION: "organisation",
    Level.OUTSIDE: "outside",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionMap:
    """The standing conditions, the links between them, what they led to, and which levels were looked at."""

    title: str
    conditions: tuple[edition.Condition, ...] = ()
    links: tuple[edition.Link, ...] = ()
    effects: tuple[edition.Effect, ...] = ()
    levels: tuple[edition.LevelLook, ...] = ()


def map_of(pm: PostMortem) -> ConditionMap:
    """Return the map of a post-mortem; without conditions, its effect and levels alone.

    Dropped conditions and their links are left out. The level outside the organisation is there when somebody spoke
    of it.
    """
    state = pm.conditions
    spoken = [level for level in Level if level in FIVE_LEVELS or state.at(level) or state.said_of(level)]
    return ConditionMap(
        title=f"Condition map of {pm.label}: {pm.incident.title}",
        conditions=tuple(_condition(one) for one in state.standing),
        links=tuple(_link(one) for one in state.standing_links),
        effects=(edition.Effect(id=EFFECT, text=pm.incident.title),),
        levels=tuple(_look(pm, level) for level in spoken),
    )


def _condition(one: Condition) -> edition.Condition:
    return edition.Condition(
        id=f"C-{one.number}",
        level=_LEVELS[one.level],
        statement=one.statement,
        label=short(one.statement),
        marks=one.evidence,
        persistence=one.persistence.value if one.persistence_on else "",
        holder=one.holder or "",
    )


def _link(one: LinkDrawn) -> edition.Link:
    return edition.Link(
        start=f"C-{one.from_number}",
        end=EFFECT if one.to_number is None else f"C-{one.to_number}",
        kind=one.kind.value,
        basis=one.basis.value,
        marks=one.evidence,
    )


def _look(pm: PostMortem, level: Level) -> edition.LevelLook:
    return edition.LevelLook(
        level=_LEVELS[level],
        looked=pm.conditions.status_of(level).value,
        note=words_of(pm.conditions.said_of(level)),
    )


def words_of(said: LevelExplored | None) -> str:
    """Return what was said of a level in one line: what was asked of whom, or why nobody looked; empty for nothing."""
    if said is None:
        return ""
    asked = ", asked of ".join(filter(None, (said.asked, said.of_whom)))
    return "; ".join(filter(None, (asked, said.reason)))
