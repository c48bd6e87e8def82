"""What a model is worth: precision, recall and F1 by sentence and by source, with intervals, and false alarms in calm text."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """Sentences by what was marked and what was found."""

    found: int
    missed: int
    alarms: int
    quiet: int

    @property
    def precision(self) -> float:
        """The share of findings that were marked."""
        return self.found / max(1, self.found + self.alarms)

    @property
    def recall(self) -> float:
        """The share of marked sentences that were found."""
        return self.found / max(1, self.found + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.found / max(1, 2 * self.found + self.missed + self.alarms)

    @property
    def alarms_per_1000(self) -> float:
        """False alarms for each 1,000 sentences without a mark."""
        return 1000 * self.alarms / max(1, self.alarms + self.quiet)

    def f1_interval(self) -> tuple[float, float]:
        """Return 95 % of F1, by the delta method on the counts. Source: Takahashi et al., Applied Intelligence 52 (2022)."""
        wrong = self.missed + self.alarms
        total = 2 * self.found + wrong
        if total == 0:
            return 0.0, 1.0
        spread = 2 * math.sqrt(self.found * wrong * (self.found + wrong)) / total**2
        return max(0.0, self.f1 - 1.96 * spread), min(1.0, self.f1 + 1.96 * spread)

    def __str__(self) -> str:
        """Say it in one line."""
        low, high = self.f1_interval()
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f} ({low:.3f}-{high:.3f})"
            f"  {self.alarms_per_1000:.1f} false alarms per 1,000 others  n {self.found + self.missed + self.alarms + self.quiet}"
        )


def counted(marked: Sequence[bool], flagged: Sequence[bool]) -> Counted:
    """Count sentences."""
    pairs = list(zip(marked, flagged, strict=True))
    return Counted(
        found=pairs.count((True, True)),
        missed=pairs.count((True, False)),
        alarms=pairs.count((False, True)),
        quiet=pairs.count((False, False)),
    )
