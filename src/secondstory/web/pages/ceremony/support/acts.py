"""What a person does on the page of support; each act is one function of the application."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse

from secondstory.application.ceremony import supporting
from secondstory.application.looking import names
from secondstory.domain.ceremony.support import (
    Accepted,
    CompanionNamed,
    Declined,
    FollowedUp,
    HandedOver,
    Paused,
    Prepared,
    StatedPublicly,
)
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.visiting.times import day_in
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.safekeeping.private_notes import delete_private_note, write_private_note

Act = Callable[[Visit, StreamId], HttpResponse]


def _offer(visit: Visit, stream: StreamId) -> HttpResponse:
    role = visit.field("role", ask="Say who it is for by role, such as the engineer on call.")
    what = visit.field(
        "what", ask="Say what you offer: an hour together, somebody to take the pager, company."
    )
    person = visit.field("person")
    if person and person not in names(visit.office):
        raise Refused("Nobody here is known by that name; choose one of the list, or leave it at the role.")
    supporting.offer(visit.office, stream, what=what, to_role=role, to=PersonId(person) if person else None)
    return visit.done(f"Offered to {role}. Accepting and declining are both fine.")


def _accept(visit: Visit, stream: StreamId) -> HttpResponse:
    supporting.answer(visit.office, stream, Accepted(), which=_which(visit, stream))
    return visit.done("Accepted. The post-mortem can go on, and this stays between you.")


def _decline(visit: Visit, stream: StreamId) -> HttpResponse:
    supporting.answer(visit.office, stream, Declined(), which=_which(visit, stream))
    return visit.done(visit.ground.workspace.texts.support().declined)


def _not_applicable(visit: Visit, stream: StreamId) -> HttpResponse:
    reason = visit.field(
        "reason", ask="Say in a sentence why nobody needs support here; a reader will wonder."
    )
    supporting.say_not_applicable(visit.office, stream, reason)
    return visit.done("Kept: nobody was close to it. Anybody who was may still say so.")


def _companion(visit: Visit, stream: StreamId) -> HttpResponse:
    companion = visit.field("companion", ask="Who comes along? A name or a role will do.")
    _note(visit, stream, CompanionNamed(companion=companion))
    return visit.done(f"Kept: {companion} comes along. Nobody has to present alone.")


def _pause(visit: Visit, stream: StreamId) -> HttpResponse:
    _note(visit, stream, Paused(until=day_in(visit, "until")))
    return visit.done("Kept: a pause. The review waits, or goes on without them.")


def _hand_over(visit: Visit, stream: StreamId) -> HttpResponse:
    duty = visit.field("duty", ask="Which duty goes to somebody else for now? On-call, for example.")
    _note(visit, stream, HandedOver(duty=duty, to=visit.field("to") or None))
    return visit.done(f"Handed over for now: {duty}.")


def _statement(visit: Visit, stream: StreamId) -> HttpResponse:
    text = visit.field(
        "statement", ask="Write the words that will be said, and let the person read them first."
    )
    consent = visit.field("consent") == "yes"
    _note(visit, stream, StatedPublicly(text=text, consent=consent, where=visit.field("where") or None))
    return visit.done("Kept: the words they agreed to. Say them where others hear them.")


def _prepared(visit: Visit, stream: StreamId) -> HttpResponse:
    _note(visit, stream, Prepared())
    return visit.done("Kept: the two of you spoke before the sitting. What was said is not kept.")


def _followed_up(visit: Visit, stream: StreamId) -> HttpResponse:
    days = visit.field("days")
    if not days.isdecimal():
        raise Refused("We ask again after 7 and after 30 days; say which of the two this was.")
    _note(visit, stream, FollowedUp(days=int(days)))
    return visit.done(f"Noted: you asked again after {days} days.")


def _write(visit: Visit, stream: StreamId) -> HttpResponse:
    write_private_note(visit.ground.workspace, visit.office, _which(visit, stream), visit.field("note"))
    return visit.done("Kept between the two of you.")


def _delete(visit: Visit, stream: StreamId) -> HttpResponse:
    number = visit.field("number")
    delete_private_note(
        visit.ground.workspace, visit.office, _which(visit, stream), int(number) if number.isdecimal() else 0
    )
    return visit.done("Deleted for good.")


def _own(visit: Visit, stream: StreamId) -> HttpResponse:
    if not visit.office.alone:
        raise Refused("This is for somebody who works alone. Here, let somebody offer it to you.")
    steps = supporting.OwnSteps(
        stepped_away=visit.field("away") == "yes",
        told=visit.field("told") or None,
        can_wait=visit.field("wait") or None,
    )
    supporting.support_oneself(visit.office, stream, steps)
    return visit.done("Noted, and it stays with you.")


def _note(visit: Visit, stream: StreamId, draft: supporting.Note) -> None:
    supporting.note(visit.office, stream, draft, which=_which(visit, stream))


def _which(visit: Visit, stream: StreamId) -> StreamId:
    """Return the offer that the form is about. Raises Refused when it is none of the reader's."""
    key = visit.field("support")
    own = (str(one.stream) for one in supporting.supports_of(visit.office, stream))
    if key not in own:
        raise Refused("There is no such offer here for you. Load the page again; nothing was changed.")
    return StreamId(key)


ACTS: Mapping[str, Act] = {
    "offer": _offer,
    "accept": _accept,
    "decline": _decline,
    "not-applicable": _not_applicable,
    "companion": _companion,
    "pause": _pause,
    "hand-over": _hand_over,
    "statement": _statement,
    "prepared": _prepared,
    "followed-up": _followed_up,
    "note": _write,
    "delete-note": _delete,
    "own": _own,
}
