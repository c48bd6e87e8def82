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
from secondstory.domain.keeping.installation import Installation
from secondstory.kernel.frozen import dataclass, replace
from secondstory.vault.probing import Outcome
from secondstory.wiring.bucket.standing import OLD_PROBE
from secondstory.wiring.safekeeping.protecting import VERIFIED, YEAR, Facts, facts_of, sentences
from secondstory.wiring.workspace import Workspace

_LITTLE_BYTES, _TIGHT_BYTES = 2_000_000_000, 200_000_000
_OLD_BACKUP = timedelta(days=30)
_OLD_CHECKPOINT = timedelta(days=7)
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
    """One thing that was looked at.

    against: what it protects from; leaves: what it does not; step: a command, when there is one to take.
    """

    name: str
    against: str
    standing: Standing
    words: str
    step: str | None = None
    leaves: str = ""


def look_at(workspace: Workspace) -> list[Finding]:
    """Return what was found, the most urgent first, otherwise in the order in which things are usually lost."""
    try:
        workspace.keys  # noqa: B018  (opening it is the look)
    except (ExposedKeyStore, KeyStoreFailed) as why:
        return [_must("keys", "a lost or open key store", str(why)), *_place(workspace)]
    known, facts = installation_of(workspace.office), facts_of(workspace)
    found = [
        *_writing(workspace),
        *_key_backup(workspace),
        *_data_backup(facts),
        *_drill(facts),
        *_outside(facts),
        *_witnesses(facts),
        *_bucket(facts),
        *_erased(facts),
        *_place(workspace),
        *_clock(workspace, known),
        *_tools(),
    ]
    found = [replace(one, leaves=one.leaves or LEAVES.get(one.name, "")) for one in found]
    order = (Standing.MUST, Standing.COULD, Standing.WELL)
    return sorted(found, key=lambda one: order.index(one.standing))


def protection(workspace: Workspace) -> tuple[str, ...]:
    """Return in plain words what protects the workspace today, and against whom; nothing when its keys cannot be opened."""
    try:
        return sentences(facts_of(workspace))
    except (ExposedKeyStore, KeyStoreFailed):
        return ()


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


def _data_backup(facts: Facts) -> Iterator[Finding]:
    if facts.backed_up_at is None or facts.newer is None:
        yield _must("data backup", "a lost disk", "No backup of the data was ever made.", _BACKUP)
        return
    since = {0: "nothing is", 1: "1 entry is"}.get(facts.newer, f"{facts.newer} entries are")
    words = f"The last one is from {_day(facts.backed_up_at)}; {since} newer."
    if facts.newer > 0 and facts.now - facts.backed_up_at > _OLD_BACKUP:
        yield _could("data backup", "a lost disk", words, _BACKUP)
    else:
        yield _well("data backup", "a lost disk", words)


def _drill(facts: Facts) -> Iterator[Finding]:
    against = "backups that do not come back"
    if facts.backed_up_at is None:
        return
    if facts.drilled_at is None:
        words = "No restore from these backups was ever rehearsed, so nobody knows that they bring everything back."
        yield _could("restore drill", against, words, _DRILL)
    elif facts.drill is not None and facts.drill.outcome != VERIFIED:
        words = f"On {_day(facts.drilled_at)} not everything came back ({facts.drill.outcome}). Make a new backup, and rehearse that."
        yield _must("restore drill", against, words, _BACKUP)
    elif facts.now - facts.drilled_at > YEAR:
        yield _could("restore drill", against, f"The last one was on {_day(facts.drilled_at)}.", _DRILL)
    else:
        words = f"Everything came back from the two backups on {_day(facts.drilled_at)}, and verified."
        yield _well("restore drill", against, words)


def _outside(facts: Facts) -> Iterator[Finding]:
    against = "somebody who holds the signing key and rewrites everything"
    if facts.published is None or facts.published_at is None:
        words = "Nobody here can know whether you keep a checkpoint elsewhere. A line in an e-mail to somebody is enough."
        yield _could("checkpoint outside", against, words, "secondstory log --checkpoint")
        return
    last, age = facts.published, facts.now - facts.published_at
    words = f"One over {last.size} entries was published on {_day(facts.published_at)}: {last.where}."
    if age > _OLD_CHECKPOINT and facts.size - last.size > 1:
        newer = f"{words} {facts.size - last.size} entries are newer."
        yield _could("checkpoint outside", against, newer, "secondstory checkpoint publish --to DIR")
    else:
        yield _well("checkpoint outside", against, words)


