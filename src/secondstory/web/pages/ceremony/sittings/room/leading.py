"""What whoever holds the room does: open, go on, pause, ask for silence, choose what is on screen, close."""

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse

from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.room import floor, poll
from secondstory.application.ceremony.room.floor import Floor
from secondstory.application.ceremony.room.seats import must_hold
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.ceremony.sittings.room.answers import said
from secondstory.web.pages.ceremony.sittings.room.table import Table

READ_ALOUD = frozenset({SittingKind.LEARNING, SittingKind.COMBINED})


def open_room(table: Table) -> HttpResponse:
    """Open the sitting, after the opening was read aloud."""
    must_hold(table.seat)
    sitting, office = table.sitting, table.visit.office
    read = table.visit.form.get("read") == "yes"
    if sitting.kind in READ_ALOUD and sitting.facilitator is None:
        raise Refused("Who holds the room? Choose a facilitator on the page of this sitting first.")
    if sitting.kind in READ_ALOUD and not read:
        raise Refused("Read the opening aloud first; it takes about 90 seconds. Then open the room.")
    shortened = table.visit.field("sooner") or None
    table.visit.keep_drafts(table.stream)
    meeting.open_sitting(office, table.stream, sitting.number, read_out=read, shortened=shortened)
    table.rooms.change(table.key, lambda one: floor.start_clock(one, at=table.at))
    return said(
        table.visit, "Open: everybody has heard what is safe here and what is not." if read else "Open."
    )


def go_on(table: Table) -> HttpResponse:
    """Go on to the next part."""
    return _led(table, lambda one: floor.go(one, table.codes, 1, at=table.at))


def go_back(table: Table) -> HttpResponse:
    """Go back to the part before."""
    return _led(table, lambda one: floor.go(one, table.codes, -1, at=table.at))


def pause(table: Table) -> HttpResponse:
    """Stop the clock, or let it run again."""

    def turned(one: Floor) -> Floor:
        return floor.stop_clock(one, table.codes, at=table.at) if one.is_running else _running(one)

    def _running(one: Floor) -> Floor:
        return floor.start_clock(one, at=table.at)

    return _led(table, turned)


def silence(table: Table) -> HttpResponse:
    """Give everybody two minutes to write, or end them."""

    def turned(one: Floor) -> Floor:
        return floor.end_silence(one) if one.is_silent(table.at) else floor.be_silent(one, at=table.at)

    return _led(table, turned)


def stop_on(table: Table) -> HttpResponse:
    """Walk on to the next decision point."""
    return _led(table, lambda one: floor.walk(one, 1, stops=len(table.stops)))


def stop_back(table: Table) -> HttpResponse:
    """Walk back to the decision point before."""
    return _led(table, lambda one: floor.walk(one, -1, stops=len(table.stops)))


def show(table: Table) -> HttpResponse:
    """Put up to two shared accounts on screen."""
    chosen = [int(one) for one in table.visit.form.getlist("account") if str(one).isdecimal()]
    return _led(table, lambda one: floor.show(one, chosen))


def other_questions(table: Table) -> HttpResponse:
    """Show two other questions."""
    return _led(table, lambda one: replace(one, turn=one.turn + 1))


def heard(table: Table) -> HttpResponse:
    """Note that somebody was heard."""
    who = PersonId(str(table.visit.form.get("who", "")))
    if who not in table.floor.came:
        raise Refused("They are not in this room. Load the page again; nothing was changed.")
    return _led(table, lambda one: floor.hear(one, who))


def close(table: Table) -> HttpResponse:
    """Close the sitting: how many were there, how long each part took. Everything else of the floor is put away."""
    must_hold(table.seat)
    more = table.visit.field("more")
    if more and not (more.isdecimal() and int(more) < 10_000):
        raise Refused("How many were there without a page of their own? A number, or nothing.")
    stopped = floor.stop_clock(table.floor, table.codes, at=table.at)
    there = floor.counts(stopped, more=int(more or 0))
    office, number = table.visit.office, table.sitting.number
    if there:
        meeting.attend(office, table.stream, number, there)
    closed = meeting.close(office, table.stream, number, floor.minutes_taken(stopped, table.codes))
    table.rooms.change(table.key, lambda one: Floor(drafts=one.drafts))
    taken = sum(step.minutes for step in closed.agenda)
    words = f"Closed: S-{number}" + (f", {taken} minutes in all." if taken else ".")
    return said(table.visit, words)


def close_poll(table: Table) -> HttpResponse:
    """Close the exit poll: five answers or more enter the record together, fewer are gone."""
    must_hold(table.seat)
    if table.sitting.polls:
        # Recorded before, and a crash kept the answers from being put away.
        table.rooms.change_ballot(table.key, lambda _: poll.Ballot(is_closed=True))
        raise Refused("This poll is closed already.")
    enough = table.rooms.ballot(table.key).is_enough
    office, number = table.visit.office, table.sitting.number
    table.rooms.change_ballot(table.key, lambda one: poll.close(office, table.stream, number, one))
    words = (
        "Closed: the answers are in the record, without names."
        if enough
        else "Closed: fewer than five answered, so nothing was kept."
    )
    return said(table.visit, words)


def until(table: Table) -> date | None:
    """Return the last day for answers of a sitting in writing."""
    is_written = table.sitting.kind is SittingKind.ASYNCHRONOUS
    return table.sitting.at.at.date() if is_written and table.sitting.at else None


def _led(table: Table, change: Callable[[Floor], Floor]) -> HttpResponse:
    must_hold(table.seat)
    if not table.sitting.is_open:
        raise Refused("Open the room first; then the agenda begins.")
    table.rooms.change(table.key, change)
    return said(table.visit)
