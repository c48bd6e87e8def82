"""Holds and erasures in a browser: placing, acknowledging, extending, releasing, and erasing by two people."""

import pytest

from tests.web.conftest import Town, text_of
from tests.web.pages.sealing_for_tests import opens_with_bo, sealed

HOLD = {"sources": "call recordings\nchat", "custodians": "Telephony team", "until": "2026-11-20"}


@pytest.fixture
def here(town: Town) -> str:
    """Where the evidence of Ada's post-mortem is; Bo takes part."""
    return opens_with_bo(town)


def test_it_places_a_hold_and_says_who_has_not_answered(town: Town, here: str):
    words = text_of(town.ada.post(f"{here}/holds/new", HOLD, follow=True))
    assert "Held: call recordings, chat (HO-2)." in words
    assert "not heard from: Telephony team" in words


def test_it_shows_what_runs_out_first_and_warns_in_the_last_week(town: Town, here: str):
    town.ada.post(f"{here}/holds/new", HOLD)
    assert "runs out" not in text_of(town.ada.get(here))
    town.later(days=14)
    assert "HO-2 runs out Fri 20 November 2026: call recordings, chat" in text_of(town.ada.get(here))


def test_it_acknowledges_before_anybody_is_asked_twice(town: Town, here: str):
    town.ada.post(f"{here}/holds/new", HOLD)
    form = {"do": "acknowledge", "hold": "2", "custodian": "Telephony team"}
    words = text_of(town.bo.post(here, form, follow=True))
    assert "Acknowledged: Telephony team keeps what HO-2 names." in words
    assert "acknowledged by Telephony team" in words


def test_it_lets_a_hold_stand_longer(town: Town, here: str):
    town.ada.post(f"{here}/holds/new", HOLD)
    early = town.ada.post(f"{here}/holds/2", {"until": "2026-11-03", "reason": "the insurer"})
    assert early.status_code == 422
    assert 'value="the insurer"' in early.content.decode()
    done = town.ada.post(f"{here}/holds/2", {"until": "2027-03-31", "reason": "the insurer"}, follow=True)
    assert "Extended: HO-2 stands until Wed 31 March 2027." in text_of(done)


def test_it_asks_before_a_hold_is_released(town: Town, here: str):
    asked = text_of(town.ada.get(f"{here}/holds/1/release"))
    assert "Release HO-1" in asked
    assert town.ada.post(f"{here}/holds/1/release", {"reason": ""}).status_code == 422
    done = town.ada.post(f"{here}/holds/1/release", {"reason": "all of it is sealed"}, follow=True)
    assert "Released: HO-1. Routine deletion goes on from here." in text_of(done)
    assert town.ada.post(f"{here}/holds/1/release", {"reason": "again"}).status_code == 422


@pytest.mark.parametrize("wrong", [{"sources": ""}, {"until": "soon"}, {"until": "2026-11-01"}])
def test_it_refuses_a_hold_and_keeps_what_was_typed(town: Town, here: str, wrong: dict[str, str]):
    answer = town.ada.post(f"{here}/holds/new", {**HOLD, **wrong})
    assert answer.status_code == 422
    assert "Telephony team</textarea>" in answer.content.decode()


def test_it_acknowledges_no_hold_of_another_post_mortem(town: Town, here: str):
    town.opens("ada", "Another night")
    form = {"do": "acknowledge", "hold": "1", "custodian": "Telephony team"}
    assert town.ada.post("/pm/2/evidence", form).status_code == 422


def request(town: Town, here: str) -> str:
    sealed(town.ada)
    town.ada.post(f"{here}/holds/1/release", {"reason": "all of it is sealed"})
    form = {"basis": "GDPR art. 17", "reason": "a guest's telephone number is in it"}
    answer = town.ada.post(f"{here}/1/erase", form)
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["Location"])


def test_it_erases_nothing_while_a_hold_stands(town: Town, here: str):
    sealed(town.ada)
    answer = town.ada.post(f"{here}/1/erase", {"basis": "GDPR art. 17", "reason": "a number"})
    assert answer.status_code == 422
    assert "HO-1" in text_of(answer)


def test_it_erases_an_item_by_two_people_only(town: Town, here: str):
    erasure = request(town, here)
    assert "you asked for it" in text_of(town.ada.get(erasure))
    assert town.ada.post(erasure, {"do": "carry-out"}).status_code == 422
    done = text_of(town.bo.post(erasure, {"do": "carry-out"}, follow=True))
    assert "Erased: ER-1" in done
    assert "Ada Okafor and Bo Lindqvist" in done
    assert town.ada.get(f"{here}/1/original").status_code == 404
    assert "Erased, with its basis: GDPR art. 17" in text_of(town.ada.get(f"{here}/1"))


def test_it_takes_a_request_back(town: Town, here: str):
    erasure = request(town, here)
    assert town.ada.post(erasure, {"do": "withdraw", "reason": ""}).status_code == 422
    done = town.ada.post(erasure, {"do": "withdraw", "reason": "the number is made up"}, follow=True)
    assert "Taken back: ER-1. Nothing was erased." in text_of(done)


def test_it_keeps_erasures_from_whoever_may_see_nothing(town: Town, here: str):
    erasure = request(town, here)
    assert town.fay.get(erasure).status_code == 404
    assert town.fay.post(erasure, {"do": "carry-out"}).status_code == 404
    assert town.stranger.post(erasure, {"do": "carry-out"}).status_code == 302
    town.opens("ada", "Another night")
    assert town.ada.get("/pm/2/erasures/1").status_code == 404
    assert town.ada.post("/pm/2/erasures/1", {"do": "withdraw", "reason": "x"}).status_code == 404
