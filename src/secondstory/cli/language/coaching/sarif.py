"""What the coach noticed as SARIF 2.1.0, which code hosts show beside the lines of a change."""

from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from secondstory import __version__
from secondstory.coach import RULES, Rule, explain
from secondstory.wiring.documents.coaching.globs import whole
from secondstory.wiring.documents.coaching.looking import Coached, Seen
from secondstory.wiring.documents.finding import STDIN

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def log(coached: list[Coached]) -> dict[str, Any]:
    """Return the log: one run, every rule with its page, a result for each finding. Columns count UTF-16 units."""
    turns = {rule.code: turn for turn, rule in enumerate(RULES)}
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(coached)],
        "results": [_result(one.path, seen, turns) for one in coached for seen in one.seen],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver() -> dict[str, Any]:
    return {"name": "Second Story coach", "version": __version__, "rules": [_rule(rule) for rule in RULES]}


def _rule(rule: Rule) -> dict[str, Any]:
    page = explain(rule.code)
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.code.split("-")),
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.says},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": "note"},
    }


def _invocation(coached: list[Coached]) -> dict[str, Any]:
    unread = [_notification(one.path, one.why_not, None, "warning") for one in coached if one.why_not]
    notes = [_notification(one.path, note.says, note.line, "note") for one in coached for note in one.notes]
    return {"executionSuccessful": not unread, "toolExecutionNotifications": unread + notes}


def _notification(path: str, words: str, line: int | None, level: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if line:
        place["region"] = {"startLine": line}
    return {"level": level, "message": {"text": words}, "locations": [{"physicalLocation": place}]}


def _result(path: str, seen: Seen, turns: dict[str, int]) -> dict[str, Any]:
    one = seen.finding
    region = _region(seen)
    shown = {**region, "snippet": {"text": one.text}}
    place = {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": shown}}
    result: dict[str, Any] = {
        "ruleId": one.rule,
        **({"ruleIndex": turns[one.rule]} if one.rule in turns else {}),
        "level": "note",
        "message": {"text": f"{one.message} {one.question}"},
        "locations": [place],
    }
    if one.rewording:
        replaced = {"deletedRegion": region, "insertedContent": {"text": one.rewording}}
        change = {"artifactLocation": {"uri": _uri(path)}, "replacements": [replaced]}
        words = f"Write \u201c{one.rewording}\u201d."
        result["fixes"] = [{"description": {"text": words}, "artifactChanges": [change]}]
    return result


def _region(seen: Seen) -> dict[str, int]:
    (line, unit), (end_line, end_unit) = seen.begin, seen.end
    return {
        "startLine": line + 1,
        "startColumn": unit + 1,
        "endLine": end_line + 1,
        "endColumn": end_unit + 1,
    }


def _uri(path: str) -> str:
    """Return a file below this folder as a relative reference, which hosts resolve at the top of the clone."""
    if path == STDIN:
        return "stdin"
    file = whole(Path(path))
    try:
        return quote(PurePath(file.relative_to(whole(Path()))).as_posix())
    except ValueError:
        return file.as_uri()
