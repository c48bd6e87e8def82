"""Checks the log itself: entries in order, hashed again into a tree, and its roots against signed checkpoints."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from secondstory.application.ports.storage import Log, StoredEntry
from secondstory.application.record.folding import Progress
from secondstory.application.record.verifying.report import Problem, altered, missing
from secondstory.application.record.verifying.words import WordCheck
from secondstory.kernel.ids import StreamId
from secondstory.record.entry import decode_entry
from secondstory.record.errors import BadProof
from secondstory.record.tiles import TILE_WIDTH, extend_tiles
from secondstory.record.tree import Frontier, leaf_hash

_EVERY = 1024


@dataclass(slots=True)
class Walked:
    """What one pass over the entries found: the roots at the sizes asked for, and the tiles that follow."""

    size: int = 0
    root: bytes = b""
    roots: dict[int, bytes] = field(default_factory=dict)
    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def walk(log: Log, words: WordCheck, sizes: Collection[int], progress: Progress) -> Walked:
    """Return what the entries of `log` hash to, with every problem of the words behind them.

    sizes: the sizes at which somebody signed a root; the roots there are kept for comparison.
    """
    walked = Walked()
    frontier = Frontier(size=0, hashes=())
    sequences: dict[StreamId, int] = {}
    leaves: list[bytes] = []
    tiled = 0
    total = log.head().size
    for stored in log.entries():
        if stored.index % _EVERY == 0:
            progress("checking entries", stored.index, total)
        walked.problems += _in_order(stored, frontier.size, sequences)
        walked.problems += _entry(stored, words)
        leaves.append(leaf_hash(stored.entry))
        frontier = frontier.append(leaves[-1])
        if len(leaves) == _EVERY:
            tiled, leaves = extend_tiles(walked.tiles, tiled, leaves), []
        if frontier.size in sizes:
            walked.roots[frontier.size] = frontier.root()
    progress("checking entries", total, total)
    extend_tiles(walked.tiles, tiled, leaves)
    walked.size, walked.root = frontier.size, frontier.root()
    return walked


def _in_order(stored: StoredEntry, expected: int, sequences: dict[StreamId, int]) -> Iterator[Problem]:
    if stored.index != expected:
        yield missing(f"entries {expected} to {stored.index - 1}", "MISSING. The log jumps over them.")
    after = sequences.get(stored.stream, 0) + 1
    if stored.seq != after:
        yield altered(
            f"entry {stored.index}", f"It is number {stored.seq} of {stored.stream}, where {after} is next."
        )
    sequences[stored.stream] = stored.seq


def _entry(stored: StoredEntry, words: WordCheck) -> Iterator[Problem]:
    try:
        entry = decode_entry(stored.entry)
    except BadProof as bad:
        yield altered(f"entry {stored.index}", str(bad))
        return
    yield from words.check(stored, entry)


def check_tiles(log: Log, expected: Mapping[tuple[int, int], bytes]) -> Iterator[Problem]:
    """Yield a problem for each stored tile that does not follow from the entries."""
    for (level, n), hashes in sorted(expected.items()):
        where = f"tile {level}/{n}"
        try:
            stored = log.tile(level, n)
        except KeyError:
            yield missing(where, f"MISSING. It would hold {len(hashes) // 32} of {TILE_WIDTH} hashes.")
            continue
        if stored != hashes:
            yield altered(where, "Its hashes do not follow from the entries.")
