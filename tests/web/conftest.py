"""A town: a workspace of its own with the cast, each with a browser of their own that is signed in."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from secondstory.kernel.ids import PersonId
from secondstory.web.site.config import Config
from secondstory.web.site.ground import Ground
from secondstory.web.site.settings import configure
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place

MONDAY = datetime.fromisoformat("2026-11-02T09:00:00+00:00")
CAST = {
    "ada": "Ada Okafor",
    "bo": "Bo Lindqvist",
    "cem": "Cem Yıldız",
    "dee": "Dee Marsh",
    "eve": "Eve Novak",
    "fay": "Fay Ibarra",
}


SITE = Path(tempfile.mkdtemp(prefix="second-story-site-"))
atexit.register(shutil.rmtree, SITE, ignore_errors=True)
# Django is configured once in a process, before any test module imports a view; each test puts its own ground in.
configure(Ground(None, Config()), secret="only-for-tests" * 5, folder=SITE)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def django_site() -> Path:
    """Django with its sign-in tables in a folder of its own."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return SITE


@dataclass
class Town:
    """Everybody here, and the clock. `town.ada` is a browser of Ada's; `town.stranger` is nobody's."""

    ground: Ground
    env: pytest.MonkeyPatch
    people: dict[str, PersonId]
    at: datetime = MONDAY
    browsers: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """Return the browser of one of the cast."""
        from django.test import Client

        from secondstory.web.signin.models import User

        if name not in {*CAST, "stranger"}:
            raise AttributeError(name)
        if name not in self.browsers:
            client = Client()
            if name != "stranger":
                user = User.objects.get(person=self.people[name])
                client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            self.browsers[name] = client
        return self.browsers[name]

    def office(self, name: str) -> Any:
        """Return the office of one of the cast, as a team has it."""
        return self.ground.workspace.office_for(self.people[name], alone=False)

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)
        self.env.setenv("SECONDSTORY_DEMO_CLOCK", self.at.isoformat())

    def opens(self, name: str = "ada", title: str = "Seats released too early") -> str:
        """Let somebody open a post-mortem; return its address, `/pm/1/`."""
        answer = getattr(self, name).post("/open", {"title": title})
        assert answer.status_code == 303, text_of(answer)
        return str(answer.headers["Location"])


@pytest.fixture
def town(django_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A fresh town; Ada is its administrator."""
    from allauth.account.models import EmailAddress
    from django.contrib.sessions.models import Session
    from django.test import override_settings

    from secondstory.application.ceremony.knowing_people import make_known
    from secondstory.web.signin.models import Invitation, Link, User

    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("SECONDSTORY_DEMO_CLOCK", MONDAY.isoformat())
    workspace = create(Place(tmp_path / "ws"), name=CAST["ada"], address=None, demo=True).workspace
    people = {"ada": workspace.office.me}
    people |= {key: make_known(workspace.office, name).person for key, name in CAST.items() if key != "ada"}
    for table in (Session, EmailAddress, Invitation, Link, User):
        table.objects.all().delete()
    for key, person in people.items():
        user = User.objects.create_user(
            f"{key}@example.test", person=person, is_administrator=key == "ada", zone="UTC"
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    ground = Ground(workspace, Config(zone="UTC", organisation="Kelda Ferries"))
    with override_settings(SECOND_STORY=ground):
        yield Town(ground=ground, env=monkeypatch, people=people)
    workspace.storage.close()


def text_of(answer: Any) -> str:
    """Return the words of an answer, without markup."""
    found = answer.content.decode()
    found = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", found)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found)).strip()
