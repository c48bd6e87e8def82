"""Rows of follow-ups, accounts, support and the charter."""

from secondstory.domain.ceremony.charter import Charter
from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.ceremony.support import Support
from secondstory.domain.understanding.accounts import Account
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.projectors.cells import Rowset, instant, listed, moment
from secondstory.readmodel.projectors.granting import access, team_asked, those_of
from secondstory.readmodel.relations import EVERYBODY, Group, Relation
from secondstory.readmodel.tables import (
    ACCESS,
    ACCOUNT,
    CHARTER,
    DOCUMENT,
    FOLLOWUP,
    FOLLOWUP_ORIGIN,
    SUPPORT,
    Row,
)


def followup_rows(state: FollowUp, stream: StreamId) -> Rowset:
    """Return the row of one follow-up. Its text is written for the asked team, so its owner may read it too."""
    if not state.number:
        return {FOLLOWUP: [], FOLLOWUP_ORIGIN: [], DOCUMENT: [], ACCESS: []}
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
    document: Row = {
        "id": -state.number,
        "stream": stream,
        "place": "follow-up",
        "title": f"FU-{state.number}",
        "body": words,
    }
    origins = dict.fromkeys(origin.post_mortem for origin in state.origins)
    grants = [(str(state.owner), Relation.FOLLOWUP_OWNER)] if state.owner is not None else []
    if state.asked:
        grants.append((team_asked(state.asked[-1].of), Relation.ASKED))
    for origin in origins:
        grants += those_of(origin, Group.READERS, Group.ROOM, Group.MAKERS)
    return {
        FOLLOWUP: [row],
        FOLLOWUP_ORIGIN: [{"stream": stream, "postmortem": origin} for origin in origins],
        DOCUMENT: [document],
        ACCESS: access(stream, grants),
    }


def account_rows(state: Account, stream: StreamId) -> Rowset:
    """Return the row of one account. Its author and the facilitator read it; once it is shared, the room."""
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
    grants = [(str(state.author), Relation.AUTHOR)] if state.author is not None else []
    grants += those_of(state.post_mortem, Group.FACILITATORS, *([Group.ROOM] if state.is_shared else []))
    return {ACCOUNT: [row], ACCESS: access(stream, grants)}


def support_rows(state: Support, stream: StreamId) -> Rowset:
    """Return the row of one offer of support; only those two may read it, and nothing counts it."""
    if state.post_mortem is None:
        return {SUPPORT: [], ACCESS: []}
    outcome = state.outcome.value if state.outcome else "offered"
    row: Row = {"stream": stream, "postmortem": state.post_mortem, "state": outcome}
    grants = [(str(one), Relation.SUPPORTER) for one in state.supporters]
    if state.to is not None:
        grants.append((str(state.to), Relation.SUPPORTED))
    else:
        grants += [(str(one), Relation.SPEAKS_FOR) for one in state.supporters]
    return {SUPPORT: [row], ACCESS: access(stream, grants)}


def charter_rows(state: Charter, stream: StreamId) -> Rowset:
    """Return the rows of the charter's versions; everybody may read them. Who acknowledged is not a row."""
    rows: list[Row] = [
        {"stream": stream, "version": one.version, "adopted_at": instant(one.adopted_at)}
        for one in state.versions
    ]
    return {CHARTER: rows, ACCESS: access(stream, [(EVERYBODY, Relation.ANYBODY)])}
