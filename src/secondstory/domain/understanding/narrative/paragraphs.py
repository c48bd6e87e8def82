"""Markdown as paragraphs and back: each can be erased alone, and an unchanged one is never written twice."""

import re
from collections.abc import Iterable

# A fence opens with three or more backticks or tildes; it closes with at least as many of the same and nothing else.
# Source: CommonMark 0.31.2, section 4.5. Any indentation is allowed, since a fence may stand inside a list.
_OPENS = re.compile(r"[ \t]*(?P<mark>`{3,}(?=[^`]*$)|~{3,})")


def normalised(markdown: str) -> str:
    """Return the text with a line feed at every line end and exactly one at the end; empty when nothing is written."""
    text = markdown.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return text + "\n" if text.strip() else ""


def paragraphs_of(markdown: str) -> tuple[str, ...]:
    """Return the paragraphs: what stands between empty lines, with each fenced block kept whole.

    `joined` gives the normalised text back, byte for byte, further empty lines included.
    """
    text = normalised(markdown)
    if not text:
        return ()
    found: list[list[str]] = [[]]
    fence = ""
    for line in text[:-1].split("\n"):
        if not line and not fence and found[-1]:
            found.append([])
            continue
        found[-1].append(line)
        fence = _fence_after(line, fence)
    return tuple("\n".join(lines) for lines in found)


def joined(paragraphs: Iterable[str]) -> str:
    """Return the paragraphs as one Markdown text, parted by an empty line each; empty for none."""
    text = "\n\n".join(paragraphs)
    return text + "\n" if text else ""


def _fence_after(line: str, fence: str) -> str:
    """Return the fence that is open after `line`, when `fence` was open before it; empty for none."""
    if fence:
        closing = line.strip()
        return "" if len(closing) >= len(fence) and not closing.strip(fence[0]) else fence
    opening = _OPENS.match(line)
    return opening["mark"] if opening else ""
