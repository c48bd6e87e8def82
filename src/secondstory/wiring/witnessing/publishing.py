"""Puts the newest checkpoint where others see it: a folder for a web server, a branch of a git remote; by hand or when due.

What stands there is compared first. A checkpoint that did not grow into ours is never overwritten: both are kept below
`forks/` in the workspace, and the publication is refused.
A publication is one entry in the record. That entry alone calls for no other publication: else each would call the next.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from secondstory.adapters.local_files.durable import (
    NotWritten,
    make_place_durably,
    write_durably,
)
from secondstory.adapters.local_files.tiles import write_tiles
from secondstory.adapters.remote.git.publishing import Found, GitRemote
from secondstory.application.keeping.noting import note
from secondstory.application.ports.storage import Conflict, StorageFailed, StorageFull, StoredEntry
from secondstory.application.record import proving
from secondstory.application.record.journal import DIRECTORY, INSTALLATION_STREAM
from secondstory.application.record.signing import root_at
from secondstory.domain.keeping.installation import CheckpointPublished, CheckpointTimestamped
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.record.checkpoint import parse_body, read_checkpoint
from secondstory.record.errors import BadProof, BadSignature, MustReload
from secondstory.record.note import parse_note
from secondstory.record.tiles import TileHashes
from secondstory.vault.keys import LastSigned
from secondstory.wiring.witnessing.asking import history
from secondstory.wiring.witnessing.newest import newest_note
from secondstory.wiring.witnessing.patience import Patience
from secondstory.wiring.workspace import Workspace

EVERY = timedelta(minutes=10)
BRANCH = "checkpoints"
FORKS = "forks"
PUBLIC = "public"
REPOSITORY = "checkpoints.git"
_SLACK = timedelta(seconds=5)
_AT_ONCE, _RECENT = 32, 1000
WEATHER = (
    Refused,
    NotWritten,
    OSError,
    Conflict,
    StorageFull,
    StorageFailed,
    BadProof,
    BadSignature,
    MustReload,
)
"""What may go wrong with a neighbour, a disk or a moment, and may go right the next time."""

Look = Callable[[], bytes | None]
"""Returns the checkpoint that stands where one is to be published, None when there is none."""

Put = Callable[[int, bytes], None]
"""Puts the checkpoint of a size there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One publication as the record has it: which entry says so, when, and what."""

    index: int
    at: datetime
    event: CheckpointPublished


class Contradicted(Refused):
    """Where it was to be published stands a checkpoint that did not grow into ours. Both are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published. entry: where the record says so, None when nothing new had to be said."""

    where: str
    size: int
    entry: int | None


def publish_to_folder(workspace: Workspace, out: Path) -> Published:
    """Publish checkpoint, tiles and key below `out`, and record it.

    Entries and tiles are durable before the checkpoint that covers them, and a tile that is there is never rewritten.
    Raises Refused in a closed or empty workspace, Contradicted when `out` holds another history.
    """
    where = f"folder {out.absolute().name}"

    def put(size: int, ours: bytes) -> None:
        write_tiles(out, proving.tiles(workspace.storage, size), ours, "\n".join(workspace.settings.vkeys))

    def look() -> bytes | None:
        standing = out / "checkpoint"
        return standing.read_bytes() if standing.is_file() else None

    return publish_at(workspace, where, look, put)


def publish_to_git(workspace: Workspace, remote: str, branch: str = BRANCH) -> Published:
    """Publish checkpoint, key and `history/<size>` as one commit on a branch of `remote`, and record it.

    Nothing is ever forced. Raises RemoteRefused when the branch was rewound, cannot be reached or does not take the
    commit; Contradicted when it holds another history.
    """
    there = GitRemote(workspace.place.root / REPOSITORY, remote, branch)
    found: list[Found] = []

    def look() -> bytes | None:
        found.append(there.look())
        return found[-1].checkpoint

    def put(size: int, ours: bytes) -> None:
        vkeys = "".join(f"{vkey}\n" for vkey in workspace.settings.vkeys).encode()
        files = {"checkpoint": ours, "log.vkey": vkeys, f"history/{size}": ours}
        there.add(found[-1], files, words=f"Checkpoint over {size} entries\n", at=workspace.clock.now())

    return publish_at(workspace, there.name, look, put)


def publish_if_due(
    workspace: Workspace,
    now: datetime,
    patience: Patience | None = None,
    *,
    more: Sequence[tuple[str, Callable[[], Published]]] = (),
) -> list[str]:
    """Publish where the settings ask, at most every ten minutes to each place; return words about what is in the way.

    For the serving process, which calls it now and then: nothing is raised that the next call may mend. now: aware.
    patience: remembers what went wrong; while it says to wait for a place, its words stand for that place. more: other
    places by their names, and how to publish there.
    """
    patience = patience or Patience()
    troubles: list[str] = []
    settings = workspace.settings
    wanted: list[tuple[str, Callable[[], Published]]] = [*more]
    out = published_folder(workspace)
    if out is not None:
        wanted.append((f"folder {out.absolute().name}", partial(publish_to_folder, workspace, out)))
    if settings.publish_git:
        remote, branch = settings.publish_git, settings.publish_branch or BRANCH
        name = GitRemote(workspace.place.root / REPOSITORY, remote, branch).name
        wanted.append((name, lambda: publish_to_git(workspace, remote, branch)))
    for where, publish in wanted:
        if (waits := patience.waits(where, now)) is not None:
            troubles.append(waits)
            continue
        try:
            if workspace.closed is None and _is_due(workspace, where, now):
                publish()
            patience.over(where)
        except WEATHER as trouble:
            troubles.append(f"Publishing to {where}: {trouble}")
            patience.wrong(where, now, troubles[-1])
    return troubles


def published_folder(workspace: Workspace) -> Path | None:
    """Return the folder that the serving process publishes to, None when it publishes to none.

    A site that hands the log to anybody hands out what lies there: the log as it was published, and never the newest.
    """
    settings = workspace.settings
    if settings.publish_to:
        return workspace.place.root / settings.publish_to
    return workspace.place.root / PUBLIC if settings.publish_open else None


def write_checkpoint(path: Path, note_bytes: bytes) -> None:
    """Write a checkpoint to a file, durably, for somebody to keep elsewhere."""
    make_place_durably(path.parent)
    write_durably(path, note_bytes)


def publish_at(workspace: Workspace, where: str, look: Look, put: Put) -> Published:
    """Compare what stands at `where`, put the newest checkpoint there, and record it.

    Raises Refused in a closed or empty workspace, Contradicted when another history stands there.
    """
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    signed = workspace.journal.recover()
    if signed is None:
        raise Refused("There is nothing in this record yet.")
    theirs = look()
    compare_with(workspace, signed, theirs, where)
    newest = newest_note(workspace, signed)
    last = _last(workspace, where)
    is_there = theirs is not None and last is not None and size_of(theirs) >= last.event.size
    if theirs is not None and last is not None and is_there and not has_news(workspace, last.event.size):
        # A cosignature that came since is put there too; it says nothing new, so the record is left as it is.
        size = size_of(newest.cosigned) if newest.cosigned is not None else 0
        if newest.cosigned is not None and size >= size_of(theirs) and newest.cosigned != theirs:
            put(size, newest.cosigned)
        return Published(where=where, size=max(size, last.event.size), entry=None)
    put(signed.size, newest.note)
    root = parse_note(signed.note).text.split("\n")[2]
    done = note(workspace.office, CheckpointPublished(size=signed.size, root=root, where=where))
    return Published(where=where, size=signed.size, entry=done.first)


def compare_with(workspace: Workspace, signed: LastSigned, theirs: bytes | None, where: str) -> None:
    """Go on when what stands there grew into this record; otherwise keep both checkpoints and refuse."""
    if theirs is None:
        return
    try:
        there = read_checkpoint(theirs, workspace.verifiers)
    except (BadProof, BadSignature) as bad:
        why = f"holds a checkpoint that this log's key has not signed ({bad})"
        raise _contradicted(workspace, signed, theirs, f"{where} {why}") from bad
    if there.size > signed.size:
        why = f"covers {there.size} entries, and {signed.size} are here: this is an older copy, or entries are gone"
        raise _contradicted(workspace, signed, theirs, f"The checkpoint in {where} {why}")
    if root_at(there.size, TileHashes(get_tile=workspace.storage.tile).hash_at) != there.root:
        why = f"covers {there.size} entries that are not the ones here"
        raise _contradicted(workspace, signed, theirs, f"The checkpoint in {where} {why}")


def _contradicted(workspace: Workspace, signed: LastSigned, theirs: bytes, why: str) -> Contradicted:
    folder = workspace.place.root / FORKS
    make_place_durably(folder)
    kept = []
    for name, found in (("here", signed.note), ("there", theirs)):
        path = folder / f"{hashlib.sha256(found).hexdigest()[:16]}-{name}.txt"
        if not path.exists():
            write_durably(path, found)
        kept.append(str(path))
    return Contradicted(
        f"{why}. Nothing was published. Both checkpoints are kept as evidence: {' and '.join(kept)}. Next: secondstory"
        f" verify --against {kept[1]}",
        code="contradicted",
    )


def size_of(note_bytes: bytes) -> int:
    """Return how many entries a checkpoint covers, which was read before."""
    return parse_body(parse_note(note_bytes).text).size


def _is_due(workspace: Workspace, where: str, now: datetime) -> bool:
    last = _last(workspace, where)
    if last is None:
        return workspace.storage.head().size > 0
    if abs(now - last.at) < EVERY - _SLACK:
        return False
    if has_news(workspace, last.event.size):
        return True
    kept = history(workspace.place)
    return bool(kept) and size_of(kept[-1]) > last.event.size


def publications(workspace: Workspace) -> list[Publication]:
    """Return every publication that the record knows of, the oldest first."""
    return _publications_in(workspace, workspace.storage.of_stream(INSTALLATION_STREAM))


def newest_publications(workspace: Workspace) -> list[Publication]:
    """Return the newest publication to each place, the newest first; a place not among the last thousand is left out."""
    found: dict[str, Publication] = {}
    for one in islice(_newest_first(workspace), _RECENT):
        found.setdefault(one.event.where, one)
    return list(found.values())


def _last(workspace: Workspace, where: str) -> Publication | None:
    return next((one for one in _newest_first(workspace) if one.event.where == where), None)


def _newest_first(workspace: Workspace) -> Iterator[Publication]:
    """Yield publications from the end: one is made every ten minutes for years, and the last is what mostly matters."""
    entries = workspace.storage.of_stream(INSTALLATION_STREAM)
    for end in range(len(entries), 0, -_AT_ONCE):
        yield from reversed(_publications_in(workspace, entries[max(0, end - _AT_ONCE) : end]))


def _publications_in(workspace: Workspace, entries: Iterable[StoredEntry]) -> list[Publication]:
    return [
        Publication(index=one.index, at=one.at, event=one.event)
        for one in workspace.office.reader.recorded(entries, INSTALLATION_STREAM)
        if isinstance(one.event, CheckpointPublished)
    ]


def has_news(workspace: Workspace, size: int) -> bool:
    """Return whether anything but publications and timestamps was recorded after the first `size` entries.

    The first publication of a person brings their pseudonym along, in the entry before it; that is no news either.
    """
    since = [one for one in workspace.storage.of_stream(INSTALLATION_STREAM) if one.index >= size]
    recorded = workspace.office.reader.recorded(since, INSTALLATION_STREAM)
    own = {
        one.index for one in recorded if isinstance(one.event, CheckpointPublished | CheckpointTimestamped)
    }
    return any(
        stored.index not in own and not (stored.stream == DIRECTORY and stored.index + 1 in own)
        for stored in workspace.storage.entries(size)
    )
