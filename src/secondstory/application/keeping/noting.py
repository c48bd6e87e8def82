"""Notes in the record what happens to the installation from outside: backups, restores, moves, upgrades."""

from collections.abc import Iterable

from secondstory.application.office import Office, act
from secondstory.application.record.journal import INSTALLATION_STREAM, Appended
from secondstory.domain.keeping import installation
from secondstory.domain.keeping.installation import BackedUp, Installation, Moved, Restored, Upgraded
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded


def installation_of(office: Office) -> Installation:
    """Return what is known of the installation."""
    return office.load(INSTALLATION_STREAM, _fold)


def note(office: Office, what: BackedUp | Restored | Moved) -> Appended:
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


def _fold(entries: Iterable[Recorded[Event]]) -> Installation:
    state = fold_stream("in", entries)
    assert isinstance(state, Installation)
    return state
