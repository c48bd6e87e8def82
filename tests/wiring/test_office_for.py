"""An office of anybody in a workspace, as the pages ask for it."""

import threading

import pytest

from secondstory.application.ceremony.knowing_people import make_known
from secondstory.application.keeping import directory
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.application.understanding.telling import tell
from secondstory.domain.understanding.incidents import Retitled
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import POSTMORTEM
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    return create(Place(tmp_path / "ws"), name="Ada", address=None).workspace


def test_it_guards_what_somebody_reads_and_records(workspace):
    stream = open_post_mortem(workspace.office, Opening(title="Seats released too early")).stream
    bo = workspace.office_for(make_known(workspace.office, "Bo").person, alone=False)
    assert not bo.alone
    assert bo.door.count(POSTMORTEM) == 0
    assert bo.reader.events(stream) == []
    with pytest.raises(Refused):
        tell(bo, stream, lambda _pm: [Retitled(title="Mine")])


def test_it_records_in_the_name_of_its_person(workspace):
    bo = make_known(workspace.office, "Bo").person
    stream = open_post_mortem(workspace.office_for(bo, alone=False), Opening(title="A late seat")).stream
    assert {entry.by for entry in workspace.office_for(bo, alone=False).reader.events(stream)} == {bo}
    assert workspace.office.door.count(POSTMORTEM) == 0


def test_it_lets_one_person_alone_do_everything(workspace):
    me = workspace.office.me
    stream = open_post_mortem(workspace.office_for(me, alone=True), Opening(title="A late seat")).stream
    tell(workspace.office_for(me, alone=True), stream, lambda _pm: [Retitled(title="An early seat")])
    assert workspace.office.door.count(POSTMORTEM, {"title": "An early seat"}) == 1


def test_it_sees_at_a_glance_what_a_door_shows_and_asks_once_who_looks(workspace):
    stream = open_post_mortem(workspace.office, Opening(title="A late seat")).stream
    me, bo = workspace.office.me, make_known(workspace.office, "Bo").person
    for person, seen in ((me, 1), (bo, 0)):
        door = workspace.office_for(person, alone=False, is_glance=True).door
        assert (door.count(POSTMORTEM), door.may_read(stream)) == (seen, bool(seen))
        assert door.viewers is door.viewers


def test_it_sees_at_the_next_glance_what_changed_after_the_last(workspace):
    me = workspace.office.me
    first = workspace.office_for(me, alone=False, is_glance=True).door
    before = first.viewers
    directory.form_team(workspace.office, "Seats")
    directory.join_team(workspace.office, "Seats", me)
    second = workspace.office_for(me, alone=False, is_glance=True).door
    assert (first.viewers, len(second.viewers)) == (before, len(before) + 1)


def test_it_can_be_asked_in_any_thread(workspace):
    me, found = workspace.office.me, []
    open_post_mortem(workspace.office, Opening(title="A late seat"))

    def ask():
        found.append(workspace.office_for(me, alone=False).door.count(POSTMORTEM))
        workspace.storage.close()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1]
