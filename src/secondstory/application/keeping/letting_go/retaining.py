"""Rules of retention as acts: set and removed in the open, looked at, and asked for when the days of something are over.

Asking is all that is done here. Each request is an erasure of its own that waits for two people like any other; the daily
batch carries it out. A number is taken before anybody looks, so that of two processes that ask at once one loses the
number, looks again, and finds everything asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from secondstory.application.keeping.destroying import Means
from secondstory.application.keeping.letting_go.covered import Covered
from secondstory.application.keeping.letting_go.recalling import recall
from secondstory.application.office import ATTEMPTS, Office, act
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.journal import INSTALLATION_STREAM, Appended
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import erasure, retention
from secondstory.domain.keeping.erasure import AskedByRule, Erasure, Requested, Scheduled, Scope, Target
from secondstory.domain.keeping.retention import (
    KINDS,
    Kept,
    Kind,
    Retention,
    RetentionHeld,
    RetentionRemoved,
    RetentionSet,
    Rule,
    Standing,
)
from secondstory.domain.lifecycle import fold_retention
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass, field, replace
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import ERASURE, RETENTION

SOON_DAYS = (30, 90)
MOST_AT_ONCE = 100
"""How many requests one append records; what is left goes into the next."""
_SCOPES: Mapping[str, Scope] = {"people": Scope.PART, "evidence": Scope.ITEM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One thing, how it stands to the rule of its kind, and the day on which its days are over."""

    rule: Rule
    kept: Kept
    standing: Standing
    day: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One kind: its rule, how many things there are, how many stand how, and how many come due within so many days.

    soon: for each of SOON_DAYS; what is due already is not among them. A kind that nobody counts says None and nothing.
    """

    kind: Kind
    rule: Rule | None
    covered: int | None = None
    standing: Mapping[Standing, int] = field(default_factory=dict)
    soon: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for. numbers: the n of each ER-n. held: how many things were due and a hold keeps them."""

    numbers: tuple[int, ...] = ()
    held: int = 0


def retention_of(office: Office) -> Retention:
    """Return the rules that stand, and how they came about."""
    return office.load(INSTALLATION_STREAM, fold_retention)


def words_for(office: Office, kind: str) -> str | None:
    """Return for how long a kind is kept, as it shows to whoever writes; None when no rule stands."""
    found = office.door.rows(RETENTION, {"kind": kind}, limit=1)
    if not found:
        return None
    days, entry = int(str(found[0]["days"])), int(str(found[0]["entry"]))
    return retention.kept_words(days, str(found[0]["since"]), entry)


def set_rule(office: Office, draft: RetentionSet) -> Appended | None:
    """Set or change the rule of a kind; None when it stands so. Raises Refused as the domain does."""
    return act(office, INSTALLATION_STREAM, fold_retention, lambda state: retention.set_rule(state, draft))


def remove_rule(office: Office, draft: RetentionRemoved) -> Appended:
    """Remove the rule of a kind. Raises Refused when none stands, and without a reason."""
    told = act(office, INSTALLATION_STREAM, fold_retention, lambda state: retention.remove_rule(state, draft))
    assert told is not None
    return told


def shares(office: Office, means: Means) -> tuple[Share, ...]:
    """Return each kind with its rule and how much stands how."""
    state, now, covered = retention_of(office), office.now(), Covered(means)
    return tuple(_share(kind, state.rules.get(kind.name), covered, now) for kind in KINDS.values())


def due(office: Office, means: Means) -> tuple[Judged, ...]:
    """Return what is due, with what a hold keeps among it, the longest due first."""
    found = _due(retention_of(office), Covered(means), office.now())
    return tuple(sorted(found, key=lambda one: (one.day or office.now(), one.kept.stream)))


def ask_due(office: Office, means: Means) -> Asked:
    """Ask, as the installation, for the erasure of what is due; nothing when nothing is, or all of it is asked for.

    What a hold keeps is left out, and that it does is recorded once for each set of holds. What a rule asked for that no
    longer stands is taken back first.
    """
    recall(office, means.storage, means.keys)
    numbers: list[int] = []
    for attempt in range(ATTEMPTS):
        look = _Look(office, means)
        try:
            for drafts, expects, asked in look.appends():
                office.journal.append(drafts, by=None, expects=expects)
                numbers += asked
        except Conflict:
            # A number was taken, a rule changed, or a hold did: look again. What was recorded is asked for.
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return Asked(numbers=tuple(numbers), held=len(look.held))
    raise AssertionError("every attempt returned or raised")


