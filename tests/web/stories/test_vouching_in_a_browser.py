"""The pages of the record with witnesses in a real browser: one that signs, one that is away, a place that takes nothing."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from secondstory.kernel.frozen import replace
from secondstory.wiring.places import write_settings
from secondstory.wiring.site.rounds import Rounds, rounds_of
from secondstory.wiring.witnessing.policy import Wanted, add_witness
from secondstory.wiring.witnessing.serving import Serving, make_ready
from tests.web.stories.conftest import Site

pytestmark = pytest.mark.slow

VIEWS = (("light", 1440), ("dark", 1440), ("light", 390), ("dark", 320))
PAGES = (("runa", "/verify"), ("runa", "/pm/1/record"), ("ines", "/settings/record"))


@contextmanager
def witness(site: Site, folder: Path, name: str) -> Iterator[Serving]:
    """A witness on a port of its own, which has stopped when the block is left."""
    vkey = site.ground.workspace.settings.vkey
    serving = make_ready(folder / name, logs=[vkey], listen="127.0.0.1:0", name=f"{name}.example")
    thread = threading.Thread(target=serving.serve)
    thread.start()
    try:
        yield serving
    finally:
        serving.stop()
        thread.join()


@pytest.fixture(scope="module")
def watched(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with a witness that signs, one that is away, a folder that is published to and a remote that is away."""
    folder, workspace = tmp_path_factory.mktemp("watched"), site.ground.workspace
    away = str(folder / "checkpoints.git")
    write_settings(
        workspace.place, replace(workspace.settings, publish_to=str(folder / "public"), publish_git=away)
    )
    workspace.look_again()
    every = rounds_of(workspace, site.ground.outbox, links=site.ground.links)
    site.ground.rounds = Rounds(workspace, every, say=lambda _: None)
    with witness(site, folder, "south") as south:
        add_witness(workspace, Wanted(vkey=south.vkey, url=south.address))
    with witness(site, folder, "north") as north:
        add_witness(workspace, Wanted(vkey=north.vkey, url=north.address))
        went = {
            one.name: site.ground.rounds.turn(one).troubles
            for one in every
            if one.name in {"witnesses", "publication"}
        }
    assert [len(one) for one in went.values()] == [1, 1]
    return site


def looked_at(page: Any, width: int) -> list[tuple[str, str]]:
    """Return what axe finds, and whether the page is wider than its window."""
    from axe_playwright_python.sync_playwright import Axe

    wrong = [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]]
    return wrong + (
        [("too wide", page.url)] if page.evaluate("document.documentElement.scrollWidth") > width else []
    )


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_it_says_who_signed_and_what_could_not_be_done(watched: Site, scheme: str, width: int):
    wrong: list[Any] = []
    for who, path in PAGES:
        page = watched.browser(
            who, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        page.goto(watched.address + path)
        said = page.inner_text("body")
        if path == "/pm/1/record":
            assert "not yet witnessed" in said
        else:
            assert "north.example" in said
            assert "Not done of late: witnesses" in said
            assert "Not done of late: publication" in said
            assert "It is tried again by itself" in said
            # What is in the way may name files and addresses of the server: that is for whoever keeps it.
            assert ("checkpoints.git" in said) == (who == "ines")
        wrong += [(path, one) for one in looked_at(page, width)]
        page.context.close()
    assert wrong == []


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("scheme", "width"), VIEWS[1:3])
def test_it_makes_a_bundle_while_one_waits(watched: Site, scheme: str, width: int, *, scripts: bool):
    how = {
        "viewport": {"width": width, "height": 900},
        "color_scheme": scheme,
        "java_script_enabled": scripts,
    }
    page = watched.browser("runa", **how, bypass_csp=True, accept_downloads=True)
    page.goto(f"{watched.address}/pm/1/record")
    with watched.ground.bundles._turn:
        page.get_by_role("button", name="Make a bundle").click()
        page.get_by_text("It waits for its turn").wait_for()
        assert not scripts or looked_at(page, width) == []
    ready = page.get_by_role("link", name=re.compile("Download PM-1-bundle"))
    ready.wait_for(timeout=20_000)
    assert not scripts or looked_at(page, width) == []
    with page.expect_download() as fetched:
        ready.click()
    assert fetched.value.suggested_filename == "PM-1-bundle.zip"
    assert Path(fetched.value.path()).read_bytes()[:2] == b"PK"
    page.context.close()


def test_it_brings_back_what_was_typed_when_the_keys_are_away(watched: Site):
    page = watched.browser("runa", viewport={"width": 390, "height": 900}, bypass_csp=True)
    page.goto(f"{watched.address}/pm/1/support")
    page.get_by_label("For whom, by role").fill("the engineer on call")
    page.get_by_label("What do you offer?").fill("An hour together, today, wherever you like.")
    keys = watched.ground.workspace.settings.keys / "keys.db"
    with closing(sqlite3.connect(keys, isolation_level=None)) as file:
        file.execute(
            "CREATE TRIGGER away BEFORE INSERT ON keys BEGIN INSERT INTO no_such_place VALUES (1); END"
        )
        page.get_by_role("button", name="Offer it").click()
        page.get_by_role("heading", name="The keys of this record cannot be reached").wait_for()
        file.execute("DROP TRIGGER away")
    assert page.get_by_label("What you typed").last.input_value().startswith("An hour together")
    assert looked_at(page, 390) == []
    page.get_by_role("button", name="Send it once more").click()
    page.get_by_text("An hour together, today").first.wait_for()
    assert page.url.endswith("/pm/1/support")
    page.context.close()
