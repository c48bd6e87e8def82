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
    """A signed checkpoint and where it was kept."""

    note: bytes
    kept: str


@dataclass(frozen=True, slots=True)
class Read:
    """A checkpoint that could be read, or the problem with it."""

    claimed: Claimed
    checkpoint: Checkpoint | None
    problem: Problem | None


def read(claimed: Claimed, verifier: Verifier) -> Read:
    """Return the checkpoint in a note once this log's key is known to have signed it, or what is wrong."""
    try:
        return Read(claimed, read_checkpoint(claimed.note, [verifier]), None)
    except BadSignature as bad:
        words = f"Its signature is not one of this log's key ({verifier.name}). {bad}"
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
