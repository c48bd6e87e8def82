"""The evidence of one post-mortem: what is sealed, what is held, what is not there, and the form that seals more."""

from datetime import UTC, date, datetime

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application import looking
from secondstory.application.keeping.erasing import erasures
from secondstory.application.keeping.holding import acknowledge
from secondstory.application.keeping.letting_go.retaining import words_for
from secondstory.application.looking import Standing
from secondstory.application.understanding.timelines import record_gap
from secondstory.domain.understanding.timeline import GapCause, GapRecorded
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.evidence.sealing import METHODS, own_uploads, seal_form, upload_url
from secondstory.web.pages.understanding.evidence.shown import CAUSES, holds_shown, items_shown
from secondstory.web.pages.understanding.evidence.shown import METHODS as METHOD_WORDS
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.site.uploads import KEPT_H, PART_BYTES


@page("member")
def evidence(visit: Visit, number: int) -> HttpResponse:
    """Show what is sealed, held and missing; seal files and text, acknowledge a hold."""
    standing = visit.postmortem(number)
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing)
        return answer
    stream = standing.pm.stream
    assert stream is not None
    names = looking.names(visit.office)
    items = items_shown(visit, stream, names)
    targets = {str(one.state.stream) for one in items} | {str(stream)}
    return in_space(
        visit,
        standing,
        "evidence",
        "evidence/evidence.html",
        items=items,
        holds=holds_shown(visit, stream),
        gaps=standing.pm.timeline.gaps,
        causes=CAUSES,
        erasures=[row for row in erasures(visit.office) if str(row["target"]) in targets],
        waiting=own_uploads(visit, standing),
        kept_h=KEPT_H,
        part_bytes=PART_BYTES,
        methods=[(one, METHOD_WORDS[one].capitalize()) for one in METHODS],
        kept_words=words_for(visit.office, "evidence"),
    )


@page("member")
def gap(visit: Visit, number: int) -> HttpResponse:
    """Say that nothing was kept of something: a gap, and no question about anybody."""
    standing = visit.postmortem(number)
    if visit.posting:
        return _record_gap(visit, standing)
    causes = [(one.value, CAUSES[one.value].capitalize()) for one in GapCause]
    return in_space(visit, standing, "evidence", "evidence/gap.html", causes=causes)


def day_of(text: str, *, ask: str) -> Moment | None:
    """Return a day as a form sends it, None when it was left empty. Raises Refused with `ask` when it is no day."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise Refused(ask) from wrong
    return Moment(at=datetime(day.year, day.month, day.day, tzinfo=UTC), precision=Precision.DAY)


def instant_of(visit: Visit, text: str) -> Moment | None:
    """Return a time as a form sends it, meant in the zone that this person reads; None when it was left empty."""
    if not text.strip():
        return None
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError as wrong:
        raise Refused("A time is a day and a clock, such as 20 October 2026, 14:02.") from wrong
    aware = local if local.tzinfo else local.replace(tzinfo=visit.zone)
    return Moment(at=aware.astimezone(UTC), zone=str(visit.zone))


def _seal(visit: Visit, standing: Standing) -> HttpResponse:
    outcome = seal_form(visit, standing)
    said = " ".join(outcome.said)
    if not outcome.waiting:
        return visit.done(said)
    waits = ", ".join(one.about.name for one in outcome.waiting)
    return visit.done(
        f"{said} Kept, with one question before it is sealed: {waits}.".strip(),
        to=upload_url(standing, outcome.waiting[0]),
    )


def _acknowledge(visit: Visit, standing: Standing) -> HttpResponse:
    custodian = visit.field("custodian", ask="Who keeps it? Name the role or the team that acknowledges.")
    ref = visit.field("hold", ask="Which hold is it? Load the page again; nothing was changed.")
    stream = visit.stream(f"HO-{ref}")
    own = {str(one.hold.stream) for one in holds_shown(visit, standing.pm.stream or stream)}
    if str(stream) not in own:
        raise Refused("This hold belongs to another post-mortem. Nothing was changed.")
    acknowledge(visit.office, stream, custodian)
    return visit.done(f"Acknowledged: {custodian} keeps what HO-{ref} names.")


def _record_gap(visit: Visit, standing: Standing) -> HttpResponse:
    cause = visit.field("cause") or GapCause.UNKNOWN.value
    if cause not in CAUSES:
        raise Refused("Why is it not there? One of the five reasons on the form.")
    draft = GapRecorded(
        number=1,
        cause=GapCause(cause),
        what=visit.field("what"),
        since=instant_of(visit, visit.field("since")),
        until=instant_of(visit, visit.field("until")),
        policy=visit.field("policy") or None,
    )
    assert standing.pm.stream is not None
    record_gap(visit.office, standing.pm.stream, draft)
    to = reverse("evidence", kwargs={"number": standing.pm.incident.number})
    return visit.done(f"Recorded: a gap, {draft.what}. It is no question about anybody.", to=to)


ACTS = {"seal": _seal, "acknowledge": _acknowledge}
