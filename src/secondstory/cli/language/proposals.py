"""Going through what a document proposed: listed for scripts, asked one by one of a person at a terminal."""

import argparse
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.application.office import Office
    from secondstory.application.understanding.importing import Choice, Outcome
    from secondstory.domain.understanding.imported import Proposed
    from secondstory.kernel.ids import StreamId
    from secondstory.wiring.workspace import Workspace

_SHOWN = ("level", "name", "term", "kind", "written", "owner", "due", "end_state", "heading", "was")
_LISTED = 40


def decide(ref: str, arguments: argparse.Namespace, terminal: Terminal, workspace: "Workspace") -> int:
    """Do what was asked with the proposals of one post-mortem; without a wish, walk through them or list them."""
    from secondstory.application.understanding.importing import open_proposals

    office = workspace.office
    stream = office.door.stream_of(ref)
    if arguments.take or arguments.reject or arguments.accept:
        return _as_told(stream, arguments, terminal, office)
    waiting = open_proposals(office, stream)
    if not waiting:
        label = _label(office, stream)
        words = f"No proposal waits in {label}.\n{terminal.style('Next:', 'lamp')} secondstory status {label}"
        terminal.answer({"number": label, "proposals": []}, words)
        return 0
    if terminal.is_interactive:
        return _walk(stream, waiting, terminal, office)
    _list(stream, waiting, terminal, office)
    return 0


def accept_all(office: "Office", stream: "StreamId", *, level: str | None) -> "Outcome":
    """Take over every open proposal that can be. level: for conditions whose document gives none."""
    from secondstory.application.understanding.importing import Choice, accept, open_proposals, read_said
    from secondstory.domain.understanding.conditions import Level

    given = Level(level) if level else None
    choices = [
        Choice(number=one.number, level=None if read_said(one.text)[1].get("level") else _for(one, given))
        for one in open_proposals(office, stream)
    ]
    return accept(office, stream, choices)


def _for(one: "Proposed", level: Any) -> Any:
    return level if one.proposal.field == "condition" else None


def _as_told(stream: "StreamId", arguments: argparse.Namespace, terminal: Terminal, office: "Office") -> int:
    from secondstory.application.understanding.importing import Outcome, accept, reject

    if arguments.reject:
        reject(office, stream, arguments.reject, arguments.because)
    outcome = Outcome()
    if arguments.take:
        outcome = accept(office, stream, [_choice(number, arguments, office) for number in arguments.take])
    elif arguments.accept:
        outcome = accept_all(office, stream, level=arguments.level)
    if outcome.waiting and not outcome.became and arguments.take:
        raise Refused([f"Proposal {number}: {why}" for number, why in outcome.waiting])
    _tell(stream, outcome, arguments.reject or [], terminal, office)
    return 0


def _choice(number: int, arguments: argparse.Namespace, office: "Office") -> "Choice":
    from secondstory.application.understanding.importing import Choice
    from secondstory.cli.times import read_moment
    from secondstory.domain.understanding.conditions import Level

    return Choice(
        number=number,
        text=arguments.text,
        level=Level(arguments.level) if arguments.level else None,
        at=read_moment(arguments.at, now=office.now()) if arguments.at else None,
    )


def _tell(
    stream: "StreamId", outcome: "Outcome", rejected: list[int], terminal: Terminal, office: "Office"
) -> None:
    label = _label(office, stream)
    lines = [f"Taken over: proposal {number}, as {name}" for number, name in outcome.became[:_LISTED]]
    if len(outcome.became) > _LISTED:
        lines.append(f"and {len(outcome.became) - _LISTED} more")
    lines += [f"Left where it stands: proposal {number}" for number in rejected]
    lines += [f"Still asked, proposal {number}: {why}" for number, why in outcome.waiting]
    step = f"import {label}" if outcome.waiting else f"status {label}"
    lines += ["", f"{terminal.style('Next:', 'lamp')} secondstory {step}"]
    data = {
        "number": label,
        "accepted": [{"proposal": number, "became": name} for number, name in outcome.became],
        "rejected": rejected,
        "waiting": [{"proposal": number, "asks": why} for number, why in outcome.waiting],
        "entry": outcome.entry,
    }
    terminal.answer(data, "\n".join(lines))


