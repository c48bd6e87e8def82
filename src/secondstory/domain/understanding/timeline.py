"""The timeline of one post-mortem: what happened when, how anybody knows, and where nothing was kept.

Each entry has a time it happened and, where that differs, a time people could know it; the record adds its own.
Facts, accounts and inferences stand side by side, each with its sources. Nobody overwrites an entry: a correction
cites it, says why, and both stay in sight. Participants confirm entries or say what they saw differently. What was
never captured is a gap with a cause of its own; a gap is no question about anybody.
There is no field for the person who acted: published text speaks of roles, and no table joins people to acts.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from secondstory.domain.stored import Stored, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused, refuse_if_any


class EntryKind(StrEnum):
    """How an entry is known: from data, from somebody who was there, or by reasoning from both."""

    FACT = "fact"
    ACCOUNT = "account"
    INFERENCE = "inference"


class GapCause(StrEnum):
    """Why nothing is there. Four of the five have nothing to do with anybody's candour; the fifth asks."""

    RETENTION_EXPIRED = "retention-expired"
    NEVER_CAPTURED = "never-captured"
    ACCESS_DENIED = "access-denied"
    LEGALLY_ERASED = "legally-erased"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAdded(Event):
    """Something happened at a time. sources: such as `E-4`, `A-2` or an address; capture: how the data was got."""

    number: int
    occurred: Moment
    kind: EntryKind
    text: str
    known: Moment | None = None
    actor_role: str | None = None
    vantage: str | None = None
    sources: tuple[str, ...] = ()
    capture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCorrected(Event):
    """The entry `cites` reads differently from here on, for a reason; what is None stays as it was."""

    cites: int
    reason: str
    text: str | None = None
    occurred: Moment | None = None
    known: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryConfirmed(Event):
    """A participant saw it the same way."""

    number: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDisputed(Event):
    """A participant saw it differently, and says how."""

    number: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRecorded(Event):
    """Nothing was kept of something. policy: the rule or setting that caused it."""

    number: int
    cause: GapCause
    what: str
    since: Moment | None = None
    until: Moment | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Event):
    """The next `count` entries came from one source, such as `E-4`, and not from memory."""

    source: str
    count: int


TimelineEvent = EntryAdded | EntryCorrected | EntryConfirmed | EntryDisputed | GapRecorded | Imported

