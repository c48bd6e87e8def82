"""Makes a backup: the data in one file, the keys in another, in two folders, since either alone opens nothing."""

from pathlib import Path

from secondstory.adapters.local_files.durable import make_place_durably, write_durably
from secondstory.application.keeping.noting import note
from secondstory.application.record.folding import Progress, quiet
from secondstory.domain.keeping.installation import BackedUp
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.wiring.safekeeping.packing import fresh, pack_data, snapshot
from secondstory.wiring.workspace import Workspace

_KEYS_MODE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup consists of. size: how many entries; objects: how many pieces of evidence."""

    data: Path
    keys: Path
    size: int
    objects: int
    length_bytes: int


def back_up(workspace: Workspace, *, data_to: Path, keys_to: Path, progress: Progress = quiet) -> Backup:
    """Return a backup that was written durably and read back; the record says in it that it was made.

    Raises Refused when both would lie in one folder, NotWritten or DiskFull when the disk said no: then nothing is
    noted about the keys, and the next `doctor` still asks for a backup.
    """
    if data_to.absolute() == keys_to.absolute():
        raise Refused("Data and keys belong apart: whoever finds both can read everything. Name two folders.")
    for folder in (data_to, keys_to):
        make_place_durably(folder)
    now = workspace.clock.now()
    stamp = now.strftime("%Y-%m-%dT%H%M%S")
    data = fresh(data_to, f"secondstory-data-{stamp}", ".tar")
    keys = fresh(keys_to, f"secondstory-keys-{stamp}", ".backup")
    # 1. The record says it first, so that the copy holds that line too. A crash after it leaves a line about a backup
    #    that was never finished; the key store does not count it, and `doctor` goes on asking.
    note(workspace.office, BackedUp(size=workspace.storage.head().size + 1, where=data.name))
    with snapshot(workspace, data_to) as taken:
        # 2. and 3. Two files, each whole or not there.
        listed = pack_data(workspace, data, taken, progress=progress)
        write_durably(keys, taken.keys, mode=_KEYS_MODE)
        if keys.read_bytes() != taken.keys:
            raise Refused(
                f"{keys} was read back other than it was written. Do not rely on it; use another disk."
            )
        # 4. Only now does the backup count.
        workspace.keys.note_backup(at=now, newest_key=taken.newest_key)
    return Backup(
        data=data,
        keys=keys,
        size=taken.size,
        objects=sum(1 for name in listed.members if name.startswith("objects/")),
        length_bytes=data.stat().st_size,
    )
