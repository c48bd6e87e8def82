import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.domain.understanding.narrative import joined, normalised, paragraphs_of

LINES = st.sampled_from(
    ["", "", "a", "b  ", "\tc", "```", "~~~~", "```py", "   ```", "> q", "- x", "\u2028", " "]
)
MARKDOWN = st.one_of(
    st.text(max_size=60),
    st.lists(LINES, max_size=14).flatmap(lambda x: st.sampled_from(["\n", "\r\n"]).map(lambda n: n.join(x))),
)


@given(MARKDOWN)
@settings(max_examples=200)
def test_it_gives_every_text_back_byte_for_byte(markdown):
    assert joined(paragraphs_of(markdown)) == normalised(markdown)


@given(MARKDOWN)
def test_it_normalises_only_once(markdown):
    assert normalised(normalised(markdown)) == normalised(markdown)


def test_it_ends_every_line_the_same_way_and_the_text_once():
    assert normalised("a\r\nb\rc\n\n\n") == "a\nb\nc\n"
    assert normalised(" \n\n") == ""


def test_it_parts_paragraphs_at_empty_lines():
    assert paragraphs_of("One\nline more.\n\nTwo.\n\n\nThree.\n") == ("One\nline more.", "Two.", "\nThree.")


@pytest.mark.parametrize(
    "block",
    [
        "```\na\n\nb\n```",
        "~~~ log\na\n\n```\n\nb\n~~~",
        "````\n```\n\nstill inside\n````",
        "- item\n  ```\n  a\n\n  b\n  ```",
    ],
)
def test_it_keeps_a_fenced_block_whole(block):
    assert paragraphs_of(f"Before.\n\n{block}\n\nAfter.\n") == ("Before.", block, "After.")


def test_it_keeps_the_rest_together_when_a_fence_is_never_closed():
    assert paragraphs_of("Before.\n\n```\na\n\nb\n") == ("Before.", "```\na\n\nb")


def test_it_takes_no_fence_for_one_that_is_none():
    assert paragraphs_of("`` a\n\n```inline` b\n\nc\n") == ("`` a", "```inline` b", "c")


def test_it_has_no_paragraphs_where_nothing_is_written():
    assert paragraphs_of(" \r\n \n") == ()
    assert joined(()) == ""
