"""Take pictures of an HTML file: light and dark, wide and phone, and on paper.

    python tools/screenshots.py PAGE.html [--out screenshots] [--browser /usr/bin/chromium]

Needs the development dependency `playwright` and a Chromium on this machine; nothing is downloaded. While it
looks, it also says whether the page asked for anything, scrolls sideways, or draws text outside its box.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

BROWSER = "/usr/bin/chromium"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to look: a name for the file, the width in px, and the colour scheme."""

    name: str
    width: int
    height: int
    dark: bool = False


VIEWS = (
    View(name="wide-light", width=1440, height=1000),
    View(name="wide-dark", width=1440, height=1000, dark=True),
    View(name="tablet-light", width=1024, height=1000),
    View(name="phone-light", width=390, height=844),
    View(name="phone-dark", width=390, height=844, dark=True),
    View(name="small-light", width=320, height=640),
)

_TEXT_OUTSIDE = """() => [...document.querySelectorAll('svg .node')].filter(n => n.getClientRects().length).flatMap(n => {
  const box = n.querySelector('rect.box').getBBox();
  return [...n.querySelectorAll('text')].map(t => [t.textContent, t.getBBox()])
    .filter(([, b]) => b.x < box.x || b.x + b.width > box.x + box.width || b.y + b.height > box.y + box.height)
    .map(([text]) => text);
})"""


def look(browser: Browser, file: Path, view: View, out: Path) -> list[str]:
    """Take one picture and return what is wrong with the page in that view, empty when nothing."""
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme="dark" if view.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.resolve().as_uri())
    page.wait_for_timeout(150)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.screenshot(path=out / f"{file.stem}-{view.name}.png", full_page=True)
    problems = [f"asked for {url}" for url in asked[1:] if not url.startswith("data:")]
    if width > view.width:
        problems.append(f"scrolls sideways, {width} px in {view.width} px")
    problems += [f"text outside its box: {text}" for text in page.evaluate(_TEXT_OUTSIDE)]
    context.close()
    return [f"{view.name}: {problem}" for problem in problems]


def print_pdf(page: Page, file: Path, out: Path) -> Path:
    """Print the page to a PDF beside the pictures and return its path."""
    page.goto(file.resolve().as_uri())
    target = out / f"{file.stem}.pdf"
    page.pdf(path=target, prefer_css_page_size=True, print_background=True)
    return target


def main() -> int:
    """Take all pictures of a file; exit code 1 when something is wrong with it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--browser", default=BROWSER)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=given.browser, args=["--no-sandbox"])
        for view in VIEWS:
            problems += look(browser, given.page, view, given.out)
        print_pdf(browser.new_page(), given.page, given.out)
        browser.close()
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.write(f"{len(VIEWS)} pictures in {given.out}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
