"""The installation itself: the log it keeps, the keys that sign it, and what was done to it from outside.

One stream, first in every log. It says under which origin and format the log began, which key signs it now, where
checkpoints were published, and when the clock, the place or the version changed under it: everything somebody needs
who wants to rely on the record without asking us.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from secondstory.domain.stored import Stored, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, field, replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Created(Event):
    """A log began. origin: its name for ever. format_version: of the record on disk."""

    origin: str
    format_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMade(Event):
    """The first signing key. vkey: what others verify with."""

    vkey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRotated(Event):
    """Another key signs from here on."""

    vkey: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRetired(Event):
    """An older key signs nothing after this entry; its private half was destroyed once this was signed."""

    vkey: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCompromised(Event):
    """Somebody else may hold the key. since: the first entry from which it is in doubt. This log ends here."""

    vkey: str
    since: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SucceededFrom(Event):
    """A log under another origin takes up where an older one ends: the first entry that only the successor has.

    origin, vkey: of the successor. predecessor: the older origin; carried: how many of its entries stand before this
    one. good_*: its newest checkpoint that nobody doubts; last_*: the newest that its key is known to have signed, which
    may cover entries that are lost. Roots in base64; a note is the whole signed text, empty where none is at hand.
    """

    origin: str
    vkey: str
    predecessor: str
    carried: int
    good_size: int
    good_root: str
    good_note: str
    last_size: int
    last_root: str
    last_note: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointPublished(Event):
    """A checkpoint was put where others can see it. root: base64, as in the checkpoint."""

    size: int
    root: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointTimestamped(Event):
    """An authority with a clock of its own stamped a checkpoint (RFC 3161), so its entries existed by then.

    authority: its address; stamped_at: the time it says. note, token: SHA-256, in hexadecimal, of the signed checkpoint
    that was stamped and of what the authority answered. root: base64, as in the checkpoint.
    """

    size: int
    root: str
    authority: str
    stamped_at: datetime
    note: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStepped(Event):
    """The clock of the machine jumped. stood_at: the newest time in the record; showed_at: what the clock said."""

    stood_at: datetime
    showed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp(Event):
    """A backup was made of the log up to `size` entries."""

    size: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(Event):
    """The installation goes on from a backup that had `size` entries."""

    size: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled(Event):
    """A restore was rehearsed from the two backups alone. size: entries; opened: pieces of evidence; outcome: in words."""

    size: int
    length_bytes: int
    took_s: int
    opened: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketProbed(Event):
    """It was tried whether write-once storage refuses what it has to. outcome: holds, open or unclear; wrong: in words."""

    where: str
    outcome: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBackupsPruned(Event):
    """Key backups older than `older_than_days` were removed, and newer ones kept."""

    removed: int
    kept: int
    older_than_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Event):
    """The workspace moved to another place."""

    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded(Event):
    """The format on disk became a newer one."""

    old_version: int
    new_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySet(Event):
    """A setting that people rely on, such as how long a hold stands; value: as text."""

    name: str
    value: str
    reason: str | None = None


InstallationEvent = (
    Created
    | KeyMade
    | KeyRotated
    | KeyRetired
    | KeyCompromised
    | SucceededFrom
    | CheckpointPublished
    | CheckpointTimestamped
    | ClockStepped
    | BackedUp
    | Restored
    | Drilled
    | BucketProbed
    | KeyBackupsPruned
    | Moved
    | Upgraded
    | PolicySet
)

Noted = (
    CheckpointPublished
    | CheckpointTimestamped
    | ClockStepped
    | BackedUp
    | Restored
    | Drilled
    | BucketProbed
    | KeyBackupsPruned
    | Moved
)
"""What is noted as it happened, without a decision."""

STORED: tuple[Stored, ...] = (
    stored("installation.created.v1", Created, "origin format_version"),
    stored("installation.key_made.v1", KeyMade, "vkey"),
    stored("installation.key_rotated.v1", KeyRotated, "vkey reason"),
    stored("installation.key_retired.v1", KeyRetired, "vkey reason"),
    stored("installation.key_compromised.v1", KeyCompromised, "vkey since reason"),
    stored(
        "installation.succeeded_from.v1",
        SucceededFrom,
        "origin vkey predecessor carried good_size good_root good_note last_size last_root last_note reason",
    ),
    stored("installation.checkpoint_published.v1", CheckpointPublished, "size root where"),
    stored(
        "installation.checkpoint_timestamped.v1",
        CheckpointTimestamped,
        "size root authority stamped_at note token",
    ),
    stored("installation.clock_stepped.v1", ClockStepped, "stood_at showed_at"),
    stored("installation.backed_up.v1", BackedUp, "size where"),
    stored("installation.restored.v1", Restored, "size source"),
    stored("installation.drilled.v1", Drilled, "size length_bytes took_s opened outcome"),
    stored("installation.bucket_probed.v1", BucketProbed, "where outcome wrong"),
    stored("installation.key_backups_pruned.v1", KeyBackupsPruned, "removed kept older_than_days"),
    stored("installation.moved.v1", Moved, "reason"),
    stored("installation.upgraded.v1", Upgraded, "old_version new_version"),
    stored("installation.policy_set.v1", PolicySet, "name value", texts="reason"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """One key of the log and the entries that say so. retired: the entry after which it signs nothing; None while it may.

    A checkpoint by this key is one of this log when it covers `since` (not for the first key, which signs from the
    start) and does not reach beyond `retired`.
    """

    vkey: str
    since: int
    since_at: datetime
    retired: int | None = None
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What is known of the installation. compromised: why this log ended, until a successor takes it up."""

    stream: StreamId | None = None
    origin: str = ""
    format_version: int = 0
    created_at: datetime | None = None
    signing: tuple[SigningKey, ...] = ()
    compromised: KeyCompromised | None = None
    successions: tuple[tuple[int, SucceededFrom], ...] = ()
    drilled_at: datetime | None = None
    drill: Drilled | None = None
    probed_at: datetime | None = None
    probe: BucketProbed | None = None
    pruned_at: datetime | None = None
    checkpoints: tuple[CheckpointPublished, ...] = ()
    timestamps: tuple[CheckpointTimestamped, ...] = ()
    clock_steps: tuple[ClockStepped, ...] = ()
    backed_up_at: datetime | None = None
    backups: tuple[BackedUp, ...] = ()
    restores: tuple[Restored, ...] = ()
    moved_at: tuple[datetime, ...] = ()
    policies: Mapping[str, str] = field(default_factory=dict)

    @property
    def vkeys(self) -> tuple[str, ...]:
        """The verifier keys that ever signed here, the newest last."""
        return tuple(key.vkey for key in self.signing)

    @property
    def vkey(self) -> str | None:
        """The verifier key of the key that signs now."""
        return self.vkeys[-1] if self.vkeys else None


