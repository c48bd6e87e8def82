"""Bundles in a browser: asked for, made in the background, fetched once by whoever asked, and left nowhere."""

import os
import re
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from secondstory.adapters.local_files.standalone.verify import main
from secondstory.domain.understanding.incidents import Role
from secondstory.wiring.site.bundles import Bundles
from secondstory.wiring.site.rounds import Rounds, rounds_of
from tests.web.conftest import Town, text_of
from tests.web.pages.sealing_for_tests import opens_with_bo, sealed
from tests.web.pages.telling_for_tests import whole_story

RECORD = "/pm/1/record"


def left(town: Town) -> list[Path]:
    """The folders of bundles that are on the disk."""
    return list(town.ground.workspace.place.root.glob("bundle-*"))


def asked(town: Town, name: str = "ada", purpose: str = "") -> str:
    """Ask for a bundle; return where its page is."""
    answer = getattr(town, name).post(f"{RECORD}/bundle", {"purpose": purpose})
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["Location"])


def ended(town: Town, where: str, name: str = "ada") -> Any:
    """Look at its page again and again, as a browser without scripts does, until nothing is under way."""
    end = time.monotonic() + 30
    while 'data-again="yes"' in (answer := getattr(town, name).get(where)).content.decode():
        assert time.monotonic() < end, "it was never ready"
        time.sleep(0.02)
    return answer


def file_of(answer: Any) -> str:
    """Return where the page says that the file is."""
    found = re.search(r'href="([^"]+\.zip)"', answer.content.decode())
    assert found, text_of(answer)
    return found[1]


def test_it_makes_a_bundle_of_what_one_may_read_and_keeps_nothing_once_it_was_fetched(
    town: Town, tmp_path: Path
):
    whole_story(town)
    before = town.ground.workspace.storage.head().size
    where = asked(town)
    ready = ended(town, where)
    assert "It is ready, and it was checked." in text_of(ready)
    assert (left(town)[0].stat().st_mode & 0o777) == 0o700
    answer = town.ada.get(file_of(ready))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="PM-1-bundle.zip"'
    (tmp_path / "PM-1.zip").write_bytes(b"".join(answer.streaming_content))
    answer.close()
    assert int(answer.headers["Content-Length"]) == (tmp_path / "PM-1.zip").stat().st_size
    assert main([str(tmp_path / "PM-1.zip"), "--key", town.ground.workspace.settings.vkey]) == 0
    assert town.ground.workspace.storage.head().size == before
    assert left(town) == []
    gone = town.ada.get(where, follow=True)
    assert "That bundle is no longer here" in text_of(gone)


def test_it_keeps_it_when_the_line_broke(town: Town):
    whole_story(town)
    file = file_of(ended(town, asked(town)))
    answer = town.ada.get(file)
    next(iter(answer.streaming_content))
    answer.close()
    assert len(left(town)) == 1
    again = town.ada.get(file)
    assert again.status_code == 200
    again.close()


def test_it_shows_how_far_it_is_without_scripts(town: Town):
    whole_story(town)
    bundles = town.ground.bundles
    with bundles._turn:
        where = asked(town)
        waiting = town.ada.get(where)
        assert "It waits for its turn" in text_of(waiting)
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting.content.decode()
        assert asked(town) == where  # pressed twice: one bundle
        job = next(iter(bundles._jobs.values()))
        job.tell("reading the entries", 20, 80)
        assert town.ada.get(f"{where}.zip").status_code == 303
    ended(town, where)


def test_it_gives_it_to_nobody_else(town: Town):
    stream = whole_story(town)
    where = asked(town)
    file = file_of(ended(town, where))
    for path in (where, file):
        assert town.fay.get(path).status_code == 404
        assert town.stranger.get(path).status_code == 302
    takes_part(town, "bo", stream)
    for path in (where, file, f"{RECORD}/bundle/nowhere", f"{RECORD}/bundle/nowhere.zip"):
        answer = town.bo.get(path)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{RECORD}#bundle"
    assert len(left(town)) == 1
    mine = town.ada.get(file)
    assert mine.status_code == 200
    mine.close()


