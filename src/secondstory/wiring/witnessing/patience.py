"""When to try again what went wrong: after one minute, two, four and so on, an hour at most, for each place on its own."""

from datetime import datetime, timedelta

from secondstory.kernel.frozen import dataclass

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
_SLACK = timedelta(seconds=5)
_MOST_DOUBLINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    words: str
    at: datetime
    times: int


class Patience:
    """What went wrong of late, by its place. Kept in memory: a process that starts anew tries everything at once."""

    def __init__(self, *, first: timedelta = FIRST, longest: timedelta = LONGEST) -> None:
        """Know of no trouble. first: how long to wait after one; longest: after many."""
        self._first, self._longest = first, longest
        self._troubles: dict[str, _Trouble] = {}

    def waits(self, where: str, now: datetime) -> str | None:
        """Return what went wrong at a place while it is not to be tried again yet, else None. now: aware."""
        found = self._troubles.get(where)
        if found is None:
            return None
        wait = min(self._first * (1 << (found.times - 1)), self._longest)
        # A clock that was put back must not make it wait for years.
        if abs(now - found.at) >= wait - _SLACK:
            return None
        return found.words

    def wrong(self, where: str, now: datetime, words: str) -> None:
        """Remember that it went wrong there just now."""
        before = self._troubles.get(where)
        times = min(before.times + 1, _MOST_DOUBLINGS) if before is not None else 1
        self._troubles[where] = _Trouble(words=words, at=now, times=times)

    def over(self, where: str) -> None:
        """Forget what went wrong there: it went well."""
        self._troubles.pop(where, None)
