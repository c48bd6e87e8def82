"""An account: what one person saw, did and expected, in their own words and never merged with anybody else's.

It is a stream of its own, because nobody but its author ever changes it. It says whether it was written before its
author looked at logs: what differs from them then is worth as much as what agrees. The author decides who reads it,
the room or the facilitator alone. Where two accounts differ, a marker says so and both stay as they are.
"""

from datetime import datetime
from typing import assert_never

from secondstory.domain.stored import MOST_PARTS, Stored, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused

# Part 0 holds the facts, and in the first event one part holds the role.
_PARAGRAPHS_FIRST = MOST_PARTS - 2
_PARAGRAPHS_MORE = MOST_PARTS - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Event):
    """Somebody wrote down what they remember. before_evidence: before they looked at logs or other accounts."""

    post_mortem: StreamId
    number: int
    author_role: str
    before_evidence: bool
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued(Event):
    """The rest of a long account, or what its author remembered later."""

    before_evidence: bool
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Event):
    """The author put something right. cites: the paragraph, from 1; None for the account as a whole."""

    reason: str
    text: str
    cites: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared(Event):
    """The author lets the room read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld(Event):
    """The author keeps it between themselves and the facilitator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffersFrom(Event):
    """This account and another one tell something differently."""

    other: StreamId
    other_number: int
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffersFromEvidence(Event):
    """What was remembered and what was captured differ. ref: such as `E-2` or `T-7`."""

    ref: str
    about: str


AccountEvent = Written | Continued | Corrected | Shared | Withheld | DiffersFrom | DiffersFromEvidence

