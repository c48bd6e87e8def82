"""The narrative: Markdown of people to markup, its marks of evidence turned into links."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from secondstory.adapters.page.markup import Markup, text, trusted
from secondstory.adapters.page.pieces import Marks
from secondstory.application.edition import legible

_MARKS = re.compile(r"\s*\[((?:[A-Z]{1,2}-\d{1,6})(?:,\s*[A-Z]{1,2}-\d{1,6})*)\]")
_MARK = re.compile(r"[A-Z]{1,2}-\d{1,6}")
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


def inline_marks(source: str, marks: Marks) -> Markup:
    """Return one line of plain text with its marks as links; no Markdown."""
    return trusted("".join(_marked(source, marks)))


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
    if token.type != "text" or not _MARKS.search(token.content):
        yield token
        return
    raw = Token("html_inline", "", 0)
    raw.content = "".join(_marked(token.content, marks))
    yield raw


def _marked(source: str, marks: Marks) -> Iterator[str]:
    """Yield markup: the text between the marks escaped, the marks as links."""
    end = 0
    for found in _MARKS.finditer(source):
        yield text(source[end : found.start()])
        # A mark stays with the word before it: the blank between them is taken out, the margin is the style's.
        yield marks.links(_MARK.findall(found.group(1)))
        end = found.end()
    yield text(source[end:])
