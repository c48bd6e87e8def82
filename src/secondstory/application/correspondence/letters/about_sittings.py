"""Letters about sittings, each with an entry for the recipient's calendar.

The calendar entry names the post-mortem by number alone: calendars are shared more widely than letters.
"""

from datetime import datetime, timedelta

from secondstory.application.correspondence.letters.wording import Envelope, letter, quoted, said, said_moment
from secondstory.application.correspondence.links import Links
from secondstory.application.ports.post import Invitation, Letter, Method
from secondstory.domain.ceremony.sittings import Sitting, SittingKind
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId

MINUTES = {SittingKind.LEARNING: 60, SittingKind.COMMITMENT: 45, SittingKind.COMBINED: 90}
ALL_DAY_MINUTES = 30
_FOR = {
    SittingKind.LEARNING: "We walk through what happened, from ordinary work onwards, and look for how it could"
    " happen. Ideas for fixes wait until the next sitting.",
    SittingKind.COMMITMENT: "We go through what was learnt and ask whose each change is. A no with a reason is as"
    " welcome as a yes.",
    SittingKind.COMBINED: "We learn and commit in one sitting, because this one is small.",
    SittingKind.ASYNCHRONOUS: "There is no meeting: read, and write down what you saw, whenever it suits you.",
    SittingKind.SOLO: "This is the form for somebody alone.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingFacts:
    """What a letter about a sitting knows. version: how often it was changed before. at: when the act was recorded.

    vantage: the place from which the recipient saw it, when one was named. begins: when the recipient's part begins,
    None for a sitting without an hour.
    """

    post_mortem: StreamId
    number: int
    title: str
    sitting: Sitting
    version: int
    at: datetime
    links: Links
    begins: datetime | None = None
    vantage: str | None = None
    facilitator: str | None = None

    @property
    def name(self) -> str:
        """Such as `PM-7, learning sitting`."""
        return f"PM-{self.number}, {self.sitting.kind.value} sitting"

    @property
    def url(self) -> str:
        """Where the sitting is."""
        return self.links.sitting(self.number, self.sitting.number)


def invited(envelope: Envelope, facts: SittingFacts) -> Letter:
    """Return the invitation to a sitting. The title may stand in it: whoever is invited is in the room."""
    return letter(
        envelope,
        f"You are invited: {facts.name}",
        f"You are invited to the {facts.sitting.kind.value} sitting about PM-{facts.number}, {facts.title}.",
        _when(envelope, facts),
        _FOR[facts.sitting.kind],
        _vantage(facts),
        f"{facts.facilitator} holds the room." if facts.facilitator else None,
        f"What is safe to say there, and what is not protected: {facts.links.charter}",
        "Asking for company, for a pause or for another time is fine. Say so to whoever invited you, or there:"
        f"\n{facts.url}",
        purpose="sitting-invitation",
        invitation=_invitation(facts, Method.REQUEST),
    )


def asked_to_facilitate(envelope: Envelope, facts: SittingFacts) -> Letter:
    """Return the letter to whoever is to hold the room."""
    return letter(
        envelope,
        f"Would you hold the room: {facts.name}",
        f"You are named as facilitator of the {facts.sitting.kind.value} sitting about PM-{facts.number},"
        f" {facts.title}. You stand apart from what happened, and decide nothing in it.",
        _when(envelope, facts),
        "If you were closer to it than anybody knew, or would rather not, say so there; somebody else can be"
        f" found.\n{facts.url}",
        f"The opening to read aloud, about 90 seconds: {facts.links.charter}",
        purpose="sitting-facilitator",
        invitation=_invitation(facts, Method.REQUEST),
    )


def moved(envelope: Envelope, facts: SittingFacts, reason: str) -> Letter:
    """Return the letter that says a sitting is at another time."""
    return letter(
        envelope,
        f"Moved: {facts.name}",
        f"The {facts.sitting.kind.value} sitting about PM-{facts.number}, {facts.title}, has another time.",
        _when(envelope, facts),
        f"The reason:\n{quoted(reason)}",
        f"If you cannot come then, say so there:\n{facts.url}",
        purpose="sitting-moved",
        invitation=_invitation(facts, Method.REQUEST),
    )


def lapsed(envelope: Envelope, facts: SittingFacts, reason: str) -> Letter:
    """Return the letter that says a sitting does not take place."""
    return letter(
        envelope,
        f"Not taking place: {facts.name}",
        f"The {facts.sitting.kind.value} sitting about PM-{facts.number}, {facts.title}, does not take place.",
        f"The reason:\n{quoted(reason)}",
        f"Your calendar can let go of it. What comes next is planned there:\n{facts.links.post_mortem(facts.number)}",
        purpose="sitting-lapsed",
        invitation=_invitation(facts, Method.CANCEL),
    )


def _when(envelope: Envelope, facts: SittingFacts) -> str | None:
    stated = facts.sitting.at
    if facts.begins is not None:
        return f"When: {said(facts.begins.astimezone(envelope.zone))}"
    if stated is None:
        return None
    day = said_moment(stated, envelope.zone)
    return f"Until: {day}" if facts.sitting.kind is SittingKind.ASYNCHRONOUS else f"When: {day}"


def _vantage(facts: SittingFacts) -> str | None:
    if not facts.vantage:
        return "What did it look like from where you stood? You need to prepare nothing."
    return (
        f"You saw it from here: {facts.vantage}. What it looked like from there is what we ask you for; you need to"
        " prepare nothing."
    )


def _invitation(facts: SittingFacts, method: Method) -> Invitation | None:
    stated, begins = facts.sitting.at, facts.begins
    if stated is None or begins is None:
        return None
    ends = stated.at + timedelta(minutes=MINUTES.get(facts.sitting.kind, ALL_DAY_MINUTES))
    return Invitation(
        method=method,
        uid=f"{facts.post_mortem}-s{facts.sitting.number}@{facts.links.host}",
        sequence=facts.version,
        starts_at=begins,
        ends_at=max(ends, begins + timedelta(minutes=ALL_DAY_MINUTES)),
        stamped_at=facts.at,
        summary=facts.name,
        description=f"The sitting: {facts.url}\nWhat is safe to say there: {facts.links.charter}",
        url=facts.url,
    )
