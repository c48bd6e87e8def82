"""`coach`: wording that blames or judges, and a better question for each. Nothing about it is kept."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.coach import Finding
    from secondstory.wiring.documents.finding import Found

EXAMPLES = (
    "secondstory coach review.md",
    "secondstory coach docs/ --strict           # exit code 1 when something is found",
    "pbpaste | secondstory coach -",
    "secondstory coach rules",
    "secondstory coach explain hindsight",
)

FOUND, UNREAD = 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "what", nargs="*", metavar="FILE", help="files, folders or - for stdin; or `rules`, or `explain RULE`"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="json is the same as --json"
    )
    parser.add_argument(
        "--strict", action="store_true", help="leave with exit code 1 when something is found"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Coach what was named, or tell the rules."""
    terminal.as_json = terminal.as_json or arguments.format == "json"
    what = arguments.what
    if what == ["rules"]:
        return _rules(terminal)
    if what[:1] == ["explain"]:
        return _explain(what[1:], terminal)
    return _coach(what, arguments, terminal)


def _rules(terminal: Terminal) -> int:
    from secondstory.coach import RULES

    rows = [(rule.code, rule.status.value, rule.name) for rule in RULES]
    data = {"rules": [{"code": code, "status": status, "name": name} for code, status, name in rows]}
    words = f"{terminal.table(('rule', 'status', 'what it notices'), rows)}\n\nsecondstory coach explain RULE tells one."
    terminal.answer(data, words)
    return 0


def _explain(codes: list[str], terminal: Terminal) -> int:
    from secondstory.coach import explain
    from secondstory.coach.pages import UnknownRule

    if len(codes) != 1:
        raise Refused("Which rule? secondstory coach rules lists them.")
    try:
        page = explain(codes[0])
    except UnknownRule as unknown:
        raise Refused(str(unknown)) from unknown
    terminal.answer({"rule": codes[0], "page": page}, page.rstrip())
    return 0


def _coach(what: list[str], arguments: argparse.Namespace, terminal: Terminal) -> int:
    import sys

    from secondstory.wiring.documents.finding import STDIN, documents

    if not what and sys.stdin.isatty():
        raise Refused("Which text? secondstory coach FILE, or a folder, or - to read what is piped in.")
    findings: list[tuple[str, Finding]] = []
    read = unread = 0
    for one in documents(what or [STDIN], stdin=sys.stdin.buffer):
        if one.why_not:
            unread += 1
            terminal.complain(one.why_not)
            continue
        read += 1
        findings += [(one.path, finding) for finding in _findings_in(one)]
    words = "\n".join(_words(findings, read, terminal)) if read else ""
    terminal.answer({"findings": [_plain(path, one) for path, one in findings]}, words)
    if unread:
        return UNREAD
    return FOUND if findings and arguments.strict else 0


def _findings_in(one: "Found") -> "list[Finding]":
    from secondstory.coach import RULES, coach

    return coach(one.data.decode("utf-8-sig", errors="replace"), RULES)


def _words(findings: "list[tuple[str, Finding]]", read: int, terminal: Terminal) -> Iterator[str]:
    for path, one in findings:
        quoted = " ".join(one.text.split())
        yield f"{path}:{one.line}:{one.column} {terminal.style(one.rule, 'tide')}  \u201c{quoted}\u201d"
        yield f"    {one.message}"
        yield f"    Ask: {one.question}"
        yield ""
    texts = "one text" if read == 1 else f"{read} texts"
    if findings:
        yield "Only you see this. Nothing about it is kept. secondstory coach explain RULE says why."
    else:
        yield f"Nothing found in {texts}. That is no grade: the coach knows three habits of wording."


def _plain(path: str, one: "Finding") -> dict[str, object]:
    return {
        "path": path,
        "rule": one.rule,
        "message": one.message,
        "question": one.question,
        "line": one.line,
        "column": one.column,
        "end_line": one.end_line,
        "end_column": one.end_column,
        "text": one.text,
    }