def _list(stream: "StreamId", waiting: tuple["Proposed", ...], terminal: Terminal, office: "Office") -> None:
    label = _label(office, stream)
    rows = [(one.number, *_shown(one)) for one in waiting]
    table = terminal.table(("number", "would become", "lines", "says"), rows)
    words = (
        f"{_wait(len(waiting))} in {label}:\n{table}\n\n"
        f"{terminal.style('Next:', 'lamp')} secondstory import {label} --take {waiting[0].number}"
    )
    terminal.answer({"number": label, "proposals": [_plain(one) for one in waiting]}, words)


def _wait(count: int) -> str:
    return "One proposal waits" if count == 1 else f"{count} proposals wait"


def _shown(one: "Proposed") -> tuple[str, str, str]:
    from secondstory.application.understanding.importing import FIELD_WORDS, read_said

    proposal = one.proposal
    first, last = proposal.first_line, proposal.last_line
    lines = str(first) if first == last else f"{first}-{last}"
    return FIELD_WORDS.get(proposal.field, proposal.field), lines, read_said(one.text)[0]


def _plain(one: "Proposed") -> dict[str, Any]:
    from secondstory.application.understanding.importing import read_said

    text, details = read_said(one.text)
    return {
        "proposal": one.number,
        "field": one.proposal.field,
        "lines": [one.proposal.first_line, one.proposal.last_line],
        "template": one.proposal.template,
        "text": text,
        "details": details,
    }


def _label(office: "Office", stream: "StreamId") -> str:
    from secondstory.application.looking import standing_of

    return standing_of(office, stream).pm.label


_KEYS = "y take over, n leave it, e other words, Enter later, q stop"


def _walk(stream: "StreamId", waiting: tuple["Proposed", ...], terminal: Terminal, office: "Office") -> int:
    from secondstory.application.understanding.importing import read_said, reject

    terminal.say(f"{_wait(len(waiting))} in {_label(office, stream)}. {_KEYS}.")
    for at, one in enumerate(waiting, 1):
        field, lines, text = _shown(one)
        details = read_said(one.text)[1]
        terminal.say("")
        terminal.say(
            terminal.style(
                f"{at} of {len(waiting)}  {field}, {'lines' if '-' in lines else 'line'} {lines}", "soft"
            )
        )
        terminal.say(text)
        for name in _SHOWN:
            if details.get(name):
                terminal.say(terminal.style(f"  {name.replace('_', ' ')}: {details[name]}", "soft"))
        key = terminal.ask("Take it over? [y/n/e/Enter/q]").lower()[:1]
        if key == "q":
            break
        if key == "n":
            reject(office, stream, [one.number], terminal.ask("Why not? (Enter for no reason)") or None)
        if key in {"y", "e"}:
            _take(stream, one, terminal, office, edited=key == "e")
    label = _label(office, stream)
    terminal.answer({"number": label}, f"\n{terminal.style('Next:', 'lamp')} secondstory status {label}")
    return 0


def _take(stream: "StreamId", one: "Proposed", terminal: Terminal, office: "Office", *, edited: bool) -> None:
    from secondstory.application.understanding.importing import accept, read_said

    try:
        choice = _asked(one, read_said(one.text)[1], terminal, office, edited=edited)
    except Refused as refused:
        terminal.say(f"It stays a proposal. {' '.join(refused.problems)}")
        return
    outcome = accept(office, stream, [choice])
    for _, name in outcome.became:
        terminal.say(f"Taken over as {name}.")
    for _, why in outcome.waiting:
        terminal.say(f"It stays a proposal. {why}")


def _asked(
    one: "Proposed", details: dict[str, str], terminal: Terminal, office: "Office", *, edited: bool
) -> "Choice":
    """Return the choice with what only a person can say: other words, the level of a condition, a missing time."""
    from secondstory.application.understanding.importing import Choice
    from secondstory.cli.times import read_moment
    from secondstory.domain.understanding.conditions import Level

    text = terminal.ask("In your words:") or None if edited else None
    level, at = None, None
    if one.proposal.field == "condition" and not details.get("level"):
        said = terminal.ask(
            "On which level? [software/practices/process/culture/organisation/outside]"
        ).lower()
        level = next((each for each in Level if said and each.value.startswith(said)), None)
    if one.proposal.field == "timeline" and not details.get("occurred"):
        when = terminal.ask("When was that, with its day?")
        at = read_moment(when, now=office.now()) if when else None
    return Choice(number=one.number, text=text, level=level, at=at)
