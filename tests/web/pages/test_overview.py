"""The overview of a post-mortem, who does what in it, its plain facts, and how it ends without a sitting."""

import re
from pathlib import Path

import pytest

from secondstory.domain.ceremony.publication import Gate
from secondstory.web.pages.postmortem.lamp import _WORDS
from tests.web.conftest import Town, text_of


@pytest.fixture
def here(town: Town) -> str:
    """The space of a post-mortem that Ada opened."""
    return town.opens()


def add(town: Town, here: str, who: str, role: str = "participant") -> int:
    """Let Ada give somebody a role; return the status."""
    answer = town.ada.post(f"{here}people", {"do": "give", "role": role, "person": town.people[who]})
    return int(answer.status_code)


def test_it_lights_one_next_step(town: Town, here: str):
    page = town.ada.get(here)
    words = text_of(page)
    assert "Before anything else: who was closest to this" in words
    assert page.content.decode().count('class="lamp"') == 1
    assert "Next: Support" in words
    assert "secondstory " not in words


def test_it_moves_the_lamp_when_the_step_is_done(town: Town, here: str):
    done = town.ada.post(f"{here}support", {"do": "not-applicable", "reason": "A drill, announced to all"})
    assert done.status_code == 303, text_of(done)
    words = text_of(town.ada.get(here))
    assert "Say what happened when" in words
    assert "Done: Support" in words
    assert "Next: Timeline" in words


def test_it_has_words_for_every_next_step():
    source = Path("src/secondstory/domain/lifecycle/next_step.py").read_text(encoding="utf-8")
    codes = {*re.findall(r'view\.step\(\s*"([a-z-]+)"', source), *(gate.value for gate in Gate)}
    assert len(codes) > 20
    assert codes - {"open"} <= set(_WORDS)


def test_it_keeps_what_was_typed_when_the_time_cannot_be_read(town: Town):
    answer = town.ada.post(
        "/open", {"title": "Seats released", "kind": "near-miss", "began": "when it rained"}
    )
    assert answer.status_code == 422
    assert 'value="Seats released"' in answer.content.decode()
    assert "could not be read" in text_of(answer)
    assert town.ada.post("/open", {"title": "Seats released", "kind": "disaster"}).status_code == 422


def test_it_opens_a_near_miss_with_the_time_it_began(town: Town):
    form = {"title": "Seats nearly released", "kind": "near-miss", "began": "about 08:10"}
    words = text_of(town.ada.post("/open", form, follow=True))
    assert "Near-miss, began 2 Nov" in words


def test_it_gives_a_role_and_opens_the_door_with_it(town: Town, here: str):
    assert town.bo.get(here).status_code == 404
    assert add(town, here, "bo", "facilitator") == 303
    assert "Bo Lindqvist" in text_of(town.bo.get(here))
    assert "Facilitates" in text_of(town.bo.get(here))
    assert add(town, here, "bo", "facilitator") == 422


def test_it_lets_somebody_leave_and_closes_the_door_behind_them(town: Town, here: str):
    add(town, here, "bo")
    form = {"do": "leave", "role": "participant", "person": town.people["bo"]}
    assert town.bo.post(f"{here}people", form).status_code == 303
    assert town.bo.get(here).status_code == 404
    assert town.ada.post(f"{here}people", form).status_code == 422
    own = {"do": "leave", "role": "owner", "person": town.people["ada"]}
    assert "Hand it over to somebody first" in text_of(town.ada.post(f"{here}people", own))


def test_it_says_from_where_somebody_saw_it(town: Town, here: str):
    add(town, here, "bo")
    form = {"do": "stand", "role": "participant", "person": town.people["bo"], "vantage": "the night desk"}
    town.bo.post(f"{here}people", form)
    assert "the night desk" in text_of(town.ada.get(here))
    assert town.bo.post(f"{here}people", {**form, "role": "scribe"}).status_code == 422


def test_it_hands_the_review_over(town: Town, here: str):
    add(town, here, "bo")
    form = {"do": "hand-over", "person": town.people["bo"]}
    assert town.bo.post(f"{here}people", form).status_code == 422
    words = text_of(town.ada.post(f"{here}people", form, follow=True))
    assert "Handed over: Bo Lindqvist owns the review" in words
    assert town.ada.post(f"{here}people", {"do": "hand-over", "person": "pe_x"}).status_code == 422


def test_it_states_times_and_shows_how_long_it_took_to_notice(town: Town, here: str):
    form = {"do": "times", "began": "2026-11-01 20:52", "detected": "22:02"}
    words = text_of(town.ada.post(f"{here}facts", form, follow=True))
    assert "Kept: the times." in words
    assert "70 min" in text_of(town.ada.get(here))
    same = town.ada.post(f"{here}facts", {**form, "detected": "2026-11-01 22:02"}, follow=True)
    assert "stands there already" in text_of(same)
    backwards = town.ada.post(f"{here}facts", {**form, "detected": "2026-11-01 19:00"})
    assert backwards.status_code == 422
    assert "2026-11-01 19:00" in backwards.content.decode()


def test_it_states_an_impact_with_how_anybody_knows(town: Town, here: str):
    form = {"do": "impact", "party": "travellers", "kind": "seats let go", "amount": "1912", "unit": "seats"}
    refused = town.ada.post(f"{here}facts", form)
    assert refused.status_code == 422
    assert "How do we know the number?" in text_of(refused)
    town.ada.post(f"{here}facts", {**form, "method": "counted in the bookings", "harmed": "yes"})
    words = text_of(town.ada.get(here))
    assert "1,912 seats" in words
    assert "Harm to travellers: yes" in words


