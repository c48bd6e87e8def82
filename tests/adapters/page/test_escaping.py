"""Whatever people write anywhere in an edition stays text."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.adapters.page import publish_html
from secondstory.adapters.page.markup import Markup, tag, text, together
from secondstory.adapters.pictures import draw
from secondstory.application.edition import (
    LEVELS,
    Basis,
    Changes,
    EntryKind,
    LinkKind,
    Looked,
    Persistence,
    Precision,
    SourceState,
    Stood,
    Strength,
    legible,
)
from tests.adapters.page.edition_example import EXAMPLE
from tests.adapters.page.reading import named, read

CLOSED = {*LEVELS} | {
    word
    for kind in (
        Basis,
        Changes,
        EntryKind,
        LinkKind,
        Looked,
        Persistence,
        Precision,
        SourceState,
        Stood,
        Strength,
    )
    for word in get_args(kind)
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>1</script>",
    "</title></svg><img src=x>",
    "javascript:alert(1)",
    "<!-- ",
    "]]>",
    "&lt;b&gt; &amp;amp;",
    "\u202eesrever\u2066",
    "\x00\x07\ud800\x1b[31m",
    "W" * 300,
]


def poisoned(part: Any, poison: str) -> Any:
    """Return a part of an edition with every free text replaced."""
    if isinstance(part, str):
        return part if part in CLOSED else poison
    if isinstance(part, tuple):
        return tuple(poisoned(each, poison) for each in part)
    if is_dataclass(part) and not isinstance(part, type) and not isinstance(part, (datetime, date)):
        return replace(
            part, **{each.name: poisoned(getattr(part, each.name), poison) for each in fields(part)}
        )
    return part


@pytest.mark.parametrize("poison", HOSTILE)
def test_it_keeps_hostile_text_as_text_in_every_field(poison: str) -> None:
    edition = poisoned(EXAMPLE, poison)
    page = publish_html(edition, draw(edition))
    page.encode("utf-8")
    reader = read(page)
    assert reader.unclosed == []
    assert reader.open == []
    assert not named(page, "script", "img", "b2", "iframe")
    for each in reader.elements:
        assert not any(name.startswith("on") or name == "style" for name in each.attributes)
        assert not (each.attributes.get("href") or "").lower().startswith("javascript")
    assert "\u202e" not in page
    assert "\x00" not in page
    assert page.count("<style>") == 1


def test_it_shows_the_hostile_words_rather_than_dropping_them() -> None:
    edition = poisoned(EXAMPLE, "<script>alert(1)</script>")
    (title,) = named(publish_html(edition), "h1")
    assert title.words == ["<script>alert(1)</script>"]


def test_it_escapes_children_and_attributes_but_not_markup_twice() -> None:
    made = tag("p", "a < b", tag("b", "x & y"), None, title='"q"', hidden=True, lang=None)
    assert made == '<p title="&quot;q&quot;" hidden>a &lt; b<b>x &amp; y</b></p>'
    assert together(["<", Markup("<br>")], between=" ") == "&lt; <br>"


@given(st.text())
def test_it_leaves_no_bare_bracket_or_quote_in_text(words: str) -> None:
    assert not set("<>\"'") & set(text(words))


@given(st.text())
def test_it_makes_text_legible_once_and_for_all(words: str) -> None:
    assert legible(legible(words)) == legible(words)
    legible(words).encode("utf-8")
