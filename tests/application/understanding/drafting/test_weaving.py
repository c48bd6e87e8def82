"""Two texts become one, and no paragraph of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from secondstory.application.understanding.drafting import weave

BEFORE = "one\n\ntwo\n\nthree\n"
PARAGRAPHS = st.lists(st.sampled_from(["one", "two", "three", "four", "five"]), max_size=6)


def text(*paragraphs):
    return "\n\n".join(paragraphs) + "\n"


def test_it_takes_what_one_side_alone_changed():
    woven = weave(BEFORE, text("ONE", "two", "three"), text("one", "two", "THREE"))
    assert woven.text == text("ONE", "two", "THREE")
    assert woven.open == ()


def test_it_keeps_what_both_put_in_at_the_same_place_the_current_words_first():
    woven = weave(BEFORE, text("one", "two", "three", "mine"), text("one", "two", "three", "theirs"))
    assert woven.text == text("one", "two", "three", "theirs", "mine")


def test_it_says_once_what_both_wrote_alike():
    same = text("one", "TWO", "three", "four")
    assert weave(BEFORE, same, same).text == same
    assert weave(
        BEFORE, text("one", "two", "three", "new", "more"), text("one", "two", "three", "new")
    ).text == text("one", "two", "three", "new", "more")


def test_it_leaves_two_wordings_of_one_paragraph_to_a_person():
    woven = weave(BEFORE, text("one", "two, mine", "three"), text("one", "two, theirs", "three", "four"))
    (found,) = woven.open
    assert (found.text, found.mine) == (("two, theirs",), ("two, mine",))
    assert woven.text == text("one", "two, theirs", "three", "four")


def test_it_leaves_a_paragraph_that_one_took_out_and_the_other_changed_to_a_person():
    (found,) = weave(BEFORE, text("one", "three"), text("one", "two, longer", "three")).open
    assert (found.text, found.mine) == (("two, longer",), ())


def test_it_takes_out_what_one_took_out_and_the_other_left_alone():
    assert weave(BEFORE, text("one", "three"), BEFORE + "\nfour\n").text == text("one", "three", "four")


def test_it_asks_about_as_little_as_it_can():
    woven = weave(BEFORE, text("ONE", "TWO", "three"), text("one", "two!", "three"))
    assert [one.mine for one in woven.open] == [("TWO",)]
    assert woven.text == text("ONE", "two!", "three")


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_it_never_loses_a_paragraph_that_somebody_wrote(base, mine, theirs):
    woven = weave(text(*base), text(*mine), text(*theirs))
    there = {paragraph for one in woven.passages for paragraph in (*one.text, *(one.mine or ()))}
    assert (set(mine) | set(theirs)) - set(base) <= there


@given(PARAGRAPHS, PARAGRAPHS)
def test_it_changes_nothing_for_one_writer(base, mine):
    before, after = text(*base) if base else "", text(*mine) if mine else ""
    assert weave(before, after, before).text == after
    assert weave(before, before, after).text == after
