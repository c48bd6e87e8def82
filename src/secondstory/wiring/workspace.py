"""A workspace: its adapters, made once each and only when asked for."""

import os
import shutil
from datetime import timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.adapters.keystore.absent import NoKeys
from secondstory.adapters.keystore.errors import ExposedKeyStore, KeyStoreFailed
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.local_files.durable import write_durably
from secondstory.adapters.local_files.objects import LocalObjects
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.keeping.destroying import Means, finish
from secondstory.application.keeping.noting import note_policy
from secondstory.application.keeping.rotating import Change, catch_up, with_log_line
from secondstory.application.office import Office
from secondstory.application.ports.chance import Clock
from secondstory.application.record import proving
from secondstory.application.record.folding import Progress, fold_everything, quiet
from secondstory.application.record.journal import Journal, Workings
from secondstory.application.record.reading import Reader
from secondstory.application.record.signing import RecordBehind
from secondstory.domain.keeping.installation import Installation
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.readmodel import tables
from secondstory.readmodel.door import Door, Glance
from secondstory.readmodel.projecting import RowProjector
from secondstory.record.vkey import Verifier, parse_vkey
from secondstory.wiring.clock import clock_for
from secondstory.wiring.closed import (
    WHY_ENDED,
    WHY_KEYED_OLDER,
    WHY_RESTORED,
    ClosedJournal,
    why_moved,
    why_newer,
)
from secondstory.wiring.places import FORMAT, Place, Settings, find, read_settings, write_settings

if TYPE_CHECKING:
    from secondstory.adapters.texts.packaged import PackagedTexts
    from secondstory.application.record.verifying.verify import Subject

OVERLAP_DAYS = 90
"""For how long both keys sign after a change, when nobody says otherwise."""


