"""Two ways in which a post-mortem ends here without a sitting: opened in error, or going on in another one."""

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application.understanding import withdrawing
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit


@page("member")
def withdraw(visit: Visit, number: int) -> HttpResponse:
    """Ask why, then withdraw it."""
    standing = visit.postmortem(number)
    if visit.posting:
        reason = visit.field(
            "reason", ask="Nothing is deleted; a withdrawal says why. Give the reason in a sentence."
        )
        withdrawing.withdraw(visit.office, visit.stream(standing.pm.label), reason)
        return visit.done(f"Withdrawn: {standing.pm.label}. Everything in it is kept.", to=_overview(number))
    return in_space(visit, standing, "overview", "postmortem/withdraw.html")


@page("member")
def merge(visit: Visit, number: int) -> HttpResponse:
    """Ask into which one, then let it go on there."""
    standing = visit.postmortem(number)
    if visit.posting:
        other = visit.field("into", ask="Name the post-mortem that this goes on in, such as PM-7.").upper()
        digits = other.removeprefix("PM").removeprefix("-").strip()
        if not digits.isdecimal():
            raise Refused("Name it by its number, such as PM-7.")
        found = withdrawing.merged_into(visit.office, visit.stream(standing.pm.label), int(digits))
        return visit.done(
            f"Merged: {standing.pm.label} goes on in PM-{found}. Everything here is kept.",
            to=_overview(found),
        )
    return in_space(visit, standing, "overview", "postmortem/merge.html")


def _overview(number: int) -> str:
    return reverse("overview", kwargs={"number": number})
