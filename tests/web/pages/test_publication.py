"""Publishing in a browser: gates, exceptions, a reader's review, amendments, restriction, and the files of it."""

import json

from secondstory.application.understanding import stories
from tests.web.conftest import CAST, Town, text_of
from tests.web.pages.telling_for_tests import ASK, OWNED, PUBLISH, WORDS, goes_out, whole_story

READ = "/post-mortems/1"
ACTS = (
    {"do": "review", "answer-understandable": "Nothing"},
    {"do": "announce", "where": "everybody"},
    {"do": "amend", "text": "It was 413 seats", "reason": "counted again"},
)


def test_it_says_of_each_gate_whether_it_is_open_and_where_to_mend_it(town: Town):
    whole_story(town)
    page = town.ada.get(PUBLISH)
    words = text_of(page)
    assert "One gate is closed" in words
    assert "Nobody has taken up C-2, above the code." in words
    assert words.count(" Open ") >= 7
    assert "Was support given, declined, or found not to apply?" in words
    assert "secondstory " not in words


def test_it_says_at_the_beginning_what_is_missing(town: Town):
    town.opens()
    page = town.ada.get(PUBLISH)
    assert "3 gates are closed" in text_of(page)
    assert '/pm/1/support"' in page.content.decode()


def test_it_publishes_with_a_reason_that_the_page_shows_with_a_name(town: Town):
    whole_story(town)
    assert "The page will show this sentence and your name." in text_of(town.ada.get(ASK))
    answer = goes_out(town)
    assert (answer.status_code, answer.headers["Location"]) == (303, PUBLISH)
    assert "Published: PM-1, edition 1." in text_of(town.ada.get(PUBLISH))
    words = text_of(town.fay.get(READ))
    assert "Published with an exception" in words
    assert "The board meets on 5 November." in words
    assert CAST["ada"] in words


def test_it_publishes_nothing_while_a_gate_is_closed_and_keeps_the_reasons_given(town: Town):
    town.opens()
    answer = town.ada.post(ASK, {"kind": "internal", "reason-support-step": "She is at sea"})
    assert answer.status_code == 422
    assert "Nothing was published. No sitting was held to learn from this." in text_of(answer)
    assert "She is at sea" in answer.content.decode()
    assert town.fay.get(READ).status_code == 404


def test_it_refuses_a_kind_that_no_form_offers(town: Town):
    whole_story(town)
    assert goes_out(town, kind="secret").status_code == 422


def test_it_lets_only_its_owner_publish(town: Town):
    whole_story(town)
    assert town.fay.post(ASK, {"kind": "internal", **OWNED}).status_code == 404
    assert town.fay.get(READ).status_code == 404
    goes_out(town)
    assert town.fay.post(ASK, {"kind": "internal"}).status_code in {303, 422}
    assert town.fay.post(PUBLISH, ACTS[2]).status_code == 422
    words = text_of(town.fay.get(PUBLISH))
    assert "Amend it" not in words
    assert "Restrict it" not in words


def test_it_is_nobody_elses_and_nobody_strangers(town: Town):
    whole_story(town)
    for form in ACTS:
        assert town.fay.post(PUBLISH, form).status_code == 404
        assert town.stranger.post(PUBLISH, form).status_code == 302


def test_it_shows_none_of_it_to_others_before(town: Town):
    whole_story(town)
    for path in (PUBLISH, ASK, f"{PUBLISH}/preview", f"{PUBLISH}/restrict", "/pm/1/export/json"):
        assert town.ada.get(path).status_code == 200
        assert town.fay.get(path).status_code == 404
        assert town.stranger.get(path).status_code == 302


def test_it_shows_a_preview_that_says_what_it_is(town: Town):
    whole_story(town)
    words = text_of(town.ada.get(f"{PUBLISH}/preview"))
    assert f"Draft: {WORDS}" in words
    assert "recorded nowhere" in words


def test_it_says_where_a_name_stands(town: Town):
    stream = whole_story(town)
    office = town.ground.workspace.office
    stories.revise(office, stream, f"At ten {CAST['bo']} saw the third caller.")
    words = text_of(town.ada.get(PUBLISH))
    assert "Names in the text" in words
    assert "The story" in words
    assert f"At ten {CAST['bo']} saw the third caller." in " ".join(words.split())


def test_it_takes_a_readers_answers_from_somebody_else_than_its_owner(town: Town):
    whole_story(town)
    own = town.ada.post(PUBLISH, {"do": "review", "answer-understandable": "Nothing to guess"})
    assert own.status_code == 422
    assert "Somebody other than its owner reads it" in text_of(own)
    assert "Nothing to guess" in own.content.decode()
    goes_out(town)
    kept = town.fay.post(PUBLISH, {"do": "review", "answer-understandable": "What a hold is"}, follow=True)
    assert "Kept: your answers to 1 question" in text_of(kept)
    assert "What a hold is" in text_of(town.ada.get(PUBLISH))
    assert town.fay.post(PUBLISH, {"do": "review"}).status_code == 422


