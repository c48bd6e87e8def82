"""The small recurring pieces: marks of evidence, levels, strength, sections, folded text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from secondstory.adapters.page.icons import level_shape, strength_bars
from secondstory.adapters.page.markup import Markup, tag, together
from secondstory.application.edition import Edition, Level, Strength

LEVEL_NAMES: dict[Level, str] = {
    "outside": "Outside world",
    "organisation": "Organisation",
    "culture": "Culture",
    "process": "Process",
    "practices": "Practices",
    "software": "Software",
}
_STRENGTH_NAMES: dict[Strength, str] = {
    "stronger": "Stronger",
    "intermediate": "Intermediate",
    "weaker": "Weaker",
    "": "Not rated",
}
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,40}\Z")


@dataclass(frozen=True, slots=True)
class Marks:
    """Which marks of evidence lead somewhere on this page."""

    known: frozenset[str]

    def link(self, mark: str) -> Markup:
        """Return a mark: a link to its source or account, or only its name when the page does not hold it."""
        if mark in self.known:
            return tag("a", mark, class_="ev", href=f"#{mark}")
        return tag("span", mark, class_="ev ev-away", title="Not part of this edition")

    def links(self, marks: Iterable[str]) -> Markup:
        """Return several marks, apart by a blank."""
        return together((self.link(mark) for mark in marks), between=" ")


def marks_of(edition: Edition) -> Marks:
    """Return the marks that lead somewhere: sources and accounts whose id can be an anchor."""
    ids = [*(source.id for source in edition.sources), *(account.id for account in edition.accounts)]
    return Marks(frozenset(each for each in ids if _ANCHOR.match(each)))


def anchor(name: str) -> str | None:
    """Return the id of an element, or None when the name cannot be one."""
    return name if _ANCHOR.match(name) else None


def level_mark(level: Level) -> Markup:
    """Return a level: colour, shape and name, always all three."""
    return tag("span", level_shape(level), LEVEL_NAMES[level], class_=f"lv lv-{level}")


def strength_mark(strength: Strength) -> Markup:
    """Return a strength: three rising bars with the word."""
    return tag("span", strength_bars(strength), _STRENGTH_NAMES[strength], class_="strength")


def section(name: str, title: str, *inside: str | None, note: str = "") -> Markup:
    """Return a section across the page with its heading, and a line of explanation when there is one."""
    heading = tag("h2", title, id=f"{name}-h")
    said = tag("p", note, class_="soft note") if note else None
    return tag("section", heading, said, *inside, class_="full section", id=name, aria_labelledby=f"{name}-h")


def folded(summary: str, *inside: str | None, is_open: bool = False) -> Markup:
    """Return text that opens on a press, without a script."""
    return tag("details", tag("summary", summary), *inside, open=is_open)


def bullets(items: Iterable[str], class_: str = "plain") -> Markup:
    """Return a list of sentences."""
    return tag("ul", *(tag("li", item) for item in items), class_=class_)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], class_: str = "") -> Markup:
    """Return a table that becomes labelled lines on a phone. rows: as many cells as heads; text is escaped."""
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    body = (
        tag(
            "tr",
            *(tag("td", tag("div", cell), data_label=name) for name, cell in zip(heads, row, strict=True)),
        )
        for row in rows
    )
    return tag("table", head, tag("tbody", *body), class_=f"tbl {class_}".strip())
