from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.domain.ceremony.sittings import (
    Closed,
    Dissented,
    FacilitatorAppointed,
    Independence,
    IndependenceOverridden,
    Lapsed,
    MinutesWritten,
    Moved,
    Opened,
    Parked,
    PointRaised,
    PollAnswer,
    PollAnswered,
    Scheduled,
    SittingKind,
    Sittings,
    SoakShortened,
    StepMinutes,
    appoint,
    close,
    earliest_commitment,
    evolve,
    independence,
    lapse,
    move,
    note_in_room,
    open_sitting,
    schedule,
    slept_on_it,
    take_poll,
)
from secondstory.kernel.moments import Precision
from tests.domain.given import ADA, BO, CEM, DEE, EVE, FAY, TUESDAY, folded, later, moment, refused

LEARNING = Scheduled(number=1, kind=SittingKind.LEARNING, at=moment(later(hours=-1)))
SOLO = Scheduled(number=1, kind=SittingKind.SOLO)
APPOINTED = FacilitatorAppointed(number=1, person=BO, independence=Independence.CLEAR)
OPENED = Opened(number=1, read_out=True, charter_version="1")
LEARNT = (LEARNING, APPOINTED, OPENED, Closed(number=1))
"""A learning sitting that was closed on Tuesday at 16:00."""


def commitment(at, number=2, precision=Precision.MINUTE):
    return Scheduled(number=number, kind=SittingKind.COMMITMENT, at=moment(at, precision))


def sittings(*happened):
    return folded(evolve, Sittings(), *happened)


def test_it_needs_an_hour_for_a_meeting_but_not_for_an_asynchronous_one():
    with refused("When do people meet?"):
        schedule(Sittings(), Scheduled(number=1, kind=SittingKind.LEARNING), at=TUESDAY, alone=False)
    asynchronous = Scheduled(number=1, kind=SittingKind.ASYNCHRONOUS)
    assert schedule(Sittings(), asynchronous, at=TUESDAY, alone=False) == [asynchronous]


def test_it_keeps_the_solo_protocol_for_people_who_are_alone():
    assert schedule(Sittings(), SOLO, at=TUESDAY, alone=True) == [SOLO]
    with refused("somebody alone"):
        schedule(Sittings(), SOLO, at=TUESDAY, alone=False)


def test_it_lets_two_working_days_pass_between_learning_and_committing():
    learnt = sittings(*LEARNT)
    with refused(
        "Sleep on it: the commitment sitting can be held from Thursday 16:00 +02:00.", code="night-between"
    ):
        schedule(learnt, commitment(later(days=1)), at=TUESDAY, alone=False)
    assert schedule(learnt, commitment(later(days=2)), at=TUESDAY, alone=False) == [commitment(later(days=2))]


def test_it_does_not_count_a_weekend_or_a_holiday_as_working_days():
    friday = later(days=3)
    assert earliest_commitment(friday, alone=False, zone_of=friday) == later(days=7)
    holidays = {date(2026, 10, 26)}
    assert earliest_commitment(friday, alone=False, zone_of=friday, holidays=holidays) == later(days=8)


def test_it_asks_one_night_of_somebody_alone():
    learnt = sittings(SOLO, Opened(number=1, read_out=False), Closed(number=1))
    with refused("from Wednesday 00:00"):
        schedule(learnt, commitment(later(hours=2)), at=TUESDAY, alone=True)
    assert schedule(learnt, commitment(later(hours=10)), at=TUESDAY, alone=True) != []


def test_it_takes_a_day_as_the_whole_day():
    learnt = sittings(*LEARNT)
    thursday = commitment(later(days=2, hours=-16), precision=Precision.DAY)
    assert schedule(learnt, thursday, at=TUESDAY, alone=False) == [thursday]


def test_it_names_the_day_of_the_month_when_it_is_far():
    planned = sittings(Scheduled(number=1, kind=SittingKind.LEARNING, at=moment(later(days=10))))
    with refused("from Tuesday 3 November, 16:00 +0"):
        schedule(planned, commitment(later(days=11)), at=TUESDAY, alone=False)


def test_it_comes_sooner_only_with_a_reason_that_is_recorded():
    learnt = sittings(*LEARNT)
    soon = commitment(later(days=1))
    shortened = SoakShortened(number=2, reason="The contract ends tonight.")
    planned = schedule(learnt, soon, at=TUESDAY, alone=False, shortened="The contract ends tonight.")
    assert planned == [soon, shortened]
    with refused("Sleep on it"):
        schedule(learnt, soon, at=TUESDAY, alone=False, shortened=" ")


def test_it_records_no_exception_that_was_not_needed():
    learnt = sittings(*LEARNT)
    in_time = commitment(later(days=3))
    assert schedule(learnt, in_time, at=TUESDAY, alone=False, shortened="To be safe") == [in_time]


