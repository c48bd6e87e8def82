"""An incident, from the minute somebody opens a post-mortem for it: what it is, when, whom it touched, who does what.

A post-mortem is opened in one line at three in the morning, so almost nothing is asked for then. Times and impact
come later, each with how anybody knows. One person owns the review; owning it says nothing about the incident.
There is no field for a cause: what set it off is the trigger, and what made it possible stands in the conditions.
"""

import itertools
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, assert_never

from secondstory.domain.stored import Stored, Value, stored
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused, refuse_if_any


class IncidentKind(StrEnum):
    """What a post-mortem is about. Near-misses and surprising successes teach as much as harm does."""

    INCIDENT = "incident"
    NEAR_MISS = "near-miss"
    SURPRISE = "surprise"


class Role(StrEnum):
    """What a person does in a post-mortem. One owner; the rest may be many."""

    OWNER = "owner"
    FACILITATOR = "facilitator"
    SCRIBE = "scribe"
    PARTICIPANT = "participant"
    INVOLVED = "involved"
    COMMANDER = "commander"
    LISTENER = "listener"
    GUEST = "guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact(Value):
    """One number about one party, with how anybody knows it. `number` is decimal text, so nothing is rounded."""

    stored_fields: ClassVar[tuple[str, ...]] = (
        "party",
        "kind",
        "number",
        "unit",
        "method",
        "evidence",
        "harmed",
    )
    party: str
    kind: str
    number: str | None = None
    unit: str | None = None
    method: str | None = None
    evidence: tuple[str, ...] = ()
    harmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    """Somebody opened a post-mortem."""

    number: int
    kind: IncidentKind
    title: str
    severity: str | None = None
    intake: str = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retitled(Event):
    """The title was put into other words."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesStated(Event):
    """Some of the five times were stated; those left out stay as they were."""

    began: Moment | None = None
    detected: Moment | None = None
    declared: Moment | None = None
    mitigated: Moment | None = None
    resolved: Moment | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactStated(Event):
    """Who was touched, and by how much."""

    impact: Impact


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedNamed(Event):
    """What a party that was hurt needs, and whose obligation it is to meet that need."""

    party: str
    need: str
    obligation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerStated(Event):
    """What set it off at that moment, told apart from what made it possible."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityChanged(Event):
    """The severity was stated or stated again."""

    severity: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Event):
    """Something elsewhere belongs to this: an alert, a ticket, a channel."""

    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessJudged(Event):
    """Somebody who read both said whether another post-mortem speaks of the same thing. The last word stands."""

    other: StreamId
    alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Event):
    """This post-mortem goes on in another one; everything here is kept."""

    into: StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    """It was opened in error: kept, and out of every list and number."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWaived(Event):
    """No review will be held, for a reason that shows in the library."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequired(Event):
    """Somebody asked for a review; anybody concerned may."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken(Event):
    """A person took a role. The vantage point is the place from which they saw it."""

    role: Role
    person: PersonId
    vantage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLeft(Event):
    """A person left a role."""

    role: Role
    person: PersonId


IncidentEvent = (
    Opened
    | Retitled
    | TimesStated
    | ImpactStated
    | NeedNamed
    | TriggerStated
    | SeverityChanged
    | Linked
    | LikenessJudged
    | Merged
    | Withdrawn
    | ReviewWaived
    | ReviewRequired
    | RoleTaken
    | RoleLeft
)

STORED: tuple[Stored, ...] = (
    stored("incident.opened.v1", Opened, "number kind severity intake", texts="title"),
    stored("incident.retitled.v1", Retitled, texts="title"),
    stored("incident.times_stated.v1", TimesStated, "began detected declared mitigated resolved source"),
    stored("incident.impact_stated.v1", ImpactStated, "impact"),
    stored("incident.need_named.v1", NeedNamed, "party obligation", texts="need"),
    stored("incident.trigger_stated.v1", TriggerStated, texts="text"),
    stored("incident.severity_changed.v1", SeverityChanged, "severity", texts="reason"),
    stored("incident.linked.v1", Linked, "ref"),
    stored("incident.likeness_judged.v1", LikenessJudged, "other alike"),
    stored("incident.merged.v1", Merged, "into"),
    stored("incident.withdrawn.v1", Withdrawn, texts="reason"),
    stored("incident.review_waived.v1", ReviewWaived, texts="reason"),
    stored("incident.review_required.v1", ReviewRequired, texts="reason"),
    stored("incident.role_taken.v1", RoleTaken, "role person vantage"),
    stored("incident.role_left.v1", RoleLeft, "role person"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One role that somebody holds."""

    role: Role
    person: PersonId
    vantage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is known of one incident so far."""

    stream: StreamId | None = None
    number: int = 0
    kind: IncidentKind = IncidentKind.INCIDENT
    opened_at: datetime | None = None
    opened_by: PersonId | None = None
    title: str = ""
    severity: str | None = None
    times: TimesStated = TimesStated()
    impacts: tuple[Impact, ...] = ()
    needs: tuple[NeedNamed, ...] = ()
    trigger: str = ""
    links: tuple[str, ...] = ()
    likenesses: tuple[LikenessJudged, ...] = ()
    roles: tuple[Held, ...] = ()
    merged_into: StreamId | None = None
    withdrawn: str | None = None
    waived: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on here: opened, not withdrawn, not merged away."""
        return self.stream is not None and self.withdrawn is None and self.merged_into is None

    @property
    def harmed_anybody(self) -> bool:
        """Whether somebody said that users or other people were harmed."""
        return any(impact.harmed for impact in self.impacts)

    def who(self, role: Role) -> tuple[PersonId, ...]:
        """Return the people who hold `role`, in the order they took it."""
        return tuple(held.person for held in self.roles if held.role is role)


