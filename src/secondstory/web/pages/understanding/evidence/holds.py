"""Holds: placing one, letting it stand longer, and releasing it, which asks first."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application.keeping import holding
from secondstory.application.keeping.holding import Wish
from secondstory.application.looking import Standing
from secondstory.domain.keeping.holds import Hold
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.evidence.shown import hold_shown
from secondstory.web.pages.understanding.evidence.views import day_of
from secondstory.web.site.words import moment
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit

_ASK_DAY = "Until when? Give a day, such as 2027-01-31."


@page("member")
def place_one(visit: Visit, number: int) -> HttpResponse:
    """Place a hold: what is kept, by whom, until when."""
    standing = visit.postmortem(number)
    if not visit.posting:
        return in_space(visit, standing, "evidence", "evidence/hold_place.html")
    wish = Wish(
        sources=_lines(visit, "sources"),
        custodians=_lines(visit, "custodians"),
        reason=visit.field("reason"),
        period_from=day_of(visit.field("period_from"), ask=_ASK_DAY),
        period_to=day_of(visit.field("period_to"), ask=_ASK_DAY),
        until=day_of(visit.field("until"), ask=_ASK_DAY),
    )
    assert standing.pm.stream is not None
    placed = holding.place(visit.office, standing.pm.stream, wish)
    return visit.done(f"Held: {', '.join(wish.sources)} (HO-{placed.number}).", to=_evidence(standing))


@page("member")
def one(visit: Visit, number: int, hold: int) -> HttpResponse:
    """Show one hold, and let it stand longer."""
    standing = visit.postmortem(number)
    stream, found = _hold(visit, standing, hold)
    if not visit.posting:
        shown = hold_shown(visit, found)
        return in_space(visit, standing, "evidence", "evidence/hold.html", shown=shown, hold=found)
    until = day_of(visit.field("until", ask=_ASK_DAY), ask=_ASK_DAY)
    assert until is not None
    holding.extend(visit.office, stream, until, visit.field("reason"))
    return visit.done(f"Extended: HO-{hold} stands until {moment(until)}.", to=_evidence(standing))


@page("member")
def release_one(visit: Visit, number: int, hold: int) -> HttpResponse:
    """Ask for the reason, then release a hold in the open."""
    standing = visit.postmortem(number)
    stream, found = _hold(visit, standing, hold)
    if not visit.posting:
        return visit.render("evidence/hold_release.html", standing=standing, number=number, hold=found)
    holding.release(visit.office, stream, visit.field("reason"))
    return visit.done(f"Released: HO-{hold}. Routine deletion goes on from here.", to=_evidence(standing))


def _hold(visit: Visit, standing: Standing, number: int) -> tuple[StreamId, Hold]:
    """Return a hold of this post-mortem. Missing and forbidden are the same page."""
    stream = visit.stream(f"HO-{number}")
    try:
        found = holding.hold_of(visit.office, stream)
    except Refused as missing:
        raise Http404 from missing
    if found.post_mortem != standing.pm.stream:
        raise Http404
    return stream, found


def _lines(visit: Visit, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in str(visit.form.get(name, "")).splitlines() if line.strip())


def _evidence(standing: Standing) -> str:
    return f"{reverse('evidence', kwargs={'number': standing.pm.incident.number})}#holds"
