"""Passkeys in a real browser with a virtual authenticator: added, and used to sign in without a password."""

import re
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import Town

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
QUIET = (
    "--disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)
GOOD = "three quiet harbour lamps"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def served(town: Town) -> Iterator[str]:
    """The site on a port of this machine; Ada has a password."""
    import waitress
    from django.core.cache import cache
    from django.core.wsgi import get_wsgi_application

    from secondstory.web.signin.models import User

    cache.clear()
    user = User.objects.get(person=town.people["ada"])
    user.set_password(GOOD)
    user.save()
    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    # A passkey belongs to a name, not to a number.
    yield f"http://localhost:{server.effective_port}"
    server.close()
    thread.join(5)


@pytest.fixture
def page() -> Iterator[Any]:
    """A page in a browser that has an authenticator which says yes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, chromium_sandbox=False, args=QUIET.split()
        )
        opened = browser.new_page()
        opened.set_default_timeout(8000)
        session = opened.context.new_cdp_session(opened)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        yield opened
        browser.close()


def test_a_passkey_is_added_and_signs_in_without_a_password(served: str, page: Any) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{served}/account/login/?next=/account/2fa/webauthn/add/")
    page.fill("#f-login, [name=login]", "ada@example.test")
    page.fill("[name=password]", GOOD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.fill("[name=password]", GOOD)
    page.get_by_role("button", name="Go on").click()
    page.fill("[name=name]", "The laptop")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(re.compile("recovery-codes"))
    page.goto(f"{served}/account/2fa/webauthn/")
    assert "The laptop" in page.inner_text("main")
    page.goto(f"{served}/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/account/login"))
    page.goto(f"{served}/account/login/?next=/settings")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{served}/settings")
    assert "Ada Okafor" in page.content()
    assert complaints == []


def test_without_scripts_the_password_is_all_that_is_asked(served: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, chromium_sandbox=False, args=QUIET.split()
        )
        plain = browser.new_context(java_script_enabled=False).new_page()
        plain.goto(f"{served}/account/login/")
        assert not plain.get_by_role("button", name="Sign in with a passkey").is_visible()
        plain.fill("[name=login]", "ada@example.test")
        plain.fill("[name=password]", GOOD)
        plain.get_by_role("button", name="Sign in", exact=True).click()
        plain.goto(f"{served}/settings")
        assert "Yourself" in plain.inner_text("main")
        browser.close()
