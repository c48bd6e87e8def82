"""What protects a workspace today, against what, and the cheapest step that would protect it better."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from secondstory.adapters.keystore.errors import ExposedKeyStore, KeyStoreFailed
from secondstory.application.keeping.noting import installation_of
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.domain.keeping.installation import BackedUp, Installation
from secondstory.kernel.frozen import dataclass
from secondstory.wiring.workspace import Workspace

_LITTLE_BYTES, _TIGHT_BYTES = 2_000_000_000, 200_000_000
_OLD_BACKUP = timedelta(days=30)
_CLOCK_SLACK = timedelta(minutes=2)
# By path: asking the package itself would import the whole page writer for a look at three files.
_FONT_FOLDER = Path(__file__).parents[2] / "adapters" / "page" / "files" / "fonts"
_FONTS = ("newsreader.woff2", "public-sans.woff2", "jetbrains-mono.woff2")


class Standing(StrEnum):
    """How well one thing stands."""

    WELL = "well"
    COULD = "could be better"
    MUST = "to be done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. against: what it protects from; step: a command, when there is one to take."""

    name: str
    against: str
    standing: Standing
    words: str
    step: str | None = None


def look_at(workspace: Workspace) -> list[Finding]:
    """Return what was found, the most urgent first, otherwise in the order in which things are usually lost."""
    try:
        workspace.keys  # noqa: B018  (opening it is the look)
    except (ExposedKeyStore, KeyStoreFailed) as why:
        return [_must("keys", "a lost or open key store", str(why)), *_place(workspace)]
    known = installation_of(workspace.office)
    found = [
        *_writing(workspace),
        *_key_backup(workspace),
        *_data_backup(workspace, known),
        *_outside(known),
        *_place(workspace),
        *_clock(workspace, known),
        *_tools(),
    ]
    order = (Standing.MUST, Standing.COULD, Standing.WELL)
    return sorted(found, key=lambda one: order.index(one.standing))


def _writing(workspace: Workspace) -> Iterator[Finding]:
    why = workspace.closed
    if why is not None:
        yield _must("writing", "two histories of one record", why)
        return
    words = "Every act is on the disk, synced and signed, before you are told that it was recorded."
    yield _well("writing", "a power cut", words)
    signed = workspace.keys.last_signed()
    size = signed.size if signed else 0
    words = f"{size} entries stand under a signed checkpoint; secondstory verify finds any change to them."
    yield _well("the record", "somebody who edits the file", words)


def _key_backup(workspace: Workspace) -> Iterator[Finding]:
    state = workspace.keys.backup_state()
    against = "a lost machine"
    if state.at is None:
        words = "No backup of the keys exists. With this machine, the signing key and all that is sealed would be lost."
        yield _must("key backup", against, words, _BACKUP)
    elif state.keys_since:
        newer = "1 key is" if state.keys_since == 1 else f"{state.keys_since} keys are"
        words = f"{newer} newer than the last key backup ({_day(state.at)})."
        yield _must("key backup", against, words, _BACKUP)
    else:
        words = f"Every key is in a backup ({_day(state.at)}). Try once a year that the printed recovery key opens it."
        yield _well("key backup", against, words)


def _data_backup(workspace: Workspace, known: Installation) -> Iterator[Finding]:
    if known.backed_up_at is None:
        yield _must("data backup", "a lost disk", "No backup of the data was ever made.", _BACKUP)
        return
    events = workspace.office.reader.events(INSTALLATION_STREAM)
    noted = max(entry.index for entry in events if isinstance(entry.event, BackedUp))
    newer = workspace.storage.head().size - noted - 1
    since = {0: "nothing is", 1: "1 entry is"}.get(newer, f"{newer} entries are")
    words = f"The last one is from {_day(known.backed_up_at)}; {since} newer."
    is_old = newer > 0 and workspace.clock.now() - known.backed_up_at > _OLD_BACKUP
    if is_old:
        yield _could("data backup", "a lost disk", words, _BACKUP)
    else:
        yield _well("data backup", "a lost disk", words)


