"""Retention: for how long each kind of text or evidence is kept, said in the open and asked for when the time comes.

Whoever looks after the installation sets a rule for a kind: so many days, counted from a named moment, on a basis and for
a reason. It stands in the stream of the installation, and every change of it stays readable. When the days of a thing are
over the installation asks for its erasure, and never does more than ask: two people approve, as with every erasure. What a
hold keeps is not asked for; what is asked for is not asked for twice; what somebody declined stays declined for a while.
When a rule changes or goes, what it asked for and is not erased is taken back: people agreed to that rule and to no other.
Post-mortems, follow-ups, the charter and the installation live for ever, and no rule is set for them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from secondstory.domain.stored import Stored, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, field, replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused, refuse_if_any

STAYS_DECLINED_DAYS = 180
"""For so long a rule does not ask again for what somebody declined to erase."""
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSet(Event):
    """A kind is kept for so many days from here on. kind, since: words, so that later kinds need no event of their own."""

    kind: str
    days: int
    since: str
    basis: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRemoved(Event):
    """No rule stands for a kind from here on; what it asked for and is not erased is taken back."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionHeld(Event):
    """Something of a kind was due, and these holds (the n of HO-n) kept it. Recorded once for each set of holds."""

    kind: str
    holds: tuple[int, ...]


RetentionEvent = RetentionSet | RetentionRemoved | RetentionHeld

STORED: tuple[Stored, ...] = (
    stored("installation.retention_set.v1", RetentionSet, "kind days since basis", texts="reason"),
    stored("installation.retention_removed.v1", RetentionRemoved, "kind", texts="reason"),
    stored("installation.retention_held.v1", RetentionHeld, "kind holds"),
)


class Since(StrEnum):
    """The moment from which the days of a thing are counted."""

    PUBLICATION = "publication"
    SEALING = "sealing"
    LAST_ACT = "last-act"
    LEAVING = "leaving"


