"""Rules of retention: set in the open, counted from a named moment, and never asking for what is held or asked for."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.domain.keeping.retention import (
    FOR_EVER,
    KINDS,
    MOST_DAYS,
    STAYS_DECLINED_DAYS,
    Kept,
    Retention,
    RetentionHeld,
    RetentionRemoved,
    RetentionSet,
    Rule,
    Standing,
    day_of,
    evolve,
    judge,
    kind_of,
    note_held,
    remove_rule,
    set_rule,
)
from secondstory.kernel.ids import StreamId
from tests.domain.given import TUESDAY, folded, later, refused

IN, AC = StreamId("in_installation"), StreamId("ac_one")


def rule_set(**changed):
    words = {"kind": "account", "days": 730, "since": "publication", "basis": "policy 4", "reason": "learnt"}
    return RetentionSet(**(words | changed))


def rules(*happened):
    return folded(evolve, Retention(), *happened, stream=IN)


def rule(days=30):
    return Rule(
        kind="account", days=days, since="publication", basis="b", reason="r", entry=41, set_at=TUESDAY
    )


def test_it_is_set_with_days_a_moment_a_basis_and_a_reason():
    assert set_rule(Retention(), rule_set()) == [rule_set()]
    for wrong, says in (
        ({"days": 0}, "For how many days"),
        ({"days": MOST_DAYS + 1}, "For how many days"),
        ({"since": "sealing"}, "counted from one of: publication, last-act"),
        ({"basis": " "}, "On which basis?"),
        ({"reason": ""}, "why it is kept for so long"),
    ):
        with refused(says, code="not-a-rule"):
            set_rule(Retention(), rule_set(**wrong))


def test_it_counts_from_the_usual_moment_when_nobody_says():
    assert set_rule(Retention(), rule_set(since="")) == [rule_set()]
    assert set_rule(Retention(), rule_set(kind="people", since=""))[0].since == "leaving"


@pytest.mark.parametrize("said", [*FOR_EVER, "Post-Mortems", "followups", "pm"])
def test_it_sets_none_for_what_lives_for_ever(said):
    with refused("so no rule is set for", code="for-ever"):
        set_rule(Retention(), rule_set(kind=said))


def test_it_names_the_kinds_there_are_when_it_is_none_of_them():
    with refused("There are: account, support, evidence, people"):
        kind_of("mail")
    assert kind_of("Accounts").name == "account"


def test_it_records_nothing_when_the_rule_stands_so():
    assert set_rule(rules(rule_set()), rule_set(kind="accounts", basis=" policy 4 ")) == []
    assert set_rule(rules(rule_set()), rule_set(days=365)) != []


def test_it_keeps_the_history_of_every_change():
    state = rules(rule_set(), rule_set(days=365), RetentionRemoved(kind="account", reason="all stays"))
    assert state.rules == {}
    assert [type(one.event).__name__ for one in state.history] == [
        "RetentionSet",
        "RetentionSet",
        "RetentionRemoved",
    ]


def test_it_is_removed_with_a_reason_when_it_stands():
    draft = RetentionRemoved(kind="accounts", reason=" all stays ")
    assert remove_rule(rules(rule_set()), draft) == [RetentionRemoved(kind="account", reason="all stays")]
    with refused("No rule stands for accounts"):
        remove_rule(Retention(), draft)
    with refused("why the rule goes"):
        remove_rule(rules(rule_set()), RetentionRemoved(kind="account", reason=""))


def test_it_takes_a_kind_of_later_without_another_event():
    state = rules(rule_set(kind="concern", days=90, since="closing"))
    assert state.rules["concern"].words == "Kept for 90 days after closing, by the rule of entry 0."
    assert "The rule for concern (entry 0)" in state.rules["concern"].asks


def test_it_says_for_how_long_and_by_which_entry():
    assert rule(730).words == "Kept for 730 days after publication, by the rule of entry 41."
    assert rule(1).words.startswith("Kept for 1 day after")
    assert rule().asks == (
        "The rule for accounts (entry 41) asks for this: kept for 30 days after publication."
    )


def test_it_suggests_days_and_a_moment_that_could_be_set():
    for kind in KINDS.values():
        draft = rule_set(kind=kind.name, days=kind.suggested_days, since="")
        assert set_rule(Retention(), draft)
        assert kind.why.endswith(".")


def test_it_counts_its_days_from_the_moment_and_not_before_it():
    assert judge(rule(), Kept(stream=AC), later(days=900)) is Standing.NOT_COUNTING
    kept = Kept(stream=AC, counts_from=TUESDAY)
    assert day_of(rule(), kept) == later(days=30)
    assert judge(rule(), kept, later(days=29, hours=23)) is Standing.KEPT
    assert judge(rule(), kept, later(days=30)) is Standing.DUE


def test_it_leaves_what_is_held_and_what_is_asked_for():
    held = Kept(stream=AC, counts_from=TUESDAY, holds=(1,))
    assert judge(rule(), held, later(days=31)) is Standing.HELD
    asked = Kept(stream=AC, counts_from=TUESDAY, is_asked=True)
    assert judge(rule(), asked, later(days=31)) is Standing.ASKED


def test_it_lets_what_was_declined_rest_for_a_while_and_then_asks_again():
    kept = Kept(stream=AC, counts_from=TUESDAY, declined_at=later(days=31))
    assert judge(rule(), kept, later(days=31 + STAYS_DECLINED_DAYS - 1)) is Standing.DECLINED
    assert judge(rule(), kept, later(days=31 + STAYS_DECLINED_DAYS)) is Standing.DUE


def test_it_records_a_set_of_holds_once():
    held = RetentionHeld(kind="account", holds=(1, 3))
    assert note_held(Retention(), held) == [held]
    assert note_held(rules(held), held) == []
    assert note_held(rules(held), RetentionHeld(kind="account", holds=(1,))) != []


@given(
    days=st.integers(1, 400),
    began=st.none() | st.integers(-500, 500),
    holds=st.lists(st.integers(1, 9), max_size=2),
    is_asked=st.booleans(),
    declined=st.none() | st.integers(-500, 0),
)
def test_it_never_asks_for_what_is_held_asked_for_young_or_declined(days, began, holds, is_asked, declined):
    kept = Kept(
        stream=AC,
        counts_from=None if began is None else later(days=began),
        holds=tuple(holds),
        is_asked=is_asked,
        declined_at=None if declined is None else later(days=declined),
    )
    may = (
        began is not None
        and began + days <= 0
        and not holds
        and not is_asked
        and (declined is None or timedelta(days=-declined) >= timedelta(days=STAYS_DECLINED_DAYS))
    )
    assert (judge(rule(days), kept, TUESDAY) is Standing.DUE) is may
