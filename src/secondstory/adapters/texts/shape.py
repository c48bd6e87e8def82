"""Turns a TOML table into one of the text types, field by field, and says where a field does not fit."""

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from secondstory.adapters.texts.trouble import BrokenTexts

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """Where in a file we are. header: `classes`, `agendas.steps`; turn: which of several, from 0 in the file."""

    path: Path
    header: str = ""
    turn: int = 0

    def broken(self, what: str, key: str = "") -> BrokenTexts:
        return BrokenTexts.in_file(self.path, what, line=_line_of(self, key))


def read_one(path: Path, table: Mapping[str, object], kind: type[T]) -> T:
    """Return `table` as `kind`. Raises BrokenTexts for a missing, unknown or ill-typed field."""
    return _read(_Place(path), table, kind, {})


def read_many(path: Path, table: Mapping[str, object], key: str, kind: type[T]) -> tuple[T, ...]:
    """Return the tables under `[[key]]` as `kind`s, at least one. Raises BrokenTexts as `read_one` does."""
    place = _Place(path)
    for other in table.keys() - {key}:
        raise place.broken(f'"{other}" is not known here; this file holds [[{key}]]', other)
    found: tuple[T, ...] = _tables(place, key, table.get(key), kind, {})
    if not found:
        raise place.broken(f"it needs at least one [[{key}]]")
    return found


def _read(place: _Place, table: Mapping[str, object], kind: type[T], turns: dict[str, int]) -> T:
    hints = get_type_hints(kind)
    for unknown in table.keys() - hints.keys():
        raise place.broken(f'"{unknown}" is not known here; the fields are {", ".join(hints)}', unknown)
    absent = [name for name in hints if name not in table]
    if absent:
        raise place.broken(f'"{absent[0]}" is missing')
    return kind(**{name: _field(place, name, table[name], hint, turns) for name, hint in hints.items()})


def _field(place: _Place, name: str, value: object, hint: Any, turns: dict[str, int]) -> Any:
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if isinstance(inner, type) and dataclasses.is_dataclass(inner):
            return _tables(place, name, value, inner, turns)
        return _strings(place, name, value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise place.broken(f'"{name}" has to be a table', name)
        return _read(_Place(place.path, _under(place, name)), value, hint, turns)
    if type(value) is not hint:
        wanted = "text in quotation marks" if hint is str else "a whole number"
        raise place.broken(f'"{name}" has to be {wanted}', name)
    if isinstance(value, str) and not value.strip():
        raise place.broken(f'"{name}" is empty', name)
    return value


def _strings(place: _Place, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise place.broken(f'"{name}" has to be a list of texts in quotation marks', name)
    return tuple(value)


def _tables(place: _Place, name: str, value: object, kind: type[T], turns: dict[str, int]) -> tuple[T, ...]:
    header = _under(place, name)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise place.broken(f"[[{header}]] is missing", name)
    found: list[T] = []
    for table in value:
        turn = turns.get(header, 0)
        turns[header] = turn + 1
        found.append(_read(_Place(place.path, header, turn), table, kind, turns))
    return tuple(found)


def _under(place: _Place, name: str) -> str:
    return f"{place.header}.{name}" if place.header else name


def _line_of(place: _Place, key: str) -> int:
    """Return the line of `key` under the header we are in, or the line of that header; 1 when neither is found."""
    lines = place.path.read_text("utf-8").splitlines()
    header = re.compile(rf"\s*\[\[?\s*{re.escape(place.header)}\s*\]\]?")
    headers = [number for number, line in enumerate(lines, 1) if header.match(line)] if place.header else [1]
    begin = headers[place.turn] if place.turn < len(headers) else 1
    wanted = re.compile(rf"\s*(?:\[+\s*)?(?:[\w.]+\.)?{re.escape(key)}\b") if key else None
    for number in range(begin, len(lines) + 1):
        line = lines[number - 1]
        if wanted and wanted.match(line):
            return number
        if place.header and number > begin and line.startswith("["):
            break
    return begin
