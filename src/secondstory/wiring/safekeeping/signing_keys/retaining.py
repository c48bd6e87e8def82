"""How long a key backup is kept: an erased key lives on in the backups made before, until the last of them is removed.

record-format.md section 3: "deleted is gone" counts from the day on which the newest backup that may hold the key is.
Data backups hold no key; texts that are not sealed can be read in them, and `erase` says so.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from secondstory.adapters.keystore.backup import open_backup
from secondstory.adapters.local_files.durable import sync_folder, told_as_weather
from secondstory.application.keeping.noting import KEY_BACKUPS, key_backup_days, note, note_setting
from secondstory.domain.keeping.installation import KeyBackupsPruned
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.wiring.workspace import Workspace

_NAMED = re.compile(r"secondstory-keys-(\d{4}-\d\d-\d\dT\d{6})(?:-(\d+))?\.backup")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prunable:
    """The key backups in a folder. newest: the one that stays whatever its age; old: those to remove, oldest first."""

    newest: Path
    old: tuple[Path, ...]
    kept: int
    days: int


def days_of(workspace: Workspace) -> int:
    """Return for how many days key backups are kept here."""
    return key_backup_days(workspace.office)


def keep_days(workspace: Workspace, days: int) -> None:
    """Let key backups be kept for so many days from here on. Raises Refused for less than one, or more than ten years."""
    if not 1 <= days <= 3650:
        raise Refused(
            "Key backups are kept for at least a day and at most ten years: secondstory keys keep 30"
        )
    note_setting(workspace.office, KEY_BACKUPS, str(days))


def gone_after(workspace: Workspace, erased_at: datetime) -> datetime:
    """Return from when a key that was erased at `erased_at` is in no key backup any more, if they are pruned."""
    return erased_at + timedelta(days=days_of(workspace))


def prunable(workspace: Workspace, folder: Path, *, older_than_days: int | None = None) -> Prunable:
    """Return what a pruning of `folder` would remove. Raises Refused when it holds no key backup of ours."""
    days = days_of(workspace) if older_than_days is None else older_than_days
    if days < 1:
        raise Refused("Key backups are kept for at least a day: --older-than 30")
    before = workspace.clock.now().astimezone(UTC) - timedelta(days=days)
    found = sorted((at, path) for path in folder.glob("*.backup") if (at := _made_at(path)) is not None)
    if not found:
        raise Refused(
            f"{folder} holds no key backup named as secondstory backup names them. Nothing was removed."
        )
    old = tuple(path for (at, _), path in found[:-1] if at < before)
    return Prunable(newest=found[-1][1], old=old, kept=len(found) - len(old), days=days)


def prune(workspace: Workspace, found: Prunable, recovery_text: str) -> None:
    """Remove the old key backups, once the newest is known to open, and record it.

    recovery_text: the printed recovery key; without opening the newest nobody knows that it could replace the others.
    Raises WrongRecoveryKey or DamagedBackup, or Refused when the newest is of another log: then nothing was removed.
    """
    contents = open_backup(found.newest.read_bytes(), recovery_text)
    if contents.origin != workspace.settings.origin:
        raise Refused(
            f"{found.newest} holds the keys of {contents.origin}, not of this log. Nothing was removed."
        )
    lacking = sorted(set(workspace.keys.names()) - set(contents.keys))
    if lacking and found.old:
        how_many = "1 key is" if len(lacking) == 1 else f"{len(lacking)} keys are"
        raise Refused(
            f"{how_many} not in the newest key backup yet. Nothing was removed. First: secondstory backup, then prune again."
        )
    if not found.old:
        return
    for path in found.old:
        with told_as_weather(path):
            path.unlink()
    sync_folder(found.newest.parent)
    note(
        workspace.office,
        KeyBackupsPruned(removed=len(found.old), kept=found.kept, older_than_days=found.days),
    )


def _made_at(path: Path) -> tuple[datetime, int] | None:
    """Return when a key backup was made, and its number in that second, by its name: a copy has another time on its file."""
    named = _NAMED.fullmatch(path.name)
    if named is None or path.is_symlink():
        return None
    try:
        return datetime.strptime(named[1], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC), int(named[2] or 1)
    except ValueError:
        return None
