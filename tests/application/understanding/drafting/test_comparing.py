"""What changed between two texts is said in words."""

from secondstory.application.understanding.drafting import compared


def test_it_marks_the_words_that_came_and_went():
    (same, changed, added) = compared(
        "one\n\nAt 20:52 it was saved.\n", "one\n\nAt 20:54 it was saved.\n\nnew\n"
    )
    assert same.kind == "same"
    assert changed.runs == (
        ("same", "At "),
        ("removed", "20:52"),
        ("added", "20:54"),
        ("same", " it was saved."),
    )
    assert added.runs == (("added", "new"),)


def test_it_does_not_weave_words_of_paragraphs_that_have_nothing_in_common():
    kinds = [one.kind for one in compared("one two three four\n", "completely other words stand here now\n")]
    assert kinds == ["removed", "added"]


def test_it_gives_both_texts_back():
    older, newer = "a b c\n\nd\n", "a x c\n\ne\n\nf\n"
    found = compared(older, newer)
    for kind, text in (("removed", older), ("added", newer)):
        said = ["".join(words for one, words in part.runs if one in ("same", kind)) for part in found]
        assert "".join(said) == text.replace("\n", "")
