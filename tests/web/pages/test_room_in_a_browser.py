"""The room in real browsers: it follows along without loading, and nothing somebody types is lost to that."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.pages.seating_for_tests import ROOM, seated
from tests.web.serving_for_tests import served as serving

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
QUIET = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


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
def room(town):
    """An open room."""
    room = seated(town)
    room.opens()
    return room


@pytest.fixture
def visits(chromium, town, room) -> Iterator[Any]:
    """Open the room in a browser of its own, signed in; the clock of the page is ours."""
    opened = []
    with serving() as port:

        def visit(name):
            context = chromium.new_context()
            opened.append(context)
            value = getattr(town, name).cookies["sessionid"].value
            address = f"http://127.0.0.1:{port}"
            context.add_cookies([{"name": "sessionid", "value": value, "url": address}])
            page = context.new_page()
            page.clock.install()
            page.goto(f"{address}{ROOM}")
            page.evaluate("window.stayed = true")
            return page

        yield visit
        for context in opened:
            context.close()


def follows(page):
    """Let the page ask what is new."""
    with page.expect_response(lambda answer: "/room/state" in answer.url):
        page.clock.run_for(2100)


def test_it_follows_the_facilitator_without_loading_and_keeps_what_is_being_typed(visits, room):
    fay, dee = visits("fay"), visits("dee")
    dee.fill("#point-text", "Half a sen")
    fay.keyboard.press("n")
    fay.wait_for_selector("h1:has-text('Where we stand')")
    follows(dee)
    dee.wait_for_selector("h1:has-text('Where we stand')")
    assert dee.input_value("#point-text") == "Half a sen"
    assert dee.evaluate("window.stayed") is True
    assert fay.evaluate("window.stayed") is True
    dee.fill("#point-text", "A whole sentence.")
    dee.click("text=Raise it")
    dee.wait_for_selector("li:has-text('A whole sentence.')")
    assert dee.input_value("#point-text") == ""
    assert room.sitting.points == ("A whole sentence.",)


def test_it_runs_the_clock_for_the_facilitator_and_says_when_the_time_is_used(visits):
    fay = visits("fay")
    assert fay.text_content("[data-clock]") == "5:00"
    fay.clock.run_for(1100)
    assert fay.text_content("[data-clock]") == "4:59"
    assert fay.is_hidden("[data-over]")
    fay.evaluate("document.querySelector('[data-clock]').dataset.left = '0'")
    fay.clock.run_for(1100)
    assert fay.is_visible("[data-over]")
    assert fay.text_content("[data-clock]") == "0:00"


def test_it_keeps_the_words_of_the_scribe_at_each_pause_and_under_their_part(visits, room):
    bo = visits("bo")
    bo.fill("#minutes-text", "Nine people came")
    with bo.expect_response(lambda answer: answer.request.method == "POST"):
        bo.clock.run_for(800)
    bo.wait_for_selector("text=Kept. Not added yet.")
    room.does("fay", "next")
    bo.reload()
    assert bo.input_value("#minutes-text") == "Nine people came"
    bo.click("text=Add to the minutes")
    bo.wait_for_selector(".room-minutes:has-text('Nine people came')")
    assert room.sitting.minutes == ("## Welcome and read-out\n\nNine people came",)


def test_it_says_when_the_line_is_gone_and_shows_a_refusal_beside_the_words(visits, room):
    dee = visits("dee")
    dee.context.set_offline(True)
    dee.fill("#point-text", "Two words")
    dee.click("text=Raise it")
    dee.wait_for_selector("text=The line is gone. Keep writing.")
    assert dee.input_value("#point-text") == "Two words"
    room.does("fay", "close")
    dee.context.set_offline(False)
    dee.click("text=Raise it")
    dee.wait_for_selector("[data-refused]:has-text('This sitting is closed')")
    assert dee.input_value("#point-text") == "Two words"


def test_it_becomes_another_page_when_the_room_closes_and_not_before_what_was_typed_is_sent(visits, room):
    dee, cem = visits("dee"), visits("cem")
    dee.fill("#point-text", "Still writing")
    room.does("fay", "close")
    follows(cem)
    cem.wait_for_selector("h1:has-text('Thank you for being here')")
    cem.wait_for_selector("#point-text", state="detached")
    follows(dee)
    dee.wait_for_selector("h1:has-text('Thank you for being here')")
    assert dee.input_value("#point-text") == "Still writing"
