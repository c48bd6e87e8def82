"""Marks such as `[E-1]` in the text of people: how they are found, and the one form in which they are shown."""

import re
from collections.abc import Iterator

_REFERENCE = r"[A-Z]{1,2}-\d{1,6}"
_ALONE = re.compile(r"([A-Z]{1,2})-(\d{1,6})")
_LIST = rf"{_REFERENCE}(?:\s*[,;]\s*{_REFERENCE})*"
BARE = re.compile(rf"(?<![\w-]){_REFERENCE}(?![\w-])")
"""A reference without brackets, as a sentence names it."""
BRACKETED = re.compile(rf"\s*\[({_LIST})\]")
"""One or more marks in brackets, with the blank before them; group 1 is what stands inside."""


def one_form(mark: str) -> str:
    """Return a mark as it is shown everywhere, `E-1` for `E-01`; anything else comes back unchanged."""
    found = _ALONE.fullmatch(mark)
    return f"{found[1]}-{int(found[2])}" if found else mark


def named_in(words: str) -> tuple[str, ...]:
    """Return the references that some words name, in their one form and in their order."""
    return tuple(one_form(found) for found in BARE.findall(words))


def marked_in(text: str) -> Iterator[str]:
    """Yield the marks that stand in brackets anywhere in a text, in their one form."""
    for found in BRACKETED.finditer(text):
        yield from named_in(found[1])


def without_marks(text: str) -> str:
    """Return a text for a place that cannot hold a link: its marks in brackets are left out."""
    return BRACKETED.sub("", text).strip()
