"""Opening a post-mortem, and its overview."""

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application.keeping.holding import holds_of
from secondstory.application.looking import held_of
from secondstory.application.understanding.accounts import accounts_of
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.domain.understanding.incidents import IncidentKind
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.drawing import drawn
from secondstory.web.pages.postmortem.figures import figures_of
from secondstory.web.pages.postmortem.lamp import address_of
from secondstory.web.pages.postmortem.roles import roster_of
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.site.words import moment
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import moment_in
from secondstory.web.visiting.visit import Visit

KINDS = (
    ("incident", "Something went wrong"),
    ("near-miss", "It nearly did: a near-miss"),
    ("surprise", "It went well, and nobody knows why"),
)
ACCOUNTS_SHOWN = 4


@page("member")
def open_one(visit: Visit) -> HttpResponse:
    """Open a post-mortem in one line."""
    if visit.posting:
        title = visit.field("title", ask="Say in one line what happened. Everything else can wait.")
        opening = Opening(title=title, kind=_kind(visit), began=moment_in(visit, "began"), intake="web")
        opened = open_post_mortem(visit.office, opening)
        return visit.done(
            f"PM-{opened.number} is open, and what belongs to it is held.",
            to=reverse("overview", kwargs={"number": opened.number}),
        )
    return visit.render("postmortem/open.html", kinds=KINDS)


@page("member")
def overview(visit: Visit, number: int) -> HttpResponse:
    """Show where a post-mortem stands, and what is next."""
    standing = visit.postmortem(number)
    pm = standing.pm
    stream = pm.stream or StreamId("")
    told = accounts_of(visit.office, stream)
    return in_space(
        visit,
        standing,
        "overview",
        "postmortem/overview.html",
        shown=drawn(visit, pm, default="then"),
        numbers=figures_of(pm),
        accounts=told[:ACCOUNTS_SHOWN],
        more_accounts=len(told) - ACCOUNTS_SHOWN,
        held=held_of(visit.office, stream),
        next_out=_next_out(visit, number, stream),
        roster=roster_of(visit, pm),
        to={
            name: address_of(name, number)
            for name in ("support", "evidence", "accounts", "story", "account-write", "followups", "similar")
        },
    )


def _next_out(visit: Visit, number: int, stream: StreamId) -> dict[str, str] | None:
    """Return the standing hold that ends first: what it is on, until when, and where it can stand longer."""
    now = visit.office.now()
    ending = [one for one in holds_of(visit.office, stream) if one.until is not None and one.stands(now)]
    if not ending:
        return None
    first = min(ending, key=lambda one: (one.until.at if one.until else now, one.number))
    return {
        "what": ", ".join(first.sources),
        "until": moment(first.until, visit.zone),
        "url": reverse("hold", kwargs={"number": number, "hold": first.number}),
    }


def _kind(visit: Visit) -> IncidentKind:
    try:
        return IncidentKind(visit.field("kind") or "incident")
    except ValueError as unknown:
        raise Refused("Choose one of the three kinds, or none; nothing was opened.") from unknown
