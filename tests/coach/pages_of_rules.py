"""Reads the pages of sentences that a facilitator can edit."""

import re
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
MARK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


def examples(code: str, heading: str) -> list[str]:
    """Return the list items under a heading of the page of `code`, each a text of its own, marks included."""
    page = (PAGES / f"{code}.md").read_text("utf-8")
    body = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    items = re.split(r"^- ", body, flags=re.MULTILINE)[1:]
    return [re.sub(r"^ {2}", "", item.rstrip(), flags=re.MULTILINE) for item in items]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text without marks, and where the marked words stand in it."""
    spans: list[tuple[int, int]] = []
    for turn, mark in enumerate(MARK.finditer(marked)):
        start = mark.start() - 4 * turn
        spans.append((start, start + len(mark[1])))
    return MARK.sub(r"\1", marked), spans