def test_it_tells_people_once_it_is_out(town: Town):
    whole_story(town)
    assert town.ada.post(PUBLISH, ACTS[1]).status_code == 422
    goes_out(town)
    assert "Tell people that it is there" in text_of(town.ada.get(PUBLISH))
    words = text_of(town.ada.post(PUBLISH, ACTS[1], follow=True))
    assert "Told: everybody." in words
    assert "Told so far: everybody." in words
    assert town.ada.post(PUBLISH, {"do": "announce", "where": " "}).status_code == 422


def test_it_amends_what_is_out_with_a_reason(town: Town):
    whole_story(town)
    assert town.ada.post(PUBLISH, ACTS[2]).status_code == 422
    goes_out(town)
    refused = town.ada.post(PUBLISH, {**ACTS[2], "reason": ""})
    assert refused.status_code == 422
    assert "It was 413 seats" in refused.content.decode()
    town.ada.post(PUBLISH, ACTS[2])
    words = text_of(town.fay.get(READ))
    assert "Amended since" in words
    assert "It was 413 seats" in words
    assert "Counted again" in words


def test_it_says_when_what_is_out_is_no_longer_what_stands(town: Town):
    stream = whole_story(town)
    goes_out(town)
    stories.revise(town.ground.workspace.office, stream, "Another ending.")
    assert "It has changed since edition 1 went out" in text_of(town.ada.get(PUBLISH))
    assert "Another ending." not in text_of(town.fay.get(READ))
    assert goes_out(town).status_code == 303
    assert "Another ending." in text_of(town.fay.get(READ))
    again = town.ada.post(ASK, {"kind": "internal"}, follow=True)
    assert "Edition 2 says all of this already." in text_of(again)


def _restriction(**more: str) -> dict[str, str]:
    return {"do": "restrict", "category": "legal", "reason": "A claim is open", "until": "2026-12-01", **more}


def test_it_restricts_for_a_time_and_opens_again(town: Town):
    whole_story(town)
    goes_out(town)
    place = f"{PUBLISH}/restrict"
    assert town.ada.post(place, _restriction(until="")).status_code == 422
    assert town.ada.post(place, _restriction(reason="")).status_code == 422
    assert town.ada.post(place, _restriction(category="shame")).status_code == 422
    assert town.fay.post(place, _restriction()).status_code == 422
    assert town.ada.post(place, _restriction()).status_code == 303
    assert town.fay.get(READ).status_code == 404
    assert "An open legal matter" in text_of(town.ada.get(READ))
    town.later(days=40)
    assert "That day is over" in text_of(town.ada.get(PUBLISH))
    assert town.ada.post(place, {"do": "lift", "reason": ""}).status_code == 422
    assert town.ada.post(place, {"do": "lift", "reason": "The matter is closed"}).status_code == 303
    assert town.fay.get(READ).status_code == 200


def test_it_hands_out_what_stands_now_edits_included(town: Town):
    stream = whole_story(town)
    goes_out(town)
    stories.revise(town.ground.workspace.office, stream, "Another ending.")
    now = town.ada.get("/pm/1/export/markdown")
    assert "Another ending." in now.content.decode()
    assert now.headers["Content-Disposition"] == 'attachment; filename="PM-1-seats-released-too-early.md"'
    assert "Another ending." not in town.fay.get(f"{READ}/as/markdown").content.decode()


def test_it_hands_out_every_form(town: Town):
    whole_story(town)
    for form in ("markdown", "html", "svg", "csv", "json"):
        assert WORDS in town.ada.get(f"/pm/1/export/{form}").content.decode()


def test_it_hands_out_each_table_and_no_form_it_does_not_know(town: Town):
    whole_story(town)
    assert (
        "nobody speaks for the import" in town.ada.get("/pm/1/export/csv?table=conditions").content.decode()
    )
    assert json.loads(town.ada.get("/pm/1/export/json").content)["post_mortem"]["title"] == WORDS
    assert town.ada.get("/pm/1/export/csv?table=people").status_code == 404
    assert town.ada.get("/pm/1/export/docx").status_code == 404


def test_it_offers_advice_on_wording_that_closes_no_gate(town: Town):
    stream = whole_story(town)
    stories.revise(town.ground.workspace.office, stream, "The engineer should have seen the warning.")
    words = text_of(town.ada.get(PUBLISH))
    assert "Wording, as advice" in words
    assert "should have" in words
    assert "One gate is closed" in words
