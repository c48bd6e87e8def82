"""The published page in a real browser: it asks for nothing, fits every width, and axe finds nothing to mend."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondstory.cli.front import run

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
QUIET = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that the example publishes."""
    out = tmp_path_factory.mktemp("example") / "played"
    assert run(["example", "--out", str(out), "--fast"]) == 0
    (page,) = (out / "page").glob("*.html")
    return page


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=QUIET)
        yield opened
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390, 320])
def test_it_fits_asks_for_nothing_and_satisfies_axe(published, browser, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe is a script, and the page allows none: only the check goes round its policy.
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(published.as_uri())
    found = Axe().run(page)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one["id"] for one in found.response["violations"]] == []
    page.close()


def test_it_runs_no_script_and_says_so_in_its_policy(published, browser) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(published.as_uri())
    page.evaluate("() => 1")
    assert page.locator("script").count() == 0
    assert "default-src 'none'" in (
        page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    )
    assert complaints == []
    page.close()
