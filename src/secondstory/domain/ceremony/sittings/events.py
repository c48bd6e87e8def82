"""The events of a sitting, in the order in which a sitting usually goes. `number` is the n of S-n."""

from enum import StrEnum
from typing import ClassVar

from secondstory.domain.stored import Stored, Value, stored
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment


class SittingKind(StrEnum):
    """What a sitting is for."""

    LEARNING = "learning"
    COMMITMENT = "commitment"
    COMBINED = "combined"
    ASYNCHRONOUS = "asynchronous"
    SOLO = "solo"


class Independence(StrEnum):
    """What was computed about a facilitator."""

    CLEAR = "clear"
    CONFLICTS = "conflicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCount(Value):
    """How many people were there in one role."""

    stored_fields: ClassVar[tuple[str, ...]] = ("role", "count")
    role: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMinutes(Value):
    """How long one step of the agenda took."""

    stored_fields: ClassVar[tuple[str, ...]] = ("step", "minutes")
    step: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PollAnswer(Value):
    """How many people gave one answer."""

    stored_fields: ClassVar[tuple[str, ...]] = ("answer", "count")
    answer: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled(Event):
    """A sitting was planned. at: None for one without an hour (asynchronous, solo)."""

    number: int
    kind: SittingKind
    at: Moment | None = None
    invited: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Event):
    """A sitting was moved to another time."""

    number: int
    at: Moment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoakShortened(Event):
    """This commitment sitting comes sooner than the soak allows, for a reason that shows on the page."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitatorAppointed(Event):
    """Somebody holds the room. conflicts: what stands between them and independence, as readable reasons."""

    number: int
    person: PersonId
    independence: Independence
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependenceOverridden(Event):
    """A facilitator with a conflict was appointed all the same, for a reason that shows on the page."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared(Event):
    """The draft went round and the people closest were spoken to."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    """The sitting began. read_out: the opening was read aloud, the hard line in it."""

    number: int
    read_out: bool
    charter_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended(Event):
    """Which roles were there, and how many of each."""

    number: int
    roles: tuple[RoleCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRaised(Event):
    """Something was said that belongs into the minutes."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked(Event):
    """An idea for a fix waits for the commitment sitting."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissented(Event):
    """Somebody saw it differently. about: what was said otherwise, such as T-4 or C-2."""

    number: int
    about: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesWritten(Event):
    """Minutes, or another piece of them."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """The sitting ended."""

    number: int
    agenda: tuple[StepMinutes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollAnswered(Event):
    """A batch of answers to one question of the exit poll: five people or more, without names."""

    number: int
    question: str
    answers: tuple[PollAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed(Event):
    """The sitting did not take place."""

    number: int
    reason: str


SittingEvent = (
    Scheduled
    | Moved
    | SoakShortened
    | FacilitatorAppointed
    | IndependenceOverridden
    | Prepared
    | Opened
    | Attended
    | PointRaised
    | Parked
    | Dissented
    | MinutesWritten
    | Closed
    | PollAnswered
    | Lapsed
)

STORED: tuple[Stored, ...] = (
    stored("sitting.scheduled.v1", Scheduled, "number kind at invited"),
    stored("sitting.moved.v1", Moved, "number at", texts="reason"),
    stored("sitting.soak_shortened.v1", SoakShortened, "number", texts="reason"),
    stored(
        "sitting.facilitator_appointed.v1",
        FacilitatorAppointed,
        "number person independence",
        texts="conflicts",
    ),
    stored("sitting.independence_overridden.v1", IndependenceOverridden, "number", texts="reason"),
    stored("sitting.prepared.v1", Prepared, "number"),
    stored("sitting.opened.v1", Opened, "number read_out charter_version"),
    stored("sitting.attended.v1", Attended, "number roles"),
    stored("sitting.point_raised.v1", PointRaised, "number", texts="text"),
    stored("sitting.parked.v1", Parked, "number", texts="text"),
    stored("sitting.dissented.v1", Dissented, "number about", texts="text"),
    stored("sitting.minutes_written.v1", MinutesWritten, "number", texts="text"),
    stored("sitting.closed.v1", Closed, "number agenda"),
    stored("sitting.poll_answered.v1", PollAnswered, "number question answers"),
    stored("sitting.lapsed.v1", Lapsed, "number", texts="reason"),
)
