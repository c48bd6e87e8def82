"""What is kept and for how long: rules on a page, two people who agree, and one calm line where people write."""

import pytest

from secondstory.application.access.administering import name_administrators
from secondstory.application.record.sealing import Draft
from secondstory.domain.understanding.incidents import Withdrawn
from secondstory.wiring.site.rounds import rounds_of
from secondstory.wiring.tidying import ask_due, erase_due
from tests.web.conftest import Town, text_of
from tests.web.pages.sealing_for_tests import opens_with_bo, sealed

PLACE = "/settings/retention"
RULE = {"do": "set", "kind": "evidence", "days": "30", "since": "", "basis": "policy 4", "reason": "claims"}


@pytest.fixture
def place(town: Town) -> Town:
    """The town with an item sealed in a post-mortem of Ada and Bo; Ada and Cem look after the house."""
    from secondstory.web.signin.models import User

    name_administrators(town.ground.workspace.office, [town.people["ada"], town.people["cem"]])
    User.objects.filter(person=town.people["cem"]).update(is_administrator=True)
    opens_with_bo(town)
    sealed(town.ada)
    office = town.ground.workspace.office
    from secondstory.application.keeping import holding

    holding.release(office, office.door.stream_of("HO-1"), "nothing routine is deleted here")
    return town


def asked(town: Town, days: float = 31) -> None:
    """Set the rule for evidence, withdraw the post-mortem, let time pass, and let the installation ask."""
    town.ada.post(PLACE, RULE)
    office = town.ground.workspace.office
    pm = office.door.stream_of("PM-1")
    office.journal.append([Draft(stream=pm, event=Withdrawn(reason="opened twice"))], by=office.me)
    town.later(days=days)
    ask_due(town.ground.workspace)


def test_it_suggests_and_sets_nothing_by_itself(place: Town):
    words = text_of(place.ada.get(PLACE))
    assert "Kept until somebody asks." in words
    assert "We would suggest 730 days after the day its post-mortem was published or withdrawn." in words
    assert "No rule was ever set." in words


def test_it_sets_and_removes_a_rule_and_shows_how_it_came_about(place: Town):
    done = text_of(place.ada.post(PLACE, RULE, follow=True))
    assert "Set: Kept for 30 days after publication, by the rule of entry" in done
    assert "policy 4: claims" in done
    gone = text_of(
        place.ada.post(PLACE, {"do": "remove", "kind": "evidence", "reason": "all stays"}, follow=True)
    )
    assert "Removed: no rule stands for items of evidence." in gone
    assert "no rule any more" in gone
    assert "30 days, policy 4" in gone


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({**RULE, "days": "a year"}, "A whole number, such as 730"),
        ({**RULE, "kind": "post-mortem"}, "A post-mortem lives for ever"),
        ({**RULE, "basis": " "}, "On which basis?"),
        ({"do": "remove", "kind": "account", "reason": "x"}, "No rule stands for accounts"),
        ({"do": "agree", "erasure": ""}, "No rule asks for this erasure"),
    ],
)
def test_it_says_what_is_missing_and_keeps_what_was_typed(place: Town, sent: dict[str, str], says: str):
    answer = place.ada.post(PLACE, sent)
    assert answer.status_code == 422
    assert says in text_of(answer)
    if sent["do"] == "set":
        assert "claims" in answer.content.decode()


def test_only_keepers_of_the_house_see_it(place: Town):
    assert place.bo.get(PLACE).status_code == 404
    assert place.bo.post(PLACE, RULE).status_code == 404


