"""`timeline`: what happened when, how anybody knows, and what could be known then."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import add_acts, add_ref, run_act
from secondstory.cli.postmortem.timeline.entries import ENTRY_ACTS
from secondstory.cli.postmortem.timeline.paste import PASTE_ACT
from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secondstory.cli.postmortem.seat import Seat
    from secondstory.domain.understanding.timeline import Entry, Gap
    from secondstory.kernel.moments import Moment

EXAMPLES = (
    'secondstory timeline PM-7 add "20:52" "The hold length is saved as 48" --source E-4 --from Bookings',
    'secondstory timeline PM-7 add "20:52" "The field takes minutes" --known "yesterday 23:40" --kind inference',
    'secondstory timeline PM-7 add "about 21:10" "The first call" --kind account --role "support desk"',
    "secondstory timeline PM-7                          # known then, known now",
    'secondstory timeline PM-7 --known-then "22:00"     # hides what nobody could know by then',
    'secondstory timeline PM-7 paste chat.txt --day "20 Oct" --source E-2',
    'secondstory timeline PM-7 correct T-3 --time "21:12" --reason "the clock of the desk ran fast"',
    'secondstory timeline PM-7 gap "access log, 22:00 to 22:24" --cause never-captured --since 22:00 --until 22:24',
    'secondstory timeline PM-7 times --began "20:52" --detected "22:02" --resolved "02:10"',
)

_CAUSES = {
    "retention-expired": "It was kept for a while, and that time was over",
    "never-captured": "It was never captured",
    "access-denied": "It is there, and nobody here may read it",
    "legally-erased": "It was lawfully erased",
    "unknown": "Why, nobody knows yet",
}

_ACTS = (*ENTRY_ACTS, PASTE_ACT)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_ref(parser)
    parser.add_argument(
        "--known-then",
        nargs="?",
        const="",
        metavar="TIME",
        help="hide what nobody could know by TIME; without one, what was known only after it was over",
    )
    add_acts(parser, _ACTS)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Do what was named, or show the timeline."""
    from secondstory.cli.postmortem.seat import seated

    seat = seated(arguments, terminal)
    return run_act(arguments, seat, _ACTS) if arguments.act else _show(seat, arguments.known_then)


def _show(seat: "Seat", known_then: str | None) -> int:
    from secondstory.application.plain import plain
    from secondstory.application.understanding import timelines

    entries: Sequence[Entry] = seat.pm.timeline.entries
    hidden = 0
    if known_then is not None:
        stated = seat.moment(known_then) if known_then else None
        at = stated.at if stated else timelines.end_of(seat.pm)
        seen = timelines.known_by(seat.pm, at) if at else ()
        hidden = len(entries) - len(seen)
        entries = seen
    lines = [_table(seat, entries)] if entries else []
    if hidden:
        lines.append(
            f"\n{hidden} more came to be known later; they are hidden here. Known now: leave --known-then out."
        )
    lines += [f"\n{_gap(seat, gap)}" for gap in seat.pm.timeline.gaps]
    empty = "Nothing is on the timeline yet. Begin with an ordinary moment, before anybody noticed anything."
    data = {
        "entries": [{"number": f"T-{one.number}", **plain(one.added), **_standing(one)} for one in entries],
        "gaps": [{**plain(one.recorded), "number": f"G-{one.number}"} for one in seat.pm.timeline.gaps],
        "hidden": hidden,
    }
    following = None if seat.pm.timeline.entries else f'timeline {seat.label} add "14:02" "what happened"'
    return seat.answered(data, "\n".join(lines) or empty, following=following)


def _standing(one: "Entry") -> dict[str, object]:
    from secondstory.application.plain import plain

    return {
        "number": f"T-{one.number}",
        "text": one.text,
        "occurred": plain(one.occurred),
        "known": plain(one.known),
        "corrections": len(one.corrections),
        "disputed": len(one.disputes),
    }


def _table(seat: "Seat", entries: "Sequence[Entry]") -> str:
    """Return the entries day by day: when, known when, how known, seen in what, and what it says in full."""
    lines: list[str] = []
    day = ""
    for one in entries:
        on = _day(seat, one.occurred)
        if on != day:
            lines += [*([""] if lines else []), seat.terminal.style(on, "bold")]
            day = on
        known = f"known {_brief(seat, one.known, day)}" if one.known else "known then"
        seen = ", ".join(one.added.sources) or "no source yet"
        about = "; ".join(
            filter(None, (known, one.added.kind.value, one.added.vantage, one.added.actor_role, seen))
        )
        lines += [
            f"  T-{one.number:<4} {_brief(seat, one.occurred, day):<16} {_marks(one)}{one.text}",
            seat.terminal.style(f"{'':<25}{about}", "soft"),
        ]
    return "\n".join(lines)


def _day(seat: "Seat", moment: "Moment") -> str:
    from secondstory.kernel.frozen import replace
    from secondstory.kernel.moments import Precision

    return seat.shown.moment(replace(moment, precision=Precision.DAY))


def _brief(seat: "Seat", moment: "Moment", day: str) -> str:
    """Return the time without the day when it is the one in the heading."""
    return seat.shown.moment(moment).replace(day, "").replace("  ", " ").strip() or "that day"


def _marks(one: "Entry") -> str:
    marks = [*(["corrected"] if one.corrections else []), *(["seen differently"] if one.disputes else [])]
    return f"({', '.join(marks)}) " if marks else ""


def _gap(seat: "Seat", gap: "Gap") -> str:
    one = gap.recorded
    ends = [seat.shown.moment(end) for end in (one.since, one.until) if end]
    span = f" ({' to '.join(ends)})" if ends else ""
    rule = f" ({one.policy})" if one.policy else ""
    return f"G-{gap.number}  No {one.what}{span}. {_CAUSES[one.cause.value]}{rule}."
