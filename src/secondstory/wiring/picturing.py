"""Draws condition maps and timelines with the adapter for pictures."""

from collections.abc import Mapping

from secondstory.adapters import pictures
from secondstory.application.ceremony.editions.night import Night
from secondstory.application.understanding.mapping import ConditionMap


def svg(drawn: ConditionMap) -> str:
    """Return the map as a picture that stands alone; empty when there is nothing to draw."""
    return pictures.condition_map_svg(
        drawn.conditions, drawn.links, drawn.effects, drawn.levels, title=drawn.title, alone=True
    )


def map_to_edit(drawn: ConditionMap, addresses: Mapping[str, str], *, selected: str = "") -> str:
    """Return the map for a page on which it is edited. addresses: where a condition or a level is opened, by its id."""
    handles = pictures.Handles(addresses=addresses, selected=selected)
    return pictures.condition_map_svg(
        drawn.conditions,
        drawn.links,
        drawn.effects,
        drawn.levels,
        title=drawn.title,
        least_width=900.0,
        alone=False,
        handles=handles,
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


def timeline(night: Night, *, title: str, wide: Night | None = None) -> tuple[str, str]:
    """Return a timeline as two pictures for a page, wide and upright; both empty when there is nothing to draw.

    wide: what the wide one shows, where that has fewer words.
    """
    beside = wide or night
    return (
        pictures.timeline_svg(beside.entries, beside.gaps, beside.bands, title=title, alone=False),
        pictures.timeline_upright_svg(
            night.entries, night.gaps, night.bands, title=f"{title}, top to bottom", alone=False
        ),
    )
