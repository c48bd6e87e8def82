"""Globs that name files and folders: `drafts/`, `*.tmp.md`, `docs/**/old-*.md`."""

import os
import re
from functools import cache
from pathlib import Path


def is_left_out(path: Path, folder: Path, globs: tuple[str, ...]) -> bool:
    """Return whether one of `globs`, seen from `folder`, names `path` or a folder that it stands in.

    A glob with a slash inside begins at `folder`; one without counts at any depth. `*` and `?` stay within a name,
    `**` goes through any number of folders.
    """
    try:
        parts = whole(path).relative_to(whole(folder)).parts
    except ValueError:
        return False
    steps = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    return any(_pattern(glob).fullmatch(step) for glob in globs for step in steps)


def whole(path: Path) -> Path:
    """Return the whole path without steps upwards; links are not followed, so that it is called what people call it."""
    return Path(os.path.normpath(path.absolute()))


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    cleaned = glob.strip().removeprefix("./").rstrip("/")
    anchored = "/" in cleaned
    pieces = [_piece(name) for name in cleaned.strip("/").split("/")]
    body = "/".join(pieces).replace("\0/", "(?:[^/]+/)*").replace("/\0", "(?:/[^/]+)*").replace("\0", ".*")
    return re.compile(body if anchored else f"(?:.*/)?{body}", re.DOTALL)


def _piece(name: str) -> str:
    """Return the pattern of one name between slashes; a lone `**` is marked with NUL."""
    if name == "**":
        return "\0"
    return "".join("[^/]*" if one == "*" else "[^/]" if one == "?" else re.escape(one) for one in name)
