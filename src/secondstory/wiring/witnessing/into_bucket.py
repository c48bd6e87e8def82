"""Publishes into write-once storage: tiles that nobody removes before their day, and each checkpoint as another version.

Nothing there is ever written over: a checkpoint is one more version of one name, and whoever may list versions sees them
all, those that somebody tried to hide too. The newest are compared first, as everywhere.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from secondstory.application.record import proving
from secondstory.application.record.folding import Progress, quiet
from secondstory.kernel.refused import Refused
from secondstory.record.tiles import TILE_WIDTH, entries_path, tiles_of
from secondstory.vault.bucket import Bucket, Version
from secondstory.vault.errors import VersionMissing
from secondstory.wiring.bucket.opening import bucket_of, lock_until, name_of, this_moment
from secondstory.wiring.witnessing.publishing import (
    Published,
    compare_with,
    newest_publications,
    publish_at,
    size_of,
)
from secondstory.wiring.workspace import Workspace

LOG = "log/"
CHECKPOINT, VKEY = f"{LOG}checkpoint", f"{LOG}log.vkey"
_LOOKED_AT = 20
_MOST_BYTES = 1 << 16


def publish_to_bucket(
    workspace: Workspace,
    bucket: Bucket | None = None,
    *,
    now: datetime | None = None,
    progress: Progress = quiet,
) -> Published:
    """Publish entries, tiles, keys and checkpoint into the bucket of a workspace, locked, and record it.

    now: by the clock of this machine. Raises Refused without a bucket, or when a checkpoint is gone that was locked there;
    BucketTrouble when it cannot be asked; Contradicted when it holds another history.
    """
    settings = workspace.settings.bucket
    there = bucket or bucket_of(settings)
    at = now or this_moment()
    until = lock_until(at, settings.days)

    def look() -> bytes | None:
        found = list(_checkpoints(there))
        signed = workspace.journal.recover()
        assert signed is not None  # an empty record is refused before anybody looks
        for theirs in found:
            compare_with(workspace, signed, theirs, there.name)
        newest = max(found, key=size_of, default=None)
        _must_be_there(workspace, there.name, newest, at - timedelta(days=settings.days))
        return newest

    def put(size: int, ours: bytes) -> None:
        _put_tiles(workspace, there, size, (at - timedelta(days=settings.days / 2), until), progress)
        vkeys = "".join(f"{vkey}\n" for vkey in workspace.settings.vkeys).encode()
        if next(_contents(there, VKEY), None) != vkeys:
            _put(there, VKEY, vkeys, until)
        _put(there, CHECKPOINT, ours, until)

    return publish_at(workspace, there.name, look, put)


def into_bucket(workspace: Workspace) -> tuple[tuple[str, Callable[[], Published]], ...]:
    """Return where a serving process publishes besides folder and git, and how: the bucket, when there is one."""
    name = name_of(workspace.settings.bucket)
    return ((name, partial(publish_to_bucket, workspace)),) if name else ()


def _checkpoints(there: Bucket) -> Iterator[bytes]:
    yield from islice(_contents(there, CHECKPOINT), _LOOKED_AT)


def _contents(there: Bucket, key: str) -> Iterator[bytes]:
    """Yield what the versions of one name hold, the newest first; of a long one only as much as tells that it is none."""
    for one in there.versions(key):
        if one.key != key or one.is_marker:
            continue
        held = b""
        try:
            for piece in there.open(key, one.version):
                held += piece
                if len(held) > _MOST_BYTES:
                    break
        except VersionMissing:
            continue  # its lock ran out, and it was removed meanwhile
        yield held


def _must_be_there(workspace: Workspace, where: str, newest: bytes | None, locked_since: datetime) -> None:
    """Refuse to go on when what was published last is not there, though its lock stands: then the lock did not hold."""
    last = next((one for one in newest_publications(workspace) if one.event.where == where), None)
    if last is None or last.at <= locked_since:
        return
    stands = size_of(newest) if newest is not None else None
    if stands is not None and stands >= last.event.size:
        return
    holds = f"its newest covers {stands} entries" if stands is not None else "it holds none"
    raise Refused(
        f"A checkpoint over {last.event.size} entries was locked in {where} (entry {last.index}), and {holds}: its lock did not"
        " hold, or another bucket answers under that name. Nothing was published. Next: secondstory bucket probe, and ask"
        " whoever looks after that bucket.",
        code="bucket-rewound",
    )


def _put_tiles(
    workspace: Workspace, there: Bucket, size: int, span: tuple[datetime, datetime], progress: Progress
) -> None:
    """Put the tiles of this size that are not there, and those once more whose lock is half over. span: since, until.

    Partial tiles of smaller sizes are not renewed: larger ones say all that they said.
    """
    since, until = span
    standing = _newest(there.versions(f"{LOG}tile/"))
    wanted = [path for path in _paths(size) if _is_wanted(standing.get(f"{LOG}{path}"), since)]
    for done, path in enumerate(wanted):
        progress("locking tiles", done, len(wanted))
        _put(there, f"{LOG}{path}", proving.tile_at(workspace.storage, path, size), until)


def _paths(size: int) -> Iterator[str]:
    yield from (name.path for name in tiles_of(size))
    for n in range(-(-size // TILE_WIDTH)):
        yield entries_path(n, min(TILE_WIDTH, size - n * TILE_WIDTH))


def _is_wanted(standing: Version | None, since: datetime) -> bool:
    """Return whether a tile has to be put. A marker hides it from whoever asks by name, so it is put on top of that."""
    return standing is None or standing.is_marker or standing.at < since


def _newest(versions: Iterator[Version]) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for one in versions:
        found.setdefault(one.key, one)
    return found


def _put(there: Bucket, key: str, held: bytes, until: datetime) -> None:
    there.put(key, [held], length_bytes=len(held), until=until)
