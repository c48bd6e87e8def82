"""Checks signed checkpoints against what the entries hash to: the guard's own, and one that was kept outside."""

from collections.abc import Sequence

from secondstory.application.record.verifying.report import Problem, Verdict, altered
from secondstory.application.record.verifying.tree import Walked
from secondstory.kernel.frozen import dataclass
from secondstory.record.checkpoint import Checkpoint, read_checkpoint
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.vkey import Verifier


@dataclass(frozen=True, slots=True)
class Claimed:
    """A signed checkpoint and where it was kept. size: what it was filed under, where it was; history: one of many."""

    note: bytes
    kept: str
    size: int | None = None
    history: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A checkpoint that could be read, or the problem with it."""

    claimed: Claimed
    checkpoint: Checkpoint | None
    problem: Problem | None


def read(claimed: Claimed, logs: Sequence[Verifier], witnesses: Sequence[Verifier] = ()) -> Read:
    """Return the checkpoint in a note once this log's key is known to have signed it, or what is wrong.

    logs: the keys of this log that are trusted. witnesses: keys whose lines have to verify where they stand.
    """
    try:
        checkpoint = read_checkpoint(claimed.note, [*logs, *witnesses])
        if claimed.size is not None and checkpoint.size != claimed.size:
            words = f"It is filed under {claimed.size} entries and covers {checkpoint.size}."
            return Read(claimed, None, altered(claimed.kept, words))
        return Read(claimed, checkpoint, None)
    except BadSignature as bad:
        names = ", ".join(dict.fromkeys(key.name for key in logs))
        words = f"Its signatures are not those of this log's key ({names}) and of witnesses known here. {bad}"
        return Read(claimed, None, altered(claimed.kept, words))
    except BadProof as bad:
        words = (
            f"It cannot be read as a checkpoint: {bad} Compare the file with the place it was copied from."
        )
        return Read(claimed, None, Problem(verdict=Verdict.MISSING, where=claimed.kept, words=words))


def compare(reads: Sequence[Read], walked: Walked) -> tuple[list[Problem], list[bytes]]:
    """Return the problems between checkpoints and entries, and the notes that prove a fork."""
    problems: list[Problem] = []
    forks: list[bytes] = []
    for one in reads:
        if one.problem is not None:
            problems.append(one.problem)
        if one.checkpoint is None:
            continue
        problem = _against(one.claimed, one.checkpoint, walked)
        if problem is not None:
            problems.append(problem)
            forks.append(one.claimed.note)
    return problems, forks


def _against(claimed: Claimed, checkpoint: Checkpoint, walked: Walked) -> Problem | None:
    if checkpoint.size > walked.size:
        words = f"It covers {checkpoint.size} entries and {walked.size} are here: the record was rolled back or cut."
        return altered(claimed.kept, words)
    if checkpoint.size and walked.roots.get(checkpoint.size) != checkpoint.root:
        words = f"The first {checkpoint.size} entries here do not hash to what was signed then."
        return altered(claimed.kept, words)
    return None