class Workspace:
    """An open workspace."""

    def __init__(self, place: Place, settings: Settings, *, read_only: bool = False) -> None:
        """Open the workspace at `place`. read_only: the file of the record is not written to, whatever is asked."""
        self.place = place
        self.settings = settings
        self._read_only = read_only or self.is_newer
        self._behind: str | None = None
        self._written = self._stamp()

    @property
    def is_newer(self) -> bool:
        """Whether a newer version of this software made it: then it is read, and not written."""
        return self.settings.format > FORMAT

    @cached_property
    def storage(self) -> SqliteStorage:
        """The record and its rows."""
        return SqliteStorage(self.place.record, read_only=self._read_only)

    @cached_property
    def keys(self) -> LocalKeyStore:
        """The key store."""
        return LocalKeyStore.open(self.settings.keys)

    @cached_property
    def objects(self) -> LocalObjects:
        """The sealed evidence."""
        return LocalObjects(self.place.objects)

    @cached_property
    def clock(self) -> Clock:
        """The clock, in the zone of this machine."""
        return clock_for(self.settings.origin)

    @cached_property
    def texts(self) -> "PackagedTexts":
        """The packaged texts, with this workspace's own in front."""
        from secondstory.adapters.texts.packaged import PackagedTexts

        return PackagedTexts(self.place.texts)

    @cached_property
    def projector(self) -> RowProjector:
        """What turns events into rows."""
        return RowProjector()

    @property
    def verifier(self) -> Verifier:
        """The public key that this workspace's newest checkpoints are checked with."""
        return _parsed(self.settings.vkey)

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """Every public key that ever signed here, the newest last: for checkpoints of any age."""
        return tuple(_parsed(vkey) for vkey in self.settings.vkeys)

    @property
    def means(self) -> Means:
        """What it takes to destroy what is erased."""
        return Means(storage=self.storage, keys=self.keys, objects=lambda: self.objects)

    @property
    def closed(self) -> str | None:
        """Why nothing can be written here, in words for people; None when it can."""
        if self.is_newer:
            return why_newer(self.settings)
        if self.settings.moved:
            return why_moved(self.settings)
        if self.keys.is_closing():
            return WHY_ENDED
        if self.is_keyed_older:
            return WHY_KEYED_OLDER
        if self.keys.restored_at() is not None:
            return WHY_RESTORED
        return self._behind

    @property
    def is_keyed_older(self) -> bool:
        """Whether the key store came out of a backup from before a change of keys that the workspace knows of."""
        public = self.keys.public_key()
        return (
            public in {one.public for one in self.verifiers[:-1]}
            and self.keys.next_public() != self.verifier.public
        )

    @cached_property
    def journal(self) -> Journal:
        """The append path; one that takes nothing when the workspace is closed."""
        why = self.closed
        return Journal(self.workings) if why is None else ClosedJournal(self.workings, why)

    def recover(self) -> None:
        """Finish what a crash left half done: sign what was committed, destroy what was recorded as erased.

        A record that is behind what its key has signed is closed from here on, and can still be read.
        """
        if self.closed is not None:
            return
        try:
            self.journal.recover()
        except RecordBehind as behind:
            self._behind = str(behind)
            del self.journal
            return
        finish(self.means)
        if self.settings.leaving:
            self.leave()
        self.catch_up_with_keys()

    def catch_up_with_keys(self) -> None:
        """Finish a change of the log's key that a crash left, and end an overlap whose time is over; mostly nothing."""
        if self.closed is not None:
            return
        if self.keys.is_changing() or self.keys.public_key() != self.verifier.public:
            now = self.clock.now()
            catch_up(self.change, now=now, until=now + timedelta(days=OVERLAP_DAYS))

    @property
    def change(self) -> Change:
        """What a change of the log's key works with."""
        return Change(office=self.office, keys=self.keys, origin=self.settings.origin, name=self.name_keys)

    def name_keys(self, state: Installation) -> None:
        """Bring policy and settings up to what the record says of the keys."""
        path = self.place.root / "policy"
        written = (
            with_log_line(path.read_bytes(), self.settings.vkeys, state.vkeys[-1]) if path.is_file() else None
        )
        if written is not None:
            # Recorded first, as every policy is: one in force that the record does not know looks slipped in.
            note_policy(self.office, written.decode("utf-8", "replace"))
            write_durably(path, written)
        settings = replace(self.settings, vkey=state.vkeys[-1], older_vkeys=state.vkeys[:-1])
        if settings != self.settings:
            write_settings(self.place, settings)
            self.take(settings)

    def leave(self) -> None:
        """Destroy the key store that a successor of the log replaced."""
        folder = Path(self.settings.leaving)
        if folder.is_dir():
            try:
                LocalKeyStore.open(folder).destroy_all()
            except (KeyStoreFailed, ExposedKeyStore):
                shutil.rmtree(folder)  # a crash took its log key already
        settings = replace(self.settings, leaving="")
        write_settings(self.place, settings)
        self.take(settings)

    def take(self, settings: Settings) -> None:
        """Work with other settings from here on, after they were written: another key, or a successor of the log."""
        self.settings, self._behind = settings, None
        self._written = self._stamp()
        for name in ("keys", "journal", "office", "clock"):
            self.__dict__.pop(name, None)

    def look_again(self) -> None:
        """Work with the settings as they stand, when somebody wrote them since: a rotated key, a move, a successor.

        For a process that stays, before each thing that it does. Settings that cannot be read change nothing here.
        """
        stamp = self._stamp()
        if stamp == self._written:
            return
        self._written = stamp
        try:
            settings = read_settings(self.place)
        except Refused:
            return
        if _reach(settings) == _reach(self.settings):
            self.settings = settings
        else:
            self.take(settings)

    def _stamp(self) -> tuple[int, int, int] | None:
        """Return what changes when the settings are written; None while they are not there."""
        try:
            found = self.place.settings.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    @property
    def workings(self) -> Workings:
        """What a journal needs."""
        return Workings(
            storage=self.storage,
            keys=self.keys,
            signer=self.keys,
            clock=self.clock,
            entropy=os.urandom,
            projector=self.projector,
            origin=self.settings.origin,
        )

    @cached_property
    def office(self) -> Office:
        """Everything an act of this workspace's person needs."""
        return self.office_with(self.journal)

    def office_for(self, person: PersonId, *, alone: bool, is_glance: bool = False) -> Office:
        """Return what the acts of `person` need here, with a fresh door: what they may not read or do is refused.

        alone: they hold every relation, and nothing but their own door stands before them. is_glance: they look once
        and change nobody's relations, and the office is thrown away after it.
        """
        door = (Glance if is_glance else Door)(self.storage.rows, person)
        office = replace(self.office_with(self.journal), me=person, door=door, alone=alone)
        if alone:
            return office
        from secondstory.application.access.guarding import GuardedJournal, GuardedReader

        return replace(
            office,
            journal=GuardedJournal(self.journal, door, person),
            reader=GuardedReader(self.storage, self.keys, door),
        )

    def office_with(self, journal: Journal) -> Office:
        """Return an office whose acts go to `journal`."""
        me = PersonId(self.settings.person)
        return Office(
            journal=journal,
            reader=Reader(self.storage, self.keys),
            door=Door(self.storage.rows, me),
            clock=self.clock,
            entropy=os.urandom,
            me=me,
        )

    def subject(self) -> "Subject":
        """Return what `verify` looks at, with empty rows in memory for its fresh fold."""
        keys = self.keys if self.settings.keys.is_dir() else None
        from secondstory.application.record.verifying.verify import Subject
        from secondstory.wiring.beside import beside

        return Subject(
            log=self.storage,
            keys=keys or NoKeys(),
            signer=keys,
            objects=self.objects,
            projector=self.projector,
            verifier=self.verifier,
            older=self.verifiers[:-1],
            scratch=SqliteStorage(":memory:").rows,
            rows_version=self.storage.rows_version,
            beside=beside(self.settings, self.storage, keys, self.verifier.public),
        )

    def publish_tiles(self, out: Path) -> tuple[int, int]:
        """Write checkpoint, tiles and verifier key below `out`; return (entries covered, tiles that were new)."""
        from secondstory.adapters.local_files.tiles import write_tiles

        signed = self.journal.recover()
        if signed is None:
            raise Refused("There is nothing in this record yet.")
        tiles = proving.tiles(self.storage, signed.size)
        return signed.size, write_tiles(out, tiles, signed.note, "\n".join(self.settings.vkeys))

    def rebuild(self, progress: Progress = quiet) -> dict[str, str]:
        """Fold every row afresh; return the streams that could not be folded, with why."""
        with self.storage.remaking_rows() as rows:
            wrong = fold_everything(self.storage, self.keys, self.projector, rows, progress=progress)
        return {str(stream): why for stream, why in wrong.items()}