def _witnesses(facts: Facts) -> Iterator[Finding]:
    against = "two histories of one record, shown to two people"
    if facts.witnessed is None:
        words = "No witness is asked. One on a machine that somebody else runs is the first step up, and costs an hour."
        yield _could("witnesses", against, words, "secondstory witness")
    elif facts.witnessed < facts.size:
        words = (
            f"{facts.witnessed} of {facts.size} entries are confirmed by witnesses; the others are not yet."
        )
        yield _could("witnesses", against, words, "secondstory witness request")
    else:
        yield _well("witnesses", against, f"All {facts.size} entries are confirmed by witnesses.")


def _bucket(facts: Facts) -> Iterator[Finding]:
    against, one = "sealed evidence that somebody destroys", facts.bucket
    if not one.where:
        if one.waiting:
            words = "Sealed evidence lies on this machine and in your backups. A bucket in another account keeps copies that nobody can destroy."
            yield _could("locked copies", against, words, "secondstory bucket set NAME")
    elif one.probe is None or one.probed_at is None:
        words = f"Nobody has tried whether the locks of {one.where} hold."
        yield _could("locked copies", against, words, "secondstory bucket probe")
    elif one.probe.outcome == Outcome.OPEN.value:
        words = f"On {_day(one.probed_at)} the locks of {one.where} did not hold. {' '.join(one.probe.wrong)}"
        yield _must("locked copies", against, words, "secondstory bucket probe")
    elif one.waiting:
        words = f"{one.locked} pieces have a locked copy in {one.where}, {one.waiting} not yet."
        yield _could("locked copies", against, words, "secondstory bucket push")
    elif not one.is_shown or facts.now - one.probed_at > OLD_PROBE:
        showed = "all was refused that must be" if one.is_shown else "it could not be told whether they hold"
        words = f"The locks of {one.where} were tried on {_day(one.probed_at)}: {showed}. Try them again."
        yield _could("locked copies", against, words, "secondstory bucket probe")
    else:
        words = f"{one.locked} pieces have a locked copy in {one.where}; on {_day(one.probed_at)} its locks refused all that they must."
        yield _well("locked copies", against, words)


def _erased(facts: Facts) -> Iterator[Finding]:
    against = "erased words that live on in a backup"
    if facts.erased_at is None or facts.gone_at is None or facts.keys_at is None:
        return
    if facts.gone_at <= facts.now:
        words = (
            f"The last key was erased on {_day(facts.erased_at)}; key backups from before are older than {facts.keep_days} days."
            " Gone is gone once they are removed, wherever they lie."
        )
    else:
        words = (
            f"A key erased on {_day(facts.erased_at)} may live on in key backups from before, until {_day(facts.gone_at)}"
            f" ({facts.keep_days} days) if they are pruned then: secondstory keys prune DIR"
        )
    yield _well("erased keys", against, words)


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
_DRILL = "secondstory restore --drill DATA.tar KEYS.backup"

LEAVES = {
    "keys": "anything at all, until they can be opened",
    "writing": "a disk that fails, or a machine that is lost",
    "the record": "somebody who holds the signing key and signs another history",
    "key backup": "whoever has it and the printed recovery key; and the loss of that sheet",
    "data backup": "entries made since; and whoever reads the file, which is not sealed as a whole",
    "restore drill": "the loss of backups after the day of the drill",
    "checkpoint outside": "entries made since; and whoever can change that place as well as this one",
    "witnesses": "forged authorship, bytes that are destroyed, and witnesses who work with whoever runs this",
    "locked copies": "whoever owns the account they lie in; and it keeps bytes, not the keys that open them",
    "erased keys": "copies of backups that were carried elsewhere",
    "file modes": "administrators of this machine, and whoever takes the disk",
    "keys and data": "anybody, while the disk is in use; and whether it is encrypted cannot be seen from here",
    "room": "the next weeks, if nobody looks again",
    "clock": "a clock set wrong on purpose; the order of entries does not depend on it",
    "editor": "the loss of what was typed elsewhere",
    "fonts": "a page that somebody changed after it was exported",
    "SQLite": "a disk that lies about having written",
}
"""What each of them does not protect from; a test holds the names to those that are looked at."""


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
