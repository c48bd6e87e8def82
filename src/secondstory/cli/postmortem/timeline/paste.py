"""`timeline ... paste`: an excerpt of a log or chat becomes proposals; a person takes all, some or none."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import Act, Seat

if TYPE_CHECKING:
    from datetime import date

    from secondstory.cli.postmortem.timeline.excerpt import Proposal

_LONGEST = 400


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="the excerpt; - reads standard input"
    )
    parser.add_argument("--day", metavar="DAY", help="the day of times that come without one, such as 20 Oct")
    parser.add_argument(
        "--source", metavar="REF", help="where it is sealed, such as E-4; each entry cites it"
    )
    parser.add_argument(
        "--kind", choices=("fact", "account", "inference"), default="fact", help="how it is known (fact)"
    )
    parser.add_argument(
        "--from", dest="vantage", metavar="PLACE", help="from where it was seen: Response, Customers"
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--accept", action="store_true", help="take all of them")
    ways.add_argument("--only", metavar="LINES", help="take these lines: 1,3-5")


def _paste(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.cli.editor import read_text
    from secondstory.cli.postmortem.timeline.excerpt import chosen, proposals

    found = proposals(read_text(arguments.file), now=seat.office.now(), day=_day(arguments, seat))
    if not found:
        words = 'No line begins with a time. Add the first one by hand to show its shape, or say the day: --day "20 Oct"'
        return seat.answered(
            {"proposals": []}, words, following=f'timeline {seat.label} add "14:02" "what happened"'
        )
    lines = [one.line for one in found]
    taken = set(lines) if arguments.accept else chosen(arguments.only, lines) if arguments.only else set()
    if not arguments.accept and not arguments.only:
        seat.terminal.say(_table(seat, found))
        taken = chosen(seat.terminal.ask("Which lines? [all, none, or 1,3-5]", default="none"), lines)
    if not taken:
        return _left(arguments, seat, found)
    return _take(arguments, seat, [one for one in found if one.line in taken])


def _take(arguments: argparse.Namespace, seat: Seat, taken: "list[Proposal]") -> int:
    from secondstory.application.understanding.timelines import add_excerpt
    from secondstory.domain.understanding.timeline import EntryAdded, EntryKind

    drafts = [
        EntryAdded(
            number=0,
            occurred=one.moment,
            kind=EntryKind(arguments.kind),
            text=one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST]}…",
            vantage=arguments.vantage,
        )
        for one in taken
    ]
    told = add_excerpt(seat.office, seat.stream, drafts, source=arguments.source)
    numbers = [f"T-{event.number}" for event in told.events if isinstance(event, EntryAdded)]
    words = (
        f"Added {numbers[0]} to {numbers[-1]}, {len(numbers)} in all."
        if len(numbers) > 1
        else f"Added {numbers[0]}."
    )
    if arguments.source is None:
        words += "\nThey name no source yet. Seal the excerpt, and say which it is: --source E-1"
    return seat.recorded(told, words, following=f"timeline {seat.label}", numbers=numbers)


def _left(arguments: argparse.Namespace, seat: Seat, found: "list[Proposal]") -> int:
    from secondstory.application.plain import plain

    data = [{"line": one.line, "at": plain(one.moment), "text": one.text} for one in found]
    have = "line has" if len(found) == 1 else "lines have"
    words = (
        f"{len(found)} {have} a time. Nothing was recorded; a person takes them: --accept, or --only 1,3-5"
    )
    following = f"timeline {seat.label} paste {arguments.file} --accept"
    return seat.answered({"proposals": data}, words, following=following)


def _table(seat: Seat, found: "list[Proposal]") -> str:
    cells = [(one.line, seat.shown.moment(one.moment), one.text) for one in found]
    return seat.terminal.table(("line", "when", "what"), cells)


def _day(arguments: argparse.Namespace, seat: Seat) -> "date | None":
    """Return the day that was said, else that of the incident: an excerpt is mostly of the night in question."""
    from secondstory.cli.times import read_moment

    now = seat.office.now()
    if arguments.day:
        return read_moment(arguments.day, now=now).at.astimezone(now.tzinfo).date()
    began = seat.pm.incident.times.began
    return began.at.astimezone(now.tzinfo).date() if began else None


PASTE_ACT = Act(
    "paste", "read an excerpt of a log or chat; its lines are proposed, you take them", _configure, _paste
)
