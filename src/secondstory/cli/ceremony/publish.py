"""`publish`: through the gates, into the record, and onto a page."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from secondstory.application.ceremony.publishing import GatesClosed, PublishedEdition, Wish
    from secondstory.coach import Finding
    from secondstory.wiring.documents.pages import Written
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory publish PM-7",
    "secondstory publish PM-7 --preview          # look at it first; nothing is recorded",
    "secondstory publish PM-7 --out site/reviews",
    'secondstory publish PM-7 --exception above-code-owned="the board meets on 4 March"',
    "secondstory publish PM-7 --reader-questions > answers.md",
    "secondstory publish PM-7 --reader-review answers.md",
)

_SHOWN_FINDINGS = 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", metavar="ID", help="the post-mortem, such as PM-7")
    parser.add_argument("--out", metavar="DIR", help="where the files go (else published/ in the workspace)")
    parser.add_argument(
        "--exception",
        action="append",
        default=[],
        metavar="GATE=REASON",
        help="pass a closed gate; the page shows the reason and your name (may be repeated)",
    )
    parser.add_argument("--public", action="store_true", help="this edition is for everybody outside as well")
    parser.add_argument(
        "--preview", action="store_true", help="write the page as a draft; no gate is asked, nothing recorded"
    )
    review = parser.add_mutually_exclusive_group()
    review.add_argument(
        "--reader-review", metavar="FILE", help="record what a reader who was not there answered; - for stdin"
    )
    review.add_argument(
        "--reader-questions", action="store_true", help="print the page to send to such a reader, and stop"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Publish it, or show it, or print the questions for a reader."""
    if arguments.reader_questions:
        from secondstory.application.ceremony.reader_review import QUESTIONS, blank_page

        terminal.answer({"questions": dict(QUESTIONS)}, blank_page().rstrip())
        return 0
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    if arguments.preview:
        return _preview(arguments, terminal, workspace)
    return _publish(arguments, terminal, workspace)


def _preview(arguments: argparse.Namespace, terminal: Terminal, workspace: "Workspace") -> int:
    from secondstory.application.ceremony.editions import gather
    from secondstory.application.ceremony.publishing import closed_gates
    from secondstory.domain.ceremony.publication import still_closed
    from secondstory.wiring.documents.pages import frame_of, write_preview

    office = workspace.office
    gathered = gather(office, office.door.stream_of(arguments.ref))
    # Not beside what is published: a folder that is served must not show drafts.
    out = _out(arguments, workspace) if arguments.out else workspace.place.drafts
    page = write_preview(gathered, frame_of(workspace), out)
    closed = still_closed(gathered.pm.publication, closed_gates(office, gathered))
    lines = [f"A draft to look at, not recorded: {page}"]
    if closed:
        lines += ["", "Before it can be published:"]
        lines += [f"  {one.gate.value}: {one.what}" for one in closed]
    else:
        lines += ["", "Every gate is open."]
    lines += ["", f"{terminal.style('Next:', 'lamp')} secondstory publish {gathered.pm.label}"]
    data = {
        "number": gathered.pm.label,
        "draft": str(page),
        "closed": [{"gate": one.gate.value, "what": one.what, "next": one.next_step} for one in closed],
    }
    terminal.answer(data, "\n".join(lines))
    return 0


def _publish(arguments: argparse.Namespace, terminal: Terminal, workspace: "Workspace") -> int:
    from secondstory.application.ceremony import publishing
    from secondstory.wiring.documents.pages import frame_of, write_edition
    from secondstory.wiring.wording import setup_for

    office = workspace.office
    stream = office.door.stream_of(arguments.ref)
    wish = _wish(arguments)
    try:
        published = publishing.publish(office, stream, wish)
    except publishing.GatesClosed as closed:
        raise Refused(_gates(closed, arguments.ref, workspace), code="gates") from closed
    frame = frame_of(workspace, published_at=published.at, signed=published.signed)
    written = write_edition(published.gathered, frame, _out(arguments, workspace))
    found = list(publishing.language_of(written.text, setup_for(office)))
    words = "\n".join(_words(published, written, found, terminal))
    terminal.answer(_data(published, written, found), words)
    return 0


