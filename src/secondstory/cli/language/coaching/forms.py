"""What the coach noticed as data: for scripts, for workflow commands of GitHub, and for the editors' protocol."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secondstory.wiring.documents.coaching.globs import whole
from secondstory.wiring.documents.coaching.looking import Coached, Seen
from secondstory.wiring.documents.finding import STDIN

SOURCE = "second story"
_INFORMATION = 3


def report(coached: list[Coached]) -> dict[str, Any]:
    """Return the report of `--json`, shaped as that of `check --json`, with notes beside the findings."""
    unread = [{"path": one.path, "why": one.why_not} for one in coached if one.why_not]
    read = [one for one in coached if not one.why_not and not one.left_out]
    return {"files": [_file(one) for one in read], **({"unread": unread} if unread else {})}


def _file(one: Coached) -> dict[str, Any]:
    return {
        "path": one.path,
        "findings": [_finding(seen) for seen in one.seen],
        "notes": [{"code": note.code, "line": note.line, "says": note.says} for note in one.notes],
    }


def _finding(seen: Seen) -> dict[str, Any]:
    one = seen.finding
    return {
        "rule": one.rule,
        "message": one.message,
        "question": one.question,
        "rewording": one.rewording,
        "line": one.line,
        "column": one.column,
        "end_line": one.end_line,
        "end_column": one.end_column,
        "text": one.text,
    }


def workflow_commands(coached: list[Coached]) -> Iterator[str]:
    """Yield a workflow command of GitHub for each finding and each note: `::notice file=…,line=…::…`."""
    for document in coached:
        path = "stdin" if document.path == STDIN else _posix(document.path)
        for note in document.notes:
            yield _command({"file": path, "line": note.line, "title": "coach"}, note.says)
        for seen in document.seen:
            one = seen.finding
            place: dict[str, object] = {"file": path, "line": one.line, "endLine": one.end_line}
            if one.line == one.end_line:
                # GitHub takes columns only for words within one line.
                place |= {"col": one.column, "endColumn": one.end_column}
            yield _command(place | {"title": f"coach: {one.rule}"}, _message(seen))
        if document.why_not:
            yield f"::warning title=coach::{_escaped(document.why_not)}"


def _command(properties: dict[str, object], message: str) -> str:
    listed = ",".join(f"{name}={_escaped_property(str(value))}" for name, value in properties.items())
    return f"::notice {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _message(seen: Seen) -> str:
    one = seen.finding
    quoted = " ".join(one.text.split())
    instead = f" Or write: {one.rewording}" if one.rewording else ""
    return f"\u201c{quoted}\u201d {one.message} {one.question}{instead}"


def diagnostics(coached: list[Coached]) -> list[dict[str, Any]]:
    """Return for each document the parameters of `textDocument/publishDiagnostics`, an empty list where all is well."""
    read = [one for one in coached if not one.why_not and not one.left_out]
    return [
        {"uri": uri_of(one.path), "diagnostics": [_diagnostic(seen) for seen in one.seen]} for one in read
    ]


def uri_of(path: str) -> str:
    """Return the address of a file as editors write it; what was piped in has none of its own."""
    return "untitled:stdin" if path == STDIN else whole(Path(path)).as_uri()


def _diagnostic(seen: Seen) -> dict[str, Any]:
    one = seen.finding
    return {
        "range": {"start": _position(seen.begin), "end": _position(seen.end)},
        "severity": _INFORMATION,
        "code": one.rule,
        "source": SOURCE,
        "message": f"{one.message} {one.question}",
        "data": {"question": one.question, "rewording": one.rewording},
    }


def _position(place: tuple[int, int]) -> dict[str, int]:
    return {"line": place[0], "character": place[1]}


def _posix(path: str) -> str:
    return path.replace(os.sep, "/")
