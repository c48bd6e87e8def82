"""Accounts in a browser: write first, side by side, corrected by their authors alone."""

import pytest

from tests.web.conftest import Town, text_of
from tests.web.pages.sealing_for_tests import opens_with_bo, sealed

WORDS = "The sheet says 48, so I typed 48.\r\n\r\nThe page was green."
ADAS = {"words": WORDS, "role": "Duty engineer", "before": "yes", "readers": "facilitator"}
BOS = {
    "words": "We thought nobody typed there.",
    "role": "Platform engineer",
    "before": "no",
    "readers": "room",
}


@pytest.fixture
def here(town: Town) -> str:
    """Where the accounts of Ada's post-mortem are; Bo takes part."""
    opens_with_bo(town)
    return "/pm/1/accounts"


def both(town: Town, here: str) -> None:
    assert town.ada.post(f"{here}/write", {**ADAS, "readers": "room"}).status_code == 303
    assert town.bo.post(f"{here}/write", BOS).status_code == 303


def test_it_asks_to_write_first(town: Town, here: str):
    assert "Write first, look later" in text_of(town.ada.get(here))
    page = town.ada.get(f"{here}/write").content.decode()
    assert 'data-keep="account:PM-1"' in page
    assert "nobody sees them" in page


def test_it_keeps_an_account_with_the_facilitator_until_it_is_shared(town: Town, here: str):
    done = text_of(town.ada.post(f"{here}/write", ADAS, follow=True))
    assert "The facilitator alone reads it" in done
    assert "written from memory, before any log" in done
    assert town.bo.get(f"{here}/1").status_code == 404
    assert "I typed 48" not in text_of(town.bo.get(f"{here}?read=yes"))
    town.ada.post(f"{here}/1", {"do": "share"})
    assert "I typed 48" in text_of(town.bo.get(f"{here}/1"))
    town.ada.post(f"{here}/1", {"do": "withhold"})
    assert town.bo.get(f"{here}/1").status_code == 404


@pytest.mark.parametrize("wrong", [{"words": " "}, {"role": ""}])
def test_it_refuses_and_keeps_every_word(town: Town, here: str, wrong: dict[str, str]):
    answer = town.ada.post(f"{here}/write", {**ADAS, **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "I typed 48" in page or "Duty engineer" in page


def test_it_knows_who_looked_before_they_wrote(town: Town, here: str):
    sealed(town.ada)
    page = town.ada.get(f"{here}/write").content.decode()
    assert 'name="before" value="no" checked' in page


def test_it_leads_whoever_wrote_already_to_their_account(town: Town, here: str):
    town.ada.post(f"{here}/write", ADAS)
    assert town.ada.get(f"{here}/write").headers["Location"] == f"{here}/1"
    assert town.ada.post(f"{here}/write", ADAS, follow=True).status_code == 200


def test_it_closes_the_accounts_of_others_until_one_wrote_or_asks(town: Town, here: str):
    town.bo.post(f"{here}/write", BOS)
    first = text_of(town.ada.get(here))
    assert "Reading them first changes what you remember" in first
    assert "nobody typed there" not in first
    assert "nobody typed there" in text_of(town.ada.get(f"{here}?read=yes"))


def test_it_stands_side_by_side_oldest_first_and_never_merged(town: Town, here: str):
    both(town, here)
    page = town.ada.get(here).content.decode()
    assert page.index("I typed 48") < page.index("nobody typed there")
    assert page.count('<article class="account"') == 2


def test_it_adds_what_came_back(town: Town, here: str):
    both(town, here)
    done = text_of(
        town.ada.post(f"{here}/1", {"do": "add", "more": "It beeped once.", "before": "no"}, follow=True)
    )
    assert "From here on, after looking at logs It beeped once." in done
    assert town.ada.post(f"{here}/1", {"do": "add", "more": " "}).status_code == 422


def test_it_puts_a_correction_beside_the_first_words(town: Town, here: str):
    both(town, here)
    form = {"do": "correct", "cites": "1", "text": "It was 47", "reason": "I saw the sheet again"}
    done = text_of(town.ada.post(f"{here}/1", form, follow=True))
    assert "I typed 48" in done
    assert "Put right by its author: It was 47 I saw the sheet again" in done
    for wrong in ({"cites": "9"}, {"cites": "x"}, {"reason": ""}):
        assert town.ada.post(f"{here}/1", {**form, **wrong}).status_code == 422


def test_it_marks_where_two_differ_on_both_sides(town: Town, here: str):
    both(town, here)
    form = {"do": "differ", "other": "A-2", "about": "who could still write"}
    town.ada.post(f"{here}/1", form)
    page = town.bo.get(here).content.decode()
    assert page.count("These two differ, both stay") == 2
    assert "From A-1: who could still write" in page
    assert town.ada.post(f"{here}/1", {**form, "other": ""}).status_code == 422
    assert town.ada.post(f"{here}/1", {**form, "other": "A-9"}).status_code == 422


@pytest.mark.parametrize(
    "form",
    [
        {"do": "add", "more": "not mine"},
        {"do": "correct", "text": "x", "reason": "y"},
        {"do": "share"},
        {"do": "withhold"},
        {"do": "differ", "other": "A-2", "about": "z"},
    ],
)
def test_it_lets_nobody_else_change_one(town: Town, here: str, form: dict[str, str]):
    both(town, here)
    town.ada.get(here)  # what was said so far is said once
    before = text_of(town.ada.get(f"{here}/1"))
    assert town.bo.post(f"{here}/1", form).status_code == 422
    assert text_of(town.ada.get(f"{here}/1")) == before


def test_it_is_not_there_for_whoever_may_see_nothing(town: Town, here: str):
    both(town, here)
    for place in ("", "/write", "/1"):
        assert town.fay.get(f"{here}{place}").status_code == 404
        assert town.fay.post(f"{here}{place}", {**ADAS, "do": "share"}).status_code == 404
        assert town.stranger.get(f"{here}{place}").status_code == 302
