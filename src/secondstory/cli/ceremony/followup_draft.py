"""Reads a follow-up that somebody wrote under the headings of the editor's page, or as plain words."""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
_CONDITION = re.compile(r"\bC-?(\d+)\b", re.IGNORECASE)
_GRADE = re.compile(r"\b(stronger|intermediate|weaker)\b", re.IGNORECASE)
_PARTS = (
    ("conditions", re.compile(r"condition", re.IGNORECASE)),
    ("end_state", re.compile(r"finished|end state", re.IGNORECASE)),
    ("strength", re.compile(r"remember|strength", re.IGNORECASE)),
    ("side_effects", re.compile(r"danger|side effect|new work", re.IGNORECASE)),
    ("text", re.compile(r"change", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was found. conditions: as they were written, such as `C-2`."""

    text: str
    conditions: tuple[str, ...] = ()
    end_state: str | None = None
    strength: str | None = None
    side_effects: str | None = None


def read_written(text: str) -> Written:
    """Return the parts of a written follow-up; without headings all of it is what will change."""
    pieces = _HEADING.split(text)
    found = {"text": pieces[0].strip()}
    for heading, body in zip(pieces[1::2], pieces[2::2], strict=True):
        name = next((name for name, pattern in _PARTS if pattern.search(heading)), "text")
        found[name] = "\n\n".join(filter(None, (found.get(name, ""), body.strip())))
    grade = _GRADE.search(found.get("strength", ""))
    return Written(
        text=found["text"],
        conditions=tuple(f"C-{number}" for number in _CONDITION.findall(found.get("conditions", ""))),
        end_state=found.get("end_state") or None,
        strength=grade[1].lower() if grade else None,
        side_effects=found.get("side_effects") or None,
    )
