"""The few words of SVG that the pictures use, each returned as escaped markup."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from secondstory.application.edition import Level, legible

Attribute = str | float | None

# The shape of each level on a grid of 12, as in the rest of the product: colour, shape and name go together.
SHAPES: dict[Level, str] = {
    "software": '<rect x="1.5" y="1.5" width="9" height="9"/>',
    "practices": '<path d="M6 1 11.2 10.5H.8z"/>',
    "process": '<path d="M6 .4 11.6 6 6 11.6.4 6z"/>',
    "culture": '<circle cx="6" cy="6" r="5"/>',
    "organisation": '<path d="M6 .6 11.4 4.8V11.2H.6V4.8z"/>',
    "outside": '<circle cx="6" cy="6" r="4.4"/>',
}
LEVEL_NAMES: dict[Level, str] = {
    "outside": "Outside world",
    "organisation": "Organisation",
    "culture": "Culture",
    "process": "Process",
    "practices": "Practices",
    "software": "Software",
}


def number(value: float) -> str:
    """Return a coordinate with at most one decimal, the same on every machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, /, *inside: str, **attributes: Attribute) -> str:
    """Return one element; `class_` stands for class, other underscores for hyphens, None leaves one out.

    inside: markup that is already escaped.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    if not inside:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def _attribute(key: str, value: str | float) -> str:
    name = "viewBox" if key == "viewBox" else key.rstrip("_").replace("_", "-")
    text = value if isinstance(value, str) else number(value)
    return f' {name}="{escape(legible(text), quote=True)}"'


def words(text: str, x: float, y: float, class_: str, *, anchor: str | None = None) -> str:
    """Return a line of text whose baseline starts (or, by `anchor`, ends or is centred) at x, y."""
    return element("text", escape(legible(text)), x=x, y=y, class_=class_, text_anchor=anchor)


def glyph(level: Level, x: float, y: float) -> str:
    """Return the shape of a level with its upper left corner at x, y."""
    return element(
        "g", SHAPES[level], transform=f"translate({number(x)} {number(y)})", class_=f"gl lv-{level}"
    )


def picture(
    body: Iterable[str],
    *,
    name: str,
    title: str,
    description: str,
    size: tuple[float, float],
    alone: bool,
    role: str = "img",
) -> str:
    """Return a whole SVG with title and description.

    name: prefix of the ids inside, unique in the page. size: width and height in px; the picture is drawn 1:1.
    alone: carry the colours along, for a file of its own; otherwise the page has them (`css`).
    role: "group" for a picture that has something to press in it.
    """
    width, height = size
    return element(
        "svg",
        element("title", escape(legible(title)), id=f"{name}-t"),
        element("desc", escape(legible(description)), id=f"{name}-d"),
        *([element("style", css(alone=True))] if alone else []),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role=role,
        aria_labelledby=f"{name}-t {name}-d",
        class_="drawn alone" if alone else "drawn",
    )


def css(*, alone: bool) -> str:
    """Return the style of all pictures; `alone` adds the colours themselves, light and dark."""
    folder = files("secondstory.adapters.pictures") / "files"
    names = ("alone.css", "pictures.css") if alone else ("pictures.css",)
    return "".join((folder / each).read_text("utf-8") for each in names)
