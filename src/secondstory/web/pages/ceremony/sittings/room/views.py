"""The page of a room, and the small answer that it follows along with."""

import os
from collections.abc import Callable, Mapping
from hashlib import sha256

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

from secondstory.application.ceremony.room import floor
from secondstory.kernel.refused import Refused
from secondstory.web.pages.ceremony.sittings import shown
from secondstory.web.pages.ceremony.sittings.room import committing, leading, showing, taking_part
from secondstory.web.pages.ceremony.sittings.room.answers import refused, wants_sentence
from secondstory.web.pages.ceremony.sittings.room.table import Table, table_of
from secondstory.web.pages.postmortem.space import in_space, space_of
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.site.room import Key, rooms_in

ACTS: Mapping[str, Callable[[Table], HttpResponse]] = {
    "read-charter": taking_part.read_charter,
    "open": leading.open_room,
    "next": leading.go_on,
    "back": leading.go_back,
    "pause": leading.pause,
    "silence": leading.silence,
    "stop-on": leading.stop_on,
    "stop-back": leading.stop_back,
    "show": leading.show,
    "questions": leading.other_questions,
    "heard": leading.heard,
    "close": leading.close,
    "close-poll": leading.close_poll,
    "point": taking_part.point,
    "answer": taking_part.written_answer,
    "park": taking_part.park,
    "dissent": taking_part.dissent,
    "hand": taking_part.hand,
    "pass": taking_part.let_pass,
    "pause-please": taking_part.ask_for_pause,
    "company": taking_part.company,
    "minutes": taking_part.minutes,
    "draft": taking_part.draft,
    "poll": taking_part.answer_poll,
    "ask": committing.ask,
    "accept": committing.accept,
    "decline": committing.decline,
}
STARTED = os.urandom(8)
"""Another at each start of the server, so that a page never takes an old mark for a new one."""
REGIONS = ("tools", "agenda", "now", "table", "minutes", "beside")
"""The parts of the page that follow along; what somebody types in is in none of them, or stays until it is sent."""


@page("member")
def room(visit: Visit, number: int, sitting: int) -> HttpResponse:
    """Show the room from the seat of whoever looks, and take what they do there."""
    if visit.refusal and wants_sentence(visit):
        return refused(visit)
    table = table_of(visit, number, sitting)
    if visit.posting:
        act = act_of(visit, ACTS)
        if not table.knows_charter and act is not taking_part.read_charter:
            raise Refused("Read the charter first; it says what is safe here. It takes a minute and a half.")
        if table.is_too_early and act is not taking_part.read_charter:
            raise Refused("Your part of this sitting begins later; your invitation says when.")
        answer: HttpResponse = act(table)
        return answer
    if not table.knows_charter:
        return _ask_charter(table)
    if table.is_too_early:
        return in_space(visit, table.standing, "sittings", "sittings/room/later.html", begins=table.begins)
    _come_in(table)
    context = showing.everything(table)
    return in_space(
        visit,
        table.standing,
        "sittings",
        "sittings/room/room.html",
        regions=REGIONS,
        tag=_tag(visit, table.key),
        phase=shown.state(table.sitting),
        **context,
    )


@page("member")
def state(visit: Visit, number: int, sitting: int) -> HttpResponse:
    """Answer with what changed in a room, as pieces of its page; 304 when nothing did."""
    key = visit.stream(f"PM-{number}"), sitting
    known = visit.query.get("since") or visit.request.headers.get("If-None-Match", "").strip('W/"')
    rooms_in(visit.ground.workspace.place).still_sees(key, visit.person, at=visit.office.now())
    tag = _tag(visit, key)
    if known == tag:
        return HttpResponse(status=304, headers={"ETag": f'"{tag}"'})
    table = table_of(visit, number, sitting)
    if not table.knows_charter or table.is_too_early:
        return JsonResponse({"tag": "", "regions": {}})
    _come_in(table)
    space = space_of(visit, table.standing, "sittings")
    context = {"visit": visit, "zone": visit.zone, "space": space, **showing.everything(table)}
    regions = {
        name: render_to_string(f"sittings/room/{name}.html", context, visit.request) for name in REGIONS
    }
    tag = _tag(visit, key)
    return JsonResponse(
        {"tag": tag, "phase": shown.state(table.sitting), "regions": regions}, headers={"ETag": f'"{tag}"'}
    )


def _ask_charter(table: Table) -> HttpResponse:
    charter = table.visit.ground.workspace.texts.charter()
    return table.visit.render(
        "sittings/room/charter.html", charter=charter, standing=table.standing, sitting=table.sitting
    )


def _come_in(table: Table) -> None:
    if table.on_wall:
        return
    table.rooms.sees(table.key, table.visit.person, table.role, at=table.at)
    if table.sitting.is_open:
        me, role = table.visit.person, table.role
        table.rooms.change(table.key, lambda one: floor.come_in(one, me, role))


def _tag(visit: Visit, key: Key) -> str:
    """Return a mark of everything a room's page depends on: the record, the floor, who is here, who looks and how.

    It folds nothing, so that a page that asks every two seconds costs next to nothing while nothing happens.
    """
    rooms, at = rooms_in(visit.ground.workspace.place), visit.office.now()
    known = (
        visit.ground.workspace.storage.head().size,
        rooms.version(key),
        rooms.floor(key).is_silent(at),
        sorted(rooms.here(key, at=at).items()),
        visit.person,
        visit.query.get("view"),
        STARTED,
    )
    return sha256(repr(known).encode()).hexdigest()[:20]
