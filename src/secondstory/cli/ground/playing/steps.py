"""The steps of the example, read from their file: chapters, and in each what is done and why."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FILES = FOLDER / "files"
BETWEEN = timedelta(minutes=4)
SHOWN_LINES = 12


@dataclass(frozen=True, slots=True)
class Tampering:
    """What somebody with access to the disk does: in a copy, one run of bytes becomes another of the same length."""

    copy: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. at: the time on the example's clock. ends: the exit code of its last command. to: a file for its answer."""

    why: str
    at: datetime
    commands: tuple[str, ...] = ()
    ends: int = 0
    show: int = SHOWN_LINES
    to: str | None = None
    tampering: Tampering | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Some steps that belong to one day."""

    title: str
    steps: tuple[Step, ...] = field(default=())


def chapters() -> tuple[Chapter, ...]:
    """Return the example."""
    raw = tomllib.loads((FOLDER / "steps.toml").read_text(encoding="utf-8"))
    return tuple(
        Chapter(title=one["title"], steps=tuple(_steps(one["at"], one["steps"]))) for one in raw["chapters"]
    )


def _steps(at: datetime, raw: list[Mapping[str, Any]]) -> Iterator[Step]:
    for one in raw:
        at = one.get("at", at)
        run = one.get("run", ())
        commands = (run,) if isinstance(run, str) else tuple(run)
        yield Step(
            why=one["why"],
            at=at,
            commands=commands,
            ends=one.get("ends", 0),
            show=one.get("show", SHOWN_LINES),
            to=one.get("to"),
            tampering=_tampering(one.get("tamper")),
        )
        at += BETWEEN


def _tampering(raw: Mapping[str, str] | None) -> Tampering | None:
    return None if raw is None else Tampering(copy=raw["copy"], before=raw["from"], after=raw["into"])
