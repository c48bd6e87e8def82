"""The charter: what is protected here, what is not, and that everybody knows it.

A version of the charter is adopted whole, with its text. People acknowledge a version; a new version asks them again.
Vignettes, small made-up cases, keep it alive: one is asked, and the answers enter in batches of five or more, so that
nobody can be told from the count.
"""

from datetime import datetime
from typing import ClassVar, assert_never

from secondstory.domain.stored import Stored, Value, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused

SMALLEST_BATCH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class VignetteAnswers(Value):
    """How many people gave one answer."""

    stored_fields: ClassVar[tuple[str, ...]] = ("answer", "count")
    answer: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionAdopted(Event):
    """From now on this text is the charter. digest: SHA-256 of the text as UTF-8, hex."""

    version: str
    digest: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Event):
    """A person has read this version, in it or aloud in a sitting."""

    version: str
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class VignetteAsked(Event):
    """A vignette went out to be thought about."""

    vignette: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VignettesAnswered(Event):
    """A batch of answers to one vignette, five or more, without anybody's name."""

    vignette: str
    answers: tuple[VignetteAnswers, ...]


CharterEvent = VersionAdopted | Acknowledged | VignetteAsked | VignettesAnswered

STORED: tuple[Stored, ...] = (
    stored("charter.version_adopted.v1", VersionAdopted, "version digest", texts="text"),
    stored("charter.acknowledged.v1", Acknowledged, "version person"),
    stored("charter.vignette_asked.v1", VignetteAsked, "vignette", texts="question"),
    stored("charter.vignettes_answered.v1", VignettesAnswered, "vignette answers"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the charter as it was adopted."""

    version: str
    digest: str
    text: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What is known of the charter: its versions in the order of adoption, and who read which."""

    stream: StreamId | None = None
    versions: tuple[Version, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()
    asked: tuple[VignetteAsked, ...] = ()
    answered: tuple[VignettesAnswered, ...] = ()

    @property
    def current(self) -> Version | None:
        """The version that holds now."""
        return self.versions[-1] if self.versions else None

    def knows(self, person: PersonId) -> bool:
        """Return whether `person` acknowledged the version that holds now."""
        current = self.current
        return current is not None and any(
            (one.person, one.version) == (person, current.version) for one in self.acknowledged
        )


def evolve(state: Charter, entry: Recorded[CharterEvent]) -> Charter:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case VersionAdopted():
            adopted = Version(
                version=event.version, digest=event.digest, text=event.text, adopted_at=entry.at
            )
            return replace(state, stream=entry.stream, versions=(*state.versions, adopted))
        case Acknowledged():
            return replace(state, acknowledged=(*state.acknowledged, event))
        case VignetteAsked():
            return replace(state, asked=(*state.asked, event))
        case VignettesAnswered():
            return replace(state, answered=(*state.answered, event))
        case _:
            assert_never(event)


def adopt(state: Charter, draft: VersionAdopted) -> list[Event]:
    """Adopt a version. Raises Refused for an empty text, the text that holds, or a version name in use."""
    if not draft.text.strip():
        raise Refused("A charter without words protects nobody; give it its text.")
    if state.current is not None and state.current.digest == draft.digest:
        raise Refused(f"This text holds already, as version {state.current.version}.")
    if any(one.version == draft.version for one in state.versions):
        raise Refused(
            f"Version {draft.version} has been adopted with other words; give the new text a new version."
        )
    return [draft]


def acknowledge(state: Charter, draft: Acknowledged) -> list[Event]:
    """Acknowledge a version; nothing when this person did so before. Raises Refused for one that does not hold."""
    if state.current is None:
        raise Refused("No charter has been adopted yet: secondstory charter adopt.")
    if state.current.version != draft.version:
        raise Refused(f"Version {state.current.version} holds now; read that one, then acknowledge it.")
    return [] if state.knows(draft.person) else [draft]


def ask_vignette(state: Charter, draft: VignetteAsked) -> list[Event]:
    """Ask a vignette. Raises Refused before there is a charter to think about."""
    if state.current is None:
        raise Refused("Adopt a charter first; a vignette asks what it means: secondstory charter adopt.")
    return [draft]


def take_answers(state: Charter, draft: VignettesAnswered) -> list[Event]:
    """Take a batch of answers. Raises Refused below five people, or for a vignette that was not asked."""
    if all(one.vignette != draft.vignette for one in state.asked):
        raise Refused(
            "This vignette has not been asked here; ask it first: secondstory charter vignette CASE; --list names them."
        )
    if sum(one.count for one in draft.answers) < SMALLEST_BATCH:
        raise Refused(
            f"Answers enter in batches of {SMALLEST_BATCH} or more, so that nobody can be told from the count."
            " Keep these until more have come.",
            code="batch-of-five",
        )
    return [draft]
