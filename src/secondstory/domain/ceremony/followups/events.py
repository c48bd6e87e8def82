"""The events of a follow-up, in the order in which its life usually goes."""

from enum import StrEnum
from typing import ClassVar

from secondstory.domain.stored import Stored, Value, stored
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment


class Phase(StrEnum):
    """Where in the life of an incident it would help."""

    PREVENT = "prevent"
    DETECT = "detect"
    CONTAIN = "contain"
    RECOVER = "recover"
    RESPOND = "respond"
    REPAIR = "repair"
    LEARN = "learn"


class Changes(StrEnum):
    """Whether it alters what made the incident likely, or what the incident does to people."""

    CONDITION = "condition-changing"
    SYMPTOM = "symptom-relieving"


class Strength(StrEnum):
    """How little it relies on people remembering."""

    STRONGER = "stronger"
    INTERMEDIATE = "intermediate"
    WEAKER = "weaker"


class Because(StrEnum):
    """Why this team is asked. Having time is no reason."""

    EXPERTISE = "expertise"
    PROXIMITY = "proximity"
    AUTHORITY = "authority"


class Effect(StrEnum):
    """What a later look found about the condition."""

    CHANGED = "changed"
    NOT_CHANGED = "not-changed"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Value):
    """A post-mortem it answers, and which of its conditions (the n of C-n)."""

    stored_fields: ClassVar[tuple[str, ...]] = ("post_mortem", "conditions")
    post_mortem: StreamId
    conditions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(Event):
    """Somebody proposed a change. number: the n of FU-n. temporary_until: a weak one that covers for a while."""

    number: int
    text: str
    origins: tuple[Origin, ...]
    phase: Phase
    changes: Changes
    end_state: str | None = None
    verified_how: str | None = None
    strength: Strength | None = None
    strength_suggested: Strength | None = None
    side_effects: str | None = None
    temporary_until: Moment | None = None
    repair_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginAdded(Event):
    """It answers another post-mortem too."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded(Event):
    """It was put into other words; what is left out stays as it was."""

    reason: str
    text: str | None = None
    end_state: str | None = None
    verified_how: str | None = None
    side_effects: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthConfirmed(Event):
    """A person said how strong it is, whatever was suggested."""

    strength: Strength
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Event):
    """A team or a person was asked whether this is theirs."""

    of: str
    because: Because
    text: str
    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSkipped(Event):
    """Alone: it was accepted without a night between, for a reason that shows."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Event):
    """They said yes, in their words. owner: None when the owner is outside this installation, then owner_name."""

    owner: PersonId | None = None
    owner_name: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Event):
    """They said no, with a reason, and perhaps with a better address."""

    reason: str
    better_address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    """Another owner took it on."""

    reason: str
    owner: PersonId | None = None
    owner_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo(Event):
    """The owner holds it no longer; it is unowned and asked for again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(Event):
    """Somebody who can free time or decide was asked to."""

    to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked(Event):
    """It waits for something or somebody."""

    waiting_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocked(Event):
    """It goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSet(Event):
    """The owner said by when."""

    due: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMoved(Event):
    """It will take until another day."""

    due: Moment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked(Event):
    """It lives in a team's tracker too, under this reference."""

    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDone(Event):
    """The owner says that the end state is reached, and what shows it."""

    evidence: tuple[str, ...] = ()
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified(Event):
    """Somebody other than the owner looked. later_self: alone, the owner after a night."""

    how: str | None = None
    later_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectChecked(Event):
    """Weeks later: has the condition changed?"""

    effect: Effect
    evidence: tuple[str, ...] = ()
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """It turned out not to be finished."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded(Event):
    """Another follow-up takes its place."""

    by: StreamId
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Event):
    """It will not be done, for a reason that is kept, by somebody who may decide that."""

    reason: str
    authority: str


FollowUpEvent = (
    Proposed
    | OriginAdded
    | Reworded
    | StrengthConfirmed
    | Asked
    | NightSkipped
    | Accepted
    | Declined
    | HandedOver
    | LetGo
    | Escalated
    | Blocked
    | Unblocked
    | DueSet
    | DueMoved
    | Tracked
    | ReportedDone
    | Verified
    | EffectChecked
    | Reopened
    | Superseded
    | Dropped
)

STORED: tuple[Stored, ...] = (
    stored(
        "followup.proposed.v1",
        Proposed,
        "number origins phase changes strength strength_suggested temporary_until",
        texts="text end_state verified_how side_effects repair_to",
    ),
    stored("followup.origin_added.v1", OriginAdded, "origin"),
    stored("followup.reworded.v1", Reworded, texts="reason text end_state verified_how side_effects"),
    stored("followup.strength_confirmed.v1", StrengthConfirmed, "strength", texts="reason"),
    stored("followup.asked.v1", Asked, "because until", texts="of text"),
    stored("followup.night_skipped.v1", NightSkipped, texts="reason"),
    stored("followup.accepted.v1", Accepted, "owner", texts="owner_name words"),
    stored("followup.declined.v1", Declined, texts="reason better_address"),
    stored("followup.handed_over.v1", HandedOver, "owner", texts="reason owner_name"),
    stored("followup.let_go.v1", LetGo, texts="reason"),
    stored("followup.escalated.v1", Escalated, texts="to reason"),
    stored("followup.blocked.v1", Blocked, texts="waiting_for"),
    stored("followup.unblocked.v1", Unblocked),
    stored("followup.due_set.v1", DueSet, "due"),
    stored("followup.due_moved.v1", DueMoved, "due", texts="reason"),
    stored("followup.tracked.v1", Tracked, "ref"),
    stored("followup.reported_done.v1", ReportedDone, "evidence", texts="words"),
    stored("followup.verified.v1", Verified, "later_self", texts="how"),
    stored("followup.effect_checked.v1", EffectChecked, "effect evidence", texts="words"),
    stored("followup.reopened.v1", Reopened, texts="reason"),
    stored("followup.superseded.v1", Superseded, "by", texts="reason"),
    stored("followup.dropped.v1", Dropped, texts="reason authority"),
)