def takes_part(town: Town, name: str, stream: Any) -> None:
    """Let somebody into the room."""
    from secondstory.application.record.sealing import Draft
    from secondstory.domain.understanding.incidents import RoleTaken

    event = RoleTaken(person=town.people[name], role=Role.PARTICIPANT)
    town.ground.workspace.journal.append([Draft(stream=stream, event=event)], by=town.people["ada"])


def test_it_makes_none_for_those_who_may_not_read_it(town: Town):
    whole_story(town)
    assert town.fay.post(f"{RECORD}/bundle", {"purpose": ""}).status_code == 404
    assert town.ada.get(f"{RECORD}/bundle").status_code == 404
    assert town.stranger.post(f"{RECORD}/bundle").status_code == 302
    assert left(town) == []


def test_it_records_that_copies_of_evidence_left_with_a_bundle(town: Town):
    opens_with_bo(town)
    sealed(town.ada)
    page = ended(town, asked(town, purpose="For the auditors."))
    assert "the custody of each says why: For the auditors." in text_of(page)
    assert "Evidence: exported" in text_of(town.ada.get(RECORD))


def test_it_says_why_none_was_made_and_keeps_nothing(town: Town):
    whole_story(town)
    with closing(sqlite3.connect(town.ground.workspace.place.record)) as file, file:
        file.execute("UPDATE tile SET hashes = zeroblob(length(hashes))")
    page = ended(town, asked(town))
    assert "No bundle was made" in text_of(page)
    assert "The record is not what was recorded" in text_of(page)
    assert ".zip" not in page.content.decode()
    assert [list(one.iterdir()) for one in left(town)] == [[]]


def test_it_says_that_the_disk_said_no(town: Town):
    whole_story(town)
    bundles = town.ground.bundles
    with bundles._turn:
        where = asked(town)
        (folder,) = left(town)
        folder.rmdir()
        folder.write_text("in the way")
    page = ended(town, where)
    assert "said no while it was made" in text_of(page)
    assert str(folder) not in text_of(page)
    folder.unlink()


def test_it_forgets_bundles_after_an_hour(town: Town):
    whole_story(town)
    where = asked(town)
    ended(town, where)
    town.later(minutes=59)
    assert town.ground.bundles.sweep() == 0
    assert town.ada.get(where).status_code == 200
    town.later(minutes=2)
    assert town.ada.get(where).status_code == 303
    assert town.ground.bundles.sweep() == 1
    assert left(town) == []


def test_it_removes_what_a_crash_left_and_nothing_that_another_process_makes(town: Town):
    whole_story(town)
    root = town.ground.workspace.place.root
    crashed = root / "bundle-crashed"
    crashed.mkdir()
    (crashed / "PM-1-bundle.zip").write_bytes(b"opened evidence")
    beside = Bundles(town.ground.workspace)
    job = beside.ask(town.office("ada"), "PM-1", "")
    end = time.monotonic() + 30
    while job.is_under_way:
        assert time.monotonic() < end
        time.sleep(0.02)
    for folder in left(town):
        os.utime(folder, (0, 0))
    ground = town.ground
    every = rounds_of(ground.workspace, ground.outbox, links=ground.links, bundles=ground.bundles)
    (clearing,) = (one for one in every if one.name == "bundles")
    assert clearing.is_at_once
    assert Rounds(ground.workspace, every, say=lambda _: None).turn(clearing).troubles == ()
    assert left(town) == [job.folder]


@pytest.mark.parametrize("purpose", ["", "For the auditors."])
def test_it_makes_one_at_a_time(town: Town, purpose: str):
    opens_with_bo(town)
    sealed(town.ada)
    first, second = asked(town, purpose=purpose), asked(town, "bo", purpose)
    assert first != second
    for where, name in ((first, "ada"), (second, "bo")):
        assert file_of(ended(town, where, name)).endswith(".zip")
    assert not [one for one in threading.enumerate() if one.name.startswith("bundle ")]
