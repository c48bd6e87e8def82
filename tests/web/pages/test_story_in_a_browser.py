"""Writing in a real browser: nothing typed is lost when the line goes, and two who write are joined."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from secondstory.application.understanding.telling import read
from secondstory.domain.understanding import narrative
from tests.web.serving_for_tests import served as serving

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
QUIET = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
BEGIN = "The sheet was open.\n\nLine 23 says 48.\n\nAt 20:52 it was saved.\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as env, sync_playwright() as playwright:
        # Playwright runs a loop in this thread, beside which Django would not ask its database.
        env.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        opened = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def served(town) -> Iterator[str]:
    """The town on a port of this machine, with a story that was begun."""
    town.opens()
    town.ada.post("/pm/1/story", {"do": "keep", "text": BEGIN, "base": 0, "sheet": "0" * 16})
    with serving() as port:
        yield f"http://127.0.0.1:{port}/pm/1/story"


@pytest.fixture
def visits(chromium, town, served) -> Iterator[Any]:
    """Open the editor in a browser of its own, signed in; the clock of the page is ours."""
    opened = []

    def visit(name="ada"):
        context = chromium.new_context()
        opened.append(context)
        value = getattr(town, name).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": served}])
        page = context.new_page()
        page.clock.install()
        page.goto(served)
        page.wait_for_selector("[data-ready]")
        return page

    yield visit
    for context in opened:
        context.close()


def text_in_record(town):
    office = town.office("ada")
    return narrative.text(read(office, office.door.stream_of("PM-1")).story)


def writes(page, old, new):
    """Put `new` in place of `old`, as somebody who selects and types."""
    at = page.input_value("#text").index(old)
    page.evaluate(
        "([a, b]) => { const t = document.querySelector('#text'); t.focus(); t.setSelectionRange(a, b); }",
        [at, at + len(old)],
    )
    page.keyboard.insert_text(new)


def said(page, words):
    page.get_by_text(words).first.wait_for()


def test_it_keeps_a_draft_at_a_pause_and_a_version_after_a_quiet_minute(town, visits):
    page = visits()
    writes(page, "48", "48, and nobody says of what")
    page.clock.fast_forward(2000)
    said(page, "Kept as your draft.")
    assert text_in_record(town) == BEGIN
    page.clock.fast_forward(61000)
    said(page, "Version 2, kept just now.")
    assert text_in_record(town) == BEGIN.replace("48", "48, and nobody says of what")


def test_it_joins_two_who_write_at_the_same_time(town, visits):
    one, two = visits(), visits()
    writes(one, "was open", "stood open on the left")
    writes(two, "At 20:52", "At eight minutes to nine")
    for page, number in ((one, 2), (two, 3)):
        page.get_by_role("button", name="Keep this version").click()
        said(page, f"Kept: version {number}.")
    both = BEGIN.replace("was open", "stood open on the left").replace("At 20:52", "At eight minutes to nine")
    assert two.input_value("#text") == text_in_record(town) == both
    one.clock.fast_forward(11000)
    one.wait_for_function("words => document.querySelector('#text').value === words", arg=both)


def test_it_lets_a_person_settle_two_wordings(town, visits):
    one, two = visits(), visits()
    for page, words in ((one, "49"), (two, "50")):
        writes(page, "48", words)
        page.get_by_role("button", name="Keep this version").click()
        page.get_by_text(
            "Kept: version 2." if page is one else "Somebody changed the same words"
        ).first.wait_for()
    two.get_by_role("link", name="Settle it").click()
    two.get_by_role("button", name="Take mine").click()
    two.get_by_role("button", name="Keep this version").click()
    said(two, "Kept: version 3.")
    assert text_in_record(town) == BEGIN.replace("48", "50")


def test_it_loses_no_word_when_the_line_goes_and_the_page_is_closed(town, visits, served):
    page = visits()
    context = page.context
    context.set_offline(True)
    writes(page, "48", "48 of something unsaid")
    page.clock.fast_forward(2000)
    said(page, "The line is gone. Keep writing.")
    said(page, "4 words are on this device only.")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(served)
    again.wait_for_function("() => document.querySelector('#text').value.includes('48 of something unsaid')")
    again.get_by_role("button", name="Keep this version").click()
    said(again, "Kept: version 2.")
    assert "48 of something unsaid" in text_in_record(town)


def test_it_says_so_when_somebody_was_signed_out_and_goes_on_where_they_were(town, visits, served):
    page = visits()
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    writes(page, "48", "forty-eight")
    page.clock.fast_forward(2000)
    said(page, "You were signed out while you wrote")
    page.context.add_cookies(cookies)
    page.clock.fast_forward(6000)
    said(page, "Kept as your draft.")


def test_the_coach_asks_beside_the_words_and_goes_when_it_is_told(town, visits):
    page = visits()
    writes(page, "Line 23 says 48.", "She should have noticed. “I should have noticed,” she said.")
    page.clock.fast_forward(1500)
    page.wait_for_selector(".squig")
    assert page.locator(".squig").all_inner_texts() == ["should have noticed"]
    page.keyboard.press("F8")
    said(page, "What was on the screen at that moment")
    page.keyboard.press("Escape")
    assert page.locator("[data-pop]").is_hidden()
    page.keyboard.press("F8")
    page.get_by_role("button", name="Leave it").click()
    page.locator(".squig").wait_for(state="detached")
    assert page.evaluate("document.activeElement.id") == "text"


def test_it_underlines_the_words_where_they_stand(town, visits):
    page = visits()
    words = (
        "She should have noticed it, and unbrokenunbrokenunbrokenunbrokenunbrokenunbroken. 😀 日本語 " * 30
    )
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.fill("#text", words)
        heights = page.evaluate(
            "() => ['#text', '[data-mirror]'].map((one) => document.querySelector(one).scrollHeight)"
        )
        assert heights[0] == heights[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_used_by_everybody_at_every_width(town, chromium, served, scheme):
    from axe_playwright_python.sync_playwright import Axe

    town.ada.post("/pm/1/story", {"do": "remark", "remark": "Which sheet?", "about": ""})
    town.ada.post("/pm/1/story/moments", {"title": "Whether to page", "done": "Waited."})
    context = chromium.new_context(bypass_csp=True, color_scheme=scheme)
    value = town.ada.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": served}])
    page = context.new_page()
    wrong: list[tuple[str, ...]] = []
    for part in ("", "/versions", "/moments", "/moments/1", "/around", "/two", "/read"):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(served + part)
        wrong += [
            (part, one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]
        ]
        page.set_viewport_size({"width": 320, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wrong.append((part, "wider than 320 px"))
    context.close()
    assert wrong == []
