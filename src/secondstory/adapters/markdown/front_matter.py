"""The block of facts before a document (YAML between `---`, TOML between `+++`), read without ever stumbling."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OWN_SCHEMA = "second-story/1"
_KEY = re.compile(r"^[\"']?([^\W\d][\w .-]{0,60})[\"']?\s*[:=]")
_MOST_LINES = 20_000
_MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The facts before a document. `lines` is how many lines they take, 0 when there are none.

    values: as parsed, empty when the block could not be (then `notes` says so). at: line of each top-level key.
    """

    lines: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    at: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Return whether this is a document Second Story wrote."""
        return self.values.get("schema") == OWN_SCHEMA

    def text(self, key: str) -> str:
        """Return a scalar or list of scalars as one line of text; anything deeper is left out."""
        value = self.values.get(key)
        if isinstance(value, list):
            return ", ".join(str(part) for part in value[:50] if not isinstance(part, list | dict))
        return "" if value is None or isinstance(value, dict) else str(value)


def read_front_matter(lines: list[str]) -> FrontMatter:
    """Return the front matter of a document; a block that cannot be read becomes a note, never an error."""
    mark = lines[0].strip() if lines else ""
    if mark not in ("---", "+++"):
        return FrontMatter()
    end = next(
        (i for i in range(1, min(len(lines), _MOST_LINES)) if lines[i].rstrip() in (mark, "...")), None
    )
    inside = lines[1:end]
    if end is None or not any(_KEY.match(line) for line in inside):
        return FrontMatter()
    at = {found[1]: i for i, line in enumerate(inside, start=2) if (found := _KEY.match(line)) is not None}
    text = "\n".join(inside)
    if len(text) > _MOST_CHARACTERS:
        return FrontMatter(
            lines=end + 1, notes=("The front matter is too long to be read as such; it was left out.",)
        )
    values = _toml(text) if mark == "+++" else _yaml(text)
    if values is None:
        note = f"The front matter (lines 1 to {end + 1}) could not be read as {'TOML' if mark == '+++' else 'YAML'}."
        return FrontMatter(lines=end + 1, at=at, notes=(note,))
    return FrontMatter(lines=end + 1, values=values, at=at)


def _yaml(text: str) -> dict[str, Any] | None:
    # Imported here because it costs more than the rest of a start of the command line.
    import yaml

    try:
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, TypeError, AttributeError):
        return None
    return {str(key): value for key, value in values.items()} if isinstance(values, dict) else None


def _toml(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None
