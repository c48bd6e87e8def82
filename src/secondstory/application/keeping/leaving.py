"""Somebody leaves: what they own is nobody's again, before they are marked as gone. Their words stay."""

from secondstory.application.access.administering import is_administrator
from secondstory.application.keeping import directory
from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.sealing import Draft
from secondstory.domain.ceremony import followups
from secondstory.domain.ceremony.followups import FollowUp, LetGo
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.relations import Relation
from secondstory.readmodel.tables import FOLLOWUP

REASON = "Whoever owned it left the organisation."


def owned_by(theirs: Office) -> tuple[StreamId, ...]:
    """Return the follow-ups that whose office this is owns and that have not ended."""
    streams = [StreamId(str(row["stream"])) for row in theirs.door.rows(FOLLOWUP, order="number")]
    theirs_alone = (one for one in streams if Relation.FOLLOWUP_OWNER in theirs.door.relations(one))
    return tuple(one for one in theirs_alone if _released(_followup(theirs, one)))


def see_off(office: Office, theirs: Office, person: PersonId) -> int:
    """Let everything go that somebody owns, as the installation, and mark them as gone; return how much it was.

    office: of whoever says that they left. theirs: of the person, which sees what they own and no guard stands before.
    Raises Refused when it is not for whoever acts to say.
    """
    if office.me != person and not is_administrator(office):
        raise Refused(
            "That is for whoever looks after this installation to note, or for themselves.", code="not-yours"
        )
    owned = owned_by(theirs)
    for stream in owned:
        _let_go(theirs, stream)
    directory.leave(office, person)
    return len(owned)


def _let_go(theirs: Office, stream: StreamId) -> None:
    for attempt in range(ATTEMPTS):
        entries = theirs.reader.events(stream)
        events = _released(fold_stream("fu", entries))
        if not events:
            return
        drafts = [Draft(stream=stream, event=event) for event in events]
        try:
            theirs.journal.append(drafts, by=None, expects={stream: entries[-1].seq})
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return


def _released(state: FollowUp) -> list[LetGo]:
    """Return what is recorded when its owner leaves; nothing when it has ended or nobody owns it."""
    draft = LetGo(reason=REASON)
    try:
        followups.pass_on(state, draft)
    except Refused:
        return []
    return [draft]


def _followup(office: Office, stream: StreamId) -> FollowUp:
    folded: FollowUp = office.load(stream, lambda entries: fold_stream("fu", entries))
    return folded
