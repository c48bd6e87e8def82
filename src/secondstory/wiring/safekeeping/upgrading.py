"""Brings a workspace of an older format to today's: a backup first, then one step at a time."""

import tomllib
from contextlib import closing
from pathlib import Path

from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.application.keeping.noting import note_upgrade
from secondstory.application.record.folding import Progress, quiet
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.readmodel import tables
from secondstory.wiring.places import FORMAT, Place, write_settings
from secondstory.wiring.safekeeping.backing_up import Backup, back_up
from secondstory.wiring.safekeeping.formats import current_settings
from secondstory.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What an upgrade did. old: the format before."""

    old: int
    new: int
    backup: Backup


def format_of(place: Place) -> int:
    """Return the format of the workspace at `place`. Raises Refused when its settings cannot be read."""
    return int(str(_raw(place)["format"]))


def upgrade(place: Place, *, data_to: Path, keys_to: Path, progress: Progress = quiet) -> Upgraded | None:
    """Return what was done, None when the workspace has today's format already.

    Raises Refused for a newer format, and when the backup cannot be made: then nothing was changed. A crash on the
    way leaves the old format standing; the same command does it again.
    """
    raw = _raw(place)
    old = format_of(place)
    if old > FORMAT:
        raise Refused(f"A newer Second Story made this workspace (format {old}); it is only read here.")
    if old == FORMAT:
        return None
    with closing(LocalKeyStore.open(Path(str(raw["keys"])))) as keys:
        settings = current_settings(raw, keys)
    workspace = Workspace(place, settings)
    # 1. The backup holds the old settings file: what stands on the disk is changed last.
    backup = back_up(workspace, data_to=data_to, keys_to=keys_to, progress=progress)
    # 2. The rows are thrown away and folded again; 3. the record says so; 4. the settings, after which it is done.
    if workspace.storage.rows_version != tables.VERSION:
        workspace.rebuild(progress)
    note_upgrade(workspace.office, FORMAT)
    write_settings(place, settings)
    return Upgraded(old=old, new=FORMAT, backup=backup)


def _raw(place: Place) -> dict[str, object]:
    try:
        raw = tomllib.loads(place.settings.read_text(encoding="utf-8"))
        int(raw["format"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError) as wrong:
        raise Refused(f"{place.settings} cannot be read ({wrong}). Nothing was changed.") from wrong
    return raw
