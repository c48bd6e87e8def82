"""People and teams: looking, inviting, changing, a table of everybody, and leaving."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from secondstory.application import looking
from secondstory.application.access.administering import administrators, name_administrators
from secondstory.application.ceremony.committing import Proposal, Yes, accept, ask, propose
from secondstory.application.ceremony.knowing_people import everybody
from secondstory.application.keeping import directory
from secondstory.application.understanding.naming import add
from secondstory.domain.understanding.conditions import Added, Level
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.house.people.columns import read_sheet
from tests.web.conftest import Town, text_of


@pytest.fixture
def place(town: Town) -> Town:
    """The town, with Ada looking after it in the record too."""
    name_administrators(town.ground.workspace.office, [town.people["ada"]])
    return town


def on(town: Town, name: str) -> str:
    return f"/people/{town.people[name]}"


def test_everybody_sees_who_is_here_and_only_a_keeper_the_ways_to_change_it(place: Town) -> None:
    seen = text_of(place.fay.get("/people"))
    assert "Cem Yıldız" in seen
    assert "Form a team" not in seen
    assert "Form a team" in text_of(place.ada.get("/people"))
    assert place.stranger.get("/people").status_code == 302


def test_it_forms_a_team_names_a_service_and_adds_somebody(place: Town) -> None:
    for sent in (
        {"do": "form", "team": "Storage"},
        {"do": "service", "service": "Disks", "keeper": "Storage"},
        {"do": "add", "name": "Gil Brandt", "address": "gil@example.test"},
    ):
        assert place.ada.post("/people", sent).status_code == 303
    page = text_of(place.ada.get("/people"))
    for words in ("Storage", "Keeps Disks", "Gil Brandt", "does not sign in"):
        assert words in page


def test_it_refuses_a_second_team_of_that_name_and_keeps_what_was_typed(place: Town) -> None:
    place.ada.post("/people", {"do": "form", "team": "Storage"})
    refused = place.ada.post("/people", {"do": "form", "team": "storage"})
    assert refused.status_code == 422
    assert "join that one" in text_of(refused)
    assert 'value="storage"' in refused.content.decode()


@pytest.mark.parametrize(
    "sent",
    [{"do": "form", "team": "X"}, {"do": "service", "service": "X"}, {"do": "withdraw", "invitation": "1"}],
)
def test_it_lets_nobody_else_organise(place: Town, sent: dict[str, str]) -> None:
    refused = place.bo.post("/people", sent)
    assert refused.status_code == 422
    assert "looks after this installation" in text_of(refused)
    assert everybody(place.office("ada")).teams == {}


def test_it_invites_by_letter_and_by_a_link_that_is_shown_once(place: Town) -> None:
    answer = place.ada.post("/people/invite", {"email": "gil@example.test", "name": "Gil Brandt"})
    assert answer.status_code == 200
    letter = place.ground.outbox.recent(1)[0]
    assert letter.to.address == "gil@example.test"
    link = next(word for word in letter.text.split() if "/come-in/" in word)
    assert link in text_of(answer)
    assert "Gil Brandt" in text_of(place.ada.get("/people"))
    assert "You are invited" in text_of(Client().get(link[link.index("/come-in/") :]))
    from secondstory.web.signin import invitations

    number = str(invitations.waiting()[0].pk)
    withdrawn = place.ada.post("/people", {"do": "withdraw", "invitation": number}, follow=True)
    assert "Withdrawn" in text_of(withdrawn)
    assert Client().get(link[link.index("/come-in/") :]).status_code == 410


@pytest.mark.parametrize("email", ["no address", "bo@example.test"])
def test_it_refuses_to_invite_what_cannot_come(place: Town, email: str) -> None:
    refused = place.ada.post("/people/invite", {"email": email})
    assert refused.status_code == 422
    assert place.ground.outbox.recent(1) == []


def test_only_a_keeper_invites_or_takes_a_table(place: Town) -> None:
    for path in ("/people/invite", "/people/table", "/people/people.csv", "/people/services.csv"):
        assert place.bo.get(path).status_code == 404
        assert place.bo.post(path, {"email": "x@example.test"}).status_code == 404
        assert place.stranger.get(path).status_code == 302


def test_everybody_changes_their_own_name_and_nobody_elses(place: Town) -> None:
    assert place.bo.post(on(place, "bo"), {"do": "rename", "name": "Bo Lind"}).status_code == 303
    assert looking.names(place.office("ada"))[place.people["bo"]] == "Bo Lind"
    refused = place.bo.post(on(place, "cem"), {"do": "rename", "name": "Somebody"})
    assert refused.status_code == 422
    assert looking.names(place.office("ada"))[place.people["cem"]] == "Cem Yıldız"


def test_an_address_is_shown_to_its_person_and_to_a_keeper_alone(place: Town) -> None:
    directory.rename(place.office("cem"), place.people["cem"], address="cem.y@example.test")
    assert "cem.y@example.test" in place.cem.get(on(place, "cem")).content.decode()
    assert "cem.y@example.test" in place.ada.get(on(place, "cem")).content.decode()
    assert "cem.y@example.test" not in place.bo.get(on(place, "cem")).content.decode()
    assert place.bo.get("/people/pe_nobody").status_code == 404


def test_it_puts_somebody_into_a_team_and_below_somebody(place: Town) -> None:
    directory.form_team(place.office("ada"), "Storage")
    place.ada.post(on(place, "bo"), {"do": "join", "team": "Storage"})
    place.ada.post(on(place, "bo"), {"do": "line", "manager": place.people["cem"]})
    seen = text_of(place.fay.get(on(place, "bo")))
    assert "Storage" in seen
    assert "Answers to Cem" in seen
    refused = place.ada.post(on(place, "cem"), {"do": "line", "manager": place.people["bo"]})
    assert "circle" in text_of(refused)
    place.ada.post(on(place, "bo"), {"do": "quit", "team": "Storage"})
    assert "In no team" in text_of(place.fay.get(on(place, "bo")))


def test_a_keeper_lets_another_look_after_it_in_the_record_and_beside_it(place: Town) -> None:
    assert place.bo.get("/people/invite").status_code == 404
    place.ada.post(on(place, "bo"), {"do": "look-after"})
    assert administrators(place.office("ada")) == (place.people["ada"], place.people["bo"])
    assert place.bo.get("/people/invite").status_code == 200
    place.bo.post(on(place, "ada"), {"do": "relieve"})
    assert administrators(place.office("bo")) == (place.people["bo"],)
    assert place.ada.get("/people/invite").status_code == 404
    refused = place.bo.post(on(place, "bo"), {"do": "relieve"})
    assert "Somebody has to look after" in text_of(refused)


def test_nobody_makes_themselves_a_keeper(place: Town) -> None:
    refused = place.bo.post(on(place, "bo"), {"do": "look-after"})
    assert refused.status_code == 422
    assert administrators(place.office("ada")) == (place.people["ada"],)
    assert place.bo.get("/people/invite").status_code == 404


def test_a_link_for_somebody_is_made_by_a_keeper_alone(place: Town) -> None:
    answer = place.ada.post(on(place, "bo"), {"do": "link"})
    link = next(word for word in text_of(answer).split() if "/come-in/" in word)
    letter = place.ground.outbox.recent(1)[0]
    assert letter.to.address == "bo@example.test"
    assert "/come-in/" not in letter.text, "they are told, and the link is not in it"
    browser = Client()
    browser.post(link[link.index("/come-in/") :])
    assert "Bo Lindqvist" in text_of(browser.get("/"))
    assert place.bo.post(on(place, "ada"), {"do": "link"}).status_code == 422


def test_whoever_leaves_is_signed_out_and_what_they_own_is_asked_again(place: Town) -> None:
    from secondstory.application.keeping.leaving import owned_by

    stream = owned_followup(place, "bo")
    theirs = place.ground.workspace.office_for(place.people["bo"], alone=True)
    assert owned_by(theirs) == (stream,)
    browser = place.bo
    assert browser.get("/people").status_code == 200
    asked = text_of(place.ada.get(f"{on(place, 'bo')}/leave"))
    assert "1 follow-up they own belongs to nobody then" in asked
    done = place.ada.post(f"{on(place, 'bo')}/leave", follow=True)
    assert "1 of their follow-ups are asked again" in text_of(done)
    assert not looking.followup(place.office("ada"), stream).is_owned
    assert browser.get("/people").status_code == 302
    assert "who left" in text_of(place.ada.get("/people"))
    place.ada.post(on(place, "bo"), {"do": "back"})
    assert "Bo Lindqvist" in [one.name for one in everybody(place.office("ada")).present]


def owned_followup(place: Town, name: str) -> StreamId:
    """A follow-up of Ada's post-mortem that somebody said yes to."""
    place.opens("ada")
    ada = place.office("ada")
    story = ada.door.stream_of("PM-1")
    add(ada, story, Added(number=1, statement="The console shows a bare number", level=Level.SOFTWARE))
    what = Proposal(
        conditions=(1,), text="Show the count on the console", end_state="It is shown", verified_how="We look"
    )
    made = propose(ada, story, what)
    assert made.stream is not None
    directory.form_team(ada, "Consoles")
    directory.join_team(ada, "Consoles", place.people[name])
    ask(ada, made.stream, "Consoles", because="expertise", text="You know the console.")
    accept(place.office(name), made.stream, Yes())
    return made.stream


