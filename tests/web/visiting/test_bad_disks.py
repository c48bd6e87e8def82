"""What the disk said no to is a calm page in its words, and whoever acted learns whether it was recorded."""

import errno
import json
import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.adapters.local_files.durable import DiskFull, NotWritten
from secondstory.application.ceremony.knowing_people import make_known
from secondstory.application.keeping.directory import join
from secondstory.application.ports.storage import Conflict, StorageFailed, StorageFull
from secondstory.application.record.signing import RecordBehind
from secondstory.vault.errors import KeyDestroyed
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


def test_it_lets_letters_out_about_an_act_whose_checkpoint_waits(town: Town):
    where = f"{town.opens()}support"
    gus = join(town.office("ada"), "Gus Ward", "gus@example.test").person
    breaks_at_writing(town.ground.workspace.settings.keys / "keys.db", "last_signed")
    offer = {"do": "offer", "role": "the engineer on call", "what": "An hour together, today", "person": gus}
    answer = town.ada.post(where, offer)
    assert "This was recorded; do not do it again." in text_of(answer)
    assert "Letters about it" not in text_of(answer)
    assert len(town.ground.outbox.recent(9)) == 1
    assert "Send it once more" not in text_of(answer)


def test_it_says_when_the_letters_could_not_be_written_either(town: Town):
    where = f"{town.opens()}support"
    gus = join(town.office("ada"), "Gus Ward", "gus@example.test").person
    assert town.ground.outbox.recent(1) == []
    breaks_at_writing(town.ground.workspace.place.root / "outbox.db", "letter")
    offer = {"do": "offer", "role": "the engineer on call", "what": "An hour together, today", "person": gus}
    answer = town.ada.post(where, offer)
    assert answer.status_code == 503
    assert "This was recorded; do not do it again." in text_of(answer)
    breaks_at_writing(town.ground.workspace.settings.keys / "keys.db", "last_signed")
    unsigned = town.ada.post(where, offer)
    assert "Letters about it could not be written" in text_of(unsigned)


def test_it_says_that_the_keys_are_away_and_brings_back_what_was_typed(town: Town):
    where = f"{town.opens()}support"
    breaks_at_writing(town.ground.workspace.settings.keys / "keys.db", "keys")
    offer = {
        "do": "offer",
        "role": "the engineer on call",
        "what": "An hour & a walk, <today>",
        "password": "x",
    }
    answer = town.ada.post(where, {**offer, "person": town.people["bo"]})
    assert answer.status_code == 503
    words = text_of(answer)
    assert "The keys of this record cannot be reached" in words
    assert "Nothing of what you sent was recorded" in words
    assert str(town.ground.workspace.settings.keys) not in answer.content.decode()
    page = answer.content.decode()
    assert 'name="what" value="An hour &amp; a walk, &lt;today&gt;"' in page
    assert f'action="{where}"' in page
    assert page.count("csrfmiddlewaretoken") == 1
    assert 'name="password"' not in page
    with closing(sqlite3.connect(town.ground.workspace.settings.keys / "keys.db")) as file:
        file.execute("DROP TRIGGER bad_disk")
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert town.ada.post(where, {name: unescape(value) for name, value in again.items()}).status_code == 303


def answered(town: Town, said: Exception, method: str = "post", **headers: str) -> HttpResponse:
    @page("anybody")
    def says(visit: Visit) -> HttpResponse:
        raise said

    request = getattr(RequestFactory(), method)("/pm/1/story", {"text": "What we saw"}, headers=headers)
    request.user = User.objects.get(person=town.people["ada"])
    return says(request)


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        (Conflict("pm_1 stands at 7, not at 6"), 409, "Others were writing in the same place"),
        (DiskFull("/srv/ws: full", number=errno.ENOSPC), 507, "no room left"),
        (StorageFull("The disk is full."), 507, "no room left"),
        (OSError(errno.ENOSPC, "No space left on device", "/srv/tmp"), 507, "no room left"),
        (NotWritten("/srv/ws/drafts could not be written.", number=errno.EACCES), 503, "said no"),
        (KeyStoreFailed("The key store /srv/keys could not be read."), 503, "cannot be reached"),
        (RecordBehind("This copy of the record holds 3 entries"), 503, "not the newest"),
        (KeyDestroyed("ac_1"), 409, "lawfully erased"),
    ],
)
def test_it_has_calm_words_for_each_kind_and_names_nothing_of_the_server(town: Town, said, status, words):
    sent = answered(town, said)
    assert sent.status_code == status
    assert words in text_of(sent)
    assert "Nothing of what you sent was recorded" in text_of(sent)
    assert 'name="text" value="What we saw"' in sent.content.decode()
    assert sent.headers["Cache-Control"] == "private, no-store"
    looked = answered(town, said, "get")
    assert looked.status_code == status
    assert "This page could not be made" in text_of(looked)
    for one in (sent, looked):
        assert "/srv" not in one.content.decode()
        assert "secondstory " not in text_of(one)


def test_it_tells_a_script_in_its_own_format(town: Town):
    told = json.loads(answered(town, Conflict("x"), Accept="application/json").content)
    assert told["refused"] == told["why"]
    assert "Nothing of what you sent was recorded" in told["why"]


def test_it_leaves_other_errors_to_the_page_for_faults(town: Town):
    with pytest.raises(FileNotFoundError):
        answered(town, FileNotFoundError(errno.ENOENT, "No such file", "x"))
