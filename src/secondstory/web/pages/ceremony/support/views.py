"""Support first: who was closest to this, and who is with them? Alone: three things one does for oneself."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application.ceremony import supporting
from secondstory.application.keeping.letting_go.retaining import words_for
from secondstory.application.looking import Standing, names
from secondstory.kernel.ids import StreamId
from secondstory.web.pages.ceremony.support.acts import ACTS
from secondstory.web.pages.ceremony.support.shown import Offer, offer_of
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of


@page("member")
def support(visit: Visit, number: int) -> HttpResponse:
    """Show what the reader gives and is offered here, and take their acts; a stranger to it learns the outcome alone.

    Whoever is offered support may answer, also when the post-mortem itself is not open to them.
    """
    standing = _standing(visit, number)
    stream = standing.pm.stream if standing else supporting.about(visit.office, number)
    if stream is None:
        raise Http404
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, stream)
        return answer
    offers = _offers(visit, stream)
    if standing is None:
        if not offers:
            raise Http404
        return visit.render("support/offered.html", offers=offers, texts=_texts(visit))
    return in_space(
        visit,
        standing,
        "support",
        "support/alone.html" if visit.office.alone else "support/support.html",
        offers=offers,
        settled=standing.pm.support,
        texts=_texts(visit),
        people=[(key, name) for key, name in names(visit.office).items() if key != visit.person],
        chosen=_chosen(visit),
        kept_words=words_for(visit.office, "support"),
        here=reverse("support", kwargs={"number": number}),
    )


def _standing(visit: Visit, number: int) -> Standing | None:
    try:
        return visit.postmortem(number)
    except Http404:
        return None


def _offers(visit: Visit, stream: StreamId) -> list[Offer]:
    known = names(visit.office)
    return [offer_of(visit, one, known) for one in supporting.supports_of(visit.office, stream)]


def _texts(visit: Visit) -> object:
    return visit.ground.workspace.texts.support()


def _chosen(visit: Visit) -> str:
    """Return the words of the prewritten offer that the address names, to begin from."""
    code = visit.query.get("offer")
    return next((one.text for one in visit.ground.workspace.texts.support().offers if one.code == code), "")
