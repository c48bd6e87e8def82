"""Rows of evidence, holds, erasures and people."""

from collections.abc import Sequence

from secondstory.domain.keeping.erasure import CarriedOut, CopyLeft, Erasure, Scope
from secondstory.domain.keeping.evidence import CopyLocked, Evidence
from secondstory.domain.keeping.holds import Hold
from secondstory.domain.keeping.installation import Installation
from secondstory.domain.keeping.people import People, PseudonymBound
from secondstory.domain.keeping.retention import Retention
from secondstory.kernel.event import Gone
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.projectors.cells import Rowset, instant, listed, moment
from secondstory.readmodel.projectors.granting import Grant, access, those_of
from secondstory.readmodel.relations import ADMINISTRATORS, EVERYBODY, Group, Relation
from secondstory.readmodel.tables import (
    ACCESS,
    ERASED_PART,
    ERASED_STREAM,
    ERASURE,
    EVIDENCE,
    FIRST_PART_SLOT,
    HOLD,
    LINE,
    LOCKED_COPY,
    PERSON,
    RETENTION,
    SERVICE,
    TEAM_MEMBER,
    Row,
)

INSTALLATION = StreamId("in_installation")


def evidence_rows(state: Evidence, stream: StreamId) -> Rowset:
    """Return the row of one piece of evidence. Whoever may read its post-mortem may read it."""
    sealed = state.sealed
    if sealed is None:
        return {EVIDENCE: [], LOCKED_COPY: [], ACCESS: []}
    row: Row = {
        "stream": stream,
        "number": sealed.number,
        "postmortem": sealed.post_mortem,
        "name": sealed.name,
        "media_type": sealed.media_type,
        "length_bytes": sealed.length_bytes,
        "digest": sealed.digest,
        "object": sealed.ciphertext_digest,
        "sealed_at": instant(state.sealed_at),
        "captured_from": sealed.captured_from,
    }
    grants = those_of(sealed.post_mortem, Group.READERS, Group.ROOM)
    copies = [] if state.erased is not None else _copies(state.copies, stream)
    return {EVIDENCE: [row], LOCKED_COPY: copies, ACCESS: access(stream, grants)}


def _copies(copies: Sequence[CopyLocked | CopyLeft], stream: StreamId) -> list[Row]:
    """Return the rows of copies in write-once storage: of an item, or left over from an erasure."""
    return [
        {
            "stream": stream,
            "place": one.where,
            "version": one.version,
            "object": one.ciphertext_digest,
            "until": instant(one.until),
        }
        for one in copies
    ]


def hold_rows(state: Hold, stream: StreamId) -> Rowset:
    """Return the row of one hold."""
    row: Row = {
        "stream": stream,
        "number": state.number,
        "postmortem": state.post_mortem,
        "sources": listed(state.sources),
        "until": moment(state.until),
        "released_at": instant(state.released_at),
    }
    grants = [] if state.post_mortem is None else those_of(state.post_mortem, Group.READERS, Group.ROOM)
    return {HOLD: [row] if state.number else [], ACCESS: access(stream, grants)}


def erasure_rows(state: Erasure, stream: StreamId, carried_out_index: int | None) -> Rowset:
    """Return the row of one erasure, and what it erased: parts one by one, or a whole stream."""
    if state.request is None:
        return {ERASURE: [], ERASED_PART: [], ERASED_STREAM: [], LOCKED_COPY: [], ACCESS: []}
    row: Row = {
        "stream": stream,
        "number": state.number,
        "scope": state.request.scope.value,
        "target": state.request.target,
        "state": _standing(state),
        "basis": state.request.basis,
        "requested_at": instant(state.requested_at),
    }
    parts, streams = _erased(state.carried_out, stream, carried_out_index)
    return {
        ERASURE: [row],
        ERASED_PART: parts,
        ERASED_STREAM: streams,
        LOCKED_COPY: _copies(state.left, stream),
        ACCESS: access(stream, _concerned(state, state.request.target)),
    }


def _concerned(state: Erasure, target: StreamId) -> list[Grant]:
    """Return who may read an erasure: whoever may read what it names, and those who asked for it or approved it.

    Where a rule asked, also who looks after the installation: it names a stream by its id and says nothing of what it holds.
    """
    asked = [(str(one), Relation.REQUESTER) for one in state.approvers]
    keepers = those_of(INSTALLATION, Group.ADMINISTRATORS) if state.rule is not None else []
    return [*those_of(target, Group.READERS), *keepers, *asked]


def _standing(state: Erasure) -> str:
    if state.carried_out is not None:
        return "carried out"
    if state.withdrawn is not None:
        return "withdrawn"
    return "approved" if state.approved_at is not None else "requested"


def _erased(done: CarriedOut | None, stream: StreamId, index: int | None) -> tuple[list[Row], list[Row]]:
    if done is None:
        return [], []
    if done.scope is not Scope.PART:
        return [], [{"stream": stream, "target": done.target, "scope": done.scope.value, "entry": index}]
    parts: list[Row] = [
        {
            "stream": stream,
            "of_stream": done.target,
            "idx": one.index,
            "slot": FIRST_PART_SLOT + one.slot,
            "entry": index,
        }
        for one in done.targets
    ]
    return parts, []


def pseudonym_row(event: PseudonymBound, stream: StreamId) -> Row:
    """Return the row of one binding; the person is empty once the binding was erased."""
    person = None if isinstance(event.person, Gone) else event.person
    return {"stream": stream, "pseudonym": event.pseudonym, "of_stream": event.stream, "person": person}


def people_rows(state: People, stream: StreamId) -> Rowset:
    """Return the rows of the people in one stream; everybody in the organisation may see them."""
    rows: list[Row] = [
        {"stream": stream, "person": one.person, "name": one.name, "has_left": int(one.has_left)}
        for one in state.persons.values()
    ]
    members: list[Row] = [
        {"stream": stream, "team": team.team, "person": person}
        for team in state.teams.values()
        for person in team.members
    ]
    lines: list[Row] = [
        {"stream": stream, "manager": manager, "report": report} for manager, report in state.reporting_lines
    ]
    services: list[Row] = [
        {"stream": stream, "service": service, "team": team} for service, team in state.services.items()
    ]
    return {
        PERSON: rows,
        TEAM_MEMBER: members,
        LINE: lines,
        SERVICE: services,
        ACCESS: access(stream, [(EVERYBODY, Relation.ANYBODY)]),
    }


def installation_rows(state: Installation, kept: Retention, stream: StreamId) -> Rowset:
    """Return who may read the installation, which is everybody, who administers it, and for how long what is kept."""
    named = state.policies.get(ADMINISTRATORS, "").split()
    grants = [(EVERYBODY, Relation.ANYBODY), *((person, Relation.ADMINISTRATOR) for person in named)]
    rules: list[Row] = [
        {"stream": stream, "kind": one.kind, "days": one.days, "since": one.since, "entry": one.entry}
        for one in kept.rules.values()
    ]
    return {RETENTION: rules, ACCESS: access(stream, grants)}