def test_it_commits_to_nothing_before_anything_was_learnt():
    with refused("Learn first", code="learning-held"):
        schedule(Sittings(), commitment(later(days=9)), at=TUESDAY, alone=False, shortened="Hurry")
    planned = sittings(LEARNING, commitment(later(days=9)))
    with refused("Learn first", code="learning-held"):
        open_sitting(planned, Opened(number=2, read_out=True), at=later(days=9), alone=False)


def test_it_opens_a_commitment_sitting_only_after_the_soak():
    planned = sittings(*LEARNT, commitment(later(days=2)))
    opened = Opened(number=2, read_out=False)
    with refused("Sleep on it"):
        open_sitting(planned, opened, at=later(days=1), alone=False)
    assert open_sitting(planned, opened, at=later(days=2), alone=False) == [opened]
    soon = open_sitting(planned, opened, at=later(days=1), alone=False, shortened="They leave tomorrow.")
    assert soon == [SoakShortened(number=2, reason="They leave tomorrow."), opened]


def test_it_does_not_ask_twice_about_a_soak_that_was_shortened():
    planned = sittings(*LEARNT, commitment(later(days=1)), SoakShortened(number=2, reason="They leave."))
    opened = Opened(number=2, read_out=False)
    assert open_sitting(planned, opened, at=later(days=1), alone=False) == [opened]


def test_it_opens_with_a_facilitator_and_the_words_read_aloud():
    with refused("Who holds the room?", code="not-ready"):
        open_sitting(sittings(LEARNING), OPENED, at=TUESDAY, alone=False)
    with refused("Read the opening aloud"):
        open_sitting(sittings(LEARNING, APPOINTED), Opened(number=1, read_out=False), at=TUESDAY, alone=False)
    assert open_sitting(sittings(LEARNING, APPOINTED), OPENED, at=TUESDAY, alone=False) == [OPENED]


def test_it_pretends_no_roles_for_somebody_alone():
    opened = Opened(number=1, read_out=False)
    assert open_sitting(sittings(SOLO), opened, at=TUESDAY, alone=True) == [opened]


def test_it_opens_a_sitting_once():
    with refused("opened already"):
        open_sitting(sittings(*LEARNT), OPENED, at=TUESDAY, alone=False)


def test_it_appoints_somebody_with_a_conflict_only_for_a_reason():
    planned = sittings(LEARNING)
    assert appoint(planned, APPOINTED) == [APPOINTED]
    near = FacilitatorAppointed(
        number=1,
        person=ADA,
        independence=Independence.CONFLICTS,
        conflicts=("rolled the change out at 14:02 (timeline)",),
    )
    sentence = "This facilitator rolled the change out at 14:02 (timeline). Choose another, or say why it must be so."
    with refused(sentence, code="independence"):
        appoint(planned, near)
    overridden = IndependenceOverridden(number=1, reason="We are three people.")
    assert appoint(planned, near, because="We are three people.") == [near, overridden]


LINES = ((CEM, ADA), (DEE, CEM), (EVE, BO))


def conflicts(person, **changed):
    known = {
        "timeline_actors": {ADA: "rolled the change out at 14:02"},
        "owner": None,
        "commander": None,
        "lines": LINES,
    }
    return independence(person, **(known | changed))


def test_it_finds_nothing_against_somebody_from_elsewhere():
    assert conflicts(FAY) == ()


def test_it_reads_independence_from_the_timeline_the_roles_and_the_lines():
    assert conflicts(ADA) == ("rolled the change out at 14:02 (timeline)",)
    assert conflicts(BO, owner=BO) == ("owns this post-mortem",)
    assert conflicts(BO, commander=BO) == ("commanded the response",)
    assert conflicts(CEM) == ("is in the reporting line of somebody involved",)


def test_it_follows_reporting_lines_through_every_step_and_either_way():
    assert conflicts(DEE) == ("is in the reporting line of somebody involved",)
    above = {DEE: "approved the plan"}
    assert conflicts(ADA, timeline_actors=above) == ("is in the reporting line of somebody involved",)


def test_it_keeps_the_room_out_of_the_line_of_whoever_decides():
    assert conflicts(BO, decides=EVE) == ("is in the reporting line of the person who decides",)


def test_it_survives_a_line_that_runs_in_a_circle():
    assert conflicts(FAY, lines=((FAY, EVE), (EVE, FAY))) == ()


def test_it_parks_ideas_and_keeps_dissent_while_people_sit():
    sitting = sittings(LEARNING, APPOINTED, OPENED)
    for said in (
        PointRaised(number=1, text="The graph was averaged."),
        Parked(number=1, text="Canary first"),
        Dissented(number=1, about="T-4", text="It was earlier."),
    ):
        assert note_in_room(sitting, said) == [said]
        with refused("Open the sitting first"):
            note_in_room(sittings(LEARNING), said)
        with refused("is closed"):
            note_in_room(sittings(*LEARNT), said)
    assert sittings(LEARNING, OPENED, Parked(number=1, text="Canary first")).parked == ("Canary first",)


