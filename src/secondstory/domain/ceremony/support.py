"""Support: the first move after an incident goes towards the people closest to it.

Somebody who is not only their line manager offers to be there. They may accept, decline, or nobody may have been
involved; each of the three opens the way, and a declined offer is made once more, quietly. A public word of support
goes out only with consent. Alone, one offers it to oneself: step away, tell somebody, decide what can wait.
One support stream is about one person; the post-mortem learns the outcome and nothing else. Private notes are
nowhere in the record.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from secondstory.domain.stored import Stored, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused

REMINDER_DAYS = (7, 30)


class Outcome(StrEnum):
    """How the support step ended. Each of the three is a good end."""

    GIVEN = "given"
    DECLINED = "declined"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(Event):
    """Somebody offered support to a role. to: the person, when they may be named at all; alone it is oneself."""

    post_mortem: StreamId
    to_role: str
    what: str
    to: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Event):
    """The offer was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Event):
    """They would rather not, and that is fine. No reason is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable(Event):
    """Nobody was close to it: why that is so."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPublicly(Event):
    """A word of support was said where others hear it. consent: the person said yes to this text."""

    text: str
    consent: bool
    where: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionNamed(Event):
    """Who comes along to meetings; nobody has to present alone."""

    companion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """The person takes a pause from the review, with or without a date to look again."""

    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    """A duty, such as being on call, went to somebody else for now."""

    duty: str
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared(Event):
    """Facilitator and person spoke before the sitting. That they did is all that is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp(Event):
    """Somebody asked again after 7 or after 30 days."""

    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppedAway(Event):
    """Alone: a break was taken before going on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSomebody(Event):
    """Alone: another human being knows that this happened."""

    whom: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatCanWait(Event):
    """Alone: what was put off, so that there is room for this."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Event):
    """In the post-mortem: the support step is done, and this is all that anybody else learns of it."""

    outcome: Outcome


SupportEvent = (
    Offered
    | Accepted
    | Declined
    | NotApplicable
    | StatedPublicly
    | CompanionNamed
    | Paused
    | HandedOver
    | Prepared
    | FollowedUp
    | SteppedAway
    | ToldSomebody
    | WhatCanWait
)

STORED: tuple[Stored, ...] = (
    stored("support.offered.v1", Offered, "post_mortem to", texts="to_role what"),
    stored("support.accepted.v1", Accepted),
    stored("support.declined.v1", Declined),
    stored("support.not_applicable.v1", NotApplicable, texts="reason"),
    stored("support.stated_publicly.v1", StatedPublicly, "consent where", texts="text"),
    stored("support.companion_named.v1", CompanionNamed, texts="companion"),
    stored("support.paused.v1", Paused, "until"),
    stored("support.handed_over.v1", HandedOver, texts="duty to"),
    stored("support.prepared.v1", Prepared),
    stored("support.followed_up.v1", FollowedUp, "days"),
    stored("support.stepped_away.v1", SteppedAway),
    stored("support.told_somebody.v1", ToldSomebody, texts="whom"),
    stored("support.what_can_wait.v1", WhatCanWait, texts="text"),
    stored("support.settled.v1", Settled, "outcome"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What is known of the support of one person."""

    stream: StreamId | None = None
    post_mortem: StreamId | None = None
    to: PersonId | None = None
    to_role: str = ""
    what: str = ""
    offered_at: datetime | None = None
    supporters: tuple[PersonId, ...] = ()
    outcome: Outcome | None = None
    statements: tuple[str, ...] = ()
    companion: str | None = None
    paused_until: Moment | None = None
    is_paused: bool = False
    handed_over: tuple[str, ...] = ()
    is_prepared: bool = False
    followed_up_days: tuple[int, ...] = ()
    stepped_away: bool = False
    told_somebody: bool = False
    can_wait: tuple[str, ...] = ()

    @property
    def is_to_oneself(self) -> bool:
        """Whether the one who offered is the one it is for."""
        return self.to is not None and self.to in self.supporters


def evolve(state: Support, entry: Recorded[SupportEvent]) -> Support:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case Offered():
            return _after_offer(state, entry, event)
        case Accepted():
            return replace(state, outcome=Outcome.GIVEN)
        case Declined():
            return replace(state, outcome=Outcome.DECLINED)
        case NotApplicable():
            return replace(state, outcome=Outcome.NOT_APPLICABLE)
        case StatedPublicly():
            return replace(state, statements=(*state.statements, event.text))
        case CompanionNamed():
            return replace(state, companion=event.companion)
        case Paused():
            return replace(state, is_paused=True, paused_until=event.until)
        case HandedOver():
            return replace(state, handed_over=(*state.handed_over, event.duty))
        case Prepared():
            return replace(state, is_prepared=True)
        case FollowedUp():
            return replace(state, followed_up_days=(*state.followed_up_days, event.days))
        case SteppedAway():
            return replace(state, stepped_away=True)
        case ToldSomebody():
            return replace(state, told_somebody=True)
        case WhatCanWait():
            return replace(state, can_wait=(*state.can_wait, event.text))
        case _:
            assert_never(event)


