"""Given events, when a decision, then events or a refusal: the few words every test of a topic uses.

The cast: Ada broke it, Bo facilitates, Cem's team owns the disk, Dee reports, Eve reads, Fay is from elsewhere.
"""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from secondstory.kernel.event import Recorded
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused

ADA, BO, CEM, DEE, EVE, FAY = (PersonId(f"pe_{name}") for name in ("ada", "bo", "cem", "dee", "eve", "fay"))
PM = StreamId("pm_checkout")
OTHER_PM = StreamId("pm_search")

BERLIN = timezone(timedelta(hours=2))
TUESDAY = datetime(2026, 10, 20, 16, 0, tzinfo=BERLIN)
"""Tue 20 October 2026, 16:00 at +02:00: when most things here happen."""


def later(*, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
    return TUESDAY + timedelta(days=days, hours=hours, minutes=minutes)


def moment(at: datetime, precision: Precision = Precision.MINUTE) -> Moment:
    return Moment(at=at.astimezone(UTC), precision=precision, zone="+02:00")


def recorded(event, *, by=ADA, at=TUESDAY, stream=PM, seq=1, index=0):
    return Recorded(index=index, stream=stream, seq=seq, by=by, at=at.astimezone(UTC), event=event)


def folded(evolve, state, *happened, stream=PM):
    """Return `state` after events, each alone or as (event, by) or (event, by, at)."""
    for seq, one in enumerate(happened, start=1):
        event, by, at = (
            (*one, *(ADA, TUESDAY)[len(one) - 1 :]) if isinstance(one, tuple) else (one, ADA, TUESDAY)
        )
        state = evolve(state, recorded(event, by=by, at=at, stream=stream, seq=seq, index=seq - 1))
    return state


def refused(sentence: str, *, code: str | None = None):
    """Expect a refusal that says `sentence` somewhere, and `code` when given."""
    return _Refused(sentence, code)


class _Refused:
    def __init__(self, sentence: str, code: str | None) -> None:
        self.sentence, self.code = sentence, code

    def __enter__(self) -> None:
        self.expecting = pytest.raises(Refused)
        self.caught = self.expecting.__enter__()

    def __exit__(self, *problem) -> bool:
        swallowed = self.expecting.__exit__(*problem)
        if swallowed:
            assert self.sentence in " ".join(self.caught.value.problems)
            assert self.code in (None, self.caught.value.code)
        return bool(swallowed)
