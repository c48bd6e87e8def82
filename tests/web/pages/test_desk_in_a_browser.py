"""The desk in a real browser: what rhymes arrives by itself, and the link stays when the line is gone."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from secondstory.application.understanding import stories
from tests.web.conftest import Town
from tests.web.serving_for_tests import served

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
STORY = "The exporter lost its certificate during the night, and the screen showed a number without its unit."


@pytest.fixture
def page(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Ada's browser; two post-mortems of hers rhyme."""
    from playwright.sync_api import sync_playwright

    office = town.office("ada")
    for number, title in enumerate(("Kafka metrics stopped", "Metrics went quiet"), 1):
        town.opens("ada", title)
        stories.revise(office, office.door.stream_of(f"PM-{number}"), STORY)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's own loop runs in this thread
    with served() as port, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False)
        context = opened.new_context(base_url=f"http://127.0.0.1:{port}")
        value = town.ada.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": f"http://127.0.0.1:{port}"}])
        yield context.new_page()
        opened.close()


def test_it_brings_what_rhymes_to_the_desk(page: Any):
    page.goto("/")
    found = page.locator("[data-rhyme-from] a", has_text="Kafka metrics stopped")
    found.wait_for()
    assert page.locator("[data-rhyme-from]").inner_text().count("Words both use") == 1


def test_it_leaves_the_link_when_the_line_is_gone(page: Any):
    page.route("**/desk/rhyme", lambda route: route.abort())
    page.goto("/", wait_until="networkidle")
    page.unroute("**/desk/rhyme")
    page.locator("[data-rhyme-from] a").click()
    page.wait_for_url("**/desk/rhyme")
    assert page.locator("main").inner_text().count("Kafka metrics stopped") == 1
