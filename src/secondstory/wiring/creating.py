"""Makes a workspace: its keys first, elsewhere; then its record; its settings last, so that half of one is none."""

import os
import shutil
from contextlib import closing, suppress

from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.local_files.durable import make_place_durably, write_durably
from secondstory.application.ceremony.charter_text import adoption
from secondstory.application.record.beginning import Beginning, begin
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import ENTROPY_BYTES, new_id
from secondstory.kernel.refused import Refused
from secondstory.record.note import vkey
from secondstory.wiring.clock import DEMO_ORIGIN, clock_for
from secondstory.wiring.places import FORMAT, Place, Settings, keys_for, write_settings
from secondstory.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A new workspace, and the recovery key that is shown this once."""

    workspace: Workspace
    recovery_key: str


def create(place: Place, *, name: str, address: str | None, demo: bool = False) -> Created:
    """Make a workspace at `place` for one person.

    Raises Refused when there is one already; nothing of an existing one is touched.
    """
    if place.settings.exists():
        raise Refused(
            f"There is a workspace in {place.root} already. Use it, or name another folder: --workspace DIR"
        )
    _clear_half_made(place)
    if place.record.exists():
        raise Refused(
            f"{place.record} is there without its {place.settings.name}. Restore that file, or move it away."
        )
    origin = _origin(demo=demo)
    make_place_durably(place.root, mode=0o700)
    write_durably(place.being_made, origin.encode())
    keys, recovery_key = LocalKeyStore.create(keys_for(origin), origin=origin)
    clock = clock_for(origin)
    person = new_id("pe", at=clock.now(), entropy=os.urandom(ENTROPY_BYTES))
    settings = Settings(
        format=FORMAT,
        origin=origin,
        vkey=vkey(origin, keys.public_key()),
        keys=keys.folder,
        person=person,
    )
    workspace = Workspace(place, settings)
    beginning = Beginning(
        origin=origin,
        format_version=FORMAT,
        vkey=settings.vkey,
        person=workspace.office.me,
        name=name,
        address=address,
        charter=adoption(workspace.texts.charter()),
    )
    begin(workspace.journal, beginning)
    write_settings(place, settings)
    with suppress(OSError):  # beside the settings it says nothing any more; the recovery key has to be shown
        place.being_made.unlink()
    return Created(workspace=workspace, recovery_key=recovery_key)


def new_recovery_key(workspace: Workspace) -> str:
    """Return another recovery key to print: key backups made from now on open with it, earlier ones with theirs."""
    return workspace.keys.replace_recovery_key()


def _clear_half_made(place: Place) -> None:
    """Remove what a crash in `create` left: nobody was told of it, and its recovery key was never shown."""
    if not place.being_made.is_file():
        return
    origin = place.being_made.read_text(encoding="utf-8")
    folder = keys_for(origin)
    if folder.is_dir():
        with closing(LocalKeyStore.open(folder)) as keys:
            is_its_own = keys.origin() == origin
        if is_its_own:
            shutil.rmtree(folder)
    for name in ("", "-wal", "-shm"):
        place.record.with_name(f"{place.record.name}{name}").unlink(missing_ok=True)
    place.being_made.unlink()


def _origin(*, demo: bool) -> str:
    """Return a name for the log that says nothing about whose it is."""
    body = os.urandom(6).hex()
    return f"{DEMO_ORIGIN}{body}" if demo else f"secondstory.local/{body}"
