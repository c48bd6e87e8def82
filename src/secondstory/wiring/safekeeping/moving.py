"""Takes a workspace to another machine: one file with data and locked keys; the old one writes nothing afterwards."""

from dataclasses import replace
from pathlib import Path

from secondstory.adapters.local_files.durable import make_place_durably, told_as_weather
from secondstory.application.keeping.noting import note
from secondstory.application.record.folding import Progress, quiet
from secondstory.domain.keeping.installation import Moved
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.wiring.places import write_settings
from secondstory.wiring.safekeeping.packing import fresh, pack_data, snapshot
from secondstory.wiring.safekeeping.restoring import KeyBackup, Target, settled_in, unpacked
from secondstory.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A workspace packed for its way."""

    path: Path
    size: int
    length_bytes: int


def pack_up(workspace: Workspace, to: Path, *, reason: str | None, progress: Progress = quiet) -> Packed:
    """Return the file that holds the workspace and its keys, locked to the recovery key.

    The order: the record says it, the old place closes itself, then it is packed. A crash on the way leaves a
    workspace that is closed and not packed; the same command packs it again. Raises Refused for a workspace that
    is closed for another reason.
    """
    settings = workspace.settings
    make_place_durably(to)
    now = workspace.clock.now()
    if not settings.moved:
        note(workspace.office, Moved(reason=reason))
        write_settings(workspace.place, replace(settings, moved=now.date().isoformat()))
    path = fresh(to, f"secondstory-move-{now:%Y-%m-%dT%H%M%S}", ".tar")
    with snapshot(workspace, to) as taken:
        pack_data(workspace, path, taken, with_keys=True, progress=progress)
    return Packed(path=path, size=taken.size, length_bytes=path.stat().st_size)


def unpack_here(path: Path, target: Target, recovery_text: str) -> Workspace:
    """Return the workspace in `path`, made anew at `target` and open for writing.

    It may go on at once: the old place closed itself before it was packed. Raises Refused as a restore does.
    """
    with unpacked(path, target.place) as folder:
        locked = folder / "keys.backup"
        if not locked.is_file():
            raise Refused(f"{path} is a backup and not a move: secondstory restore {path} --keys FILE")
        keys = KeyBackup(backup=locked.read_bytes(), recovery_text=recovery_text)
        with told_as_weather(target.place.root):
            locked.unlink()
        workspace = settled_in(folder, target, keys)
    workspace.keys.settle_restore()
    return workspace
