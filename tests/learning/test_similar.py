"""What rhymes: weights, nearness, reasons, and statements that say about the same."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.learning.similar import Frequencies, alike, best_terms, nearest

SMALL = Frequencies({"kafka": 2, "metrics": 3, "node": 90, "pod": 100, "traefik": 1}, 100)

bags = st.dictionaries(
    st.sampled_from("kafka metrics node pod the traefik unheard".split()), st.integers(1, 50)
)


def test_it_weighs_rare_terms_above_common_ones_and_squares_add_up_to_one():
    weights = SMALL.weigh({"kafka": 1, "pod": 1})
    assert weights["kafka"] > 3 * weights["pod"]
    assert math.fsum(weight**2 for weight in weights.values()) == pytest.approx(1)


def test_it_keeps_to_the_formula_in_its_source():
    weights = SMALL.weigh({"kafka": 3, "metrics": 1})
    raw = [(1 + math.log(3)) * (1 + math.log(101 / 3)), 1 + math.log(101 / 4)]
    assert weights["kafka"] / weights["metrics"] == pytest.approx(raw[0] / raw[1])


def test_it_takes_503_for_a_word_and_leaves_what_says_nothing():
    assert SMALL.weigh({"503": 1, "12": 4, "7": 4, "x": 2, "the": 9, "wa": 3}).keys() == {"503"}


def test_it_gives_a_term_no_negative_weight_when_counts_are_behind():
    behind = Frequencies({"kafka": 9}, 4)
    assert behind.weigh({"kafka": 1, "node": 1})["kafka"] > 0


def test_it_asks_for_the_heaviest_terms_that_any_document_has():
    assert best_terms({"kafka": 1, "pod": 1, "unheard": 9, "traefik": 1}, SMALL, limit=2) == [
        "traefik",
        "kafka",
    ]


def test_it_leaves_terms_of_every_twentieth_document_aside_when_enough_others_remain():
    counts = {"kafka": 2, "metrics": 3, "traefik": 1, "lease": 2, "pod": 600}
    many = Frequencies(counts, 10_000)
    wordy = {"kafka": 1, "metrics": 1, "traefik": 1, "lease": 1, "pod": 50}
    assert set(best_terms(wordy, many, limit=12)) == set(wordy) - {"pod"}
    assert best_terms({"kafka": 1, "pod": 1}, many, limit=12) == ["kafka", "pod"]
    small = Frequencies(counts | {"pod": 90}, 100)
    assert set(best_terms(wordy, small, limit=12)) == set(wordy)


def test_it_puts_the_nearest_first_and_says_which_terms_they_share():
    asked = {"kafka": 2, "metrics": 1, "pod": 5}
    others = {"far": {"pod": 9, "node": 1}, "near": {"kafka": 4, "metrics": 1}, "none": {"traefik": 3}}
    found = nearest(asked, others, SMALL, limit=3)
    assert [one.key for one in found] == ["near", "far"]
    assert found[0].terms == ("kafka", "metrics")
    assert len(nearest(asked, others, SMALL, limit=1)) == 1


@given(bags, st.lists(bags, max_size=5))
def test_it_stays_between_nothing_and_one_and_finds_the_same_text_nearest(asked, others):
    known = dict(enumerate([asked, *others]))
    found = nearest(asked, known, SMALL, limit=10)
    assert all(0 < one.nearness <= 1 for one in found)
    if SMALL.weigh(asked):
        assert found[0].nearness == pytest.approx(1)


def test_it_pairs_statements_that_say_about_the_same_and_each_once():
    ours = [{"kafka": 1, "metrics": 1}, {"node": 1}]
    theirs = [{"traefik": 1}, {"kafka": 1, "metrics": 1, "pod": 1}, {"kafka": 1, "metrics": 1}]
    pairs = alike(ours, theirs, SMALL)
    assert [(pair.ours, pair.theirs) for pair in pairs] == [(0, 2)]
    assert alike(ours, [{"traefik": 1}], SMALL) == []


def test_it_names_no_word_as_a_reason_that_says_little_by_itself():
    asked = {"made": 3, "first": 2, "lease": 1}
    found = nearest(asked, {1: asked, 2: {"made": 1, "first": 1}}, Frequencies({}, 2), limit=2)
    assert [one.terms for one in found] == [("lease",), ()]
