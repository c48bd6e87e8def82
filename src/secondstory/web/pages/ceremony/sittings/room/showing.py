"""What a room shows: to everybody the step and what is on screen; to whoever holds it the time, and who waits."""

from datetime import timedelta
from typing import Any

from secondstory.application import looking
from secondstory.application.ceremony.room.minutes import by_part
from secondstory.application.ceremony.room.poll import QUESTIONS
from secondstory.application.ceremony.room.screen import WALKED, in_writing, questions_for
from secondstory.application.ceremony.room.seats import Seat
from secondstory.application.understanding.accounts import accounts_of
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.domain.texts import AgendaStep
from secondstory.domain.understanding.accounts import Account
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.ids import PersonId
from secondstory.web.pages.ceremony.sittings import shown
from secondstory.web.pages.ceremony.sittings.room.committing import on_table
from secondstory.web.pages.ceremony.sittings.room.leading import READ_ALOUD
from secondstory.web.pages.ceremony.sittings.room.table import Table

LETTERS = "ABCDEFGHIJKLMNOP"
PHRASES_AT_ONCE = 4


def everything(table: Table) -> dict[str, Any]:
    """Return the context of the whole page, for the seat it is seen from."""
    sitting, seat = table.sitting, table.seen_from
    found: dict[str, Any] = {
        "sitting": sitting,
        "name": shown.NAMES[sitting.kind],
        "when": shown.when(table.visit, table.standing, sitting),
        "marked": shown.marks(sitting),
        "seat": seat.value,
        "on_wall": table.on_wall,
        "is_holder": seat is Seat.HOLDER,
        "writes": seat in {Seat.HOLDER, Seat.SCRIBE},
        "speaks": seat is not Seat.LISTENER,
        "is_written": sitting.kind is SittingKind.ASYNCHRONOUS,
        "reads_aloud": sitting.kind in READ_ALOUD,
        "read_out": table.visit.ground.workspace.texts.charter().read_out,
        "agenda": table.agenda,
        "parts": parts_of(table),
        "floor": table.floor,
        "silent": table.floor.is_silent(table.at),
        "kept_parts": by_part(sitting.minutes),
        "points": by_part(sitting.points),
        "draft": table.floor.drafts.get(table.visit.person),
        "written": _written(table),
        **on_screen(table),
        **on_table(table),
        **_oneself(table),
        **_poll(table),
    }
    return found | (_for_holder(table) if seat is Seat.HOLDER else {})


def parts_of(table: Table) -> list[tuple[str, str, int, str]]:
    """Return the parts of the agenda: letter, title, minutes planned, and whether it is past, now or next."""
    here = table.place if table.sitting.is_open else (-1 if not table.sitting.is_held else len(table.codes))
    states = [
        "past" if place < here else "now" if place == here else "next" for place in range(len(table.codes))
    ]
    return [
        (LETTERS[place % len(LETTERS)], step.title, step.minutes, states[place])
        for place, step in enumerate(table.agenda.steps)
    ]


def on_screen(table: Table) -> dict[str, Any]:
    """Return the part that is on, the decision point and the accounts on screen, and what could be asked."""
    walking = table.step.code == WALKED and bool(table.stops)
    place = min(table.floor.stop, len(table.stops) - 1) if walking else 0
    levels = table.visit.ground.workspace.texts.questions()
    shared = _shared(table) if walking or table.seat is Seat.HOLDER else []
    return {
        "step": table.step,
        "stop": table.stops[place] if walking else None,
        "stop_place": place + 1,
        "stop_count": len(table.stops),
        "accounts": [one for one in shared if one.number in table.floor.shown],
        "can_show": shared,
        "questions": questions_for(table.step, levels, turn=table.floor.turn),
    }


def _written(table: Table) -> tuple[tuple[AgendaStep, tuple[str, ...]], ...]:
    if table.sitting.kind is not SittingKind.ASYNCHRONOUS:
        return ()
    return in_writing(table.agenda, table.visit.ground.workspace.texts.questions())


def _shared(table: Table) -> list[Account]:
    return [one for one in accounts_of(table.visit.office, table.stream) if one.is_shared]


def _oneself(table: Table) -> dict[str, Any]:
    me, floor = table.visit.person, table.floor
    return {"my_hand": me in floor.hands, "i_passed": me in floor.passed, "my_company": me in floor.company}


def _poll(table: Table) -> dict[str, Any]:
    if not table.sitting.is_held:
        return {"poll": None}
    ballot = table.rooms.ballot(table.key)
    done = ballot.is_closed or bool(table.sitting.polls)
    return {
        "poll": QUESTIONS,
        "poll_done": done,
        "answered": table.visit.person in ballot.answered,
        "enough": ballot.is_enough,
    }


def _for_holder(table: Table) -> dict[str, Any]:
    floor = table.floor
    names = looking.names(table.visit.office)
    code = table.step.code
    spent = floor.spent(code, current=code, at=table.at)
    left = timedelta(minutes=table.step.minutes).total_seconds() - spent
    seen_to = {*floor.heard, *floor.passed, *floor.hands, table.visit.person}
    waiting = [who for who, role in floor.came.items() if who not in seen_to and role != Role.LISTENER.value]
    roles: dict[str, int] = {}
    for role in table.rooms.here(table.key, at=table.at).values():
        roles[role] = roles.get(role, 0) + 1
    phrases = table.visit.ground.workspace.texts.interventions()
    return {
        "left_s": int(left),
        "left": clock_of(int(left)),
        "used": min(spent / (table.step.minutes * 60), 1) if table.step.minutes else 1,
        "hands": _named(floor.hands, names),
        "waiting": _named(waiting, names),
        "company": _named(floor.company, names),
        "roles_here": [shown.counted(role, count) for role, count in sorted(roles.items())],
        "phrases": phrases[:PHRASES_AT_ONCE],
        "more_phrases": phrases[PHRASES_AT_ONCE:],
        "needs_holder": table.sitting.facilitator is None and table.sitting.kind in READ_ALOUD,
    }


def clock_of(seconds: int) -> str:
    """Return seconds as a clock shows them, never below zero: `13:20`."""
    left = max(seconds, 0)
    return f"{left // 60}:{left % 60:02}"


def _named(people: list[PersonId] | tuple[PersonId, ...], names: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(one), names.get(str(one), "somebody")) for one in people]
