"""The small recurring pieces: levels, strength, sections, folded text."""

from collections.abc import Iterable, Sequence
from itertools import repeat

from secondstory.adapters.page.icons import level_shape, strength_bars
from secondstory.adapters.page.markup import Markup, tag
from secondstory.application.edition import Level, Strength

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


def table(
    heads: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    class_: str = "",
    *,
    ids: Sequence[str | None] = (),
) -> Markup:
    """Return a table that becomes labelled lines on a phone. rows: as many cells as heads; text is escaped.

    ids: the anchor of each row, in their order, None where a row has none; empty when no row has.
    """
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    body = (
        tag(
            "tr",
            *(tag("td", tag("div", cell), data_label=name) for name, cell in zip(heads, row, strict=True)),
            id=id_,
        )
        for id_, row in zip(ids or repeat(None), rows, strict=bool(ids))
    )
    return tag("table", head, tag("tbody", *body), class_=f"tbl {class_}".strip())
