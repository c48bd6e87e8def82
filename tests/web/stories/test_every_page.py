"""Every page of the example: it fits, asks nobody else for anything, and axe finds nothing to mend."""

from typing import Any

import pytest

from tests.web.stories.conftest import Site
from tools.site_pages import PAGES

pytestmark = pytest.mark.slow

VIEWS = (("light", 1440), ("dark", 1440), ("light", 390), ("dark", 320))


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
@pytest.mark.parametrize("who", list(PAGES))
def test_it_fits_asks_for_nothing_and_satisfies_axe(site: Site, who: str, scheme: str, width: int):
    from axe_playwright_python.sync_playwright import Axe

    # axe is a script of its own, and the pages allow none but ours: only the check goes round their policy.
    page = site.browser(who, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    wrong: list[Any] = []
    page.on("request", lambda one: wrong.append(("asked", one.url)) if not _ours(site, one.url) else None)
    page.on("pageerror", lambda one: wrong.append(("script", str(one))))
    for path in PAGES[who]:
        answer = page.goto(site.address + path)
        if answer is None or answer.status != (404 if path == "/nowhere" else 200):
            wrong.append((path, "status", answer and answer.status))
            continue
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((path, "is wider than the window"))
        found = Axe().run(page).response["violations"]
        wrong += [(path, one["id"], one["nodes"][0]["html"][:120]) for one in found]
    page.context.close()
    assert wrong == []


def _ours(site: Site, url: str) -> bool:
    return url.startswith((site.address, "data:", "blob:"))


def test_it_sends_no_more_than_100_kb_for_a_first_view(site: Site):
    for path in ("/", "/pm/1/", "/pm/1/timeline", "/follow-ups"):
        page = site.browser("runa")
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        sent: list[float] = []
        session.on(
            "Network.loadingFinished", lambda event, sent=sent: sent.append(event["encodedDataLength"])
        )
        page.goto(site.address + path, wait_until="networkidle")
        assert sum(sent) <= 100_000, path
        page.context.close()


def test_it_says_nothing_on_the_console_under_its_own_policy(site: Site):
    page = site.browser("runa")
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    for path in PAGES["runa"][:-1]:
        page.goto(site.address + path, wait_until="networkidle")
    page.context.close()
    assert said == []
