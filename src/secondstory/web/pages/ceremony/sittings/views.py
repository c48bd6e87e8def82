"""The sittings of a post-mortem, one of them, and its entry for a calendar."""

from django.http import HttpResponse

from secondstory.application import looking
from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.room.calendar import calendar_entry
from secondstory.application.ceremony.room.seats import is_closest, may
from secondstory.application.correspondence.links import Links
from secondstory.application.ports.post import Addressee
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.ids import StreamId
from secondstory.web.pages.ceremony.sittings import acts, shown
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.site.inviting import calendar_file
from secondstory.wiring.site.room import rooms_in

MOST_NAMED = 8
MOST_OFFERED = 300
"""Names that a field offers while somebody types; whoever is not among them can still be typed in full."""


@page("member")
def sittings(visit: Visit, number: int) -> HttpResponse:
    """Show the sittings of a post-mortem, and plan one."""
    standing = visit.postmortem(number)
    if visit.posting:
        return acts.plan(visit, standing)
    pm = standing.pm
    rows = [shown.row(visit, standing, one) for one in pm.sittings.sittings]
    names = looking.names(visit.office)
    guests = [
        (str(who), names.get(str(who), "somebody"), _vantages(standing, str(who)))
        for who in meeting.guests_of(pm)
    ]
    learnt = pm.sittings.learnt_at is not None
    return in_space(
        visit,
        standing,
        "sittings",
        "sittings/list.html",
        coming=[row for row in rows if row["sitting"].is_planned or row["sitting"].is_open],
        past=[row for row in reversed(rows) if not (row["sitting"].is_planned or row["sitting"].is_open)],
        may_lead=may(visit.office, acts.stream_of(standing), "sitting.scheduled"),
        parked=pm.sittings.parked,
        guests=guests,
        names=sorted(set(names.values()))[:MOST_OFFERED],
        kinds=[(kind.value, shown.NAMES[kind], shown.ABOUT[kind]) for kind in acts.KINDS],
        suggested=SittingKind.COMMITMENT.value if learnt else SittingKind.LEARNING.value,
        earliest=shown.earliest(visit, standing),
        unspoken=meeting.unspoken_for(pm, meeting.guests_of(pm)),
    )


@page("member")
def one(visit: Visit, number: int, sitting: int) -> HttpResponse:
    """Show one sitting: before it, what is left to do; after it, what was kept."""
    standing = visit.postmortem(number)
    found = meeting.sitting_of(standing.pm, sitting)
    if visit.posting:
        answer: HttpResponse = act_of(visit, acts.ACTS)(visit, standing, found)
        return answer
    people = meeting.candidates(visit.office, standing.pm) if found.is_planned else []
    ballot = rooms_in(visit.ground.workspace.place).ballot((acts.stream_of(standing), sitting))
    whole = shown.whole(visit, standing, found)
    return in_space(
        visit,
        standing,
        "sittings",
        "sittings/one.html",
        **whole,
        clear=[person.name for person, conflicts in people if not conflicts][:MOST_NAMED],
        conflicting=[(person.name, conflicts) for person, conflicts in people if conflicts],
        names=sorted({person.name for person, _ in people})[:MOST_OFFERED],
        may_lead=may(visit.office, acts.stream_of(standing), "sitting.moved"),
        scribe=bool(standing.pm.incident.who(Role.SCRIBE)),
        closest=is_closest(standing.pm, visit.person),
        free_hour=whole["holds"] and _is_free(visit, acts.stream_of(standing), sitting),
        polled=ballot.is_closed or bool(found.polls),
        step_names=_step_names(visit),
    )


@page("member")
def calendar(visit: Visit, number: int, sitting: int) -> HttpResponse:
    """Answer with the sitting as a file for a calendar, at the hour of whoever asks."""
    standing = visit.postmortem(number)
    found = meeting.sitting_of(standing.pm, sitting)
    begins = shown.begins(visit, standing, found)
    links = Links(base=visit.ground.config.url)
    entry = calendar_entry(visit.office, standing.pm, found, begins=begins, links=links)
    assert visit.user is not None
    me = Addressee(address=visit.user.email, name=visit.person_name)
    sender = Addressee(address=visit.ground.config.sender or me.address, name="Second Story")
    answer = HttpResponse(
        calendar_file(entry, organiser=sender, attendee=me), content_type="text/calendar; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="PM-{number}-S-{sitting}.ics"'
    return answer


def _vantages(standing: looking.Standing, person: str) -> str:
    held = [one for one in standing.pm.incident.roles if one.person == person]
    words = [one.role.value + (f", saw it from {one.vantage}" if one.vantage else "") for one in held]
    return "; ".join(words)


def _is_free(visit: Visit, stream: StreamId, sitting: int) -> bool:
    return rooms_in(visit.ground.workspace.place).floor((stream, sitting)).first_hour_free


def _step_names(visit: Visit) -> dict[str, str]:
    agendas = visit.ground.workspace.texts.agendas()
    return {step.code: step.title for agenda in agendas.values() for step in agenda.steps}
