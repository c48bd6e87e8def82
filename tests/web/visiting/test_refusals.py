"""A refusal in the words of the web."""

import pytest

from secondstory.kernel.refused import Refused
from secondstory.web.visiting.refusals import NOTHING, words_of


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("A correction says why.", "A correction says why."),
        ("There is no E-9 here. secondstory list --evidence shows what is sealed.", "There is no E-9 here."),
        (
            "Offer it, or say that nobody was close: secondstory support.",
            "Offer it, or say that nobody was close.",
        ),
        ("You have written A-1. Add to it with --more, or put it right.", "You have written A-1."),
        ("Second Story keeps both -- and so do we.", "Second Story keeps both -- and so do we."),
        ("secondstory init", NOTHING),
    ],
)
def test_it_says_why_without_the_commands_of_a_terminal(said: str, shown: str):
    assert words_of(Refused(said)) == shown


def test_it_keeps_every_problem():
    assert words_of(Refused(["Say who.", "Say when: secondstory timeline."])) == "Say who. Say when."
