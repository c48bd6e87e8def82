"""The published page: one HTML file that asks nobody for anything."""

import re
from base64 import b64encode
from importlib.resources import files

from secondstory.adapters.page import conditions, followups, night, opening, proof
from secondstory.adapters.page.icons import BRAND
from secondstory.adapters.page.marks import marks_of
from secondstory.adapters.page.markup import Markup, tag, together, trusted
from secondstory.application.edition import Edition, Pictures
from secondstory.application.marks import without_marks

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
_SHEETS = ("tokens.css", "page.css", "parts.css", "narrow.css", "print.css")
_FACES = (
    ("Newsreader", "normal", "400 600", "newsreader"),
    ("Newsreader", "italic", "400", "newsreader-italic"),
    ("Public Sans", "normal", "400 650", "public-sans"),
    ("JetBrains Mono", "normal", "400", "jetbrains-mono"),
)
_PAPER = re.compile(r"@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")


def publish_html(edition: Edition, pictures: Pictures | None = None) -> str:
    """Return the whole page as HTML, the same bytes for the same edition.

    pictures: drawn from the same edition; without them the tables and sentences stand open in their place.
    Everything in the edition is text of people and is escaped; only `pictures` is taken as markup.
    """
    drawn = pictures or Pictures()
    language = edition.language if _LANGUAGE.match(edition.language) else "en"
    page = tag("html", _head(edition, drawn), _body(edition, drawn), lang=language)
    return f"<!doctype html>\n{page}\n"


def _head(edition: Edition, pictures: Pictures) -> Markup:
    title = f"{edition.title or f'Post-mortem {edition.number}'} · Second Story"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="description", content=without_marks(edition.lede)) if edition.lede else None,
        tag("title", title),
        tag("style", trusted(_style(pictures))),
    )


def _style(pictures: Pictures) -> str:
    folder = files("secondstory.adapters.page") / "files"
    faces = "".join(_face(*face) for face in _FACES)
    return faces + "".join((folder / sheet).read_text("utf-8") for sheet in _SHEETS) + pictures.css


def _face(family: str, style: str, weight: str, file: str) -> str:
    font = files("secondstory.adapters.page") / "files" / "fonts" / f"{file}.woff2"
    data = b64encode(font.read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-style:{style};font-weight:{weight};font-display:swap;'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}\n'
    )


def reading_html(edition: Edition, pictures: Pictures) -> str:
    """Return what such a page tells, without its frame, for a page that has one of its own and `reading_css`."""
    return tag("div", *_told(edition, pictures), class_="read")


def reading_css(within: str) -> str:
    """Return how it looks, for what lies `within` a selector. It needs the frame's tokens, faces and pictures."""
    folder = files("secondstory.adapters.page") / "files"
    sheets = "".join((folder / sheet).read_text("utf-8") for sheet in _SHEETS if sheet != "tokens.css")
    sheets = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    papers = _PAPER.findall(sheets)
    return f"{within} {{\n{_PAPER.sub('', sheets)}\n}}\n@media print {{\n{''.join(papers)}\n}}\n"


def _body(edition: Edition, pictures: Pictures) -> Markup:
    main = tag("main", *_told(edition, pictures), class_="read", id="main")
    skip = tag("a", "Skip to the content", class_="skip", href="#main")
    return tag("body", skip, _top(edition), main, proof.footer(edition))


def _told(edition: Edition, pictures: Pictures) -> tuple[Markup | None, ...]:
    marks = marks_of(edition)
    return (
        opening.heading(edition, marks),
        opening.two_stories(edition, marks),
        opening.article(edition, marks),
        night.timeline(edition, pictures, marks),
        night.decision_points(edition, marks),
        night.accounts(edition, marks),
        conditions.levels(edition, marks),
        conditions.condition_map(edition, pictures, marks),
        conditions.around(edition, marks),
        followups.followups(edition, marks),
        proof.missing(edition, marks),
        proof.sources(edition),
        proof.amendments(edition, marks),
        proof.record(edition),
    )


def _top(edition: Edition) -> Markup:
    brand = tag("span", BRAND, "Second Story", class_="brand")
    where = together([f"PM-{edition.number}", edition.organisation], between=" · ")
    return tag("header", tag("div", brand, tag("span", where, class_="meta"), class_="top-in"), class_="top")
