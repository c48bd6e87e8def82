"""What an organisation wants of the coach: `[coach]` in `.secondstory.toml`, or `[tool.secondstory.coach]` in `pyproject.toml`.

The nearest file upwards from a document counts, alone; in one folder `.secondstory.toml` comes first. A
`pyproject.toml` without that table is passed by.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from secondstory.adapters.trained import coach_model, coach_reader
from secondstory.coach import RULES, Setup
from secondstory.kernel.refused import Refused
from secondstory.wiring.documents.coaching.globs import is_left_out, whole

OWN_FILE, PYPROJECT = ".secondstory.toml", "pyproject.toml"
WORDS: Mapping[str, str] = {
    "off": "codes of rules that are not wanted",
    "on": "codes of rules that are wanted although they rest until somebody asks for them",
    "sureness": "for a rule, how sure it has to be, from 0 to 1; higher is quieter",
    "people": "names of your teams and groups, which the coach reads as people",
    "things": "names of your products and services, which the coach reads as software",
    "exclude": "globs of files and folders to leave out, from the folder of this file",
}


class BrokenSettings(Refused):
    """A settings file cannot be used. The words name the file, the key, and what is allowed."""

    def __init__(self, path: Path, what: str, line: int | None = None) -> None:
        """Say what does not fit, and where; path and line stay beside the words."""
        self.path, self.line = path, line
        super().__init__(f"{path}{f', line {line}' if line else ''}: {what}", code="coach-settings")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings for one document. folder: where the globs of `exclude` begin; file: what they were read from.

    is_fast: whether the slow reader is left out.
    """

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    sureness: tuple[tuple[str, float], ...] = ()
    people: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    exclude: tuple[str, ...] = ()
    folder: Path = Path()
    file: Path | None = None
    is_fast: bool = False

    @property
    def setup(self) -> Setup:
        """The same, as the coach takes it; one and the same for all folders that want the same."""
        return _setup(replace(self, exclude=(), folder=Path(), file=None))

    def leaves_out(self, path: Path) -> bool:
        """Return whether `exclude` names the file or folder `path`, or a folder it stands in."""
        return bool(self.exclude) and is_left_out(path, self.folder, self.exclude)

    def with_rules(self, *, off: frozenset[str], on: frozenset[str]) -> "Settings":
        """Return these settings after somebody said otherwise for once: what they want counts last."""
        return replace(self, off=(self.off - on) | off, on=(self.on - off) | on)

    def without_reader(self) -> "Settings":
        """Return these settings without the slow reader: ten times as fast on drafts, and blinder."""
        return replace(self, is_fast=True)


@cache
def _setup(settings: Settings) -> Setup:
    return Setup(
        off=settings.off,
        on=settings.on,
        sureness=dict(settings.sureness),
        people=settings.people,
        things=settings.things,
        model=coach_model(settings.people, settings.things),
        reader=None if settings.is_fast else coach_reader(),
    )


