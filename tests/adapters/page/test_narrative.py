"""The narrative: Markdown in, marks linked, headings in order, nothing obeyed that people paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.adapters.page.marks import Marks, inline_marks
from secondstory.adapters.page.narrative import narrative_html
from tests.adapters.page.reading import named, read

MARKS = Marks(frozenset({"E-4", "A-3"}))


def test_it_turns_known_marks_into_links_and_leaves_others_as_words() -> None:
    made = narrative_html("Six seasons.[E-04, A-03] And then?[E-99]", MARKS)
    assert [each.attributes["href"] for each in named(made, "a")] == ["#E-4", "#A-3"]
    assert "E-99" in made
    assert "Six seasons.<a" in made


def test_it_escapes_the_words_around_a_mark() -> None:
    assert inline_marks("a < b [E-04] & c", MARKS) == ('a &lt; b<a class="ev" href="#E-4">E-4</a> &amp; c')


def test_it_leaves_marks_inside_code_alone() -> None:
    assert "<a" not in narrative_html("`[E-04]`\n\n    [E-04]\n", MARKS)


def test_it_finds_marks_inside_emphasis_lists_and_tables() -> None:
    made = narrative_html("- *so [E-04]*\n\n| a | b |\n|--:|---|\n| 1 [E-04] | 2 |\n", MARKS)
    assert len(named(made, "a")) == 2
    assert not [each for each in read(made).elements if "style" in each.attributes]


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# A\n\n## B\n\n#### C", [2, 3, 4]),
        ("### A\n\n###### B\n\n### C", [2, 3, 2]),
        ("## A\n\n# B\n\n## C", [2, 2, 3]),
    ],
)
def test_it_begins_below_the_title_and_skips_no_level(source: str, levels: list[int]) -> None:
    made = narrative_html(source, MARKS)
    assert [int(each.name[1]) for each in named(made, "h1", "h2", "h3", "h4", "h5", "h6")] == levels


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "[press](JaVaScRiPt:alert(1))",
        "[press](data:text/html;base64,AAAA)",
        "[press](vbscript:x)",
        "[press](//elsewhere.example)",
        "![tracker](https://elsewhere.example/pixel.png)",
        "[E-04]: javascript:alert(1)\n\n[E-04]",
        '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
        '<https://a.example/"onclick=alert(1)>',
        "<a href='javascript:alert(1)'>x</a>",
    ],
)
def test_it_obeys_no_markup_of_people(source: str) -> None:
    for each in read(narrative_html(source, MARKS)).elements:
        assert each.name in {"p", "a", "code", "pre", "span"}
        assert not any(name.startswith("on") or name in {"src", "style"} for name in each.attributes)
        href = each.attributes.get("href") or "#"
        assert href.lower().startswith(("https://", "http://", "mailto:", "#"))


@given(st.text(st.sampled_from("<>\"'&[]()E-04A,#*_`|\n\\ ja:\u202e\x00\ud800"), max_size=120))
def test_it_never_lets_text_become_markup(source: str) -> None:
    made = narrative_html(source, MARKS)
    made.encode("utf-8")
    reader = read(made)
    assert reader.unclosed == []
    assert reader.open == []
    inline = inline_marks(source, MARKS)
    assert {each.name for each in read(inline).elements} <= {"a", "span"}
    assert "\u202e" not in made + inline
