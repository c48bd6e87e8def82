"""The journal and the reader of somebody who is not alone: they ask the policy and the door first."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from secondstory.application.access import beginning
from secondstory.application.access.policy import DENY, SHAPING, Rule, rule_of
from secondstory.application.access.refusing import not_here, not_yours
from secondstory.application.ports.storage import Log, StoredEntry
from secondstory.application.record.journal import INSTALLATION_STREAM, Appended, Journal
from secondstory.application.record.reading import Heading, Reader
from secondstory.application.record.sealing import Draft, Unsealed
from secondstory.domain.ceremony import followups
from secondstory.domain.event_table import tag_of
from secondstory.domain.keeping import erasure
from secondstory.domain.understanding import incidents
from secondstory.kernel.event import Event
from secondstory.kernel.ids import PersonId, StreamId, prefix_of
from secondstory.readmodel.door import Door
from secondstory.readmodel.relations import Relation
from secondstory.readmodel.tables import ERASURE, SUPPORT
from secondstory.vault.keys import Keys, LastSigned

_NONE: frozenset[Relation] = frozenset()
_ANSWERING = frozenset({Relation.SUPPORTED, Relation.SPEAKS_FOR})
_HOUSE = frozenset({"pe", "ch", "in"})


def action_of(event: Event) -> str:
    """Return what an event is called in the policy: its tag without the version."""
    return tag_of(event).rpartition(".")[0]


class GuardedReader(Reader):
    """Reads the streams that its person may read; of any other it says what it says of one that is not there."""

    def __init__(self, log: Log, keys: Keys, door: Door) -> None:
        """Read from `log` as far as `door` lets its person see."""
        super().__init__(log, keys)
        self._door = door

    def unsealed(self, entries: Iterable[StoredEntry], stream: StreamId) -> list[Unsealed]:
        """Return the entries that can be read, none of a stream that may not be."""
        return super().unsealed(entries, stream) if may_read(self._door, stream) else []

    def header(self, stored: StoredEntry) -> Heading | None:
        """Return what the header of an entry says; None when its stream may not be read."""
        return super().header(stored) if may_read(self._door, stored.stream) else None


class GuardedJournal(Journal):
    """Records what the policy lets its person record."""

    def __init__(
        self, behind: Journal, door: Door, me: PersonId, *, rules: Callable[[str], Rule] = rule_of
    ) -> None:
        """Pass on to `behind` what `rules` let `me` record, as `door` shows what they are."""
        self._rules = rules
        self._behind = behind
        self._door = door
        self._me = me

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        by: PersonId | None,
        expects: Mapping[StreamId, int] | None = None,
        once: str | None = None,
        refold: Sequence[StreamId] = (),
    ) -> Appended:
        """Record `drafts`. Raises Refused, before anything is recorded, when one of them is not theirs to record."""
        if by != self._me:
            raise not_yours(DENY)
        Judgement(self._door, self._me, drafts, expects or {}).raise_if_any(self._rules)
        return self._behind.append(drafts, by=by, expects=expects, once=once, refold=refold)

    def recover(self) -> LastSigned | None:
        """Sign what a crash left committed and unsigned."""
        return self._behind.recover()

    def reproject(self, streams: Sequence[StreamId]) -> None:
        """Fold `streams` again."""
        self._behind.reproject(streams)


class Judgement:
    """Whether one append is allowed."""

    def __init__(
        self, door: Door, me: PersonId, drafts: Sequence[Draft], expects: Mapping[StreamId, int]
    ) -> None:
        """Judge `drafts`, which `me` would record."""
        self._door, self._me, self._drafts = door, me, drafts
        self._held: dict[StreamId, frozenset[Relation]] = {}
        first: dict[StreamId, Event] = {}
        for draft in drafts:
            first.setdefault(draft.stream, draft.event)
        self._new = {
            stream: event
            for stream, event in first.items()
            if expects.get(stream) == 0 and beginning.begins(event)
        }

    def raise_if_any(self, rules: Callable[[str], Rule]) -> None:
        """Raise Refused for the first draft that is not theirs."""
        for draft in self._drafts:
            held, rule = self._relations(draft), rules(_action(draft.event))
            if not held:
                raise not_here(draft.stream)
            if not rule.allows(held | self._oneself(draft.event)):
                raise not_yours(rule)

    def _relations(self, draft: Draft) -> frozenset[Relation]:
        """Return what `me` is for the purpose of one draft; empty when what it is about may not be seen."""
        event, stream = draft.event, draft.stream
        if self._new.get(stream) is event:
            return self._of_all(beginning.about(event))
        held = self._of(stream)
        if isinstance(event, followups.OriginAdded):
            # Whoever joins a follow-up to another post-mortem shapes both of them.
            held = held if self._of(event.origin.post_mortem) & SHAPING else _NONE
        return held

    def _of_all(self, streams: Sequence[StreamId]) -> frozenset[Relation]:
        """Return what `me` is to each of `streams`; to nothing in particular, anybody."""
        found = [self._of(stream) for stream in streams]
        if not found:
            return frozenset({Relation.ANYBODY}) if self._door.viewers else _NONE
        return frozenset.intersection(*found) if all(found) else _NONE

    def _of(self, stream: StreamId) -> frozenset[Relation]:
        if stream not in self._held:
            self._held[stream] = self._looked_up(stream)
        return self._held[stream]

    def _looked_up(self, stream: StreamId) -> frozenset[Relation]:
        held = relations_for_acting(self._door, stream)
        if stream in self._new:
            return held | beginning.own(stream, self._new[stream], self._me)
        return held

    def _oneself(self, event: Event) -> frozenset[Relation]:
        """Return ONESELF when the event is about whoever acts."""
        match event:
            case followups.Accepted():
                about: object = event.owner
            case erasure.Requested():
                about = event.target
            case _:
                about = getattr(event, "person", None)
        return frozenset({Relation.ONESELF}) if about == self._me else _NONE


def may_read(door: Door, stream: StreamId) -> bool:
    """Return whether somebody may read a stream; whoever is supported may read what it is about."""
    return door.may_read(stream) or _is_supported_in(door, stream)


def relations_for_acting(door: Door, stream: StreamId) -> frozenset[Relation]:
    """Return what somebody is to a stream, as the policy asks: with what they are to what it is about."""
    held = door.relations(stream)
    prefix = prefix_of(stream)
    if prefix == "er" and held:
        return held | _of_erased(door, stream)
    if prefix == "pm" and _is_supported_in(door, stream):
        return held | {Relation.HEARD}
    if prefix in _HOUSE and stream != INSTALLATION_STREAM:
        return held | (door.relations(INSTALLATION_STREAM) & {Relation.ADMINISTRATOR})
    return held


def _of_erased(door: Door, erasure_stream: StreamId) -> frozenset[Relation]:
    """Return what somebody is to what an erasure names."""
    row = door.row(ERASURE, erasure_stream)
    target = StreamId(str(row["target"])) if row is not None else erasure_stream
    return _NONE if prefix_of(target) == "er" else relations_for_acting(door, target)


def _is_supported_in(door: Door, stream: StreamId) -> bool:
    if prefix_of(stream) != "pm":
        return False
    offers = [StreamId(str(row["stream"])) for row in door.rows(SUPPORT, {"postmortem": stream})]
    return any(_ANSWERING & door.relations(offer) for offer in offers)


def _action(event: Event) -> str:
    if isinstance(event, incidents.RoleTaken) and event.role is incidents.Role.OWNER:
        return "incident.owner_taken"
    return action_of(event)
