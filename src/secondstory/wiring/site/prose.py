"""Renders Markdown of people with the adapter that renders published pages."""

from secondstory.adapters.page.marks import Marks
from secondstory.adapters.page.narrative import narrative_html


def prose_html(markdown: str, known: frozenset[str] = frozenset()) -> str:
    """Return Markdown as safe HTML: HTML in it is shown, not obeyed; only ordinary links are kept.

    known: the marks of evidence that have a place on the page, such as `E-1`, and become links to `#E-1`.
    """
    return str(narrative_html(markdown, Marks(known)))