def test_two_keepers_agree_and_the_batch_carries_it_out(place: Town):
    asked(place)
    words = text_of(place.ada.get(PLACE))
    assert "ER-1: E-1 of PM-1" in words
    assert "The rule for items of evidence (entry" in words
    assert "nobody has agreed yet" in words
    agree = {"do": "agree", "erasure": "1"}
    assert "Agreed, the first of two: ER-1." in text_of(place.ada.post(PLACE, agree, follow=True))
    assert erase_due(place.ground.workspace).done == ()
    assert "You have agreed; it takes a second person." in text_of(place.ada.get(PLACE))
    assert place.ada.post(PLACE, agree).status_code == 422
    assert "ER-1: an item of evidence" in text_of(place.cem.get(PLACE)), "no more than Cem may see"
    assert "with the next batch" in text_of(place.cem.post(PLACE, agree, follow=True))
    assert erase_due(place.ground.workspace).done == (1,)
    assert "Erased, with its basis: policy 4" in text_of(place.ada.get("/pm/1/evidence/1"))


def test_a_keeper_declines_with_a_reason_and_it_rests(place: Town):
    asked(place)
    assert place.ada.post(PLACE, {"do": "decline", "erasure": "1", "reason": ""}).status_code == 422
    said = place.ada.post(PLACE, {"do": "decline", "erasure": "1", "reason": "the insurer asks"}, follow=True)
    assert "The rule does not ask for it again for 180 days." in text_of(said)
    assert ask_due(place.ground.workspace).numbers == ()


def test_a_longer_rule_takes_back_what_the_shorter_one_asked_for(place: Town):
    asked(place)
    place.ada.post(PLACE, {**RULE, "days": "60"})
    assert "Asked for, and waiting" not in text_of(place.ada.get(PLACE))


def test_somebody_of_the_room_agrees_where_its_erasures_show(place: Town):
    asked(place)
    page = "/pm/1/erasures/1"
    words = text_of(place.bo.get(page))
    assert "Asked by the installation" in words
    assert "asks for this" in words
    assert "Agreed, the first of two" in text_of(place.bo.post(page, {"do": "carry-out"}, follow=True))
    assert "you have agreed" in text_of(place.bo.get(page))
    place.cem.post(PLACE, {"do": "agree", "erasure": "1"})
    assert "goes together with others when its day has come" in text_of(place.bo.get(page))


def test_a_keeper_agrees_to_all_of_a_kind(place: Town):
    sealed(place.ada, "second.log", b"more\n")
    asked(place)
    assert "Agree to all 2 items of evidence" in text_of(place.ada.get(PLACE))
    every = {"do": "agree-all", "kind": "evidence"}
    assert "Agreed: ER-1, ER-2." in text_of(place.ada.post(PLACE, every, follow=True))
    assert "Agree to all" not in text_of(place.ada.get(PLACE))
    assert place.ada.post(PLACE, every).status_code == 422
    place.cem.post(PLACE, every)
    assert erase_due(place.ground.workspace).done == (1, 2)


def test_it_agrees_to_nothing_that_a_person_asked_for(place: Town):
    place.ada.post("/pm/1/evidence/1/erase", {"basis": "GDPR art. 17", "reason": "she asked"})
    assert place.ada.post(PLACE, {"do": "agree", "erasure": "1"}).status_code == 422


def test_it_says_for_how_long_where_people_write(place: Town):
    places = ("/pm/1/accounts/write", "/pm/1/support", "/pm/1/evidence")
    assert not any("by the rule of entry" in text_of(place.ada.get(one)) for one in places)
    for kind in ("account", "support", "evidence"):
        place.ada.post(PLACE, {**RULE, "kind": kind})
    for one in places:
        line = "Kept for 30 days after publication, by the rule of entry"
        assert line in text_of(place.ada.get(one)), one


def test_the_site_asks_by_itself(place: Town):
    ground = place.ground
    asked(place, days=0)
    place.later(days=31)
    rounds = rounds_of(ground.workspace, ground.outbox, links=ground.links)
    (daily,) = [one for one in rounds if one.name == "retention"]
    assert (daily.every_s, list(daily.go())) == (24 * 60 * 60, [])
    assert "ER-1: E-1 of PM-1" in text_of(place.ada.get(PLACE))