def test_it_takes_minutes_after_the_end_but_no_empty_ones():
    minutes = MinutesWritten(number=1, text="We walked through the evening.")
    assert note_in_room(sittings(*LEARNT), minutes) == [minutes]
    with refused("There are no words yet"):
        note_in_room(sittings(*LEARNT), MinutesWritten(number=1, text=" "))


def test_it_takes_a_poll_in_batches_of_five_or_more():
    answers = tuple(PollAnswer(answer=word, count=count) for word, count in (("yes", 3), ("no", 1)))
    poll = PollAnswered(number=1, question="learned", answers=answers)
    with refused("batches of 5", code="batch-of-five"):
        take_poll(sittings(*LEARNT), poll)
    five = PollAnswered(number=1, question="learned", answers=(*answers, PollAnswer(answer="pass", count=1)))
    assert take_poll(sittings(*LEARNT), five) == [five]


def test_it_closes_what_is_open_with_the_minutes_of_each_step():
    closed = Closed(number=1, agenda=(StepMinutes(step="read-out", minutes=2),))
    assert close(sittings(LEARNING, OPENED), closed) == [closed]
    with refused("not open"):
        close(sittings(LEARNING), closed)
    with refused("minutes"):
        close(sittings(LEARNING, OPENED), Closed(number=1, agenda=(StepMinutes(step="x", minutes=-1),)))


def test_it_lapses_with_a_reason_and_is_not_held_afterwards():
    gone = Lapsed(number=1, reason="Half of us were ill.")
    assert lapse(sittings(LEARNING), gone) == [gone]
    with refused("Say why"):
        lapse(sittings(LEARNING), Lapsed(number=1, reason=""))
    with refused("did not take place"):
        open_sitting(sittings(LEARNING, gone), OPENED, at=TUESDAY, alone=False)


def test_it_moves_with_a_reason_and_still_lets_people_sleep_on_it():
    planned = sittings(*LEARNT, commitment(later(days=3)))
    with refused("Sleep on it"):
        move(
            planned,
            Moved(number=2, at=moment(later(days=1)), reason="A room is free"),
            at=TUESDAY,
            alone=False,
        )
    with refused("why it moves"):
        move(planned, Moved(number=2, at=moment(later(days=4)), reason=""), at=TUESDAY, alone=False)
    moved = Moved(number=2, at=moment(later(days=4)), reason="A room is free")
    assert move(planned, moved, at=TUESDAY, alone=False) == [moved]


def test_it_says_which_sittings_there_are_when_one_is_unknown():
    with refused("There is no sitting S-7 here"):
        close(sittings(LEARNING), Closed(number=7))


def test_it_numbers_sittings_and_ignores_events_about_unknown_ones():
    assert Sittings().next_number == 1
    assert sittings(*LEARNT).next_number == 2
    assert sittings(LEARNING, Closed(number=9)) == sittings(LEARNING)


@pytest.mark.parametrize(("hours", "slept"), [(2, False), (23, True)])
def test_it_knows_whether_somebody_alone_slept_on_it(hours, slept):
    learnt = sittings(SOLO, Opened(number=1, read_out=False), Closed(number=1))
    assert slept_on_it(learnt, at=later(hours=hours), alone=True) is slept


def test_it_counts_a_combined_sitting_as_marked_and_an_unheld_one_as_nothing():
    combined = Scheduled(number=1, kind=SittingKind.COMBINED, at=moment(TUESDAY))
    assert slept_on_it(sittings(combined, OPENED, Closed(number=1)), at=TUESDAY, alone=False)
    assert not slept_on_it(sittings(combined), at=TUESDAY, alone=False)


def test_it_counts_an_early_commitment_without_a_reason_as_not_slept_on():
    early = (
        *LEARNT,
        commitment(TUESDAY),
        Opened(number=2, read_out=False),
        (Closed(number=2), ADA, later(hours=1)),
    )
    assert not slept_on_it(sittings(*early), at=later(days=30), alone=False)
    shortened = (*early[:5], SoakShortened(number=2, reason="They leave."), *early[5:])
    assert slept_on_it(sittings(*shortened), at=later(days=30), alone=False)


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=60 * 24 * 20))
def test_it_never_lets_anybody_commit_on_the_day_they_learnt(minutes):
    learnt_at = later(minutes=minutes)
    earliest = earliest_commitment(learnt_at, alone=False, zone_of=TUESDAY)
    assert timedelta(days=2) <= earliest - learnt_at <= timedelta(days=4)
    assert earliest.weekday() < 5
