"""`amend`: what is learnt after publication stands beside what was first published."""

import argparse

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

EXAMPLES = (
    'secondstory amend PM-7 "Two more buildings were cold, 214 in all." --reason "the billing run shows them"',
    'secondstory amend PM-7 --file correction.md --reason "the vendor answered"',
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", metavar="ID", help="a published post-mortem, such as PM-7")
    parser.add_argument("text", nargs="?", metavar="TEXT", help="what is added, for readers from outside")
    parser.add_argument("--file", metavar="FILE", help="the text is in a file; - for standard input")
    parser.add_argument("--reason", metavar="WHY", help="what is known now that was not known then")
    parser.add_argument("--out", metavar="DIR", help="where the files go (else published/ in the workspace)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Record the amendment and write the pages again."""
    from pathlib import Path

    from secondstory.application.ceremony.publishing import amend
    from secondstory.cli.editor import read_text
    from secondstory.wiring.documents.pages import frame_of, write_edition
    from secondstory.wiring.workspace import open_workspace

    text = read_text(arguments.file) if arguments.file else arguments.text
    if text is None:
        raise Refused(
            'What is added? Give it in quotes, or with --file FILE: secondstory amend PM-7 "..." --reason "..."'
        )
    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    office = workspace.office
    amended = amend(office, office.door.stream_of(arguments.ref), text, arguments.reason or "")
    out = Path(arguments.out) if arguments.out else workspace.place.published
    frame = frame_of(workspace, published_at=amended.at, signed=amended.signed)
    written = write_edition(amended.gathered, frame, out)
    pm = amended.gathered.pm
    number = len(pm.publication.amendments)
    words = (
        f"Amended {pm.label}: amendment {number} stands beside what was first published; both stay.\n"
        f"  {written.html}\n  {written.markdown}\n"
        f"{terminal.style('Next:', 'lamp')} secondstory status {pm.label}"
    )
    data = {
        "number": pm.label,
        "amendment": number,
        "entry": amended.entry,
        "files": {"html": str(written.html), "markdown": str(written.markdown)},
    }
    terminal.answer(data, words)
    return 0
