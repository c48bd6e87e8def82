"""What can happen to the conditions of a post-mortem, in the order in which it usually does."""

from enum import StrEnum

from secondstory.domain.stored import Stored, stored
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.moments import Moment


class Level(StrEnum):
    """Where a condition lives, from the code outwards. The last one is optional: vendors, regulation, the world."""

    SOFTWARE = "software"
    PRACTICES = "practices"
    PROCESS = "process"
    CULTURE = "culture"
    ORGANISATION = "organisation"
    OUTSIDE = "outside"


FIVE_LEVELS = (Level.SOFTWARE, Level.PRACTICES, Level.PROCESS, Level.CULTURE, Level.ORGANISATION)
ABOVE_THE_CODE = frozenset({Level.PROCESS, Level.CULTURE, Level.ORGANISATION})


class Basis(StrEnum):
    """What a statement rests on: data, somebody's account, or reasoning from both."""

    FACT = "fact"
    ACCOUNT = "account"
    INFERENCE = "inference"


class LinkKind(StrEnum):
    """What one condition did to another, or to the effect."""

    MADE_LIKELIER = "made-likelier"
    ALLOWED = "allowed"
    HID = "hid"
    AMPLIFIED = "amplified"


class LinkBasis(StrEnum):
    """Whether a link is shown by evidence, or is an idea that nobody has looked into."""

    EVIDENCE = "evidence"
    HYPOTHESIS = "hypothesis"


class LevelStatus(StrEnum):
    """Whether a level was looked at, and what came of it."""

    FOUND = "found"
    NOTHING_FOUND = "nothing-found"
    NOT_EXPLORED = "not-explored"


class Persistence(StrEnum):
    """Whether a condition is still there. Knowing this is what learning means."""

    PERSISTING = "persisting"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Event):
    """A condition was named. statement: what it is; effect: what it made likelier; evidence: such as `E-4`, `A-2`."""

    number: int
    statement: str
    level: Level
    effect: str | None = None
    basis: Basis = Basis.INFERENCE
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded(Event):
    """The condition `cites` reads differently from here on; what is None stays as it was."""

    cites: int
    reason: str
    statement: str | None = None
    effect: str | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCited(Event):
    """More of what shows a condition was named, and on what it rests since then."""

    number: int
    evidence: tuple[str, ...]
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDrawn(Event):
    """One condition acted on another; to_number None: on the effect. Drawn again, it replaces the one before."""

    from_number: int
    kind: LinkKind
    basis: LinkBasis
    to_number: int | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRemoved(Event):
    """A link did not hold up."""

    from_number: int
    kind: LinkKind
    reason: str
    to_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelExplored(Event):
    """A level was looked at: what was asked and of whom. Or it was not: why."""

    level: Level
    status: LevelStatus
    asked: str | None = None
    of_whom: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderNamed(Event):
    """Who speaks for the level on which this condition lives: a role, a team, a person."""

    number: int
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersistenceStated(Event):
    """On a day, somebody looked whether the condition was still there."""

    number: int
    persistence: Persistence
    on: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedAsIs(Event):
    """Somebody with the authority to do so chose to live with it, until a day."""

    number: int
    authority: str
    until: Moment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(Event):
    """It was put before somebody who can change it, with a day for the answer."""

    number: int
    to: str
    until: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Event):
    """The condition did not hold up. It stays readable, out of the map and out of every number."""

    number: int
    reason: str


ConditionEvent = (
    Added
    | Reworded
    | EvidenceCited
    | LinkDrawn
    | LinkRemoved
    | LevelExplored
    | HolderNamed
    | PersistenceStated
    | AcceptedAsIs
    | Escalated
    | Dropped
)

STORED: tuple[Stored, ...] = (
    stored("condition.added.v1", Added, "number level basis evidence", texts="statement effect"),
    stored("condition.reworded.v1", Reworded, "cites level", texts="reason statement effect"),
    stored("condition.evidence_cited.v1", EvidenceCited, "number evidence basis"),
    stored("condition.link_drawn.v1", LinkDrawn, "from_number to_number kind basis evidence"),
    stored("condition.link_removed.v1", LinkRemoved, "from_number to_number kind", texts="reason"),
    stored("condition.level_explored.v1", LevelExplored, "level status", texts="asked of_whom reason"),
    stored("condition.holder_named.v1", HolderNamed, "number", texts="holder"),
    stored("condition.persistence_stated.v1", PersistenceStated, "number persistence on"),
    stored("condition.accepted_as_is.v1", AcceptedAsIs, "number until", texts="authority reason"),
    stored("condition.escalated.v1", Escalated, "number until", texts="to"),
    stored("condition.dropped.v1", Dropped, "number", texts="reason"),
)
