"""The timeline in a real browser: left and right walk the entries, and a list of proposals is ticked at once."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import Town
from tests.web.serving_for_tests import served

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
ENTRIES = ("08:10", "the console says 48"), ("08:20", "seats are let go"), ("08:30", "a caller asks")


@pytest.fixture
def page(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Ada's browser on a timeline with three entries."""
    from playwright.sync_api import sync_playwright

    here = f"{town.opens()}timeline"
    for at, text in ENTRIES:
        town.ada.post(here, {"do": "add", "text": text, "occurred": f"2026-11-02 {at}"})
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's own loop runs in this thread
    with served() as port, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False)
        context = opened.new_context(base_url=f"http://127.0.0.1:{port}")
        value = town.ada.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.goto(here)
        yield page
        opened.close()


def here(page: Any) -> str:
    """Return the id of the row that the walk stands on."""
    return str(page.locator("[data-entry][aria-current]").get_attribute("id"))


def test_it_walks_with_left_and_right_and_leaves_fields_alone(page: Any):
    page.keyboard.press("ArrowRight")
    assert here(page) == "t-1"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert here(page) == "t-3"
    page.keyboard.press("ArrowLeft")
    assert here(page) == "t-2"
    page.focus("#f-text")
    page.keyboard.press("ArrowRight")
    assert here(page) == "t-2"
    page.locator("#t-2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline/2")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/timeline/3")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/timeline/2")


def test_it_ticks_all_or_none_of_what_was_pasted(page: Any):
    from playwright.sync_api import expect

    page.goto("/pm/1/timeline/paste")
    page.fill("#f-excerpt", "08:40 one thing\n08:41 another thing")
    page.click("text=Read it")
    ticked = page.locator("input[name=line]:checked")
    expect(ticked).to_have_count(2)  # waits: a click comes back before the page it asks for has
    page.wait_for_load_state()
    page.click("text=Tick none")
    expect(ticked).to_have_count(0)
    page.click("text=Tick all")
    expect(ticked).to_have_count(2)
