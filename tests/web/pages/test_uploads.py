"""Uploads in parts: resumed, held to what was declared, and sealed once."""

import hashlib
from typing import Any

import pytest

from secondstory.wiring.site.uploads import PART_BYTES, uploads_of
from tests.web.conftest import Town, text_of
from tests.web.pages.sealing_for_tests import SECRET, opens_with_bo

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def here(town: Town) -> str:
    """Where uploads to Ada's post-mortem begin; Bo takes part."""
    return f"{opens_with_bo(town)}/uploads"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def begin(browser: Any, here: str, content: bytes = CONTENT, name: str = "core.bin", **more: str) -> Any:
    form = {"name": name, "length": len(content), "sha256": sha256(content), "captured_from": "db-1", **more}
    return browser.post(here, form)


def put(browser: Any, url: str, start: int, part: bytes, digest: str | None = None) -> Any:
    digest = sha256(part) if digest is None else digest
    return browser.put(
        f"{url}?from={start}", part, "application/octet-stream", headers={"X-Part-Sha256": digest}
    )


def end(browser: Any, url: str, content: bytes = CONTENT) -> Any:
    return browser.post(url, {"length": len(content), "sha256": sha256(content)})


def test_it_takes_parts_and_seals_the_whole(town: Town, here: str):
    begun = begin(town.ada, here).json()
    assert put(town.ada, begun["parts"], 0, CONTENT[:4000]).json()["received"] == 4000
    assert put(town.ada, begun["parts"], 4000, CONTENT[4000:]).json()["received"] == len(CONTENT)
    assert end(town.ada, begun["seal"]).json() == {"said": "Sealed: E-1, core.bin, 10.0 kB."}
    words = text_of(town.ada.get("/pm/1/evidence"))
    assert "Sealed: E-1, core.bin" in words
    assert uploads_of(town.ground.workspace).all() == []


def test_it_goes_on_where_it_stopped(town: Town, here: str):
    put(town.ada, begin(town.ada, here).json()["parts"], 0, CONTENT[:4000])
    assert "3.9 kB of 10.0 kB are here" in text_of(town.ada.get("/pm/1/evidence"))
    again = begin(town.ada, here, captured_from="db-2").json()
    assert again["received"] == 4000
    assert [one.about.captured_from for one in uploads_of(town.ground.workspace).all()] == ["db-2"]
    assert town.ada.get(again["parts"]).json() == {"received": 4000, "length": len(CONTENT)}


def test_it_takes_a_part_sent_twice_once(town: Town, here: str):
    begun = begin(town.ada, here).json()
    put(town.ada, begun["parts"], 0, CONTENT[:4000])
    assert put(town.ada, begun["parts"], 0, CONTENT[:4000]).json()["received"] == 4000


@pytest.mark.parametrize(
    ("start", "part", "digest"),
    [
        (0, CONTENT[:100], sha256(CONTENT[:99])),
        (0, CONTENT[:100], ""),
        (500, CONTENT[500:600], None),
        (0, CONTENT + b"!", None),
        (0, b"x" * (PART_BYTES + 1), None),
    ],
    ids=["torn", "without a digest", "leaves a hole", "beyond the end", "too long"],
)
def test_it_keeps_no_part_that_is_torn_out_of_place_or_too_long(
    town: Town, here: str, start: int, part: bytes, digest: str | None
):
    url = begin(town.ada, here).json()["parts"]
    answer = put(town.ada, url, start, part, digest)
    assert answer.status_code == 422
    assert answer.json()["received"] == 0
    assert answer.json()["why"]


def test_it_keeps_no_part_across_another(town: Town, here: str):
    url = begin(town.ada, here).json()["parts"]
    put(town.ada, url, 0, CONTENT[:4000])
    assert put(town.ada, url, 0, CONTENT[:3000]).status_code == 422
    assert put(town.ada, url, 10, CONTENT[10:3000]).json()["received"] == 4000


