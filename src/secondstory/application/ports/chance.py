"""The ports to time and chance: below the doors nobody else knows what time it is or makes anything up."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The one clock. Below the doors nobody else knows what time it is."""

    def now(self) -> datetime:
        """Return the raw time, aware, in the zone of the person at the door."""
        ...


class Entropy(Protocol):
    """The one source of randomness."""

    def __call__(self, count: int, /) -> bytes:
        """Return `count` random bytes that nobody can foresee."""
        ...
