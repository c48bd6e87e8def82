"""Evidence and text cannot run in a reader's session: hostile names, fields and files, opened in a real browser.

The policy of the pages forbids inline scripts, so a hole could hide behind it. The browser here is told to ignore the
policy: nothing may run even without it. Bytes are asked for in a second browser that keeps to it.
"""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from secondstory.application.keeping import custody
from secondstory.application.keeping.holding import Wish, place
from secondstory.application.understanding import accounts
from secondstory.application.understanding.roles import give_role
from secondstory.application.understanding.timelines import record_gap
from secondstory.domain.understanding.accounts import Corrected, Shared
from secondstory.domain.understanding.incidents import Role
from secondstory.domain.understanding.timeline import GapCause, GapRecorded
from secondstory.kernel.ids import StreamId
from secondstory.wiring.evidence import vault_of
from secondstory.wiring.site.uploads import About, seal_upload, uploads_of
from tests.web.conftest import Town
from tests.web.hostile_texts import Hostile, hostile
from tests.web.serving_for_tests import served

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
PLACES = 19
"""In how many places each payload of `plant` stands."""

FOREIGN = """() => [...document.querySelectorAll("*")].filter((one) =>
  [...one.attributes].some((a) => a.name.startsWith("on")
    || (["href", "src", "action", "formaction", "data", "xlink:href", "srcdoc"].includes(a.name)
        && /^\\s*(javascript|vbscript|data:text)/i.test(a.value)))
  || (one.tagName === "SCRIPT" && !one.src.startsWith(location.origin + "/static/"))
  || ["IFRAME", "OBJECT", "EMBED", "BASE", "TEMPLATE", "MATH"].includes(one.tagName.toUpperCase())
  || (one.tagName === "META" && one.httpEquiv)
).map((one) => one.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as env, sync_playwright() as playwright:
        # Playwright keeps a loop in this thread, and Django would take it for its own.
        env.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, chromium_sandbox=False, args=["--disable-gpu", "--no-first-run"]
        )
        yield opened
        opened.close()


class Planter:
    """Puts payloads into every text of evidence, holds, gaps and accounts."""

    def __init__(self, town: Town) -> None:
        """Work as Ada, with everybody else of the cast in the room."""
        town.opens()
        self.town = town
        self.office = town.office("ada")
        self.pm: StreamId = self.office.door.stream_of("PM-1")
        for name in ("bo", "cem", "dee", "eve"):
            give_role(self.office, self.pm, Role.PARTICIPANT, town.people[name])

    def item(self, one: Hostile) -> None:
        """Seal a file and leave a text in each line of its custody; 8 places."""
        workspace, text = self.town.ground.workspace, one.text
        about = About(
            person=self.office.me,
            post_mortem=self.pm,
            name=one.file_name,
            length_bytes=0,
            sha256="",
            begun_at=self.office.now().isoformat(),
            captured_from=text,
            clock=text,
        )
        upload = uploads_of(workspace).take(about, [one.content])
        sealed = seal_upload(workspace, self.office, upload, despite=text)
        vault = vault_of(workspace)
        custody.read(self.office, vault, sealed.stream, purpose=text)
        custody.export(self.office, vault, sealed.stream, purpose=text)
        custody.correct(self.office, sealed.stream, cites=1, text=text)
        custody.hand(self.office, sealed.stream, to=text, reason=text)

    def waiting(self, one: Hostile) -> str:
        """Leave an upload that waits for an answer; 2 places. Return where."""
        about = About(
            person=self.office.me,
            post_mortem=self.pm,
            name=one.file_name,
            length_bytes=0,
            sha256="",
            begun_at=self.office.now().isoformat(),
            captured_from=one.text,
        )
        content = f"password = 'hT7-xQm29-Lkd8vZp'\n{one.text}".encode()
        return uploads_of(self.town.ground.workspace).take(about, [content]).id

    def around(self, one: Hostile) -> None:
        """Leave a text in a gap and in a hold; 5 places."""
        text = one.text
        wish = Wish(sources=(text,), custodians=(text,), reason=text)
        place(self.office, self.pm, wish)
        gap = GapRecorded(number=1, cause=GapCause.RETENTION_EXPIRED, what=text, policy=text)
        record_gap(self.office, self.pm, gap)

    def told(self, all_of_them: list[Hostile]) -> None:
        """Leave texts in accounts: roles, words, corrections, differences; 4 places."""
        for name, first in zip(("ada", "bo", "cem", "dee", "eve"), all_of_them, strict=False):
            office = self.town.office(name)
            words = "\n\n".join(one.text.replace("\n", " ") for one in all_of_them)
            own = accounts.write(office, self.pm, words, role=first.text, before_evidence=True).account
            assert own.stream is not None
            accounts.choose_readers(office, own.stream, Shared())
        office = self.office
        own = accounts.own_account(office, self.pm)
        assert own is not None
        assert own.stream is not None
        for one in all_of_them:
            accounts.correct(office, own.stream, Corrected(reason=one.text, text=one.text, cites=1))
            accounts.mark_difference(office, own, "E-1", one.text)


class Reader:
    """Ada's browser, which tells what ran in it and what stands in a page that is not ours."""

    def __init__(self, browser: Any, port: int, town: Town, *, bypass_csp: bool) -> None:
        """Sign in as Ada."""
        self.root = f"http://127.0.0.1:{port}"
        context = browser.new_context(bypass_csp=bypass_csp)
        town.ada.get("/")
        cookies = [
            {"name": one.key, "value": one.value, "url": self.root} for one in town.ada.cookies.values()
        ]
        context.add_cookies(cookies)
        self.page = context.new_page()
        self.ran: list[str] = []
        self.page.on("dialog", lambda dialog: (self.ran.append(dialog.message), dialog.dismiss()))

    def look(self, path: str, *, ours: bool = True) -> None:
        """Open a page and note what ran in it; ours: whether it is a page of ours, in which nothing foreign may stand."""
        from playwright.sync_api import Error

        try:
            self.page.goto(f"{self.root}{path}")
        except Error as stopped:
            # A download, or an address that shows nothing: then nothing ran either.
            assert "net::ERR" in str(stopped) or "Download" in str(stopped)
            return
        self.page.mouse.move(300, 300)
        if self.page.evaluate("window.ran || 0"):
            self.ran.append(path)
        if ours:
            self.ran.extend(f"{path}: {one}" for one in self.page.evaluate(FOREIGN))


