"""Verifies a workspace: what was signed, what is stored, what people see. Says what it proved and what it did not."""

from collections.abc import Iterator, Mapping, Sequence

from secondstory.application.ports.storage import Log, Rows
from secondstory.application.record.copies import Elsewhere
from secondstory.application.record.folding import Progress, fold_everything, quiet
from secondstory.application.record.journal import Projector
from secondstory.application.record.verifying.checkpoints import Claimed, Read, compare, read
from secondstory.application.record.verifying.evidence import Borrowing, check_objects
from secondstory.application.record.verifying.report import Problem, Report, altered, in_order, missing
from secondstory.application.record.verifying.rows import check_rows
from secondstory.application.record.verifying.timestamps import (
    Stamping,
    check_timestamps,
    stamped_checkpoints,
)
from secondstory.application.record.verifying.tree import Walked, check_tiles, walk
from secondstory.application.record.verifying.validity import judge
from secondstory.application.record.verifying.witnesses import Confirmed, Witnessing, check_witnesses
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

    rows_version: which version of this software made the rows; None when they do not say. witnessing: the policy that
    is asked for, with the checkpoints kept under it; None where there is none. beside: (where, words) of what those who
    keep settings, keys and the file found wrong with them. older: keys that signed before `verifier`, oldest first.
    stamping: what authorities stamped; None: they are not looked at. elsewhere: where sealed bytes are read that are
    missing here.
    """

    log: Log
    keys: Keys
    signer: Signer | None
    objects: Objects
    projector: Projector
    verifier: Verifier
    scratch: Rows
    rows_version: int | None = tables.VERSION
    witnessing: Witnessing | None = None
    stamping: Stamping | None = None
    beside: tuple[tuple[str, str], ...] = ()
    older: tuple[Verifier, ...] = ()
    elsewhere: Elsewhere | None = None

    @property
    def log_keys(self) -> tuple[Verifier, ...]:
        """The keys by which this log is known: the workspace's own, or those of a policy that alone is trusted."""
        asked = self.witnessing
        if asked is not None and asked.is_alone:
            return tuple(one.key for one in asked.policy.logs)
        return (*self.older, self.verifier)


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
    cosigners = cosigners_of(subject)
    reads = [read(claimed, subject.log_keys, cosigners) for claimed in claimed_by(subject, against)]
    sizes = {one.checkpoint.size for one in reads if one.checkpoint is not None}
    # 3. Hash every entry again, and every word against its commitment.
    words = word_check(subject)
    walked = walk(subject.log, words, sizes, progress)
    problems = [*walked.problems, *found_beside(subject, words.tally)]
    # 4. Tiles and checkpoints against the entries.
    problems += check_tiles(subject.log, walked.tiles)
    is_own = subject.witnessing is None or not subject.witnessing.is_alone
    judged = judge(subject.log, subject.keys, reads, subject.log_keys, own=is_own)
    problems += judged.problems
    disagreements, forks = compare(judged.reads, walked)
    problems += [*disagreements, *unremembered(subject, reads, against)]
    # 5. What witnesses and authorities confirm, of the checkpoints that agree with the entries.
    held = [one for one in judged.reads if one.checkpoint is not None and one.claimed.note not in forks]
    said = said_of(subject, words.tally, held, is_compared=against is not None)
    problems += said.problems
    # 6. Evidence, bytes and all.
    borrowing = borrowing_of(subject)
    problems += check_objects(
        words.tally.manifests,
        subject.objects,
        subject.keys,
        erased=erased_targets(subject, *Scope),
        has_keys=subject.signer is not None,
        progress=progress,
        borrowing=borrowing,
    )
    # 7. What people see.
    problems += unreadable(unfolded)
    if subject.rows_version in (None, tables.VERSION):
        problems += check_rows(subject.log.rows, subject.scratch)
    return Report(
        problems=in_order(problems),
        proved=(*_proved(walked, said), *(borrowing.words() if borrowing is not None else ())),
        not_proved=(*left_unproved(said, reads), *judged.not_proved),
        size=walked.size,
        root=walked.root,
        forks=tuple(forks),
        own=own_note(subject, forks),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the words of a report are made from. is_compared: a checkpoint that was kept outside was given."""

    tally: Tally
    held: list[Read]
    confirmed: Confirmed
    stamped: Confirmed
    is_compared: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with what others signed."""
        return (*self.confirmed.problems, *self.stamped.problems)

    @property
    def vouched(self) -> tuple[str, ...]:
        """What others confirm: witnesses, and authorities."""
        return (*self.confirmed.proved, *self.stamped.proved)


def said_of(subject: Subject, tally: Tally, held: list[Read], *, is_compared: bool) -> Said:
    """Return what a report is made from, with what others than this installation say of it.

    held: checkpoints that agree with the entries.
    """
    agreeing = {one.claimed.note for one in held}
    return Said(
        tally=tally,
        held=held,
        confirmed=check_witnesses(subject.witnessing, held, subject.log, subject.keys),
        stamped=check_timestamps(subject.stamping, subject.log, subject.keys, agreeing=agreeing),
        is_compared=is_compared,
    )


def borrowing_of(subject: Subject) -> Borrowing | None:
    """Return what reads locked copies for one verification, None where there are none."""
    return Borrowing(subject.elsewhere) if subject.elsewhere is not None else None


def found_beside(subject: Subject, tally: Tally) -> Iterator[Problem]:
    """Yield what is wrong with the little that is kept beside the entries, for speed or for safety."""
    yield from (altered(where, words) for where, words in subject.beside)
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


def unreadable(unfolded: Mapping[StreamId, str]) -> list[Problem]:
    """Return the problems with streams that could not be folded. unfolded: why, by stream."""
    return [altered(f"stream {one}", f"It cannot be read back: {why}") for one, why in unfolded.items()]


def own_note(subject: Subject, forks: Sequence[bytes]) -> bytes | None:
    """Return the last checkpoint that the log's key signed, to lay beside those that contradict it; None without any."""
    own = subject.signer.last_signed() if forks and subject.signer is not None else None
    return own.note if own is not None and own.note not in forks else None


def unremembered(subject: Subject, reads: Sequence[Read], against: bytes | None) -> Iterator[Problem]:
    """Yield that nothing here knows what was signed last, or that the log's key has signed more than its store knows."""
    if subject.signer is None:
        yield from [missing("key store", _NO_KEYS)] if against is None else []
        return
    last = subject.signer.last_signed()
    own = {key.name for key in (subject.verifier,)}
    newest = max(
        (one.checkpoint.size for one in reads if one.checkpoint and one.checkpoint.origin in own), default=0
    )
    if newest > (last.size if last is not None else 0):
        words = (
            f"It remembers signing {last.size if last is not None else 0} entries, and this log's key has signed {newest}: it"
            " is an older copy, or was changed. Bring back the newest key backup before anything is signed."
        )
        yield altered("the key store", words)


def claimed_by(subject: Subject, against: bytes | None) -> list[Claimed]:
    """Return the signed checkpoints at hand: the newest, one kept outside, and those kept beside the record."""
    claimed: list[Claimed] = []
    last = subject.signer.last_signed() if subject.signer is not None else None
    if last is not None:
        claimed.append(Claimed(last.note, "the last checkpoint this log's key signed"))
    if against is not None:
        claimed.append(Claimed(against, "the checkpoint kept outside"))
    for one in subject.witnessing.kept if subject.witnessing is not None else ():
        where = f"the checkpoint over {one.size} entries that was kept here"
        claimed.append(Claimed(one.note, where, size=one.size, history=True))
    claimed += stamped_checkpoints(subject.stamping.files) if subject.stamping is not None else ()
    return claimed


def cosigners_of(subject: Subject) -> tuple[Verifier, ...]:
    """Return the keys of the witnesses that the policy names."""
    if subject.witnessing is None:
        return ()
    return tuple(one.key for one in subject.witnessing.policy.witnesses)


def word_check(subject: Subject) -> WordCheck:
    """Return what checks words, with what the fresh fold says was erased."""
    parts = subject.scratch.select(ERASED_PART)
    erased = {(int(str(row["idx"])), int(str(row["slot"]))): int(str(row["entry"])) for row in parts}
    return WordCheck(
        key=subject.keys.key,
        erased=erased,
        erased_streams=erased_targets(subject, Scope.STREAM),
        has_keys=subject.signer is not None,
    )


def erased_targets(subject: Subject, *scopes: Scope) -> Mapping[StreamId, int]:
    """Return the streams that were erased, each with the entry that says so."""
    rows = [row for row in subject.scratch.select(ERASED_STREAM) if row["scope"] in scopes]
    return {StreamId(str(row["target"])): int(str(row["entry"])) for row in rows}


def _proved(walked: Walked, said: Said) -> Iterator[str]:
    yield f"{walked.size} entries were read and hashed again."
    yield f"{said.tally.present} parts were checked word for word against their commitments."
    yield _erased(said.tally)
    yield from redacted(said.tally)
    yield f"{len(said.tally.manifests)} pieces of evidence were read whole."
    yield "Every row that people see was compared with a fresh fold."
    for one in said.held:
        if one.checkpoint is not None and not one.claimed.history:
            kept = one.claimed.kept
            yield f"{kept[0].upper()}{kept[1:]} holds: {one.checkpoint.size} entries."
    kept_here = {one.checkpoint.size for one in said.held if one.checkpoint and one.claimed.history}
    if kept_here:
        how_many = "1 checkpoint" if len(kept_here) == 1 else f"{len(kept_here)} checkpoints"
        yield f"{how_many} kept here agree with the entries, the newest over {max(kept_here)}."
    yield from said.vouched


def redacted(tally: Tally) -> Iterator[str]:
    """Yield what is said of evidence that is read redacted; nothing when none is."""
    if tally.redactions:
        how_many = "1 item" if len(tally.redactions) == 1 else f"{len(tally.redactions)} items"
        entries = ", ".join(f"entry {index}" for index in sorted(tally.redactions))
        yield f"{how_many} of evidence read as a redacted copy since {entries}; each original is checked like any other."


def _erased(tally: Tally) -> str:
    if not tally.erased:
        return "No part was erased."
    entries = ", ".join(f"entry {entry} ({count})" for entry, count in sorted(tally.erased_by.items()))
    how_many = "1 part was" if tally.erased == 1 else f"{tally.erased} parts were"
    return f"{how_many} lawfully erased, by {entries}."


def left_unproved(said: Said, reads: list[Read]) -> Iterator[str]:
    """Yield what no verification of this record can prove, or what this one could not."""
    if said.tally.sealed:
        yield f"{said.tally.sealed} sealed parts: their bytes are intact, their words were not checked (no key here)."
    if not said.is_compared and not said.confirmed.proved:
        yield (
            "That nobody with the signing key rewrote everything: compare with a checkpoint kept outside"
            " (secondstory verify --against FILE)."
        )
    if not reads:
        yield "That nothing was cut off at the end: no signed checkpoint is at hand."
    yield "Who typed each act: the record proves order and content; authorship rests on sign-in."
    yield "That every event was submitted: nothing can prove what was never recorded. Keep your receipts."
    yield from said.confirmed.not_proved
    yield from said.stamped.not_proved
