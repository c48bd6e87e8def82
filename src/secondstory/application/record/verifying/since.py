"""Verifies what came since a checkpoint that somebody trusts, and says exactly what it did not look at again.

The older entries are not hashed again. Their tiles are, all of them: what they hash to has to be the trusted root, and
today's tree has to have grown out of it. Streams that were touched since, erasures, and who is who are read whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from secondstory.application.ports.storage import Log, StoredEntry
from secondstory.application.record.folding import Progress, fold_streams, quiet
from secondstory.application.record.journal import DIRECTORY, INSTALLATION_STREAM
from secondstory.application.record.signing import root_at
from secondstory.application.record.verifying.checkpoints import Read, compare, read
from secondstory.application.record.verifying.evidence import Borrowing, check_objects
from secondstory.application.record.verifying.report import Problem, Report, altered, in_order, missing
from secondstory.application.record.verifying.rows import check_rows
from secondstory.application.record.verifying.tree import Walked
from secondstory.application.record.verifying.validity import judge
from secondstory.application.record.verifying.verify import (
    Subject,
    borrowing_of,
    claimed_by,
    cosigners_of,
    erased_targets,
    found_beside,
    left_unproved,
    own_note,
    redacted,
    said_of,
    unreadable,
    unremembered,
    word_check,
)
from secondstory.application.record.verifying.words import Tally, WordCheck
from secondstory.domain.keeping.erasure import Scope
from secondstory.kernel import frozen
from secondstory.kernel.ids import StreamId
from secondstory.readmodel import tables
from secondstory.readmodel.tables import ERASURE, EVIDENCE
from secondstory.record.entry import decode_entry
from secondstory.record.errors import BadProof
from secondstory.record.tiles import TILE_WIDTH, TileHashes, roots_match
from secondstory.record.tree import HASH_BYTES, consistency_path, leaf_hash, verify_consistency

_EVERY = 1024
_FULL = "secondstory verify --full looks at everything."


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A checkpoint that is trusted. looked: in words, when and how what it covers was looked at before."""

    size: int
    root: bytes
    looked: str


@dataclass(slots=True)
class _Seen:
    """What was read again: how many new entries, and older ones of streams that were touched."""

    new: int = 0
    older: int = 0
    streams: set[StreamId] = field(default_factory=set)


def verify_since(
    subject: Subject, trusted: Trusted, *, against: bytes | None = None, progress: Progress = quiet
) -> Report:
    """Return what can be said about the record when everything up to `trusted` was verified before.

    against: as for `verify`. What `trusted` covers is taken on its word, apart from the tiles.
    """
    # 1. The tiles, all of them, lead to one root, and the trusted tree is the beginning of that one.
    size = subject.log.head().size
    root, broken = _grown(subject.log, trusted, size, progress)
    if broken is not None:
        return Report(problems=(broken,), proved=(), not_proved=(_FULL,), size=size, root=root)
    # 2. Which streams were touched since; what was erased is folded from all erasures there are.
    # The last entry is read in any case: the time of the last one is kept beside the log.
    first = min(trusted.size, max(size - 1, 0))
    seen = _Seen(new=size - trusted.size, streams=set(_touched(subject, first)))
    unfolded = fold_streams(
        subject.log, subject.keys, subject.projector, subject.scratch, seen.streams, progress=progress
    )
    # 3. Signed checkpoints, by the roots that the tiles give at their sizes.
    hashes = TileHashes(_cached(subject.log)).hash_at
    reads = [read(one, subject.log_keys, cosigners_of(subject)) for one in claimed_by(subject, against)]
    sizes = {one.checkpoint.size for one in reads if one.checkpoint is not None}
    walked = Walked(size=size, root=root, roots={n: root_at(n, hashes) for n in sizes if n <= size})
    # 4. New entries, and older ones of the streams they touch: the leaf in its tile, and every word.
    words = word_check(subject)
    problems = list(_entries(subject, seen, first, words, progress))
    problems += found_beside(subject, words.tally)
    is_own = subject.witnessing is None or not subject.witnessing.is_alone
    judged = judge(subject.log, subject.keys, reads, subject.log_keys, own=is_own)
    disagreements, forks = compare(judged.reads, walked)
    problems += [*judged.problems, *disagreements, *unremembered(subject, reads, against)]
    # 5. Witnesses, new evidence, and what people see of those streams.
    held = [one for one in judged.reads if one.checkpoint is not None and one.claimed.note not in forks]
    said = said_of(subject, words.tally, held, is_compared=against is not None)
    problems += said.problems
    borrowing = borrowing_of(subject)
    problems += _evidence(subject, words.tally, trusted, progress, borrowing)
    problems += unreadable(unfolded)
    if subject.rows_version in (None, tables.VERSION):
        for stream in sorted(seen.streams):
            problems += check_rows(subject.log.rows, subject.scratch, of=stream)
    return Report(
        problems=in_order(problems),
        proved=(
            *_proved(trusted, seen, size, words.tally),
            *_agreed(held),
            *said.vouched,
            *(borrowing.words() if borrowing is not None else ()),
        ),
        not_proved=(*_untouched(trusted), *left_unproved(said, reads), *judged.not_proved),
        size=size,
        root=root,
        forks=tuple(forks),
        own=own_note(subject, forks),
    )


