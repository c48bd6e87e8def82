"""Pasting an excerpt of a log or a chat: its lines are proposed, a person takes all, some or none."""

from datetime import date, datetime

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application.looking import Standing
from secondstory.application.understanding.timelines import add_excerpt
from secondstory.domain.understanding.timeline import EntryAdded, EntryKind
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.timeline.words import KINDS, chosen, places
from secondstory.web.site.words import plural
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import known_times, now_of
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.documents.excerpt import Proposal, proposals
from secondstory.wiring.documents.times import read_moment

LONGEST = 400
MOST_LINES = 2000


@page("member")
def paste(visit: Visit, number: int) -> HttpResponse:
    """Read an excerpt and show what it proposes; then take what was ticked."""
    standing = visit.postmortem(number)
    if visit.posting and visit.form.get("do") == "take":
        return _take(visit, standing)
    found: list[Proposal] = []
    if visit.form.get("excerpt"):
        try:
            found = _proposed(visit, standing)
        except Refused:
            if visit.posting:
                raise
    return in_space(
        visit,
        standing,
        "timeline",
        "timeline/paste.html",
        found=found,
        kinds=KINDS,
        vantages=places(standing.pm),
        day=_day_of(visit, standing),
        ticked=set(visit.form.getlist("line")) if visit.form.get("do") == "take" else None,
        longest=LONGEST,
    )


def _proposed(visit: Visit, standing: Standing) -> list[Proposal]:
    text = visit.field("excerpt", ask="Paste a few lines of a log or a chat, each with its time.")
    if text.count("\n") > MOST_LINES:
        raise Refused(
            f"That is more than {MOST_LINES:,} lines. Seal it as evidence, and paste the part that matters."
        )
    now = now_of(visit)
    stated = visit.field("day")
    on: date | None = None
    if stated:
        on = read_moment(stated, now=now).at.astimezone(now.tzinfo).date()
    elif (known := _nearest(standing, now)) is not None:
        on = known.astimezone(now.tzinfo).date()
    found = proposals(text, now=now, day=on)
    if not found:
        raise Refused(
            "No line begins with a time. Say the day, or add the first one by hand to show its shape."
        )
    return found


def _take(visit: Visit, standing: Standing) -> HttpResponse:
    ticked = set(visit.form.getlist("line"))
    taken = [one for one in _proposed(visit, standing) if str(one.line) in ticked]
    kind = chosen(EntryKind, visit.field("kind") or "fact")
    drafts = [
        EntryAdded(
            number=0,
            occurred=one.moment,
            kind=kind,
            text=one.text if len(one.text) <= LONGEST else f"{one.text[:LONGEST]}…",
            vantage=visit.field("vantage") or None,
        )
        for one in taken
    ]
    source = visit.field("source") or None
    add_excerpt(visit.office, visit.stream(standing.pm.label), drafts, source=source)
    return visit.done(
        f"Taken: {plural(len(drafts), 'entry', 'entries')}.",
        to=reverse("timeline", kwargs={"number": standing.pm.incident.number}),
    )


def _nearest(standing: Standing, now: datetime) -> datetime | None:
    """Return when it began, or the first time that is known: an excerpt is mostly of the night in question."""
    began = standing.pm.incident.times.began
    if began is not None:
        return began.at
    return min((at for at in known_times(standing.pm) if at <= now), default=None)


def _day_of(visit: Visit, standing: Standing) -> str:
    now = now_of(visit)
    known = _nearest(standing, now)
    return f"{known.astimezone(now.tzinfo):%Y-%m-%d}" if known else ""
