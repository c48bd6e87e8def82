"""What somebody set in their editor, and what the nearest settings file says: together the setup for one text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondstory.coach import Setup
from secondstory.wiring.documents.coaching.settings import (
    OWN_FILE,
    PYPROJECT,
    BrokenSettings,
    Settings,
    Shelf,
    unknown_rule,
)

SECTION = "secondstory"
SETTINGS_FILES = (OWN_FILE, PYPROJECT)
SEVERITIES = ("information", "hint")
_KEYS = ("off", "on", "severity")


@dataclass(frozen=True, slots=True)
class Wishes:
    """The settings of the editor itself; what they say of a rule goes above the settings file."""

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    severity: str = SEVERITIES[0]


def wishes_of(raw: Any) -> tuple[Wishes, list[str]]:
    """Return the wishes in what an editor sent, and words for each part that could not be used."""
    given = raw.get(SECTION, raw) if isinstance(raw, Mapping) else {}
    if not isinstance(given, Mapping):
        return Wishes(), [f"The setting {SECTION} has to be an object with any of: {', '.join(_KEYS)}."]
    troubles: list[str] = []
    codes = {key: _codes(given.get(key), key, troubles) for key in ("off", "on")}
    severity = given.get("severity", SEVERITIES[0])
    if severity not in SEVERITIES:
        troubles.append(f"The setting {SECTION}.severity has to be one of: {', '.join(SEVERITIES)}.")
        severity = SEVERITIES[0]
    return Wishes(codes["off"], codes["on"], severity), troubles


def _codes(given: Any, key: str, troubles: list[str]) -> frozenset[str]:
    listed = given or []
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        troubles.append(f"The setting {SECTION}.{key} has to be a list of rules.")
        return frozenset()
    known = []
    for code in listed:
        trouble = unknown_rule(code)
        if trouble:
            troubles.append(f"The setting {SECTION}.{key}: {trouble}")
        else:
            known.append(code)
    return frozenset(known)


class SetupFinder:
    """Finds the setup for texts; settings files are read once, until `forget`."""

    def __init__(self) -> None:
        """Begin with no file read and no wish."""
        self.wishes = Wishes()
        self.root: Path | None = None
        self._shelf = Shelf()

    def forget(self) -> None:
        """Read every settings file again when it is needed."""
        self._shelf = Shelf()

    def find(self, path: Path | None) -> tuple[Setup | None, str]:
        """Return the setup for a text at `path`, and what is wrong with its settings file, or "".

        None means that the settings leave the text out. A text without a place is one of the folder that is open.
        """
        trouble = ""
        settings = Settings()
        where = path or self.root
        if where is not None:
            try:
                settings = self._shelf.of(where)
            except BrokenSettings as broken:
                trouble = f"{broken} The coach goes on without these settings."
        if path is not None and settings.leaves_out(path):
            return None, trouble
        return settings.with_rules(off=self.wishes.off, on=self.wishes.on).setup, trouble
