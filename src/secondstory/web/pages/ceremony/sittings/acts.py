"""What can be done with a sitting before people meet: plan it, find who holds the room, move it, prepare it, let it go."""

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.knowing_people import person_named
from secondstory.application.ceremony.room.floor import Floor
from secondstory.application.ceremony.room.seats import is_closest
from secondstory.application.looking import Standing
from secondstory.domain.ceremony.sittings import Prepared, Sitting, SittingKind
from secondstory.domain.keeping.people import Person
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.ceremony.sittings.hours import hour_of
from secondstory.web.site.words import moment
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.room import rooms_in

KINDS = (SittingKind.LEARNING, SittingKind.COMMITMENT, SittingKind.COMBINED, SittingKind.ASYNCHRONOUS)


def stream_of(standing: Standing) -> StreamId:
    """Return the stream of a post-mortem that was loaded."""
    assert standing.pm.stream is not None
    return standing.pm.stream


def plan(visit: Visit, standing: Standing) -> HttpResponse:
    """Plan a sitting and invite people."""
    kind = next((one for one in KINDS if one.value == visit.form.get("kind")), None)
    if kind is None:
        raise Refused("Which sitting is it? Learning comes first; commitment after people slept on it.")
    at = hour_of(visit, needs_time=kind is not SittingKind.ASYNCHRONOUS)
    invited = [PersonId(str(one)) for one in visit.form.getlist("invited")]
    invited += [_known(visit, name).person for name in _names(visit.field("others"))]
    planned = meeting.schedule(
        visit.office,
        stream_of(standing),
        kind,
        at=at,
        invited=tuple(dict.fromkeys(invited)),
        shortened=visit.field("sooner") or None,
    )
    words = f"Planned: {kind.value} sitting S-{planned.number}, {moment(planned.at, visit.zone)}."
    return visit.done(words, to=_page(standing, planned.number))


def facilitator(visit: Visit, standing: Standing, sitting: Sitting) -> HttpResponse:
    """Say who holds the room; somebody with a conflict only with a reason that shows."""
    name = visit.field("name", ask="Who holds the room? Somebody who was not part of it; say their name.")
    person = _known(visit, name)
    because = visit.field("because") or None
    conflicts = meeting.appoint(visit.office, stream_of(standing), sitting.number, person, because=because)
    shown = " The page shows what stands in the way, and your reason." if conflicts else ""
    return visit.done(f"{person.name} holds the room.{shown}")


def move(visit: Visit, standing: Standing, sitting: Sitting) -> HttpResponse:
    """Move a sitting, with a reason."""
    at = hour_of(visit, needs_time=sitting.kind is not SittingKind.ASYNCHRONOUS)
    reason = visit.field("reason", ask="Say in a few words why it moves; the people invited will ask.")
    moved = meeting.move(visit.office, stream_of(standing), sitting.number, at=at, reason=reason)
    return visit.done(f"Moved: S-{moved.number} to {moment(moved.at, visit.zone)}.")


def lapse(visit: Visit, standing: Standing, sitting: Sitting) -> HttpResponse:
    """Note that a sitting does not take place."""
    reason = visit.field("reason", ask="Say why it does not take place; that is worth knowing too.")
    meeting.lapse(visit.office, stream_of(standing), sitting.number, reason)
    return visit.done(f"Called off: S-{sitting.number}. The reason is kept.", to=_list(standing))


def prepare(visit: Visit, standing: Standing, sitting: Sitting) -> HttpResponse:
    """Note that the draft went round and that those closest were spoken to."""
    meeting.note(visit.office, stream_of(standing), Prepared(number=sitting.number))
    return visit.done("Prepared: the draft is out, and those closest were spoken to.")


def first_hour(visit: Visit, standing: Standing, sitting: Sitting) -> HttpResponse:
    """Let somebody closest to it ask for a first hour without managers. Who asked is kept nowhere."""
    if not is_closest(standing.pm, visit.person):
        raise Refused("Those who were closest to it can ask for this.")

    def asked(floor: Floor) -> Floor:
        return replace(floor, first_hour_free=True)

    rooms_in(visit.ground.workspace.place).change((stream_of(standing), sitting.number), asked)
    return visit.done("Asked for: managers are shown a later hour. Nobody sees who asked.")


def _known(visit: Visit, name: str) -> Person:
    found = person_named(visit.office, name)
    if found is None:
        raise Refused(
            f"Nobody called {name} is known here. Whoever looks after this installation can invite them."
        )
    return found


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("\n", ",").split(",") if name.strip()]


def _page(standing: Standing, sitting: int) -> str:
    return reverse("sitting", kwargs={"number": standing.pm.incident.number, "sitting": sitting})


def _list(standing: Standing) -> str:
    return reverse("sittings", kwargs={"number": standing.pm.incident.number})


ACTS = {
    "facilitator": facilitator,
    "move": move,
    "lapse": lapse,
    "prepare": prepare,
    "first-hour": first_hour,
}
