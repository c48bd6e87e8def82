"""Golden bytes: what an event of each tag looked like when it was first written, kept for ever.

One file per topic, `golden/<topic>.json`: tag -> {"parts": [hex of part 0, hex of part 1, ...], "event": repr}.
`PYTHONPATH=src python -m tests.domain.golden_bytes` from the project root adds what is missing (of all
topics, or of those named); it never changes what is there.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from secondstory.domain.event_table import TABLE
from secondstory.domain.stored import Stored, Value, encode_parts
from secondstory.kernel.event import Event
from secondstory.kernel.moments import Moment, Precision

GOLDEN = Path(__file__).parent / "golden"
NOON = datetime(2026, 10, 20, 12, 30, 15, 250000, tzinfo=UTC)


def topic_of(tag: str) -> str:
    return tag.partition(".")[0]


def golden(topic: str) -> dict[str, Any]:
    path = GOLDEN / f"{topic}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def sample(kind: type, *, spare: bool = False) -> Any:
    """Return an instance of `kind` with every field filled by its type, or only the required ones when spare."""
    hints = get_type_hints(kind)
    wanted = [one for one in fields(kind) if not spare or one.default is one.default_factory is MISSING]
    return kind(**{one.name: _filled(one.name, hints[one.name]) for one in wanted})


def _filled(name: str, hint: Any) -> Any:
    supertype = getattr(hint, "__supertype__", None)
    if supertype is not None:
        return f"{hint.__name__[:2].lower()}_{name}"
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _filled(name, next(one for one in get_args(hint) if one is not NoneType))
    if origin is tuple:
        inner = get_args(hint)[0]
        return tuple(_filled(f"{name} {place}", inner) for place in (1, 2))
    return _filled_plain(name, hint)


def _filled_plain(name: str, hint: Any) -> Any:
    if hint is Moment:
        return Moment(at=NOON, precision=Precision.SECOND, zone="+02:00", uncertainty_s=90)
    if hint is datetime:
        return NOON
    if hint is bool:
        return True
    if hint is int:
        return 7
    if issubclass(hint, StrEnum):
        return list(hint)[-1]
    if issubclass(hint, Value):
        return sample(hint)
    return f"{name} – “é”"


def rows_of(topic: str) -> Iterator[Stored]:
    return (row for row in TABLE if topic_of(row.tag) == topic)


def written(row: Stored, event: Event) -> dict[str, Any]:
    return {"parts": [part.hex() for part in encode_parts(row, event)], "event": repr(event)}


def write_missing(topics: Iterable[str]) -> None:
    """Add golden bytes for each tag of `topics` that has none; what stands there stays untouched."""
    for topic in topics:
        known = golden(topic)
        fresh = {row.tag: written(row, sample(row.event)) for row in rows_of(topic) if row.tag not in known}
        if fresh:
            text = json.dumps({**known, **fresh}, indent=1, ensure_ascii=False, sort_keys=True)
            (GOLDEN / f"{topic}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write_missing(sys.argv[1:] or sorted({topic_of(row.tag) for row in TABLE}))
