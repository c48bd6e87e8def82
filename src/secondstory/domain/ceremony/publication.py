"""Publication: a post-mortem becomes everybody's, through a few gates, and stays open to amendment.

The gates ask for what makes a page worth reading; everything else is advice. Each can be passed by an exception with a
reason, which shows on the page beside the name of whoever gave it. What was published keeps its revision, the
checkpoint known just before, and the versions of the rules that were asked, so that an upgrade changes no history.
A page can be restricted, for a category and a time; it is never deleted.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, assert_never

from secondstory.domain.stored import Stored, Value, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment, spoken
from secondstory.kernel.refused import Refused, refuse_if_any


class Gate(StrEnum):
    """The few hard gates, by the code that people pass them with."""

    SUPPORT_STEP = "support-step"
    LEARNING_HELD = "learning-held"
    NIGHT_BETWEEN = "night-between"
    HUMAN_ERROR_CONDITION = "human-error-condition"
    TWO_CONDITIONS_TWO_LEVELS = "two-conditions-two-levels"
    INTERMEDIATE_FOLLOWUP = "intermediate-followup"
    ABOVE_CODE_OWNED = "above-code-owned"
    ROSTER_NAMES = "roster-names"


class EditionKind(StrEnum):
    """For whom an edition is."""

    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion(Value):
    """Which version of a rule or text was asked."""

    stored_fields: ClassVar[tuple[str, ...]] = ("name", "version")
    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderAnswer(Value):
    """One answer of a reader who was not there. question: the code of one of the fixed questions."""

    stored_fields: ClassVar[tuple[str, ...]] = ("question", "answer")
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderReviewed(Event):
    """Somebody who was not there read it and answered the fixed questions."""

    answers: tuple[ReaderAnswer, ...]
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePassedByException(Event):
    """A gate stays open for a reason that shows on the page, with who gave it."""

    gate: Gate
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Event):
    """An edition went out. revision: of the narrative. checkpoint_*: the newest one known before this entry."""

    edition: EditionKind
    number: int
    revision: int
    checkpoint_size: int
    checkpoint_root: str
    rules: tuple[RuleVersion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced(Event):
    """People were told that it is there. where: a channel or a list."""

    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended(Event):
    """Something was added to the published page, which says so. number: of the amendment."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restricted(Event):
    """It shows to fewer people, for a category such as an open legal matter, until a day; one that is over lifts it."""

    category: str
    reason: str
    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited(Event):
    """Somebody's work refers to it. ref: that work; who it was is not kept."""

    ref: str


PublicationEvent = (
    ReaderReviewed | GatePassedByException | Published | Announced | Amended | Restricted | Cited
)

