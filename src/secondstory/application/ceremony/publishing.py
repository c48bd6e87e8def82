"""Publishes a post-mortem through its gates, and amends what was published.

What is published is written to files elsewhere; here the record learns of it first, so that the pages can carry a
signed checkpoint that covers their own publication.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from secondstory.application.ceremony.editions import Gathered, gather
from secondstory.application.holidays import holidays_of
from secondstory.application.office import Office
from secondstory.application.understanding.telling import tell
from secondstory.coach import RULES, Finding, Setup, look
from secondstory.domain.ceremony import publication
from secondstory.domain.ceremony.publication import (
    Amended,
    Announced,
    Cited,
    ClosedGate,
    EditionKind,
    Gate,
    GateFacts,
    GatePassedByException,
    Published,
    ReaderReviewed,
    RuleVersion,
    open_gates,
    still_closed,
)
from secondstory.domain.lifecycle import PostMortem, gate_facts, names_in
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.vault.keys import LastSigned

_AROUND = (Amended, Announced, Cited, ReaderReviewed)
"""What may follow a publication without making another edition of it."""


class GatesClosed(Refused):
    """Some gates are closed and no exception stands for them; `closed` says which."""

    def __init__(self, label: str, closed: Sequence[ClosedGate]) -> None:
        """Say for each gate what it found and the step that opens it."""
        super().__init__(
            [f"{one.what} {one.next_step}".replace("PM-1", label) for one in closed], code="gates"
        )
        self.closed = tuple(closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How it is to be published. exceptions: gates to pass, each with its reason. version: of this software."""

    version: str
    exceptions: Mapping[Gate, str]
    kind: EditionKind = EditionKind.INTERNAL
    review: ReaderReviewed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEdition:
    """What was published, under which signed checkpoint. is_new: False when nothing had changed since."""

    gathered: Gathered
    number: int
    at: datetime
    signed: LastSigned
    entry: int | None

    @property
    def is_new(self) -> bool:
        """Whether the record learnt of a new edition."""
        return self.entry is not None


def closed_gates(office: Office, gathered: Gathered) -> tuple[ClosedGate, ...]:
    """Return the gates that are closed, those passed by exception included, in the order in which to open them."""
    return open_gates(_facts(office, gathered))


def publish(office: Office, stream: StreamId, wish: Wish) -> PublishedEdition:
    """Publish an edition; when nothing changed since the last one, return that one under a fresh checkpoint.

    Raises GatesClosed with every gate that is closed, and Refused for an exception without a reason or a need.
    """
    gathered = gather(office, stream)
    before = office.journal.recover()
    assert before is not None, "a post-mortem is in the record, so something was signed"
    reviewed: list[Event] = []
    if wish.review is not None:
        reviewed = publication.note_reading(gathered.pm.publication, wish.review)
    if is_current(office, stream) and not wish.exceptions:
        told = tell(office, stream, lambda _pm: reviewed)
    else:
        told = tell(office, stream, lambda pm: [*reviewed, *_decided(office, gathered, pm, wish, before)])
    after = gather(office, stream)
    signed = office.journal.recover()
    assert signed is not None
    latest = after.pm.publication.editions[-1]
    entry = told.entry if told.one(Published) is not None else None
    return PublishedEdition(
        gathered=after, number=latest.published.number, at=latest.at, signed=signed, entry=entry
    )


def _decided(
    office: Office, gathered: Gathered, pm: PostMortem, wish: Wish, before: LastSigned
) -> list[Event]:
    closed = closed_gates(office, replace(gathered, pm=pm))
    state, passed = pm.publication, list[Event]()
    for gate, reason in wish.exceptions.items():
        events = publication.pass_gate(state, GatePassedByException(gate=gate, reason=reason), closed=closed)
        passed += events
        state = replace(state, exceptions=(*state.exceptions, _exempted(office, gate, reason)))
    left = still_closed(state, closed)
    if left:
        raise GatesClosed(pm.label, left)
    draft = Published(
        edition=wish.kind,
        number=state.next_edition,
        revision=pm.story.latest.number if pm.story.latest else 0,
        checkpoint_size=before.size,
        checkpoint_root=b64encode(before.root).decode("ascii"),
        rules=tuple(_versions(wish.version)),
    )
    return [*passed, *publication.publish(state, draft, closed=closed)]


def _exempted(office: Office, gate: Gate, reason: str) -> publication.Exempted:
    return publication.Exempted(gate=gate, reason=reason, by=office.me, at=office.now())


def _versions(version: str) -> Iterator[RuleVersion]:
    yield RuleVersion(name="gates", version=version)
    coached = (rule for rule in RULES if not rule.opt_in)
    yield from (RuleVersion(name=f"coach/{rule.code}", version=version) for rule in coached)


def _facts(office: Office, gathered: Gathered) -> GateFacts:
    names = tuple(gathered.names.values())
    facts = gate_facts(
        gathered.pm,
        gathered.followups,
        names,
        at=office.now(),
        alone=office.alone,
        holidays=holidays_of(office),
    )
    # The page shows more than the post-mortem's own stream: follow-ups and accounts must speak of roles as well.
    found = names_in("\n".join(_texts_beside(gathered)), names)
    return replace(facts, names_found=tuple(dict.fromkeys((*facts.names_found, *found))))


def _texts_beside(gathered: Gathered) -> Iterator[str]:
    for followup in gathered.followups:
        yield from filter(None, (followup.text, followup.end_state, followup.side_effects))
    for account in gathered.accounts:
        yield account.author_role
        yield account.text


def is_current(office: Office, stream: StreamId) -> bool:
    """Return whether the last edition still says what the record holds."""
    content = [entry for entry in office.reader.events(stream) if not isinstance(entry.event, _AROUND)]
    last: Recorded[Event] | None = content[-1] if content else None
    return last is not None and isinstance(last.event, Published)


def amend(office: Office, stream: StreamId, text: str, reason: str) -> PublishedEdition:
    """Add an amendment to what is published. Raises Refused before publication, without words or a reason."""
    told = tell(
        office,
        stream,
        lambda pm: publication.amend(
            pm.publication,
            Amended(number=pm.publication.next_amendment, text=text.strip(), reason=reason.strip()),
        ),
    )
    signed = office.journal.recover()
    assert signed is not None
    after = gather(office, stream)
    latest = after.pm.publication.editions[-1]
    return PublishedEdition(
        gathered=after, number=latest.published.number, at=latest.at, signed=signed, entry=told.entry
    )


def language_of(markdown: str, setup: Setup) -> tuple[Finding, ...]:
    """Return what the coach notices in a published text. Advice: it never closes a gate."""
    return look(markdown, setup).findings
