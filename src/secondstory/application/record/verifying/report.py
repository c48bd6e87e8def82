"""What a verification found, in plain words, and the verdict that becomes the exit code (section 7)."""

from collections.abc import Iterable
from enum import IntEnum

from secondstory.kernel.frozen import dataclass


class Verdict(IntEnum):
    """The exit codes of `verify`."""

    VERIFIED = 0
    ALTERED = 1
    MISSING = 2
    NOT_WITNESSED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that does not stand as the record says. `where` is a place one can look up."""

    verdict: Verdict
    where: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one verification can say.

    forks: signed checkpoints that contradict this log, as evidence. own: the last one its key signed, to lay beside them.
    """

    problems: tuple[Problem, ...]
    proved: tuple[str, ...]
    not_proved: tuple[str, ...]
    size: int
    root: bytes
    forks: tuple[bytes, ...] = ()
    own: bytes | None = None

    @property
    def verdict(self) -> Verdict:
        """Return the gravest finding: altered before missing before not witnessed."""
        found = {problem.verdict for problem in self.problems}
        for verdict in (Verdict.ALTERED, Verdict.MISSING, Verdict.NOT_WITNESSED):
            if verdict in found:
                return verdict
        return Verdict.VERIFIED


def altered(where: str, words: str) -> Problem:
    """Return a problem of something that was changed, forked or rolled back."""
    return Problem(verdict=Verdict.ALTERED, where=where, words=words)


def missing(where: str, words: str) -> Problem:
    """Return a problem of something that is gone or unreadable: an alarm without an accusation."""
    return Problem(verdict=Verdict.MISSING, where=where, words=words)


def not_witnessed(where: str, words: str) -> Problem:
    """Return a problem of entries that witnesses should have confirmed by now."""
    return Problem(verdict=Verdict.NOT_WITNESSED, where=where, words=words)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems with the gravest first, otherwise as they were found."""
    gravity = {Verdict.ALTERED: 0, Verdict.MISSING: 1, Verdict.NOT_WITNESSED: 2}
    return tuple(sorted(problems, key=lambda problem: gravity.get(problem.verdict, 3)))