def test_it_names_a_need_a_trigger_a_severity_and_a_title(town: Town, here: str):
    for form in (
        {"do": "need", "hurt": "travellers", "need": "a seat on another sailing"},
        {"do": "trigger", "trigger": "A hold length was saved as 48"},
        {"do": "severity", "severity": "high", "why": "groups were stranded"},
        {"do": "title", "title": "Forty-eight of what?"},
    ):
        assert town.ada.post(f"{here}facts", form).status_code == 303
    words = text_of(town.ada.get(f"{here}facts"))
    for said in ("a seat on another sailing", "Severity: high", "Forty-eight of what?"):
        assert said in words
    assert "What set it off: A hold length was saved as 48" in text_of(town.ada.get(here))
    for form in ({"do": "need"}, {"do": "trigger"}, {"do": "severity"}, {"do": "title"}, {"do": "impact"}):
        assert town.ada.post(f"{here}facts", form).status_code == 422


def test_it_withdraws_with_a_reason_and_keeps_it(town: Town, here: str):
    assert "Withdraw this post-mortem?" in text_of(town.ada.get(f"{here}withdraw"))
    assert town.ada.post(f"{here}withdraw", {"reason": ""}).status_code == 422
    words = text_of(town.ada.post(f"{here}withdraw", {"reason": "Opened twice"}, follow=True))
    assert "This post-mortem was withdrawn" in words


def test_it_goes_on_in_another_one(town: Town, here: str):
    town.opens(title="The same night")
    for wrong in ("", "the other", "PM-1", "PM-99"):
        assert town.ada.post(f"{here}merge", {"into": wrong}).status_code == 422
    words = text_of(town.ada.post(f"{here}merge", {"into": "pm-2"}, follow=True))
    assert "PM-1 goes on in PM-2" in words
    assert "goes on in another one" in text_of(town.ada.get(here))


def test_it_leaves_what_belongs_to_the_owner_to_the_owner(town: Town, here: str):
    add(town, here, "bo")
    assert town.bo.post(f"{here}withdraw", {"reason": "I would rather"}).status_code == 422
    assert "was withdrawn" not in text_of(town.ada.get(here))


def test_it_is_not_there_for_somebody_else(town: Town, here: str):
    for address in (here, f"{here}people", f"{here}facts", f"{here}withdraw", f"{here}merge"):
        assert town.fay.get(address).status_code == 404
        assert town.fay.post(address, {"do": "title", "title": "mine"}).status_code == 404
        assert town.stranger.get(address).status_code == 302


@pytest.fixture
def by_herself(town: Town) -> str:
    """The space of a post-mortem of Ada's, who is the only one left here."""
    from secondstory.web.signin.models import User

    User.objects.exclude(person=town.people["ada"]).update(is_active=False)
    return town.opens()


def test_it_walks_with_somebody_alone_from_support_to_the_night(town: Town, by_herself: str):
    town.ada.post(f"{by_herself}support", {"do": "own", "away": "yes"})
    assert f'href="{by_herself}alone"' in town.ada.get(by_herself).content.decode()
    assert "Leave at any step" in text_of(town.ada.post(f"{by_herself}alone", {"do": "begin"}, follow=True))
    words = text_of(town.ada.get(f"{by_herself}alone"))
    assert "From memory Next 3 minutes" in words
    assert "First, you Done" in words


def test_it_closes_the_walk_only_when_something_outlasts_memory_or_a_reason_says_why_not(
    town: Town, by_herself: str
):
    town.ada.post(f"{by_herself}alone", {"do": "begin"})
    refused = town.ada.post(f"{by_herself}alone", {"do": "end"})
    assert refused.status_code == 422
    assert "without your remembering" in text_of(refused)
    closed = town.ada.post(f"{by_herself}alone", {"do": "end", "reason": "It is a drill"}, follow=True)
    assert "That is all for today" in text_of(closed)


def test_it_offers_no_walk_to_a_team(town: Town, here: str):
    assert town.ada.get(f"{here}alone").status_code == 404
    assert town.stranger.get(f"{here}alone").status_code == 302


def test_it_says_which_hold_ends_first_and_leads_to_it(town: Town, here: str):
    assert "No hold here runs out on a day of its own" in text_of(town.ada.get(here))
    for sources, until in (("the chat channel", "2027-01-20"), ("call recordings", "2027-01-10")):
        town.ada.post(f"{here}evidence/holds/new", {"sources": sources, "until": until, "reason": "PM-1"})
    page = town.ada.get(here)
    assert "call recordings: held until Sun 10 January 2027" in text_of(page)
    assert f'href="{here}evidence/holds/3"' in page.content.decode()


def test_it_leads_to_what_rhymes_and_does_not_list_every_party_that_was_hurt(town: Town, here: str):
    for party in ("travellers", "groups"):
        form = {"do": "impact", "party": party, "kind": "seats let go", "harmed": "yes"}
        town.ada.post(f"{here}facts", form)
    page = town.ada.get(here)
    assert "Harm to people: yes" in text_of(page)
    assert f'href="{here}similar"' in page.content.decode()
