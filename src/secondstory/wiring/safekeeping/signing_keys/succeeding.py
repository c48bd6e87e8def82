"""Ends a log and lets a successor take it up: after its key fell into other hands, or when only an old copy is left.

The successor lies in the same workspace, over the same entries (decision 16). The order, and what a crash leaves behind:

1. The key store says that this log is to end: whoever opens the workspace records nothing. 2. The record says why, under
the key in doubt: the last entry of the older log. 3. The key store is closed: nothing is ever signed with it again. A
crash after 1, 2 or 3 leaves a workspace that can be read; the same command goes on.
4. A key store for the successor is made beside it, with a fresh log key and every other key. 5. The first entry of the
successor, signed by it. 6. The settings name it. A crash after 4 or 5 leaves the older settings, and the same command
finds what is there. 7. The older key store is destroyed, by this or by the next command.
"""

from contextlib import closing
from datetime import datetime

from secondstory.adapters.keystore.errors import FolderTaken
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.application.keeping.noting import installation_of, note_compromise, note_succession
from secondstory.application.record.journal import Journal
from secondstory.application.record.succeeding import Ending, next_origin, succession
from secondstory.domain.keeping.installation import Installation, KeyCompromised, SucceededFrom
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.refused import Refused
from secondstory.record.note import vkey
from secondstory.wiring.clock import clock_for
from secondstory.wiring.places import Settings, write_settings
from secondstory.wiring.safekeeping.packing import CHECKPOINTS, fresh
from secondstory.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeded:
    """The successor of a log. entry: its first own entry; carried: entries it took over; lost: signed, and not here."""

    origin: str
    vkey: str
    older: str
    entry: int
    carried: int
    lost: int


def end_compromised(workspace: Workspace, *, since: int | None, reason: str) -> Succeeded:
    """End the log because somebody else may hold its key, and let a successor take it up.

    since: the first entry in doubt; the whole log stands when left out. Raises Refused without a reason, and in a
    workspace that moved, was restored and not settled, or was made by a newer version.
    """
    keys = workspace.keys
    if not keys.is_closing():
        if workspace.closed is not None:
            raise Refused(workspace.closed)
        _must_say(reason)
        keys.begin_closing()
    state = _state(workspace)
    if not keys.is_closed():
        size = workspace.storage.head().size
        draft = KeyCompromised(
            vkey=workspace.settings.vkey, since=size if since is None else since, reason=reason.strip()
        )
        try:
            note_compromise(workspace.office_with(Journal(workspace.workings)), draft, size=size)
        except Refused:
            keys.end_closing()
            raise
        state = _state(workspace)
        keys.close_log()
    told = state.compromised
    return _succeed(
        workspace, state, since=told.since if told else since, reason=told.reason if told else reason
    )


def take_up(workspace: Workspace, *, reason: str) -> Succeeded:
    """Let a successor go on from a restored copy that is behind what was signed, or whose log key is lost.

    Raises Refused without a reason, and for a workspace that can go on as it is.
    """
    if workspace.closed is None:
        raise Refused("This workspace can be written to; nothing has to take it up.")
    if workspace.is_newer or workspace.settings.moved:
        raise Refused(workspace.closed)
    _must_say(reason)
    workspace.keys.close_log()
    return _succeed(workspace, _state(workspace), since=None, reason=reason)


def entry_at(workspace: Workspace, at: datetime) -> int:
    """Return the first entry that was recorded at `at` or after it; the size of the log when none was."""
    reader = workspace.office.reader
    for stored in workspace.storage.entries():
        heading = reader.header(stored)
        if heading is not None and heading.at >= at:
            return stored.index
    return workspace.storage.head().size


def _succeed(workspace: Workspace, state: Installation, *, since: int | None, reason: str) -> Succeeded:
    older, origin = workspace.settings, next_origin(state)
    if state.successions and state.successions[-1][1].predecessor == older.origin:
        origin = state.origin  # a crash left the successor's entry without its settings
    keys = _successor_keys(workspace, origin)
    with closing(keys):
        newest = vkey(origin, keys.public_key())
        signed = workspace.keys.last_signed()
        notes = _checkpoints(workspace, signed.note if signed is not None else b"")
        carried = workspace.storage.head().size
        ending = Ending(origin=origin, vkey=newest, reason=reason.strip(), since=since)
        first = succession(workspace.storage, state, ending, notes, workspace.verifiers)
        settings = replace(
            older,
            origin=origin,
            vkey=newest,
            older_vkeys=older.vkeys,
            keys=keys.folder,
            leaving=str(older.keys),
        )
        _first_entry(workspace, settings, keys, first, carried=carried)
    write_settings(workspace.place, settings)
    workspace.take(settings)
    workspace.leave()
    known = installation_of(workspace.office)
    workspace.name_keys(known)
    index, told = known.successions[-1]
    lost = max(0, told.last_size - told.carried)
    return Succeeded(
        origin=origin, vkey=newest, older=older.origin, entry=index, carried=told.carried, lost=lost
    )


def _first_entry(
    workspace: Workspace, settings: Settings, keys: LocalKeyStore, first: SucceededFrom, *, carried: int
) -> None:
    """Record the successor's first entry, under its own key; sign it when a crash left it recorded and unsigned."""
    _set_aside(workspace, carried)
    workings = replace(
        workspace.workings, keys=keys, signer=keys, origin=settings.origin, clock=clock_for(settings.origin)
    )
    journal = Journal(workings)
    note_succession(workspace.office_with(journal), first)
    journal.recover()


def _successor_keys(workspace: Workspace, origin: str) -> LocalKeyStore:
    """Return the key store of the successor; one that a crash left is used."""
    folder = workspace.settings.keys.parent / origin.replace("/", "-")
    if folder.is_dir() and any(folder.iterdir()):
        standing = LocalKeyStore.open(folder)
        signed = standing.last_signed()
        named = installation_of(workspace.office).vkey == vkey(origin, standing.public_key())
        if standing.origin() == origin and (signed is None or named):
            return standing
        standing.close()
        raise FolderTaken(folder)
    return LocalKeyStore.build(folder, workspace.keys.successor_contents(origin))


def _checkpoints(workspace: Workspace, last: bytes) -> list[bytes]:
    """Return every checkpoint at hand: the last one that the key store remembers, and those that were kept."""
    from secondstory.wiring.witnessing.asking import history

    try:
        kept = history(workspace.place)
    except Refused:
        kept = []  # unreadable; `verify` says so
    return [note for note in (*kept, last) if note]


def _set_aside(workspace: Workspace, carried: int) -> None:
    """Keep checkpoints of entries that are lost out of the way of the successor's own, which have the same sizes."""
    from secondstory.wiring.witnessing.asking import read_kept

    kept = workspace.place.root / CHECKPOINTS
    try:
        is_beyond = any(one.size > carried for one in read_kept(workspace.place))
    except Refused:
        is_beyond = True
    if is_beyond and kept.is_file():
        for suffix in ("", "-wal", "-shm"):
            path = kept.with_name(kept.name + suffix)
            if path.is_file():
                path.rename(fresh(workspace.place.root, "checkpoints-of-the-older-log", f".db{suffix}"))


def _state(workspace: Workspace) -> Installation:
    return installation_of(workspace.office)


def _must_say(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why another log takes up here: --why TEXT. Those who verify will ask.")
