"""Support: what is said stays between two people; the post-mortem learns how it ended, in the same breath."""

import pytest

from secondstory.application.ceremony import supporting
from secondstory.application.ceremony.supporting import OwnSteps
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding.telling import read
from secondstory.domain.ceremony.support import (
    Accepted,
    CompanionNamed,
    Declined,
    FollowedUp,
    Outcome,
    Paused,
    Settled,
    StatedPublicly,
)
from secondstory.domain.keeping.people import LineStated
from secondstory.kernel.refused import Refused
from tests.offices import MemoryOffice
from tests.people import ADA, BO, FAY

ENGINEER = "the engineer on call"


def opened():
    place = MemoryOffice()
    return place, place.office, place.opened().stream


def offered():
    place, office, pm = opened()
    supporting.offer(office, pm, what="an hour together", to_role=ENGINEER)
    return place, office, pm


def outcome(office, pm):
    return read(office, pm).support.outcome


def test_it_settles_the_step_when_somebody_alone_did_one_thing_for_themselves():
    _, office, pm = opened()
    supporting.support_oneself(office, pm, OwnSteps(stepped_away=True, told="a friend"))
    assert outcome(office, pm) is Outcome.GIVEN
    (own,) = supporting.supports_of(office, pm)
    assert own.is_to_oneself
    assert (own.stepped_away, own.told_somebody, own.can_wait) == (True, True, ())


def test_it_adds_a_later_step_to_the_same_support():
    _, office, pm = opened()
    supporting.support_oneself(office, pm, OwnSteps(stepped_away=True))
    told = supporting.support_oneself(office, pm, OwnSteps(can_wait="the newsletter"))
    assert told.one(Settled) is None
    (own,) = supporting.supports_of(office, pm)
    assert own.can_wait == ("the newsletter",)


def test_it_asks_for_one_of_the_three_and_records_nothing_without():
    _, office, pm = opened()
    with pytest.raises(Refused, match="One of the three"):
        supporting.support_oneself(office, pm, OwnSteps(told="  "))
    assert outcome(office, pm) is None


def test_it_keeps_every_word_of_support_out_of_the_post_mortem():
    place, office, pm = opened()
    supporting.support_oneself(office, pm, OwnSteps(told="Deniz, who is a friend", can_wait="the newsletter"))
    assert "Deniz" not in repr(read(office, pm))
    sealed = b"".join(part for stored in place.desk.storage.entries() for part in stored.envelopes.values())
    assert b"Deniz" not in sealed
    assert b"newsletter" not in sealed


def test_it_shows_an_offer_to_nobody_but_the_two_people_in_it():
    place, office, pm = opened()
    supporting.offer(office, pm, what="company", to_role=ENGINEER, to=BO)
    assert len(supporting.supports_of(place.of(BO), pm)) == 1
    assert supporting.supports_of(place.of(FAY), pm) == ()


def test_it_tells_the_post_mortem_a_yes_and_a_no_alike():
    for reply, wanted in ((Accepted(), Outcome.GIVEN), (Declined(), Outcome.DECLINED)):
        _, office, pm = offered()
        assert outcome(office, pm) is None
        supporting.answer(office, pm, reply)
        assert outcome(office, pm) is wanted


def test_it_offers_again_after_a_no_in_the_same_place():
    _, office, pm = offered()
    supporting.answer(office, pm, Declined())
    supporting.offer(office, pm, what="somebody for the pager", to_role="The Engineer on call")
    assert len(supporting.supports_of(office, pm)) == 1
    supporting.answer(office, pm, Accepted())
    assert outcome(office, pm) is Outcome.GIVEN


def test_it_answers_the_offer_that_is_open_or_the_one_that_is_named():
    _, office, pm = offered()
    supporting.offer(office, pm, what="company", to_role="the caller")
    supporting.answer(office, pm, Declined(), to_role=ENGINEER)
    supporting.answer(office, pm, Accepted())
    ended = {one.to_role: one.outcome for one in supporting.supports_of(office, pm)}
    assert ended == {ENGINEER: Outcome.DECLINED, "the caller": Outcome.GIVEN}
    with pytest.raises(Refused, match="Nothing was offered to the pilot"):
        supporting.answer(office, pm, Accepted(), to_role="the pilot")


