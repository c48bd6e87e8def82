"""Renders Markdown of people with the adapter that renders published pages."""

from secondstory.adapters.page.marks import Marks
from secondstory.adapters.page.narrative import narrative_html


def prose_html(markdown: str) -> str:
    """Return Markdown as safe HTML: HTML in it is shown, not obeyed; only ordinary links are kept."""
    return str(narrative_html(markdown, Marks(frozenset())))