def evolve(state: Incident, entry: Recorded[IncidentEvent]) -> Incident:
    """Return the state after `entry`. Total: what is in the record happened."""
    event = entry.event
    match event:
        case Opened():
            return Incident(
                stream=entry.stream,
                number=event.number,
                kind=event.kind,
                opened_at=entry.at,
                opened_by=entry.by,
                title=event.title,
                severity=event.severity,
            )
        case Retitled():
            return replace(state, title=event.title)
        case TimesStated():
            return replace(state, times=_merged_times(state.times, event))
        case ImpactStated():
            return replace(state, impacts=(*state.impacts, event.impact))
        case NeedNamed():
            return replace(state, needs=(*state.needs, event))
        case TriggerStated():
            return replace(state, trigger=event.text)
        case SeverityChanged():
            return replace(state, severity=event.severity)
        case Linked():
            return replace(state, links=(*state.links, event.ref))
        case LikenessJudged():
            others = tuple(one for one in state.likenesses if one.other != event.other)
            return replace(state, likenesses=(*others, event))
        case _:
            return _evolve_standing(state, event)


def _evolve_standing(
    state: Incident, event: Merged | Withdrawn | ReviewWaived | ReviewRequired | RoleTaken | RoleLeft
) -> Incident:
    match event:
        case Merged():
            return replace(state, merged_into=event.into)
        case Withdrawn():
            return replace(state, withdrawn=event.reason)
        case ReviewWaived():
            return replace(state, waived=event.reason)
        case ReviewRequired():
            return replace(state, waived=None)
        case RoleTaken():
            return replace(
                state, roles=(*state.roles, Held(role=event.role, person=event.person, vantage=event.vantage))
            )
        case RoleLeft():
            kept = tuple(
                held for held in state.roles if (held.role, held.person) != (event.role, event.person)
            )
            return replace(state, roles=kept)
        case _:
            assert_never(event)


def _merged_times(before: TimesStated, after: TimesStated) -> TimesStated:
    return TimesStated(
        began=after.began or before.began,
        detected=after.detected or before.detected,
        declared=after.declared or before.declared,
        mitigated=after.mitigated or before.mitigated,
        resolved=after.resolved or before.resolved,
        source=after.source or before.source,
    )


def open_incident(state: Incident, opening: Opened) -> list[Event]:
    """Open a post-mortem. Raises Refused when there is no title, or when this one is already open."""
    if state.stream is not None:
        raise Refused("This post-mortem is open already; go on in it.")
    if not opening.title.strip():
        raise Refused('Say in a few words what happened: secondstory open "seats released too early".')
    return [opening]