def _share(kind: Kind, rule: Rule | None, covered: Covered, now: datetime) -> Share:
    if not kind.is_counted:
        return Share(kind=kind, rule=rule)
    if rule is None:
        return Share(kind=kind, rule=None, covered=sum(1 for _ in covered.things(kind.name)))
    judged = [_judged(rule, one, covered, now) for one in covered.things(kind.name, rule.since)]
    standing = {one: sum(1 for each in judged if each.standing is one) for one in Standing}
    days = [one.day for one in judged if one.standing is Standing.KEPT and one.day is not None]
    soon = {within: sum(1 for day in days if day <= now + timedelta(days=within)) for within in SOON_DAYS}
    return Share(kind=kind, rule=rule, covered=len(judged), standing=standing, soon=soon)


def _judged(rule: Rule, one: Kept, covered: Covered, now: datetime) -> Judged:
    standing = retention.judge(rule, one, now)
    if standing is Standing.DUE:
        # Holds are looked for where they matter: what is not due is kept anyway.
        one = replace(one, holds=covered.standing_holds(one.stream, now))
        standing = retention.judge(rule, one, now)
    return Judged(rule=rule, kept=one, standing=standing, day=retention.day_of(rule, one))


def _due(state: Retention, covered: Covered, now: datetime) -> list[Judged]:
    return [
        judged
        for name, rule in state.rules.items()
        if name in KINDS  # a newer version may know kinds that this one does not
        for one in covered.things(name, rule.since)
        if (judged := _judged(rule, one, covered, now)).standing in {Standing.DUE, Standing.HELD}
    ]


class _Look:
    """One look at what is due, and what asking for it records. The number comes first: see the top."""

    def __init__(self, office: Office, means: Means) -> None:
        self._office = office
        self._number = office.door.next_number(ERASURE)
        entries = office.reader.events(INSTALLATION_STREAM)
        self._seq = entries[-1].seq if entries else 0
        self._state, self._covered = fold_retention(entries), Covered(means)
        found = _due(self._state, self._covered, office.now())
        self.held = [one for one in found if one.standing is Standing.HELD]
        self._wanted = [one for one in found if one.standing is Standing.DUE]

    def appends(self) -> Iterator[tuple[list[Draft], dict[StreamId, int], list[int]]]:
        """Yield drafts that are recorded together, the sequences they rely on, and the n of each ER-n among them."""
        notes = _notes(self._state, self.held)
        if notes:
            yield notes, {INSTALLATION_STREAM: self._seq}, []
            self._seq += len(notes)
        for first in range(0, len(self._wanted), MOST_AT_ONCE):
            drafts: list[Draft] = []
            expects = {INSTALLATION_STREAM: self._seq}
            numbers: list[int] = []
            for one in self._wanted[first : first + MOST_AT_ONCE]:
                stream = self._office.new_stream("er")
                drafts += [Draft(stream=stream, event=event) for event in self._request(one)]
                expects |= {stream: 0, **self._covered.seen_holds(one.kept.stream)}
                numbers.append(self._number)
                self._number += 1
            yield drafts, expects, numbers

    def _request(self, one: Judged) -> list[Event]:
        scope = _SCOPES.get(one.rule.kind, Scope.STREAM)
        texts = self._covered.name_texts(one.kept.stream) if scope is Scope.PART else []
        draft = Requested(
            number=self._number,
            scope=scope,
            target=one.kept.stream,
            basis=one.rule.basis,
            reason=one.rule.asks,
            entries=tuple(Target(index=text.index, slot=text.part) for text in texts),
        )
        assert one.day is not None
        asked = AskedByRule(kind=one.rule.kind, rule=one.rule.entry, kept_until=one.day)
        return [*erasure.request(Erasure(), draft), asked, Scheduled(not_before=one.day)]


def _notes(state: Retention, held: Sequence[Judged]) -> list[Draft]:
    """Return what is recorded of holds that keep what is due: nothing for a set that is recorded."""
    sets = dict.fromkeys((one.rule.kind, one.kept.holds) for one in held)
    return [
        Draft(stream=INSTALLATION_STREAM, event=event)
        for kind, numbers in sets
        for event in retention.note_held(state, RetentionHeld(kind=kind, holds=numbers))
    ]