SINCE_WORDS: Mapping[str, str] = {
    Since.PUBLICATION: "the day its post-mortem was published or withdrawn",
    Since.SEALING: "the day it was sealed",
    Since.LAST_ACT: "the last thing that was recorded of it",
    Since.LEAVING: "the day the person left",
}
_SHORT: Mapping[str, str] = {
    Since.PUBLICATION: "publication",
    Since.SEALING: "it was sealed",
    Since.LAST_ACT: "the last act",
    Since.LEAVING: "the person left",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind that a rule can be set for. one, many: as people say it. since: what may be counted from, the usual first.

    is_counted: whether anybody is told how many there are; what two people hold between them is in no count.
    suggested_days, why: what we would suggest to somebody who asks, and the reason. Nothing is set by itself.
    """

    name: str
    one: str
    many: str
    since: tuple[Since, ...]
    suggested_days: int
    why: str
    is_counted: bool = True


KINDS: Mapping[str, Kind] = {
    "account": Kind(
        name="account",
        one="an account",
        many="accounts",
        since=(Since.PUBLICATION, Since.LAST_ACT),
        suggested_days=730,
        why="An account lives with its post-mortem. Two years on, what was learnt from it stands in the published page.",
    ),
    "support": Kind(
        name="support",
        one="what was noted of support",
        many="notes of support",
        since=(Since.PUBLICATION, Since.LAST_ACT),
        suggested_days=365,
        why="It is between two people, and after the questions on day 7 and 30 nobody needs it for long.",
        is_counted=False,
    ),
    "evidence": Kind(
        name="evidence",
        one="an item of evidence",
        many="items of evidence",
        since=(Since.PUBLICATION, Since.SEALING, Since.LAST_ACT),
        suggested_days=1095,
        why="Evidence lives by retention and hold. Most claims that it could answer lapse within three years.",
    ),
    "people": Kind(
        name="people",
        one="the name and address of somebody who left",
        many="names and addresses of people who left",
        since=(Since.LEAVING,),
        suggested_days=365,
        why="Their words stay. Who they were is needed while questions still come, seldom after a year.",
    ),
}
"""Every kind that a rule can be set for today. Concerns, coaching and cases will be further rows."""

FOR_EVER: Mapping[str, str] = {
    "post-mortem": "A post-mortem lives for ever, so no rule is set for it. Single texts of it can be erased by law:"
    " secondstory erase PM-3 --part T-4",
    "follow-up": "A follow-up lives for ever, longer than what it came from, so no rule is set for it. Its texts can be"
    " erased by law: secondstory erase FU-2 --part text",
    "condition": "Conditions live for ever with their post-mortem, so no rule is set for them. Their texts can be erased by"
    " law: secondstory erase PM-3 --part C-2",
    "hold": "That something was held stays for ever, so no rule is set for holds. A hold itself ends by its day or by a"
    " release: secondstory hold",
    "charter": "The charter lives for ever, so no rule is set for it: people have to see later what they agreed to.",
    "installation": "What was done to the record itself lives for ever, so no rule is set for it: others rely on it.",
    "erasure": "That something was erased lives for ever, so no rule is set for it: it is what stands in its place.",
}
_OTHER_WORDS: Mapping[str, str] = {
    "accounts": "account",
    "person": "people",
    "directory": "people",
    "pm": "post-mortem",
    "postmortem": "post-mortem",
    "post-mortems": "post-mortem",
    "followup": "follow-up",
    "followups": "follow-up",
    "follow-ups": "follow-up",
    "holds": "hold",
    "conditions": "condition",
    "erasures": "erasure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that stands. entry: the index in the log of what set it; since: as it was stored."""

    kind: str
    days: int
    since: str
    basis: str
    reason: str
    entry: int
    set_at: datetime

    @property
    def words(self) -> str:
        """For how long, as it shows where something of the kind is written."""
        days = f"{self.days} day{'s' if self.days != 1 else ''}"
        return (
            f"Kept for {days} after {_SHORT.get(self.since, self.since)}, by the rule of entry {self.entry}."
        )

    @property
    def asks(self) -> str:
        """What a request for an erasure says of the rule that asks for it."""
        known = KINDS.get(self.kind)
        of, kept = known.many if known else self.kind, _for_days(self.days, self.since)
        return f"The rule for {of} (entry {self.entry}) asks for this: kept {kept}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The rules that stand by their kind, every change in its order, and which holds were recorded as in the way."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    history: tuple[Recorded[RetentionEvent], ...] = ()
    held: frozenset[tuple[str, tuple[int, ...]]] = frozenset()


def evolve(state: Retention, entry: Recorded[RetentionEvent]) -> Retention:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case RetentionSet():
            rule = Rule(
                kind=event.kind,
                days=event.days,
                since=event.since,
                basis=event.basis,
                reason=event.reason,
                entry=entry.index,
                set_at=entry.at,
            )
            rules = {**state.rules, event.kind: rule}
            return replace(state, rules=rules, history=(*state.history, entry))
        case RetentionRemoved():
            others = {name: rule for name, rule in state.rules.items() if name != event.kind}
            return replace(state, rules=others, history=(*state.history, entry))
        case RetentionHeld():
            return replace(state, held=state.held | {(event.kind, event.holds)})
        case _:
            assert_never(event)


def kept_words(days: int, since: str, entry: int) -> str:
    """Return for how long something is kept, in words. entry: the index in the log of what set the rule."""
    return f"Kept {_for_days(days, since)}, by the rule of entry {entry}."


def kind_of(said: str) -> Kind:
    """Return the kind that a person means. Raises Refused for what lives for ever, and for what is no kind here."""
    word = " ".join(said.split()).casefold()
    word = _OTHER_WORDS.get(word, word)
    if word in FOR_EVER:
        raise Refused(FOR_EVER[word], code="for-ever")
    if word not in KINDS:
        raise Refused(f'"{said}" is no kind that a rule can be set for. There are: {", ".join(KINDS)}.')
    return KINDS[word]


def set_rule(state: Retention, draft: RetentionSet) -> list[Event]:
    """Set or change the rule of a kind; nothing when it stands so. An empty `since` takes the usual one of the kind.

    Raises Refused for what lives for ever, days that are none, and without a basis and a reason.
    """
    kind = kind_of(draft.kind)
    since = draft.since.strip() or kind.since[0].value
    problems: list[str] = []
    if not 1 <= draft.days <= MOST_DAYS:
        problems.append(f"For how many days? A whole number from 1 to {MOST_DAYS}.")
    if since not in kind.since:
        ways = ", ".join(one.value for one in kind.since)
        problems.append(f"The days of {kind.one} are counted from one of: {ways}.")
    if not draft.basis.strip():
        problems.append("On which basis? The policy or the law that says for how long.")
    if not draft.reason.strip():
        problems.append(
            "Say in a sentence why it is kept for so long and no longer; people who write read it."
        )
    refuse_if_any(problems, code="not-a-rule")
    said = replace(draft, kind=kind.name, since=since, basis=draft.basis.strip(), reason=draft.reason.strip())
    standing = state.rules.get(kind.name)
    if standing is not None and _told(standing) == _told(said):
        return []
    return [said]


def remove_rule(state: Retention, draft: RetentionRemoved) -> list[Event]:
    """Remove the rule of a kind. Raises Refused when none stands, and without a reason."""
    kind = kind_of(draft.kind)
    if kind.name not in state.rules:
        raise Refused(f"No rule stands for {kind.many}; there is nothing to remove.")
    if not draft.reason.strip():
        raise Refused("Say why the rule goes; its history stays readable.")
    return [RetentionRemoved(kind=kind.name, reason=draft.reason.strip())]


def still_asks(state: Retention, kind: str, entry: int) -> bool:
    """Return whether the rule that `entry` set still stands for a kind."""
    standing = state.rules.get(kind)
    return standing is not None and standing.entry == entry


def note_held(state: Retention, draft: RetentionHeld) -> list[Event]:
    """Record that holds keep something of a kind that was due; nothing when that is recorded for these holds."""
    return [] if (draft.kind, draft.holds) in state.held else [draft]


class Standing(StrEnum):
    """How one thing stands to the rule of its kind."""

    NOT_COUNTING = "not counting yet"
    KEPT = "kept"
    DUE = "due"
    HELD = "held"
    ASKED = "asked for"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One thing that a rule covers. counts_from: when its days began, None while they have not.

    holds: the n of each HO-n that keeps it now. is_asked: an erasure of it is open. declined_at: when a rule's request
    for it was last taken back. What was erased is no thing any more.
    """

    stream: StreamId
    counts_from: datetime | None = None
    holds: tuple[int, ...] = ()
    is_asked: bool = False
    declined_at: datetime | None = None


def day_of(rule: Rule, one: Kept) -> datetime | None:
    """Return when the days of `one` are over; None while they have not begun."""
    return None if one.counts_from is None else one.counts_from + timedelta(days=rule.days)


def judge(rule: Rule, one: Kept, at: datetime) -> Standing:
    """Return how `one` stands to `rule` at `at`. DUE alone is what may be asked for."""
    day = day_of(rule, one)
    if day is None:
        return Standing.NOT_COUNTING
    if one.is_asked:
        return Standing.ASKED
    if at < day:
        return Standing.KEPT
    if one.holds:
        return Standing.HELD
    if one.declined_at is not None and at < one.declined_at + timedelta(days=STAYS_DECLINED_DAYS):
        return Standing.DECLINED
    return Standing.DUE


def _told(one: Rule | RetentionSet) -> tuple[int, str, str, str]:
    return one.days, one.since, one.basis, one.reason


def _for_days(days: int, since: str) -> str:
    return f"for {days} day{'s' if days != 1 else ''} after {_SHORT.get(since, since)}"
