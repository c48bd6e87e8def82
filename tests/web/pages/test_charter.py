"""The charter in a browser: read, acknowledged, adopted anew; and its cases, answered without names."""

from secondstory.application.access.administering import name_administrators
from tests.web.conftest import CAST, Town, text_of

CHARTER = "/charter"
ADOPT = f"{CHARTER}/adopt"
CASE = f"{CHARTER}/cases/two-tabs"


def test_it_shows_the_text_with_its_classes_and_the_hard_line(town: Town):
    words = text_of(town.fay.get(CHARTER))
    for part in (
        "Honest error",
        "A risky habit",
        "Evasion",
        "The hard line",
        "Read aloud",
        "Version 1, since",
    ):
        assert part in words
    assert town.stranger.get(CHARTER).status_code == 302


def test_it_takes_that_somebody_has_read_it_and_shows_no_names(town: Town):
    answer = town.fay.post(CHARTER, {"do": "acknowledge"}, follow=True)
    assert "Acknowledged: version 1." in text_of(answer)
    assert "You have read version 1" in text_of(answer)
    words = text_of(town.bo.get(CHARTER))
    assert "I have read it" in words
    assert CAST["fay"] not in words
    assert "shows from five on" in words
    assert town.fay.post(CHARTER, {"do": "agree"}).status_code == 422


def test_it_counts_readers_from_five_on(town: Town):
    for name in ("ada", "bo", "cem", "dee"):
        getattr(town, name).post(CHARTER, {"do": "acknowledge"})
        assert "people have read it." not in text_of(town.ada.get(CHARTER))
    town.eve.post(CHARTER, {"do": "acknowledge"})
    assert "5 people have read it." in text_of(town.ada.get(CHARTER))


def test_it_asks_an_administrator_alone_before_a_new_version_holds(town: Town):
    name_administrators(town.ground.workspace.office, [town.people["ada"]])
    assert "Keep the version that holds" in text_of(town.ada.get(ADOPT))
    assert "Adopt a new version" not in text_of(town.bo.get(CHARTER))
    form = {"version": "2", "text": "# How we treat each other\n\nWith care."}
    for who, status in ((town.bo, 404), (town.stranger, 302)):
        assert who.post(ADOPT, form).status_code == status
        assert who.get(ADOPT).status_code == status
    town.bo.post(CHARTER, {"do": "acknowledge"})
    answer = town.ada.post(ADOPT, form, follow=True)
    assert "Adopted: version 2." in text_of(answer)
    words = text_of(town.bo.get(CHARTER))
    assert "With care." in words
    assert "I have read it" in words
    assert "Honest error" in text_of(town.bo.get(f"{CHARTER}/versions/1"))
    assert town.bo.get(f"{CHARTER}/versions/9").status_code == 404


def test_it_keeps_what_was_typed_when_a_version_is_refused(town: Town):
    for form, words in (
        ({"version": "1", "text": "Other words entirely."}, "give the new text a new version"),
        ({"version": "", "text": "Other words entirely."}, "Give the new version a name"),
        ({"version": "a/b", "text": "Other words entirely."}, "without a slash"),
    ):
        answer = town.ada.post(ADOPT, form)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert "Other words entirely." in answer.content.decode()
    assert town.ada.post(ADOPT, {"version": "2", "text": " "}).status_code == 422


def test_it_shows_what_the_charter_says_of_a_case_once_one_has_thought(town: Town):
    before = text_of(town.bo.get(CASE))
    assert "What is this, and what happens next?" in before
    assert "Her act fitted what she saw" not in before
    after = text_of(town.bo.post(CASE, {"answer": "honest-error"}, follow=True))
    assert "Her act fitted what she saw" in after
    assert "Answers show from five on" in after


def test_it_counts_answers_in_fives_only(town: Town):
    for name in ("ada", "bo", "cem", "dee"):
        getattr(town, name).post(CASE, {"answer": "honest-error"})
    assert "Answers show from five on" in text_of(town.ada.get(CASE))
    town.eve.post(CASE, {"answer": "concealment"})
    five = text_of(town.ada.get(CASE)).partition("What people here said")[2]
    assert "Honest error 4" in five
    assert "Concealment: the hard line 1" in five
    town.fay.post(CASE, {"answer": "concealment"})
    assert "Concealment: the hard line 1" in text_of(town.ada.get(CASE)).partition("What people here said")[2]


def test_it_takes_one_answer_of_those_that_are_offered(town: Town):
    assert town.bo.post(CASE, {"answer": "witchcraft"}).status_code == 422
    assert town.bo.post(CASE, {}).status_code == 422
    assert town.bo.post(CASE, {"answer": "evasion"}).status_code == 303
    assert "cannot be taken back" in text_of(town.bo.post(CASE, {"answer": "honest-error"}))
    assert town.bo.get(f"{CHARTER}/cases/none-such").status_code == 404
    assert town.stranger.post(CASE, {"answer": "evasion"}).status_code == 302
