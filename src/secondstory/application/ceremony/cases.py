"""The small made-up cases of the charter: everybody answers for themselves, and counts show in fives, without names.

What waits lies in a ballot: who has answered, and apart from that the answers, sorted. Counts grow by five answers at
once; if they grew by one, the last of them would be told from the difference.
"""

from collections.abc import Sequence

from secondstory.application.ceremony.room.poll import FEWEST, Ballot
from secondstory.domain.ceremony.charter import Charter
from secondstory.domain.texts import Charter as CharterText
from secondstory.domain.texts import Vignette
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused

SOMETHING_ELSE = "something-else"
_WAITING, _SHOWN = "waiting", "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that is offered, and how many gave it; None until five did answer."""

    code: str
    words: str
    count: int | None = None


def place_of(case: Vignette) -> tuple[StreamId, int]:
    """Return under what the ballot of a case lies."""
    return StreamId(f"case-{case.code}"), 0


def choices(text: CharterText, ballot: Ballot) -> tuple[Choice, ...]:
    """Return the answers that are offered to every case: the conduct classes, and none of them."""
    offered = [(one.code, one.name) for one in (*text.classes, text.outside)]
    shown = ballot.answers.get(_SHOWN, ())
    return tuple(
        Choice(code=code, words=words, count=shown.count(code) if shown else None)
        for code, words in (*offered, (SOMETHING_ELSE, "None of these"))
    )


def answer(ballot: Ballot, person: PersonId, given: str, offered: Sequence[Choice]) -> Ballot:
    """Return the ballot with one more answer. Raises Refused for a second one, and for one that nobody offered."""
    if given not in {one.code for one in offered}:
        raise Refused("Choose one of the answers that are offered.")
    if person in ballot.answered:
        raise Refused("You have answered; with names nowhere, an answer cannot be taken back or given twice.")
    waiting = (*ballot.answers.get(_WAITING, ()), given)
    shown = ballot.answers.get(_SHOWN, ())
    if len(waiting) >= FEWEST:
        shown, waiting = tuple(sorted((*shown, *waiting))), ()
    return replace(
        ballot,
        answered=tuple(sorted((*ballot.answered, person))),
        answers={_WAITING: tuple(sorted(waiting)), _SHOWN: shown},
    )


def readers(charter: Charter) -> int | None:
    """Return how many people acknowledged the version that holds; None while they are fewer than five."""
    current = charter.current
    if current is None:
        return None
    count = len({one.person for one in charter.acknowledged if one.version == current.version})
    return count if count >= FEWEST else None
