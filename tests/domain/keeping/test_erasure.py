import pytest

from secondstory.domain.keeping.erasure import (
    Approved,
    AskedByRule,
    CarriedOut,
    Erasure,
    RefusedByHold,
    Requested,
    Scheduled,
    Scope,
    Target,
    Withdrawn,
    approve,
    carry_out,
    evolve,
    note_hold,
    request,
    withdraw,
)
from secondstory.kernel.ids import StreamId
from tests.domain.given import ADA, BO, PM, TUESDAY, folded, later, refused

HELD = "A hold covers this until 3 March; release it first, in the open."
PARTS = (Target(index=14, slot=1),)


def requested(**changed):
    words = {
        "number": 1,
        "scope": Scope.PART,
        "target": PM,
        "basis": "GDPR art. 17",
        "reason": "A guest's name stands in the entry.",
        "entries": PARTS,
    }
    return Requested(**(words | changed))


def erasure(*happened):
    return folded(evolve, Erasure(), *happened, stream=StreamId("er_one"))


ASKED = ((requested(), ADA),)
GRANTED = (*ASKED, (Approved(), BO))


def test_it_is_requested_with_a_basis_and_for_named_parts():
    assert request(Erasure(), requested()) == [requested()]
    with refused("On which legal basis?"):
        request(Erasure(), requested(basis=""))
    with refused("what is to become unreadable"):
        request(Erasure(), requested(reason=""))
    with refused("Which parts?"):
        request(Erasure(), requested(entries=()))
    with refused("ER-1 is requested already"):
        request(erasure(*ASKED), requested())


def test_it_never_takes_the_facts_of_an_entry():
    with refused("The facts of an entry stay readable"):
        request(Erasure(), requested(entries=(Target(index=14, slot=0),)))


def test_it_needs_no_parts_for_an_item_or_a_stream():
    item = requested(scope=Scope.ITEM, target=StreamId("ev_one"), entries=())
    assert request(Erasure(), item) == [item]


def test_it_is_stopped_by_a_hold_at_every_step():
    with refused(HELD, code="held"):
        request(Erasure(), requested(), holds=[HELD])
    with refused(HELD, code="held"):
        carry_out(erasure(*GRANTED), holds=[HELD])


def test_it_takes_two_people():
    assert approve(erasure(*ASKED), by=BO, at=TUESDAY, alone=False) == [Approved()]
    with refused("two people", code="two-people"):
        approve(erasure(*ASKED), by=ADA, at=later(days=9), alone=False)
    with refused("waits for a second person", code="two-people"):
        carry_out(erasure(*ASKED))
    with refused("is approved"):
        approve(erasure(*GRANTED), by=BO, at=TUESDAY, alone=False)


def test_it_takes_a_night_alone_and_says_that_it_was_a_later_self():
    with refused("from Wednesday 00:00", code="night-between"):
        approve(erasure(*ASKED), by=ADA, at=later(hours=1), alone=True)
    assert approve(erasure(*ASKED), by=ADA, at=later(hours=15), alone=True) == [Approved(later_self=True)]
    (done,) = carry_out(erasure(*ASKED, (Approved(later_self=True), ADA)))
    assert isinstance(done, CarriedOut)
    assert (done.approvers, done.later_self) == ((ADA,), True)


def test_it_tells_everything_in_the_entry_that_carries_it_out():
    (done,) = carry_out(erasure(*GRANTED))
    assert done == CarriedOut(
        scope=Scope.PART, target=PM, basis="GDPR art. 17", approvers=(ADA, BO), targets=PARTS
    )
    found = (Target(index=3, slot=1), Target(index=5, slot=2))
    stream = erasure((requested(scope=Scope.STREAM, entries=()), ADA), (Approved(), BO))
    (done,) = carry_out(stream, targets=found)
    assert isinstance(done, CarriedOut)
    assert done.targets == found


def test_it_records_once_that_a_hold_stood_in_the_way():
    assert note_hold(erasure(*ASKED), [2]) == [RefusedByHold(holds=(2,))]
    assert note_hold(erasure(*ASKED, RefusedByHold(holds=(2,))), [2]) == []
    with refused("No hold stands in the way"):
        note_hold(erasure(*ASKED), [])


def test_it_is_taken_back_with_a_reason():
    assert withdraw(erasure(*ASKED), "A mix-up.") == [Withdrawn(reason="A mix-up.")]
    with refused("Say why"):
        withdraw(erasure(*ASKED), " ")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (Erasure(), "There is no such erasure"),
        (erasure(*ASKED, Withdrawn(reason="A mix-up.")), "was taken back: A mix-up."),
        (erasure(*GRANTED, carry_out(erasure(*GRANTED))[0]), "is done"),
    ],
)
def test_it_does_nothing_about_an_erasure_that_is_over(state, sentence):
    with refused(sentence):
        carry_out(state)
    with refused(sentence):
        approve(state, by=BO, at=TUESDAY, alone=False)


def test_it_is_due_when_it_was_approved_and_its_day_has_come():
    asked = ((requested(), ADA), (Scheduled(not_before=later(days=9)), ADA))
    assert not erasure(*asked).is_due(later(days=10))
    approved = erasure(*asked, (Approved(), BO))
    assert not approved.is_due(later(days=8))
    assert approved.is_due(later(days=9))
    assert not erasure(*asked, (Approved(), BO), (Withdrawn(reason="kept"), ADA)).is_due(later(days=9))
    assert not erasure((requested(), ADA), (Approved(), BO)).is_due(later(days=99))


BY_RULE = (
    (requested(scope=Scope.STREAM, entries=()), None),
    (AskedByRule(kind="account", rule=41, kept_until=TUESDAY), None),
)


def test_it_takes_two_people_where_a_rule_asked():
    asked = erasure(*BY_RULE)
    assert asked.approvals_needed == 2
    assert approve(asked, by=ADA, at=TUESDAY, alone=False) == [Approved()]
    once = erasure(*BY_RULE, (Approved(), ADA))
    assert (once.approved_at, once.approvals_needed) == (None, 1)
    with refused("two people", code="two-people"):
        approve(once, by=ADA, at=later(days=9), alone=False)
    with refused("waits for a second person", code="two-people"):
        carry_out(once)
    (done,) = carry_out(erasure(*BY_RULE, (Approved(), ADA), (Approved(), BO)))
    assert (done.approvers, done.later_self) == ((ADA, BO), False)


def test_it_takes_one_person_twice_with_a_night_between_where_a_rule_asked_somebody_alone():
    once = erasure(*BY_RULE, (Approved(), ADA, later(days=3)))
    with refused("A later you can approve it", code="night-between"):
        approve(once, by=ADA, at=later(days=3, hours=2), alone=True)
    assert approve(once, by=ADA, at=later(days=4), alone=True) == [Approved(later_self=True)]
    (done,) = carry_out(erasure(*BY_RULE, (Approved(), ADA), (Approved(later_self=True), ADA)))
    assert (done.approvers, done.later_self) == ((ADA,), True)


def test_it_counts_no_approval_of_whom_nobody_knows_any_more():
    assert erasure(*BY_RULE, (Approved(), None)).approvals_needed == 2
    assert erasure((requested(), None), (Approved(), BO)).approved_at is None


def test_it_can_be_declined_where_a_rule_asked_and_says_when():
    declined = erasure(*BY_RULE, (Withdrawn(reason="it is needed"), ADA, later(days=1)))
    assert (declined.is_open, declined.withdrawn_at) == (False, later(days=1))
    assert declined.approvals_needed == 0
