"""Where the comment goes that allows some words: in every kind of block, and judged by the coach itself."""

import pytest

from secondstory.coach import RULES, coach
from secondstory.lsp.allowing import comment_for

WORDS = "Bob should have known better"

# (a text, and what it becomes)
PLACES = {
    "paragraph": (f"{WORDS}.\n", f"{WORDS}. <C>\n"),
    "last line": (f"{WORDS}.", f"{WORDS}. <C>"),
    "crlf": (f"{WORDS}.\r\nMore.\r\n", f"{WORDS}. <C>\r\nMore.\r\n"),
    "trailing spaces": (f"{WORDS}.  \nMore.\n", f"{WORDS}. <C>  \nMore.\n"),
    "backslash": (f"{WORDS}.\\\nMore.\n", f"{WORDS}. <C>\\\nMore.\n"),
    "over a line break": ("Bob should have\nknown better.\n", "Bob should have <C>\nknown better.\n"),
    "middle of a paragraph": (f"One.\n{WORDS}.\nTwo.\n", f"One.\n{WORDS}. <C>\nTwo.\n"),
    "list item": (f"- one\n- {WORDS}\n- two\n", f"- one\n- {WORDS} <C>\n- two\n"),
    "task": (f"* [ ] {WORDS}\n", f"* [ ] {WORDS} <C>\n"),
    "heading": (f"One.\n\n## {WORDS}\n\nTwo.\n", f"One.\n\n<C>\n## {WORDS}\n\nTwo.\n"),
    "heading at the top": (f"# {WORDS}\r\n", f"<C>\r\n# {WORDS}\r\n"),
    "closed heading": (f"## {WORDS} ##\n", f"<C>\n## {WORDS} ##\n"),
    "underlined heading": (f"{WORDS}\n=====\n", f"<C>\n{WORDS}\n=====\n"),
    "header of a table": (
        f"| a | {WORDS} |\n|---|---|\n| 1 | 2 |\n",
        f"| a | {WORDS} <C> |\n|---|---|\n| 1 | 2 |\n",
    ),
    "row of a table": (f"|a|b|\n|-|-|\n|{WORDS}|2|\n", f"|a|b|\n|-|-|\n|{WORDS} <C>|2|\n"),
    "last cell": (f"|a|b|\n|-|-|\n|1|{WORDS}|\n", f"|a|b|\n|-|-|\n|1|{WORDS} <C>|\n"),
    "row without bars around it": (
        f"a | b\n--|--\n{WORDS} | 2\n1 | 2\n",
        f"a | b\n--|--\n{WORDS} <C> | 2\n1 | 2\n",
    ),
    "cell with bars in it": (
        f"|a|b|\n|-|-|\n| {WORDS} `x|y` or x\\|y |2|\n",
        f"|a|b|\n|-|-|\n| {WORDS} `x|y` or x\\|y <C> |2|\n",
    ),
    "bar in prose": (f"{WORDS} | or not.\n", f"{WORDS} | or not. <C>\n"),
    "behind code": (f"With `ls` {WORDS}.\n", f"With `ls` {WORDS}. <C>\n"),
    "beside code over a line break": (
        f"One.\n\nNow {WORDS} with `a\nb`.\n",
        f"One.\n\n<C>\nNow {WORDS} with `a\nb`.\n",
    ),
    "footnote": (f"One.[^1]\n\n[^1]: {WORDS}.\n", f"One.[^1]\n\n[^1]: {WORDS}. <C>\n"),
    "behind another comment": (f"{WORDS}. <!-- hm -->\n", f"{WORDS}. <!-- hm --> <C>\n"),
}


def found_in(text):
    return [one for one in coach(text, RULES) if one.rule == "hindsight"]


def with_comment(text, reason):
    (one,) = found_in(text)
    comment = comment_for(text, one.rule, one.start, one.end)
    return f"{text[: comment.offset]}{comment.before}{reason}{comment.after}{text[comment.offset :]}"


@pytest.mark.parametrize("kind", PLACES)
def test_it_puts_the_comment_where_markdown_stays_what_it_is(kind):
    text, wanted = PLACES[kind]
    assert with_comment(text, "why") == wanted.replace("<C>", "<!-- coach: allow hindsight: why -->")


@pytest.mark.parametrize("kind", PLACES)
def test_it_allows_the_words_once_a_reason_is_there_and_not_before(kind):
    text, _ = PLACES[kind]
    assert found_in(with_comment(text, "")) != []
    assert found_in(with_comment(text, "their own words")) == []


def test_it_allows_no_other_words():
    text = f"# {WORDS}\n\n{WORDS}.\n\n- {WORDS}\n"
    one = found_in(text)[1]
    comment = comment_for(text, one.rule, one.start, one.end)
    told = f"{text[: comment.offset]}{comment.before}why{comment.after}{text[comment.offset :]}"
    assert [each.line for each in found_in(told)] == [1, 5]