def test_only_a_keeper_or_oneself_says_that_somebody_leaves(place: Town) -> None:
    assert place.cem.get(f"{on(place, 'bo')}/leave").status_code == 404
    assert place.cem.post(f"{on(place, 'bo')}/leave").status_code == 404
    assert place.cem.get(f"{on(place, 'cem')}/leave").status_code == 200
    refused = place.ada.post(f"{on(place, 'ada')}/leave")
    assert "Somebody has to look after" in text_of(refused)
    assert place.ada.get("/people").status_code == 200


TABLE = (
    "name,address,teams,answers to\nBo Lindqvist,bo@example.test,Storage; Night,Gil Brandt\nGil Brandt,,,\n"
)


def test_a_table_is_tried_and_then_taken(place: Town) -> None:
    tried = place.ada.post("/people/table", {"do": "try", "text": TABLE})
    assert "Take these 7 changes" in text_of(tried)
    assert everybody(place.office("ada")).teams == {}
    taken = place.ada.post("/people/table", {"do": "take", "text": TABLE}, follow=True)
    assert "Taken: 7 changes" in text_of(taken)
    known = everybody(place.office("ada"))
    assert known.teams["Storage"].members == (place.people["bo"],)
    again = place.ada.post("/people/table", {"do": "try", "text": TABLE})
    assert "Nothing would change" in text_of(again)