def executions(town: Town, chromium: Any, count: int) -> list[str]:
    """Plant `count` payloads in all places, read every page that shows them, and return what ran or got in."""
    planter = Planter(town)
    payloads = hostile(count)
    for one in payloads:
        planter.item(one)
        planter.around(one)
    planter.told(payloads)
    waiting = [planter.waiting(one) for one in payloads]
    with served() as port:
        reader = Reader(chromium, port, town, bypass_csp=True)
        for path in ("/pm/1/evidence", "/pm/1/accounts", "/pm/1/"):
            reader.look(path)
        for number in range(1, 6):
            reader.look(f"/pm/1/accounts/{number}")
        for number in range(1, count + 1):
            reader.look(f"/pm/1/evidence/{number}")
            reader.look(f"/pm/1/evidence/{number}/original")
            reader.look(f"/pm/1/evidence/{number}/copy")
            reader.look(f"/pm/1/evidence/{number}/erase")
            reader.look(f"/pm/1/evidence/holds/{number + 1}")
            reader.look(f"/pm/1/evidence/holds/{number + 1}/release")
            reader.look(f"/pm/1/evidence/uploads/{waiting[number - 1]}")
        plain = Reader(chromium, port, town, bypass_csp=False)
        for number in range(1, count + 1):
            plain.look(f"/pm/1/evidence/{number}/bytes", ours=False)
            # The same bytes asked for as a script, by a page of ours whose policy allows its own host.
            plain.look("/pm/1/accounts")
            asked = plain.page.evaluate(AS_SCRIPT, f"/pm/1/evidence/{number}/bytes")
            plain.ran.extend([f"{number} as a script"] if asked else [])
        reader.page.context.close()
        plain.page.context.close()
    return [*reader.ran, *plain.ran]


AS_SCRIPT = """(url) => new Promise((done) => {
  const one = Object.assign(document.createElement("script"), { src: url });
  one.onload = one.onerror = () => done(window.ran || 0);
  document.head.append(one);
})"""


def test_it_runs_nothing_of_a_sample_of_payloads(town: Town, chromium: Any):
    assert executions(town, chromium, 4) == []


@pytest.mark.proof
def test_it_runs_nothing_of_more_than_five_hundred_payloads(town: Town, chromium: Any, write_proof: Any):
    count = 40
    assert count * PLACES >= 512
    assert len({(one.text, one.file_name) for one in hostile(count)}) == count
    assert executions(town, chromium, count) == []
    figures = {"payloads placed on pages, in Chromium without its policy": count * PLACES, "that ran": 0}
    write_proof("payloads", "Nothing that people write or upload runs in a reader's browser", figures)


def test_it_would_notice_what_runs(town: Town, chromium: Any):
    town.opens()
    with served() as port:
        reader = Reader(chromium, port, town, bypass_csp=True)
        reader.look("/pm/1/evidence")
        reader.page.evaluate("""() => { document.body.innerHTML += '<img src=x onerror="top.ran=1">'; }""")
        reader.page.wait_for_function("window.ran === 1")
        assert reader.page.evaluate(FOREIGN) != []
        reader.page.context.close()
