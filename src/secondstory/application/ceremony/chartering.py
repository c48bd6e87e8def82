"""The charter in use: which version holds, who knows it, and the small made-up cases that keep it alive."""

from collections.abc import Callable, Sequence

from secondstory.application.office import Office, act
from secondstory.application.record.beginning import CHARTER_STREAM
from secondstory.domain.ceremony import charter
from secondstory.domain.ceremony.charter import (
    Acknowledged,
    Charter,
    VersionAdopted,
    VignetteAnswers,
    VignetteAsked,
    VignettesAnswered,
)
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.refused import Refused


def charter_of(office: Office) -> Charter:
    """Return what is known of the charter here."""
    return office.load(CHARTER_STREAM, _fold)


def adopt(office: Office, version: VersionAdopted) -> None:
    """Adopt a version. Raises Refused for the text that holds, or a version name in use."""
    _act(office, lambda state: charter.adopt(state, version))


def acknowledge(office: Office) -> str:
    """Record that whoever acts has read the version that holds; return its name. Nothing new when they had before."""
    current = charter_of(office).current
    if current is None:
        raise Refused("No charter has been adopted yet: secondstory charter adopt.")
    draft = Acknowledged(version=current.version, person=office.me)
    _act(office, lambda state: charter.acknowledge(state, draft))
    return current.version


def ask_vignette(office: Office, vignette: str, question: str) -> None:
    """Record that a vignette went out to be thought about."""
    _act(
        office, lambda state: charter.ask_vignette(state, VignetteAsked(vignette=vignette, question=question))
    )


def take_answers(office: Office, vignette: str, answers: Sequence[tuple[str, int]]) -> None:
    """Record a batch of answers, as (answer, how many people). Raises Refused below five people."""
    batch = tuple(VignetteAnswers(answer=answer, count=count) for answer, count in answers)
    draft = VignettesAnswered(vignette=vignette, answers=batch)
    _act(office, lambda state: charter.take_answers(state, draft))


def _act(office: Office, decide: Callable[[Charter], Sequence[Event]]) -> None:
    act(office, CHARTER_STREAM, _fold, decide)


def _fold(entries: Sequence[Recorded[Event]]) -> Charter:
    folded: Charter = fold_stream("ch", entries)
    return folded
