"""The days that are not worked here: a policy in the record, which working days are counted with."""

from collections.abc import Iterable, Sequence
from datetime import date

from secondstory.application.office import Office, act
from secondstory.application.record.journal import INSTALLATION_STREAM, Appended
from secondstory.domain.keeping import installation
from secondstory.domain.keeping.installation import Installation, PolicySet
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.refused import refuse_if_any

HOLIDAYS = "holidays"


def holidays_of(office: Office) -> frozenset[date]:
    """Return the days that are not worked, weekends aside."""
    said = office.load(INSTALLATION_STREAM, _fold).policies.get(HOLIDAYS, "")
    return frozenset(date.fromisoformat(one) for one in said.split())


def read_days(text: str) -> tuple[date, ...]:
    """Return the days of a text, one in each line, words after it aside. Raises Refused with the lines that are none."""
    days, problems = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        first = line.split(maxsplit=1)[0].strip(",;") if line.strip() else ""
        if not first:
            continue
        try:
            days.append(date.fromisoformat(first))
        except ValueError:
            problems.append(f"Line {number}: {first} is no day. Write it as 2026-12-25.")
    refuse_if_any(problems)
    return tuple(sorted(set(days)))


def state_holidays(office: Office, days: Iterable[date], reason: str | None = None) -> Appended | None:
    """State which days are not worked; None when that stands. Raises Refused for whoever does not look after it."""
    draft = PolicySet(
        name=HOLIDAYS, value=" ".join(one.isoformat() for one in sorted(set(days))), reason=reason
    )
    return act(office, INSTALLATION_STREAM, _fold, lambda state: installation.set_policy(state, draft))


def _fold(entries: Sequence[Recorded[Event]]) -> Installation:
    folded: Installation = fold_stream("in", entries)
    return folded
