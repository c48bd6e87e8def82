"""`list`: post-mortems, follow-ups, evidence, holds."""

import argparse
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.application.office import Office

EXAMPLES = (
    "secondstory list",
    "secondstory list --followups",
    "secondstory list --evidence --json",
    "secondstory list --withdrawn       # those opened in error as well",
)

_EMPTY = {
    "post_mortems": 'No post-mortem is here yet. Open one: secondstory open "what happened, in a few words"',
    "followups": "No follow-up has been proposed yet. They come from conditions: secondstory followup propose --help",
    "evidence": "Nothing is sealed yet. Logs and chats expire first: secondstory evidence add PM-1 FILE",
    "holds": "No hold stands. Each post-mortem is opened with one.",
    "people": "Nobody is known here yet.",
}

_HEADS = {
    "post_mortems": ("number", "opened", "stage", "title"),
    "followups": ("number", "state", "owner", "due", "strength", "text"),
    "evidence": ("number", "of", "sealed", "bytes", "name"),
    "holds": ("number", "of", "until", "released", "what"),
    "people": ("name", "here"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    what = parser.add_mutually_exclusive_group()
    for name, words in (
        ("followups", "follow-ups"),
        ("evidence", "sealed evidence"),
        ("holds", "holds"),
        ("people", "people"),
    ):
        what.add_argument(f"--{name}", action="store_const", const=name, dest="what", help=f"list {words}")
    parser.set_defaults(what="post_mortems")
    parser.add_argument(
        "--withdrawn", action="store_true", help="post-mortems that were opened in error as well"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List what was asked for."""
    from secondstory.wiring.workspace import open_workspace

    office = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress).office
    found = _rows(office, arguments.what, withdrawn=arguments.withdrawn)
    cells = [_cells(arguments.what, row, office) for row in found]
    text = terminal.table(_HEADS[arguments.what], cells) if cells else _EMPTY[arguments.what]
    terminal.answer({arguments.what: [_named(arguments.what, row) for row in found]}, text)
    return 0


def _rows(office: "Office", what: str, *, withdrawn: bool) -> list[dict[str, Any]]:
    from secondstory.application import looking

    if what == "post_mortems":
        found = looking.post_mortems(office, withdrawn=withdrawn)
    else:
        read = {
            "followups": looking.follow_ups,
            "evidence": looking.evidence,
            "holds": looking.holds,
            "people": looking.people,
        }
        found = read[what](office)
    return [dict(row) for row in found]


_PREFIX = {"post_mortems": "PM", "followups": "FU", "evidence": "E", "holds": "HO"}


def _named(what: str, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "label": f"{_PREFIX[what]}-{row['number']}"} if what in _PREFIX else row


def _cells(what: str, row: dict[str, Any], office: "Office") -> tuple[object, ...]:
    number = f"{_PREFIX.get(what, '')}-{row.get('number')}"
    if what == "post_mortems":
        stage = "withdrawn" if row["withdrawn"] else str(row["stage"]).replace("-", " ")
        return number, _day(row["opened_at"], office), stage, row["title"]
    if what == "followups":
        owner = row["owner_name"] or ("asked: " + row["asked_of"] if row["asked_of"] else "nobody yet")
        return number, row["state"], owner, _day(row["due"], office), row["strength"], row["text"]
    if what == "people":
        return row["name"], "left" if row["has_left"] else "yes"
    of = _label(office, row["postmortem"])
    if what == "evidence":
        return number, of, _day(row["sealed_at"], office), f"{row['length_bytes']:,}", row["name"]
    return (
        number,
        of,
        _day(row["until"], office) or "until released",
        _day(row["released_at"], office),
        ", ".join(json.loads(row["sources"])),
    )


def _label(office: "Office", stream: str) -> str:
    from secondstory.application import looking

    found = [row for row in looking.post_mortems(office, withdrawn=True) if row["stream"] == stream]
    return f"PM-{found[0]['number']}" if found else ""


def _day(stored: str | None, office: "Office") -> str:
    """Return the day of a stored time in the reader's zone: a day that was said in Berlin begins the evening before in UTC."""
    if not stored:
        return ""
    return datetime.fromisoformat(stored).astimezone(office.now().tzinfo).date().isoformat()
