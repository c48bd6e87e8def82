"""What everybody in the room does: raise a point, pass, ask for a pause or for company, disagree, write, answer."""

from collections.abc import Callable

from django.http import HttpResponse

from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.chartering import acknowledge
from secondstory.application.ceremony.room import floor, poll
from secondstory.application.ceremony.room.floor import Draft, Floor
from secondstory.application.ceremony.room.minutes import headed
from secondstory.application.ceremony.room.seats import must_speak, must_write
from secondstory.domain.ceremony.sittings import Dissented, MinutesWritten, Parked, PointRaised
from secondstory.kernel.refused import Refused
from secondstory.web.pages.ceremony.sittings.room.answers import said
from secondstory.web.pages.ceremony.sittings.room.leading import until
from secondstory.web.pages.ceremony.sittings.room.table import Table
from secondstory.web.site.words import day

NO_WORDS = "There are no words yet; write down what was said, without who said it."


def read_charter(table: Table) -> HttpResponse:
    """Note that the visitor has read the charter that holds."""
    version = acknowledge(table.visit.office)
    return said(table.visit, f"Read: the charter, version {version}.")


def point(table: Table) -> HttpResponse:
    """Raise a point; it stands beside the minutes, without who raised it."""
    _must_be_open(table)
    draft = PointRaised(number=table.sitting.number, text=table.visit.field("text", ask=NO_WORDS))
    meeting.note(table.visit.office, table.stream, draft)
    return said(table.visit, "Raised: it stands beside the minutes, without your name.")


def written_answer(table: Table) -> HttpResponse:
    """Answer a part of the agenda in writing."""
    _must_be_open(table)
    last = until(table)
    if last is not None and table.at.date() > last:
        raise Refused(f"Answers were taken until {day(last.isoformat())}. Write an account; it stays open.")
    part = next((one for one in table.agenda.steps if one.code == table.visit.form.get("step")), None)
    if part is None:
        raise Refused("Which question do you answer? Load the page again; what you wrote is still here.")
    text = headed(part.title, table.visit.field("text", ask="Write what you saw; a few lines are enough."))
    meeting.note(table.visit.office, table.stream, PointRaised(number=table.sitting.number, text=text))
    return said(table.visit, "Kept: your answer stands with the others, without your name.")


def park(table: Table) -> HttpResponse:
    """Park an idea until the commitment sitting."""
    _must_be_open(table)
    draft = Parked(
        number=table.sitting.number, text=table.visit.field("text", ask="Which idea? One line is enough.")
    )
    meeting.note(table.visit.office, table.stream, draft)
    return said(table.visit, "Parked until people commit.")


def dissent(table: Table) -> HttpResponse:
    """See something differently; both stay."""
    _must_be_open(table)
    about = table.visit.field("about", ask="About what? Such as T-4, C-2, or the words that were said.")
    text = table.visit.field("text", ask="How did it look from where you were?")
    meeting.note(
        table.visit.office, table.stream, Dissented(number=table.sitting.number, about=about, text=text)
    )
    return said(table.visit, "Kept: both stay, side by side.")


def hand(table: Table) -> HttpResponse:
    """Ask to speak, or no longer."""
    me = table.visit.person
    return _felt(table, lambda one: floor.raise_hand(one, me), "")


def let_pass(table: Table) -> HttpResponse:
    """Pass; that is always fine."""
    me = table.visit.person
    return _felt(table, lambda one: floor.let_pass(one, me), "Passed. That is fine.")


def ask_for_pause(table: Table) -> HttpResponse:
    """Ask for a pause; the room pauses, and nobody sees who asked."""
    paused = "Paused. Nobody sees who asked."
    return _felt(table, lambda one: floor.ask_for_pause(one, table.codes, at=table.at), paused)


def company(table: Table) -> HttpResponse:
    """Ask for company, or no longer; whoever holds the room sees it, nobody else."""
    me = table.visit.person
    words = "Asked: only whoever holds the room sees it."
    return _felt(table, lambda one: floor.ask_for_company(one, me), words)


def minutes(table: Table) -> HttpResponse:
    """Give a piece of the minutes to the room."""
    must_write(table.seat)
    if table.sitting.opened_at is None:
        raise Refused("Minutes begin when the room is open. What you wrote is kept for you.")
    text = table.visit.field("text", ask=NO_WORDS)
    titles = {one.code: one.title for one in table.agenda.steps}
    title = titles.get(str(table.visit.form.get("step", "")), table.step.title)
    written = MinutesWritten(number=table.sitting.number, text=headed(title, text))
    meeting.note(table.visit.office, table.stream, written)
    me = table.visit.person
    table.rooms.change(table.key, lambda one: floor.keep_draft(one, me, Draft(step="", text="")))
    return said(table.visit, "Written into the minutes.")


def draft(table: Table) -> HttpResponse:
    """Keep what a scribe has typed so far, for them alone."""
    must_write(table.seat)
    kept = Draft(step=str(table.visit.form.get("step", "")), text=str(table.visit.form.get("text", "")))
    me = table.visit.person
    table.rooms.change(table.key, lambda one: floor.keep_draft(one, me, kept))
    return said(table.visit, "Kept.")


def answer_poll(table: Table) -> HttpResponse:
    """Answer the exit poll, without a name."""
    must_speak(table.seat)
    if not table.sitting.is_held:
        raise Refused("The poll comes at the end, when the sitting is closed.")
    given = {one.code: str(table.visit.form.get(f"poll-{one.code}", "")) for one in poll.QUESTIONS}
    me = table.visit.person
    table.rooms.change_ballot(table.key, lambda one: poll.answer(one, me, given))
    return said(table.visit, "Answered. Your answers wait with the others, and nothing joins them to you.")


def _must_be_open(table: Table) -> None:
    must_speak(table.seat)
    if table.sitting.is_held:
        raise Refused(
            "This sitting is closed. Write an account, or an entry of the timeline; both stay open."
        )
    if not table.sitting.is_open:
        raise Refused("The room is not open yet. What you wrote is still here.")


def _felt(table: Table, change: Callable[[Floor], Floor], words: str) -> HttpResponse:
    _must_be_open(table)
    table.rooms.change(table.key, change)
    return said(table.visit, words)
