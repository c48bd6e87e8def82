"""The timeline in a browser: its picture, its entries, corrections, voices, gaps, and pasting."""

from pathlib import Path

import pytest

from secondstory.adapters.pictures.svg import css
from tests.web.conftest import Town, text_of

ENTRY = {
    "do": "add",
    "text": "The hold length is saved as 48",
    "occurred": "2026-11-02 08:52",
    "kind": "fact",
}
EXCERPT = (
    "20:52 hold length saved as 48\n21:40 first 212 seats let go\n  in three batches\n22:50 booking is paged"
)


@pytest.fixture
def here(town: Town) -> str:
    """The timeline of a post-mortem that Ada opened, with one entry."""
    address = f"{town.opens()}timeline"
    assert town.ada.post(address, ENTRY).status_code == 303
    return address


def test_it_says_how_to_begin_when_nothing_is_there(town: Town):
    words = text_of(town.ada.get(f"{town.opens()}timeline"))
    assert "Begin with an ordinary moment" in words


def test_it_adds_an_entry_and_shows_it_in_picture_and_table(town: Town, here: str):
    page = town.ada.get(here).content.decode()
    assert page.count("hold length is saved") >= 2
    assert "<svg" in page
    assert "T-1" in page
    assert "unsourced" in page


def test_it_reads_a_time_alone_near_the_other_entries(town: Town, here: str):
    town.ada.post(here, {"do": "add", "text": "First seats let go", "occurred": "08:40", "sure": "300"})
    words = text_of(town.ada.get(here)).partition("2 entries")[2]
    assert "08:40 ± 300 s" in words
    assert words.index("First seats let go") < words.index("The hold length is saved as 48")


def test_it_refuses_an_entry_without_a_time_and_keeps_the_words(town: Town, here: str):
    answer = town.ada.post(here, {**ENTRY, "text": "Third caller with the same story", "occurred": ""})
    assert answer.status_code == 422
    assert "An entry needs a time" in text_of(answer)
    assert "Third caller with the same story" in answer.content.decode()


def test_it_refuses_a_source_that_is_not_there(town: Town, here: str):
    answer = town.ada.post(here, {**ENTRY, "sources": "E-9"})
    assert answer.status_code == 422
    assert "There is no E-9 for PM-1" in text_of(answer)


def test_it_refuses_a_kind_that_no_form_offers(town: Town, here: str):
    assert town.ada.post(here, {**ENTRY, "kind": "rumour"}).status_code == 422


def test_it_shows_only_what_people_could_know_then(town: Town, here: str):
    later = {"do": "add", "text": "The field takes minutes", "occurred": "08:53", "known": "2026-11-02 08:59"}
    town.ada.post(here, later)
    town.ada.post(here, {**ENTRY, "text": "It was over", "occurred": "2026-11-02 08:55"})
    then, now = town.ada.get(f"{here}?known=then"), town.ada.get(f"{here}?known=now")
    assert "The field takes minutes" not in text_of(then)
    assert "1 entry came to be known later and is left out here" in text_of(then)
    assert "The field takes minutes" in text_of(now)
    assert "It was over" not in text_of(town.ada.get(f"{here}?known=then&at=08:54"))
    assert "could not be read" in text_of(town.ada.get(f"{here}?known=then&at=when"))


def test_it_confirms_an_entry_once(town: Town, here: str):
    answer = town.ada.post(here, {"do": "confirm", "entry": "1"}, follow=True)
    assert "1 person saw it the same way" in text_of(answer)
    assert "I saw it so" not in text_of(answer)
    assert town.ada.post(here, {"do": "confirm", "entry": "seven"}).status_code == 422


def test_it_keeps_what_was_seen_differently_beside_it(town: Town, here: str):
    said = town.ada.post(f"{here}/1", {"do": "dispute", "different": "The field said hours"}, follow=True)
    assert "Saw it differently" in text_of(said)
    assert "The field said hours" in text_of(said)
    assert "Seen differently" in text_of(town.ada.get(here))
    silent = town.ada.post(f"{here}/1", {"do": "dispute", "different": ""})
    assert silent.status_code == 422


