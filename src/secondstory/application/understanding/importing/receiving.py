"""Receives a document: a post-mortem is opened for it, its bytes are sealed word for word, and it proposes.

A crash between opening and sealing leaves a post-mortem without a document; its intake names the digest it was opened
for, so that importing the same file again goes on in it.
"""

from collections.abc import Sequence

from secondstory.application.keeping.sealing import (
    Item,
    LikelySecret,
    SecretsFound,
    Source,
    Stowed,
    Vault,
    next_number,
    stow,
)
from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding.importing.foreign import Candidate, Foreign, said
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.application.understanding.telling import read
from secondstory.domain.keeping.evidence import Capture
from secondstory.domain.understanding import imported
from secondstory.domain.understanding.imported import DocumentReceived, Imports, Proposal
from secondstory.domain.understanding.incidents import Opened, Withdrawn
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import EVIDENCE, POSTMORTEM

MEDIA_TYPE = "text/markdown"
_INTAKE = "import sha256:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A document on its way in. digest: SHA-256 in hex of what `source` gives, which is what will be sealed.

    origin: where it comes from, in words. masked, despite: as `sealing.stow` takes them.
    """

    document: Foreign
    source: Source
    digest: str
    origin: str
    masked: Sequence[LikelySecret] = ()
    despite: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A document that is in the record now."""

    stream: StreamId
    number: int
    evidence: int
    proposals: int


def receive(office: Office, vault: Vault, incoming: Incoming) -> Received:
    """Open a post-mortem for a document, seal it as its first evidence, and note what it proposes.

    Raises SecretsFound before anything is opened, and Refused when the same bytes were imported before.
    """
    _must_be_new(office, incoming)
    found = [] if incoming.despite is not None else vault.look(incoming.source())
    if found:
        raise SecretsFound(found, name=incoming.document.name)
    stream = _left_open(office, incoming) or _open(office, incoming)
    item = Item(
        post_mortem=stream,
        name=incoming.document.name,
        captured_from=incoming.origin,
        media_type=MEDIA_TYPE,
        how=Capture.IMPORT,
    )
    stowed = stow(office, vault, item, incoming.source, despite=incoming.despite, masked=incoming.masked)
    for attempt in range(ATTEMPTS):
        number = next_number(office, stream)
        pm = read(office, stream)
        events = _events(office, pm.imported, incoming, stowed)
        drafts = [*stowed.drafts(number), *(Draft(stream=stream, event=event) for event in events)]
        try:
            office.journal.append(drafts, by=office.me, expects={stowed.stream: 0, stream: pm.seq})
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        count = len(incoming.document.candidates)
        return Received(stream=stream, number=pm.incident.number, evidence=number, proposals=count)
    raise AssertionError("every attempt returned or raised")


def _must_be_new(office: Office, incoming: Incoming) -> None:
    rows = office.door.rows(EVIDENCE, {"digest": incoming.digest})
    for row in rows:
        pm = read(office, StreamId(str(row["postmortem"])))
        if pm.imported.has(incoming.digest) and pm.incident.is_open:
            raise Refused(
                f"{incoming.document.name} is here already, byte for byte, as {pm.label} (E-{row['number']})."
                f" Its proposals wait there: secondstory import {pm.label}",
                code="here-already",
            )


def _left_open(office: Office, incoming: Incoming) -> StreamId | None:
    """Return the post-mortem that an import of this document opened before it was cut off, or None."""
    for row in office.door.rows(POSTMORTEM, {"title": _title(incoming.document)}):
        stream = StreamId(str(row["stream"]))
        events = [entry.event for entry in office.reader.events(stream)]
        begun = isinstance(events[0], Opened) and events[0].intake == f"{_INTAKE}{incoming.digest}"
        ended = any(isinstance(event, DocumentReceived | Withdrawn) for event in events)
        if begun and not ended:
            return stream
    return None


def _open(office: Office, incoming: Incoming) -> StreamId:
    document = incoming.document
    opening = Opening(
        title=_title(document),
        kind=document.kind,
        severity=document.severity,
        intake=f"{_INTAKE}{incoming.digest}",
    )
    return open_post_mortem(office, opening).stream


def _title(document: Foreign) -> str:
    return document.title.strip() or document.name


def _events(office: Office, state: Imports, incoming: Incoming, stowed: Stowed) -> list[Event]:
    document = incoming.document
    received = DocumentReceived(
        digest=stowed.manifest.plaintext_digest,
        media_type=MEDIA_TYPE,
        name=document.name,
        length_bytes=stowed.manifest.length_bytes,
        evidence=stowed.stream,
    )
    events = imported.receive(state, received)
    document_here = imported.Document(received=received, by=office.me, at=office.now())
    known = replace(state, documents=(*state.documents, document_here))
    return [*events, *imported.propose(known, received.digest, _numbered(state, document))]


def _numbered(state: Imports, document: Foreign) -> list[tuple[Proposal, str]]:
    return [
        (_proposal(number, one, document.template), said(one.text, one.details))
        for number, one in enumerate(document.candidates, state.next_number)
    ]


def _proposal(number: int, one: Candidate, template: str) -> Proposal:
    return Proposal(
        number=number,
        field=one.field,
        first_line=one.first_line,
        last_line=one.last_line,
        template=template,
    )
