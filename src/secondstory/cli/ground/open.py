"""`open`: a post-mortem in one line, at three in the morning."""

import argparse

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    'secondstory open "Seats released too early"',
    'secondstory open "Nearly deleted the bucket" --kind near-miss',
    'secondstory open "Checkout down" --severity high --began "yesterday 22:52"',
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("title", help="what happened, in a few words")
    parser.add_argument("--kind", choices=("incident", "near-miss", "surprise"), default="incident")
    parser.add_argument("--severity", metavar="WORD", help="in your own scale; a plain word")
    parser.add_argument(
        "--began", metavar="TIME", help='when it began, such as "22:52" or "yesterday 22:52+02:00"'
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Open it and light the next step."""
    from secondstory.application.understanding.opening import Opening, open_post_mortem
    from secondstory.cli.times import read_moment
    from secondstory.domain.understanding.incidents import IncidentKind
    from secondstory.wiring.workspace import open_workspace

    office = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress).office
    began = read_moment(arguments.began, now=office.now()) if arguments.began else None
    opening = Opening(
        title=" ".join(arguments.title.split()),
        kind=IncidentKind(arguments.kind),
        severity=arguments.severity,
        began=began,
    )
    opened = open_post_mortem(office, opening)
    name = f"PM-{opened.number}"
    words = (
        f"Opened {name}: {opening.title.strip()}. Its evidence is held (HO-{opened.hold_number}).\n"
        f"Before anything else: who was closest to this, and who is with them?\n"
        f"{terminal.style('Next:', 'lamp')} secondstory support {name}"
    )
    data = {
        "number": name,
        "id": opened.stream,
        "hold": f"HO-{opened.hold_number}",
        "entry": opened.appended.first,
    }
    terminal.answer(data, words)
    return 0
