"""Notes between a supporter and the person supported."""

import sqlite3
from pathlib import Path

import pytest

from secondstory.application.ceremony import supporting
from secondstory.application.ceremony.knowing_people import make_known
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.wiring.creating import create
from secondstory.wiring.places import Place
from secondstory.wiring.safekeeping.private_notes import (
    FILE,
    delete_private_note,
    private_notes,
    write_private_note,
)
from secondstory.wiring.workspace import Workspace

WORDS = "I have not slept, and I keep seeing the number 48"
Offer = tuple[Workspace, StreamId, dict[str, str]]


@pytest.fixture
def offer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Offer:
    """An offer from Ada to Bo; Cem is an administrator of nothing here and in the same house."""
    monkeypatch.setenv("SECONDSTORY_KEYS", str(tmp_path / "keys"))
    workspace = create(Place(tmp_path / "ws"), name="Ada", address=None).workspace
    office = workspace.office
    people = {name: make_known(office, name).person for name in ("Bo", "Cem")}
    stream = open_post_mortem(office, Opening(title="Seats released too early")).stream
    supporting.offer(office, stream, what="an hour", to_role="the engineer on call", to=people["Bo"])
    (made,) = supporting.supports_of(office, stream)
    assert made.stream is not None
    return workspace, made.stream, {"Ada": office.me, **people}


def office_of(offer: Offer, name: str):
    return offer[0].office_for(offer[2][name], alone=False)  # type: ignore[arg-type]


def test_it_shows_a_note_to_both_of_them_and_to_nobody_else(offer: Offer):
    workspace, support, _ = offer
    write_private_note(workspace, office_of(offer, "Bo"), support, WORDS)
    assert [one.text for one in private_notes(workspace, office_of(offer, "Ada"), support)] == [WORDS]
    assert [one.text for one in private_notes(workspace, office_of(offer, "Bo"), support)] == [WORDS]
    for act in (
        lambda office: private_notes(workspace, office, support),
        lambda office: write_private_note(workspace, office, support, "me too"),
        lambda office: delete_private_note(workspace, office, support, 1),
    ):
        with pytest.raises(Refused):
            act(office_of(offer, "Cem"))


def test_it_is_deleted_at_once_by_either_of_them(offer: Offer):
    workspace, support, _ = offer
    write_private_note(workspace, office_of(offer, "Bo"), support, WORDS)
    (note,) = private_notes(workspace, office_of(offer, "Ada"), support)
    path = workspace.place.root / FILE
    with sqlite3.connect(path) as database:
        (sealed,) = database.execute("SELECT sealed FROM note").fetchone()
    database.close()
    assert sealed in path.read_bytes()
    delete_private_note(workspace, office_of(offer, "Ada"), support, note.number)
    assert private_notes(workspace, office_of(offer, "Bo"), support) == []
    assert all(sealed not in one.read_bytes() for one in path.parent.glob(f"{FILE}*"))
    with pytest.raises(Refused, match="gone already"):
        delete_private_note(workspace, office_of(offer, "Ada"), support, note.number)


def test_it_keeps_no_word_in_the_clear_and_none_in_the_record(offer: Offer):
    workspace, support, _ = offer
    before = len(workspace.office.reader.events(support))
    write_private_note(workspace, office_of(offer, "Bo"), support, WORDS)
    assert len(workspace.office.reader.events(support)) == before
    kept = [one.read_bytes() for one in workspace.place.root.rglob("*") if one.is_file()]
    assert not any(b"not slept" in each for each in kept)


def test_it_refuses_an_empty_note_and_a_stream_of_another_kind(offer: Offer):
    workspace, support, _ = offer
    with pytest.raises(Refused, match="Write a line"):
        write_private_note(workspace, office_of(offer, "Bo"), support, "  ")
    with pytest.raises(Refused):
        private_notes(workspace, workspace.office, StreamId("pm_1"))
