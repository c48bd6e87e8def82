"""The timeline as a picture and a table, one entry with everything said about it, and gaps."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application.looking import Standing, names
from secondstory.application.understanding import timelines
from secondstory.domain.understanding.timeline import (
    EntryAdded,
    EntryConfirmed,
    EntryCorrected,
    EntryDisputed,
    EntryKind,
    GapCause,
    GapRecorded,
    timed,
)
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.drawing import drawn
from secondstory.web.pages.postmortem.sources import sources_in
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.timeline.words import CAUSES, KINDS, chosen, places, roles
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import HOW_SURE, known_times, moment_in, stated, typed
from secondstory.web.visiting.visit import Visit, act_of


@page("member")
def timeline(visit: Visit, number: int) -> HttpResponse:
    """Show the timeline; take a new entry, or a yes to one."""
    standing = visit.postmortem(number)
    if visit.posting:
        answer: HttpResponse = act_of(visit, {"add": _add, "confirm": _confirm})(visit, standing)
        return answer
    return in_space(
        visit,
        standing,
        "timeline",
        "timeline/timeline.html",
        shown=drawn(visit, standing.pm, default="now"),
        me=visit.person,
        kinds=KINDS,
        how_sure=HOW_SURE,
        causes=CAUSES,
        vantages=places(standing.pm),
        roles=roles(standing.pm),
        stated=stated,
    )


@page("member")
def one_entry(visit: Visit, number: int, entry: int) -> HttpResponse:
    """Show one entry with its corrections and voices; take another."""
    standing = visit.postmortem(number)
    found = standing.pm.timeline.find(entry)
    if found is None:
        raise Http404
    if visit.posting:
        acts = {"confirm": _confirm, "dispute": _dispute, "correct": _correct}
        answer: HttpResponse = act_of(visit, acts)(visit, standing, entry)
        return answer
    entries = standing.pm.timeline.entries
    place = entries.index(found)
    return in_space(
        visit,
        standing,
        "timeline",
        "timeline/entry.html",
        entry=found,
        earlier=entries[place - 1] if place else None,
        later=entries[place + 1] if place + 1 < len(entries) else None,
        place=place + 1,
        names=names(visit.office),
        me=visit.person,
        typed=typed,
        stated=stated,
    )


@page("member")
def gap(visit: Visit, number: int) -> HttpResponse:
    """Say what was never kept, and why."""
    standing = visit.postmortem(number)
    if visit.posting:
        return _gap(visit, standing)
    return in_space(visit, standing, "timeline", "timeline/gap.html", causes=CAUSES)


def _add(visit: Visit, standing: Standing) -> HttpResponse:
    near = known_times(standing.pm)
    occurred = timed(moment_in(visit, "occurred", known=near, sure="sure"))
    sources = sources_in(visit.field("sources"))
    kind = visit.field("kind") or ("fact" if sources else "account")
    draft = EntryAdded(
        number=0,
        occurred=occurred,
        known=moment_in(visit, "known", after=occurred),
        kind=chosen(EntryKind, kind),
        text=visit.field("text"),
        actor_role=visit.field("role") or None,
        vantage=visit.field("vantage") or None,
        sources=sources,
    )
    added = timelines.add_entry(visit.office, visit.stream(standing.pm.label), draft).one(EntryAdded)
    assert added is not None
    return visit.done(f"Added: T-{added.number}.", to=f"{_here(standing)}#t-{added.number}")


def _confirm(visit: Visit, standing: Standing, entry: int = 0) -> HttpResponse:
    number = entry or _number(visit)
    draft = EntryConfirmed(number=number, note=visit.field("note") or None)
    timelines.say_about_entry(visit.office, visit.stream(standing.pm.label), draft)
    to = None if entry else f"{_here(standing)}#t-{number}"
    return visit.done(f"Confirmed: T-{number}. You saw it the same way.", to=to)


def _dispute(visit: Visit, standing: Standing, entry: int) -> HttpResponse:
    draft = EntryDisputed(number=entry, note=visit.field("different"))
    timelines.say_about_entry(visit.office, visit.stream(standing.pm.label), draft)
    return visit.done(f"Kept beside T-{entry}: you saw it differently. Both stand.")


def _correct(visit: Visit, standing: Standing, entry: int) -> HttpResponse:
    found = standing.pm.timeline.find(entry)
    assert found is not None
    near = known_times(standing.pm)
    text = visit.field("text")
    draft = EntryCorrected(
        cites=entry,
        reason=visit.field("reason"),
        text=text if text != found.text.strip() else None,
        occurred=_changed(visit, "occurred", found.occurred, near),
        known=_changed(visit, "known", found.known, near),
    )
    timelines.correct_entry(visit.office, visit.stream(standing.pm.label), draft)
    return visit.done(f"Corrected: T-{entry}. Your correction stands beside the first version.")


def _changed(visit: Visit, name: str, before: Moment | None, near: list[datetime]) -> Moment | None:
    """Return the time in a field where it was changed; None where it still says what it said."""
    if visit.field(name) == typed(before, visit.zone):
        return None
    return moment_in(visit, name, known=near)


def _gap(visit: Visit, standing: Standing) -> HttpResponse:
    near = known_times(standing.pm)
    since = moment_in(visit, "since", known=near)
    draft = GapRecorded(
        number=0,
        cause=chosen(GapCause, visit.field("cause") or "unknown"),
        what=visit.field("what"),
        since=since,
        until=moment_in(visit, "until", known=near, after=since),
        policy=visit.field("policy") or None,
    )
    found = timelines.record_gap(visit.office, visit.stream(standing.pm.label), draft).one(GapRecorded)
    assert found is not None
    return visit.done(
        f"Kept: G-{found.number}. A gap is no question about anybody.", to=f"{_here(standing)}#gaps"
    )


def _number(visit: Visit) -> int:
    text = visit.field("entry")
    if not text.isdecimal():
        raise Refused("This form named no entry. Load the page again; nothing was changed.")
    return int(text)


def _here(standing: Standing) -> str:
    return reverse("timeline", kwargs={"number": standing.pm.incident.number})
