"""Draws condition maps with the adapter for pictures."""

from secondstory.adapters import pictures
from secondstory.application.understanding.mapping import ConditionMap


def svg(drawn: ConditionMap) -> str:
    """Return the map as a picture that stands alone; empty when there is nothing to draw."""
    return pictures.condition_map_svg(
        drawn.conditions, drawn.links, drawn.effects, drawn.levels, title=drawn.title, alone=True
    )


def mermaid(drawn: ConditionMap) -> str:
    """Return the map as a Mermaid flowchart."""
    return pictures.map_mermaid(drawn.conditions, drawn.links, drawn.effects)


def dot(drawn: ConditionMap) -> str:
    """Return the map in the DOT language of Graphviz."""
    return pictures.map_dot(drawn.conditions, drawn.links, drawn.effects)


def table(drawn: ConditionMap) -> tuple[tuple[str, str, str, str], ...]:
    """Return a row for each link: from, what it did, to, basis."""
    return pictures.map_table(drawn.conditions, drawn.links, drawn.effects)


def sentences(drawn: ConditionMap) -> tuple[str, ...]:
    """Return one sentence for each link, then one for each condition without any."""
    return pictures.as_sentences(drawn.conditions, drawn.links, drawn.effects)
