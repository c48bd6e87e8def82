"""The coach says where the words stand as a browser counts them."""

from secondstory.application.understanding.drafting import look_at_wording
from secondstory.coach import Notebook


def test_it_counts_as_a_browser_does():
    text = "😀 𝒜 quiet evening. She should have noticed the figure."
    (found,) = look_at_wording(text, Notebook())
    units = text.encode("utf-16-le")
    assert units[found.start * 2 : found.end * 2].decode("utf-16-le") == found.words == "should have noticed"


def test_it_asks_a_question_and_names_the_habit():
    (found,) = look_at_wording("She should have noticed.", Notebook())
    assert found.bias == "hindsight bias"
    assert found.question.endswith("?")


def test_it_is_silent_in_quotations():
    assert look_at_wording("She said: “I should have noticed.”\n\n> They were careless.\n", Notebook()) == ()
