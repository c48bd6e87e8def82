"""The page that a letter points to: the question once more, and a yes, a yes with changes, or a no."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application import looking
from secondstory.application.ceremony import committing, seeing_through
from secondstory.application.ceremony.committing import Yes
from secondstory.domain.ceremony.followups import FollowUp, Reworded
from secondstory.web.pages.ceremony.followups import words
from secondstory.web.pages.ceremony.followups.acting import label, stream_of
from secondstory.web.pages.ceremony.followups.shown import rows
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import day_in, now_of
from secondstory.web.visiting.visit import Visit, act_of

WAYS = {"yes": "accept", "changes": "changes", "no": "decline"}
"""What a letter's links ask for, and the act of the form that this opens."""


def _accept(visit: Visit, one: FollowUp) -> str:
    yes = Yes(
        words=visit.field("words") or None,
        due=day_in(visit, "due"),
        skip_night=visit.field("skip_night") or None,
    )
    committing.accept(visit.office, stream_of(one), yes)
    return f"Accepted: {label(one)} is yours. Thank you."


def _changes(visit: Visit, one: FollowUp) -> str:
    said = visit.field("changes", ask="What would be different? Say it in your words.")
    change = Reworded(
        reason=said, text=visit.field("text") or None, end_state=visit.field("end_state") or None
    )
    yes = Yes(words=said, due=day_in(visit, "due"))
    committing.accept_with_changes(visit.office, stream_of(one), yes, change)
    return f"Accepted with your changes: {label(one)} is yours. Whoever asked reads them."


def _decline(visit: Visit, one: FollowUp) -> str:
    better = visit.field("better_address") or None
    committing.decline(visit.office, stream_of(one), visit.field("reason"), better_address=better)
    return f"Declined: {label(one)}, with your reason. Whoever asked reads it; thank you for answering."


ACTS: Mapping[str, Callable[[Visit, FollowUp], str]] = {
    "accept": _accept,
    "changes": _changes,
    "decline": _decline,
}


@page("member")
def answer(visit: Visit, number: int) -> HttpResponse:
    """Show the question with the answer that was pressed; record it only when the form is sent."""
    one = looking.followup(visit.office, visit.stream(f"FU-{number}"))
    back = reverse("followup", kwargs={"number": number})
    if visit.posting:
        return visit.done(act_of(visit, ACTS)(visit, one), to=back)
    open_acts = seeing_through.open_acts(visit.office, one)
    sent = str(visit.form.get("do", ""))
    names = looking.names(visit.office)
    asked = one.asked[-1] if one.asked else None
    return visit.render(
        "followups/answer.html",
        one=one,
        row=rows(visit, [one])[0],
        back=back,
        here=visit.here,
        way=sent if sent in ACTS else WAYS.get(str(visit.query.get("with", "")), ""),
        can_accept="accept" in open_acts,
        can_decline="decline" in open_acts,
        asked=asked,
        asked_of=names.get(asked.of, asked.of) if asked else "",
        words=words,
        today=f"{now_of(visit):%Y-%m-%d}",
    )
