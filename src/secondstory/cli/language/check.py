"""`check`: one screen for each post-mortem, with the question to ask next. No score."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.wiring.documents.checking import CheckedFile
    from secondstory.wiring.documents.finding import Found

EXAMPLES = (
    "secondstory check postmortem.md",
    "secondstory check reviews/                 # every Markdown file below",
    "secondstory check reviews/ --json > report.json",
    "secondstory check PM-7                     # one of this workspace, as it would be published",
    "git show HEAD:review.md | secondstory check -",
)

UNREAD = 2
_WIDEST = 100


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "what", nargs="*", metavar="FILE", help="files, folders, - for stdin, or ids such as PM-7"
    )
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of --json")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check everything that was named; 0 when all of it could be read, 2 when something could not."""
    if arguments.schema:
        import json

        from secondstory.wiring.documents.schemas import schema

        text = schema("check")
        terminal.answer(json.loads(text), text.rstrip())
        return 0
    if not arguments.what:
        raise Refused("Which document? secondstory check FILE; a folder checks every Markdown file below it.")
    return _check(arguments, terminal)


def _check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    import shutil
    import sys

    from secondstory.wiring.documents.checking import card_text, check_document, report_of
    from secondstory.wiring.documents.finding import documents

    width = min(_WIDEST, shutil.get_terminal_size((80, 24)).columns)
    checked: list[CheckedFile] = []
    unread: list[tuple[str, str]] = []
    for name in arguments.what:
        found = (
            [_own(name, arguments, terminal)] if _is_ref(name) else documents([name], stdin=sys.stdin.buffer)
        )
        for one in found:
            if one.why_not:
                unread.append((one.path, one.why_not))
                terminal.complain(one.why_not)
                continue
            checked.append(check_document(one.path, one.data))
            terminal.say(card_text(checked[-1], width))
    if not checked and not unread:
        raise Refused("No Markdown file is there. Name the files; secondstory check FILE...")
    terminal.answer(report_of(checked, unread), _last(checked))
    return UNREAD if unread else 0


def _last(checked: "list[CheckedFile]") -> str:
    if len(checked) < 2:
        return ""
    not_read = [one.path for one in checked if not one.reading.understood]
    words = f"{len(checked)} documents."
    if not_read:
        words += f" Not read as a post-mortem: {', '.join(not_read)}."
    return words


def _is_ref(name: str) -> bool:
    import re
    from pathlib import Path

    return bool(re.fullmatch(r"[Pp][Mm]-?\d+", name)) and not Path(name).exists()


def _own(name: str, arguments: argparse.Namespace, terminal: Terminal) -> "Found":
    from secondstory.application.ceremony.editions import gather
    from secondstory.wiring.documents.finding import Found
    from secondstory.wiring.documents.pages import frame_of, markdown_of
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    office = workspace.office
    gathered = gather(office, office.door.stream_of(name))
    return Found(gathered.pm.label, markdown_of(gathered, frame_of(workspace)).encode())
