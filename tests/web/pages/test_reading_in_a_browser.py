"""The published page in a real browser: a mark opens its source beside it, and the page fits a phone."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.understanding import stories
from secondstory.wiring.evidence import vault_of
from tests.web.conftest import Town
from tests.web.pages.telling_for_tests import goes_out, whole_story
from tests.web.serving_for_tests import served

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]


@pytest.fixture
def page(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Fay's browser on a published page with one source."""
    from playwright.sync_api import sync_playwright

    stream, workspace = whole_story(town), town.ground.workspace
    item = Item(post_mortem=stream, name="mailer.log", captured_from="notices-live")
    seal_evidence(workspace.office, vault_of(workspace), item, lambda: [b"48 saved"])
    stories.revise(workspace.office, stream, "The log shows it [E-1].")
    goes_out(town)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's own loop runs in this thread
    with served() as port, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False)
        context = opened.new_context(base_url=f"http://127.0.0.1:{port}")
        value = town.fay.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda said: page.troubles.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda trouble: page.troubles.append(str(trouble)))
        page.goto("/post-mortems/1")
        yield page
        opened.close()


def test_it_opens_a_source_beside_its_mark_and_comes_back(page: Any):
    mark = page.locator("#story a.ev")
    mark.click()
    pop = page.locator(".source-pop", has_text="mailer.log")
    pop.wait_for()
    assert "mailer.log" in pop.inner_text()
    assert pop.get_by_role("link", name="Its receipt").get_attribute("href").endswith(".tlog-proof")
    assert page.url.endswith("/post-mortems/1")
    page.keyboard.press("Escape")
    pop.wait_for(state="detached")
    assert page.evaluate("document.activeElement.textContent") == "E-1"
    assert page.troubles == []


def test_it_fits_a_phone(page: Any):
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#story a.ev").click()
    box = page.locator(".source-pop").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.troubles == []
