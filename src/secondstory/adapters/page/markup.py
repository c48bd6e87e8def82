"""Markup that is safe by construction: whatever is not already `Markup` is escaped when it enters an element."""

from collections.abc import Iterable
from html import escape

from secondstory.application.edition import legible

_VOID = frozenset({"meta", "link", "br", "hr", "img"})


class Markup(str):
    """Text that is HTML already. Made only by `tag`, `text`, `together`, and by `trusted` for our own files."""

    __slots__ = ()


def text(words: str) -> Markup:
    """Return words of people as markup: every special character escaped, nothing that turns the page round."""
    return Markup(escape(legible(words), quote=True))


def trusted(markup: str) -> Markup:
    """Return a string as markup, unchanged. Only for files of the product and for what a renderer escaped."""
    return Markup(markup)


def together(parts: Iterable[str | None], between: str = "") -> Markup:
    """Return the parts one after another; what is not markup is escaped, None and empty parts fall out."""
    return Markup(text(between).join(_safe(part) for part in parts if part))


def tag(name: str, /, *inside: str | None, **attributes: str | bool | int | None) -> Markup:
    """Return one element with its content.

    Attributes: `class_` stands for class, other underscores for hyphens; None and False leave one out, True
    writes its bare name. Values are escaped, markup or not.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{together(inside)}</{name}>")


def _safe(part: str) -> str:
    return part if isinstance(part, Markup) else text(part)


def _attribute(key: str, value: str | bool | int | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{escape(legible(str(value)), quote=True)}"'
