"""Documents that carry what a reader should find in them: `<!--C-->` a condition, `<!--F text|owner|due-->` a follow-up.

A mark stands at the end of its line and is taken away before the document is read. Without words of its own it means
the line itself without list marks. `<!--F@-2 ...-->` points at the line two above. `<!--not a post-mortem-->` says that
nothing is to be understood, `<!--crlf-->` that lines end the Windows way.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(
    r"[ \t]*<!--(?:(C|F)(?:@(-\d+))?(?: ((?:(?!-->)[^|])*?))?(?:\|((?:(?!-->)[^|])*)\|((?:(?!-->)[^|])*))?|(not a post-mortem|crlf))-->"
)
_LIST_MARK = re.compile(r"^\s*(?:(?:[-*+#\u2022]|\d+[.)]|[a-z]\))\s+)?(?:\[[ x]\]\s+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One document without its marks, and what the marks say: (line, text) and (line, text, owner, due)."""

    name: str
    text: str
    conditions: tuple[tuple[int, str], ...]
    followups: tuple[tuple[int, str, str, str], ...]
    is_post_mortem: bool


def marked_documents(folder: Path) -> list[Marked]:
    """Return the documents of a folder by name."""
    return [_read(path) for path in sorted(folder.glob("*.md"))]


def _read(path: Path) -> Marked:
    written = path.read_text(encoding="utf-8")
    lines = [
        line for line in written.split("\n") if not re.fullmatch(r"<!--(not a post-mortem|crlf)-->", line)
    ]
    conditions: list[tuple[int, str]] = []
    followups: list[tuple[int, str, str, str]] = []
    for at, line in enumerate(lines):
        bare = _MARK.sub("", line)
        for kind, back, words, owner, due, _ in _MARK.findall(line):
            text = words.strip() or _LIST_MARK.sub("", bare).strip()
            number = at + 1 + int(back or 0)
            if kind == "C":
                conditions.append((number, text))
            elif kind == "F":
                followups.append((number, text, owner.strip(), due.strip()))
        lines[at] = bare
    return Marked(
        name=path.stem,
        text=("\r\n" if "<!--crlf-->" in written else "\n").join(lines),
        conditions=tuple(sorted(conditions, key=lambda one: one[0])),
        followups=tuple(sorted(followups, key=lambda one: one[0])),
        is_post_mortem="<!--not a post-mortem-->" not in written,
    )
