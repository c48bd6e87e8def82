"""Rows of evidence, holds, erasures and people."""

from secondstory.domain.keeping.erasure import CarriedOut, Erasure, Scope
from secondstory.domain.keeping.evidence import Evidence
from secondstory.domain.keeping.holds import Hold
from secondstory.domain.keeping.people import People, PseudonymBound
from secondstory.kernel.event import Gone
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.projectors.cells import Rowset, instant, listed, moment
from secondstory.readmodel.tables import (
    ACCESS,
    ERASED_PART,
    ERASED_STREAM,
    ERASURE,
    EVERYBODY,
    EVIDENCE,
    FIRST_PART_SLOT,
    HOLD,
    PERSON,
    Row,
)


def evidence_rows(state: Evidence, stream: StreamId, by: tuple[PersonId, ...]) -> Rowset:
    """Return the row of one piece of evidence. by: who may read it, as its custody shows."""
    sealed = state.sealed
    if sealed is None:
        return {EVIDENCE: [], ACCESS: []}
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
    return {EVIDENCE: [row], ACCESS: access(stream, by)}


def hold_rows(state: Hold, stream: StreamId, by: tuple[PersonId, ...]) -> Rowset:
    """Return the row of one hold."""
    row: Row = {
        "stream": stream,
        "number": state.number,
        "postmortem": state.post_mortem,
        "sources": listed(state.sources),
        "until": moment(state.until),
        "released_at": instant(state.released_at),
    }
    return {HOLD: [row] if state.number else [], ACCESS: access(stream, by)}


def erasure_rows(state: Erasure, stream: StreamId, carried_out_index: int | None) -> Rowset:
    """Return the row of one erasure, and what it erased: parts one by one, or a whole stream."""
    if state.request is None:
        return {ERASURE: [], ERASED_PART: [], ERASED_STREAM: [], ACCESS: []}
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
        ACCESS: access(stream, (PersonId(EVERYBODY),)),
    }


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
    return {PERSON: rows, ACCESS: access(stream, (PersonId(EVERYBODY),))}


def access(stream: StreamId, viewers: tuple[PersonId, ...]) -> list[Row]:
    """Return the rows that let `viewers` read a stream."""
    return [{"stream": stream, "viewer": viewer} for viewer in dict.fromkeys(viewers)]
