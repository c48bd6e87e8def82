"""Where somebody alone stands: a fold of what happened, and nothing else."""

import pytest

from secondstory.domain.ceremony import followups, publication, sittings, support
from secondstory.domain.ceremony.publication import Gate
from secondstory.domain.lifecycle import (
    PostMortem,
    SoloPlace,
    evolve,
    must_outlast_memory,
    place_alone,
    relies_on_memory,
)
from secondstory.domain.understanding import conditions, incidents, narrative, timeline
from secondstory.domain.understanding.conditions import FIVE_LEVELS, Level, LevelStatus
from secondstory.kernel.ids import StreamId
from tests.domain.given import PM, TUESDAY, folded, later, moment, refused

OPENED = incidents.Opened(number=7, kind=incidents.IncidentKind.INCIDENT, title="a white page")
SETTLED = support.Settled(outcome=support.Outcome.GIVEN)
ENTRY = timeline.EntryAdded(
    number=1, occurred=moment(TUESDAY), kind=timeline.EntryKind.FACT, text="The release went out."
)
FIRST, SECOND, THIRD = (
    narrative.DecisionPointAdded(number=number, title=f"moment {number}", done="waited")
    for number in (1, 2, 3)
)
CODE = conditions.Added(number=1, statement="The bundle drops a file", level=Level.SOFTWARE)
LOOKED = tuple(
    conditions.LevelExplored(level=level, status=LevelStatus.NOT_EXPLORED, reason="too tired")
    for level in FIVE_LEVELS[1:]
)
HELD = (
    sittings.Scheduled(number=1, kind=sittings.SittingKind.SOLO),
    sittings.Opened(number=1, read_out=False),
    sittings.Closed(number=1),
)
WALKED = (OPENED, SETTLED, ENTRY, FIRST, SECOND, THIRD, CODE, *LOOKED)


def pm(*happened):
    return folded(evolve, PostMortem(), *happened)


def followup(strength=followups.Strength.STRONGER, *happened):
    proposed = followups.Proposed(
        number=1,
        text="Build the preview where production is built",
        origins=(followups.Origin(post_mortem=PM, conditions=(1,)),),
        phase=followups.Phase.PREVENT,
        changes=followups.Changes.CONDITION,
        strength=strength,
    )
    return folded(followups.evolve, followups.FollowUp(), proposed, *happened, stream=StreamId("fu_1"))


def place(*happened, own=(), has_account=True, at=TUESDAY, passed_over=()):
    return place_alone(pm(*happened), own, has_account=has_account, at=at, passed_over=passed_over)


@pytest.mark.parametrize(
    ("happened", "where"),
    [
        ((OPENED,), SoloPlace.SUPPORT),
        ((OPENED, SETTLED), SoloPlace.EVIDENCE),
        ((OPENED, SETTLED, ENTRY), SoloPlace.EVIDENCE),
        ((OPENED, SETTLED, ENTRY, FIRST), SoloPlace.DECISIONS),
        ((OPENED, SETTLED, ENTRY, FIRST, SECOND, THIRD), SoloPlace.LEVELS),
        ((OPENED, SETTLED, ENTRY, FIRST, CODE), SoloPlace.LEVELS),
        ((OPENED, SETTLED, ENTRY, FIRST, SECOND, THIRD, CODE, *LOOKED[:3]), SoloPlace.LEVELS),
        (WALKED, SoloPlace.FOLLOWUPS),
    ],
)
def test_it_goes_on_at_the_first_step_that_is_not_done(happened, where):
    assert place(*happened) is where


def test_it_asks_for_the_account_before_anything_but_support():
    assert place(OPENED, has_account=False) is SoloPlace.SUPPORT
    assert place(OPENED, SETTLED, ENTRY, has_account=False) is SoloPlace.ACCOUNT


def test_it_passes_over_what_somebody_leaves_out_today():
    passed = {SoloPlace.ACCOUNT, SoloPlace.EVIDENCE}
    assert place(OPENED, SETTLED, has_account=False, passed_over=passed) is SoloPlace.DECISIONS


def test_it_ends_with_one_change_that_works_without_remembering():
    assert place(*WALKED, own=[followup(followups.Strength.WEAKER)]) is SoloPlace.FOLLOWUPS
    assert place(*WALKED, own=[followup(None)]) is SoloPlace.FOLLOWUPS
    assert place(*WALKED, own=[followup(followups.Strength.INTERMEDIATE)]) is SoloPlace.CLOSING


def test_it_ends_with_a_recorded_reason_instead():
    excepted = publication.GatePassedByException(
        gate=Gate.INTERMEDIATE_FOLLOWUP, reason="the host is not ours"
    )
    assert place(*WALKED, excepted) is SoloPlace.CLOSING
    with refused("without your remembering", code="relies-on-memory"):
        must_outlast_memory(pm(*WALKED), ())


def test_it_counts_only_what_still_stands():
    dropped = followups.Dropped(reason="not needed", authority="whoever works here alone")
    assert relies_on_memory(pm(*WALKED), [followup(followups.Strength.STRONGER, dropped)]) is not None


def test_it_waits_for_a_night_and_then_for_a_yes():
    own = [followup()]
    assert place(*WALKED, *HELD, own=own, at=later(hours=5)) is SoloPlace.NIGHT
    assert place(*WALKED, *HELD, own=own, at=later(hours=17)) is SoloPlace.ACCEPTING
    accepted = [followup(followups.Strength.STRONGER, followups.Accepted(owner_name="Ada"))]
    assert place(*WALKED, *HELD, own=accepted, at=later(hours=17)) is SoloPlace.THROUGH


def test_it_asks_nothing_again_of_what_was_learnt_in_a_sitting_with_others():
    learning = (
        sittings.Scheduled(number=1, kind=sittings.SittingKind.LEARNING),
        sittings.Opened(number=1, read_out=True),
        sittings.Closed(number=1),
    )
    assert place(OPENED, SETTLED, *learning) is SoloPlace.THROUGH
