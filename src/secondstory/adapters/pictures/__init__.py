"""The pictures of an edition: its timeline, wide and upright, and its condition map, as SVG and in words."""

from secondstory.adapters.pictures.map import Handles, condition_map_svg
from secondstory.adapters.pictures.map_words import as_sentences, map_dot, map_mermaid, map_table
from secondstory.adapters.pictures.svg import css
from secondstory.adapters.pictures.timeline import timeline_svg
from secondstory.adapters.pictures.upright import timeline_upright_svg
from secondstory.application.edition import Edition, Pictures

__all__ = [
    "Handles",
    "as_sentences",
    "condition_map_svg",
    "draw",
    "map_dot",
    "map_mermaid",
    "map_table",
    "timeline_svg",
    "timeline_upright_svg",
]


def draw(edition: Edition) -> Pictures:
    """Return all pictures of an edition, made to stand in a page."""
    night = (edition.timeline, edition.timeline_gaps, edition.bands)
    graph = (edition.conditions, edition.links, edition.effects)
    return Pictures(
        timeline_wide=timeline_svg(*night, title=f"Timeline: {edition.title}", alone=False),
        timeline_upright=timeline_upright_svg(
            *night, title=f"Timeline, top to bottom: {edition.title}", alone=False
        ),
        condition_map=condition_map_svg(
            *graph,
            edition.levels,
            title=f"Condition map: {edition.title}",
            alone=False,
        ),
        sentences=as_sentences(*graph),
        css=css(alone=False),
    )
