"""Settings: what is yourself, and what belongs to whoever looks after the installation."""

from datetime import date

import pytest
from django.test import Client

from secondstory.application import looking
from secondstory.application.access.administering import name_administrators
from secondstory.application.holidays import holidays_of, read_days
from secondstory.application.ports.post import Addressee, Letter
from secondstory.kernel.refused import Refused
from tests.web.conftest import Town, text_of

HOUSE = (
    "/settings/organisation",
    "/settings/texts",
    "/settings/texts/glossary",
    "/settings/retention",
    "/settings/record",
    "/settings/outbox",
)


@pytest.fixture
def place(town: Town) -> Town:
    """The town, with Ada looking after it in the record too."""
    name_administrators(town.ground.workspace.office, [town.people["ada"]])
    return town


def test_everybody_changes_their_name_and_their_zone(place: Town) -> None:
    assert "Bo Lindqvist" in place.bo.get("/settings").content.decode()
    place.bo.post("/settings", {"do": "name", "name": "Bo Lind"})
    assert looking.names(place.office("ada"))[place.people["bo"]] == "Bo Lind"
    kept = place.bo.post("/settings", {"do": "zone", "zone": "Pacific/Auckland"}, follow=True)
    assert "you read times in Pacific/Auckland" in text_of(kept)
    assert 'value="Pacific/Auckland" selected' in kept.content.decode()


@pytest.mark.parametrize(
    "sent", [{"do": "zone", "zone": "Nowhere/Atlantis"}, {"do": "name", "name": " "}, {}]
)
def test_it_refuses_what_cannot_be_kept(place: Town, sent: dict[str, str]) -> None:
    assert place.bo.post("/settings", sent).status_code == 422


@pytest.mark.parametrize("path", HOUSE)
def test_only_a_keeper_sees_what_is_the_organisations(place: Town, path: str) -> None:
    assert place.ada.get(path).status_code == 200
    assert place.bo.get(path).status_code == 404
    assert place.bo.post(path, {"do": "keep", "days": "2026-12-25"}).status_code == 404
    assert Client().get(path).status_code == 302


def test_days_off_are_kept_in_the_record(place: Town) -> None:
    kept = place.ada.post(
        "/settings/organisation", {"days": "2026-12-25 Christmas\n\n2026-12-28"}, follow=True
    )
    assert "2 days that are not worked" in text_of(kept)
    assert holidays_of(place.office("bo")) == {date(2026, 12, 25), date(2026, 12, 28)}
    assert "2026-12-25 Friday" in " ".join(text_of(kept).split())
    refused = place.ada.post("/settings/organisation", {"days": "2026-12-25\nChristmas"})
    assert "Line 2: Christmas is no day" in text_of(refused)
    assert "Christmas" in refused.content.decode()


def test_lines_that_are_no_days_are_all_named() -> None:
    with pytest.raises(Refused) as refused:
        read_days("2026-13-01\n\nsoon, says Bo")
    assert [one.partition(":")[0] for one in refused.value.problems] == ["Line 1", "Line 3"]


def test_a_text_becomes_their_own_and_ours_again(place: Town) -> None:
    workspace = place.ground.workspace
    before = workspace.texts.glossary()
    own = '[[terms]]\nterm = "hold"\nmeaning = "It stays."\n'
    kept = place.ada.post("/settings/texts/glossary", {"do": "keep", "text": own}, follow=True)
    assert "Kept" in text_of(kept)
    assert workspace.texts.glossary() == {"hold": "It stays."}
    assert "Yours" in text_of(place.ada.get("/settings/texts"))
    place.ada.post("/settings/texts/glossary", {"do": "drop"})
    assert workspace.texts.glossary() == before


@pytest.mark.parametrize("text", ['[[terms]]\nterm = "hold\n', '[[terms]]\nterm = "hold"\n', ""])
def test_a_text_that_does_not_fit_is_refused_and_kept_in_the_form(place: Town, text: str) -> None:
    before = place.ground.workspace.texts.glossary()
    refused = place.ada.post("/settings/texts/glossary", {"do": "keep", "text": text})
    assert refused.status_code == 422
    assert "/tmp" not in refused.content.decode()
    assert str(place.ground.workspace.place.root) not in refused.content.decode()
    assert place.ground.workspace.texts.glossary() == before
    assert place.ada.get("/settings/texts/no-such").status_code == 404


def test_letters_can_be_read_where_nobody_sends_them(place: Town) -> None:
    for personal in (False, True):
        place.ground.outbox.send(
            Letter(
                to=Addressee(address="bo@example.test"),
                subject=f"About a sitting {personal}",
                text="Between us." if personal else "On Friday.",
                purpose="test",
                key=str(personal),
                is_personal=personal,
            )
        )
    seen = text_of(place.ada.get("/settings/outbox"))
    assert "No mail server is set up" in seen
    assert "On Friday." in seen
    assert "Between us." not in seen
    assert place.ada.post("/settings/outbox", {"do": "again", "letter": "999"}).status_code == 422


def test_the_record_page_shows_key_and_what_was_looked_at(place: Town) -> None:
    seen = text_of(place.ada.get("/settings/record"))
    assert place.ground.workspace.settings.vkey in seen
    assert "No backup is known" in seen
    assert "No witness is asked" in seen


def test_it_shows_keys_to_read_aloud_witnesses_and_when_keys_were_backed_up(town: Town):
    from secondstory.wiring.safekeeping.signing_keys.keyring import fingerprint

    words = text_of(town.ada.get("/settings/record"))
    assert fingerprint(town.ground.workspace.settings.vkey) in words
    assert "No witness is asked" in words
    assert "No backup of the keys is known" in words
    assert town.fay.get("/settings/record").status_code == 404