def _after_offer(state: Support, entry: Recorded[SupportEvent], event: Offered) -> Support:
    supporters = state.supporters if entry.by is None else (*state.supporters, entry.by)
    return replace(
        state,
        stream=entry.stream,
        post_mortem=event.post_mortem,
        to=event.to or state.to,
        to_role=event.to_role,
        what=event.what,
        offered_at=state.offered_at or entry.at,
        supporters=tuple(dict.fromkeys(supporters)),
        outcome=None if state.outcome is Outcome.DECLINED else state.outcome,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How the support step stands in the post-mortem; outcome None while it is open."""

    outcome: Outcome | None = None
    settled_at: datetime | None = None


def evolve_settled(state: Settlement, entry: Recorded[Settled]) -> Settlement:
    """Return how the step stands after `entry`; once given it stays given."""
    if state.outcome is Outcome.GIVEN:
        return state
    return Settlement(outcome=entry.event.outcome, settled_at=entry.at)


def offer(state: Support, draft: Offered) -> list[Event]:
    """Offer support. Raises Refused when it does not say what is offered, or to which role."""
    if not draft.to_role.strip():
        raise Refused('Say who it is for by role, such as "the engineer on call".')
    if not draft.what.strip():
        raise Refused(
            "Say what you offer: an hour together, somebody to take the pager, company in the sitting."
        )
    if state.outcome is Outcome.GIVEN:
        raise Refused("This person has support already; a second supporter opens a support of their own.")
    return [draft]


def answer(state: Support, draft: Accepted | Declined) -> list[Event]:
    """Accept or decline the offer. Raises Refused when nothing was offered."""
    if state.stream is None:
        raise Refused("Nothing was offered here yet. Make the offer first: what, and to which role.")
    if state.outcome is not None:
        raise Refused(
            "This offer has its answer. The door stays open: offer again, and they can answer again."
        )
    return [draft]


def say_not_applicable(state: Support, draft: NotApplicable) -> list[Event]:
    """Say that nobody was close to it. Raises Refused without a reason, or after a yes."""
    if not draft.reason.strip():
        raise Refused("Say in a sentence why nobody needs support here; a reader will wonder.")
    if state.outcome is Outcome.GIVEN:
        raise Refused("Support was given already; there is nothing to wave through.")
    return [draft]


def state_publicly(state: Support, draft: StatedPublicly) -> list[Event]:
    """Say it where others hear it. Raises Refused without consent."""
    if not draft.consent:
        raise Refused("Consent comes first: ask, then publish.", code="consent-first")
    if state.outcome is Outcome.DECLINED:
        raise Refused("They would rather not. Nothing is said publicly about a person who declined.")
    if not draft.text.strip():
        raise Refused("Write the words that will be said, and let the person read them first.")
    return [draft]


def note_step(
    state: Support,
    draft: CompanionNamed | Paused | HandedOver | Prepared | SteppedAway | ToldSomebody | WhatCanWait,
) -> list[Event]:
    """Note one thing that was done. Raises Refused when nothing was offered yet."""
    if state.stream is None:
        raise Refused("Offer support first, saying what and to which role; this belongs to it.")
    return [draft]


def follow_up(state: Support, draft: FollowedUp) -> list[Event]:
    """Note that somebody asked again. Raises Refused for other days than 7 and 30, or when it is noted already."""
    if state.stream is None:
        raise Refused("Offer support first, saying what and to which role; asking again comes later.")
    if draft.days not in REMINDER_DAYS:
        raise Refused("We ask again after 7 and after 30 days; say which of the two this was.")
    if draft.days in state.followed_up_days:
        raise Refused(
            f"Asking again after {draft.days} days is noted already. Talk whenever you like; it needs no note."
        )
    return [draft]


def reminders_due(state: Support, at: datetime) -> tuple[int, ...]:
    """Return which of the days 7 and 30 have come since the offer without anybody having asked again."""
    if state.offered_at is None or state.outcome is Outcome.NOT_APPLICABLE:
        return ()
    waited = at - state.offered_at
    return tuple(
        days
        for days in REMINDER_DAYS
        if waited >= timedelta(days=days) and days not in state.followed_up_days
    )


def settle(
    support: Support, settlement: Settlement, *, line_managers: Collection[PersonId] = ()
) -> list[Event]:
    """Tell the post-mortem how support ended: nothing when it knows.

    line_managers: of the person supported. Raises Refused while the offer has no answer, and when only a line
    manager offered.
    """
    if support.outcome is None:
        raise Refused("The offer waits for an answer: accepted, declined, or nobody was close to it.")
    if support.supporters and set(support.supporters) <= set(line_managers):
        raise Refused(
            "Support is a move towards the person: a line manager alone is not enough."
            " Ask somebody they did not have to choose their words with.",
            code="line-manager-alone",
        )
    if settlement.outcome in (support.outcome, Outcome.GIVEN):
        return []
    return [Settled(outcome=support.outcome)]
