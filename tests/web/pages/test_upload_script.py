"""The script that sends evidence in parts: a large file, a line that breaks, what is dropped and pasted."""

import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secondstory.application.keeping import custody
from tests.web.conftest import Town
from tests.web.serving_for_tests import served

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
PART = 1 << 16
CONTENT = random.Random(9).randbytes(2 * PART + 777)
PASTE = """([name, type, text]) => {
  const data = new DataTransfer();
  if (name) data.items.add(new File([text], name, { type })); else data.setData("text/plain", text);
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as env, sync_playwright() as playwright:
        # Playwright keeps a loop in this thread, and Django would take it for its own.
        env.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, chromium_sandbox=False, args=["--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture
def page(chromium: Any, town: Town) -> Iterator[Any]:
    """Ada's browser on the evidence page of PM-1."""
    town.opens()
    town.ada.get("/pm/1/evidence")
    with served() as port:
        root = f"http://127.0.0.1:{port}"
        context = chromium.new_context()
        context.add_cookies(
            [{"name": one.key, "value": one.value, "url": root} for one in town.ada.cookies.values()]
        )
        opened = context.new_page()
        opened.goto(f"{root}/pm/1/evidence")
        yield opened
        context.close()


def digests(town: Town) -> list[str]:
    return [str(row["digest"]) for row in custody.items(town.office("ada"))]


def test_it_goes_on_after_the_line_broke_and_seals_the_very_bytes(page: Any, town: Town, tmp_path: Path):
    file = tmp_path / "core.bin"
    file.write_bytes(CONTENT)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    broken = {"left": 1}

    def once(route: Any) -> None:
        if f"from={PART}" in route.request.url and broken["left"]:
            broken["left"] -= 1
            route.abort()
        else:
            route.continue_()

    page.route("**/parts?*", once)
    page.evaluate(f"document.getElementById('seal').dataset.part = {PART}")
    page.set_input_files("#f-files", file)
    page.fill("#f-captured_from", "db-1")
    page.click("text=Seal it")
    page.get_by_text("Sealed: E-1, core.bin, 128.8 kB.").wait_for()
    assert digests(town) == [hashlib.sha256(CONTENT).hexdigest()]
    assert [url.rpartition("=")[2] for url in sent] == ["0", *[str(PART)] * 2, str(2 * PART)]


def test_it_takes_a_pasted_picture_and_pasted_text(page: Any, town: Town):
    page.evaluate(PASTE, ["image.png", "image/png", "not really a picture"])
    assert page.input_value("#f-how") == "screenshot"
    assert "screenshot-" in page.text_content("[data-words]")
    page.evaluate(PASTE, ["", "", "20:52 saved"])
    assert page.input_value("#f-pasted") == "20:52 saved"
    page.fill("#f-captured_from", "my screen")
    page.click("text=Seal it")
    page.get_by_text("E-2, pasted.txt").wait_for()
    assert len(digests(town)) == 2


def test_it_leads_to_the_question_when_there_may_be_secrets(page: Any, tmp_path: Path):
    file = tmp_path / "deploy.log"
    file.write_text("password = 'hT7-xQm29-Lkd8vZp'\n")
    page.set_input_files("#f-files", file)
    page.fill("#f-captured_from", "ci")
    page.click("text=Seal it")
    page.get_by_text("deploy.log holds 1 likely secret").wait_for()
    page.click("text=Seal a copy with them blotted out")
    page.get_by_text("Sealed: E-1, deploy.log").wait_for()
