"""Notes in the record what happens to the installation from outside: backups, publications, restores, moves, upgrades."""

from collections.abc import Iterable

from secondstory.application.office import Office, act
from secondstory.application.record.journal import INSTALLATION_STREAM, Appended
from secondstory.application.record.sealing import Draft
from secondstory.application.record.witnessed import POLICY
from secondstory.domain.keeping import installation
from secondstory.domain.keeping.installation import (
    BackedUp,
    BucketProbed,
    CheckpointPublished,
    CheckpointTimestamped,
    Drilled,
    Installation,
    KeyBackupsPruned,
    KeyCompromised,
    KeyRetired,
    KeyRotated,
    Moved,
    PolicySet,
    Restored,
    SucceededFrom,
    Upgraded,
)
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded

KEY_BACKUPS = "key-backups-days"
KEEP_DAYS = 30
"""For how many days key backups are kept where nothing else was recorded."""


def key_backup_days(office: Office) -> int:
    """Return for how many days key backups are kept here: so long an erased key may live on in one."""
    said = installation_of(office).policies.get(KEY_BACKUPS, "")
    return int(said) if said.isdecimal() else KEEP_DAYS


def installation_of(office: Office) -> Installation:
    """Return what is known of the installation."""
    return office.load(INSTALLATION_STREAM, _fold)


Noted = (
    BackedUp
    | BucketProbed
    | CheckpointPublished
    | CheckpointTimestamped
    | Drilled
    | KeyBackupsPruned
    | Restored
    | Moved
)


def note(office: Office, what: Noted) -> Appended:
    """Record `what`; return where it stands. Raises Refused when the workspace is closed."""
    appended = act(office, INSTALLATION_STREAM, _fold, lambda state: installation.note(state, what))
    assert appended is not None
    return appended


def note_upgrade(office: Office, new_version: int) -> Appended | None:
    """Record that the format is `new_version` from here on; None when the record says so already."""
    standing = installation_of(office).format_version
    if standing >= new_version:
        return None
    draft = Upgraded(old_version=standing, new_version=new_version)
    return act(office, INSTALLATION_STREAM, _fold, lambda state: installation.upgrade(state, draft))


def note_policy(office: Office, text: str) -> Appended | None:
    """Record whose signatures count from here on, as a policy file says it; None when the record says so already."""
    draft = PolicySet(name=POLICY, value=text)
    return act(office, INSTALLATION_STREAM, _fold, lambda state: installation.set_policy(state, draft))


def note_setting(office: Office, name: str, value: str) -> Appended | None:
    """Record a setting that people rely on; None when it stands so already."""
    draft = PolicySet(name=name, value=value)
    return act(office, INSTALLATION_STREAM, _fold, lambda state: installation.set_policy(state, draft))


def note_rotation(office: Office, draft: KeyRotated) -> Appended | None:
    """Record that another key signs from here on, under the key that signs now; None when the record says so already."""
    return act(
        office,
        INSTALLATION_STREAM,
        _fold,
        lambda state: [] if state.vkey == draft.vkey else installation.rotate_key(state, draft),
    )


def note_retirement(office: Office, draft: KeyRetired) -> Appended | None:
    """Record that an older key signs nothing more; None when the record says so already."""
    return act(office, INSTALLATION_STREAM, _fold, lambda state: installation.retire_key(state, draft))


def note_compromise(office: Office, draft: KeyCompromised, *, size: int) -> Appended | None:
    """Record that this log ends; None when the record says so already. size: entries in it."""
    return act(
        office, INSTALLATION_STREAM, _fold, lambda state: installation.compromise(state, draft, size=size)
    )


def note_succession(office: Office, draft: SucceededFrom) -> Appended | None:
    """Record that a successor takes up, under its own key; None when the record says so already.

    By the installation, as every log begins: so this entry stands right after those that are carried, and nothing between.
    """
    events = office.reader.events(INSTALLATION_STREAM)
    state = _fold(events)
    if state.vkey == draft.vkey:
        return None
    drafts = [Draft(stream=INSTALLATION_STREAM, event=one) for one in installation.succeed(state, draft)]
    return office.journal.append(drafts, by=None, expects={INSTALLATION_STREAM: events[-1].seq})


def _fold(entries: Iterable[Recorded[Event]]) -> Installation:
    state = fold_stream("in", entries)
    assert isinstance(state, Installation)
    return state
