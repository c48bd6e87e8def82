"""A workspace: its adapters, made once each and only when asked for."""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.local_files.objects import LocalObjects
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.office import Office
from secondstory.application.ports.chance import Clock
from secondstory.application.record import proving
from secondstory.application.record.folding import Progress, fold_everything, quiet
from secondstory.application.record.journal import Journal, Workings
from secondstory.application.record.reading import Reader
from secondstory.application.record.verifying.verify import Subject
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.readmodel import tables
from secondstory.readmodel.door import Door
from secondstory.readmodel.projecting import RowProjector
from secondstory.record.vkey import Verifier, parse_vkey
from secondstory.wiring.clock import clock_for
from secondstory.wiring.places import FORMAT, Place, Settings, find, read_settings

if TYPE_CHECKING:
    from secondstory.adapters.texts.packaged import PackagedTexts


class Workspace:
    """An open workspace."""

    def __init__(self, place: Place, settings: Settings) -> None:
        """Open the workspace at `place`. Raises Refused when a newer version made it and writing would harm it."""
        self.place = place
        self.settings = settings

    @property
    def is_newer(self) -> bool:
        """Whether a newer version of this software made it: then it is read, and not written."""
        return self.settings.format > FORMAT

    @cached_property
    def storage(self) -> SqliteStorage:
        """The record and its rows."""
        return SqliteStorage(self.place.record, read_only=self.is_newer)

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

    @cached_property
    def verifier(self) -> Verifier:
        """The public key that this workspace's checkpoints are checked with."""
        return parse_vkey(self.settings.vkey)

    @cached_property
    def journal(self) -> Journal:
        """The append path. Raises Refused for a workspace of a newer version."""
        if self.is_newer:
            raise Refused(
                f"This workspace has format {self.settings.format}; this software writes format {FORMAT}."
                " You can read everything. Install the newer Second Story to write."
            )
        workings = Workings(
            storage=self.storage,
            keys=self.keys,
            signer=self.keys,
            clock=self.clock,
            entropy=os.urandom,
            projector=self.projector,
            origin=self.settings.origin,
        )
        return Journal(workings)

    @cached_property
    def office(self) -> Office:
        """Everything an act of this workspace's person needs."""
        me = PersonId(self.settings.person)
        return Office(
            journal=self.journal,
            reader=Reader(self.storage, self.keys),
            door=Door(self.storage.rows, me),
            clock=self.clock,
            entropy=os.urandom,
            me=me,
        )

    def subject(self) -> Subject:
        """Return what `verify` looks at, with empty rows in memory for its fresh fold."""
        return Subject(
            log=self.storage,
            keys=self.keys,
            signer=self.keys,
            objects=self.objects,
            projector=self.projector,
            verifier=self.verifier,
            scratch=SqliteStorage(":memory:").rows,
        )

    def publish_tiles(self, out: Path) -> tuple[int, int]:
        """Write checkpoint, tiles and verifier key below `out`; return (entries covered, tiles that were new)."""
        from secondstory.adapters.local_files.tiles import write_tiles

        signed = self.journal.recover()
        if signed is None:
            raise Refused("There is nothing in this record yet.")
        tiles = proving.tiles(self.storage, signed.size)
        return signed.size, write_tiles(out, tiles, signed.note, self.settings.vkey)

    def rebuild(self, progress: Progress = quiet) -> dict[str, str]:
        """Fold every row afresh; return the streams that could not be folded, with why."""
        with self.storage.remaking_rows() as rows:
            wrong = fold_everything(self.storage, self.keys, self.projector, rows, progress=progress)
        return {str(stream): why for stream, why in wrong.items()}


def open_workspace(named: str | None, *, progress: Progress = quiet) -> Workspace:
    """Return the workspace that is meant, ready to work: whatever a crash left half done is finished first.

    Raises Refused when there is none, with the way to make one.
    """
    place = find(named)
    workspace = Workspace(place, read_settings(place))
    if workspace.is_newer:
        return workspace
    if workspace.storage.rows_version != tables.VERSION:
        workspace.rebuild(progress)
    workspace.journal.recover()
    return workspace