def state_times(state: Incident, times: TimesStated) -> list[Event]:
    """State some of the times. Raises Refused when they would run backwards."""
    must_be_open(state)
    named = _merged_times(state.times, times)
    order = [("began", named.began), ("detected", named.detected), ("mitigated", named.mitigated)]
    known = [(name, moment) for name, moment in [*order, ("resolved", named.resolved)] if moment is not None]
    backwards = [
        f"It was {later} before it {'' if earlier == 'began' else 'was '}{earlier}: {second.at:%d %b %H:%M} UTC comes before {first.at:%d %b %H:%M} UTC."
        f" Which of the two needs another look?"
        for (earlier, first), (later, second) in itertools.pairwise(known)
        if second.at < first.at
    ]
    refuse_if_any(backwards, code="times-backwards")
    return [times]


def state_impact(state: Incident, impact: Impact) -> list[Event]:
    """State an impact. Raises Refused when a number has no unit, or neither evidence nor a method."""
    must_be_open(state)
    problems: list[str] = []
    if impact.number is not None and not impact.unit:
        problems.append(f"A number needs its unit: {impact.number} of what?")
    if impact.number is not None and not (impact.evidence or impact.method):
        problems.append(
            'How do we know the number? Name the evidence (E-4), or say "estimate" and how it was made.'
        )
    refuse_if_any(problems, code="impact-unfounded")
    return [ImpactStated(impact=impact)]


def note_fact(
    state: Incident, fact: Retitled | NeedNamed | TriggerStated | SeverityChanged | Linked
) -> list[Event]:
    """Note one plain fact about the incident. Raises Refused when it is not open."""
    must_be_open(state)
    return [fact]


def judge_likeness(state: Incident, draft: LikenessJudged) -> list[Event]:
    """Say whether another post-mortem is like this one; nothing when that is said already.

    Raises Refused when the other is this one, and when this one is not open.
    """
    must_be_open(state)
    if draft.other == state.stream:
        raise Refused("A post-mortem is always like itself; name another one.")
    return [] if draft in state.likenesses else [draft]


def withdraw(state: Incident, reason: str) -> list[Event]:
    """Withdraw a post-mortem that was opened in error. Raises Refused without a reason."""
    must_be_open(state)
    if not reason.strip():
        raise Refused("Nothing is deleted; a withdrawal says why. Give the reason in a sentence.")
    return [Withdrawn(reason=reason)]


def merge(state: Incident, into: StreamId) -> list[Event]:
    """Let this post-mortem go on in another. Raises Refused when that other one is itself."""
    must_be_open(state)
    if state.stream == into:
        raise Refused("A post-mortem cannot be merged into itself; name the one it goes on in.")
    return [Merged(into=into)]


def waive_review(state: Incident, reason: str) -> list[Event]:
    """Decide that no review will be held. Raises Refused without a reason."""
    must_be_open(state)
    if not reason.strip():
        raise Refused("A waiver needs a reason; it shows on the library page.")
    return [ReviewWaived(reason=reason)]


def take_role(state: Incident, taken: RoleTaken) -> list[Event]:
    """Take a role. Raises Refused when there is an owner already, or when the role is held by this person."""
    must_be_open(state)
    owners = state.who(Role.OWNER)
    if taken.person in state.who(taken.role):
        raise Refused(f"You hold this role already: {taken.role.value}.")
    if taken.role is Role.OWNER and owners:
        raise Refused("A post-mortem has one owner; hand it over first.", code="one-owner")
    return [taken]


def hand_over(state: Incident, to: PersonId) -> list[Event]:
    """Hand the ownership of the review to `to`. Raises Refused when nobody owns it yet."""
    must_be_open(state)
    owners = state.who(Role.OWNER)
    if not owners:
        raise Refused("Nobody owns this post-mortem yet; take it instead.")
    return [
        *(RoleLeft(role=Role.OWNER, person=owner) for owner in owners),
        RoleTaken(role=Role.OWNER, person=to),
    ]


def must_be_open(state: Incident) -> None:
    """Do nothing while work on it goes on here. Raises Refused when it is not there, withdrawn, or merged away."""
    if state.stream is None:
        raise Refused("There is no such post-mortem here; secondstory list shows those there are.")
    if state.withdrawn is not None:
        raise Refused(
            f"This post-mortem was withdrawn ({state.withdrawn.rstrip('.')}). Open a new one if it was not in error."
        )
    if state.merged_into is not None:
        raise Refused("This post-mortem goes on in another one; write there.")
