"""A document from elsewhere in plain types: what it seems to say, each thing with the lines it stands on.

A proposal is stored as a field, its lines, and one text. What a field needs beside its words (a time, a level, an
owner as written) stands before them in the text, one `name: value` a line and then an empty line, so that a person who
looks at the stored text can read it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from secondstory.domain.understanding.incidents import IncidentKind
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.frozen import field as made
from secondstory.kernel.moments import Moment, Precision

_HEAD = re.compile(r"(?P<name>[a-z_]+): (?P<value>.*)")
_MOMENT = re.compile(r"(?P<at>\S+) (?P<precision>day|minute|second) (?P<zone>\S+) ±(?P<seconds>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing that a document seems to say. details: what the field needs beside its words."""

    field: str
    text: str
    first_line: int
    last_line: int
    details: Mapping[str, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One document as it was read. why_not: why it could not be understood; empty when it was."""

    name: str
    title: str
    template: str = "unknown"
    why_not: str = ""
    kind: IncidentKind = IncidentKind.INCIDENT
    severity: str | None = None
    candidates: tuple[Candidate, ...] = ()


def said(text: str, details: Mapping[str, str]) -> str:
    """Return words and details as the one text of a proposal; `read_said` takes them apart again."""
    head = "".join(f"{name}: {_folded(value)}\n" for name, value in details.items() if value)
    return f"{head}\n{text}" if head or _HEAD.match(text) or text.startswith("\n") else text


def read_said(stored: str) -> tuple[str, dict[str, str]]:
    """Return the words and the details of a proposal."""
    details: dict[str, str] = {}
    lines = stored.split("\n")
    for at, line in enumerate(lines):
        if not line:
            return "\n".join(lines[at + 1 :]), details
        found = _HEAD.fullmatch(line)
        if found is None:
            break
        details[found["name"]] = _unfolded(found["value"])
    return stored, {}


def _folded(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _unfolded(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), value)


def text_of_moment(moment: Moment) -> str:
    """Return a moment as the detail of a proposal: `2026-11-20T13:02:00+00:00 minute Europe/Berlin ±300`."""
    return f"{moment.at.isoformat()} {moment.precision.value} {moment.zone} ±{moment.uncertainty_s}"


def moment_from(text: str) -> Moment | None:
    """Return the moment of such a detail; None for any other text."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    return Moment(
        at=datetime.fromisoformat(found["at"]).astimezone(UTC),
        precision=Precision(found["precision"]),
        zone=found["zone"],
        uncertainty_s=int(found["seconds"]),
    )
