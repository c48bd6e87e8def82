"""Opening a post-mortem from a browser."""

from tests.web.conftest import Town, text_of


def test_it_opens_in_one_line_and_holds_what_belongs_to_it(town: Town):
    answer = town.ada.post("/open", {"title": "Seats released too early"}, follow=True)
    assert answer.status_code == 200
    assert "Seats released too early" in text_of(answer)
    assert "PM-1 is open" in text_of(answer)


def test_it_asks_for_one_line_and_keeps_the_page(town: Town):
    answer = town.ada.post("/open", {"title": "  "})
    assert answer.status_code == 422
    assert "Say in one line what happened" in text_of(answer)


def test_it_answers_alike_for_missing_and_for_forbidden(town: Town):
    mine = town.opens("ada")
    forbidden, missing = town.fay.get(mine), town.fay.get("/pm/999/")
    assert forbidden.status_code == missing.status_code == 404
    assert forbidden.content == missing.content


def test_it_asks_for_a_sign_in_first(town: Town):
    answer = town.stranger.get("/open")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/login/?next=/open"
