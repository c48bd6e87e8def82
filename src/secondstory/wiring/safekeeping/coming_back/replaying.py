"""Brings a restored copy up to date: the newer entries come from another copy, byte for byte, and are checked before.

What is appended has to hash to a checkpoint that this log's key has signed. So nothing is signed twice for a size: the
replayed copy is the log that was signed, or nothing is written.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from secondstory.adapters.local_files import archive
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.keeping.destroying import finish
from secondstory.application.keeping.noting import note
from secondstory.application.ports.storage import HEADER_SLOT, Log, SealedEntry, StoredEntry, Writing
from secondstory.application.record.folding import Progress, quiet
from secondstory.application.record.journal import Journal
from secondstory.application.record.signing import root_at
from secondstory.application.record.verifying.report import Verdict
from secondstory.application.record.verifying.words import WordCheck
from secondstory.domain.keeping.installation import Restored
from secondstory.domain.stored import read_instant
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.record.checkpoint import Checkpoint, read_checkpoint
from secondstory.record.entry import decode_entry, decode_header
from secondstory.record.envelope import open_envelope
from secondstory.record.errors import BadProof, BadSignature, KeyNeeded
from secondstory.record.tiles import TileHashes, extend_tiles
from secondstory.record.tree import EMPTY_ROOT, Frontier, leaf_hash
from secondstory.wiring.places import FOLDER, RECORD
from secondstory.wiring.witnessing.timestamping import bring_timestamps
from secondstory.wiring.workspace import Workspace

_EVERY = 1024
_CHUNK = 1 << 20
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What came back. first, count: the entries that were appended; objects: pieces of evidence; size: of the log now."""

    first: int
    count: int
    objects: int
    size: int


def replay(
    workspace: Workspace,
    source: Path,
    *,
    against: bytes | None = None,
    as_newest: str | None = None,
    progress: Progress = quiet,
) -> Replayed:
    """Append to a restored copy what it lacks, from another copy of the same log, and let it go on.

    source: a workspace folder, a data backup or a record.db; it is read and not changed. against: a checkpoint that was
    kept outside; as_newest: why nothing newer than `source` can exist. One of them is needed where the keys came out of a
    backup as well, since those remember an older checkpoint.
    Raises Refused for a workspace that waits for nothing, and when `source` does not bear out the newest checkpoint:
    then nothing was written.
    """
    if workspace.closed is None:
        raise Refused("This workspace waits for nothing: it can be written to.")
    if workspace.is_newer or workspace.settings.moved or workspace.keys.is_closing():
        raise Refused(workspace.closed)
    if workspace.keys.restored_at() is not None and against is None and not (as_newest or "").strip():
        raise Refused(
            "The keys here came out of a backup, and remember an older checkpoint than the last. Say what makes it safe:"
            " --against CHECKPOINT kept outside, or --as-newest REASON."
        )
    target = _newest(workspace, against)
    with _opened(source, workspace.place.root) as folder:
        other = SqliteStorage(folder / RECORD, read_only=True)
        with closing(other):
            first, count = _append(workspace, other, target, progress)
        objects = _bring_objects(workspace, folder / "objects")
        bring_timestamps(workspace, folder)
    workspace.rebuild(progress)
    # What the newer entries say was erased goes from the older copy, too.
    finish(workspace.means)
    office = workspace.office_with(Journal(workspace.workings))
    size = workspace.storage.head().size
    said = f"{count} entries from {first} on replayed from another copy, held against a checkpoint of {target.size} entries"
    if as_newest and as_newest.strip():
        said += f"; taken as the newest: {as_newest.strip()}"
    if workspace.is_keyed_older:
        raise Refused(f"{count} entries came back. {workspace.closed}")
    note(office, Restored(size=size, source=said))
    # Durable boundary: as in `settling`, a crash before this line leaves a recorded restore in a closed workspace.
    workspace.keys.settle_restore()
    return Replayed(first=first, count=count, objects=objects, size=size)


def _newest(workspace: Workspace, against: bytes | None) -> Checkpoint:
    """Return the newest checkpoint that is known: what has to be reached."""
    notes = [against] if against is not None else []
    signed = workspace.keys.last_signed()
    if signed is not None:
        notes.append(signed.note)
    try:
        known = [read_checkpoint(one, workspace.verifiers) for one in notes]
    except (BadProof, BadSignature) as bad:
        raise Refused(f"This is no checkpoint that this log's key has signed: {bad}") from bad
    if not known:
        raise Refused("No checkpoint is known here, so nothing can be compared. Name one: --against FILE")
    return max(known, key=lambda one: one.size)