def _reach(settings: Settings) -> tuple[object, ...]:
    """Return what of the settings a journal, its keys and its clock depend on: the rest is read each time."""
    return settings.format, settings.origin, settings.keys, settings.person, settings.moved, settings.leaving


@lru_cache(maxsize=64)
def _parsed(vkey: str) -> Verifier:
    return parse_vkey(vkey)


def open_workspace(named: str | None, *, progress: Progress = quiet) -> Workspace:
    """Return the workspace that is meant, ready to work: whatever a crash left half done is finished first.

    Raises Refused when there is none, with the way to make one.
    """
    place = find(named)
    workspace = Workspace(place, read_settings(place))
    if workspace.storage.rows_version != tables.VERSION:
        if workspace.is_newer:
            raise Refused(
                f"{why_newer(workspace.settings)} Its rows are laid out in a way this version cannot read."
            )
        workspace.rebuild(progress)
    workspace.recover()
    return workspace


def examine_workspace(named: str | None, *, progress: Progress = quiet) -> Workspace:
    """Return the workspace that is meant for a look at its health, also when its keys cannot be opened."""
    try:
        return open_workspace(named, progress=progress)
    except (ExposedKeyStore, KeyStoreFailed):
        place = find(named)
        return Workspace(place, read_settings(place), read_only=True)