def test_it_seals_nothing_before_all_of_it_is_here(town: Town, here: str):
    begun = begin(town.ada, here).json()
    put(town.ada, begun["parts"], 0, CONTENT[:4000])
    answer = end(town.ada, begun["seal"])
    assert answer.status_code == 422
    assert answer.json()["received"] == 4000
    assert "Nothing is sealed yet" in text_of(town.ada.get("/pm/1/evidence"))


def test_it_seals_nothing_that_is_not_what_was_declared(town: Town, here: str):
    begun = begin(town.ada, here).json()
    assert end(town.ada, begun["seal"], CONTENT[:-1]).status_code == 422
    put(town.ada, begun["parts"], 0, CONTENT[:-1] + b"?")
    answer = end(town.ada, begun["seal"])
    assert answer.status_code == 422
    assert "changed on its way" in answer.json()["why"]
    assert answer.json()["received"] == 0
    assert "Nothing is sealed yet" in text_of(town.ada.get("/pm/1/evidence"))


def test_it_is_sealed_once_when_two_ask(town: Town, here: str):
    begun = begin(town.ada, here).json()
    put(town.ada, begun["parts"], 0, CONTENT)
    uploads = uploads_of(town.ground.workspace)
    with uploads.claimed(uploads.all()[0]):
        answer = end(town.ada, begun["seal"])
        assert answer.status_code == 422
        assert "being sealed right now" in answer.json()["why"]
    assert end(town.ada, begun["seal"]).status_code == 200
    assert end(town.ada, begun["seal"]).status_code == 404


def test_it_says_that_the_same_bytes_are_sealed_already(town: Town, here: str):
    begun = begin(town.ada, here).json()
    put(town.ada, begun["parts"], 0, CONTENT)
    end(town.ada, begun["seal"])
    assert begin(town.ada, here).json() == {
        "said": "E-1 holds these very bytes already, so core.bin was not sealed twice."
    }


def test_it_asks_about_secrets_before_it_seals(town: Town, here: str):
    begun = begin(town.ada, here, SECRET, "deploy.log").json()
    put(town.ada, begun["parts"], 0, SECRET)
    see = end(town.ada, begun["seal"], SECRET).json()["see"]
    assert "1 likely secret" in text_of(town.ada.get(see))


def test_it_seals_an_empty_file(town: Town, here: str):
    begun = begin(town.ada, here, b"", "empty.log").json()
    assert end(town.ada, begun["seal"], b"").json()["said"] == "Sealed: E-1, empty.log, 0 bytes."


@pytest.mark.parametrize(
    "wrong", [{"length": "-1"}, {"length": "many"}, {"sha256": "0"}, {"length": "999999999999"}]
)
def test_it_begins_nothing_that_is_not_declared(town: Town, here: str, wrong: dict[str, str]):
    answer = begin(town.ada, here, **wrong)
    assert answer.status_code == 422
    assert uploads_of(town.ground.workspace).all() == []


def test_it_belongs_to_whoever_began_it(town: Town, here: str):
    begun = begin(town.ada, here).json()
    for browser in (town.bo, town.fay):
        assert put(browser, begun["parts"], 0, CONTENT).status_code == 404
        assert end(browser, begun["seal"]).status_code == 404
    assert begin(town.fay, here).status_code == 404
    assert put(town.stranger, begun["parts"], 0, CONTENT).status_code == 302
    assert begin(town.bo, here).json()["parts"] != begun["parts"]


def test_it_lets_nobody_fill_the_disk_with_what_waits(town: Town, here: str):
    for number in range(20):
        assert begin(town.ada, here, str(number).encode()).status_code == 200
    answer = begin(town.ada, here, b"one more")
    assert answer.status_code == 422
    assert "20 uploads of yours wait" in answer.json()["why"]


def test_it_keeps_them_where_nobody_else_on_the_machine_reads(town: Town, here: str):
    put(town.ada, begin(town.ada, here).json()["parts"], 0, CONTENT)
    root = town.ground.workspace.place.root / "uploads"
    found = [root, *root.rglob("*")]
    assert len(found) == 4
    assert {one.stat().st_mode & 0o077 for one in found} == {0}
