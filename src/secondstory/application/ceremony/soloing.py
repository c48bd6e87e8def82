"""The walk through a post-mortem alone: where one stands, and the few acts that no other command has."""

from collections.abc import Collection

from secondstory.application import looking
from secondstory.application.ceremony import committing, meeting
from secondstory.application.office import Office
from secondstory.application.understanding import accounts
from secondstory.application.understanding.telling import Told, read, tell
from secondstory.domain.ceremony import publication
from secondstory.domain.ceremony.followups import Dropped, FollowUp, Strength
from secondstory.domain.ceremony.publication import GatePassedByException
from secondstory.domain.ceremony.sittings import Sitting, SittingKind
from secondstory.domain.lifecycle import (
    PostMortem,
    SoloPlace,
    must_outlast_memory,
    place_alone,
    relies_on_memory,
)
from secondstory.domain.understanding.timeline import Entry
from secondstory.kernel.event import Event
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused

ALONE = "whoever works here alone"
MYSELF = "myself"


def place(office: Office, stream: StreamId, passed_over: Collection[SoloPlace] = ()) -> SoloPlace:
    """Return where whoever acts stands in the walk. passed_over: steps they leave out this time."""
    return place_alone(
        read(office, stream),
        looking.followups_of(office, stream),
        has_account=accounts.own_account(office, stream) is not None,
        at=office.now(),
        passed_over=passed_over,
    )


def in_progress(office: Office) -> PostMortem | None:
    """Return the newest post-mortem whose walk was begun and has not ended, None when there is none."""
    for row in looking.post_mortems(office):
        pm = read(office, StreamId(str(row["stream"])))
        if _walk(pm) is not None:
            return pm
    return None


def is_begun(pm: PostMortem) -> bool:
    """Return whether a walk was begun here, be it over or not."""
    return any(one.kind is SittingKind.SOLO for one in pm.sittings.sittings)


def begin(office: Office, stream: StreamId) -> Sitting:
    """Open the sitting of the walk, or return the one that is open."""
    found = _walk(read(office, stream))
    if found is None:
        found = meeting.schedule(office, stream, SittingKind.SOLO, at=None)
    if found.is_open:
        return found
    return meeting.open_sitting(office, stream, found.number, read_out=False)


def end(office: Office, stream: StreamId) -> None:
    """Close the sitting of the walk.

    Raises Refused while every follow-up relies on remembering and no reason is recorded.
    """
    must_outlast_memory(read(office, stream), looking.followups_of(office, stream))
    meeting.close(office, stream, begin(office, stream).number)


def except_memory(office: Office, stream: StreamId, reason: str) -> Told:
    """Record why no follow-up works without remembering; it shows on the page. Raises Refused without a reason."""
    followups = looking.followups_of(office, stream)

    def decide(pm: PostMortem) -> list[Event]:
        closed = relies_on_memory(pm, followups)
        if closed is None:
            raise Refused("One of the follow-ups works without remembering, so there is nothing to except.")
        draft = GatePassedByException(gate=closed.gate, reason=reason)
        return publication.pass_gate(pm.publication, draft, closed=[closed])

    return tell(office, stream, decide)


def drop(office: Office, followup: StreamId, reason: str) -> FollowUp:
    """Drop a follow-up after all, by the one authority there is. Raises Refused without a reason."""
    return committing.end(office, followup, Dropped(reason=reason, authority=ALONE))


def live_followups(office: Office, stream: StreamId) -> tuple[FollowUp, ...]:
    """Return the follow-ups of a post-mortem that still count, by number."""
    return tuple(one for one in looking.followups_of(office, stream) if one.is_live)


def told_already(pm: PostMortem, text: str, occurred: Moment) -> Entry | None:
    """Return the entry that says the same of the same moment, so that answers given twice are kept once."""
    same = (one for one in pm.timeline.entries if one.text == text and one.occurred.at == occurred.at)
    return next(same, None)


def is_weak(followup: FollowUp) -> bool:
    """Return whether a follow-up relies on remembering, or nobody can tell yet."""
    return followup.grade not in (Strength.STRONGER, Strength.INTERMEDIATE)


def _walk(pm: PostMortem) -> Sitting | None:
    found = (one for one in pm.sittings.sittings if one.kind is SittingKind.SOLO and one.lapsed is None)
    return next((one for one in found if not one.is_held), None)