def evolve(state: Installation, entry: Recorded[InstallationEvent]) -> Installation:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case Created():
            return replace(
                state,
                stream=entry.stream,
                origin=event.origin,
                format_version=event.format_version,
                created_at=entry.at,
            )
        case KeyMade() | KeyRotated() | KeyRetired() | KeyCompromised() | SucceededFrom():
            return _keys(state, entry.index, entry.at, event)
        case CheckpointPublished():
            return replace(state, checkpoints=(*state.checkpoints, event))
        case CheckpointTimestamped():
            return replace(state, timestamps=(*state.timestamps, event))
        case ClockStepped():
            return replace(state, clock_steps=(*state.clock_steps, event))
        case BackedUp():
            return replace(state, backed_up_at=entry.at, backups=(*state.backups, event))
        case Restored():
            return replace(state, restores=(*state.restores, event))
        case Drilled():
            return replace(state, drilled_at=entry.at, drill=event)
        case BucketProbed():
            return replace(state, probed_at=entry.at, probe=event)
        case KeyBackupsPruned():
            return replace(state, pruned_at=entry.at)
        case Moved():
            return replace(state, moved_at=(*state.moved_at, entry.at))
        case Upgraded():
            return replace(state, format_version=event.new_version)
        case PolicySet():
            return replace(state, policies={**state.policies, event.name: event.value})
        case _:
            assert_never(event)


