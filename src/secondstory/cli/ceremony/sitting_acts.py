"""What `sitting` does: parse, call the application, and say what was kept."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.knowing_people import known_person, make_known
from secondstory.application.office import Office
from secondstory.cli.ceremony.coming import read_coming
from secondstory.cli.ceremony.pieces import counts, lit, numbered, worded
from secondstory.cli.terminal import Terminal
from secondstory.cli.times import Shown
from secondstory.domain.ceremony.sittings import (
    Dissented,
    MinutesWritten,
    Parked,
    PointRaised,
    Prepared,
    Sitting,
    SittingKind,
)
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.texts import Agenda
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.wiring.workspace import Workspace

_MINUTES = "<!-- Minutes: what was said and understood, in roles, without who said it. -->\n\n"
_NO_MINUTES = (
    'Give the minutes as words, or with --file FILE (- for standard input): sitting PM-1 minutes "…".'
)


@dataclass
class Desk:
    """One post-mortem at the terminal."""

    workspace: Workspace
    terminal: Terminal
    stream: StreamId

    @property
    def office(self) -> Office:
        """Everything an act needs."""
        return self.workspace.office

    @cached_property
    def pm(self) -> PostMortem:
        """The post-mortem as it stood when the command began."""
        return meeting.post_mortem(self.office, self.stream)

    def number(self, said: str | None, what: str, wanted: Callable[[Sitting], bool]) -> int:
        """Return the n of the sitting that was said, else of the only one that fits."""
        if said:
            return meeting.sitting_of(self.pm, numbered(said, "S")).number
        return meeting.meant(self.pm.sittings, self.pm.label, wanted=wanted, what=what).number

    def in_room(self, arguments: argparse.Namespace) -> int:
        """Return the sitting that is open; after it was closed, the last one that was held."""
        held = [one for one in self.pm.sittings.sittings if one.opened_at is not None]
        if arguments.sitting is None and held and not any(one.is_open for one in held):
            return held[-1].number
        return self.number(arguments.sitting, "open", lambda one: one.is_open)

    def answer(self, data: Mapping[str, Any], words: str, next_command: str | None = None) -> None:
        """Say what was kept, and light the next step."""
        step = f"\n{lit(self.terminal, next_command)}" if next_command else ""
        self.terminal.answer({"post_mortem": self.pm.label, **data}, words + step)


def list_all(workspace: Workspace, terminal: Terminal) -> None:
    """Show every sitting that is planned or open."""
    found = meeting.upcoming(workspace.office)
    shown = Shown.at(workspace.office.now())
    rows = [
        (one.label, f"S-{one.sitting.number}", one.sitting.kind.value, _when(one.sitting, shown), one.title)
        for one in found
    ]
    data = [{"post_mortem": one.label, **_data(one.sitting)} for one in found]
    plan = lit(terminal, 'secondstory sitting PM-1 schedule learning --at "tomorrow 10:00"')
    empty = f"No sitting is planned. A learning sitting within a few days keeps what people remember.\n{plan}"
    text = terminal.table(("of", "sitting", "kind", "when", "about"), rows) if rows else empty
    terminal.answer({"sittings": data}, text)


def _list(desk: Desk, _arguments: argparse.Namespace) -> None:
    found = desk.pm.sittings.sittings
    shown = Shown.at(desk.office.now())
    rows = [
        (f"S-{one.number}", one.kind.value, _when(one, shown), _state(one), _room(desk.office, one))
        for one in found
    ]
    label = desk.pm.label
    if not rows:
        kind = "solo" if desk.office.alone else "learning"
        words = f"No sitting of {label} yet. First people meet to learn; they commit after they slept on it."
        desk.answer({"sittings": []}, words, f"secondstory sitting {label} schedule {kind}")
        return
    lines = [desk.terminal.table(("sitting", "kind", "when", "state", "room"), rows)]
    parked = desk.pm.sittings.parked
    lines += ["", "Parked for the commitment sitting:", *(f"  {idea}" for idea in parked)] if parked else []
    for one in found:
        lines += [f"S-{one.number} was marked: {one.soak_shortened}"] if one.soak_shortened else []
        lines += [f"S-{one.number}, on {seen.about}, seen otherwise: {seen.text}" for seen in one.dissents]
    desk.answer({"sittings": [_data(one) for one in found]}, "\n".join(lines))


def _schedule(desk: Desk, arguments: argparse.Namespace) -> None:
    said = arguments.word or arguments.kind or ("solo" if desk.office.alone else "learning")
    at = read_coming(arguments.at, now=desk.office.now()) if arguments.at else None
    invited = [known_person(desk.office, name).person for name in arguments.invite]
    planned = meeting.schedule(
        desk.office, desk.stream, SittingKind(said), at=at, invited=invited, shortened=arguments.sooner
    )
    shown = Shown.at(desk.office.now())
    label, name = desk.pm.label, f"S-{planned.number}"
    when = f" on {shown.moment(planned.at)}" if planned.at else ""
    words = f"Planned: {name}, {said}, for {label}{when}."
    if planned.soak_shortened:
        words += f"\nIt comes before the time to sleep on it is over; the page will show why: {planned.soak_shortened}"
    after = f"secondstory sitting {label} open {name}"
    if said in {"learning", "combined"} and not desk.office.alone:
        after = f'secondstory sitting {label} facilitator "NAME"'
    elif said == "solo":
        after = f"secondstory solo {label}"
    desk.answer(_data(planned), words, after)


def _move(desk: Desk, arguments: argparse.Namespace) -> None:
    at = read_coming(arguments.at, now=desk.office.now())
    moved = meeting.move(
        desk.office, desk.stream, numbered(arguments.sitting, "S"), at=at, reason=arguments.because
    )
    shown = Shown.at(desk.office.now())
    desk.answer(_data(moved), f"Moved: S-{moved.number} to {shown.moment(moved.at)}.")


def _facilitator(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.number(arguments.sitting, "planned", lambda one: one.is_planned)
    find = make_known if arguments.new else known_person
    person = find(desk.office, arguments.name)
    conflicts = meeting.appoint(desk.office, desk.stream, number, person, because=arguments.override)
    stands = (
        f"although this person {' and '.join(conflicts)}"
        if conflicts
        else "and nothing stands in the way of it"
    )
    words = f"{person.name} holds the room of S-{number}, {stands}."
    if conflicts:
        words += f"\nThe page will show it, with your reason: {arguments.override}"
    data = {"sitting": f"S-{number}", "facilitator": person.name, "conflicts": list(conflicts)}
    desk.answer(data, words, f"secondstory sitting {desk.pm.label} agenda S-{number}")


def _prepared(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.number(arguments.sitting, "planned", lambda one: one.is_planned)
    meeting.note(desk.office, desk.stream, Prepared(number=number))
    desk.answer({"sitting": f"S-{number}", "prepared": True}, f"Prepared: S-{number}.")


def _open(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.number(arguments.sitting, "planned", lambda one: one.is_planned)
    kind = meeting.sitting_of(desk.pm, number).kind
    read = arguments.read_out
    if kind in {SittingKind.LEARNING, SittingKind.COMBINED} and not read:
        paragraphs = desk.workspace.texts.charter().read_out
        desk.terminal.say(
            "\n\n".join((desk.terminal.style("Read this aloud, about 90 seconds.", "bold"), *paragraphs))
        )
        read = desk.terminal.ask("\nWas it read aloud? yes or no:") == "yes"
    opened = meeting.open_sitting(desk.office, desk.stream, number, read_out=read, shortened=arguments.sooner)
    words = f"Open: S-{number}, {kind.value}."
    if kind in {SittingKind.LEARNING, SittingKind.COMBINED}:
        words += (
            " Everybody has heard what is safe here and what is not."
            if read
            else " The opening was not read aloud."
        )
    if kind is SittingKind.COMMITMENT and desk.pm.sittings.parked:
        words += "\nThese ideas wait:\n" + "\n".join(f"  {idea}" for idea in desk.pm.sittings.parked)
    after = "solo {}" if kind is SittingKind.SOLO else f"sitting {{}} agenda S-{number}"
    desk.answer(_data(opened), words, f"secondstory {after.format(desk.pm.label)}")


def _attend(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.in_room(arguments)
    sitting = meeting.attend(desk.office, desk.stream, number, counts(arguments.roles))
    there = ", ".join(f"{one.role} {one.count}" for one in sitting.roles)
    desk.answer(_data(sitting), f"There in S-{number}: {there}. Roles only; nobody is named.")


def _point(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.in_room(arguments)
    meeting.note(desk.office, desk.stream, PointRaised(number=number, text=arguments.text))
    desk.answer({"sitting": f"S-{number}", "point": arguments.text}, f"Kept in the minutes of S-{number}.")


def _park(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.in_room(arguments)
    meeting.note(desk.office, desk.stream, Parked(number=number, text=arguments.text))
    count = len(desk.pm.sittings.parked) + 1
    words = (
        f"Parked until the commitment sitting; {count} {'idea waits' if count == 1 else 'ideas wait'} there."
    )
    desk.answer({"sitting": f"S-{number}", "parked": arguments.text}, words)


def _dissent(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.in_room(arguments)
    draft = Dissented(number=number, about=arguments.about, text=arguments.text)
    meeting.note(desk.office, desk.stream, draft)
    words = f"Kept: {arguments.about} was seen otherwise. Both stay, side by side."
    desk.answer({"sitting": f"S-{number}", "about": arguments.about, "dissent": arguments.text}, words)


def _minutes(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.in_room(arguments)
    name = f"{desk.pm.label}-S-{number}-minutes"
    with worded(
        arguments.text,
        arguments.file,
        terminal=desk.terminal,
        workspace=desk.workspace,
        name=name,
        prefill=_MINUTES,
        how=_NO_MINUTES,
    ) as text:
        meeting.note(desk.office, desk.stream, MinutesWritten(number=number, text=text))
    desk.answer({"sitting": f"S-{number}", "minutes": text}, f"Written into the minutes of S-{number}.")


def _close(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.number(arguments.sitting, "open", lambda one: one.is_open)
    minutes = counts([word for words in arguments.minutes for word in words])
    closed = meeting.close(desk.office, desk.stream, number, minutes)
    label = desk.pm.label
    taken = sum(step.minutes for step in closed.agenda)
    words = f"Closed: S-{number}." + (f" {taken} minutes in all." if taken else "")
    after = f"secondstory status {label}"
    if closed.kind is SittingKind.COMMITMENT:
        words += " Read the accepted commitments back before people leave."
    elif not desk.office.alone:
        words += " Thank the people who were closest, and say when people meet to commit."
        after = f"secondstory sitting {label} schedule commitment"
    desk.answer(_data(closed), words, after)


def _poll(desk: Desk, arguments: argparse.Namespace) -> None:
    number = desk.in_room(arguments)
    answers = counts(arguments.answers)
    meeting.poll(desk.office, desk.stream, number, question=arguments.question, answers=answers)
    people = sum(count for _, count in answers)
    desk.answer({"sitting": f"S-{number}", "people": people}, f"Kept: {people} answers, without names.")


def _lapse(desk: Desk, arguments: argparse.Namespace) -> None:
    number = numbered(arguments.sitting, "S")
    meeting.lapse(desk.office, desk.stream, number, arguments.reason)
    words = f"S-{number} did not take place; the reason is kept."
    desk.answer(
        {"sitting": f"S-{number}", "lapsed": arguments.reason},
        words,
        f"secondstory sitting {desk.pm.label} schedule",
    )


def _agenda(desk: Desk, arguments: argparse.Namespace) -> None:
    sittings = desk.pm.sittings
    coming = [one for one in sittings.sittings if one.is_open or one.is_planned]
    said = meeting.sitting_of(desk.pm, numbered(arguments.sitting, "S")) if arguments.sitting else None
    sitting = said or (coming[0] if coming else None)
    if sitting is not None and sitting.kind is SittingKind.SOLO:
        raise Refused(f"Alone, the protocol is the agenda: secondstory solo {desk.pm.label}")
    commits = sitting is not None and sitting.kind is SittingKind.COMMITMENT
    agenda = desk.workspace.texts.agendas()["commitment" if commits else "learning"]
    phrases = desk.workspace.texts.interventions()
    data = {
        "sitting": f"S-{sitting.number}" if sitting else None,
        "agenda": agenda.code,
        "minutes": agenda.minutes,
        "steps": [
            {"step": step.code, "minutes": step.minutes, "title": step.title, "points": list(step.points)}
            for step in agenda.steps
        ],
        "phrases": [{"cue": one.cue, "phrase": one.phrase} for one in phrases],
    }
    lines = [_steps(desk.terminal, agenda), "", desk.terminal.style("When the talk turns", "bold")]
    lines += [f"  {one.cue}\n      “{one.phrase}”" for one in phrases]
    desk.answer(data, "\n".join(lines))


def _steps(terminal: Terminal, agenda: Agenda) -> str:
    lines = [terminal.style(f"{agenda.name}, {agenda.minutes} minutes", "bold"), agenda.purpose]
    begins = 0
    for step in agenda.steps:
        lines += [
            "",
            f"{begins:>3}-{begins + step.minutes:<3} {terminal.style(step.title, 'bold')}  ({step.code})",
        ]
        lines += [f"        {point}" for point in step.points]
        begins += step.minutes
    return "\n".join(lines)


def _when(sitting: Sitting, shown: Shown) -> str:
    if sitting.opened_at is not None:
        return shown.instant(sitting.opened_at)
    return shown.moment(sitting.at) if sitting.at else "no hour"


def _state(sitting: Sitting) -> str:
    if sitting.lapsed is not None:
        return f"did not take place: {sitting.lapsed}"
    if sitting.is_held:
        return "held"
    return "open" if sitting.is_open else "planned"


def _room(office: Office, sitting: Sitting) -> str:
    name = meeting.facilitator_name(office, sitting)
    there = sum(one.count for one in sitting.roles)
    return ", ".join(filter(None, (name, f"{there} people" if there else "")))


def _data(sitting: Sitting) -> dict[str, Any]:
    return {
        "sitting": f"S-{sitting.number}",
        "kind": sitting.kind.value,
        "state": _state(sitting).partition(":")[0],
        "at": sitting.at.at if sitting.at else None,
        "opened_at": sitting.opened_at,
        "closed_at": sitting.closed_at,
        "read_out": sitting.read_out,
        "roles": {one.role: one.count for one in sitting.roles},
        "parked": list(sitting.parked),
        "minutes": {one.step: one.minutes for one in sitting.agenda},
        "exception": sitting.soak_shortened or sitting.overridden,
    }


ACTS: Mapping[str, Callable[[Desk, argparse.Namespace], None]] = {
    "list": _list,
    "schedule": _schedule,
    "move": _move,
    "facilitator": _facilitator,
    "prepared": _prepared,
    "open": _open,
    "attend": _attend,
    "point": _point,
    "park": _park,
    "dissent": _dissent,
    "minutes": _minutes,
    "close": _close,
    "poll": _poll,
    "lapse": _lapse,
    "agenda": _agenda,
}
