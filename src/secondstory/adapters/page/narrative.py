"""The narrative: Markdown of people to markup, its marks of evidence turned into links."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from secondstory.adapters.page.marks import Marks, inline_marks
from secondstory.adapters.page.markup import Markup, trusted
from secondstory.application.edition import legible
from secondstory.application.marks import BRACKETED

_SAFE_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_TOP, _DEEPEST = 2, 6


def narrative_html(source: str, marks: Marks) -> Markup:
    """Return the narrative as markup; empty for empty text.

    HTML in the source is shown, not obeyed; pictures become links, since a page asks nobody for anything; only
    http, https, mailto and places on the page can be linked. Headings begin at level 2 and skip none.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.validateLink = lambda url: bool(_SAFE_LINK.match(url.strip()))  # type: ignore[method-assign]
    tokens = reader.parse(legible(source))
    _level_headings(tokens)
    for token in tokens:
        _without_style(token)
        if token.children:
            token.children = [made for child in token.children for made in _with_marks(child, marks)]
    return trusted(reader.renderer.render(tokens, reader.options, {}))


def _level_headings(tokens: Sequence[Token]) -> None:
    """Move headings so that the highest is an h2 and each goes at most one level deeper than the last."""
    opens = [token for token in tokens if token.type == "heading_open"]
    highest = min((int(token.tag[1]) for token in opens), default=_TOP)
    level = _TOP
    before = _TOP - 1
    for token in tokens:
        if token.type == "heading_open":
            wished = int(token.tag[1]) - highest + _TOP
            level = before = min(wished, before + 1, _DEEPEST)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"


def _without_style(token: Token) -> None:
    """Take style attributes away (tables carry their alignment so): the page forbids them."""
    style = str(token.attrs.pop("style", ""))
    if "right" in style:
        token.attrs["class"] = "right"
    for child in token.children or []:
        if child.type == "link_open":
            child.attrs["rel"] = "noopener noreferrer"


def _with_marks(token: Token, marks: Marks) -> Iterator[Token]:
    if token.type != "text" or not BRACKETED.search(token.content):
        yield token
        return
    raw = Token("html_inline", "", 0)
    raw.content = inline_marks(token.content, marks)
    yield raw
