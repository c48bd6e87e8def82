"""Letters measured, lines broken, and the map said in sentences, Mermaid and DOT."""

from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.pictures import as_sentences, map_dot, map_mermaid, map_table
from secondstory.adapters.pictures.lettering import text_width, wrap
from secondstory.application.edition import Condition, Link
from tests.adapters.page.edition_conditions import CONDITIONS, EFFECTS, LINKS

few = settings(max_examples=60, deadline=None)


@few
@given(st.text(max_size=400), st.integers(40, 300), st.integers(1, 5))
def test_it_breaks_text_into_lines_that_fit(text: str, width: int, lines: int) -> None:
    broken = wrap(text, width=width, size=12.5, lines=lines)
    assert len(broken) <= lines
    assert all(text_width(line, 12.5) <= width for line in broken)


@few
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), max_size=12))
def test_it_loses_no_word_that_has_room(words: list[str]) -> None:
    assert " ".join(wrap(" ".join(words), width=150, size=12, lines=40)).split() == words


def test_it_says_that_text_goes_on() -> None:
    assert wrap("one two three four five six seven", width=60, size=12, lines=2)[-1].endswith("…")


def test_it_keeps_a_number_with_its_unit() -> None:
    assert wrap("saved as 48\u00a0°C", width=70, size=12, lines=3)[-1] == "48\u00a0°C"


def test_it_has_a_sentence_for_every_link_and_every_loose_condition() -> None:
    loose = Condition(id="C99", level="culture", statement="Nobody asked.")
    said = as_sentences((*CONDITIONS, loose), LINKS, EFFECTS)
    assert len(said) == len(LINKS) + 1
    assert said[-1] == "\u201cNobody asked\u201d stands without a link so far."
    assert sum("hypothesis" in sentence for sentence in said) == 2
    assert "Seen in E-8." in said[0]


def test_it_has_a_row_for_every_link() -> None:
    table = map_table(CONDITIONS, LINKS, EFFECTS)
    assert len(table) == len(LINKS)
    assert table[0] == (
        "Two networks became one without one register",
        "allowed",
        "Naming note went to planning only",
        "evidence",
    )


def test_it_writes_mermaid_and_dot_that_no_text_can_break() -> None:
    nasty = Condition(id='a"]; x', level="software", statement='say "no"] --> b\n\\ <script>')
    other = Condition(id="b", level="culture", statement="quiet")
    link = Link(start="b", end='a"]; x', kind="hid", basis="hypothesis")
    mermaid, dot = map_mermaid((nasty, other), (link,)), map_dot((nasty, other), (link,))
    assert '"say #34;no#34;] --#62; b #92; #60;script#62;"' in mermaid
    assert "n1 -.->|hid?| n0" in mermaid
    assert '"b" -> "a\\"]; x" [style=dotted, arrowhead=empty, label="hid"];' in dot
    assert len(dot.splitlines()) == 11