def test_it_says_with_a_reason_that_nobody_was_close_to_it():
    _, office, pm = opened()
    with pytest.raises(Refused, match="Say in a sentence why"):
        supporting.say_not_applicable(office, pm, " ")
    supporting.say_not_applicable(office, pm, "a drill, announced to everybody")
    assert outcome(office, pm) is Outcome.NOT_APPLICABLE


def test_it_does_not_wave_through_what_was_given():
    _, office, pm = opened()
    supporting.support_oneself(office, pm, OwnSteps(stepped_away=True))
    with pytest.raises(Refused, match="Support was given already"):
        supporting.say_not_applicable(office, pm, "nobody was close")


def test_it_says_nothing_publicly_without_consent():
    _, office, pm = offered()
    with pytest.raises(Refused, match="Consent comes first"):
        supporting.note(office, pm, StatedPublicly(text="We stand behind them.", consent=False))
    supporting.note(office, pm, StatedPublicly(text="We stand behind them.", consent=True))
    assert supporting.supports_of(office, pm)[0].statements == ("We stand behind them.",)


def test_it_notes_what_belongs_to_an_offer_and_asks_for_one_first():
    place, office, pm = opened()
    with pytest.raises(Refused, match="Nothing was offered here yet"):
        supporting.note(office, pm, CompanionNamed(companion="a colleague"))
    supporting.offer(office, pm, what="company", to_role=ENGINEER)
    for noted in (CompanionNamed(companion="a colleague"), Paused(), FollowedUp(days=7)):
        supporting.note(office, pm, noted)
    (one,) = supporting.supports_of(office, pm)
    assert (one.companion, one.is_paused, one.followed_up_days) == ("a colleague", True, (7,))
    with pytest.raises(Refused, match="noted already"):
        supporting.note(office, pm, FollowedUp(days=7))
    with pytest.raises(Refused, match="Nothing was offered"):
        supporting.answer(place.of(ADA), place.opened("Another").stream, Accepted())


def test_it_answers_the_offer_that_is_named_also_when_two_have_the_same_role():
    place, office, pm = opened()
    supporting.offer(office, pm, what="an hour", to_role=ENGINEER, to=BO)
    supporting.offer(place.of(FAY), pm, what="a walk", to_role="the desk", to=BO)
    first, second = supporting.supports_of(place.of(BO), pm)
    supporting.answer(place.of(BO), pm, Declined(), which=second.stream)
    found = {one.stream: one.outcome for one in supporting.supports_of(place.of(BO), pm)}
    assert found == {first.stream: None, second.stream: Outcome.DECLINED}


def test_it_finds_the_post_mortem_for_those_two_alone():
    place, office, pm = opened()
    supporting.offer(office, pm, what="an hour", to_role=ENGINEER, to=BO)
    number = read(office, pm).incident.number
    assert supporting.about(place.of(BO), number) == pm
    assert supporting.about(place.of(FAY), number) is None
    assert supporting.about(place.of(BO), number + 1) is None


def test_it_leaves_the_step_open_while_only_a_line_manager_offered():
    place, office, pm = opened()
    supporting.offer(office, pm, what="an hour", to_role=ENGINEER, to=BO)
    stream = office.new_stream("pe")
    line = Draft(stream=stream, event=LineStated(manager=ADA, report=BO))
    office.journal.append([line], by=ADA, expects={stream: 0})
    supporting.answer(place.of(BO), pm, Accepted())
    (one,) = supporting.supports_of(place.of(BO), pm)
    assert one.outcome is Outcome.GIVEN
    assert supporting.is_line_manager_alone(place.of(BO), one)
    assert outcome(office, pm) is None
