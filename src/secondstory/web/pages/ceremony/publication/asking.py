"""What is final asks first: publishing, publishing with an exception, restricting, opening again."""

from django.http import HttpResponse
from django.urls import reverse

from secondstory import __version__
from secondstory.application.ceremony import publishing, visibility
from secondstory.application.ceremony.editions import Gathered, gather
from secondstory.application.ceremony.publishing import GatesClosed, Wish
from secondstory.application.looking import Standing
from secondstory.domain.ceremony.publication import EditionKind
from secondstory.kernel.refused import Refused
from secondstory.web.pages.ceremony.publication.gates import closed_now
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import day_in
from secondstory.web.visiting.visit import Visit, act_of

KINDS = (
    (EditionKind.INTERNAL.value, "Everybody here", "people of this organisation read it on this site"),
    (
        EditionKind.PUBLIC.value,
        "People outside as well",
        "you hand them the file; nothing on this site opens to them",
    ),
)
CATEGORIES = (
    ("legal", "An open legal matter"),
    ("security", "A weakness that can still be used"),
    ("personal", "The privacy of somebody affected"),
)


@page("member")
def ask(visit: Visit, number: int) -> HttpResponse:
    """Ask once more before an edition goes out, with a reason for every gate that is closed."""
    standing = visit.postmortem(number)
    if visit.posting:
        visit.keep_drafts(visit.stream(standing.pm.label))
    gathered = gather(visit.office, visit.stream(standing.pm.label))
    if visit.posting:
        return _publish(visit, standing, gathered)
    return in_space(
        visit,
        standing,
        "publish",
        "publication/ask.html",
        closed=closed_now(visit, gathered),
        kinds=KINDS,
        edition=standing.pm.publication.next_edition,
    )


def _publish(visit: Visit, standing: Standing, gathered: Gathered) -> HttpResponse:
    closed = closed_now(visit, gathered)
    reasons = {one.gate: visit.field(f"reason-{one.gate.value}") for one in closed}
    kind = visit.field("kind") or EditionKind.INTERNAL.value
    if kind not in set(EditionKind):
        raise Refused("Choose one of those that the form offers; nothing was changed.")
    wish = Wish(
        version=__version__,
        exceptions={gate: reason for gate, reason in reasons.items() if reason},
        kind=EditionKind(kind),
    )
    try:
        done = publishing.publish(visit.office, visit.stream(standing.pm.label), wish)
    except GatesClosed as left:
        found = " ".join(one.what for one in left.closed)
        raise Refused(
            f"Nothing was published. {found} Mend it, or say why it goes out all the same."
        ) from left
    number = standing.pm.incident.number
    if not done.is_new:
        return visit.done(f"Edition {done.number} says all of this already.", to=_back(number))
    return visit.done(f"Published: {standing.pm.label}, edition {done.number}.", to=_back(number))


@page("member")
def restrict(visit: Visit, number: int) -> HttpResponse:
    """Ask for category, reason and day before fewer people see it; or for a reason to open it again."""
    standing = visit.postmortem(number)
    if visit.posting:
        answer: HttpResponse = act_of(visit, {"restrict": _restrict, "lift": _lift})(visit, standing)
        return answer
    return in_space(
        visit,
        standing,
        "publish",
        "publication/restrict.html",
        restricted=standing.pm.publication.restricted,
        categories=CATEGORIES,
    )


def _restrict(visit: Visit, standing: Standing) -> HttpResponse:
    visibility.restrict(
        visit.office,
        visit.stream(standing.pm.label),
        category=dict(CATEGORIES).get(visit.field("category"), ""),
        reason=visit.field("reason"),
        until=day_in(visit, "until"),
    )
    return visit.done(
        "Restricted: those who took part read it, until that day.", to=_back(standing.pm.incident.number)
    )


def _lift(visit: Visit, standing: Standing) -> HttpResponse:
    visibility.lift(visit.office, visit.stream(standing.pm.label), visit.field("reason"))
    return visit.done("Opened again: everybody here can read it.", to=_back(standing.pm.incident.number))


def _back(number: int) -> str:
    return reverse("publish", kwargs={"number": number})
