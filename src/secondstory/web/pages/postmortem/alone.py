"""The walk for somebody who works alone: where they stand, each step with its place here, its beginning and its end."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse

from secondstory.application.ceremony import soloing
from secondstory.application.looking import Standing
from secondstory.domain.lifecycle import SoloPlace
from secondstory.domain.texts import SoloStep
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.web.pages.postmortem.lamp import address_of
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of

WHERE = {
    SoloPlace.SUPPORT: "support",
    SoloPlace.ACCOUNT: "account-write",
    SoloPlace.EVIDENCE: "timeline",
    SoloPlace.DECISIONS: "story-moments",
    SoloPlace.LEVELS: "map",
    SoloPlace.FOLLOWUPS: "followups",
}
LATER: Mapping[SoloPlace, tuple[str, str]] = {
    SoloPlace.CLOSING: ("That is all of it for today", "Close the walk, and sleep on what you would change."),
    SoloPlace.NIGHT: ("Sleep on it", "Tomorrow you decide which of the follow-ups you accept."),
    SoloPlace.ACCEPTING: (
        "You slept on it. Is each of them yours?",
        "A no with a reason is as welcome as a yes.",
    ),
    SoloPlace.THROUGH: (
        "The walk is done",
        "Each follow-up has your yes. Publishing is next, when you like.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One step of the walk. state: done, now or later; url: where it is done here."""

    step: SoloStep
    state: str
    url: str


@page("member")
def alone(visit: Visit, number: int) -> HttpResponse:
    """Show where somebody alone stands, and begin or close the walk."""
    standing = visit.postmortem(number)
    if not visit.office.alone:
        raise Http404
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing)
        return answer
    stream = standing.pm.stream or StreamId("")
    here = soloing.place(visit.office, stream)
    texts = visit.ground.workspace.texts.solo()
    return in_space(
        visit,
        standing,
        "sittings",
        "postmortem/alone.html",
        texts=texts,
        stops=[_stop(step, here, number) for step in texts.steps],
        later=LATER.get(here),
        place=here.value,
        begun=soloing.is_begun(standing.pm),
        followups_url=address_of("followups", number),
    )


def _stop(step: SoloStep, here: SoloPlace, number: int) -> Stop:
    order = list(SoloPlace)
    place = SoloPlace(step.code)
    state = "now" if place is here else "done" if order.index(place) < order.index(here) else "later"
    url = address_of(WHERE[place], number)
    return Stop(step=step, state=state, url=url)


def _begin(visit: Visit, standing: Standing) -> HttpResponse:
    soloing.begin(visit.office, visit.stream(standing.pm.label))
    return visit.done("Begun. Leave at any step and come back; what you wrote is kept.")


def _end(visit: Visit, standing: Standing) -> HttpResponse:
    stream = visit.stream(standing.pm.label)
    reason = visit.field("reason")
    if reason:
        soloing.except_memory(visit.office, stream, reason)
    soloing.end(visit.office, stream)
    return visit.done(visit.ground.workspace.texts.solo().closing)


ACTS: Mapping[str, Callable[[Visit, Standing], HttpResponse]] = {"begin": _begin, "end": _end}