def _append(workspace: Workspace, other: Log, target: Checkpoint, progress: Progress) -> tuple[int, int]:
    """Append what is missing up to the end of `other`; return the first index and how many."""
    there = other.head().size
    if there < target.size:
        raise Refused(
            f"{there} entries are there, and a checkpoint over {target.size} was signed. Name a newer copy; nothing was written."
        )
    words = WordCheck(key=workspace.keys.key, erased={}, erased_streams={}, has_keys=False)
    leaves: list[bytes] = []
    frontier, roots = Frontier(size=0, hashes=()), {0: EMPTY_ROOT}
    with workspace.storage.writing() as writing:
        start = writing.head().size
        here = _root(workspace.storage, start)
        for stored in other.entries():
            frontier = frontier.append(leaf_hash(stored.entry))
            if frontier.size in (start, target.size):
                roots[frontier.size] = frontier.root()
            if stored.index >= start:
                if stored.index % _EVERY == 0:
                    progress("bringing entries back", stored.index - start, there - start)
                leaves.append(_put(writing, stored, words, frontier.size - 1))
        extend_tiles(writing.tiles, start, leaves)
        # The commit stands or falls with these two: what comes back is what was signed, or nothing does.
        if roots.get(start) != here:
            raise Refused(_two(f"The first {start} entries here and there are not the same."))
        if roots.get(target.size) != target.root:
            raise Refused(_two(f"The first {target.size} entries there do not hash to what was signed."))
    return start, len(leaves)


def _put(writing: Writing, stored: StoredEntry, words: WordCheck, place: int) -> bytes:
    """Append one entry as it is; return the hash of what was read back."""
    wrong = _wrong(stored, words) if stored.index == place else f"the log there jumps over entry {place}"
    if wrong is not None:
        raise Refused(_two(f"Entry {place} there is not what was recorded: {wrong}"))
    sealed = SealedEntry(entry=stored.entry, stream=stored.stream, seq=stored.seq, envelopes=stored.envelopes)
    _, read_back = writing.put(sealed, at=_at(stored) or writing.head().last_at or _LONG_AGO)
    return leaf_hash(read_back)


def _wrong(stored: StoredEntry, words: WordCheck) -> str | None:
    """Return what is altered in an entry; what is missing was erased, or is said by `verify` afterwards."""
    try:
        found = list(words.check(stored, decode_entry(stored.entry)))
    except BadProof as bad:
        return str(bad)
    return next((one.words for one in found if one.verdict is Verdict.ALTERED), None)


def _at(stored: StoredEntry) -> datetime | None:
    """Return when an entry in the open was made, None for one whose header is sealed or gone."""
    try:
        return read_instant(decode_header(open_envelope(stored.envelopes[HEADER_SLOT], None).plaintext).at)
    except (KeyError, KeyNeeded, BadProof):
        return None


def _bring_objects(workspace: Workspace, folder: Path) -> int:
    """Copy the pieces of evidence that are not here; return how many. Each is named by what it holds, and is checked."""
    count = 0
    for path in sorted(folder.glob("??/??/*")) if folder.is_dir() else ():
        if path.is_file() and not workspace.objects.exists(path.name) and not path.is_symlink():
            with path.open("rb") as file:
                digest, _ = workspace.objects.put(iter(lambda: file.read(_CHUNK), b""))
            count += digest == path.name
    return count


@contextmanager
def _opened(source: Path, near: Path) -> Iterator[Path]:
    """Yield a folder with the record of `source`, which is left as it is."""
    if source.is_dir():
        for folder in (source, source / FOLDER):
            if (folder / RECORD).is_file():
                yield folder
                return
    if not source.is_file():
        raise Refused(
            f"There is no copy of a record in {source}: name a workspace, a data backup or a record.db."
        )
    with tempfile.TemporaryDirectory(prefix=".replaying-", dir=near) as made:
        if source.suffix == ".tar":
            archive.unpack(source, Path(made) / "from")
            yield Path(made) / "from"
        else:
            yield _linked(source, Path(made))


def _linked(source: Path, folder: Path) -> Path:
    """Return `folder` with a copy of a record.db of any name, journal included."""
    for suffix in ("", "-wal"):
        path = source.with_name(source.name + suffix)
        if path.is_file():
            shutil.copyfile(path, folder / (RECORD + suffix))
    return folder


def _two(words: str) -> str:
    return f"{words} Nothing was written. Keep both copies as they are, and run secondstory verify on each."


def _root(log: Log, size: int) -> bytes:
    return root_at(size, TileHashes(get_tile=log.tile).hash_at)
