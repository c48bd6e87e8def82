"""Marks of evidence on the page: where each leads, in one form whatever the zeros it was written with."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from secondstory.adapters.page.markup import Markup, tag, text, together, trusted
from secondstory.application.edition import Edition
from secondstory.application.marks import BARE, BRACKETED, named_in, one_form

_ANCHOR = re.compile(r"[A-Z]{1,2}-?\d{1,6}\Z")


@dataclass(frozen=True, slots=True)
class Marks:
    """Which marks lead somewhere on this page. known: in their one form, `E-1` and never `E-01`."""

    known: frozenset[str]

    def link(self, mark: str) -> Markup:
        """Return a mark: a link to its place, or only its name when the page does not hold it."""
        return self._mark(mark, "ev")

    def links(self, marks: Iterable[str]) -> Markup:
        """Return several marks, each once, apart by a blank."""
        each = dict.fromkeys(map(one_form, marks))
        return together(
            (self._mark(mark, "ev ev-next" if at else "ev") for at, mark in enumerate(each)), between=" "
        )

    def word(self, mark: str) -> Markup:
        """Return a mark as a word of its sentence: a link on the line, or the bare word."""
        return self._leading(mark, "ref") or text(one_form(mark))

    def _mark(self, mark: str, class_: str) -> Markup:
        return self._leading(mark, class_) or tag(
            "span", one_form(mark), class_=f"{class_} ev-away", title="Not part of this edition"
        )

    def _leading(self, mark: str, class_: str) -> Markup | None:
        name = one_form(mark)
        return tag("a", name, class_=class_, href=f"#{name}") if name in self.known else None


def marks_of(edition: Edition) -> Marks:
    """Return the marks that lead somewhere: what has a place of its own on the page, and an id that can be an anchor."""
    parts = (
        edition.sources,
        edition.accounts,
        edition.timeline,
        edition.decision_points,
        edition.conditions,
    )
    ids = [each.id for part in parts for each in part]
    ids += [f"FU-{each.number}" for each in edition.followups]
    return Marks(frozenset(filter(None, map(anchor, ids))))


def anchor(name: str) -> str | None:
    """Return the id of an element, or None when the name cannot be one."""
    return one_form(name) if _ANCHOR.match(name) else None


def own_mark(name: str) -> Markup | None:
    """Return the mark of the thing itself, at its own place; None when it has no name that others could cite."""
    return tag("span", one_form(name), class_="ev-own") if _ANCHOR.match(name) else None


def inline_marks(source: str, marks: Marks) -> Markup:
    """Return plain text with its marks in brackets as links; no Markdown."""
    return trusted("".join(_marked(source, marks)))


def marks_as_words(source: str, marks: Marks) -> Markup:
    """Return a sentence that names its marks without brackets, each a link where it leads somewhere."""
    return trusted("".join(_worded(source, marks)))


def _marked(source: str, marks: Marks) -> Iterator[str]:
    """Yield markup: the text between the marks escaped, the marks as links."""
    end = 0
    for found in BRACKETED.finditer(source):
        yield text(source[end : found.start()])
        # A mark stays with the word before it: the blank between them is taken out, the margin is the style's.
        yield marks.links(named_in(found[1]))
        end = found.end()
    yield text(source[end:])


def _worded(source: str, marks: Marks) -> Iterator[str]:
    end = 0
    for found in BARE.finditer(source):
        yield text(source[end : found.start()])
        yield marks.word(found[0])
        end = found.end()
    yield text(source[end:])
