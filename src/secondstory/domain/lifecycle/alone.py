"""Where somebody who works alone stands in the protocol for one: computed from the record, and stored nowhere."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.ceremony.publication import ClosedGate, Gate
from secondstory.domain.lifecycle.gates import STRONG_ENOUGH
from secondstory.domain.lifecycle.postmortem import PostMortem
from secondstory.domain.lifecycle.stages import followups_of
from secondstory.domain.understanding.conditions import FIVE_LEVELS, Level
from secondstory.kernel.moments import night_between
from secondstory.kernel.refused import Refused

DECISION_POINTS = 3
MOST_FOLLOWUPS = 2


class SoloPlace(StrEnum):
    """The steps in their order; the first six have the codes of the protocol's texts."""

    SUPPORT = "support"
    ACCOUNT = "account"
    EVIDENCE = "evidence"
    DECISIONS = "decisions"
    LEVELS = "levels"
    FOLLOWUPS = "followups"
    CLOSING = "closing"
    NIGHT = "night"
    ACCEPTING = "accepting"
    THROUGH = "through"


def place_alone(
    pm: PostMortem,
    followups: Iterable[FollowUp],
    *,
    has_account: bool,
    at: datetime,
    passed_over: Collection[SoloPlace] = (),
) -> SoloPlace:
    """Return the first step that is not done yet. at: now, in the zone of whoever walks.

    has_account: whether they wrote what they remember. passed_over: steps that they leave out on this walk.
    After any sitting that learns, or publication, what is left is the yes to each follow-up.
    A step that takes as much as one likes is done when the next one was begun.
    """
    own = followups_of(pm, followups)
    if pm.sittings.learnt_at is not None or pm.publication.is_published:
        return _after_closing(own, at)
    waiting = {
        SoloPlace.SUPPORT: pm.support.outcome is None,
        SoloPlace.ACCOUNT: not has_account,
        SoloPlace.EVIDENCE: not (pm.timeline.entries and (pm.story.decision_points or _levels_begun(pm))),
        SoloPlace.DECISIONS: _decisions_wait(pm),
        SoloPlace.LEVELS: any(_waits(pm, level) for level in FIVE_LEVELS),
        SoloPlace.FOLLOWUPS: relies_on_memory(pm, own) is not None,
    }
    return next(
        (step for step, waits in waiting.items() if waits and step not in passed_over), SoloPlace.CLOSING
    )


def relies_on_memory(pm: PostMortem, followups: Iterable[FollowUp]) -> ClosedGate | None:
    """Return the gate that keeps a walk alone from ending: no follow-up works without remembering; None when one does.

    None too when an exception with a reason was recorded.
    """
    own = followups_of(pm, followups)
    if any(one.grade in STRONG_ENOUGH for one in own) or pm.publication.passes(Gate.INTERMEDIATE_FOLLOWUP):
        return None
    count = "None of the follow-ups works" if own else "There is no follow-up yet that works"
    return ClosedGate(
        gate=Gate.INTERMEDIATE_FOLLOWUP,
        what=f"{count} without your remembering.",
        next_step="Which change would hold on your worst day? If none can for now, give the reason; it is kept.",
    )


def must_outlast_memory(pm: PostMortem, followups: Iterable[FollowUp]) -> None:
    """Refuse to end the walk while everything relies on remembering and no reason is recorded."""
    closed = relies_on_memory(pm, followups)
    if closed is not None:
        raise Refused(f"{closed.what} {closed.next_step}", code="relies-on-memory")


def _after_closing(own: tuple[FollowUp, ...], at: datetime) -> SoloPlace:
    unowned = [one for one in own if not one.is_owned]
    if not unowned:
        return SoloPlace.THROUGH
    slept = any(one.proposed_at is not None and night_between(one.proposed_at, at) for one in unowned)
    return SoloPlace.ACCEPTING if slept else SoloPlace.NIGHT


def _decisions_wait(pm: PostMortem) -> bool:
    told = len(pm.story.decision_points)
    return told < DECISION_POINTS and not (told and _levels_begun(pm))


def _levels_begun(pm: PostMortem) -> bool:
    return any(not _waits(pm, level) for level in FIVE_LEVELS)


def _waits(pm: PostMortem, level: Level) -> bool:
    return not pm.conditions.at(level) and pm.conditions.said_of(level) is None
