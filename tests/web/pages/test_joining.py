"""Coming in: the first of all, links that open once, invitations."""

from typing import Any

import pytest
from django.test import Client

from secondstory.application.access.administering import administrators
from secondstory.application.ceremony.chartering import charter_of
from secondstory.application.keeping import directory
from secondstory.kernel.ids import PersonId
from tests.web.conftest import Town, text_of

GOOD = "three quiet harbour lamps"


def invited(town: Town, *, person: PersonId | None = None) -> str:
    from secondstory.web.signin import invitations

    _, token = invitations.invite("gil@example.test", name="Gil", person=person, by=town.people["ada"])
    return f"/come-in/{token}"


def answered(**more: str) -> dict[str, str]:
    return {"name": "Gil Brandt", "password": GOOD, "charter": "yes", **more}


def user_of(email: str) -> Any:
    from secondstory.web.signin.models import User

    return User.objects.filter(email=email).first()


def test_it_begins_with_the_first_person_who_then_looks_after_it(town: Town) -> None:
    from secondstory.web.signin import links
    from secondstory.web.signin.models import User

    User.objects.all().delete()
    path = f"/begin/{links.make_link(None, purpose=links.FIRST_RUN)}"
    assert "Ada Okafor" in Client().get(path).content.decode()
    refused = Client().post(path, {"name": "Ada", "email": "no address", "password": GOOD})
    assert refused.status_code == 422
    assert "Ada" in refused.content.decode()
    browser = Client()
    done = browser.post(path, {"name": "Ada Berg", "email": "ada@example.test", "password": GOOD})
    assert done.status_code == 303
    assert browser.get("/").status_code == 200
    assert user_of("ada@example.test").is_administrator
    assert administrators(town.office("ada")) == (town.people["ada"],)
    assert directory.person_of(town.office("ada"), town.people["ada"]).address == "ada@example.test"
    assert Client().get(path).status_code == 410


def test_it_refuses_a_password_that_would_be_guessed(town: Town) -> None:
    for weak in ("short", "password12", "gil@example.test"):
        refused = Client().post(invited(town), answered(password=weak))
        assert refused.status_code == 422
        assert "guessed soon" in text_of(refused)
        assert "Gil Brandt" in refused.content.decode()


def test_an_invitation_makes_somebody_known_who_acknowledged_the_charter(town: Town) -> None:
    path, browser = invited(town), Client()
    assert "gil@example.test" in text_of(browser.get(path))
    done = browser.post(path, answered())
    assert done.status_code == 303
    assert "Gil Brandt" in text_of(browser.get("/"))
    user = user_of("gil@example.test")
    assert not user.is_administrator
    known = directory.person_of(town.office("ada"), PersonId(user.person))
    assert (known.name, known.address) == ("Gil Brandt", "gil@example.test")
    charter = charter_of(town.office("ada"))
    assert any(one.person == user.person for one in charter.acknowledged)
    assert Client().get(path).status_code == 410
    assert Client().post(path, answered()).status_code == 410


def test_an_invitation_can_be_for_somebody_the_record_knows(town: Town) -> None:
    user_of("fay@example.test").delete()
    Client().post(invited(town, person=town.people["fay"]), answered(name="Fay Ibarra"))
    assert user_of("gil@example.test").person == town.people["fay"]
    assert directory.person_of(town.office("ada"), town.people["fay"]).address == "gil@example.test"


def test_nobody_comes_in_without_the_charter(town: Town) -> None:
    refused = Client().post(invited(town), answered(charter=""))
    assert refused.status_code == 422
    assert "Read the charter first" in text_of(refused)
    assert user_of("gil@example.test") is None


def test_an_invitation_ends_when_it_is_withdrawn_renewed_or_too_old(town: Town) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from secondstory.web.signin import invitations
    from secondstory.web.signin.models import Invitation

    first = invited(town)
    second = invited(town)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    invitations.withdraw(invitations.waiting()[0].pk)
    assert Client().get(second).status_code == 410
    third = invited(town)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert Client().post(third, answered()).status_code == 410


def test_a_link_signs_in_once_and_nobody_who_left(town: Town) -> None:
    from secondstory.web.signin import links

    bo = user_of("bo@example.test")
    path, browser = f"/come-in/{links.make_link(bo)}", Client()
    assert browser.get(path).status_code == 200
    assert browser.get("/").status_code == 302, "looking alone signs nobody in"
    browser.post(path)
    assert browser.get("/").status_code == 200
    assert Client().get(path).status_code == 410
    unused = f"/come-in/{links.make_link(bo)}"
    bo.is_active = False
    bo.save()
    assert Client().get(unused).status_code == 410


@pytest.mark.parametrize("path", ["/come-in/nothing", "/begin/nothing"])
def test_a_made_up_link_opens_nothing(town: Town, path: str) -> None:
    answer = town.stranger.get(path)
    assert answer.status_code == 410
    assert "used already" in text_of(answer)