def _wish(arguments: argparse.Namespace) -> "Wish":
    from secondstory import __version__
    from secondstory.application.ceremony.publishing import Wish
    from secondstory.application.ceremony.reader_review import read_answers
    from secondstory.cli.editor import read_text
    from secondstory.domain.ceremony.publication import EditionKind, Gate

    exceptions = {}
    for said in arguments.exception:
        code, equals, reason = said.partition("=")
        if code not in set(Gate) or not equals:
            known = ", ".join(gate.value for gate in Gate)
            raise Refused(f'An exception is written GATE="why". The gates are: {known}.')
        exceptions[Gate(code)] = reason.strip()
    review = read_answers(read_text(arguments.reader_review)) if arguments.reader_review else None
    kind = EditionKind.PUBLIC if arguments.public else EditionKind.INTERNAL
    return Wish(version=__version__, exceptions=exceptions, kind=kind, review=review)


def _gates(closed: "GatesClosed", ref: str, workspace: "Workspace") -> list[str]:
    texts = workspace.texts.gates()
    count = len(closed.closed)
    told = [f"{'One gate is' if count == 1 else f'{count} gates are'} closed; nothing was recorded."]
    for one, words in zip(closed.closed, closed.problems, strict=True):
        text = texts.get(one.gate.value)
        question = f"\n  Ask: {text.question}" if text else ""
        told.append(
            f"\n{one.gate.value}\n  {words}{question}"
            f'\n  Or give a reason, which shows on the page: secondstory publish {ref} --exception {one.gate.value}="..."'
        )
    return told


def _words(
    published: "PublishedEdition", written: "Written", found: "list[Finding]", terminal: Terminal
) -> list[str]:
    pm = published.gathered.pm
    lines = [
        f"Published {pm.label}, edition {published.number}: {pm.incident.title}"
        if published.is_new
        else f"{pm.label} is as it was at edition {published.number}; its files were written again."
    ]
    lines += [f"  {path}" for path in (written.html, written.markdown, written.map) if path is not None]
    lines.append(
        f"On the record under checkpoint {published.signed.size:,}, which stands at the foot of the page."
    )
    for one in pm.publication.exceptions:
        lines.append(f"With an exception, {one.gate.value}: {one.reason}")
    if found:
        lines += ["", "Advice on wording, which blocks nothing:"]
        for finding in found[:_SHOWN_FINDINGS]:
            quoted = " ".join(finding.text.split())
            lines.append(f'  {written.markdown.name}:{finding.line}: "{quoted}". {finding.question}')
        if len(found) > _SHOWN_FINDINGS:
            lines.append(f"  and {len(found) - _SHOWN_FINDINGS} more: secondstory coach {written.markdown}")
    lines += ["", f"{terminal.style('Next:', 'lamp')} secondstory status {pm.label}"]
    return lines


def _data(published: "PublishedEdition", written: "Written", found: "list[Finding]") -> dict[str, object]:
    publication = published.gathered.pm.publication
    return {
        "number": published.gathered.pm.label,
        "edition": published.number,
        "is_new": published.is_new,
        "entry": published.entry,
        "files": {
            "html": str(written.html),
            "markdown": str(written.markdown),
            "map": str(written.map) if written.map else None,
        },
        "checkpoint": {"size": published.signed.size, "note": published.signed.note.decode()},
        "exceptions": [{"gate": one.gate.value, "reason": one.reason} for one in publication.exceptions],
        "findings": [
            {
                "rule": one.rule,
                "line": one.line,
                "column": one.column,
                "text": one.text,
                "question": one.question,
            }
            for one in found
        ],
    }


def _out(arguments: argparse.Namespace, workspace: "Workspace") -> "Path":
    from pathlib import Path

    return Path(arguments.out) if arguments.out else workspace.place.published
