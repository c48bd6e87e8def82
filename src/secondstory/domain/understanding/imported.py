"""What came from elsewhere: a document kept word for word, and what it proposes.

A foreign post-mortem lands as evidence, unchanged. What it seems to say is proposed, field by field, with the lines it
came from. Nothing becomes a condition, or anything else, until a person accepts it; what is rejected stays readable.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, assert_never

from secondstory.domain.stored import MOST_PARTS, Stored, Value, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused

_MOST_TEXTS = MOST_PARTS - 1
_DIGEST_LENGTH = 64


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Value):
    """One field that a document seems to hold, and the lines, from 1, on which it stands there."""

    stored_fields: ClassVar[tuple[str, ...]] = ("number", "field", "first_line", "last_line", "template")
    number: int
    field: str
    first_line: int
    last_line: int
    template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReceived(Event):
    """A document came in. digest: SHA-256 of its bytes in hex; evidence: the stream that keeps it word for word."""

    digest: str
    media_type: str
    name: str
    length_bytes: int
    evidence: StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsProposed(Event):
    """A document seems to say these things. `texts` has the words of each proposal, in the same order; at most 15."""

    digest: str
    proposals: tuple[Proposal, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAccepted(Event):
    """A person took a proposal over. became: such as `C-3`, `FU-12`, `T-4`, or the name of a field."""

    number: int
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRejected(Event):
    """A person left a proposal where it stands."""

    number: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalLinked(Event):
    """The same thing has a name elsewhere. system: such as `jira`; ref: its name there."""

    system: str
    ref: str


ImportEvent = DocumentReceived | FieldsProposed | ProposalAccepted | ProposalRejected | ExternalLinked

STORED: tuple[Stored, ...] = (
    stored(
        "import.document_received.v1",
        DocumentReceived,
        "digest media_type length_bytes evidence",
        texts="name",
    ),
    stored("import.fields_proposed.v1", FieldsProposed, "digest proposals", texts="texts"),
    stored("import.proposal_accepted.v1", ProposalAccepted, "number became"),
    stored("import.proposal_rejected.v1", ProposalRejected, "number", texts="reason"),
    stored("import.external_linked.v1", ExternalLinked, "system ref"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as it was received."""

    received: DocumentReceived
    by: PersonId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One proposal: where it came from, its words, and what became of it."""

    proposal: Proposal
    text: str
    digest: str
    status: ProposalStatus = ProposalStatus.OPEN
    became: str | None = None
    reason: str | None = None
    decided_by: PersonId | None = None

    @property
    def number(self) -> int:
        """Its number in the post-mortem."""
        return self.proposal.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """Everything that came from elsewhere into one post-mortem."""

    documents: tuple[Document, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    links: tuple[ExternalLinked, ...] = ()

    @property
    def next_number(self) -> int:
        """The number of the next proposal."""
        return 1 + max((one.number for one in self.proposals), default=0)

    @property
    def open_proposals(self) -> tuple[Proposed, ...]:
        """The proposals that wait for a person."""
        return tuple(one for one in self.proposals if one.status is ProposalStatus.OPEN)

    def find(self, number: int) -> Proposed | None:
        """Return the proposal with this number, or None."""
        return next((one for one in self.proposals if one.number == number), None)

    def has(self, digest: str) -> bool:
        """Return whether a document with these bytes was received."""
        return any(one.received.digest == digest for one in self.documents)


def evolve(state: Imports, entry: Recorded[ImportEvent]) -> Imports:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case DocumentReceived():
            document = Document(received=event, by=entry.by, at=entry.at)
            return replace(state, documents=(*state.documents, document))
        case FieldsProposed():
            return replace(state, proposals=(*state.proposals, *_proposed(event)))
        case ProposalAccepted():
            return _decided(
                state,
                event.number,
                lambda one: replace(
                    one, status=ProposalStatus.ACCEPTED, became=event.became, decided_by=entry.by
                ),
            )
        case ProposalRejected():
            return _decided(
                state,
                event.number,
                lambda one: replace(
                    one, status=ProposalStatus.REJECTED, reason=event.reason, decided_by=entry.by
                ),
            )
        case ExternalLinked():
            return replace(state, links=(*state.links, event))
        case _:
            assert_never(event)


def _proposed(event: FieldsProposed) -> tuple[Proposed, ...]:
    pairs = zip(event.proposals, event.texts, strict=False)
    return tuple(Proposed(proposal=proposal, text=text, digest=event.digest) for proposal, text in pairs)


def _decided(state: Imports, number: int, decide: Callable[[Proposed], Proposed]) -> Imports:
    return replace(
        state, proposals=tuple(decide(one) if one.number == number else one for one in state.proposals)
    )


def receive(state: Imports, draft: DocumentReceived) -> list[Event]:
    """Receive a document. Raises Refused when the same bytes are here already."""
    assert len(draft.digest) == _DIGEST_LENGTH, "a digest is SHA-256 in hex"
    if state.has(draft.digest):
        raise Refused(
            f"{draft.name} is here already, byte for byte; its proposals stand where you left them."
        )
    return [draft]


def propose(state: Imports, digest: str, drafts: Sequence[tuple[Proposal, str]]) -> list[Event]:
    """Propose fields of a document, each with its words, in as many events as they need; nothing for none.

    Raises Refused when that document was not received, so that every proposal can be checked against its source.
    """
    if not state.has(digest):
        raise Refused("Receive the document first; a proposal shows the lines it came from.")
    numbers = [proposal.number for proposal, _ in drafts]
    assert numbers == list(range(state.next_number, state.next_number + len(drafts))), (
        "proposals are numbered in order"
    )
    chunks = [drafts[start : start + _MOST_TEXTS] for start in range(0, len(drafts), _MOST_TEXTS)]
    return [
        FieldsProposed(
            digest=digest,
            proposals=tuple(proposal for proposal, _ in some),
            texts=tuple(words for _, words in some),
        )
        for some in chunks
    ]


def accept(state: Imports, draft: ProposalAccepted, *, by: PersonId | None) -> list[Event]:
    """Take a proposal over. Raises Refused when it is decided already, or when nobody in person does it."""
    _open(state, draft.number)
    if by is None:
        raise Refused(
            "A proposal waits for a person: read it, then accept it under your name.", code="person-needed"
        )
    if not draft.became.strip():
        raise Refused(f"What did proposal {draft.number} become? Name it: C-3, FU-12, T-4, or a field.")
    return [draft]


def reject(state: Imports, draft: ProposalRejected) -> list[Event]:
    """Leave a proposal where it stands; it stays readable. Raises Refused when it is decided already."""
    _open(state, draft.number)
    return [draft]


def link_external(state: Imports, draft: ExternalLinked) -> list[Event]:
    """Note under which name the same thing is known elsewhere; nothing when that is noted. Raises Refused for half."""
    if not draft.system.strip() or not draft.ref.strip():
        raise Refused("A link elsewhere has two halves: which system, and the name it has there.")
    return [] if draft in state.links else [draft]


def _open(state: Imports, number: int) -> None:
    found = state.find(number)
    if found is None:
        raise Refused(f"There is no proposal {number}; secondstory import shows those that wait.")
    if found.status is ProposalStatus.ACCEPTED:
        raise Refused(f"Proposal {number} was taken over already, as {found.became}; change it there.")
    if found.status is ProposalStatus.REJECTED:
        raise Refused(
            f"Proposal {number} was left aside. To use it after all, write it where it belongs and cite the document."
        )