def test_a_table_with_problems_says_them_all_with_their_lines(place: Town) -> None:
    text = "name;address;answers to\n;x@example.test;\nGil Brandt;;Nobody Here\n"
    tried = text_of(place.ada.post("/people/table", {"do": "try", "text": text}))
    assert "Line 2: there is no name" in tried
    assert "Line 3: nobody called Nobody Here" in tried
    assert "Take" not in tried.replace("Take from", "")
    refused = place.ada.post("/people/table", {"do": "take", "text": text})
    assert refused.status_code == 422
    assert "Gil Brandt;;Nobody Here" in refused.content.decode()


def test_a_table_can_be_a_file_and_what_is_carried_away_can_be_brought_back(place: Town) -> None:
    place.ada.post("/people/table", {"do": "take", "text": TABLE})
    place.ada.post("/people", {"do": "service", "service": "=Disks", "keeper": "Storage"})
    for path, words in (("/people/people.csv", "Gil Brandt"), ("/people/services.csv", "'=Disks")):
        away = place.ada.get(path)
        assert words in away.content.decode()
        file = SimpleUploadedFile("table.csv", away.content, content_type="text/csv")
        back = place.ada.post("/people/table", {"do": "try", "file": file})
        assert "Nothing would change" in text_of(back)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "table is empty"),
        ("shoe size\n43", "nobody knows the column"),
        ("name,name\nA,B", "there twice"),
        ("address\nx", "neither the column"),
        ("name\nA,B", "Line 2: it has 2 cells"),
    ],
)
def test_a_table_that_is_none_is_refused_with_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_sheet(text)


def test_a_file_that_is_no_text_is_refused(place: Town) -> None:
    file = SimpleUploadedFile("table.csv", b"\xff\xfe\x00n", content_type="text/csv")
    assert "not UTF-8" in text_of(place.ada.post("/people/table", {"do": "try", "file": file}))
