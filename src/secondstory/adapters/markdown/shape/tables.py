"""Rows of tables written with pipes, as Markdown, Org-mode, Jira and reStructuredText grids write them."""

import re

_BARE_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def split_cells(line: str) -> tuple[str, ...]:
    """Return the trimmed cells of a table row; an escaped pipe stays in its cell."""
    stripped = line.strip()
    parts = stripped.split("|") if "\\|" not in stripped else _BARE_PIPE.split(stripped)
    if parts and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip() and stripped.endswith("|"):
        parts = parts[:-1]
    return tuple(part.strip().replace("\\|", "|") for part in parts)


def flowing_cells(line: str) -> tuple[str, ...]:
    """Return the cells of a row with the line breaks inside them as spaces."""
    return split_cells(_BREAK.sub(" ", line) if "<" in line else line)


def is_delimiter(line: str) -> bool:
    """Return whether a line only parts the header of a table from its rows."""
    return "-" in line and "|" in line and not set(line) - set("|:- \t+")


def header_cells(stripped: str) -> tuple[str, ...]:
    """Return the cells of a header row, written with single or double pipes; never empty."""
    return split_cells(stripped.replace("||", "|")) or ("",)
