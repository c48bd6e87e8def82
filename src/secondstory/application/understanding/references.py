"""References such as E-4, A-2, T-7: what shows a thing. Whoever cites one that is not there is asked about it."""

import re
from collections.abc import Iterable

from secondstory.application.office import Office
from secondstory.domain.lifecycle import PostMortem
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused, refuse_if_any
from secondstory.readmodel.tables import ACCOUNT, EVIDENCE, Row

_REF = re.compile(r"([A-Za-z]{1,2})-?0*(\d+)")
_WHERE = {
    "E": "secondstory list --evidence shows what is sealed.",
    "A": "secondstory account {label} --list shows those you may read.",
    "T": "secondstory timeline {label} shows the entries.",
    "C": "secondstory condition {label} list shows those there are.",
    "D": "secondstory story {label} show has the decision points.",
}


def number_of(ref: str, prefix: str) -> int:
    """Return the number of a reference such as `C-3`, `c3` or `3`. Raises Refused when it names something else."""
    found = _REF.fullmatch(ref.strip())
    if found and found[1].upper() == prefix:
        return int(found[2])
    if ref.strip().isdecimal():
        return int(ref)
    raise Refused(f"{ref} names no number here. Say it as {prefix}-3.")


def cited(office: Office, pm: PostMortem, refs: Iterable[str]) -> tuple[str, ...]:
    """Return references as they are kept: E-4 for `e4`, anything else as it was written, each once.

    Raises Refused when something of this post-mortem is cited that is not there, or may not be seen.
    """
    named = tuple(dict.fromkeys(_plain(ref) for ref in refs if ref.strip()))
    there = _there(office, pm) if any(_is_ours(ref) for ref in named) else frozenset()
    missing = [ref for ref in named if _is_ours(ref) and ref not in there]
    refuse_if_any(
        (
            f"There is no {ref} for {pm.label}. {_WHERE[ref.partition('-')[0]].format(label=pm.label)}"
            for ref in missing
        ),
        code="no-such-source",
    )
    return named


def account_rows(office: Office, stream: StreamId) -> list[Row]:
    """Return the rows of the accounts of a post-mortem that may be seen, by number."""
    return office.door.rows(ACCOUNT, {"postmortem": stream}, order="number")


def _plain(ref: str) -> str:
    found = _REF.fullmatch(ref.strip())
    return f"{found[1].upper()}-{int(found[2])}" if found and found[1].upper() in _WHERE else ref.strip()


def _is_ours(ref: str) -> bool:
    prefix, dash, number = ref.partition("-")
    return prefix in _WHERE and bool(dash) and number.isdecimal()


def _there(office: Office, pm: PostMortem) -> frozenset[str]:
    stream = pm.stream
    assert stream is not None
    sealed = office.door.rows(EVIDENCE, {"postmortem": stream})
    return frozenset(
        (
            *(f"E-{row['number']}" for row in sealed),
            *(f"A-{row['number']}" for row in account_rows(office, stream)),
            *(f"T-{one.number}" for one in pm.timeline.entries),
            *(f"C-{one.number}" for one in pm.conditions.everything),
            *(f"D-{one.number}" for one in pm.story.decision_points),
        )
    )