def _keys(
    state: Installation,
    index: int,
    at: datetime,
    event: KeyMade | KeyRotated | KeyRetired | KeyCompromised | SucceededFrom,
) -> Installation:
    """Return the state after something happened to the keys of the log."""
    match event:
        case KeyMade() | KeyRotated():
            added = SigningKey(vkey=event.vkey, since=index, since_at=at)
            return replace(state, signing=(*state.signing, added))
        case KeyRetired():
            return replace(state, signing=_retired(state.signing, index, at, only=event.vkey))
        case KeyCompromised():
            return replace(state, compromised=event)
        case SucceededFrom():
            added = SigningKey(vkey=event.vkey, since=index, since_at=at)
            return replace(
                state,
                origin=event.origin,
                signing=(*_retired(state.signing, index - 1, at), added),
                compromised=None,
                successions=(*state.successions, (index, event)),
            )
        case _:
            assert_never(event)


def _retired(
    signing: tuple[SigningKey, ...], index: int, at: datetime, *, only: str | None = None
) -> tuple[SigningKey, ...]:
    return tuple(
        replace(key, retired=index, retired_at=at)
        if key.retired is None and only in (None, key.vkey)
        else key
        for key in signing
    )


def create(state: Installation, created: Created, key: KeyMade) -> list[Event]:
    """Begin a log and name its key. Raises Refused when there is one, or without an origin."""
    if state.stream is not None:
        raise Refused(f"There is a record here already, {state.origin}; go on in it.")
    if not created.origin.strip() or " " in created.origin or "+" in created.origin:
        raise Refused("The origin is one word without spaces or +, such as example.org/record.")
    return [created, key]


def rotate_key(state: Installation, draft: KeyRotated) -> list[Event]:
    """Let another key sign. Raises Refused for a key that signed before, or without a reason."""
    _must_exist(state)
    if draft.vkey in state.vkeys:
        raise Refused("This key has signed here before; make a fresh one.")
    if not draft.reason.strip():
        raise Refused("Say why the key changes; those who verify will ask.")
    return [draft]


def retire_key(state: Installation, draft: KeyRetired) -> list[Event]:
    """Let an older key sign nothing more; nothing when it was retired before. Raises Refused for the newest key."""
    _must_exist(state)
    key = next((one for one in state.signing if one.vkey == draft.vkey), None)
    if key is None or draft.vkey == state.vkey:
        raise Refused(
            "Only a key that another one has followed is retired. Make the next one: secondstory keys rotate"
        )
    return [] if key.retired is not None else [draft]


def compromise(state: Installation, draft: KeyCompromised, *, size: int) -> list[Event]:
    """End this log, since somebody else may hold its key; nothing when the record says so already.

    size: entries in the log. Raises Refused without a reason, or for an entry that is not there.
    """
    if state.compromised is not None:
        return []
    _must_exist(state)
    if not draft.reason.strip():
        raise Refused("Say what happened to the key: --why TEXT. Those who verify will ask.")
    if not 0 <= draft.since <= size:
        raise Refused(f"The log has {size} entries. Name the first one in doubt: --since ENTRY, or a date.")
    return [draft]


def succeed(state: Installation, draft: SucceededFrom) -> list[Event]:
    """Take up where the log ends, under another origin and key. Raises Refused for an origin or a key of before."""
    if state.stream is None:
        _must_exist(state)
    if draft.origin == state.origin or draft.vkey in state.vkeys:
        raise Refused("A successor has an origin and a key of its own; make fresh ones.")
    if not draft.reason.strip():
        raise Refused("Say why another log takes up here: --why TEXT. Those who verify will ask.")
    return [draft]


def note(state: Installation, draft: Noted) -> list[Event]:
    """Note what happened to the installation. Raises Refused before it was created."""
    _must_exist(state)
    return [draft]


def upgrade(state: Installation, draft: Upgraded) -> list[Event]:
    """Note an upgrade of the format. Raises Refused unless it goes forward from the version that stands."""
    _must_exist(state)
    if draft.old_version != state.format_version or draft.new_version <= draft.old_version:
        raise Refused(f"The record has format {state.format_version}; an upgrade goes on from there.")
    return [draft]


def set_policy(state: Installation, draft: PolicySet) -> list[Event]:
    """Set a policy; nothing when it is set so. Raises Refused without a name."""
    _must_exist(state)
    if not draft.name.strip():
        raise Refused("Which policy? secondstory status shows those that are set.")
    return [] if state.policies.get(draft.name) == draft.value else [draft]


def _must_exist(state: Installation) -> None:
    if state.stream is None:
        raise Refused("There is no record here yet: secondstory init.")
    if state.compromised is not None:
        raise Refused(
            "This log ended: its key may be in other hands. A successor takes it up: secondstory keys compromised"
        )
