"""Signing in: every page in our look, a wrong word that gives nothing away, and mail that nobody loses."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from secondstory.application.keeping import directory
from tests.web.conftest import Town, text_of

GOOD = "three quiet harbour lamps"
ALONE = (
    "login/",
    "signup/",
    "inactive/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "password/reset/key/1-nothing/",
    "confirm-email/",
    "confirm-email/nothing/",
)
INSIDE = (
    "logout/",
    "email/",
    "password/change/",
    "reauthenticate/",
    "sessions/",
    "2fa/",
    "2fa/webauthn/",
    "2fa/webauthn/reauthenticate/",
    "2fa/reauthenticate/",
)
RECENT = ("2fa/totp/activate/", "2fa/webauthn/add/")


@pytest.fixture(autouse=True)
def rested() -> None:
    """No address rests because of another test."""
    from django.core.cache import cache

    cache.clear()


def is_ours(answer: Any) -> bool:
    page = answer.content.decode()
    return 'class="brand"' in page and "css/pieces.css" in page and "<style" not in page


def with_password(town: Town, name: str = "ada") -> Any:
    from secondstory.web.signin.models import User

    user = User.objects.get(person=town.people[name])
    user.set_password(GOOD)
    user.save()
    return user


def signed_in(town: Town) -> Any:
    """A browser in which Ada typed her password just now."""
    with_password(town)
    answer = town.stranger.post(
        "/account/login/", {"login": "ada@example.test", "password": GOOD, "next": "/settings"}
    )
    assert answer.headers["Location"] == "/settings"
    shown = town.stranger.post("/account/reauthenticate/", {"password": GOOD, "next": "/settings"})
    assert shown.headers["Location"] == "/settings"
    return town.stranger


def scripts_inside(answer: Any) -> list[str]:
    return re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", answer.content.decode())


@pytest.mark.parametrize("path", ALONE)
def test_it_shows_every_page_before_signing_in_in_our_look(town: Town, path: str) -> None:
    answer = town.stranger.get(f"/account/{path}", follow=True)
    assert answer.status_code == 200
    assert is_ours(answer)
    assert scripts_inside(answer) == []


@pytest.mark.parametrize("path", INSIDE)
def test_it_shows_every_page_behind_signing_in_in_our_look(town: Town, path: str) -> None:
    with_password(town)
    answer = town.ada.get(f"/account/{path}")
    assert answer.status_code in {200, 302}
    assert is_ours(answer) or answer.headers["Location"].startswith("/account/")


@pytest.mark.parametrize("path", RECENT)
def test_it_asks_again_who_it_is_before_a_new_way_to_sign_in(town: Town, path: str) -> None:
    from django.test import Client

    with_password(town)
    other = Client()
    other.post("/account/login/", {"login": "ada@example.test", "password": GOOD})
    answer = other.get(f"/account/{path}")
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    inside = signed_in(town).get(f"/account/{path}")
    assert inside.status_code == 200
    assert is_ours(inside)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(town: Town) -> None:
    with_password(town)
    wrong = town.stranger.post("/account/login/", {"login": "ada@example.test", "password": "not this one"})
    unknown = town.stranger.post("/account/login/", {"login": "who@example.test", "password": "not this one"})
    assert wrong.status_code == unknown.status_code == 422
    assert text_of(wrong) == text_of(unknown)
    assert "do not belong together" in text_of(wrong)


def test_it_lets_nobody_in_who_left(town: Town) -> None:
    user = with_password(town)
    user.is_active = False
    user.save()
    answer = town.stranger.post(
        "/account/login/", {"login": "ada@example.test", "password": GOOD}, follow=True
    )
    assert "You were here" in text_of(answer) or "do not belong together" in text_of(answer)
    assert town.stranger.get("/settings").status_code == 302


def test_a_forgotten_password_goes_by_a_letter_that_works_once(town: Town) -> None:
    with_password(town)
    asked = town.stranger.post("/account/password/reset/", {"email": "ada@example.test"}, follow=True)
    letter = town.ground.outbox.recent(1)[0]
    assert letter.to.address == "ada@example.test"
    assert "Look into your mail" in text_of(asked)
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", letter.text)
    assert link, letter.text
    page = town.stranger.get(link[1], follow=True)
    where = page.redirect_chain[-1][0]
    kept = town.stranger.post(where, {"password1": "another quiet lamp", "password2": "another quiet lamp"})
    assert kept.headers["Location"] == "/account/password/reset/key/done/"
    again = town.stranger.get(link[1], follow=True)
    assert "used already" in text_of(again)


def test_an_unknown_address_gets_the_same_page_and_no_letter(town: Town) -> None:
    known = text_of(
        town.stranger.post("/account/password/reset/", {"email": "ada@example.test"}, follow=True)
    )
    count = len(town.ground.outbox.recent(20))
    unknown = town.stranger.post("/account/password/reset/", {"email": "who@example.test"}, follow=True)
    assert text_of(unknown) == known
    assert len(town.ground.outbox.recent(20)) == count


def test_an_address_changes_when_the_link_in_the_letter_is_followed(town: Town) -> None:
    browser = signed_in(town)
    browser.post("/account/email/", {"email": "ada.new@example.test", "action_add": "1"})
    assert "waits until you follow" in text_of(browser.get("/account/email/"))
    letter = town.ground.outbox.recent(1)[0]
    link = re.search(r"https?://[^/]+(/account/confirm-email/\S+)", letter.text)
    assert link, letter.text
    assert "Is this address yours" in text_of(browser.get(link[1]))
    browser.post(link[1])
    assert "You sign in with ada.new@example.test" in text_of(browser.get("/account/email/"))
    known = directory.person_of(town.office("ada"), town.people["ada"])
    assert known.address == "ada.new@example.test", "letters follow"


def test_a_password_that_is_too_short_is_refused_beside_its_field(town: Town) -> None:
    answer = signed_in(town).post(
        "/account/password/change/", {"oldpassword": GOOD, "password1": "short", "password2": "short"}
    )
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_codes_from_an_authenticator_are_asked_for_after_the_password(town: Town) -> None:
    from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

    def code(secret: str) -> str:
        return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"

    browser = signed_in(town)
    page = browser.get("/account/2fa/totp/activate/")
    secret = re.search(r'class="mono">([A-Z2-7]+)<', page.content.decode())
    assert secret
    wrong = browser.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert "does not fit now" in text_of(wrong)
    browser.post("/account/2fa/totp/activate/", {"code": code(secret[1])})
    for path in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        assert browser.get(f"/account/2fa/{path}").status_code == 200
    codes = browser.get("/account/2fa/recovery-codes/download/").content.decode().split()
    assert len(codes) == 10
    browser.post("/account/logout/")
    asked = browser.post("/account/login/", {"login": "ada@example.test", "password": GOOD}, follow=True)
    assert "One more step" in text_of(asked)
    assert is_ours(asked)
    assert browser.get("/settings").status_code == 302
    inside = browser.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert inside.status_code == 302
    assert browser.get("/").status_code == 200


def test_somebody_ends_their_other_sessions(town: Town) -> None:
    from django.test import Client

    browser = signed_in(town)
    other = Client()
    other.post("/account/login/", {"login": "ada@example.test", "password": GOOD})
    assert "Sign out everywhere else" in text_of(browser.get("/account/sessions/"))
    browser.post("/account/sessions/")
    assert browser.get("/account/sessions/").status_code == 200
    assert other.get("/account/sessions/").status_code == 302


def test_a_flood_rests_in_our_look(town: Town) -> None:
    answers = [town.stranger.post("/account/login/", {}) for _ in range(61)]
    assert answers[0].status_code == 422
    assert answers[-1].status_code == 429
    assert is_ours(answers[-1])
    assert "Nothing was changed" in text_of(answers[-1])


def test_a_page_that_is_not_theirs_is_in_our_look_too(town: Town) -> None:
    from secondstory.web.signin.models import User

    user = User.objects.get(person=town.people["bo"])
    user.set_unusable_password()
    user.save()
    town.browsers.pop("bo", None)
    answer = town.bo.get("/account/reauthenticate/")
    assert answer.status_code == 404
    assert is_ours(answer)


def test_too_many_tries_rest_in_our_look(town: Town) -> None:
    with_password(town)
    sent: Callable[[], Any] = lambda: town.stranger.post(  # noqa: E731
        "/account/login/", {"login": "ada@example.test", "password": "not this one"}
    )
    answers = [sent() for _ in range(12)]
    assert any("rests for" in text_of(one) for one in answers)
