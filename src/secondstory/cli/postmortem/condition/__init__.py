"""`condition`: what made it possible, likelier, harder to see or worse, on five levels and never as a root."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.condition.answers import ANSWER_ACTS
from secondstory.cli.postmortem.condition.levels import LEVEL_ACTS
from secondstory.cli.postmortem.condition.naming import NAMING_ACTS, acted
from secondstory.cli.postmortem.seat import Act, add_acts, add_ref, run_act
from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secondstory.cli.postmortem.seat import Seat
    from secondstory.domain.understanding.conditions import Condition, LinkDrawn

EXAMPLES = (
    'secondstory condition PM-7 add "Both fields read alike, which made a wrong unit likelier, as seen in E-4" \\',
    "      --level software --evidence E-4",
    "secondstory condition PM-7 questions culture        # what to ask on that level",
    "secondstory condition PM-7 list",
    "secondstory condition PM-7 link C-1 C-3 --kind allowed --evidence E-2",
    "secondstory condition PM-7 link C-3 effect --kind amplified --hypothesis",
    'secondstory condition PM-7 explore culture --nothing-found --asked "who had a doubt" --of "the night desk"',
    'secondstory condition PM-7 explore organisation --not-explored --because "nobody could be asked this week"',
    'secondstory condition PM-7 holder C-2 "head of operations"',
    "secondstory condition PM-7 persisting C-1",
    'secondstory condition PM-7 escalate C-2 --to "the board" --until "1 March"',
    'secondstory condition PM-7 reword C-1 "..." --because "the log shows another field"',
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_ref(parser)
    add_acts(parser, _ACTS)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Do what was named, or list the conditions."""
    from secondstory.cli.postmortem.seat import seated

    seat = seated(arguments, terminal)
    return run_act(arguments, seat, _ACTS) if arguments.act else _list(arguments, seat)


def _configure_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dropped", action="store_true", help="those that did not hold up as well")


def _list(arguments: argparse.Namespace, seat: "Seat") -> int:
    from secondstory.application.plain import plain
    from secondstory.domain.understanding import conditions

    state = seat.pm.conditions
    everything = getattr(arguments, "dropped", False)
    shown = state.everything if everything else state.standing
    open_points = conditions.gaps(state)
    data = {
        "conditions": [{**plain(one), "number": f"C-{one.number}"} for one in shown],
        "links": plain(state.standing_links),
        "levels": {level.value: state.status_of(level).value for level in conditions.Level},
        "open": [plain(point) for point in open_points],
    }
    empty = "No condition is named yet. What made it possible, likelier, or hard to see?"
    lines = list(_by_level(seat, shown)) if shown else [empty, *_levels(seat)]
    if shown and open_points:
        lines += ["", "What the map still lacks; none of it stops you:"]
        lines += [f"  {point.sentence}" for point in open_points]
    following = None if shown else f"condition {seat.label} questions software"
    return seat.answered(data, "\n".join(lines), following=following)


def _by_level(seat: "Seat", shown: "tuple[Condition, ...]") -> "Iterator[str]":
    from secondstory.domain.understanding.conditions import Level

    for level in Level:
        here = [one for one in shown if one.level is level]
        if here or level is not Level.OUTSIDE:
            yield from _level(seat, level, here)


def _level(seat: "Seat", level: "object", here: "list[Condition]") -> "Iterator[str]":
    from secondstory.application.understanding.mapping import words_of
    from secondstory.domain.understanding.conditions import Level

    assert isinstance(level, Level)
    state = seat.pm.conditions
    said = words_of(state.said_of(level))
    status = state.status_of(level).value.replace("-", " ")
    beside = "" if here else f"  ({status}{': ' if said else ''}{said})"
    yield f"{seat.terminal.style(level.value.capitalize(), 'bold')}{seat.terminal.style(beside, 'soft')}"
    for one in here:
        yield f"  C-{one.number}  {one.statement}"
        if one.effect:
            yield f"       made likelier: {one.effect}"
        yield from (f"       {fact}" for fact in _facts(seat, one))
        yield from (
            f"       {_link(link)}" for link in state.standing_links if link.from_number == one.number
        )


def _facts(seat: "Seat", one: "Condition") -> "Iterator[str]":
    yield f"seen in {', '.join(one.evidence)}" if one.evidence else "nothing named yet that shows it"
    if one.dropped is not None:
        yield f"dropped: {one.dropped}"
    if one.holder:
        yield f"{one.holder} can speak for it"
    if one.persistence_on:
        day = seat.shown.moment(one.persistence_on)
        yield f"{'changed' if one.persistence == 'changed' else one.persistence.value} as of {day}"
    if one.accepted:
        yield f"lived with until {seat.shown.moment(one.accepted.until)}, by choice of {one.accepted.authority}"
    if one.escalated:
        yield f"put before {one.escalated.to} until {seat.shown.moment(one.escalated.until)}"


def _link(link: "LinkDrawn") -> str:
    to = "the effect" if link.to_number is None else f"C-{link.to_number}"
    shown = ", ".join(link.evidence) if link.evidence else "hypothesis"
    return f"{acted(link.kind.value, to)} ({shown})"


def _levels(seat: "Seat") -> "Iterator[str]":
    yield "Five levels are looked at, each with questions of its own:"
    for level in seat.workspace.texts.questions():
        yield f"  {level.code:<14}{level.about}"


_ACTS = (
    *NAMING_ACTS,
    Act("list", "the conditions by level, and what the map still lacks", _configure_list, _list),
    *LEVEL_ACTS,
    *ANSWER_ACTS,
)