def _outside(known: Installation) -> Iterator[Finding]:
    against = "somebody who holds the signing key and rewrites everything"
    if known.checkpoints:
        last = known.checkpoints[-1]
        yield _well(
            "checkpoint outside", against, f"One over {last.size} entries was published: {last.where}."
        )
        return
    words = "Nobody here can know whether you keep a checkpoint elsewhere. A line in an e-mail to somebody is enough."
    yield _could("checkpoint outside", against, words, "secondstory log --checkpoint")


def _place(workspace: Workspace) -> Iterator[Finding]:
    root, keys = workspace.place.root, workspace.settings.keys
    mode = stat.S_IMODE(root.stat().st_mode)
    if mode & 0o077:
        words = f"Other people on this machine can look into {root}: what is not sealed can be read there."
        yield _could("file modes", "other users of this machine", words, f"chmod 700 {root}")
    else:
        yield _well(
            "file modes", "other users of this machine", "Nobody else on this machine can open the folder."
        )
    if keys.exists() and keys.stat().st_dev == root.stat().st_dev:
        words = "Data and keys lie on one disk: whoever takes the disk has both. Fine, if the whole disk is encrypted."
        yield _could("keys and data", "a stolen disk", words)
    yield from _room(root)


def _room(root: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(root).free
    words = f"{free / 1e9:.1f} GB are free. When there is no room an act is refused, and nothing before it is touched."
    if free < _TIGHT_BYTES:
        yield _must("room", "a full disk", words)
    elif free < _LITTLE_BYTES:
        yield _could("room", "a full disk", words)
    else:
        yield _well("room", "a full disk", words)


def _clock(workspace: Workspace, known: Installation) -> Iterator[Finding]:
    last = workspace.storage.head().last_at
    now = workspace.clock.now().astimezone(UTC)
    steps = (
        f" It stepped back {len(known.clock_steps)} times, and the record says when."
        if known.clock_steps
        else ""
    )
    if last is not None and last - now > _CLOCK_SLACK:
        words = f"It shows a time before the last entry ({_minute(last)}). Set it; the order of entries does not depend on it."
        yield _could("clock", "times nobody can rely on", words)
    else:
        yield _well("clock", "times nobody can rely on", f"It agrees with the record.{steps}")


def _tools() -> Iterator[Finding]:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor:
        yield _well(
            "editor", "lost text", f"{editor} opens for long texts; drafts are kept until they are recorded."
        )
    else:
        yield _could(
            "editor",
            "lost text",
            "No editor is set; long texts open in whatever is found.",
            "export EDITOR=nano",
        )
    if all((_FONT_FOLDER / name).is_file() for name in _FONTS):
        yield _well("fonts", "pages that look otherwise elsewhere", "Published pages carry their own.")
    else:
        yield _could(
            "fonts", "pages that look otherwise elsewhere", "Not all are here; pages use the reader's own."
        )
    if sqlite3.sqlite_version_info < (3, 35):
        yield _must(
            "SQLite",
            "a store that cannot be trusted",
            f"{sqlite3.sqlite_version} is too old; 3.35 is needed.",
        )


_BACKUP = "secondstory backup --data-to DIR --keys-to ANOTHER-DIR"


def _well(name: str, against: str, words: str) -> Finding:
    return Finding(name=name, against=against, standing=Standing.WELL, words=words)


def _could(name: str, against: str, words: str, step: str | None = None) -> Finding:
    return Finding(name=name, against=against, standing=Standing.COULD, words=words, step=step)


def _must(name: str, against: str, words: str, step: str | None = None) -> Finding:
    return Finding(name=name, against=against, standing=Standing.MUST, words=words, step=step)


def _day(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%B %Y}"


def _minute(at: datetime) -> str:
    return f"{_day(at)} {at:%H:%M} UTC"
