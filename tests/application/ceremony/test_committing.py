"""Follow-ups: a yes after a night, a no with a reason, and a second look."""

from datetime import timedelta

import pytest

from secondstory.application.ceremony import committing
from secondstory.application.ceremony.committing import Proposal, Yes
from secondstory.application.ceremony.knowing_people import make_known
from secondstory.application.understanding.naming import add as add_condition
from secondstory.domain.ceremony.followups import (
    Dropped,
    Effect,
    EffectChecked,
    FollowUp,
    Standing,
    Strength,
    Superseded,
)
from secondstory.domain.understanding.conditions import Added, Level
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from tests.begun import BegunOffice


def proposed(place: BegunOffice, text: str = "Delete the form that takes minutes") -> FollowUp:
    pm = place.opened().stream
    statement = "The field took minutes without saying so, which made 48 look right"
    add_condition(place.office, pm, Added(number=1, statement=statement, level=Level.SOFTWARE))
    wish = Proposal(text=text, conditions=(1,), end_state="the form answers 410")
    return committing.propose(place.office, pm, wish)


def stream_of(one: FollowUp) -> StreamId:
    assert one.stream is not None
    return one.stream


def test_it_suggests_a_strength_and_leaves_the_word_to_a_person():
    one = proposed(BegunOffice())
    assert (one.strength, one.strength_suggested, one.grade) == (None, Strength.STRONGER, Strength.STRONGER)


def test_it_refuses_a_condition_that_does_not_stand_and_records_nothing():
    place = BegunOffice()
    pm = place.opened().stream
    with pytest.raises(Refused, match="PM-1 has no C-7"):
        committing.propose(place.office, pm, Proposal(text="Delete it", conditions=(7,)))
    assert committing.in_order(place.office) == []


def test_it_waits_for_a_night_before_a_yes_to_oneself():
    place = BegunOffice()
    fu = stream_of(proposed(place))
    with pytest.raises(Refused, match="Sleep on it"):
        committing.accept(place.office, fu, Yes())
    place.forward(days=1)
    taken = committing.accept(place.office, fu, Yes(due=Moment(at=place.desk.clock.at + timedelta(days=9))))
    assert (taken.standing, taken.owner, taken.owner_name) == (Standing.OWNED, place.me, "Ada Okafor")
    assert taken.due is not None
    assert taken.night_skipped is None


def test_it_keeps_the_reason_beside_a_yes_without_a_night():
    place = BegunOffice()
    taken = committing.accept(place.office, stream_of(proposed(place)), Yes(skip_night="it is still live"))
    assert taken.night_skipped == "it is still live"


def test_it_asks_for_expertise_and_never_for_spare_time():
    place = BegunOffice(team=True)
    fu = stream_of(proposed(place))
    with pytest.raises(Refused, match="not a reason"):
        committing.ask(place.office, fu, "Booking", because="capacity", text="they have time")
    asked = committing.ask(place.office, fu, "Booking", because="expertise", text="they wrote it")
    assert asked.standing is Standing.ASKED
    back = committing.decline(place.office, fu, "it goes away in spring", better_address="Web team")
    assert (back.standing, back.declined[0].better_address) == (Standing.PROPOSED, "Web team")


def test_it_moves_a_day_only_with_a_reason():
    place = BegunOffice()
    fu = stream_of(proposed(place))
    committing.accept(place.office, fu, Yes(skip_night="live"))
    day = Moment(at=place.desk.clock.at + timedelta(days=9))
    committing.set_due(place.office, fu, day)
    later = Moment(at=day.at + timedelta(days=9))
    with pytest.raises(Refused, match="Move it and say why"):
        committing.set_due(place.office, fu, later)
    assert committing.set_due(place.office, fu, later, reason="release train").due == later


def test_it_sees_a_follow_up_through_to_its_effect():
    place = BegunOffice()
    fu = stream_of(proposed(place))
    committing.accept(place.office, fu, Yes(skip_night="live"))
    committing.block(place.office, fu, "the release")
    committing.unblock(place.office, fu)
    committing.report_done(place.office, fu, evidence=["E-1"])
    with pytest.raises(Refused, match="Look again after a night"):
        committing.verify(place.office, fu)
    place.forward(days=1)
    assert committing.verify(place.office, fu).by_later_self
    with pytest.raises(Refused, match="What shows it"):
        committing.check_effect(place.office, fu, EffectChecked(effect=Effect.CHANGED))
    looked = committing.check_effect(
        place.office, fu, EffectChecked(effect=Effect.CHANGED, words="none since")
    )
    assert looked.standing is Standing.EFFECTIVE


def test_it_hands_over_to_somebody_known_or_to_a_name_outside():
    place = BegunOffice()
    fu = stream_of(proposed(place))
    committing.accept(place.office, fu, Yes(owner_name="Ines, Booking", skip_night="live"))
    bo = make_known(place.office, "Bo Lindqvist")
    over = committing.hand_over(place.office, fu, bo, "he runs the form now")
    assert (over.owner, over.owner_name) == (bo.person, "Bo Lindqvist")
    assert committing.let_go(place.office, fu, "he left").standing is Standing.PROPOSED


def test_it_lists_what_nobody_holds_first_and_what_ended_last():
    place = BegunOffice()
    first, second, third = (proposed(place, f"Delete the form number {n}") for n in (1, 2, 3))
    committing.accept(place.office, stream_of(first), Yes(skip_night="live"))
    with pytest.raises(Refused, match="Who may decide"):
        committing.end(place.office, stream_of(second), Dropped(reason="the form is gone", authority=""))
    committing.end(place.office, stream_of(second), Superseded(by=stream_of(third)))
    assert [row["number"] for row in committing.in_order(place.office)] == [3, 1, 2]
