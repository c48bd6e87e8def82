"""Support first, in a browser: offers, answers, reminders, words in public, and notes between two people."""

import re

import pytest

from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import people
from tests.web.conftest import Town, text_of

OFFER = {"do": "offer", "role": "the engineer on call", "what": "An hour together, today"}


@pytest.fixture
def here(town: Town) -> str:
    """Where Ada offered support to Bo, in a post-mortem that Bo has no part in."""
    address = f"{town.opens()}support"
    assert town.ada.post(address, {**OFFER, "person": town.people["bo"]}).status_code == 303
    return address


def key(town: Town, name: str, here: str) -> str:
    """Return the offer that a form on somebody's page is about."""
    found = re.search(r'name="support" value="([^"]+)"', getattr(town, name).get(here).content.decode())
    assert found
    return found[1]


def test_it_asks_who_was_closest_before_anything_else(town: Town):
    words = text_of(town.ada.get(f"{town.opens()}support"))
    assert "who was closest to this, and who is with them?" in words
    assert "Nobody else reads this" not in words


def test_it_begins_an_offer_with_words_that_others_found_useful(town: Town):
    page = town.ada.get(f"{town.opens()}support?offer=take-over").content.decode()
    assert "I can take your on-call until tomorrow evening" in page.partition("<textarea")[2]


def test_it_refuses_an_offer_to_nobody_and_keeps_its_words(town: Town):
    answer = town.ada.post(f"{town.opens()}support", {**OFFER, "role": ""})
    assert answer.status_code == 422
    assert "Say who it is for by role" in text_of(answer)
    assert "An hour together, today" in answer.content.decode()
    stranger = town.ada.post("/pm/1/support", {**OFFER, "person": "pe_nobody"})
    assert stranger.status_code == 422


def test_it_lets_the_person_answer_although_the_post_mortem_is_not_open_to_them(town: Town, here: str):
    assert town.bo.get("/pm/1/").status_code == 404
    page = town.bo.get(here)
    assert "Offered to you by Ada Okafor" in text_of(page)
    assert "Seats released too early" not in text_of(page)
    said = town.bo.post(here, {"do": "accept", "support": key(town, "bo", here)}, follow=True)
    assert "Accepted." in text_of(said)
    assert "Support was given" in text_of(town.ada.get(here))


def test_it_takes_a_no_without_a_reason_and_offers_once_more(town: Town, here: str):
    said = town.bo.post(here, {"do": "decline", "support": key(town, "bo", here)}, follow=True)
    assert "They would rather not, and that is fine" in text_of(said)
    again = town.ada.post(here, {**OFFER, "person": town.people["bo"]}, follow=True)
    assert "Offered to the engineer on call" in text_of(again)
    assert "Yes, thank you" in text_of(town.bo.get(here))


def test_it_refuses_an_answer_for_somebody_who_answers_themselves(town: Town, here: str):
    answer = town.ada.post(here, {"do": "accept", "support": key(town, "ada", here)})
    assert answer.status_code == 422
    assert "They said yes" not in text_of(town.ada.get(here))


def test_it_lets_a_supporter_pass_on_the_answer_of_a_role(town: Town):
    address = f"{town.opens()}support"
    town.ada.post(address, OFFER)
    words = text_of(
        town.ada.post(address, {"do": "accept", "support": key(town, "ada", address)}, follow=True)
    )
    assert "Support was given" in words


def test_it_keeps_that_nobody_was_close_with_a_reason(town: Town):
    address = f"{town.opens()}support"
    assert town.ada.post(address, {"do": "not-applicable", "reason": ""}).status_code == 422
    said = town.ada.post(
        address, {"do": "not-applicable", "reason": "A drill, announced to all"}, follow=True
    )
    assert "Kept: nobody was close to it" in text_of(said)


def test_it_keeps_public_words_only_with_consent(town: Town, here: str):
    form = {"do": "statement", "support": key(town, "ada", here), "statement": "We stand behind them."}
    refused = town.ada.post(here, form)
    assert refused.status_code == 422
    assert "Consent comes first" in text_of(refused)
    assert "Agreed to by the person" not in text_of(town.ada.get(here))
    kept = text_of(town.ada.post(here, {**form, "consent": "yes"}, follow=True))
    assert "We stand behind them." in kept
    assert "Agreed to by the person" in kept


