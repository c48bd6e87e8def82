"""Many texts read together: the same is found as in each alone, and the reader is asked about all of them at once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.coach import Setup, look, look_at
from secondstory.coach.engine import LONG
from tests.coach.test_notebook import SETUPS, TEXTS
from tests.coach.test_second_opinion import CALM, NEITHER, Told, model


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXTS, max_size=5), st.sampled_from(SETUPS))
def test_it_finds_together_what_it_finds_in_each_alone(texts, setup):
    assert look_at(texts, setup) == [look(text, setup) for text in texts]


class Counting(Told):
    """A reader that knows how often it was asked."""

    times = 0

    def read(self, sentences):
        self.times += 1
        return super().read(sentences)


def test_it_asks_the_reader_about_all_texts_at_once():
    loud = " ".join(f"{NEITHER[:-1]} {number}." for number in range(LONG))
    told = Counting({"zorks": 0.97}, 0.3)
    texts = [loud, CALM, NEITHER, "", f"{loud} {CALM}"]
    looked = look_at(texts, Setup(model=model(0.9, otherwise=0.2), reader=told))
    assert [len(one.findings) for one in looked] == [LONG, 0, 1, 0, LONG]
    # Once about what makes them loud, and once about the doubtful rest of those that are.
    assert told.times == 2
