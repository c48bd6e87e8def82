"""`status`, and the program alone: where you are, and what is next."""

import argparse
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.application.looking import Standing
    from secondstory.wiring.workspace import Workspace

EXAMPLES = ("secondstory", "secondstory status", "secondstory status PM-7", "secondstory status --json")

_FIRST_RUN = """\
Your first post-mortem.

Write down what you remember before you open a log. It takes eight minutes, and nobody sees it until you say so.

  {next} secondstory init
        secondstory open "what happened, in a few words"
        secondstory solo PM-1

secondstory --help lists every command. secondstory check FILE reads a post-mortem that exists, with nothing set up."""

_SHOWN = 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", nargs="?", metavar="ID", help="one post-mortem, such as PM-7")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say where you are and light the next step."""
    from secondstory.wiring.workspace import open_workspace

    try:
        workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    except Refused as refused:
        if refused.code != "none" or getattr(arguments, "workspace", None):
            raise
        text = _FIRST_RUN.format(next=terminal.style("Next:", "lamp"))
        terminal.answer({"workspace": None, "next": "secondstory init"}, text)
        return 0
    from secondstory.application import looking

    office = workspace.office
    if arguments.ref:
        standings = [looking.standing_of(office, office.door.stream_of(arguments.ref))]
    else:
        rows = looking.post_mortems(office)
        standings = looking.latest(office, [row for row in rows if row["waived"] is None][:_SHOWN])
    data: dict[str, Any] = {
        "workspace": str(workspace.place.root),
        "post_mortems": [
            {
                "number": one.pm.label,
                "title": one.pm.incident.title,
                "stage": one.stage.value,
                "next": {"code": one.next.code, "what": one.next.sentence, "command": one.next.command},
            }
            for one in standings
        ],
    }
    lines = [terminal.style(f"Second Story in {workspace.place.root}", "soft"), ""]
    if not standings:
        lines += [
            "No post-mortem is open. When something breaks, or nearly does:",
            f'{terminal.style("Next:", "lamp")} secondstory open "what happened, in a few words"',
        ]
    for one in standings:
        lines += [
            f"{terminal.style(one.pm.label, 'bold')}  {one.pm.incident.title}  ({stage_words(one)})",
            f"      {one.next.sentence}",
            f"{terminal.style('Next:', 'lamp')} {one.next.command}",
            "",
        ]
    witnessed = None if arguments.ref else _witnessed(workspace)
    if witnessed is not None:
        data["witnessed"] = witnessed
        lines += ["", witnessed]
    terminal.answer(data, "\n".join(lines).rstrip())
    return 0


def _witnessed(workspace: "Workspace") -> str | None:
    """Return how far witnesses have confirmed the record, where a policy asks for some."""
    if not (workspace.place.root / "policy").is_file():
        return None
    from secondstory.wiring.witnessing.standing import line_for_status

    return line_for_status(workspace)


def stage_words(standing: "Standing") -> str:
    """Return how far a post-mortem has come, in words."""
    is_withdrawn = standing.pm.incident.withdrawn is not None
    return "withdrawn" if is_withdrawn else standing.stage.value.replace("-", " ")
