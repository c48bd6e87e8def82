"""Take pictures of every page of the site, with the example in it: light and dark, wide and phone, into screenshots/.

    python tools/site_shots.py [--out screenshots] [--browser /usr/bin/chromium] [--only /pm/2/map] [--who runa]

The terminal's example is played first, as `./dev run` does, so that PM-1 is published and PM-2 is the team's. Says
which page scrolls sideways, answers with an error, or has its scripts complain.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the loop of Playwright runs in this thread
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

TEAM = 2
NOBODY = "nobody"
VIEWS = (
    ("wide-light", 1440, "light"),
    ("wide-dark", 1440, "dark"),
    ("phone-light", 390, "light"),
    ("phone-dark", 390, "dark"),
)


def play(folder: Path) -> None:
    """Play the terminal's example into `folder`."""
    command = [sys.executable, "-P", "-m", "secondstory", "example", "--fast", "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def served(folder: Path) -> tuple[str, dict[str, str], dict[str, str]]:
    """Serve the example from `folder`: its address, the session of each of its people, links to come in by."""
    import waitress

    from secondstory.kernel.ids import PersonId
    from secondstory.web.serving.example import example_in
    from secondstory.web.site.config import Config

    example_in(folder, Config(), lambda text: print(text, file=sys.stderr))
    from django.core.wsgi import get_wsgi_application
    from django.test import Client

    from secondstory.web.signin.invitations import invite
    from secondstory.web.signin.links import make_link
    from secondstory.web.signin.models import User

    sessions = {NOBODY: ""}
    for user in User.objects.all():
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        sessions[user.email.partition("@")[0]] = str(client.cookies["sessionid"].value)
    first = User.objects.get(email="ines@example.test")
    _, token = invite("mirela@example.test", name="Mirela Ioană", person=None, by=PersonId(first.person))
    doors = {"join": f"/come-in/{token}", "come-in": f"/come-in/{make_link(first)}"}
    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://127.0.0.1:{server.effective_port}", sessions, doors


def refuse(page: Page) -> None:
    """Send the form of the page with nothing in it."""
    page.eval_on_selector(
        "main form[method=post]", "form => { form.noValidate = true; form.requestSubmit() }"
    )
    page.wait_for_load_state()


def wanted(doors: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Give who looks, at which address, and the name of the picture."""
    from tools.site_pages import PAGES, PUBLISHED, VISITORS, at

    for who, paths in PAGES.items():
        yield from ((who, at(path, TEAM), at(path, TEAM)) for path in paths)
    for who, paths in PUBLISHED.items():
        yield from ((who, path, path) for path in paths)
    yield from ((NOBODY, path, path) for path in VISITORS)
    yield from ((NOBODY, path, f"/{name}") for name, path in doors.items())
    for path in ("/open", f"/pm/{TEAM}/evidence/gap", f"/pm/{TEAM}/follow-ups/propose"):
        yield "runa", f"{path}#refused", f"{path}-refused"


def shoot(browser: Browser, url: str, session: str, *, file: Path, view: tuple[str, int, str]) -> list[str]:
    """Take one picture; return what is wrong with the page in that view."""
    name, width, scheme = view
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": "/".join(url.split("/", 3)[:3])}])
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda one: said.append(f"script: {one}"))
    answer = page.goto(url)
    if url.endswith("#refused"):
        refuse(page)
    page.wait_for_timeout(200)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        said.append("scrolls sideways")
    if answer is None or answer.status >= 500:
        said.append("broke")
    page.screenshot(path=file.with_name(f"{file.name}-{name}.png"), full_page=True)
    context.close()
    return [f"{url} {name}: {one}" for one in said]


def main() -> int:
    """Take all pictures; return 1 when a page looked wrong to a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--only", default="", nargs="*")
    parser.add_argument("--who", default="")
    asked = parser.parse_args()
    asked.out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        play(Path(folder) / "example")
        address, sessions, doors = served(Path(folder) / "example")
        browser = playwright.chromium.launch(executable_path=asked.browser, chromium_sandbox=False)
        wrong = list(_shots(asked, browser, address, sessions, doors))
        browser.close()
    print("\n".join(wrong) or f"Every page is in {asked.out}.")
    return 1 if wrong else 0


def _shots(
    asked: Any, browser: Browser, address: str, sessions: dict[str, str], doors: dict[str, str]
) -> Iterator[str]:
    for who, path, name in wanted(doors):
        if (asked.only and name not in asked.only) or asked.who not in ("", who):
            continue
        file = asked.out / f"{who}{re.sub(r'[^a-z0-9]+', '-', name)}".rstrip("-")
        for view in VIEWS:
            yield from shoot(browser, address + path, sessions[who], file=file, view=view)
        print(f"{who} {name}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
