"""The example's team on a real server, and a real browser for each of them."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from secondstory.kernel.ids import PersonId
from secondstory.web.serving.example.cast import gather, let_in
from secondstory.web.serving.example.making import ORGANISATION, story
from secondstory.web.serving.example.playing import Player
from secondstory.web.site.config import Config
from secondstory.web.site.ground import Ground
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Site:
    """A running site: its address, who is who, and browsers that were opened for them."""

    address: str
    cast: dict[str, PersonId]
    ground: Ground
    chromium: Any
    opened: list[Any] = field(default_factory=list)

    def cookie(self, who: str) -> str:
        """Return the session of one of the team, signed in."""
        from django.test import Client

        from secondstory.web.signin.models import User

        client = Client()
        client.force_login(User.objects.get(person=self.cast[who]), backend=BACKEND)
        return str(client.cookies["sessionid"].value)

    def browser(self, who: str, **how: Any) -> Any:
        """Return a page in a browser of their own, in which they are signed in."""
        context = self.chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, **how})
        context.add_cookies([{"name": "sessionid", "value": self.cookie(who), "url": self.address}])
        self.opened.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        return page


@pytest.fixture(scope="module")
def site(django_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The team of the example, on a server of their own, the day after their commitment sitting."""
    import waitress
    from allauth.account.models import EmailAddress
    from django.contrib.sessions.models import Session
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings
    from playwright.sync_api import sync_playwright

    from secondstory.web.signin.models import User

    if CHROMIUM is None:
        pytest.skip("no chromium here")
    place = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as env:
        env.setenv("SECONDSTORY_KEYS", str(place / "keys"))
        env.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's own loop runs in this thread
        workspace = create(Place(place / "ws"), name="Ines Okafor", address=None, demo=True).workspace
        told = story()
        cast = dict(gather(workspace, told))
        for table in (Session, EmailAddress, User):
            table.objects.all().delete()
        let_in(told, cast)
        Player(workspace, told, cast).play()
        ground = Ground(workspace, Config(zone="Europe/Oslo", organisation=ORGANISATION))
        with override_settings(SECOND_STORY=ground, ALLOWED_HOSTS=["127.0.0.1"]):
            server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=8)
            address = f"http://127.0.0.1:{server.effective_port}"
            threading.Thread(target=server.run, daemon=True).start()
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(
                    executable_path=CHROMIUM, chromium_sandbox=False, args=QUIET
                )
                yield Site(address=address, cast=cast, ground=ground, chromium=chromium)
                chromium.close()
            server.close()
        workspace.storage.close()
