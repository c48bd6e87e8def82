"""The plain facts of an incident: title, severity, trigger, times, whom it touched and what they need."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse

from secondstory.application.looking import Standing
from secondstory.application.understanding import facts as acts
from secondstory.application.understanding.telling import Told
from secondstory.domain.understanding.incidents import Impact, NeedNamed, TimesStated
from secondstory.kernel.moments import Moment
from secondstory.web.pages.postmortem.figures import figure
from secondstory.web.pages.postmortem.sources import sources_in
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import known_times, moment_in, stated, typed
from secondstory.web.visiting.visit import Visit, act_of

TIMES = (
    ("began", "It began", "The first effect, not the first alarm."),
    ("detected", "Somebody noticed", ""),
    ("declared", "It was declared an incident", ""),
    ("mitigated", "The harm stopped", ""),
    ("resolved", "It was over", ""),
)
SAME = "That stands there already, so nothing was changed."


@page("member")
def facts(visit: Visit, number: int) -> HttpResponse:
    """Show the facts, and take changes to them."""
    standing = visit.postmortem(number)
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing)
        return answer
    return in_space(
        visit,
        standing,
        "overview",
        "postmortem/facts.html",
        times=TIMES,
        typed=typed,
        stated=stated,
        figure=figure,
    )


def _title(visit: Visit, standing: Standing) -> HttpResponse:
    told = acts.retitle(visit.office, visit.stream(standing.pm.label), visit.field("title"))
    return _done(visit, told, "Kept: the new title. The first one stays in the record.")


def _severity(visit: Visit, standing: Standing) -> HttpResponse:
    severity = visit.field(
        "severity", ask="Which severity? A plain word, or the number that your house uses."
    )
    told = acts.state_severity(
        visit.office, visit.stream(standing.pm.label), severity, reason=visit.field("why")
    )
    return _done(visit, told, f"Kept: severity {severity}.")


def _trigger(visit: Visit, standing: Standing) -> HttpResponse:
    told = acts.state_trigger(visit.office, visit.stream(standing.pm.label), visit.field("trigger"))
    return _done(visit, told, "Kept: what set it off. What made it possible stands in the conditions.")


def _times(visit: Visit, standing: Standing) -> HttpResponse:
    near = known_times(standing.pm)
    found: dict[str, Moment] = {}
    last: Moment | None = None
    for name, *_ in TIMES:
        before = getattr(standing.pm.incident.times, name)
        if visit.field(name) != typed(before, visit.zone):
            moment = moment_in(visit, name, known=() if last else near, after=last)
            if moment is not None:
                found[name] = moment
        last = found.get(name) or before or last
    told = (
        acts.state_times(
            visit.office,
            visit.stream(standing.pm.label),
            TimesStated(
                began=found.get("began"),
                detected=found.get("detected"),
                declared=found.get("declared"),
                mitigated=found.get("mitigated"),
                resolved=found.get("resolved"),
                source=visit.field("source") or None,
            ),
        )
        if found
        else Told()
    )
    return _done(visit, told, "Kept: the times.")


def _impact(visit: Visit, standing: Standing) -> HttpResponse:
    party = visit.field("party", ask="Who was touched? For example travellers, or the team on call.")
    impact = Impact(
        party=party,
        kind=visit.field("kind"),
        number=visit.field("amount").replace(",", "").replace(" ", "") or None,
        unit=visit.field("unit") or None,
        method=visit.field("method") or None,
        evidence=sources_in(visit.field("evidence")),
        harmed=visit.field("harmed") == "yes",
    )
    told = acts.state_impact(visit.office, visit.stream(standing.pm.label), impact)
    return _done(visit, told, f"Kept: what it meant for {party}.")


def _need(visit: Visit, standing: Standing) -> HttpResponse:
    need = NeedNamed(
        party=visit.field(
            "hurt", ask="Say who was hurt, and what they need; whose it is to give may come later."
        ),
        need=visit.field("need"),
        obligation=visit.field("obligation") or None,
    )
    told = acts.name_need(visit.office, visit.stream(standing.pm.label), need)
    return _done(visit, told, f"Kept: what {need.party} need.")


def _done(visit: Visit, told: Told, words: str) -> HttpResponse:
    return visit.done(words if told.entry is not None else SAME)


ACTS: Mapping[str, Callable[[Visit, Standing], HttpResponse]] = {
    "title": _title,
    "severity": _severity,
    "trigger": _trigger,
    "times": _times,
    "impact": _impact,
    "need": _need,
}
