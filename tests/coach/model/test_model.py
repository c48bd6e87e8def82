import json
import random
from math import isclose
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.trained import arrays, coach_model
from secondstory.coach.model import Model, looks
from secondstory.coach.model.unpacking import MAGIC
from tests.coach.model.small import OUTPUTS, weights_by_chance

WORDS = (
    "the engineer we bob server should have checked failed n't 's was not careless deleted by a table , 0 \ufffc Name"
    " Stranger -ted -ing to of it they who broke"
).split()
SAID = (
    "The engineer We we Bob Zorbo server should have hasn't checked failed was not careless deleted by a table , : 14:02"
    " \ufffc\ufffc Bob's walking painted unheard of it they who broke"
).split()
SENTENCES = st.lists(st.sampled_from(SAID), max_size=30).map(" ".join)


def look(model, sentence):
    return looks(model, [sentence])[0]


def blame(model, sentence):
    return look(model, sentence).blame


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10_000), SENTENCES)
def test_it_reckons_in_whole_numbers_as_plain_arithmetic_does(seed, sentence):
    weights = weights_by_chance(seed, WORDS)
    model = Model(weights.packed())
    known = look(model, sentence)
    for at, exact in enumerate(weights.evidence(sentence)):
        reckoned = known.evidence if at == 0 else known._closely[at]
        assert isclose(reckoned, exact, rel_tol=1e-5, abs_tol=1e-4), OUTPUTS[at]


def test_it_reckons_alike_at_the_largest_weights():
    weights = weights_by_chance(3, WORDS)
    for row in (*weights.word_rows, *weights.kind_rows):
        for place in row:
            place[:] = [255] * len(place)
    weights.bias[:] = [255] * len(weights.bias)
    for row in weights.wide.values():
        row[:] = [255] * len(row)
    sentence = " ".join(SAID * 2)
    exact = weights.evidence(sentence)[0]
    assert isclose(look(Model(weights.packed()), sentence).evidence, exact, rel_tol=1e-5, abs_tol=1e-4)


def test_it_refuses_what_is_no_model_or_cut_short_or_too_long():
    whole = weights_by_chance(1, WORDS).packed()
    cut = [whole[:at] for at in range(0, len(whole), 37)]
    for damaged in (*cut, whole + b"\0", b"", b"\0" * 5000, MAGIC, MAGIC + b"\xff" * 40, whole[1:]):
        with pytest.raises(ValueError, match=r"\w"):
            Model(damaged)


def test_it_refuses_a_head_that_does_not_fit_the_arrays():
    whole = weights_by_chance(1, WORDS).packed()
    start = len(MAGIC) + 4
    size = int.from_bytes(whole[len(MAGIC) : start], "little")
    head = json.loads(whole[start : start + size])
    for change in (
        {"window": head["window"] + 1}, {"filters": head["filters"] + 1}, {"kinds": head["kinds"][:-1]},
        {"outputs": head["outputs"][:-1]}, {"parts": head["parts"][:-1]}, {"members": 400}, {"window": None}, {"parts": 4},
        {"parts": [*head["parts"][1:], head["parts"][0]]},
    ):  # fmt: skip
        packed = json.dumps(head | change).encode()
        with pytest.raises(ValueError, match=r"\w"):
            Model(MAGIC + len(packed).to_bytes(4, "little") + packed + whole[start + size :])


def test_it_is_whole_as_it_lies_in_the_repository():
    model = coach_model()
    assert tuple(model.outputs) == OUTPUTS
    data = arrays()
    with pytest.raises(ValueError, match="cut short"):
        Model(data[:-1])


def test_it_says_the_same_again_whatever_it_read_before():
    sentences = [f"{' '.join(random.Random(seed).choices(SAID, k=12))}." for seed in range(60)]
    fresh = Model(arrays())
    first = [blame(fresh, one) for one in sentences]
    backwards = Model(arrays())
    last = [blame(backwards, one) for one in reversed(sentences)][::-1]
    assert first == last == [blame(fresh, one) for one in sentences]


def test_it_says_the_same_after_it_forgot():
    sentences = [" ".join(random.Random(seed).choices(SAID, k=12)) for seed in range(20)]
    roomy, narrow = Model(arrays()), Model(arrays(), remembered=3)
    assert [blame(narrow, one) for one in sentences] == [blame(roomy, one) for one in sentences]


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES, max_size=9))
def test_it_says_the_same_of_a_sentence_alone_and_among_others(sentences):
    model = coach_model()
    together = looks(model, sentences)
    for sentence, known in zip(sentences, together, strict=True):
        alone = look(model, sentence)
        assert isclose(known.evidence, alone.evidence, abs_tol=1e-9)
        assert known.categories() == pytest.approx(alone.categories())


def test_it_says_the_same_of_more_sentences_than_it_reads_at_once():
    model = coach_model()
    sentences = [" ".join(random.Random(seed).choices(SAID, k=40)) for seed in range(400)]
    together = [one.evidence for one in looks(model, sentences)]
    assert together == pytest.approx([look(model, one).evidence for one in sentences])


def test_it_reads_five_thousand_words_in_no_time():
    model = coach_model()
    long = "The engineer should have checked the server, " * 720
    began = thread_time()
    known = look(model, long)
    start, end = known.words_for("c")
    assert 0 <= known.blame <= 1
    assert 0 <= start < end <= len(long)
    assert thread_time() - began < 2


@pytest.mark.parametrize(
    "odd",
    [
        "",
        " ",
        ".",
        "...",
        "\ufffc",
        "?!",
        "x",
        "0",
        "'",
        "n't",
        "\0",
        "\ud800",
        "👩\u200d💻",
        "a" * 5000,
        "_",
        "ß'S",
    ],
)
def test_it_reads_odd_things(odd):
    known = look(coach_model(), odd)
    assert 0 <= known.blame <= 1
    start, end = known.words_for("a")
    assert 0 <= start <= end <= len(odd)


@settings(max_examples=60, deadline=None)
@given(SENTENCES.filter(bool) | st.text(min_size=1, max_size=40), st.sampled_from("abcdefg"))
def test_it_points_at_words_inside_the_sentence(sentence, category):
    start, end = look(coach_model(), sentence).words_for(category)
    assert 0 <= start < end <= len(sentence)
    if any(one.isalnum() for one in sentence):
        assert sentence[start:end].strip()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_it_is_between_sure_and_not_at_all(sentence):
    known = look(coach_model(), sentence)
    assert 0 <= known.blame <= 1
    assert set(known.categories()) == set("abcdefg")
    assert all(0 <= sure <= 1 for sure in known.categories().values())
