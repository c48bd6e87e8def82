"""The restore drill (P15): everything back from the two backups and the printed key alone, measured, nothing left behind."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from secondstory.adapters.keystore.errors import ExposedKeyStore, KeyStoreFailed
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.local_files.durable import told_as_weather
from secondstory.application.keeping.destroying import object_key
from secondstory.application.keeping.noting import note
from secondstory.application.ports.storage import FIRST_EVIDENCE_SLOT
from secondstory.application.record.folding import Progress, quiet
from secondstory.application.record.sealing import key_name_of
from secondstory.application.record.verifying.report import Verdict
from secondstory.application.record.verifying.verify import verify
from secondstory.application.record.verifying.witnesses import GRACE
from secondstory.domain.keeping.installation import Drilled
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel import tables
from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.envelope import open_envelope
from secondstory.record.errors import BadProof, BadSignature, KeyNeeded
from secondstory.vault.errors import BadCiphertext
from secondstory.vault.manifest import Manifest
from secondstory.vault.stream import open_sealed
from secondstory.wiring.places import Place, find, read_settings
from secondstory.wiring.safekeeping.protecting import VERIFIED
from secondstory.wiring.safekeeping.restoring import KeyBackup, Target, restore
from secondstory.wiring.witnessing.verifying import subject_of
from secondstory.wiring.workspace import Workspace, open_workspace

PREFIX = "secondstory-drill-"
SAMPLE = 25
_OLD_S = 86_400
_OBJECT = object_key(StreamId(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """What a rehearsed restore showed. size: entries; length_bytes: of data and objects on the disk; opened: evidence.

    verdict: as the exit code of `verify`; compared: with which checkpoint, in words.
    """

    origin: str
    size: int
    length_bytes: int
    took_s: float
    opened: int
    verdict: int
    problems: tuple[str, ...]
    compared: str

    @property
    def minutes_per_gb(self) -> float:
        """How long a gigabyte would take at this pace; a small drill says more about starting than about disks."""
        return self.took_s / 60 / (self.length_bytes / 1e9) if self.length_bytes else 0.0


def drill(
    data: Path,
    keys: KeyBackup,
    *,
    against: bytes | None = None,
    within: Path | None = None,
    progress: Progress = quiet,
) -> Drill:
    """Restore `data` into a temporary place, verify all of it, open evidence, and destroy what was restored.

    against: the newest checkpoint that is known. within: the folder for the temporary place; the usual one when left
    out. Raises Refused as a restore does.
    """
    begun = time.monotonic()
    with _temporary(within) as folder:
        target = Target(place=Place(folder / "restored"), at=datetime.now(UTC), keys=folder / "keys")
        workspace = restore(data, target, keys)
        if workspace.storage.rows_version != tables.VERSION:
            workspace.rebuild(progress)
        newer, compared = _compared(workspace, against)
        # From the two backups alone: what only a bucket has still is a loss that a drill has to show.
        subject = replace(subject_of(workspace, grace=GRACE + _age(workspace)), elsewhere=None)
        report = verify(subject, against=None if newer else against, progress=progress)
        opened, unopened = _sample(workspace)
        problems = (*(f"{one.where}: {one.words}" for one in report.problems), *unopened)
        length = sum(path.stat().st_size for path in (folder / "restored").rglob("*") if path.is_file())
        workspace.storage.close()
        return Drill(
            origin=workspace.settings.origin,
            size=report.size,
            length_bytes=length,
            took_s=time.monotonic() - begun,
            opened=opened,
            verdict=_verdict(report.verdict, unopened),
            problems=problems,
            compared=compared,
        )


def note_drill(named: str | None, done: Drill) -> int | None:
    """Record the drill in the workspace that is here, when it is of the same log; return the entry, None without one.

    A workspace that is closed, or that cannot be opened, does not spoil the drill.
    """
    try:
        if read_settings(find(named)).origin != done.origin:
            return None
        workspace = open_workspace(named)
        if workspace.closed is not None:
            return None
    except (Refused, KeyStoreFailed, ExposedKeyStore):
        return None
    outcome = VERIFIED if done.verdict == 0 else f"{len(done.problems)} problems"
    drilled = Drilled(
        size=done.size,
        length_bytes=done.length_bytes,
        took_s=round(done.took_s),
        opened=done.opened,
        outcome=outcome,
    )
    return note(workspace.office, drilled).first


def _compared(workspace: Workspace, against: bytes | None) -> tuple[bool, str]:
    """Return whether the checkpoint covers more than the backup holds, and what is said of the comparison."""
    if against is None:
        return False, "It was compared with no checkpoint kept outside (--against FILE)."
    try:
        checkpoint = read_checkpoint(against, workspace.verifiers)
    except (BadProof, BadSignature) as bad:
        raise Refused(f"This is no checkpoint that this log's key has signed: {bad}") from bad
    size = workspace.storage.head().size
    if checkpoint.size > size:
        words = f"The checkpoint covers {checkpoint.size} entries: {checkpoint.size - size} are newer than this backup."
        return True, words
    return False, f"It was compared with a checkpoint over {checkpoint.size} entries."


def _age(workspace: Workspace) -> timedelta:
    """Return how old the newest entry of the backup is: what came after it, no witness could have signed into it."""
    last_at = workspace.storage.head().last_at
    return max(timedelta(0), workspace.clock.now() - last_at) if last_at else timedelta(0)


def _verdict(found: Verdict, unopened: tuple[str, ...]) -> int:
    """Return the gravest: evidence that does not open is worse than a witness that has not signed."""
    return int(Verdict.MISSING if unopened and found is not Verdict.ALTERED else found)


def _sample(workspace: Workspace) -> tuple[int, tuple[str, ...]]:
    """Open up to SAMPLE pieces of evidence whole, evenly over all there are; return how many, and what did not open."""
    names = [name for name in workspace.keys.names() if name.startswith(_OBJECT)]
    step = max(1, -(-len(names) // SAMPLE))
    opened, wrong = 0, []
    for name in names[::step]:
        stream = StreamId(name.removeprefix(_OBJECT))
        for manifest in _manifests(workspace, stream):
            key = workspace.keys.key(name)
            if key is None or not workspace.objects.exists(manifest.ciphertext_digest):
                continue  # erased, or missing: `verify` says which
            try:
                length = sum(
                    len(chunk)
                    for chunk in open_sealed(workspace.objects.open(manifest.ciphertext_digest), key=key)
                )
            except BadCiphertext as bad:
                wrong.append(f"evidence {stream}: It does not open: {bad}")
                continue
            opened += length == manifest.length_bytes
    return opened, tuple(wrong)


def _manifests(workspace: Workspace, stream: StreamId) -> Iterator[Manifest]:
    stream_key = key_name_of(stream)
    key = workspace.keys.key(stream_key) if stream_key is not None else None
    for stored in workspace.storage.of_stream(stream):
        for slot, envelope in stored.envelopes.items():
            if slot >= FIRST_EVIDENCE_SLOT:
                with suppress(BadProof, KeyNeeded, ValueError):
                    yield Manifest.decode(open_envelope(envelope, key).plaintext)


@contextmanager
def _temporary(within: Path | None) -> Iterator[Path]:
    """Yield a folder that only its owner may read; what a killed drill left there more than a day ago goes first."""
    parent = within or Path(tempfile.gettempdir())
    with told_as_weather(parent):
        for left in parent.glob(f"{PREFIX}*"):
            if left.is_dir() and not left.is_symlink() and time.time() - left.stat().st_mtime > _OLD_S:
                _destroy(left)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    try:
        yield folder
    finally:
        _destroy(folder)


def _destroy(folder: Path) -> None:
    """Destroy the keys in a temporary place by overwriting them, then the rest."""
    with suppress(KeyStoreFailed, ExposedKeyStore, OSError):
        LocalKeyStore.open(folder / "keys").destroy_all()
    shutil.rmtree(folder, ignore_errors=True)