class Shelf:
    """Finds the settings of documents, and reads each file once."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._by_folder: dict[Path, Settings] = {}

    def of(self, document: Path) -> Settings:
        """Return the settings that count for `document`, a file or a folder. Raises BrokenSettings."""
        where = whole(document)
        return self._in(where if where.is_dir() else where.parent)

    def _in(self, folder: Path) -> Settings:
        """Return the settings of `folder`; every folder on the way learns them too."""
        passed: list[Path] = []
        settings: Settings | None = None
        for place in (folder, *folder.parents):
            settings = self._by_folder.get(place) or _here(place)
            if settings:
                break
            passed.append(place)
        settings = settings or Settings(folder=folder)
        for place in (*passed, settings.folder):
            self._by_folder[place] = settings
        return settings


def settings_for(document: Path) -> Settings:
    """Return the settings that count for one document, read now. Raises BrokenSettings."""
    return Shelf().of(document)


def unknown_rule(code: str) -> str:
    """Return the words for a code that no rule has, or "" when there is one."""
    known = sorted(rule.code for rule in RULES)
    if code in known:
        return ""
    near = get_close_matches(code, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f'there is no rule "{code}".{hint} The rules are: {", ".join(known)}.'


def _here(folder: Path) -> Settings | None:
    """Return the settings that a file in `folder` itself holds."""
    own = folder / OWN_FILE
    if own.is_file():
        text = _text(own)
        table = _parsed(own, text)
        _only(own, text, table, ("coach",), "at the top")
        return _settings(own, text, _table(own, text, table, "coach"))
    pyproject = folder / PYPROJECT
    if pyproject.is_file():
        text = _text(pyproject)
        if "secondstory" not in text:
            return None
        ours = _table(
            pyproject, text, _table(pyproject, text, _parsed(pyproject, text), "tool"), "secondstory"
        )
        _only(pyproject, text, ours, ("coach",), "in [tool.secondstory]")
        if "coach" in ours:
            return _settings(pyproject, text, _table(pyproject, text, ours, "coach"))
    return None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise BrokenSettings(path, "it is not UTF-8, which TOML has to be.") from wrong
    except OSError as wrong:
        raise BrokenSettings(path, f"it could not be read: {wrong.strerror or wrong}.") from wrong


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        said = re.sub(r"\s*\(at line \d+, column \d+\)|\s*\(at end of document\)", "", str(wrong))
        stated = re.search(r"at line (\d+), column \d+", str(wrong))
        line = int(stated[1]) if stated else len(text.splitlines())
        raise BrokenSettings(
            path, f"this is not TOML: {said[:1].lower()}{said[1:].rstrip('.')}.", line
        ) from wrong


def _table(path: Path, text: str, above: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = above.get(key, {})
    if not isinstance(table, dict):
        raise BrokenSettings(path, f"`{key}` has to be a table, [{key}].", _line_of(text, key))
    return table


def _only(path: Path, text: str, table: Mapping[str, Any], allowed: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise BrokenSettings(
                path,
                f"`{key}` is not known {where}.{hint} Allowed: {', '.join(allowed)}.",
                _line_of(text, key),
            )


def _settings(path: Path, text: str, table: dict[str, Any]) -> Settings:
    _only(path, text, table, tuple(WORDS), "here")
    lists = {key: _words(path, text, table, key) for key in WORDS if key != "sureness"}
    for key in ("off", "on"):
        for code in lists[key]:
            _known(path, text, code, key)
    both = sorted(set(lists["off"]) & set(lists["on"]))
    if both:
        raise BrokenSettings(path, f"{both[0]} stands in `off` and in `on`; keep one.", _line_of(text, "on"))
    return Settings(
        off=frozenset(lists["off"]),
        on=frozenset(lists["on"]),
        sureness=_sureness(path, text, _table(path, text, table, "sureness")),
        people=frozenset(lists["people"]),
        things=frozenset(lists["things"]),
        exclude=tuple(lists["exclude"]),
        folder=path.parent,
        file=path,
    )


def _words(path: Path, text: str, table: Mapping[str, Any], key: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise BrokenSettings(
            path,
            f'`{key}` has to be a list of texts in quotation marks, such as ["…"]: {WORDS[key]}.',
            _line_of(text, key),
        )
    return value


def _sureness(path: Path, text: str, table: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    for code, sure in table.items():
        _known(path, text, code, "sureness")
        if isinstance(sure, bool) or not isinstance(sure, int | float) or not 0 <= sure <= 1:
            raise BrokenSettings(
                path, f"`sureness` of {code} has to be a number from 0 to 1.", _line_of(text, code)
            )
    return tuple(sorted((code, float(sure)) for code, sure in table.items()))


def _known(path: Path, text: str, code: str, key: str) -> None:
    trouble = unknown_rule(code)
    if trouble:
        raise BrokenSettings(path, f"`{key}`: {trouble}", _line_of(text, key))


def _line_of(text: str, key: str) -> int | None:
    """Return the line on which `key` is set, or its table begins; None when it stands in no plain place."""
    named = rf"[\"']?{re.escape(key)}[\"']?"
    found = re.search(
        rf"^[ \t]*(?:\[[^\]\n]*\b{named}\]|{named}\s*[=.])|[{{,]\s*{named}\s*=", text, re.MULTILINE
    )
    return text.count("\n", 0, found.start()) + 1 if found else None
