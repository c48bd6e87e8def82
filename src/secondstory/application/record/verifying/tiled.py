"""Verifies the log alone: every stored entry into its tile, the tiles into the root, the root against what was signed.

The quick first stage, some millions of entries in seconds and in little memory. It opens nothing: whether the words behind
the entries are the ones recorded is for a whole verification.
"""

from collections.abc import Iterator

from secondstory.application.ports.storage import Log
from secondstory.application.record.folding import Progress, quiet
from secondstory.application.record.signing import root_at
from secondstory.application.record.verifying.checkpoints import compare, read
from secondstory.application.record.verifying.report import Problem, Report, altered, in_order, missing
from secondstory.application.record.verifying.tree import Walked
from secondstory.application.record.verifying.validity import judge
from secondstory.application.record.verifying.verify import (
    Subject,
    claimed_by,
    cosigners_of,
    unremembered,
)
from secondstory.record.errors import BadProof
from secondstory.record.tiles import TILE_WIDTH, TileHashes, roots_match
from secondstory.record.tree import HASH_BYTES, leaf_hash

_EVERY = 64
_LEFT = (
    "Words, evidence, erasures, witnesses and what people see were not looked at: secondstory verify does that.",
    "Who typed each act: the record proves order and content; authorship rests on sign-in.",
)


def verify_tiles(subject: Subject, *, against: bytes | None = None, progress: Progress = quiet) -> Report:
    """Return what the entries, the tiles and the signed checkpoints say; against: as for `verify`."""
    log, size = subject.log, subject.log.head().size
    # 1. Every entry hashes to the leaf in its tile.
    problems = list(unfit_leaves(log, size, progress))
    # 2. The tiles, all of them, lead to one root.
    try:
        root = roots_match(log.tile, size)
    except KeyError as gone:
        level, n = gone.args[0]
        return _report([*problems, missing(f"tile {level}/{n}", "MISSING.")], size, b"")
    except BadProof as bad:
        return _report([*problems, altered("the tiles", str(bad))], size, b"")
    # 3. Signed checkpoints, by keys that may have signed them, at the roots the tiles give.
    reads = [read(one, subject.log_keys, cosigners_of(subject)) for one in claimed_by(subject, against)]
    sizes = {one.checkpoint.size for one in reads if one.checkpoint is not None}
    hashes = TileHashes(log.tile).hash_at
    walked = Walked(size=size, root=root, roots={n: root_at(n, hashes) for n in sizes if n <= size})
    judged = judge(log, subject.keys, reads, subject.log_keys, own=True)
    disagreements, forks = compare(judged.reads, walked)
    problems += [*judged.problems, *disagreements, *unremembered(subject, reads, against)]
    return _report(problems, size, root, tuple(forks))


def _report(problems: list[Problem], size: int, root: bytes, forks: tuple[bytes, ...] = ()) -> Report:
    return Report(
        problems=in_order(problems),
        proved=(f"{size:,} entries were read and hashed again, and all tiles, up to the signed root.",)
        if not problems
        else (),
        not_proved=_LEFT,
        size=size,
        root=root,
        forks=forks,
    )


def unfit_leaves(log: Log, size: int, progress: Progress) -> Iterator[Problem]:
    """Yield a problem for each tile of leaves that the stored entries do not hash to."""
    total = -(-size // TILE_WIDTH)
    for n in range(total):
        if n % _EVERY == 0:
            progress("hashing entries", n * TILE_WIDTH, size)
        first, last = n * TILE_WIDTH, min((n + 1) * TILE_WIDTH, size)
        hashes = b"".join([leaf_hash(one) for one in log.leaves(first, last)])
        try:
            stored = log.tile(0, n)[: (last - first) * HASH_BYTES]
        except KeyError:
            yield missing(f"tile 0/{n}", "MISSING.")
            continue
        if hashes != stored:
            yield altered(
                f"entries {first} to {last - 1}",
                "They do not hash to the leaves that the tree has in their places.",
            )
    progress("hashing entries", size, size)
