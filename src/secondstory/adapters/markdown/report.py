"""What `check` says about one document: the machine's form, documented in `docs/check.md` with a JSON Schema.

There is no score and no total by author. The form may gain keys within a schema version; none changes its meaning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from secondstory.adapters.markdown.reading import FIELDS, LEVELS, Reading

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFinding:
    """One finding of the language coach; lines and columns are 1-based, columns count Unicode code points."""

    rule: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One document with its reading and what the coach noticed. `path` is as the person gave it."""

    path: str
    reading: Reading
    findings: tuple[LanguageFinding, ...] = ()


def report(path: str, reading: Reading, findings: Iterable[LanguageFinding] = ()) -> CheckedFile:
    """Return the checked file, findings in the order of the text."""
    ordered = sorted(findings, key=lambda finding: (finding.line, finding.column, finding.rule))
    return CheckedFile(path=path, reading=reading, findings=tuple(ordered))


def to_json(files: Iterable[CheckedFile]) -> dict[str, Any]:
    """Return the report on these files as JSON values, after `docs/check.schema.json`."""
    return {"schema": SCHEMA_VERSION, "files": [_file(checked) for checked in files]}


def _file(checked: CheckedFile) -> dict[str, Any]:
    reading = checked.reading
    return {
        "path": checked.path,
        "template": reading.template,
        "understood": reading.understood,
        "why_not": reading.why_not,
        "fields": {name: _field(reading, name) for name in FIELDS},
        "conditions": [{"text": bullet.text, "line": bullet.line} for bullet in reading.conditions],
        "levels": {level: reading.levels[level] for level in LEVELS},
        "followups": [
            {
                "text": followup.text,
                "owner": followup.owner or None,
                "due": followup.due or None,
                "strength": followup.strength,
                "line": followup.line,
            }
            for followup in reading.followups
        ],
        "findings": [_finding(finding) for finding in checked.findings],
    }


def _field(reading: Reading, name: str) -> Mapping[str, Any]:
    read = reading.fields[name]
    return {"found": read.found, "lines": [read.line, read.end_line] if read.found else None}


def _finding(finding: LanguageFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "message": finding.message,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "text": finding.text,
    }
