"""The floor of a room: steps, the clock, who waits, and what is put away."""

from datetime import UTC, datetime, timedelta

from secondstory.application.ceremony.room import floor
from secondstory.application.ceremony.room.floor import Draft, Floor
from secondstory.kernel.ids import PersonId

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
STEPS = ("welcome", "timeline", "close")
ADA, BO = PersonId("pe_ada"), PersonId("pe_bo")


def after(**by: float) -> datetime:
    return AT + timedelta(**by)


def test_it_counts_the_time_of_each_part_and_none_of_a_pause():
    room = floor.start_clock(Floor(), at=AT)
    room = floor.go(room, STEPS, 1, at=after(minutes=4))
    room = floor.ask_for_pause(room, STEPS, at=after(minutes=10))
    room = floor.start_clock(room, at=after(minutes=30))
    room = floor.stop_clock(room, STEPS, at=after(minutes=31))
    assert floor.minutes_taken(room, STEPS) == (("welcome", 4), ("timeline", 7))


def test_it_adds_to_a_part_that_is_gone_back_to():
    room = floor.start_clock(Floor(), at=AT)
    room = floor.go(room, STEPS, 1, at=after(minutes=2))
    room = floor.go(room, STEPS, -1, at=after(minutes=3))
    assert room.spent("welcome", current="welcome", at=after(minutes=5)) == 240


def test_it_goes_neither_before_the_first_part_nor_behind_the_last():
    assert floor.go(Floor(), STEPS, -1, at=AT).step == 0
    assert floor.go(Floor(step=2), STEPS, 1, at=AT).step == 2


def test_it_counts_no_time_backwards_when_a_clock_was_set_back():
    room = floor.start_clock(Floor(), at=AT)
    assert room.spent("welcome", current="welcome", at=after(minutes=-5)) == 0


def test_it_begins_each_part_with_nobody_heard():
    room = floor.hear(floor.let_pass(floor.raise_hand(Floor(), ADA), BO), ADA)
    assert (room.heard, room.passed, room.hands) == ((ADA,), (BO,), ())
    later = floor.go(room, STEPS, 1, at=AT)
    assert (later.heard, later.passed) == ((), ())


def test_it_keeps_no_trace_of_who_asked_for_a_pause():
    assert floor.ask_for_pause(Floor(), STEPS, at=AT) == Floor(pause_asked=True)


def test_it_turns_a_hand_and_a_wish_for_company():
    assert floor.raise_hand(floor.raise_hand(Floor(), ADA), ADA).hands == ()
    assert floor.ask_for_company(floor.ask_for_company(Floor(), ADA), ADA).company == ()


def test_it_is_silent_for_two_minutes_or_until_it_is_ended():
    room = floor.be_silent(Floor(), at=AT)
    assert room.is_silent(after(seconds=119))
    assert not room.is_silent(after(seconds=120))
    assert not floor.end_silence(room).is_silent(AT)


def test_it_shows_two_accounts_at_most_and_none_after_a_step_on():
    room = floor.show(Floor(), [3, 3, 1, 2])
    assert room.shown == (3, 1)
    assert floor.walk(room, 1, stops=2).shown == ()
    assert floor.walk(room, 5, stops=2).stop == 1
    assert floor.walk(room, 1, stops=0).stop == 0


def test_it_puts_a_draft_away_when_its_words_are_gone():
    room = floor.keep_draft(Floor(), ADA, Draft(step="welcome", text="Nine people"))
    assert room.drafts[ADA].text == "Nine people"
    assert floor.keep_draft(room, ADA, Draft(step="welcome", text="  ")).drafts == {}


def test_it_counts_roles_and_the_people_without_a_page():
    room = floor.come_in(floor.come_in(Floor(), ADA, "owner"), BO, "participant")
    assert floor.come_in(room, ADA, "owner") is room
    assert floor.counts(room, more=3) == (("owner", 1), ("participant", 4))
