"""Decision points: what was done and when, and how the world looked from there."""

from datetime import UTC, datetime, tzinfo

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application.understanding import stories
from secondstory.domain.understanding.narrative import DecisionPoint, DecisionPointAdded, DecisionPointFilled
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.story.desk import stream_of
from secondstory.web.pages.understanding.story.reading import elsewhere
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit

QUESTIONS = (
    ("effects", "What could be seen to come of it?", "On the screen, on the phone, in the room."),
    ("expected", "What was expected to happen next?", ""),
    ("assumed", "What was taken for granted?", "Nobody can check everything; what stood without a check?"),
    ("understood", "What was thought to be going on, in which order?", ""),
    ("sensible", "What made this the sensible step then?", "Goals, pressure, what had worked before."),
)
"""The five slots of an involved account after what was done (NAR-3), and why it made sense."""


@page("member")
def moments(visit: Visit, number: int) -> HttpResponse:
    """Show the decision points, and add one."""
    standing = visit.postmortem(number)
    if away := elsewhere(visit, standing):
        return away
    if visit.posting:
        told = stories.add_decision_point(visit.office, stream_of(standing), _added(visit))
        added = told.one(DecisionPointAdded)
        assert added is not None, "adding a decision point always records one"
        address = reverse("story-moments", kwargs={"number": number})
        return visit.done(f"Added: D-{added.number}.", to=f"{address}#D-{added.number}")
    return in_space(visit, standing, "story", "story/moments.html", here="story-moments", questions=QUESTIONS)


@page("member")
def one_moment(visit: Visit, number: int, point: int) -> HttpResponse:
    """Fill in a decision point."""
    standing = visit.postmortem(number)
    if away := elsewhere(visit, standing):
        return away
    found = next((one for one in standing.pm.story.decision_points if one.number == point), None)
    if found is None:
        raise Http404
    if visit.posting:
        stories.fill_decision_point(visit.office, stream_of(standing), _filled(visit, found))
        address = reverse("story-moments", kwargs={"number": number})
        return visit.done(f"Written: D-{point}.", to=f"{address}#D-{point}")
    return in_space(
        visit,
        standing,
        "story",
        "story/moment.html",
        here="story-moments",
        point=found,
        when=_local(found.when, visit.zone),
        questions=QUESTIONS,
    )


def _added(visit: Visit) -> DecisionPointAdded:
    slots = {name: visit.field(name) or None for name, _, _ in QUESTIONS}
    return DecisionPointAdded(
        number=0, title=visit.field("title"), done=visit.field("done"), when=_when(visit), **slots
    )


def _filled(visit: Visit, before: DecisionPoint) -> DecisionPointFilled:
    """Return what the form says differently; what was written before and is empty now is written empty."""
    names = ("title", "done", *(name for name, _, _ in QUESTIONS))
    changed = {
        name: visit.field(name) for name in names if visit.field(name) != (getattr(before, name) or "")
    }
    when = _when(visit)
    if before.when and when and when.at == before.when.at.replace(second=0, microsecond=0):
        when = None
    return DecisionPointFilled(number=before.number, when=when, **changed)


def _when(visit: Visit) -> Moment | None:
    stated = visit.field("when")
    if not stated:
        return None
    try:
        local = datetime.fromisoformat(stated)
    except ValueError as wrong:
        raise Refused(f"{stated} is no time that can be read. Write it as 2026-10-13 20:52.") from wrong
    return Moment(at=local.replace(tzinfo=visit.zone).astimezone(UTC), zone=str(visit.zone))


def _local(when: Moment | None, zone: tzinfo) -> str:
    """Return a time as a field of a form holds it."""
    return f"{when.at.astimezone(zone):%Y-%m-%dT%H:%M}" if when else ""
