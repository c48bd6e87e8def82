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
class CheckpointPublished(Event):
    """A checkpoint was put where others can see it. root: base64, as in the checkpoint."""

    size: int
    root: str
    where: str


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
    | CheckpointPublished
    | ClockStepped
    | BackedUp
    | Restored
    | Moved
    | Upgraded
    | PolicySet
)

STORED: tuple[Stored, ...] = (
    stored("installation.created.v1", Created, "origin format_version"),
    stored("installation.key_made.v1", KeyMade, "vkey"),
    stored("installation.key_rotated.v1", KeyRotated, "vkey reason"),
    stored("installation.checkpoint_published.v1", CheckpointPublished, "size root where"),
    stored("installation.clock_stepped.v1", ClockStepped, "stood_at showed_at"),
    stored("installation.backed_up.v1", BackedUp, "size where"),
    stored("installation.restored.v1", Restored, "size source"),
    stored("installation.moved.v1", Moved, "reason"),
    stored("installation.upgraded.v1", Upgraded, "old_version new_version"),
    stored("installation.policy_set.v1", PolicySet, "name value", texts="reason"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What is known of the installation."""

    stream: StreamId | None = None
    origin: str = ""
    format_version: int = 0
    created_at: datetime | None = None
    vkeys: tuple[str, ...] = ()
    checkpoints: tuple[CheckpointPublished, ...] = ()
    clock_steps: tuple[ClockStepped, ...] = ()
    backed_up_at: datetime | None = None
    backups: tuple[BackedUp, ...] = ()
    restores: tuple[Restored, ...] = ()
    moved_at: tuple[datetime, ...] = ()
    policies: Mapping[str, str] = field(default_factory=dict)

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
        case KeyMade() | KeyRotated():
            return replace(state, vkeys=(*state.vkeys, event.vkey))
        case CheckpointPublished():
            return replace(state, checkpoints=(*state.checkpoints, event))
        case ClockStepped():
            return replace(state, clock_steps=(*state.clock_steps, event))
        case BackedUp():
            return replace(state, backed_up_at=entry.at, backups=(*state.backups, event))
        case Restored():
            return replace(state, restores=(*state.restores, event))
        case Moved():
            return replace(state, moved_at=(*state.moved_at, entry.at))
        case Upgraded():
            return replace(state, format_version=event.new_version)
        case PolicySet():
            return replace(state, policies={**state.policies, event.name: event.value})
        case _:
            assert_never(event)


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


def note(
    state: Installation, draft: CheckpointPublished | ClockStepped | BackedUp | Restored | Moved
) -> list[Event]:
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
