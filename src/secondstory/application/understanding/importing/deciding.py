"""A person decides on proposals: one, several, or a whole document; what is still asked stays a proposal and says so."""

from collections.abc import Callable, Sequence

from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.storage import Conflict
from secondstory.application.understanding.importing.becoming import become
from secondstory.application.understanding.importing.foreign import read_said
from secondstory.application.understanding.importing.making import Making, Piece
from secondstory.application.understanding.telling import Told, read, tell
from secondstory.domain.keeping.evidence import Sealed
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding import imported, incidents
from secondstory.domain.understanding.conditions import Level
from secondstory.domain.understanding.imported import ProposalAccepted, ProposalRejected, Proposed
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused

_LATER = ("link", "level", "followup")
"""Fields that refer to conditions, and so are taken over after them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Take a proposal over. text, level, at: what the person says instead of, or beside, what it proposed."""

    number: int
    text: str | None = None
    level: Level | None = None
    at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it: (number, what it became), and (number, what is still asked)."""

    became: tuple[tuple[int, str], ...] = ()
    waiting: tuple[tuple[int, str], ...] = ()
    entry: int | None = None


def open_proposals(office: Office, stream: StreamId) -> tuple[Proposed, ...]:
    """Return the proposals of a post-mortem that wait for a person, by number."""
    return read(office, stream).imported.open_proposals


def accept(office: Office, stream: StreamId, choices: Sequence[Choice]) -> Outcome:
    """Take proposals over, as many as can be; the others stay proposals, and the outcome says what each still asks.

    All that can be is recorded together. Raises Refused when the post-mortem is not open, or a number names none.
    """
    for attempt in range(ATTEMPTS):
        pm = read(office, stream)
        incidents.must_be_open(pm.incident)
        making = Making(office, stream, pm)
        outcome = _decide(making, [(_proposed(pm, choice.number), choice) for choice in choices])
        if not making.drafts:
            return outcome
        expects = {stream: pm.seq, **dict.fromkeys(making.fresh, 0)}
        try:
            appended = office.journal.append(making.drafts, by=office.me, expects=expects)
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return Outcome(became=outcome.became, waiting=outcome.waiting, entry=appended.first)
    raise AssertionError("every attempt returned or raised")


def reject(office: Office, stream: StreamId, numbers: Sequence[int], reason: str | None = None) -> Told:
    """Leave proposals where they stand. Raises Refused for one that is decided already; then none is left."""
    return tell(
        office,
        stream,
        lambda pm: [
            event
            for number in numbers
            for event in imported.reject(pm.imported, ProposalRejected(number=number, reason=reason))
        ],
    )


def _decide(making: Making, chosen: Sequence[tuple[Proposed, Choice]]) -> Outcome:
    became: list[tuple[int, str]] = []
    waiting: list[tuple[int, str]] = []
    making.ids.update(_taken(making.pm))
    for proposed, choice in sorted(chosen, key=lambda pair: pair[0].proposal.field in _LATER):
        try:
            name = making.try_out(_step(making, proposed, choice))
        except Refused as refused:
            waiting.append((proposed.number, " ".join(refused.problems)))
            continue
        became.append((proposed.number, name))
        if theirs := read_said(proposed.text)[1].get("id"):
            making.ids[theirs] = name
    making.finish()
    return Outcome(became=tuple(sorted(became)), waiting=tuple(sorted(waiting)))


def _step(making: Making, proposed: Proposed, choice: Choice) -> Callable[[], str]:
    def step() -> str:
        words, details = read_said(proposed.text)
        if choice.level is not None:
            details = {**details, "level": choice.level.value}
        text = choice.text if choice.text is not None else words
        source = _source(making, proposed)
        piece = Piece(proposed=proposed, text=text, details=details, source=source, at=choice.at)
        name = become(making, piece)
        accepted = ProposalAccepted(number=proposed.number, became=name)
        making.tell(imported.accept(making.pm.imported, accepted, by=making.office.me))
        return name

    return step


def _source(making: Making, proposed: Proposed) -> str:
    """Return the label of the evidence that holds the document, such as E-1."""
    for document in making.pm.imported.documents:
        if document.received.digest == proposed.digest:
            for entry in making.office.reader.events(document.received.evidence):
                if isinstance(entry.event, Sealed):
                    return f"E-{entry.event.number}"
    return "E-1"


def _taken(pm: PostMortem) -> dict[str, str]:
    """Return what the things of the document that were taken over before are called here."""
    return {
        theirs: one.became
        for one in pm.imported.proposals
        if one.became and (theirs := read_said(one.text)[1].get("id"))
    }


def _proposed(pm: PostMortem, number: int) -> Proposed:
    found = pm.imported.find(number)
    if found is None:
        raise Refused(
            f"There is no proposal {number} in {pm.label}; secondstory import {pm.label} shows them."
        )
    return found
