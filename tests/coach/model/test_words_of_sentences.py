import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.coach.model.features import TRACKED, token
from secondstory.coach.model.kinds_of_words import CODE, NAME, NUMBER, STRANGER, broad, kind_of
from secondstory.coach.model.words import ending_of, pieces, raw_words, words_of
from tests.coach.model.plain import features_of, plain_features

KNOWN = {"friday", "postgres"}


def read(sentence, named=()):
    raws = raw_words(sentence, 0, len(sentence))
    return [
        word
        for place, raw in enumerate(raws)
        for word in words_of(raw, KNOWN, first=not place, named=dict(named))
    ]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Nobody didn't look.", ["nobody", "did", "n't", "look"]),
        ("we can't, won't", ["we", "ca", "n't", ",", "wo", "n't"]),
        ("it's Bob's fault", ["it", "'s", NAME, "'s", "fault"]),
        ("o'clock", ["o'clock"]),
        ("At 14:02 on 3 Zorbo 1,204 of 5.5k", ["at", NUMBER, "on", NUMBER, STRANGER, NUMBER, "of", NUMBER]),
        ("\ufffc\ufffc\ufffc broke", [CODE, "broke"]),
        ("we asked Olga on Friday", ["we", "asked", NAME, "on", "friday"]),
        ("we asked Zorbo", ["we", "asked", STRANGER]),
        ("Zorbo was asked", ["zorbo", "was", "asked"]),
        ("Olga was asked", [NAME, "was", "asked"]),
        ("olga was asked", ["olga", "was", "asked"]),
        ("the DNS of Postgres", ["the", "dns", "of", "postgres"]),
        ("why? no: (yes) - well\u2026", ["why", "?", "no", ":", "(", "yes", ")", "-", "well", "\u2026"]),
        ("", []),
        (".../...", []),
        ("日本 straße İstanbul", ["日本", "straße", STRANGER]),
    ],
)  # fmt: skip
def test_it_reads_a_sentence_as_words(sentence, words):
    assert read(sentence) == words


def test_it_takes_the_names_of_an_organisation_for_what_they_are():
    named = {"zorbo": "everybody", "quax": "kubernetes"}
    assert read("then Zorbo told Quax", named) == ["then", "everybody", "told", "kubernetes"]
    assert read("Zorbo told", named) == ["everybody", "told"]


def test_it_knows_where_its_pieces_stand():
    sentence = "Bob's deploy, at 10:04."
    assert [sentence[a:b] for a, b in (one.span() for one in pieces(sentence))] == raw_words(
        sentence, 0, len(sentence)
    )


@pytest.mark.parametrize(
    ("word", "kind"),
    [("engineer", "role"), ("engineers", "role"), ("we", "ours"), ("i", "self"), ("n't", "not"), ("should", "ought"),
     ("postgres", "product"), ("server", "thing"), (CODE, "code"), (NUMBER, "number"), (NAME, "name"),
     (STRANGER, "stranger"), ("deleted", "-ed"), ("red", "word"), ("carelessly", "-ly"), (",", ","), ("the", "the")],
)  # fmt: skip
def test_it_knows_of_which_kind_a_word_is(word, kind):
    assert kind_of(word) == kind


def test_it_takes_everybody_else_together():
    assert {broad(kind) for kind in ("one", "any", "name", "role", "stranger", "unit")} == {"somebody"}
    assert broad("ours") == "ours"


def test_it_falls_back_on_the_last_letters_of_a_word():
    assert ending_of("misconfigured") == "-red"
    assert ending_of("cat") == ending_of("10x") == "-"


def tokens(*kinds):
    numbers = {
        kind: place
        for place, kind in enumerate(["somebody", "ours", "thing", "-ed", "word", ",", "ought"], 1)
    }
    return [token(place, kind, numbers) for place, kind in enumerate(kinds, 1)]


def test_it_tells_what_somebody_did_from_what_a_thing_did():
    of_somebody, of_a_thing = map(set, features_of(tokens("role", "-ed"), tokens("thing", "-ed")))
    assert of_somebody != of_a_thing
    assert {one >> 40 for one in of_somebody} == set(range(1, 9))


def test_it_gives_a_feature_the_same_number_whatever_else_is_said():
    short, long = features_of(tokens("role", "-ed"), tokens("role", "-ed", ",", "thing", "ought"))
    assert {one for one in short if one >> 40 <= 6} - set(long) <= {one for one in short if not one & 0xFFFFF}


def test_it_finds_something_even_in_nothing():
    (found,) = features_of([])
    assert found
    assert all(0 < one < 1 << 44 for one in found)


@given(
    st.lists(
        st.lists(
            st.sampled_from(["role", "ours", "thing", "-ed", "word", ",", "link", *TRACKED]), max_size=12
        ),
        max_size=6,
    )
)
def test_it_finds_in_many_sentences_what_a_plain_count_finds_in_each(sentences):
    numbers = {
        one: place for place, one in enumerate(["somebody", "ours", "thing", "-ed", "word", ",", "they"], 1)
    }
    read = [[token(place, kind, numbers) for place, kind in enumerate(one, 1)] for one in sentences]
    assert [set(one) for one in (features_of(*read) if read else [])] == [
        set(plain_features(one)) for one in read
    ]
