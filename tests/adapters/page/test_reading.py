"""What a published page tells, for a page with a frame of its own."""

from secondstory.adapters.page import publish_html, reading_css, reading_html
from secondstory.application.edition import Edition, Pictures, Source

HELD = Source(
    id="E-1", what="mailer.log", digest="sha256:00", place="/pm/1/evidence/1", proof="/pm/1/record/4"
)


def told(*sources: Source) -> str:
    return reading_html(Edition(number=1, title="Forty-eight of what?", sources=sources), Pictures())


def test_it_tells_the_same_as_the_page_that_stands_alone():
    edition = Edition(
        number=1, title="Forty-eight of what?", lede="A number without a unit", luck=("It rained",)
    )
    inside = reading_html(edition, Pictures()).removeprefix('<div class="read">').removesuffix("</div>")
    assert "It rained" in inside
    assert inside in publish_html(edition)


def test_it_leads_to_a_piece_and_its_receipt_only_where_there_is_one():
    page = told(HELD, Source(id="E-2", what="gone", state="missing"))
    assert page.count("Open it") == 1
    assert 'href="/pm/1/record/4"' in page
    erased = told(Source(id="E-1", what="mailer.log", state="erased", place="/pm/1/evidence/1", proof="/p"))
    assert "Open it" not in erased
    assert "Its receipt" in erased


def test_its_look_stays_within_the_selector_and_papers_stand_outside():
    css = reading_css(".published")
    within, _, papers = css.partition("\n}\n@media print {")
    assert within.startswith(".published {")
    assert "@page" not in within
    assert "@page sideways" in papers
    assert css.count("{") == css.count("}")
    assert "@font-face" not in css
    assert "/*" not in css
