"""How a condition is shown: its words without what the marks repeat, and a label short enough for a box."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.application.understanding.statements import short, without_seen

WHOLE = "The live machine accepts a pretended date, which made every loan look overdue, as seen in E-1"


def test_it_leaves_out_what_the_marks_say_already() -> None:
    assert without_seen(WHOLE, ("E-1",)) == WHOLE.removesuffix(", as seen in E-1")
    assert without_seen("Nobody asked, as seen in E-01 and A-2.", ("A-2", "E-1")) == "Nobody asked."
    assert without_seen("Nobody asked, as seen in [E-1].", ("E-1",)) == "Nobody asked."


def test_it_keeps_words_that_no_mark_repeats() -> None:
    assert without_seen(WHOLE, ()) == WHOLE
    assert without_seen("Nobody asked, as seen in E-1, A-2", ("E-1",)).endswith("A-2")
    told = "It was told as a joke, as told in the sitting"
    assert without_seen(told, ("E-1",)) == told


@pytest.mark.parametrize(
    ("statement", "label"),
    [
        (WHOLE, "The live machine accepts a pretended date"),
        ("One prompt for two machines which made a wrong window likelier", "One prompt for two machines"),
        ("Quiet nights made a late look likelier, as seen in A-1", "Quiet nights"),
        ("Nobody looks twice at night. [E-1]", "Nobody looks twice at night"),
        ("It, which made it likelier", "It, which made it likelier"),
        (
            "The machine has a name that nobody reads aloud because it is printed underneath",
            "The machine has a name that nobody reads aloud because it…",
        ),
    ],
)
def test_it_names_the_circumstance_and_not_what_it_did(statement: str, label: str) -> None:
    assert short(statement) == label


@settings(max_examples=60, deadline=None)
@given(st.text("abc ,.", max_size=200), st.sampled_from(["", ", which made it likelier", " [E-1]"]))
def test_it_never_grows_too_long(words: str, turn: str) -> None:
    label = short(words + turn)
    assert len(label) <= (90 if "which" in turn else 60)
