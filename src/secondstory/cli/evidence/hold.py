"""`hold`: stops the routine deletion of what may be needed, before anybody has looked at it."""

import argparse
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.application.office import Office
    from secondstory.cli.times import Shown
    from secondstory.domain.keeping.holds import Hold
    from secondstory.kernel.ids import StreamId

EXAMPLES = (
    "secondstory hold                                     # the holds there are",
    'secondstory hold place PM-1 --source "call recordings" --custodian "Telephony team" --until "in 3 months"',
    'secondstory hold acknowledge HO-2 "Telephony team"',
    'secondstory hold extend HO-2 --until "31 March" --because "the insurer asks until then"',
    'secondstory hold release HO-2 --reason "everything needed is sealed"',
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, holds are listed."""
    from secondstory.cli.parsing import Parser, add

    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    listed = add(acts, "list", "the holds there are, those that stand first")
    listed.add_argument("pm", nargs="?", metavar="PM", help="only those of one post-mortem")
    place = add(acts, "place", "place a hold for a post-mortem")
    place.add_argument("pm", metavar="PM", help="the post-mortem, such as PM-1")
    place.add_argument(
        "--source", action="append", default=[], metavar="WHAT", help='such as "call recordings"; repeatable'
    )
    place.add_argument(
        "--custodian", action="append", default=[], metavar="WHO", help="who keeps it; repeatable"
    )
    place.add_argument("--until", metavar="DAY", help="until when; left out, until it is released")
    place.add_argument("--from", dest="period_from", metavar="TIME", help="from when on the sources matter")
    place.add_argument("--to", dest="period_to", metavar="TIME", help="until when they matter")
    place.add_argument("--reason", default="", metavar="TEXT", help="what it is for; custodians read it")
    known = add(acts, "acknowledge", "a custodian knows of it and has stopped the deletion")
    known.add_argument("ref", metavar="HO", help="the hold, such as HO-2")
    known.add_argument("custodian", metavar="WHO", help="the role or team that keeps it")
    longer = add(acts, "extend", "let it stand longer")
    longer.add_argument("ref", metavar="HO", help="the hold, such as HO-2")
    longer.add_argument("--until", metavar="DAY", required=True, help="until when it stands now")
    longer.add_argument("--because", metavar="REASON", required=True, help="why")
    over = add(acts, "release", "release it before its day, in the open")
    over.add_argument("ref", metavar="HO", help="the hold, such as HO-2")
    over.add_argument(
        "--reason", default="", metavar="TEXT", help="why; from then on routine deletion goes on"
    )
    over.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List holds, or do what was asked with one."""
    from secondstory.cli.ceremony.pieces import workspace_of

    office = workspace_of(arguments, terminal).office
    if arguments.act in (None, "list"):
        _list(office, getattr(arguments, "pm", None), terminal)
        return 0
    if arguments.act == "place":
        _place(office, arguments, terminal)
        return 0
    stream = office.door.stream_of(arguments.ref, default="HO")
    acts = {"acknowledge": _acknowledge, "extend": _extend, "release": _release}
    acts[arguments.act](office, stream, arguments, terminal)
    return 0


def _list(office: "Office", pm: str | None, terminal: Terminal) -> None:
    from secondstory.application.keeping.holding import holds_of
    from secondstory.cli.times import Shown

    now = office.now()
    shown = Shown.at(now)
    found = sorted(
        holds_of(office, office.door.stream_of(pm) if pm else None),
        key=lambda one: (not one.stands(now), one.number),
    )
    data = [_data(office, one) for one in found]
    rows = [
        (
            f"HO-{one.number}",
            of["of"],
            _until(one, shown) if of["stands"] else "released" if one.released else "ran out",
            ", ".join(one.sources),
            _custodians(one),
        )
        for one, of in zip(found, data, strict=True)
    ]
    empty = "Nothing is held here. A hold comes with every post-mortem: secondstory open."
    table = terminal.table(("hold", "of", "until", "what is held", "kept by"), rows) if rows else empty
    terminal.answer({"holds": data}, table)


def _place(office: "Office", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.holding import Wish, hold_of, place
    from secondstory.cli.ceremony.coming import read_coming
    from secondstory.cli.ceremony.pieces import lit
    from secondstory.cli.times import Shown, read_moment

    now = office.now()
    wish = Wish(
        sources=tuple(arguments.source),
        custodians=tuple(arguments.custodian),
        reason=arguments.reason,
        period_from=read_moment(arguments.period_from, now=now) if arguments.period_from else None,
        period_to=read_moment(arguments.period_to, now=now) if arguments.period_to else None,
        until=read_coming(arguments.until, now=now) if arguments.until else None,
    )
    placed = place(office, office.door.stream_of(arguments.pm), wish)
    hold = hold_of(office, placed.stream)
    shown = Shown.at(now)
    words = f"Held: {', '.join(hold.sources)} (HO-{hold.number}, {_until(hold, shown)})."
    if hold.custodians:
        who = hold.custodians[0]
        words += "\nThe record cannot stop a deletion by itself: tell those who keep it, and note that they know.\n"
        words += lit(terminal, f'secondstory hold acknowledge HO-{hold.number} "{who}"')
    else:
        words += "\nWho keeps it? Nobody is named yet who could stop the deletion."
    terminal.answer(_data(office, hold), words)


def _acknowledge(
    office: "Office", stream: "StreamId", arguments: argparse.Namespace, terminal: Terminal
) -> None:
    from secondstory.application.keeping.holding import acknowledge, hold_of

    acknowledge(office, stream, arguments.custodian)
    hold = hold_of(office, stream)
    waiting = f" Not heard from yet: {', '.join(hold.unacknowledged)}." if hold.unacknowledged else ""
    terminal.answer(
        _data(office, hold), f"Acknowledged: HO-{hold.number}, by {arguments.custodian}.{waiting}"
    )


def _extend(office: "Office", stream: "StreamId", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.holding import extend, hold_of
    from secondstory.cli.ceremony.coming import read_coming
    from secondstory.cli.times import Shown

    extend(office, stream, read_coming(arguments.until, now=office.now()), arguments.because)
    hold = hold_of(office, stream)
    terminal.answer(_data(office, hold), f"HO-{hold.number} stands {_until(hold, Shown.at(office.now()))}.")


def _release(office: "Office", stream: "StreamId", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.holding import hold_of, release
    from secondstory.cli.ceremony.pieces import confirmed

    hold = hold_of(office, stream)
    question = f"Release HO-{hold.number} ({', '.join(hold.sources)})? Routine deletion goes on from then."
    confirmed(terminal, question, yes=arguments.yes, otherwise="Nothing was released.")
    release(office, stream, arguments.reason)
    terminal.answer(
        _data(office, hold_of(office, stream)), f"Released: HO-{hold.number}. The reason is kept."
    )


def _until(hold: "Hold", shown: "Shown") -> str:
    return f"until {shown.moment(hold.until)}" if hold.until else "until released"


def _custodians(hold: "Hold") -> str:
    return ", ".join(
        f"{one}" + ("" if one in hold.acknowledged else " (not heard from)") for one in hold.custodians
    )


def _data(office: "Office", hold: "Hold") -> dict[str, Any]:
    from secondstory.application.looking import post_mortems

    of = [
        f"PM-{row['number']}"
        for row in post_mortems(office, withdrawn=True)
        if row["stream"] == hold.post_mortem
    ]
    return {
        "hold": f"HO-{hold.number}",
        "id": hold.stream,
        "of": of[0] if of else "",
        "stands": hold.stands(office.now()),
        "sources": list(hold.sources),
        "custodians": list(hold.custodians),
        "acknowledged": list(hold.acknowledged),
        "until": hold.until.at if hold.until else None,
        "reason": hold.reason,
        "released": hold.released,
    }
