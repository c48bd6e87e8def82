import pytest

from secondstory.domain.ceremony.support import (
    Accepted,
    CompanionNamed,
    Declined,
    FollowedUp,
    NotApplicable,
    Offered,
    Outcome,
    Paused,
    Settled,
    Settlement,
    StatedPublicly,
    SteppedAway,
    Support,
    answer,
    evolve,
    evolve_settled,
    follow_up,
    note_step,
    offer,
    reminders_due,
    say_not_applicable,
    settle,
    state_publicly,
)
from tests.domain.given import ADA, BO, CEM, PM, folded, later, recorded, refused

OFFER = Offered(post_mortem=PM, to_role="engineer on call", to=ADA, what="I take the pager tonight")


def support(*happened):
    return folded(evolve, Support(), *happened)


def test_it_is_offered_by_role_and_says_what_is_offered():
    assert offer(Support(), OFFER) == [OFFER]
    with refused("by role"):
        offer(Support(), Offered(post_mortem=PM, to_role=" ", what="an hour"))
    with refused("Say what you offer"):
        offer(Support(), Offered(post_mortem=PM, to_role="on call", what=""))


def test_it_may_be_accepted_or_declined_once():
    offered = support((OFFER, BO))
    assert answer(offered, Accepted()) == [Accepted()]
    assert answer(offered, Declined()) == [Declined()]
    with refused("Nothing was offered"):
        answer(Support(), Accepted())
    with refused("has its answer"):
        answer(support((OFFER, BO), Declined()), Accepted())


def test_it_keeps_the_door_open_after_a_no():
    declined = support((OFFER, BO), (Declined(), ADA))
    assert offer(declined, OFFER) == [OFFER]
    assert support((OFFER, BO), (Declined(), ADA), (OFFER, BO), (Accepted(), ADA)).outcome is Outcome.GIVEN


def test_it_does_not_offer_again_to_somebody_who_has_support():
    with refused("has support already"):
        offer(support((OFFER, BO), (Accepted(), ADA)), OFFER)


def test_it_may_not_apply_for_a_reason():
    assert say_not_applicable(Support(), NotApplicable(reason="A disk died on a Sunday.")) != []
    with refused("why nobody needs support"):
        say_not_applicable(Support(), NotApplicable(reason=""))
    with refused("given already"):
        say_not_applicable(support((OFFER, BO), (Accepted(), ADA)), NotApplicable(reason="No."))


def test_it_says_nothing_publicly_without_consent():
    accepted = support((OFFER, BO), (Accepted(), ADA))
    with refused("Consent comes first: ask, then publish.", code="consent-first"):
        state_publicly(accepted, StatedPublicly(text="Thank you for calling it early.", consent=False))
    said = StatedPublicly(text="Thank you for calling it early.", consent=True)
    assert state_publicly(accepted, said) == [said]


def test_it_says_nothing_publicly_about_somebody_who_declined():
    with refused("would rather not"):
        state_publicly(support((OFFER, BO), Declined()), StatedPublicly(text="Bravo", consent=True))


def test_it_says_no_empty_words_publicly():
    with refused("Write the words"):
        state_publicly(support((OFFER, BO)), StatedPublicly(text=" ", consent=True))


@pytest.mark.parametrize("step", [CompanionNamed(companion="Cem"), Paused(), SteppedAway()])
def test_it_notes_a_step_only_after_an_offer(step):
    assert note_step(support((OFFER, BO)), step) == [step]
    with refused("Offer support first"):
        note_step(Support(), step)


def test_it_asks_again_after_7_and_30_days_until_somebody_did():
    offered = support((OFFER, BO))
    assert reminders_due(offered, later(days=6)) == ()
    assert reminders_due(offered, later(days=7)) == (7,)
    assert reminders_due(offered, later(days=31)) == (7, 30)
    assert reminders_due(support((OFFER, BO), FollowedUp(days=7)), later(days=31)) == (30,)
    assert reminders_due(support(NotApplicable(reason="Nobody")), later(days=31)) == ()


def test_it_notes_each_asking_again_once():
    offered = support((OFFER, BO))
    assert follow_up(offered, FollowedUp(days=7)) == [FollowedUp(days=7)]
    with refused("after 7 and after 30"):
        follow_up(offered, FollowedUp(days=8))
    with refused("noted already"):
        follow_up(support((OFFER, BO), FollowedUp(days=7)), FollowedUp(days=7))


def test_it_tells_the_post_mortem_the_outcome_and_nothing_else():
    given = support((OFFER, BO), (Accepted(), ADA))
    assert settle(given, Settlement()) == [Settled(outcome=Outcome.GIVEN)]


def test_it_waits_for_an_answer_before_it_tells_the_post_mortem():
    with refused("waits for an answer"):
        settle(support((OFFER, BO)), Settlement())


def test_it_is_not_enough_that_a_line_manager_alone_offered():
    given = support((OFFER, CEM), (Accepted(), ADA))
    with refused("a line manager alone is not enough", code="line-manager-alone"):
        settle(given, Settlement(), line_managers=[CEM])
    together = support((OFFER, CEM), (OFFER, BO), (Accepted(), ADA))
    assert settle(together, Settlement(), line_managers=[CEM]) == [Settled(outcome=Outcome.GIVEN)]


def test_it_tells_the_post_mortem_once():
    given = support((OFFER, BO), (Accepted(), ADA))
    settled = evolve_settled(Settlement(), recorded(Settled(outcome=Outcome.GIVEN)))
    assert settle(given, settled) == []
    assert evolve_settled(settled, recorded(Settled(outcome=Outcome.DECLINED))).outcome is Outcome.GIVEN


def test_it_may_be_given_to_oneself():
    assert support((OFFER, ADA)).is_to_oneself
    assert not support((OFFER, BO)).is_to_oneself


def test_it_waits_for_an_answer_to_the_second_offer():
    again = support((OFFER, BO), (Declined(), ADA), (OFFER, BO))
    assert again.outcome is None
    assert answer(again, Accepted()) == [Accepted()]
