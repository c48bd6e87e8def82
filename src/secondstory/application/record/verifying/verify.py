"""Verifies a workspace: what was signed, what is stored, what people see. Says what it proved and what it did not."""

from collections.abc import Iterator, Mapping

from secondstory.application.ports.storage import Log, Rows
from secondstory.application.record.folding import Progress, fold_everything, quiet
from secondstory.application.record.journal import Projector
from secondstory.application.record.verifying.checkpoints import Claimed, Read, compare, read
from secondstory.application.record.verifying.evidence import check_objects
from secondstory.application.record.verifying.report import Problem, Report, altered, in_order, missing
from secondstory.application.record.verifying.rows import check_rows
from secondstory.application.record.verifying.tree import Walked, check_tiles, walk
from secondstory.application.record.verifying.words import Tally, WordCheck
from secondstory.domain.keeping.erasure import Scope
from secondstory.domain.stored import read_instant
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.readmodel import tables
from secondstory.readmodel.tables import ERASED_PART, ERASED_STREAM
from secondstory.record.entry import decode_header
from secondstory.record.vkey import Verifier
from secondstory.vault.keys import Keys, Signer
from secondstory.vault.objects import Objects

_NO_KEYS = (
    "It is not where the workspace says, so nothing here knows what was signed last. Bring it back from its backup"
    " (secondstory restore), or compare with a checkpoint kept outside (secondstory verify --against FILE)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is verified. signer: None when the key store is not here. scratch: empty rows for the fresh fold.

    rows_version: which version of this software made the rows; None when they do not say.
    """

    log: Log
    keys: Keys
    signer: Signer | None
    objects: Objects
    projector: Projector
    verifier: Verifier
    scratch: Rows
    rows_version: int | None = tables.VERSION


def verify(subject: Subject, *, against: bytes | None = None, progress: Progress = quiet) -> Report:
    """Return what can be said about the record in `subject`.

    against: a signed checkpoint that was kept outside; with it, a rewritten or rolled-back log is caught even when
    its operator holds the signing key.
    """
    # 1. Fold the record afresh: what was erased, and the rows that people should see.
    unfolded = fold_everything(
        subject.log, subject.keys, subject.projector, subject.scratch, progress=progress
    )
    # 2. Read the signed checkpoints.
    reads = [read(claimed, subject.verifier) for claimed in _claimed(subject, against)]
    sizes = [one.checkpoint.size for one in reads if one.checkpoint is not None]
    # 3. Hash every entry again, and every word against its commitment.
    words = _words(subject)
    walked = walk(subject.log, words, sizes, progress)
    problems = [*walked.problems, *_beside(subject, words.tally)]
    # 4. Tiles and checkpoints against the entries.
    problems += check_tiles(subject.log, walked.tiles)
    disagreements, forks = compare(reads, walked)
    problems += disagreements
    if subject.signer is None and against is None:
        problems.append(missing("key store", _NO_KEYS))
    # 5. Evidence, bytes and all.
    problems += check_objects(
        words.tally.manifests,
        subject.objects,
        subject.keys,
        erased=_targets(subject, *Scope),
        progress=progress,
    )
    # 6. What people see.
    problems += [
        altered(f"stream {stream}", f"It cannot be read back: {why}") for stream, why in unfolded.items()
    ]
    if subject.rows_version in (None, tables.VERSION):
        problems += check_rows(subject.log.rows, subject.scratch)
    return _report(problems, walked, words.tally, reads, forks, against=against is not None)


def _beside(subject: Subject, tally: Tally) -> Iterator[Problem]:
    """Yield what is wrong with the little that is kept beside the entries, for speed."""
    if subject.rows_version is None:
        yield altered(
            "the version of the rows",
            "They do not say which version made them. secondstory rebuild makes them anew.",
        )
    elif subject.rows_version != tables.VERSION:
        yield missing(
            "the rows that people see",
            "Another version of this software made them, so they were not compared. Any command makes them anew;"
            " then verify again.",
        )
    if tally.last_header is None:
        return
    told, kept = read_instant(decode_header(tally.last_header).at), subject.log.head().last_at
    if told != kept:
        yield altered(
            "the time of the last entry",
            f"It is kept as {kept}; the entry says {told}. The next entry sets it right.",
        )


def _claimed(subject: Subject, against: bytes | None) -> list[Claimed]:
    claimed: list[Claimed] = []
    last = subject.signer.last_signed() if subject.signer is not None else None
    if last is not None:
        claimed.append(Claimed(last.note, "the last checkpoint this log's key signed"))
    if against is not None:
        claimed.append(Claimed(against, "the checkpoint kept outside"))
    return claimed


def _words(subject: Subject) -> WordCheck:
    parts = subject.scratch.select(ERASED_PART)
    erased = {(int(str(row["idx"])), int(str(row["slot"]))): int(str(row["entry"])) for row in parts}
    return WordCheck(key=subject.keys.key, erased=erased, erased_streams=_targets(subject, Scope.STREAM))


def _targets(subject: Subject, *scopes: Scope) -> Mapping[StreamId, int]:
    """Return the streams that were erased, each with the entry that says so."""
    rows = [row for row in subject.scratch.select(ERASED_STREAM) if row["scope"] in scopes]
    return {StreamId(str(row["target"])): int(str(row["entry"])) for row in rows}


def _report(
    problems: list[Problem],
    walked: Walked,
    tally: Tally,
    reads: list[Read],
    forks: list[bytes],
    *,
    against: bool,
) -> Report:
    proved = [
        f"{walked.size} entries were read and hashed again.",
        f"{tally.present} parts were checked word for word against their commitments.",
        _erased(tally),
        f"{len(tally.manifests)} pieces of evidence were read whole.",
        "Every row that people see was compared with a fresh fold.",
    ]
    held = [one for one in reads if one.checkpoint is not None and one.claimed.note not in forks]
    proved += [
        f"{one.claimed.kept[0].upper()}{one.claimed.kept[1:]} holds: {one.checkpoint.size} entries."
        for one in held
        if one.checkpoint is not None
    ]
    return Report(
        problems=in_order(problems),
        proved=tuple(proved),
        not_proved=tuple(_not_proved(tally, reads, against=against)),
        size=walked.size,
        root=walked.root,
        forks=tuple(forks),
    )


def _erased(tally: Tally) -> str:
    if not tally.erased:
        return "No part was erased."
    entries = ", ".join(f"entry {entry} ({count})" for entry, count in sorted(tally.erased_by.items()))
    how_many = "1 part was" if tally.erased == 1 else f"{tally.erased} parts were"
    return f"{how_many} lawfully erased, by {entries}."


def _not_proved(tally: Tally, reads: list[Read], *, against: bool) -> list[str]:
    said: list[str] = []
    if tally.sealed:
        said.append(
            f"{tally.sealed} sealed parts: their bytes are intact, their words were not checked (no key here)."
        )
    if not against:
        said.append(
            "That nobody with the signing key rewrote everything: compare with a checkpoint kept outside"
            " (secondstory verify --against FILE)."
        )
    if not reads:
        said.append("That nothing was cut off at the end: no signed checkpoint is at hand.")
    said.append("Who typed each act: the record proves order and content; authorship rests on sign-in.")
    said.append(
        "That every event was submitted: nothing can prove what was never recorded. Keep your receipts."
    )
    said.append("Witnesses: no witness has co-signed; the policy asks for none yet.")
    return said
