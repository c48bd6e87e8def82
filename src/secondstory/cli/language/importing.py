"""`import`: existing post-mortems come in word for word; what they say is proposed, and a person decides."""

import argparse
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.application.understanding.importing import Incoming
    from secondstory.wiring.documents.finding import Found
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory import old/2024-03-outage.md",
    "secondstory import old/                          # every Markdown file below",
    "secondstory import old/*.md --accept             # take over all that needs no answer",
    "secondstory import PM-7                          # go through what waits, one by one",
    "secondstory import PM-7 --take 12 --level process",
    'secondstory import PM-7 --reject 14 --because "a wish, and not a condition"',
)

UNREAD = 2
LEVELS = ("software", "practices", "process", "culture", "organisation", "outside")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", nargs="*", metavar="FILE", help="files and folders; or one id, such as PM-7")
    parser.add_argument(
        "--review", metavar="ID", help="go through the proposals that wait in this post-mortem"
    )
    parser.add_argument("--accept", action="store_true", help="take over every proposal that needs no answer")
    parser.add_argument(
        "--level",
        choices=LEVELS,
        help="the level of the conditions taken over, where the document gives none",
    )
    secrets = parser.add_mutually_exclusive_group()
    secrets.add_argument("--redact", action="store_true", help="seal copies with likely secrets blotted out")
    secrets.add_argument(
        "--seal-anyway", metavar="REASON", help="seal likely secrets as they are, and say why"
    )
    one = parser.add_argument_group("proposals, one by one")
    one.add_argument("--take", type=int, action="append", metavar="N", help="take proposal N over")
    one.add_argument("--text", metavar="TEXT", help="with --take: other words than the document's")
    one.add_argument("--at", metavar="TIME", help="with --take: when it was")
    one.add_argument(
        "--reject", type=int, action="append", metavar="N", help="leave proposal N where it stands"
    )
    one.add_argument("--because", metavar="WHY", help="with --reject: why")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Bring documents in, or decide on what they proposed."""
    from secondstory.wiring.workspace import open_workspace

    ref = arguments.review or _ref_in(arguments.what)
    if ref is None and not arguments.what:
        raise Refused(
            "Which document? secondstory import FILE; a folder brings in every Markdown file below it."
        )
    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    if ref is not None:
        from secondstory.cli.language.proposals import decide

        return decide(ref, arguments, terminal, workspace)
    return _import(arguments, terminal, workspace)


def _ref_in(what: list[str]) -> str | None:
    import re
    from pathlib import Path

    if len(what) == 1 and re.fullmatch(r"[Pp][Mm]-?\d+", what[0]) and not Path(what[0]).exists():
        return what[0]
    return None


def _import(arguments: argparse.Namespace, terminal: Terminal, workspace: "Workspace") -> int:
    import sys

    from secondstory.wiring.documents.finding import documents

    found = list(documents(arguments.what, stdin=sys.stdin.buffer))
    if not found:
        raise Refused("No Markdown file is there. Name the files: secondstory import FILE...")
    done: list[dict[str, Any]] = []
    left: list[dict[str, str]] = []
    for at, one in enumerate(found):
        terminal.progress("Importing", at, len(found))
        try:
            done.append(_import_one(one, arguments, workspace))
        except Refused as refused:
            left.append({"path": one.path, "why": "\n".join(refused.problems), "code": refused.code})
        else:
            terminal.say(_told(done[-1]))
    for problem in left:
        terminal.complain(f"{problem['path']}: {problem['why']}")
    terminal.answer({"imported": done, "left_out": left}, "\n".join(_after(done, terminal)))
    return _code(done, left)


def _code(done: list[dict[str, Any]], left: list[dict[str, str]]) -> int:
    if any(one["code"] == "unread" for one in left):
        return UNREAD
    return 1 if left and not done else 0


def _import_one(one: "Found", arguments: argparse.Namespace, workspace: "Workspace") -> dict[str, Any]:
    from secondstory.application.understanding.importing import receive
    from secondstory.cli.language.proposals import accept_all
    from secondstory.wiring.evidence import vault_of

    if one.why_not:
        raise Refused(one.why_not, code="unread")
    office = workspace.office
    coming = _incoming(one, arguments, workspace)
    received = receive(office, vault_of(workspace), coming)
    result: dict[str, Any] = {
        "path": one.path,
        "number": f"PM-{received.number}",
        "id": received.stream,
        "title": coming.document.title,
        "evidence": f"E-{received.evidence}",
        "template": coming.document.template,
        "understood": not coming.document.why_not,
        "why_not": coming.document.why_not,
        "proposals": received.proposals,
        "accepted": [],
        "waiting": received.proposals,
    }
    if arguments.accept:
        outcome = accept_all(office, received.stream, level=arguments.level)
        result["accepted"] = [name for _, name in outcome.became]
        result["waiting"] = len(outcome.waiting)
    return result


def _incoming(one: "Found", arguments: argparse.Namespace, workspace: "Workspace") -> "Incoming":
    from secondstory.cli.times import read_moment
    from secondstory.wiring.documents.reading import incoming

    now = workspace.office.now()
    return incoming(
        one.path,
        one.data,
        read_time=lambda text: read_moment(text, now=now),
        redact=arguments.redact,
        despite=arguments.seal_anyway,
    )


def _told(one: dict[str, Any]) -> str:
    words = f"{one['number']}  {one['title']}\n      {one['path']}, word for word as {one['evidence']}"
    if not one["understood"]:
        return f"{words}\n      Kept, and not understood: {one['why_not']}"
    if one["accepted"]:
        return f"{words}; {len(one['accepted'])} proposals taken over, {one['waiting']} wait"
    return f"{words}; {one['proposals']} proposals wait"


def _after(done: list[dict[str, Any]], terminal: Terminal) -> list[str]:
    if not done:
        return []
    lines = [""]
    if len(done) > 1:
        waiting = sum(one["waiting"] for one in done)
        lines.append(f"{len(done)} documents are in; {waiting or 'no'} proposals wait for a person.")
    first = next((one for one in done if one["waiting"]), done[0])
    command = f"import {first['number']}" if first["waiting"] else f"status {first['number']}"
    return [*lines, f"{terminal.style('Next:', 'lamp')} secondstory {command}"]
