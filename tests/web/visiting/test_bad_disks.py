"""What the disk said no to is a calm page in its words, and whoever acted learns whether it was recorded."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.http import HttpResponse
from django.test import RequestFactory

from secondstory.application.ceremony.knowing_people import make_known
from secondstory.application.ports.storage import StorageFailed
from secondstory.web.signin.models import User
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from tests.web.conftest import Town, text_of


def breaks_at_writing(path: Path, table: str) -> None:
    """Make every new row of a table fail, as a disk would that can be read and not written."""
    with closing(sqlite3.connect(path)) as file:
        file.execute(
            f"CREATE TRIGGER bad_disk BEFORE INSERT ON {table} BEGIN INSERT INTO no_such_place VALUES (1); END"
        )


def titles(town: Town) -> str:
    return text_of(town.ada.get("/"))


def test_it_says_that_nothing_was_recorded_when_the_disk_said_no_and_still_shows_what_was(town: Town):
    town.opens(title="The night before")
    breaks_at_writing(town.ground.workspace.place.record, "entry")
    for _ in range(2):  # the second is told by the writer that stopped
        answer = town.ada.post("/open", {"title": "Seats released too early"})
        assert answer.status_code == 503
        assert "What was acknowledged is safe" in text_of(answer)
        assert "Tell whoever keeps this server" in text_of(answer)
        assert "secondstory verify" not in text_of(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "The night before" in titles(town)
    assert "Seats released too early" not in titles(town)


def test_it_says_that_an_act_was_recorded_when_only_its_checkpoint_waits(town: Town):
    town.opens(title="The night before")
    keys = town.ground.workspace.settings.keys
    breaks_at_writing(keys / "keys.db", "last_signed")
    answer = town.ada.post("/open", {"title": "Seats released too early"})
    assert answer.status_code == 503
    assert "This was recorded; do not do it again." in text_of(answer)
    assert "signed as soon as" in text_of(answer)
    assert "no_such_place" not in text_of(answer)  # why is for whoever keeps the server
    assert "Seats released too early" in titles(town)


def test_it_says_that_an_act_was_recorded_when_the_disk_said_no_after_it(town: Town):
    @page("anybody")
    def acts_and_then_cannot_read(visit: Visit) -> HttpResponse:
        make_known(visit.office, "Gus Ward")
        raise StorageFailed("Nothing was written to it.")

    request = RequestFactory().post("/")
    request.user = User.objects.get(person=town.people["ada"])
    answer = acts_and_then_cannot_read(request)
    assert answer.status_code == 503
    assert "This was recorded; do not do it again." in text_of(answer)
    assert "Nothing was written" not in text_of(answer)