STORED: tuple[Stored, ...] = (
    stored("publication.reader_reviewed.v1", ReaderReviewed, "answers", texts="words"),
    stored("publication.gate_passed_by_exception.v1", GatePassedByException, "gate", texts="reason"),
    stored(
        "publication.published.v1", Published, "edition number revision checkpoint_size checkpoint_root rules"
    ),
    stored("publication.announced.v1", Announced, "where"),
    stored("publication.amended.v1", Amended, "number", texts="text reason"),
    stored("publication.restricted.v1", Restricted, "category until", texts="reason"),
    stored("publication.cited.v1", Cited, "ref"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """A gate passed by exception."""

    gate: Gate
    reason: str
    by: PersonId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition that went out."""

    published: Published
    at: datetime
    by: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One amendment, with when it was made."""

    number: int
    text: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How far the page of one post-mortem has come."""

    reviews: tuple[ReaderReviewed, ...] = ()
    exceptions: tuple[Exempted, ...] = ()
    editions: tuple[Edition, ...] = ()
    announced: tuple[str, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    restricted: Restricted | None = None
    cited: tuple[str, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether an edition went out."""
        return bool(self.editions)

    @property
    def next_edition(self) -> int:
        """The number of the next edition."""
        return len(self.editions) + 1

    @property
    def next_amendment(self) -> int:
        """The number of the next amendment."""
        return len(self.amendments) + 1

    def passes(self, gate: Gate) -> bool:
        """Return whether an exception stands for `gate`."""
        return any(one.gate is gate for one in self.exceptions)


def evolve(state: Publication, entry: Recorded[PublicationEvent]) -> Publication:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case ReaderReviewed():
            return replace(state, reviews=(*state.reviews, event))
        case GatePassedByException():
            passed = Exempted(gate=event.gate, reason=event.reason, by=entry.by, at=entry.at)
            return replace(state, exceptions=(*state.exceptions, passed))
        case Published():
            edition = Edition(published=event, at=entry.at, by=entry.by)
            return replace(state, editions=(*state.editions, edition))
        case Announced():
            return replace(state, announced=(*state.announced, event.where))
        case Amended():
            amended = Amendment(number=event.number, text=event.text, reason=event.reason, at=entry.at)
            return replace(state, amendments=(*state.amendments, amended))
        case Restricted():
            is_over = event.until is not None and event.until.at <= entry.at
            return replace(state, restricted=None if is_over else event)
        case Cited():
            return replace(state, cited=(*state.cited, event.ref))
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """What the gates look at, gathered by `lifecycle` as plain values.

    error_conditions, loose_above_code: labels such as `C-2`. levels: of the live conditions. names_found: roster names
    in the text to be published. night_from: the moment from which the night, or the soak, is over.
    """

    support_settled: bool
    learning_held: bool
    slept_on_it: bool
    conditions: int
    levels: frozenset[str]
    users_harmed: bool
    has_intermediate_followup: bool
    error_conditions: tuple[str, ...] = ()
    loose_above_code: tuple[str, ...] = ()
    names_found: tuple[str, ...] = ()
    night_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedGate:
    """A gate that is closed: its code, what it found, and the step that opens it."""

    gate: Gate
    what: str
    next_step: str


def open_gates(facts: GateFacts) -> tuple[ClosedGate, ...]:
    """Return the gates that are still to be opened, in the order in which one would open them; empty: publish."""
    return tuple(one for one in (*_gates_of_ceremony(facts), *_gates_of_content(facts)) if one is not None)


def _counted(facts: GateFacts) -> str:
    if not facts.conditions:
        return "No condition"
    conditions = "1 condition" if facts.conditions == 1 else f"{facts.conditions} conditions"
    levels = "1 level" if len(facts.levels) == 1 else f"{len(facts.levels)} levels"
    return f"{conditions} on {levels}"


def _gates_of_ceremony(facts: GateFacts) -> tuple[ClosedGate | None, ...]:
    night = f" from {spoken(facts.night_from)}" if facts.night_from else ""
    return (
        _closed_unless(
            facts.support_settled,
            Gate.SUPPORT_STEP,
            "Nobody has said how support went for the people closest to this.",
            "Offer it, or say that nobody was close: secondstory support.",
        ),
        _closed_unless(
            facts.learning_held,
            Gate.LEARNING_HELD,
            "No sitting was held to learn from this.",
            "Hold a learning sitting, or go through secondstory solo.",
        ),
        _closed_unless(
            facts.slept_on_it or not facts.learning_held,
            Gate.NIGHT_BETWEEN,
            "Nobody could sleep on what was learnt.",
            f"Publish{night}." if night else "Say why it could not wait.",
        ),
    )


def _gates_of_content(facts: GateFacts) -> tuple[ClosedGate | None, ...]:
    return (
        _closed_unless(
            not facts.error_conditions,
            Gate.HUMAN_ERROR_CONDITION,
            f"{_listed(facts.error_conditions)} stops at a person or at a procedure.",
            "Ask what made this step easy to get wrong, or how the work is normally done, and reword it.",
        ),
        _closed_unless(
            facts.conditions >= 2 and len(facts.levels) >= 2,
            Gate.TWO_CONDITIONS_TWO_LEVELS,
            f"{_counted(facts)} so far; it takes two, on two levels.",
            "Look one level up: what allowed it, and who decided that? secondstory condition add.",
        ),
        _closed_unless(
            facts.has_intermediate_followup or not facts.users_harmed,
            Gate.INTERMEDIATE_FOLLOWUP,
            "People were harmed, and every follow-up relies on somebody remembering.",
            "Which change could work when nobody remembers? secondstory followup propose.",
        ),
        _closed_unless(
            not facts.loose_above_code,
            Gate.ABOVE_CODE_OWNED,
            f"Nobody has taken up {_listed(facts.loose_above_code)}, above the code.",
            "Each needs an owned follow-up, somebody with authority who lives with it, or an escalation with a date.",
        ),
        _closed_unless(
            not facts.names_found,
            Gate.ROSTER_NAMES,
            f"The text names people: {_listed(facts.names_found)}.",
            "Speak of roles instead; names stay in the roster.",
        ),
    )


def _closed_unless(is_open: bool, gate: Gate, what: str, next_step: str) -> ClosedGate | None:
    return None if is_open else ClosedGate(gate=gate, what=what, next_step=next_step)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def pass_gate(
    state: Publication, draft: GatePassedByException, *, closed: Sequence[ClosedGate]
) -> list[Event]:
    """Pass a gate by exception. closed: the gates as they are now.

    Raises Refused without a reason, when the gate is open anyway, or was passed before.
    """
    if not draft.reason.strip():
        raise Refused("An exception needs a reason; the page will show it with your name.")
    if state.passes(draft.gate):
        raise Refused(f"{draft.gate.value} is passed by exception already; the first reason stands.")
    if all(one.gate is not draft.gate for one in closed):
        raise Refused(f"{draft.gate.value} is open; there is nothing to except.")
    return [draft]


def still_closed(state: Publication, closed: Sequence[ClosedGate]) -> tuple[ClosedGate, ...]:
    """Return those of the closed gates for which no exception stands."""
    return tuple(one for one in closed if not state.passes(one.gate))


def publish(state: Publication, draft: Published, *, closed: Sequence[ClosedGate]) -> list[Event]:
    """Publish an edition. closed: the gates as they are now.

    Raises Refused with every gate that is closed and has no exception, and how to pass each.
    """
    refuse_if_any(
        (
            f"{one.what} {one.next_step} Or give a reason:"
            f' secondstory publish PM-1 --exception {one.gate.value}="...".'
            for one in still_closed(state, closed)
        ),
        code="gates",
    )
    return [draft]


def amend(state: Publication, draft: Amended) -> list[Event]:
    """Amend what is published. Raises Refused before publication, and without words or a reason."""
    if not state.is_published:
        raise Refused("It is not published yet; change the post-mortem itself.")
    if not draft.text.strip() or not draft.reason.strip():
        raise Refused("An amendment says what is added and why; both show on the page.")
    return [draft]


def restrict(draft: Restricted) -> list[Event]:
    """Restrict who sees it. Raises Refused without a category and a reason."""
    if not draft.category.strip() or not draft.reason.strip():
        raise Refused("A restriction says under which category, and why; the library shows the category.")
    return [draft]


def lift(state: Publication, draft: Restricted) -> list[Event]:
    """Lift the restriction. Raises Refused when there is none, and without a reason."""
    if state.restricted is None:
        raise Refused("It is not restricted; everybody here can read it.")
    return restrict(draft)


def note_reading(state: Publication, draft: ReaderReviewed | Announced | Cited) -> list[Event]:
    """Note that it was read, announced or cited. Raises Refused for the last two before publication."""
    if not isinstance(draft, ReaderReviewed) and not state.is_published:
        raise Refused("It is not published yet: secondstory publish.")
    if isinstance(draft, ReaderReviewed) and not draft.answers:
        raise Refused("What did the reader answer? The fixed questions are in secondstory publish --help.")
    return [draft]
