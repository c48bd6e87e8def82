"""An edition: everything one published page shows, in plain types, ready for a page or a picture.

Whoever builds it has already decided what may be seen and has already put every time into the zone that
readers should see. Anything optional may be empty; a page then leaves that part out.
"""

from datetime import date, datetime
from typing import Literal

from secondstory.kernel.frozen import dataclass

Level = Literal["organisation", "culture", "process", "practices", "software", "outside"]
EntryKind = Literal["fact", "account", "inference"]
Precision = Literal["day", "minute", "second"]
LinkKind = Literal["made-likelier", "allowed", "hid", "amplified"]
Basis = Literal["evidence", "hypothesis"]
Persistence = Literal["persisting", "changed", "unknown", ""]
Looked = Literal["found", "nothing-found", "not-explored"]
Stood = Literal["held", "failed", "absent"]
Strength = Literal["stronger", "intermediate", "weaker", ""]
Changes = Literal["condition", "symptom", ""]
SourceState = Literal["held", "missing", "erased", "sealed"]

# From the widest to the closest: the order of lanes in the map and of the list of levels.
LEVELS: tuple[Level, ...] = ("outside", "organisation", "culture", "process", "practices", "software")


def _legible_table() -> dict[int, str]:
    """Return what `legible` replaces: what no document may hold, and what reorders the text around it."""
    forbidden = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]
    reordering = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    table = dict.fromkeys([*forbidden, *range(0xD800, 0xE000)], "\N{REPLACEMENT CHARACTER}")
    return table | dict.fromkeys(reordering, "")


_LEGIBLE = _legible_table()


def legible(text: str) -> str:
    """Return the text without what no HTML or SVG may carry and what would reorder its neighbours.

    Control characters and lone surrogates become U+FFFD. Bidirectional overrides, embeddings and isolates
    are taken out, because one that is left open turns round the words of the page after it; ordinary
    right-to-left letters and marks stay.
    """
    return text.translate(_LEGIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """One statement of who was affected: `party`, in what way, how many of what, how counted, and where it is seen."""

    party: str
    kind: str = ""
    number: str = ""
    unit: str = ""
    method: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How the post-mortem was reviewed. sittings: one phrase each; people and vantage_points: 0 = not said."""

    sittings: tuple[str, ...] = ()
    facilitator: str = ""
    independence: str = ""
    people: int = 0
    vantage_points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GateException:
    """A gate that was passed with a reason, and by whom."""

    gate: str
    reason: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the trade and what it means here."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened or that somebody tells.

    lane: the vantage point, such as "Response". known_at: when people involved could first know it, None when
    at once or not said. uncertainty: in words ("give or take 5 minutes"). decisive: a decision point is here.
    """

    id: str
    occurred_at: datetime
    text: str
    kind: EntryKind = "fact"
    lane: str = ""
    known_at: datetime | None = None
    precision: Precision = "minute"
    uncertainty: str = ""
    sources: tuple[str, ...] = ()
    decisive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineGap:
    """A span in which a lane has no evidence, and why. A gap is never a question about anybody."""

    starts_at: datetime
    ends_at: datetime
    cause: str
    lane: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A named phase of the story, drawn behind the timeline."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one person tells, in their words. differs_from: ids of accounts that differ; both stay."""

    id: str
    role: str
    text: str
    before_evidence: bool = False
    sealed_at: datetime | None = None
    differs_from: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPoint:
    """A moment at which somebody acted: the five slots, and what made it sensible then. id: such as `D-3`."""

    title: str
    id: str = ""
    at: datetime | None = None
    done: str = ""
    effects: str = ""
    expected: str = ""
    assumed: str = ""
    understood: str = ""
    sensible: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One contributing condition. label: a short name for the picture, empty = the statement itself."""

    id: str
    level: Level
    statement: str
    label: str = ""
    marks: tuple[str, ...] = ()
    persistence: Persistence = ""
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the conditions led to; the end of the links."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One condition (or effect) bears on another. start, end: ids of conditions or effects."""

    start: str
    end: str
    kind: LinkKind
    basis: Basis = "evidence"
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLook:
    """Whether a level was looked at, and what was asked of whom (or why it was not)."""

    level: Level
    looked: Looked
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    """Something meant to catch this: it held, it did not, or it was not there."""

    stood: Stood
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One follow-up as it stands. owner: empty = nobody has said yes. state: in words.

    conditions: ids of the conditions it changes.
    """

    number: int
    text: str
    strength: Strength = ""
    changes: Changes = ""
    conditions: tuple[str, ...] = ()
    owner: str = ""
    state: str = ""
    end_state: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A piece of evidence that the marks point to.

    captured_from: a place, such as the name of a host. blotted_out: how many likely secrets are blotted out in it.
    custody: one line of what else is known of its way. digest: `sha256:...` in full. place, proof: addresses of the
    piece itself and of its receipt, empty on a page that stands alone.
    """

    id: str
    what: str
    captured_at: datetime | None = None
    captured_from: str = ""
    sealed_at: datetime | None = None
    blotted_out: int = 0
    custody: str = ""
    digest: str = ""
    state: SourceState = "held"
    place: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change made after publication, which stands beside what was first published."""

    at: datetime
    text: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The signed state of the record at publication. note: the whole signed note, verbatim."""

    size: int
    root: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One published page, whole.

    narrative: Markdown in which `[E-4]` and `[A-3]` are marks, as in every text of people here. zone: the name of the zone in which all times
    are given. reading_minutes: 0 = not said. origin, vkey: name and verifier key of the record.
    """

    number: int
    title: str
    lede: str = ""
    first_story: str = ""
    second_story: str = ""
    narrative: str = ""
    organisation: str = ""
    language: str = "en"
    published_at: datetime | None = None
    reading_minutes: int = 0
    zone: str = "UTC"
    impact: tuple[Impact, ...] = ()
    review: Review | None = None
    thanks: tuple[str, ...] = ()
    exceptions: tuple[GateException, ...] = ()
    withheld: tuple[str, ...] = ()
    words: tuple[Term, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    timeline_gaps: tuple[TimelineGap, ...] = ()
    bands: tuple[Band, ...] = ()
    accounts: tuple[Account, ...] = ()
    decision_points: tuple[DecisionPoint, ...] = ()
    conditions: tuple[Condition, ...] = ()
    links: tuple[Link, ...] = ()
    effects: tuple[Effect, ...] = ()
    levels: tuple[LevelLook, ...] = ()
    defences: tuple[Defence, ...] = ()
    luck: tuple[str, ...] = ()
    surprises: tuple[str, ...] = ()
    went_well: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    sources: tuple[Source, ...] = ()
    gaps: tuple[str, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    charter_version: str = ""
    checkpoint: Checkpoint | None = None
    vkey: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The pictures of an edition, as markup to be placed in a page that also carries `css`; empty = nothing to draw.

    sentences: the condition map as a list of sentences, its text alternative.
    """

    timeline_wide: str = ""
    timeline_upright: str = ""
    condition_map: str = ""
    sentences: tuple[str, ...] = ()
    css: str = ""
