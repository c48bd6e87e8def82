"""Marks in the text of people: found in brackets, and the same whatever their zeros."""

import pytest

from secondstory.application.marks import marked_in, named_in, one_form, without_marks


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("E-01", "E-1"),
        ("E-1", "E-1"),
        ("FU-010", "FU-10"),
        ("https://x.example/E-01", "https://x.example/E-01"),
    ],
)
def test_it_shows_a_mark_in_one_form(written: str, shown: str) -> None:
    assert one_form(written) == shown


def test_it_finds_marks_in_brackets_and_leaves_other_brackets() -> None:
    assert list(marked_in("So [E-01, A-3]. And [y/N], [see E-9].")) == ["E-1", "A-3"]
    assert without_marks("It took 65 seconds. [E-1]") == "It took 65 seconds."


def test_it_takes_no_part_of_a_longer_name_for_a_mark() -> None:
    assert named_in("A-1 and pre-E-2 and T-0012, ISO-E-1x") == ("A-1", "T-12")
