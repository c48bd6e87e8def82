"""What can happen to the story of a post-mortem, in the order in which it usually does."""

from enum import StrEnum

from secondstory.domain.stored import Stored, stored
from secondstory.kernel.covering import Because
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment


class DefenceKind(StrEnum):
    """What a defence did when it was needed."""

    HELD = "held"
    FAILED = "failed"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphsWritten(Event):
    """Some paragraphs were written; `ids` name them for ever. Same length as `paragraphs`, at most 15."""

    ids: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(Event):
    """The narrative is now these paragraphs in this order. parents: the revisions its writers started from."""

    number: int
    paragraphs: tuple[str, ...] = ()
    authors: tuple[PersonId, ...] = ()
    parents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreysWritten(Event):
    """What a reader sees first: a lede, the first story in a sentence, the second in a few. None stays as it was."""

    lede: str | None = None
    first: str | None = None
    second: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPointAdded(Event):
    """A moment with more than one way on: what was done, and the world as it looked from there (NAR-3)."""

    number: int
    title: str
    done: str
    when: Moment | None = None
    effects: str | None = None
    expected: str | None = None
    assumed: str | None = None
    understood: str | None = None
    sensible: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPointFilled(Event):
    """Slots of a decision point were written, or written again; what is None stays as it was."""

    number: int
    title: str | None = None
    done: str | None = None
    when: Moment | None = None
    effects: str | None = None
    expected: str | None = None
    assumed: str | None = None
    understood: str | None = None
    sensible: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurpriseNoted(Event):
    """Something was not as people expected."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WentWellNoted(Event):
    """Something went right, and is worth keeping."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LuckNoted(Event):
    """Something limited the harm without being meant to: a near-miss in disguise."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HardNoted(Event):
    """Something made the work harder than it had to be."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceNoted(Event):
    """A defence held, failed or was absent."""

    number: int
    kind: DefenceKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReworded(Event):
    """The note `cites` reads differently from here on; its first wording stays in the record."""

    cites: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentMade(Event):
    """Somebody asked or added something. about: a paragraph id, or a reference such as `D-2`."""

    number: int
    text: str
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentResolved(Event):
    """A comment found its answer."""

    number: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTermAdded(Event):
    """A word was explained to readers from outside; the last meaning stands."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksGiven(Event):
    """Somebody was thanked, by role or by name, as they agreed to."""

    to: str
    text: str
    consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphsRedacted(Event):
    """These paragraphs are covered from here on, in every revision that has them. What they said stays in the record."""

    ids: tuple[str, ...]
    because: Because
    why: str


Note = SurpriseNoted | WentWellNoted | LuckNoted | HardNoted | DefenceNoted

StoryEvent = (
    ParagraphsWritten
    | Revised
    | StoreysWritten
    | DecisionPointAdded
    | DecisionPointFilled
    | SurpriseNoted
    | WentWellNoted
    | LuckNoted
    | HardNoted
    | DefenceNoted
    | NoteReworded
    | CommentMade
    | CommentResolved
    | GlossaryTermAdded
    | ThanksGiven
    | ParagraphsRedacted
)

_SLOTS = "title done effects expected assumed understood sensible"

STORED: tuple[Stored, ...] = (
    stored("story.paragraphs_written.v1", ParagraphsWritten, "ids", texts="paragraphs"),
    stored("story.revised.v1", Revised, "number paragraphs authors parents"),
    stored("story.paragraphs_redacted.v1", ParagraphsRedacted, "ids because", texts="why"),
    stored("story.storeys_written.v1", StoreysWritten, texts="lede first second"),
    stored("story.decision_point_added.v1", DecisionPointAdded, "number when", texts=_SLOTS),
    stored("story.decision_point_filled.v1", DecisionPointFilled, "number when", texts=_SLOTS),
    stored("story.surprise_noted.v1", SurpriseNoted, "number", texts="text"),
    stored("story.went_well_noted.v1", WentWellNoted, "number", texts="text"),
    stored("story.luck_noted.v1", LuckNoted, "number", texts="text"),
    stored("story.hard_noted.v1", HardNoted, "number", texts="text"),
    stored("story.defence_noted.v1", DefenceNoted, "number kind", texts="text"),
    stored("story.note_reworded.v1", NoteReworded, "cites", texts="text reason"),
    stored("story.comment_made.v1", CommentMade, "number about", texts="text"),
    stored("story.comment_resolved.v1", CommentResolved, "number", texts="note"),
    stored("story.glossary_term_added.v1", GlossaryTermAdded, texts="term meaning"),
    stored("story.thanks_given.v1", ThanksGiven, "consent", texts="to text"),
)
