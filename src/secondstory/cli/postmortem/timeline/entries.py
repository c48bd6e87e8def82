"""What one says on a timeline: an entry, its correction, a yes or a different view, a gap, the five times."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import Act, Seat

if TYPE_CHECKING:
    from secondstory.kernel.moments import Moment

_KINDS = ("fact", "account", "inference")
_CAUSES = ("retention-expired", "never-captured", "access-denied", "legally-erased", "unknown")
_TIMES = ("began", "detected", "declared", "mitigated", "resolved")


def _configure_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "time", metavar="TIME", help='when it happened: "14:02", "yesterday 14:02", "about 14:00+02:00"'
    )
    parser.add_argument("text", help="what happened, as it looked from where somebody stood")
    parser.add_argument("--known", metavar="TIME", help="when people could first know it, if that was later")
    parser.add_argument("--kind", choices=_KINDS, help="how it is known (fact with --source, else account)")
    parser.add_argument("--role", metavar="ROLE", help="who acted, by role")
    parser.add_argument(
        "--from", dest="vantage", metavar="PLACE", help="from where it was seen: Response, Customers"
    )
    parser.add_argument(
        "--source", nargs="+", default=[], metavar="REF", help="what shows it: E-4, A-2, an address"
    )


def _add(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.timelines import add_entry
    from secondstory.domain.understanding.timeline import EntryAdded, EntryKind, timed

    kind = arguments.kind or ("fact" if arguments.source else "account")
    occurred = timed(seat.moment(arguments.time))
    draft = EntryAdded(
        number=0,
        occurred=occurred,
        known=seat.moment(arguments.known, after=occurred),
        kind=EntryKind(kind),
        text=arguments.text.strip(),
        actor_role=arguments.role,
        vantage=arguments.vantage,
        sources=tuple(arguments.source),
    )
    told = add_entry(seat.office, seat.stream, draft)
    added = told.one(EntryAdded)
    assert added is not None
    name = f"T-{added.number}"
    words = f"Added {name}: {seat.shown.moment(added.occurred)}  {added.text}"
    if not added.sources:
        words += f"\nKept as {kind}, with no source. Where it can be seen is said like this: --source E-1"
    return seat.recorded(told, words, number=name, kind=kind)


def _configure_correct(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entry", metavar="T-3")
    parser.add_argument("--reason", default="", help="what you know now that you did not know then")
    parser.add_argument("--text", help="how it reads now")
    parser.add_argument("--time", metavar="TIME", help="when it happened, as you see it now")
    parser.add_argument("--known", metavar="TIME", help="when people could first know it")


def _correct(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.timelines import correct_entry
    from secondstory.domain.understanding.timeline import EntryCorrected

    number = _number(arguments.entry)
    draft = EntryCorrected(
        cites=number,
        reason=arguments.reason,
        text=arguments.text,
        occurred=seat.moment(arguments.time),
        known=seat.moment(arguments.known),
    )
    told = correct_entry(seat.office, seat.stream, draft)
    words = f"Corrected T-{number}. Your correction stands beside the first version."
    return seat.recorded(told, words, following=f"timeline {seat.label}", number=f"T-{number}")


def _configure_confirm(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entry", metavar="T-3")
    parser.add_argument("--note", help="what you saw of it")


def _confirm(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.timelines import say_about_entry
    from secondstory.domain.understanding.timeline import EntryConfirmed

    number = _number(arguments.entry)
    told = say_about_entry(seat.office, seat.stream, EntryConfirmed(number=number, note=arguments.note))
    return seat.recorded(told, f"Confirmed T-{number}: you saw it the same way.", number=f"T-{number}")


def _configure_dispute(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entry", metavar="T-3")
    parser.add_argument("note", help="what you saw differently")


def _dispute(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.timelines import say_about_entry
    from secondstory.domain.understanding.timeline import EntryDisputed

    number = _number(arguments.entry)
    told = say_about_entry(seat.office, seat.stream, EntryDisputed(number=number, note=arguments.note))
    words = f"Kept beside T-{number}: you saw it differently. Both stand."
    return seat.recorded(told, words, number=f"T-{number}")


def _configure_gap(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", help="what we do not have")
    parser.add_argument("--cause", choices=_CAUSES, default="unknown", help="why nothing is there (unknown)")
    parser.add_argument("--since", metavar="TIME", help="from when on nothing is there")
    parser.add_argument("--until", metavar="TIME", help="until when")
    parser.add_argument("--policy", metavar="RULE", help="the rule or setting that let it go")


def _gap(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.timelines import record_gap
    from secondstory.domain.understanding.timeline import GapCause, GapRecorded

    since = seat.moment(arguments.since)
    draft = GapRecorded(
        number=0,
        cause=GapCause(arguments.cause),
        what=arguments.what.strip(),
        since=since,
        until=seat.moment(arguments.until, after=since),
        policy=arguments.policy,
    )
    told = record_gap(seat.office, seat.stream, draft)
    recorded = told.one(GapRecorded)
    assert recorded is not None
    words = f"Kept as G-{recorded.number}: no {recorded.what}. That is a gap, not a question about anybody."
    return seat.recorded(told, words, number=f"G-{recorded.number}", cause=arguments.cause)


def _configure_times(parser: argparse.ArgumentParser) -> None:
    for name in _TIMES:
        parser.add_argument(
            f"--{name}", metavar="TIME", help=f"when it was {name}" if name != "began" else "when it began"
        )
    parser.add_argument("--source", metavar="REF", help="what shows it, such as E-4")


def _times(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.plain import plain
    from secondstory.application.understanding.facts import state_times
    from secondstory.application.understanding.telling import read
    from secondstory.domain.understanding.incidents import TimesStated

    told = state_times(
        seat.office, seat.stream, TimesStated(**_stated(arguments, seat), source=arguments.source)
    )
    times = read(seat.office, seat.stream).incident.times
    known = {name: getattr(times, name) for name in _TIMES if getattr(times, name)}
    words = "\n".join(f"{name.capitalize() + ':':<11}{seat.shown.moment(at)}" for name, at in known.items())
    return seat.recorded(told, words, times=plain(known))


def _stated(arguments: argparse.Namespace, seat: Seat) -> "dict[str, Moment | None]":
    """Return the five times; a time of day alone comes after the one before it, as these five do in life."""
    stated: dict[str, Moment | None] = {}
    last: Moment | None = None
    for name in _TIMES:
        stated[name] = seat.moment(getattr(arguments, name), after=last)
        last = stated[name] or getattr(seat.pm.incident.times, name) or last
    return stated


def _number(ref: str) -> int:
    from secondstory.application.understanding.references import number_of

    return number_of(ref, "T")


ENTRY_ACTS = (
    Act("add", "add what happened at a time", _configure_add, _add),
    Act("correct", "correct an entry; its first wording stays in sight", _configure_correct, _correct),
    Act("confirm", "say that you saw it the same way", _configure_confirm, _confirm),
    Act("dispute", "say what you saw differently; both stand", _configure_dispute, _dispute),
    Act("gap", "record that nothing was kept of something, and why", _configure_gap, _gap),
    Act(
        "times", "state when it began, was detected, declared, mitigated, resolved", _configure_times, _times
    ),
)
