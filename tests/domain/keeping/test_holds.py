import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.domain.keeping.holds import (
    Acknowledged,
    Extended,
    Hold,
    Placed,
    Released,
    acknowledge,
    covers,
    evolve,
    extend,
    place,
    refusals,
    release,
)
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Precision
from tests.domain.given import OTHER_PM, PM, TUESDAY, folded, later, moment, refused

THIRD_OF_MARCH = TUESDAY.replace(year=2027, month=3, day=3, hour=0)


def placed(**changed):
    words = {
        "number": 2,
        "post_mortem": PM,
        "sources": ("call recordings",),
        "custodians": ("telephony team",),
        "reason": "The calls tell when guests noticed.",
        "until": moment(THIRD_OF_MARCH, Precision.DAY),
    }
    return Placed(**(words | changed))


def hold(*happened):
    return folded(evolve, Hold(), *happened, stream=StreamId("ho_calls"))


def test_it_is_placed_on_named_sources_for_a_reason():
    assert place(Hold(), placed(), at=TUESDAY) == [placed()]
    with refused("What is held?"):
        place(Hold(), placed(sources=()), at=TUESDAY)
    with refused("what it is for"):
        place(Hold(), placed(reason=""), at=TUESDAY)
    with refused("into the future"):
        place(Hold(), placed(until=moment(later(days=-3))), at=TUESDAY)
    with refused("ends before it begins"):
        place(Hold(), placed(period_from=moment(TUESDAY), period_to=moment(later(days=-1))), at=TUESDAY)
    with refused("One hold reaches 14 custodians"):
        place(Hold(), placed(custodians=tuple(f"team {place}" for place in range(15))), at=TUESDAY)
    with refused("HO-2 stands already"):
        place(hold(placed()), placed(), at=TUESDAY)


def test_it_covers_its_post_mortem_and_no_other():
    assert covers(hold(placed()), PM, TUESDAY)
    assert not covers(hold(placed()), OTHER_PM, TUESDAY)
    assert not covers(hold(placed()), None, TUESDAY)


def test_it_says_until_when_and_what_to_do():
    (sentence,) = refusals([hold(placed())], PM, THIRD_OF_MARCH.replace(month=1))
    assert sentence == "A hold covers this until 3 March; release it first, in the open."
    (sentence,) = refusals([hold(placed())], PM, TUESDAY)
    assert sentence == "A hold covers this until 3 March 2027; release it first, in the open."
    (sentence,) = refusals([hold(placed(until=None))], PM, TUESDAY)
    assert sentence.startswith("A hold (HO-2) covers this until it is released")


def test_it_stands_through_its_last_day():
    assert hold(placed()).stands(THIRD_OF_MARCH.replace(hour=23))
    assert not hold(placed()).stands(THIRD_OF_MARCH.replace(day=4))


def test_it_is_acknowledged_by_those_who_keep_the_sources():
    known = Acknowledged(custodian="telephony team")
    assert acknowledge(hold(placed()), known, at=TUESDAY) == [known]
    assert acknowledge(hold(placed(), known), known, at=TUESDAY) == []
    assert hold(placed()).unacknowledged == ("telephony team",)
    assert hold(placed(), known).unacknowledged == ()
    with refused("Who keeps it?"):
        acknowledge(hold(placed()), Acknowledged(custodian=""), at=TUESDAY)


def test_it_is_extended_only_into_the_future_and_with_a_reason():
    longer = Extended(until=moment(THIRD_OF_MARCH.replace(month=6)), reason="The claim is open.")
    assert extend(hold(placed()), longer, at=TUESDAY) == [longer]
    assert hold(placed(), longer).stands(THIRD_OF_MARCH.replace(month=5))
    with refused("at least that long"):
        extend(hold(placed()), Extended(until=moment(later(days=3)), reason="x"), at=TUESDAY)
    with refused("at least that long"):
        extend(hold(placed(until=None)), longer, at=TUESDAY)
    with refused("why it has to stand longer"):
        extend(hold(placed()), Extended(until=longer.until, reason=""), at=TUESDAY)


def test_it_is_released_in_the_open_and_then_covers_nothing():
    free = Released(reason="Everything is sealed.")
    assert release(hold(placed()), free, at=TUESDAY) == [free]
    assert not covers(hold(placed(), free), PM, TUESDAY)
    assert refusals([hold(placed(), free)], PM, TUESDAY) == ()
    with refused("A release says why"):
        release(hold(placed()), Released(reason=""), at=TUESDAY)


@pytest.mark.parametrize("state", [hold(placed(), Released(reason="Sealed.")), hold(placed()), Hold()])
def test_it_changes_nothing_about_a_hold_that_is_over(state):
    with refused("HO-2" if state.stream else "There is no such hold"):
        release(state, Released(reason="x"), at=THIRD_OF_MARCH.replace(month=4))


@settings(max_examples=50)
@given(st.integers(min_value=1, max_value=400), st.integers(min_value=0, max_value=400))
def test_it_covers_exactly_until_its_moment(held_days, asked_days):
    state = hold(placed(until=moment(later(days=held_days))))
    assert covers(state, PM, later(days=asked_days)) is (asked_days < held_days)
