"""The story as it stands: a fold of its events."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from secondstory.domain.understanding.narrative.events import (
    CommentMade,
    CommentResolved,
    DecisionPointAdded,
    DecisionPointFilled,
    DefenceNoted,
    GlossaryTermAdded,
    HardNoted,
    LuckNoted,
    Note,
    NoteReworded,
    ParagraphsRedacted,
    ParagraphsWritten,
    Revised,
    StoreysWritten,
    StoryEvent,
    SurpriseNoted,
    ThanksGiven,
    WentWellNoted,
)
from secondstory.domain.understanding.narrative.paragraphs import joined
from secondstory.kernel.covering import mark
from secondstory.kernel.event import Gone, Recorded
from secondstory.kernel.frozen import dataclass, field, replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment

SLOTS = ("effects", "expected", "assumed", "understood", "sensible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of the narrative: its paragraphs in order, who wrote it, when, and what it started from."""

    number: int
    paragraphs: tuple[str, ...]
    authors: tuple[PersonId, ...]
    parents: tuple[int, ...]
    by: PersonId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPoint:
    """A decision point as it stands. `done` is what was done; the five slots say how it looked from there."""

    number: int
    title: str
    done: str
    when: Moment | None = None
    effects: str | None = None
    expected: str | None = None
    assumed: str | None = None
    understood: str | None = None
    sensible: str | None = None

    @property
    def empty_slots(self) -> tuple[str, ...]:
        """The slots that nobody has filled: of effects, expected, assumed, understood, sensible."""
        return tuple(name for name in SLOTS if not (getattr(self, name) or "").strip())

    @property
    def has_none(self) -> bool:
        """Whether an action stands here with nothing of how it looked to whoever acted (NAR-3)."""
        return self.empty_slots == SLOTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note as it stands: `first` is how it was written, `rewordings` what was put in its place, in order."""

    first: Note
    rewordings: tuple[NoteReworded, ...] = ()

    @property
    def number(self) -> int:
        """Its number in the post-mortem, said as N-3."""
        return self.first.number

    @property
    def text(self) -> str:
        """What it says now."""
        return self.rewordings[-1].text if self.rewordings else self.first.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment, open until `resolved_at` is known."""

    number: int
    text: str
    about: str | None
    by: PersonId | None
    at: datetime
    resolved_at: datetime | None = None
    resolution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is told so far."""

    paragraphs: Mapping[str, str] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    storeys: StoreysWritten = field(default_factory=StoreysWritten)
    decision_points: tuple[DecisionPoint, ...] = ()
    notes: tuple[Noted, ...] = ()
    comments: tuple[Comment, ...] = ()
    glossary: Mapping[str, str] = field(default_factory=dict)
    thanks: tuple[ThanksGiven, ...] = ()
    redactions: tuple[ParagraphsRedacted, ...] = ()

    @property
    def latest(self) -> Revision | None:
        """The last revision, or None when nothing is written."""
        return self.revisions[-1] if self.revisions else None

    @property
    def next_number(self) -> int:
        """The number of the next decision point."""
        return 1 + max((one.number for one in self.decision_points), default=0)

    @property
    def next_note_number(self) -> int:
        """The number of the next note of any kind."""
        return 1 + max((one.number for one in self.notes), default=0)

    @property
    def next_comment_number(self) -> int:
        """The number of the next comment."""
        return 1 + max((one.number for one in self.comments), default=0)

    @property
    def surprises(self) -> tuple[Noted, ...]:
        """What was not as people expected."""
        return self._notes(SurpriseNoted)

    @property
    def went_well(self) -> tuple[Noted, ...]:
        """What went right."""
        return self._notes(WentWellNoted)

    @property
    def luck(self) -> tuple[Noted, ...]:
        """What limited the harm without being meant to."""
        return self._notes(LuckNoted)

    @property
    def hard(self) -> tuple[Noted, ...]:
        """What made the work harder than it had to be."""
        return self._notes(HardNoted)

    @property
    def defences(self) -> tuple[Noted, ...]:
        """What held, failed or was absent; `first` is a DefenceNoted."""
        return self._notes(DefenceNoted)

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """The comments that wait for an answer."""
        return tuple(one for one in self.comments if one.resolved_at is None)

    def _notes(self, kind: type[Note]) -> tuple[Noted, ...]:
        return tuple(one for one in self.notes if isinstance(one.first, kind))


def text_of(state: Story, revision: Revision) -> str:
    """Return the Markdown of one revision; a paragraph nobody has any more says that it is missing."""
    return joined(state.paragraphs.get(one, Gone("missing")) for one in revision.paragraphs)


def evolve(state: Story, entry: Recorded[StoryEvent]) -> Story:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case ParagraphsWritten():
            written = zip(event.ids, event.paragraphs, strict=False)
            # What an id names never changes, so that an old revision reads for ever as it did.
            fresh = {name: text for name, text in written if name not in state.paragraphs}
            return replace(state, paragraphs={**state.paragraphs, **fresh})
        case ParagraphsRedacted():
            covered = dict.fromkeys(event.ids, mark(event.because))
            return replace(
                state, paragraphs={**state.paragraphs, **covered}, redactions=(*state.redactions, event)
            )
        case Revised():
            return replace(state, revisions=(*state.revisions, _revision(event, entry.by, entry.at)))
        case StoreysWritten():
            return replace(state, storeys=_merged_storeys(state.storeys, event))
        case DecisionPointAdded():
            return replace(state, decision_points=(*state.decision_points, _decision_point(event)))
        case DecisionPointFilled():
            points = tuple(
                _filled(one, event) if one.number == event.number else one for one in state.decision_points
            )
            return replace(state, decision_points=points)
        case CommentMade():
            comment = Comment(
                number=event.number, text=event.text, about=event.about, by=entry.by, at=entry.at
            )
            return replace(state, comments=(*state.comments, comment))
        case CommentResolved():
            return _after_answer(state, event, entry.at)
        case _:
            return _evolve_notes(state, event)


def _evolve_notes(state: Story, event: Note | NoteReworded | GlossaryTermAdded | ThanksGiven) -> Story:
    match event:
        case SurpriseNoted() | WentWellNoted() | LuckNoted() | HardNoted() | DefenceNoted():
            return replace(state, notes=(*state.notes, Noted(first=event)))
        case NoteReworded():
            return _after_rewording(state, event)
        case GlossaryTermAdded():
            return replace(state, glossary={**state.glossary, event.term: event.meaning})
        case ThanksGiven():
            return replace(state, thanks=(*state.thanks, event))
        case _:
            assert_never(event)


def _after_rewording(state: Story, event: NoteReworded) -> Story:
    notes = tuple(
        replace(one, rewordings=(*one.rewordings, event)) if one.number == event.cites else one
        for one in state.notes
    )
    return replace(state, notes=notes)


def _revision(event: Revised, by: PersonId | None, at: datetime) -> Revision:
    return Revision(
        number=event.number,
        paragraphs=event.paragraphs,
        authors=event.authors,
        parents=event.parents,
        by=by,
        at=at,
    )


def _merged_storeys(before: StoreysWritten, after: StoreysWritten) -> StoreysWritten:
    return StoreysWritten(
        lede=_or(after.lede, before.lede),
        first=_or(after.first, before.first),
        second=_or(after.second, before.second),
    )


def _decision_point(event: DecisionPointAdded) -> DecisionPoint:
    return DecisionPoint(
        number=event.number,
        title=event.title,
        done=event.done,
        when=event.when,
        effects=event.effects,
        expected=event.expected,
        assumed=event.assumed,
        understood=event.understood,
        sensible=event.sensible,
    )


def _filled(before: DecisionPoint, after: DecisionPointFilled) -> DecisionPoint:
    return DecisionPoint(
        number=before.number,
        title=before.title if after.title is None else after.title,
        done=before.done if after.done is None else after.done,
        when=after.when or before.when,
        effects=_or(after.effects, before.effects),
        expected=_or(after.expected, before.expected),
        assumed=_or(after.assumed, before.assumed),
        understood=_or(after.understood, before.understood),
        sensible=_or(after.sensible, before.sensible),
    )


def _or(after: str | None, before: str | None) -> str | None:
    return before if after is None else after


def _after_answer(state: Story, event: CommentResolved, at: datetime) -> Story:
    comments = tuple(
        replace(one, resolved_at=at, resolution=event.note) if one.number == event.number else one
        for one in state.comments
    )
    return replace(state, comments=comments)