def test_it_names_a_companion_hands_over_and_takes_a_pause(town: Town, here: str):
    form = {"support": key(town, "bo", here)}
    town.bo.post(here, {**form, "do": "companion", "companion": "Eve from the desk"})
    town.bo.post(here, {**form, "do": "hand-over", "duty": "on-call", "to": "Cem"})
    town.bo.post(here, {**form, "do": "pause", "until": "2026-11-09"})
    town.ada.post(here, {**form, "do": "prepared"})
    words = text_of(town.bo.get(here))
    assert "Eve from the desk comes along" in words
    assert "A pause until Mon 9 November 2026" in words
    assert "Handed over: on-call" in words
    assert "spoke before the sitting" in words
    assert town.bo.post(here, {**form, "do": "pause", "until": "2026-10-01"}).status_code == 422


def test_it_reminds_the_supporter_alone_after_7_and_30_days(town: Town, here: str):
    assert "It is time to ask again" not in text_of(town.ada.get(here))
    town.later(days=8)
    assert "A week has passed" in text_of(town.ada.get(here))
    assert "A week has passed" not in text_of(town.bo.get(here))
    form = {"do": "followed-up", "support": key(town, "ada", here)}
    town.ada.post(here, {**form, "days": "7"})
    assert "A week has passed" not in text_of(town.ada.get(here))
    assert town.ada.post(here, {**form, "days": "9"}).status_code == 422


def test_it_shows_one_reminder_at_a_time_the_latest(town: Town, here: str):
    town.later(days=31)
    words = text_of(town.ada.get(here))
    assert words.count("It is time to ask again") == 1
    assert "A month on" in words
    form = {"do": "followed-up", "support": key(town, "ada", here), "days": "30"}
    town.ada.post(here, form)
    assert "It is time to ask again" not in text_of(town.ada.get(here))


def test_it_keeps_notes_between_the_two_and_either_deletes_them(town: Town, here: str):
    form = {"support": key(town, "bo", here)}
    town.bo.post(here, {**form, "do": "note", "note": "I have not slept."})
    assert "I have not slept." in text_of(town.ada.get(here))
    town.ada.post(here, {**form, "do": "delete-note", "number": "1"})
    assert "I have not slept." not in text_of(town.bo.get(here))
    assert town.ada.post(here, {**form, "do": "delete-note", "number": "1"}).status_code == 422


def test_it_shows_what_they_wrote_to_nobody_else_in_the_room(town: Town, here: str):
    roles = {"do": "give", "role": "participant", "person": town.people["cem"]}
    assert town.ada.post("/pm/1/people", roles).status_code == 303
    town.bo.post(here, {"support": key(town, "bo", here), "do": "note", "note": "I have not slept."})
    words = text_of(town.cem.get(here))
    assert "An offer waits" not in words
    assert "I have not slept." not in words
    assert "An hour together" not in words
    stolen = {"support": key(town, "ada", here), "do": "note", "note": "me too"}
    assert town.cem.post(here, stolen).status_code == 422


def test_it_waits_for_somebody_who_is_not_their_line_manager(town: Town, here: str):
    office = town.ground.workspace.office
    stream = office.new_stream("pe")
    stated = people.LineStated(manager=town.people["ada"], report=town.people["bo"])
    office.journal.append([Draft(stream=stream, event=stated)], by=office.me, expects={stream: 0})
    town.bo.post(here, {"do": "accept", "support": key(town, "bo", here)})
    words = text_of(town.ada.get(here))
    assert "A line manager alone is not enough" in words
    assert "Support was given" not in words


def test_it_asks_somebody_alone_to_step_away_first(town: Town):
    address = f"{town.opens()}support"
    assert town.ada.post(address, {"do": "own", "away": "yes"}).status_code == 422
    from secondstory.web.signin.models import User

    User.objects.exclude(person=town.people["ada"]).update(is_active=False)
    assert "Nobody else reads this" in text_of(town.ada.get(address))
    assert town.ada.post(address, {"do": "own"}).status_code == 422
    noted = town.ada.post(address, {"do": "own", "away": "yes", "wait": "the newsletter"}, follow=True)
    assert "Can wait: the newsletter" in text_of(noted)


def test_it_is_not_there_for_somebody_else(town: Town, here: str):
    assert town.fay.get(here).status_code == 404
    assert town.fay.post(here, {**OFFER}).status_code == 404
    assert town.stranger.get(here).status_code == 302
    assert town.ada.get("/pm/99/support").status_code == 404