def test_it_corrects_with_a_reason_and_keeps_the_first_version(town: Town, here: str):
    form = {
        "do": "correct",
        "text": "The hold length is saved as 48 minutes",
        "occurred": "2026-11-02 08:52",
        "known": "",
    }
    refused = town.ada.post(f"{here}/1", {**form, "reason": ""})
    assert refused.status_code == 422
    assert "48 minutes" in refused.content.decode()
    words = text_of(town.ada.post(f"{here}/1", {**form, "reason": "The unit came from the log"}, follow=True))
    assert "Corrected: T-1" in words
    assert "As it was first written" in words
    assert "The hold length is saved as 48 " in words


def test_it_changes_no_time_that_stands_as_it_stood(town: Town, here: str):
    form = {
        "do": "correct",
        "text": ENTRY["text"],
        "occurred": "2026-11-02 08:52",
        "known": "",
        "reason": "none",
    }
    answer = town.ada.post(f"{here}/1", form)
    assert answer.status_code == 422
    assert "What of T-1 reads differently now" in text_of(answer)


def test_it_names_a_gap_with_its_cause(town: Town, here: str):
    gap = {"what": "access log of the console", "since": "08:00", "until": "08:24", "cause": "never-captured"}
    words = text_of(town.ada.post(f"{here}/gap", gap, follow=True))
    assert "Access log of the console" in words
    assert "It was never captured" in words
    refused = town.ada.post(f"{here}/gap", {**gap, "cause": "retention-expired"})
    assert refused.status_code == 422
    assert "Which rule or setting let it go" in text_of(refused)


def test_it_proposes_the_lines_of_an_excerpt_and_takes_those_ticked(town: Town, here: str):
    pasted = {"do": "read", "excerpt": EXCERPT, "day": "2026-11-01"}
    page = text_of(town.ada.post(f"{here}/paste", pasted))
    assert "3 lines have a time" in page
    assert "in three batches" in page
    taken = town.ada.post(
        f"{here}/paste", {**pasted, "do": "take", "line": ["1", "4"], "kind": "fact"}, follow=True
    )
    assert "Taken: 2 entries" in text_of(taken)
    assert "booking is paged" in text_of(taken)
    assert "first 212 seats" not in text_of(taken)


def test_it_records_nothing_of_an_excerpt_that_nobody_ticked(town: Town, here: str):
    form = {"do": "take", "excerpt": EXCERPT, "day": "2026-11-01"}
    answer = town.ada.post(f"{here}/paste", form)
    assert answer.status_code == 422
    assert "None was taken" in text_of(answer)
    assert "first 212 seats" in answer.content.decode()
    assert town.ada.post(f"{here}/paste", {"do": "read", "excerpt": "no time at all"}).status_code == 422


def test_it_shows_the_zone_that_was_stated_beside_the_readers(town: Town, here: str):
    town.ada.post(here, {**ENTRY, "text": "Seen in Oslo", "occurred": "2026-11-02 09:10+01:00"})
    words = text_of(town.ada.get(here))
    assert "08:10" in words
    assert "stated as 2026-11-02 09:10+01:00" in words


def test_it_is_not_there_for_somebody_else(town: Town, here: str):
    for address in (here, f"{here}/1", f"{here}/gap", f"{here}/paste"):
        assert town.fay.get(address).status_code == 404
        assert town.fay.post(address, ENTRY).status_code == 404
        assert town.stranger.get(address).status_code == 302
    assert town.ada.get(f"{here}/99").status_code == 404


def test_it_draws_pictures_as_published_pages_do():
    kept = Path("src/secondstory/web/static/secondstory/css/drawn.css").read_text(encoding="utf-8")
    assert kept == css(alone=False)
