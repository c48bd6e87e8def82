"""Take pictures of every page of the site, with the example in it: light and dark, wide and phone, into screenshots/.

    python tools/site_shots.py [--out screenshots] [--browser /usr/bin/chromium] [--only /pm/1/map]

Says which page scrolls sideways, answers with an error, or has its scripts complain.
"""

import argparse
import os
import re
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the loop of Playwright runs in this thread
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

VIEWS = (
    ("wide-light", 1440, "light"),
    ("wide-dark", 1440, "dark"),
    ("phone-light", 390, "light"),
    ("phone-dark", 390, "dark"),
)


def served(folder: Path) -> tuple[str, dict[str, str]]:
    """Serve the example from `folder`; return its address and the session of each of its people."""
    import waitress

    from secondstory.web.serving.example import example_in
    from secondstory.web.site.config import Config

    example_in(folder, Config(), lambda text: print(text, file=sys.stderr))
    from django.core.wsgi import get_wsgi_application
    from django.test import Client

    from secondstory.web.signin.models import User

    sessions = {}
    for user in User.objects.all():
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        sessions[user.email.partition("@")[0]] = str(client.cookies["sessionid"].value)
    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://127.0.0.1:{server.effective_port}", sessions


def shoot(browser: Browser, url: str, session: str, *, file: Path, view: tuple[str, int, str]) -> list[str]:
    """Take one picture; return what is wrong with the page in that view."""
    name, width, scheme = view
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": "/".join(url.split("/", 3)[:3])}])
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda one: said.append(f"script: {one}"))
    answer = page.goto(url)
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
    from tools.site_pages import PAGES

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    asked.out.mkdir(exist_ok=True)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address, sessions = served(Path(folder) / "example")
        browser = playwright.chromium.launch(executable_path=asked.browser, chromium_sandbox=False)
        for who, paths in PAGES.items():
            for path in paths:
                if asked.only and asked.only != path:
                    continue
                file = asked.out / f"{who}{re.sub(r'[^a-z0-9]+', '-', path)}".rstrip("-")
                for view in VIEWS:
                    wrong += shoot(browser, address + path, sessions[who], file=file, view=view)
                print(f"{who} {path}", file=sys.stderr)
        browser.close()
    print("\n".join(wrong) or f"Every page is in {asked.out}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
