"""Rows of follow-ups, accounts, support and the charter."""

from secondstory.domain.ceremony.charter import Charter
from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.ceremony.support import Support
from secondstory.domain.understanding.accounts import Account
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.projectors.cells import Rowset, instant, listed, moment
from secondstory.readmodel.projectors.keeping import access
from secondstory.readmodel.tables import ACCESS, ACCOUNT, CHARTER, DOCUMENT, EVERYBODY, FOLLOWUP, SUPPORT, Row


def followup_rows(state: FollowUp, stream: StreamId, by: tuple[PersonId, ...]) -> Rowset:
    """Return the row of one follow-up. Its text is written for the asked team, so its owner may read it too."""
    if not state.number:
        return {FOLLOWUP: [], DOCUMENT: [], ACCESS: []}
    grade = state.grade
    row: Row = {
        "stream": stream,
        "number": state.number,
        "text": state.text,
        "state": state.standing.value,
        "owner_name": state.owner_name,
        "asked_of": state.asked[-1].of if state.asked else None,
        "due": moment(state.due),
        "strength": grade.value if grade else None,
        "changes": state.changes.value,
        "proposed_at": instant(state.proposed_at),
        "origins": listed(origin.post_mortem for origin in state.origins),
    }
    words = "\n".join(filter(None, (state.text, state.end_state, state.side_effects)))
    document: Row = {"stream": stream, "place": "follow-up", "title": f"FU-{state.number}", "body": words}
    owner = (state.owner,) if state.owner is not None else ()
    return {FOLLOWUP: [row], DOCUMENT: [document], ACCESS: access(stream, (*by, *owner))}


def account_rows(state: Account, stream: StreamId) -> Rowset:
    """Return the row of one account. Its author reads it; the facilitator and the room are granted elsewhere."""
    if state.post_mortem is None:
        return {ACCOUNT: [], ACCESS: []}
    row: Row = {
        "stream": stream,
        "number": state.number,
        "postmortem": state.post_mortem,
        "role": state.author_role,
        "before_evidence": int(state.before_evidence),
        "shared": int(state.is_shared),
    }
    author = (state.author,) if state.author is not None else ()
    return {ACCOUNT: [row], ACCESS: access(stream, author)}


def support_rows(state: Support, stream: StreamId) -> Rowset:
    """Return the row of one offer of support; only those two may read it, and nothing counts it."""
    if state.post_mortem is None:
        return {SUPPORT: [], ACCESS: []}
    outcome = state.outcome.value if state.outcome else "offered"
    row: Row = {"stream": stream, "postmortem": state.post_mortem, "state": outcome}
    supported = (state.to,) if state.to is not None else ()
    return {SUPPORT: [row], ACCESS: access(stream, (*state.supporters, *supported))}


def charter_rows(state: Charter, stream: StreamId) -> Rowset:
    """Return the rows of the charter's versions; everybody may read them. Who acknowledged is not a row."""
    rows: list[Row] = [
        {"stream": stream, "version": one.version, "adopted_at": instant(one.adopted_at)}
        for one in state.versions
    ]
    return {CHARTER: rows, ACCESS: access(stream, (PersonId(EVERYBODY),))}