STORED: tuple[Stored, ...] = (
    stored(
        "account.written.v1", Written, "post_mortem number before_evidence", texts="author_role paragraphs"
    ),
    stored("account.continued.v1", Continued, "before_evidence", texts="paragraphs"),
    stored("account.corrected.v1", Corrected, "cites", texts="reason text"),
    stored("account.shared.v1", Shared),
    stored("account.withheld.v1", Withheld),
    stored("account.differs_from.v1", DiffersFrom, "other other_number", texts="about"),
    stored("account.differs_from_evidence.v1", DiffersFromEvidence, "ref", texts="about"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph as it was written, whether logs had been seen by then, and what corrects it."""

    text: str
    before_evidence: bool
    written_at: datetime
    corrections: tuple[Corrected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account."""

    stream: StreamId | None = None
    post_mortem: StreamId | None = None
    number: int = 0
    author: PersonId | None = None
    author_role: str = ""
    before_evidence: bool = False
    written_at: datetime | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    is_shared: bool = False
    differences: tuple[DiffersFrom | DiffersFromEvidence, ...] = ()

    @property
    def text(self) -> str:
        """The account as it was written, paragraphs parted by blank lines; corrections stand beside it."""
        return "\n\n".join(one.text for one in self.paragraphs)


def evolve(state: Account, entry: Recorded[AccountEvent]) -> Account:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case Written():
            return Account(
                stream=entry.stream,
                post_mortem=event.post_mortem,
                number=event.number,
                author=entry.by,
                author_role=event.author_role,
                before_evidence=event.before_evidence,
                written_at=entry.at,
                paragraphs=_paragraphs(event, entry.at),
            )
        case Continued():
            return replace(state, paragraphs=(*state.paragraphs, *_paragraphs(event, entry.at)))
        case Corrected():
            return _after_correction(state, event)
        case Shared():
            return replace(state, is_shared=True)
        case Withheld():
            return replace(state, is_shared=False)
        case DiffersFrom() | DiffersFromEvidence():
            return replace(state, differences=(*state.differences, event))
        case _:
            assert_never(event)


def _paragraphs(event: Written | Continued, at: datetime) -> tuple[Paragraph, ...]:
    before = event.before_evidence
    return tuple(Paragraph(text=text, before_evidence=before, written_at=at) for text in event.paragraphs)


def _after_correction(state: Account, event: Corrected) -> Account:
    if event.cites is None:
        return replace(state, corrections=(*state.corrections, event))
    paragraphs = tuple(
        replace(one, corrections=(*one.corrections, event)) if place == event.cites else one
        for place, one in enumerate(state.paragraphs, 1)
    )
    return replace(state, paragraphs=paragraphs)


def write(state: Account, draft: Written) -> list[Event]:
    """Write an account: one event, and more of them when it is longer than one can hold.

    Raises Refused when there is one already, when it is empty, or when it does not say from which role.
    """
    if state.stream is not None:
        raise Refused("This account is written already. Add to it, or correct it; the first words stay.")
    if not _says_something(draft.paragraphs):
        raise Refused("Write what you remember, in any order. A few lines are a good beginning.")
    if not draft.author_role.strip():
        raise Refused(
            'From which role do you tell it? Say it with --role, for example --role "engineer on call".'
        )
    first, rest = draft.paragraphs[:_PARAGRAPHS_FIRST], draft.paragraphs[_PARAGRAPHS_FIRST:]
    return [replace(draft, paragraphs=first), *_continued(rest, before_evidence=draft.before_evidence)]


def add_to(state: Account, draft: Continued, *, by: PersonId) -> list[Event]:
    """Add what was remembered later. Raises Refused when it is empty, or when `by` is not the author."""
    _must_be_author(state, by)
    if not _says_something(draft.paragraphs):
        raise Refused("Write what came back to you; the rest of the account stays as it is.")
    return _continued(draft.paragraphs, before_evidence=draft.before_evidence)


def correct(state: Account, draft: Corrected, *, by: PersonId) -> list[Event]:
    """Put something right beside the first words. Raises Refused without a reason or text, or for a wrong paragraph."""
    _must_be_author(state, by)
    if draft.cites is not None and not 1 <= draft.cites <= len(state.paragraphs):
        raise Refused(
            f"A-{state.number} has {len(state.paragraphs)} paragraphs; there is no paragraph {draft.cites}."
        )
    if not draft.text.strip():
        raise Refused("Write how you see it now. The first words stay beside it.")
    if not draft.reason.strip():
        raise Refused(
            "Say in a few words what made you see it differently; a correction made by you is honesty."
        )
    return [draft]


def choose_readers(state: Account, draft: Shared | Withheld, *, by: PersonId) -> list[Event]:
    """Share the account with the room, or keep it with the facilitator; nothing when it is so already.

    Raises Refused when `by` is not the author.
    """
    _must_be_author(state, by)
    return [] if state.is_shared is isinstance(draft, Shared) else [draft]


def mark_difference(state: Account, draft: DiffersFrom | DiffersFromEvidence, *, by: PersonId) -> list[Event]:
    """Mark where this account differs from another one or from evidence; neither changes.

    Raises Refused when `by` is not the author, when it does not say about what, or when the other one is itself.
    """
    _must_be_author(state, by)
    if isinstance(draft, DiffersFrom) and draft.other == state.stream:
        raise Refused("This is one and the same account. If you see it differently now, correct it.")
    if not draft.about.strip():
        raise Refused("What is told differently? Name the thing; neither account changes.")
    return [draft]


def _says_something(paragraphs: tuple[str, ...]) -> bool:
    return any(text.strip() for text in paragraphs)


def _continued(paragraphs: tuple[str, ...], *, before_evidence: bool) -> list[Event]:
    starts = range(0, len(paragraphs), _PARAGRAPHS_MORE)
    chunks = (paragraphs[start : start + _PARAGRAPHS_MORE] for start in starts)
    return [Continued(before_evidence=before_evidence, paragraphs=chunk) for chunk in chunks]


def _must_be_author(state: Account, by: PersonId) -> None:
    if state.stream is None:
        raise Refused(
            "There is no account here yet. Write yours: secondstory account PM-7, with the number you mean."
        )
    if state.author != by:
        raise Refused(
            "Nobody but its author changes an account. Write yours beside it; where the two differ, mark it.",
            code="not-the-author",
        )
