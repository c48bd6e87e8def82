"""One case of the charter: think, answer without a name, then see what the charter says."""

from django.http import Http404, HttpResponse

from secondstory.application.ceremony import cases
from secondstory.domain.texts import Vignette
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.room import rooms_in


@page("member")
def case(visit: Visit, code: str) -> HttpResponse:
    """Show a case and its question; the answer opens once this person has thought."""
    texts = visit.ground.workspace.texts
    every = texts.vignettes()
    found = next((one for one in every if one.code == code), None)
    if found is None:
        raise Http404
    if visit.posting:
        return _answer(visit, found)
    ballot = rooms_in(visit.ground.workspace.place).ballot(cases.place_of(found))
    offered = cases.choices(texts.charter(), ballot)
    place = every.index(found)
    return visit.render(
        "charter/case.html",
        case=found,
        offered=offered,
        options=[(one.code, one.words) for one in offered],
        answered=visit.person in ballot.answered,
        shown=any(one.count is not None for one in offered),
        said=next((one.words for one in offered if one.code == found.answer), ""),
        following=every[place + 1] if place + 1 < len(every) else None,
    )


def _answer(visit: Visit, found: Vignette) -> HttpResponse:
    rooms, charter = rooms_in(visit.ground.workspace.place), visit.ground.workspace.texts.charter()
    given = visit.field("answer", ask="Choose the answer that comes closest.")
    rooms.change_ballot(
        cases.place_of(found),
        lambda ballot: cases.answer(ballot, visit.person, given, cases.choices(charter, ballot)),
    )
    return visit.done("Counted, without your name.")
