"""Erasing an item: requested on a legal basis by one person, carried out by a second, and in the open for good."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application import looking
from secondstory.application.keeping import custody
from secondstory.application.keeping.choosing import Chosen, choose
from secondstory.application.keeping.erasing import (
    carry_out,
    due,
    erasure_of,
    request_erasure,
    withdraw_erasure,
)
from secondstory.application.looking import Standing
from secondstory.domain.keeping.erasure import Erasure
from secondstory.kernel.ids import StreamId
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.evidence.items import item_of
from secondstory.web.pages.understanding.evidence.shown import name_in
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of


@page("member")
def ask_for(visit: Visit, number: int, item: int) -> HttpResponse:
    """Say what an erasure means, and request it on a legal basis."""
    standing = visit.postmortem(number)
    state = item_of(visit, number, item)
    if not state.is_here:
        raise Http404
    if not visit.posting:
        return in_space(visit, standing, "evidence", "evidence/erase.html", sealed=state.sealed)
    chosen = Chosen(
        ref=f"E-{item}",
        parts=(),
        words=None,
        of=f"PM-{number}",
        stream=None,
        basis=visit.field("basis"),
        reason=visit.field("reason"),
    )
    means = visit.ground.workspace.means
    asked = request_erasure(visit.office, means, choose(visit.office, means, chosen))
    to = reverse("erasure", kwargs={"number": number, "erasure": asked.number})
    waits = "a night has passed" if visit.office.alone else "a second person agrees"
    return visit.done(f"Requested: ER-{asked.number}. Nothing is erased before {waits}.", to=to)


@page("member")
def one(visit: Visit, number: int, erasure: int) -> HttpResponse:
    """Show an erasure; carry it out as the second person, or take it back."""
    standing = visit.postmortem(number)
    stream = visit.stream(f"ER-{erasure}")
    state = erasure_of(visit.office, stream)
    what = _what(visit, standing, state)
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, stream, state)
        return answer
    names = looking.names(visit.office)
    return in_space(
        visit,
        standing,
        "evidence",
        "evidence/erasure.html",
        erasure=state,
        what=what,
        asked_by="the installation" if state.rule is not None else name_in(names, state.requested_by),
        agreed=[name_in(names, one) for one in (state.carried_out.approvers if state.carried_out else ())],
        is_own=visit.person in {state.requested_by, state.first_by},
    )


def _what(visit: Visit, standing: Standing, state: Erasure) -> str:
    """Return what it is about. An erasure of another post-mortem is not here."""
    target = state.request.target if state.request else None
    if target == standing.pm.stream:
        return "texts of this post-mortem"
    for row in custody.items(visit.office, standing.pm.stream):
        if row["stream"] == target:
            return f"E-{row['number']}, {row['name']}"
    raise Http404


def _carry_out(visit: Visit, stream: StreamId, state: Erasure) -> HttpResponse:
    means = visit.ground.workspace.means
    if carry_out(visit.office, means, due(visit.office, means, stream)) is None:
        if erasure_of(visit.office, stream).approvals_needed:
            who = "a later you agrees" if visit.office.alone else "somebody else agrees"
            return visit.done(
                f"Agreed, the first of two: ER-{state.number}. Nothing is erased before {who} too."
            )
        return visit.done(f"Agreed: ER-{state.number}. It goes together with others, when its day has come.")
    return visit.done(
        f"Erased: ER-{state.number}. In its place stands that it was, on which basis, and who stood for it."
    )


def _withdraw(visit: Visit, stream: StreamId, state: Erasure) -> HttpResponse:
    withdraw_erasure(visit.office, stream, visit.field("reason"))
    return visit.done(f"Taken back: ER-{state.number}. Nothing was erased.")


ACTS = {"carry-out": _carry_out, "withdraw": _withdraw}