def _grown(log: Log, trusted: Trusted, size: int, progress: Progress) -> tuple[bytes, Problem | None]:
    """Return today's root as the tiles give it, and what keeps it from having grown out of the trusted one."""
    if size < trusted.size:
        words = f"They were {trusted.size:,} when they were trusted, and {size:,} are here: the record was rolled back or cut."
        return b"", altered("the entries", words)
    total = -(-size // TILE_WIDTH)

    def told(level: int, n: int) -> bytes:
        if level == 0 and n % _EVERY == 0:
            progress("hashing tiles", n, total)
        return log.tile(level, n)

    try:
        root = roots_match(told, size)
        hashes = TileHashes(_cached(log)).hash_at
        path = consistency_path(trusted.size, size, hashes)
        verify_consistency(trusted.size, size, trusted.root, root, path)
    except KeyError as gone:
        level, n = gone.args[0]
        return b"", missing(f"tile {level}/{n}", f"MISSING. {_FULL}")
    except BadProof as bad:
        words = f"Today's tree of {size:,} entries did not grow out of what was trusted at {trusted.size:,}. {bad} {_FULL}"
        return b"", altered("the tiles", words)
    progress("hashing tiles", total, total)
    return root, None


def _touched(subject: Subject, first: int) -> Iterator[StreamId]:
    """Yield the streams that are read whole. The rows only say where erasures are; what they say is folded afresh."""
    yield from (stored.stream for stored in subject.log.entries(first))
    yield from (StreamId(str(row["stream"])) for row in subject.log.rows.select(ERASURE))
    yield from (one for one in (DIRECTORY, INSTALLATION_STREAM) if subject.log.of_stream(one))


def _entries(
    subject: Subject, seen: _Seen, first: int, words: WordCheck, progress: Progress
) -> Iterator[Problem]:
    tile = _cached(subject.log)
    for done, stream in enumerate(sorted(seen.streams)):
        progress("checking streams that were touched", done, len(seen.streams))
        for expected, stored in enumerate(subject.log.of_stream(stream), 1):
            if stored.seq != expected:
                said = f"It is number {stored.seq} of {stream}, where {expected} is next."
                yield altered(f"entry {stored.index}", said)
            if stored.index < first:
                seen.older += 1
                yield from _entry(stored, words, tile)
    expected = first
    for stored in subject.log.entries(first):
        if stored.index != expected:
            yield missing(f"entries {expected} to {stored.index - 1}", "MISSING. The log jumps over them.")
        expected = stored.index + 1
        if stored.index % _EVERY == 0:
            progress("checking new entries", stored.index - first, seen.new)
        yield from _entry(stored, words, tile)


def _entry(stored: StoredEntry, words: WordCheck, tile: "_Tile") -> Iterator[Problem]:
    n, place = divmod(stored.index, TILE_WIDTH)
    if tile(0, n)[place * HASH_BYTES : (place + 1) * HASH_BYTES] != leaf_hash(stored.entry):
        yield altered(f"entry {stored.index}", "It does not hash to the leaf that the tree has in its place.")
        return
    try:
        entry = decode_entry(stored.entry)
    except BadProof as bad:
        yield altered(f"entry {stored.index}", str(bad))
        return
    yield from words.check(stored, entry)


def _evidence(
    subject: Subject, tally: Tally, trusted: Trusted, progress: Progress, borrowing: Borrowing | None
) -> Iterator[Problem]:
    """Yield what is wrong with new evidence, and which older items are not there; the rows say which there are."""
    erased = erased_targets(subject, *Scope)
    new = [one for one in tally.manifests if one[1] >= trusted.size]
    tally.manifests[:] = new
    yield from check_objects(
        new,
        subject.objects,
        subject.keys,
        erased=erased,
        has_keys=subject.signer is not None,
        progress=progress,
        borrowing=borrowing,
    )
    read = {stream for stream, _, _ in new}
    for row in subject.log.rows.select(EVIDENCE):
        if row["stream"] in read or row["stream"] in erased or subject.objects.exists(str(row["object"])):
            continue
        if borrowing is not None and borrowing.is_known(str(row["object"])):
            continue
        words = f"MISSING. {row['length_bytes']:,} bytes were sealed, and no entry erased them."
        yield missing(f"E-{row['number']} ({row['stream']})", words)


class _Tile:
    """Reads tiles and keeps the last few: entries come in order, and paths climb the same ones."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._kept: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, n: int) -> bytes:
        if (level, n) not in self._kept:
            if len(self._kept) > TILE_WIDTH:
                self._kept.clear()
            self._kept[level, n] = self._log.tile(level, n)
        return self._kept[level, n]


def _cached(log: Log) -> _Tile:
    return _Tile(log)


def _proved(trusted: Trusted, seen: _Seen, size: int, tally: Tally) -> Iterator[str]:
    yield f"All tiles of {size:,} entries were hashed again: they grew out of the {trusted.size:,} trusted before, unchanged."
    older = f"{seen.older:,} older ones of the {len(seen.streams):,} streams that count"
    if seen.new:
        what = "entry was" if seen.new == 1 else "entries were"
        yield f"{seen.new:,} new {what} hashed and read, and {older}."
    else:
        yield f"No entry is new. Hashed and read again were {older}."
    yield f"{tally.present:,} parts were checked word for word against their commitments."
    yield from redacted(tally)
    yield f"{len(tally.manifests):,} new pieces of evidence were read whole."
    yield f"The rows of those {len(seen.streams):,} streams were compared with a fresh fold."


def _agreed(held: Iterable[Read]) -> Iterator[str]:
    for one in held:
        if one.checkpoint is not None and not one.claimed.history:
            kept = one.claimed.kept
            yield f"{kept[0].upper()}{kept[1:]} holds: {one.checkpoint.size} entries."


def _untouched(trusted: Trusted) -> Iterator[str]:
    if trusted.size:
        yield f"Entries 0 to {trusted.size - 1:,} {trusted.looked}; today only their tiles were, and the streams named above."
    yield (
        "Words, evidence and rows of streams that nobody touched since were not looked at again (of evidence, only whether"
        f" it is there). {_FULL}"
    )
