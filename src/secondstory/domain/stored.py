"""The stored form of events, written on purpose: each event names the fields that are stored, and how.

An event becomes parts. Part 0 is RFC 8785 JSON of its facts; a field that may be erased alone stands there as
`{"$part": n}` and its text is part n, plain UTF-8. A field that is None or an empty tuple is left out, so that
a field added in a later version of an event is absent, never invented, in what was recorded before.
"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Union, cast, get_args, get_origin, get_type_hints

import rfc8785

from secondstory.kernel.event import Event, Gone
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.moments import Moment, Precision

PART = "$part"
MOST_PARTS = 16


class Value:
    """A value object inside an event. `stored_fields` says, in order, what is stored of it."""

    __slots__ = ()
    stored_fields: ClassVar[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stored:
    """How one kind of event is stored: its tag for ever, its class, its facts and its erasable texts."""

    tag: str
    event: type[Event]
    facts: tuple[str, ...]
    texts: tuple[str, ...]


class Undecodable(Exception):
    """A stored part does not say what its tag promises: evidence about the bytes, never swallowed."""


def stored(tag: str, event: type[Event], facts: str = "", *, texts: str = "") -> Stored:
    """Return the row of the event table for `tag`; field names are given as words parted by spaces.

    texts: fields of type `str`, `str | None` or `tuple[str, ...]` that are parts of their own, so that each can
    be erased while the rest of the event stays.
    """
    return Stored(tag, event, tuple(facts.split()), tuple(texts.split()))


def encode_parts(row: Stored, event: Event) -> tuple[bytes, ...]:
    """Return the parts of `event`: the facts as RFC 8785 JSON, then each text as UTF-8.

    Raises ValueError when there would be more than 16 parts: write several events instead.
    """
    facts = {name: _plain(getattr(event, name)) for name in row.facts}
    texts: list[bytes] = []

    def place(text: str) -> dict[str, int]:
        texts.append(text.encode())
        return {PART: len(texts)}

    for name in row.texts:
        value = getattr(event, name)
        if isinstance(value, str):
            facts[name] = place(value)
        elif value:
            facts[name] = [place(text) for text in value]
    if len(texts) >= MOST_PARTS:
        raise ValueError(f"{row.tag} has {len(texts) + 1} parts; an entry holds at most {MOST_PARTS}")
    return (rfc8785.dumps(_without_absent(facts)), *texts)


def decode_parts(row: Stored, parts: Sequence[bytes | Gone]) -> Event:
    """Return the event that `parts` hold. A part that is Gone reads as its Gone text.

    Raises Undecodable when part 0 is gone, or when a part does not fit the tag.
    """
    if not parts or isinstance(parts[0], Gone):
        raise Undecodable(f"{row.tag}: its facts are not here")
    try:
        facts = json.loads(parts[0])
        texts = [part if isinstance(part, Gone) else part.decode() for part in parts[1:]]
        return row.event(**_fields(row, facts, texts))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as wrong:
        raise Undecodable(f"{row.tag}: {wrong}") from wrong


def _fields(row: Stored, facts: Mapping[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    readers = _readers(cast(Hashable, row.event))
    absent = _absent(cast(Hashable, row.event))
    found: dict[str, Any] = {name: absent[name] for name in (*row.facts, *row.texts) if name in absent}
    found |= {name: readers[name](facts[name]) for name in row.facts if name in facts}
    for name in row.texts:
        if name not in facts:
            continue
        place = facts[name]
        if isinstance(place, list):
            found[name] = tuple(texts[one[PART] - 1] for one in place)
        else:
            found[name] = texts[place[PART] - 1]
    return found


def _without_absent(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None and value != []}


def _plain(value: object) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Moment):
        return _plain_moment(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Value):
        return _without_absent({name: _plain(getattr(value, name)) for name in value.stored_fields})
    raise TypeError(f"{type(value).__name__} has no stored form")


def _plain_moment(moment: Moment) -> dict[str, Any]:
    plain: dict[str, Any] = {"at": instant_text(moment.at), "precision": moment.precision.value}
    plain["zone"] = moment.zone
    if moment.uncertainty_s:
        plain["uncertainty_s"] = moment.uncertainty_s
    return plain


def instant_text(at: datetime) -> str:
    """Return an aware time as RFC 3339 in UTC with microseconds, such as `2026-11-22T09:30:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_instant(text: str) -> datetime:
    """Return the aware UTC time that `instant_text` wrote; raises ValueError on any other form."""
    if len(text) != len("2026-11-22T09:30:00.000000Z") or text[-1] != "Z":
        raise ValueError(f"not a time as we store it: {text!r}")
    return datetime.fromisoformat(text).astimezone(UTC)


Reader = Callable[[Any], Any]


@cache
def _readers(kind: Hashable) -> dict[str, Reader]:
    return {
        name: _reader(hint) for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar
    }


@cache
def _absent(kind: Hashable) -> dict[str, Any]:
    """Return what the fields that may be left out are when they were: nothing said, or none of several."""
    hints = {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar}
    several = {name: () for name, hint in hints.items() if get_origin(hint) is tuple}
    unsaid = {name: None for name, hint in hints.items() if NoneType in get_args(hint)}
    return {**several, **unsaid}


def _reader(hint: Any) -> Reader:
    hint = getattr(hint, "__supertype__", hint)
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (inner,) = [one for one in get_args(hint) if one is not NoneType]
        return _reader(inner)
    if origin is tuple:
        read_one = _reader(get_args(hint)[0])
        return lambda plain: tuple(read_one(one) for one in plain)
    return _scalar_reader(hint)


def _scalar_reader(hint: Any) -> Reader:
    if hint is datetime:
        return read_instant
    if hint is Moment:
        return _read_moment
    if issubclass(hint, Value):
        return lambda plain: _read_value(hint, plain)
    if issubclass(hint, StrEnum):
        return cast(Reader, hint)
    return lambda plain: _expect(hint, plain)


def _expect(kind: type, plain: Any) -> Any:
    if type(plain) is not kind:
        raise TypeError(f"expected {kind.__name__}, found {type(plain).__name__}")
    return plain


def _read_value(kind: type, plain: Mapping[str, Any]) -> Any:
    readers = _readers(kind)
    names = cast(type[Value], kind).stored_fields
    return kind(**{name: readers[name](plain[name]) for name in names if name in plain})


def _read_moment(plain: Mapping[str, Any]) -> Moment:
    return Moment(
        at=read_instant(plain["at"]),
        precision=Precision(plain["precision"]),
        zone=_expect(str, plain["zone"]),
        uncertainty_s=_expect(int, plain.get("uncertainty_s", 0)),
    )