STORED: tuple[Stored, ...] = (
    stored(
        "timeline.entry_added.v1",
        EntryAdded,
        "number occurred known kind sources",
        texts="text actor_role vantage capture",
    ),
    stored("timeline.entry_corrected.v1", EntryCorrected, "cites occurred known", texts="reason text"),
    stored("timeline.entry_confirmed.v1", EntryConfirmed, "number", texts="note"),
    stored("timeline.entry_disputed.v1", EntryDisputed, "number", texts="note"),
    stored("timeline.gap_recorded.v1", GapRecorded, "number cause since until", texts="what policy"),
    stored("timeline.imported.v1", Imported, "source count"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction as it was made: by whom, when, and what it changed."""

    made: EntryCorrected
    by: PersonId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one participant said about an entry."""

    agrees: bool
    note: str | None
    by: PersonId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: as it was first written (`added`), and everything that was said about it since."""

    added: EntryAdded
    by: PersonId | None
    recorded_at: datetime
    corrections: tuple[Correction, ...] = ()
    voices: tuple[Voice, ...] = ()

    @property
    def number(self) -> int:
        """Its number in the post-mortem, said as T-4."""
        return self.added.number

    @property
    def occurred(self) -> Moment:
        """When it happened, as it stands after the corrections."""
        return next(
            (one.made.occurred for one in reversed(self.corrections) if one.made.occurred),
            self.added.occurred,
        )

    @property
    def known(self) -> Moment | None:
        """When people could know it, as it stands after the corrections; None when nobody said."""
        return next(
            (one.made.known for one in reversed(self.corrections) if one.made.known), self.added.known
        )

    @property
    def text(self) -> str:
        """What it says after the corrections. The first wording stays in `added`."""
        return next(
            (one.made.text for one in reversed(self.corrections) if one.made.text is not None),
            self.added.text,
        )

    @property
    def is_unsourced(self) -> bool:
        """Whether nobody named where it comes from."""
        return not self.added.sources

    @property
    def confirmed_by(self) -> tuple[PersonId | None, ...]:
        """The people whose last word about it was yes."""
        return tuple(one.by for one in self._last_words if one.agrees)

    @property
    def disputes(self) -> tuple[Voice, ...]:
        """What is still seen differently: the last words that were no."""
        return tuple(one for one in self._last_words if not one.agrees)

    @property
    def _last_words(self) -> tuple[Voice, ...]:
        return tuple({one.by: one for one in self.voices}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing of which nothing was kept."""

    recorded: GapRecorded
    by: PersonId | None
    recorded_at: datetime

    @property
    def number(self) -> int:
        """Its number in the post-mortem, said as G-2."""
        return self.recorded.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The entries in the order in which they happened, and the gaps in the order in which they were found."""

    entries: tuple[Entry, ...] = ()
    gaps: tuple[Gap, ...] = ()
    imports: tuple[Imported, ...] = ()

    @property
    def next_number(self) -> int:
        """The number of the next entry."""
        return 1 + max((one.number for one in self.entries), default=0)

    @property
    def next_gap_number(self) -> int:
        """The number of the next gap."""
        return 1 + max((one.number for one in self.gaps), default=0)

    def find(self, number: int) -> Entry | None:
        """Return the entry T-`number`, or None."""
        return next((one for one in self.entries if one.number == number), None)

    def starts_before(self, detected: Moment) -> bool:
        """Return whether the story begins before anybody noticed (NAR-4): the first entry precedes `detected`."""
        return bool(self.entries) and self.entries[0].occurred.at < detected.at


def evolve(state: Timeline, entry: Recorded[TimelineEvent]) -> Timeline:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case EntryAdded():
            return _in_order(state, (*state.entries, Entry(added=event, by=entry.by, recorded_at=entry.at)))
        case EntryCorrected():
            correction = Correction(made=event, by=entry.by, at=entry.at)
            return _changed(
                state, event.cites, lambda one: replace(one, corrections=(*one.corrections, correction))
            )
        case EntryConfirmed() | EntryDisputed():
            agrees = isinstance(event, EntryConfirmed)
            voice = Voice(agrees=agrees, note=event.note, by=entry.by, at=entry.at)
            return _changed(state, event.number, lambda one: replace(one, voices=(*one.voices, voice)))
        case GapRecorded():
            return replace(state, gaps=(*state.gaps, Gap(recorded=event, by=entry.by, recorded_at=entry.at)))
        case Imported():
            return replace(state, imports=(*state.imports, event))
        case _:
            assert_never(event)


def _changed(state: Timeline, number: int, change: Callable[[Entry], Entry]) -> Timeline:
    return _in_order(state, tuple(change(one) if one.number == number else one for one in state.entries))


def _in_order(state: Timeline, entries: tuple[Entry, ...]) -> Timeline:
    return replace(state, entries=tuple(sorted(entries, key=lambda one: (one.occurred.at, one.number))))


def timed(stated: Moment | None) -> Moment:
    """Return `stated`; raises Refused when nobody said a time."""
    if stated is None:
        raise Refused(
            'An entry needs a time. A rough one will do, with how rough it is: "14:02", "yesterday evening, within an hour".',
            code="time-needed",
        )
    return stated


def add_entry(state: Timeline, draft: EntryAdded) -> list[Event]:
    """Add an entry. Raises Refused when it says nothing, or was known before it happened."""
    assert draft.number >= state.next_number, "the caller numbers entries from `next_number` on"
    problems = _known_too_early(draft.occurred, draft.known)
    if not draft.text.strip():
        problems.append("Say in a sentence what happened, as it looked from where somebody stood.")
    refuse_if_any(problems, code="entry-incomplete")
    return [draft]


def correct_entry(state: Timeline, draft: EntryCorrected) -> list[Event]:
    """Correct an entry; its first wording stays in sight. Raises Refused without a reason, or without a change."""
    entry = _existing(state, draft.cites)
    problems: list[str] = []
    if not draft.reason.strip():
        problems.append("A correction says why: what do you know now that you did not know then?")
    if draft.text is None and draft.occurred is None and draft.known is None:
        problems.append(
            f"What of T-{draft.cites} reads differently now: its words, its time, or when it was known?"
        )
    if draft.text is not None and not draft.text.strip():
        problems.append(
            f"T-{draft.cites} cannot become empty. If it never happened, say that, and how you know."
        )
    problems += _known_too_early(draft.occurred or entry.occurred, draft.known or entry.known)
    refuse_if_any(problems, code="correction-incomplete")
    return [draft]


def say_about_entry(state: Timeline, draft: EntryConfirmed | EntryDisputed, *, by: PersonId) -> list[Event]:
    """Confirm an entry, or say what you saw differently; nothing when `by` said the same already.

    Raises Refused when there is no such entry, and when a dispute does not say what was different.
    """
    entry = _existing(state, draft.number)
    if isinstance(draft, EntryConfirmed):
        return [] if by in entry.confirmed_by and draft.note is None else [draft]
    if not draft.note.strip():
        raise Refused(f"What did you see differently from T-{draft.number}? Both will stand side by side.")
    return [draft]


def record_gap(state: Timeline, draft: GapRecorded) -> list[Event]:
    """Record that nothing was kept of something. Raises Refused when it leaves open what, or which rule let it go."""
    assert draft.number >= state.next_gap_number, "the caller numbers gaps from `next_gap_number` on"
    problems: list[str] = []
    if not draft.what.strip():
        problems.append(
            'What is it that we do not have? For example: "access log of the console, 22:00 to 22:24".'
        )
    if draft.since and draft.until and draft.until.at < draft.since.at:
        problems.append("This gap ends before it begins. Which of the two times needs another look?")
    if (
        draft.cause in (GapCause.RETENTION_EXPIRED, GapCause.LEGALLY_ERASED)
        and not (draft.policy or "").strip()
    ):
        problems.append(
            'Which rule or setting let it go? Name it, or give the cause as "unknown" until you know.'
        )
    refuse_if_any(problems, code="gap-incomplete")
    return [draft]


def note_import(state: Timeline, draft: Imported) -> list[Event]:
    """Note that entries came from one source. Raises Refused when there were none, or when it was read before."""
    if draft.count < 1:
        raise Refused(
            f"No entry with a time was found in {draft.source}. Add the first one by hand to show its shape."
        )
    if any(before.source == draft.source for before in state.imports):
        raise Refused(
            f"{draft.source} was read into this timeline already. What is still missing is added by hand."
        )
    return [draft]


def _existing(state: Timeline, number: int) -> Entry:
    entry = state.find(number)
    if entry is None:
        last = state.next_number - 1
        there = f"They go from T-1 to T-{last}." if last else "There is none yet; add the first one."
        raise Refused(f"There is no entry T-{number} on this timeline. {there}", code="no-such-entry")
    return entry


def _known_too_early(occurred: Moment, known: Moment | None) -> list[str]:
    """Return the question to ask when `known` lies before `occurred`, however roughly the two were stated."""
    if known is None or _latest(known) > _earliest(occurred):
        return []
    question = (
        f"It was known at {known.at:%d %b %H:%M} UTC and happened at {occurred.at:%d %b %H:%M} UTC. If somebody saw it"
        " coming, that is an entry of its own; otherwise, which of the two times needs another look?"
    )
    return [question]


_WIDTH = {
    Precision.DAY: timedelta(days=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.SECOND: timedelta(seconds=1),
}


def _earliest(moment: Moment) -> datetime:
    return moment.at - timedelta(seconds=moment.uncertainty_s)


def _latest(moment: Moment) -> datetime:
    return moment.at + _WIDTH[moment.precision] + timedelta(seconds=moment.uncertainty_s)
