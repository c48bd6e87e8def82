"""Reads a page the way a careful browser would, for the tests: elements with their attributes, in order."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    """One element: its name, its attributes, the words directly inside, and the elements around it."""

    name: str
    attributes: dict[str, str | None]
    around: tuple[str, ...]
    words: list[str] = field(default_factory=list)


class PageReader(HTMLParser):
    """Collects all elements; `unclosed` names what was left open or closed out of turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.unclosed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), tuple(each.name for each in self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(each.name for each in self.open)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].name != tag:
            self.unclosed.append(tag)
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].words.append(data)


def read(page: str) -> PageReader:
    """Return the page, read."""
    reader = PageReader()
    reader.feed(page)
    reader.close()
    return reader


def named(page: str, *names: str) -> list[Element]:
    """Return all elements with one of these names."""
    return [element for element in read(page).elements if element.name in names]
