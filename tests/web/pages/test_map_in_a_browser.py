"""The map in a real browser: opened by mouse and by keys alone, links followed by arrows and drawn by key and by drag."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from secondstory.application.understanding import naming
from secondstory.domain.understanding.conditions import Added, Level, LinkBasis, LinkDrawn, LinkKind
from tests.web.conftest import Town
from tests.web.serving_for_tests import served

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
CONDITIONS = (
    (Level.ORGANISATION, "Nobody owned the settings console"),
    (Level.PRACTICES, "The sheet says 48 and never which unit"),
    (Level.SOFTWARE, "The field shows a number without its unit"),
)
MAP = "/pm/1/map"
CHOSEN = ".map-said"


@pytest.fixture
def page(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Ada's browser on a map with three conditions: 1 made 2 likelier, 2 made 3 likelier."""
    from playwright.sync_api import sync_playwright

    town.opens("ada", "Forty-eight of what?")
    office = town.office("ada")
    stream = office.door.stream_of("PM-1")
    for level, words in CONDITIONS:
        naming.add(office, stream, Added(number=1, statement=words, level=level))
    for start, end in ((1, 2), (2, 3)):
        link = LinkDrawn(
            from_number=start, to_number=end, kind=LinkKind.MADE_LIKELIER, basis=LinkBasis.HYPOTHESIS
        )
        naming.link(office, stream, link)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's own loop runs in this thread
    with served() as port, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False)
        address = f"http://127.0.0.1:{port}"
        context = opened.new_context(
            base_url=address, bypass_csp=True, viewport={"width": 1440, "height": 900}
        )
        value = town.ada.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": address}])
        page = context.new_page()
        page.set_default_timeout(5000)
        page.goto(MAP)
        yield page
        opened.close()


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.dataset.node ?? document.activeElement.id"))


def test_it_opens_follows_and_draws_with_keys_alone(page: Any):
    page.locator(".map-frame").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "C-1"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "C-2"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "C-3"
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{CHOSEN}:has-text('without its unit')")
    assert focused(page) == "panel"
    assert page.url.endswith(f"{MAP}?c=3")
    page.keyboard.press("Escape")
    assert focused(page) == "C-3"
    page.keyboard.press("l")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'link-kind'")
    page.select_option("#link-kind", "amplified")
    assert page.input_value("#link-to") == "2"
    page.click("text=Draw it")
    page.wait_for_selector("text=Drawn: a link from C-3.")
    assert page.locator('.way[data-from="C-3"][data-to="C-2"]').count() == 1


def test_it_opens_with_the_mouse_and_draws_by_dragging(page: Any):
    page.locator('[data-node="C-1"]').click()
    page.wait_for_selector(f"{CHOSEN}:has-text('Nobody owned')")
    assert "sel" in (page.locator('[data-node="C-1"]').get_attribute("class") or "")
    assert page.locator(".way.on").count() == 1
    page.go_back()
    page.wait_for_selector("text=Nothing chosen")
    page.locator('[data-node="C-1"]').drag_to(page.locator('[data-node="C-3"]'))
    page.wait_for_selector(f"{CHOSEN}:has-text('Nobody owned')")
    assert page.input_value("#link-to") == "3"
    page.locator('[data-node="C-1"]').drag_to(page.locator('[data-node="effect"]'))
    page.wait_for_function("document.querySelector('#link-to').value === 'effect'")


@pytest.mark.parametrize("width", [1440, 320])
def test_it_fits_and_satisfies_axe(page: Any, width: int):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    for path in (f"{MAP}?c=2", f"{MAP}?level=culture", f"{MAP}?as=sentences", "/pm/1/follow-ups/propose"):
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((path, "is wider than the window"))
        found = Axe().run(page).response["violations"]
        wrong += [(path, one["id"], one["nodes"][0]["html"][:150]) for one in found]
    assert wrong == []
