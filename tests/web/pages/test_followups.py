"""Follow-ups in a browser: proposed, asked, answered from a letter's page, seen through, and ended in the open."""

import pytest

from secondstory.application import looking
from secondstory.application.ceremony import committing
from secondstory.application.ceremony.committing import Proposal, Yes
from secondstory.application.keeping.directory import form_team, join_team
from secondstory.application.understanding.naming import add
from secondstory.application.understanding.telling import tell
from secondstory.domain.ceremony.followups import FollowUp, Standing, Strength
from secondstory.domain.understanding.conditions import Added, Level
from secondstory.domain.understanding.incidents import Role, RoleTaken
from secondstory.kernel.ids import StreamId
from tests.web.conftest import CAST, Town, text_of

LIST = "/pm/1/follow-ups"
ONE = "/follow-ups/1/"
ANSWER = "/follow-ups/1/answer"
WISH = "Refuse a bare number in the hold-length field"
WHY = {"of": CAST["dee"], "because": "expertise", "why": "She wrote the hold rules"}


def proposed(town: Town, text: str = WISH) -> FollowUp:
    if not looking.post_mortems(town.office("ada")):
        town.opens("ada", "Forty-eight of what?")
        office = town.office("ada")
        pm = office.door.stream_of("PM-1")
        statement = "The field shows a number without its unit, which made 48 look right"
        add(office, pm, Added(number=1, statement=statement, level=Level.SOFTWARE))
        taken = RoleTaken(role=Role.PARTICIPANT, person=town.people["bo"])
        tell(office, pm, lambda _: [taken])
    office = town.office("ada")
    wish = Proposal(text=text, conditions=(1,), end_state="A save with a bare number is refused")
    return committing.propose(office, office.door.stream_of("PM-1"), wish)


def asked(town: Town, of: str = CAST["dee"]) -> StreamId:
    stream = proposed(town).stream
    assert stream is not None
    answer = town.ada.post("/follow-ups/1/ask", {**WHY, "of": of})
    assert answer.status_code == 303, text_of(answer)
    return stream


def owned(town: Town) -> StreamId:
    stream = asked(town)
    committing.accept(town.office("dee"), stream, Yes())
    return stream


def state(town: Town, number: int = 1) -> FollowUp:
    office = town.office("ada")
    return looking.followup(office, office.door.stream_of(f"FU-{number}"))


def test_it_proposes_one_and_suggests_how_strong_it_is(town: Town):
    proposed(town)
    form = {"text": "Delete the form that takes minutes", "condition": "1", "changes": "condition-changing"}
    answer = town.ada.post(f"{LIST}/propose", form, follow=True)
    assert "Proposed: FU-2. It is a proposal until somebody says yes." in text_of(answer)
    assert "so its words suggest, and nobody has said so yet" in text_of(answer)
    assert state(town, 2).strength_suggested is Strength.STRONGER


def test_it_keeps_what_was_typed_when_a_proposal_says_nothing(town: Town):
    proposed(town)
    answer = town.ada.post(f"{LIST}/propose", {"text": " ", "end_state": "The sheet fails in rehearsal"})
    assert answer.status_code == 422
    assert "Say what would be different" in text_of(answer)
    assert "The sheet fails in rehearsal" in answer.content.decode()


def test_it_asks_a_person_so_that_they_can_say_yes(town: Town):
    asked(town)
    assert state(town).asked[0].of == town.people["dee"]
    page = text_of(town.ada.get(LIST))
    assert "Of Dee Marsh. Expertise." in page
    assert town.dee.get(ONE).status_code == 200


def test_it_does_not_take_spare_time_for_a_reason(town: Town):
    proposed(town)
    answer = town.ada.post("/follow-ups/1/ask", {**WHY, "why": "they have time"})
    assert answer.status_code == 422
    assert "is not a reason" in text_of(answer)
    assert "they have time" in answer.content.decode()
    assert town.ada.post("/follow-ups/1/ask", {**WHY, "because": "capacity"}).status_code == 422
    assert state(town).standing is Standing.PROPOSED


def test_it_asks_a_team_and_one_of_them_says_yes(town: Town):
    house = town.ground.workspace.office_for(town.people["ada"], alone=True)
    form_team(house, "Booking")
    join_team(house, "Booking", town.people["eve"])
    asked(town, of="booking")
    assert state(town).asked[0].of == "Booking"
    town.eve.post(ANSWER, {"do": "accept", "words": "We will", "due": "2026-11-20"})
    assert state(town).owner == town.people["eve"]


def test_it_says_that_a_team_nobody_entered_hears_of_nothing(town: Town):
    proposed(town)
    answer = town.ada.post("/follow-ups/1/ask", {**WHY, "of": "Harbour office"}, follow=True)
    assert "No such team is entered here yet, so tell them yourself." in text_of(answer)


def test_it_opens_the_answer_that_a_letter_links_to_and_records_nothing_by_looking(town: Town):
    asked(town)
    yes, no = town.dee.get(f"{ANSWER}?with=yes"), town.dee.get(f"{ANSWER}?with=no")
    assert "When could it be done?" in text_of(yes)
    assert "What stands in the way?" in text_of(no)
    assert "She wrote the hold rules" in text_of(no)
    assert state(town).standing is Standing.ASKED


def test_it_takes_a_yes_in_their_own_words(town: Town):
    asked(town)
    said = {"do": "accept", "words": "From the next release", "due": "2026-11-20"}
    answer = town.dee.post(f"{ANSWER}?with=yes", said, follow=True)
    assert "Accepted: FU-1 is yours" in text_of(answer)
    assert "From the next release" in text_of(answer)
    assert "Due Fri 20 November 2026" in text_of(answer)


def test_it_takes_a_yes_with_changes_and_keeps_both_versions(town: Town):
    asked(town)
    refused = town.dee.post(ANSWER, {"do": "changes", "changes": "", "text": "Refuse it in the import too"})
    assert refused.status_code == 422
    assert "Refuse it in the import too" in refused.content.decode()
    said = {"do": "changes", "changes": "The import needs it as well", "text": "Refuse it in the import too"}
    page = text_of(town.dee.post(ANSWER, said, follow=True))
    assert state(town).text == "Refuse it in the import too"
    assert "The import needs it as well" in page
    assert WISH in page


def test_it_takes_a_no_with_its_reason_only(town: Town):
    asked(town)
    assert town.dee.post(ANSWER, {"do": "decline", "reason": ""}).status_code == 422
    said = {"do": "decline", "reason": "The import is not ours", "better_address": "Platform"}
    assert "Declined: FU-1, with your reason" in text_of(town.dee.post(ANSWER, said, follow=True))
    page = text_of(town.ada.get(LIST))
    assert "“The import is not ours” They suggest Platform." in page
    assert page.index("Nobody has said yes yet") < page.index("The import is not ours")
    assert "Ask somebody else" in page
    assert "Ask somebody else" in text_of(town.ada.get(ONE))


def test_it_has_no_answer_open_once_it_was_answered(town: Town):
    owned(town)
    assert "No answer is open here for you" in text_of(town.dee.get(f"{ANSWER}?with=yes"))


def test_it_lets_its_owner_say_by_when_and_move_it_with_a_reason(town: Town):
    owned(town)
    assert town.dee.post("/follow-ups/1/due", {"due": "2026-11-20"}).status_code == 303
    assert town.dee.post("/follow-ups/1/due", {"due": "2026-11-27", "reason": ""}).status_code == 422
    page = town.dee.post(
        "/follow-ups/1/due", {"due": "2026-11-27", "reason": "The dock is shut"}, follow=True
    )
    assert "Moved the day to Fri 27 November 2026." in text_of(page)
    assert "The dock is shut" in text_of(page)


def test_it_notes_what_it_waits_for_and_that_it_goes_on(town: Town):
    owned(town)
    page = text_of(town.dee.post("/follow-ups/1/block", {"waiting_for": "the vendor"}, follow=True))
    assert "Waits for the vendor" in page
    assert "It goes on" in page
    town.dee.post("/follow-ups/1/unblock")
    assert state(town).waiting_for is None
    assert town.dee.post("/follow-ups/1/unblock").status_code == 422


def test_it_is_done_verified_by_somebody_else_and_looked_at_again(town: Town):
    owned(town)
    assert town.dee.post("/follow-ups/1/done", {"words": ""}).status_code == 422
    town.dee.post("/follow-ups/1/done", {"evidence": "E-4\nhttps://example.test/run/9"})
    assert state(town).done.evidence == ("E-4", "https://example.test/run/9")  # type: ignore[union-attr]
    assert town.dee.post("/follow-ups/1/verify").status_code == 422
    assert "Verified: FU-1" in text_of(town.ada.post("/follow-ups/1/verify", {"how": "I tried"}, follow=True))
    assert town.ada.post("/follow-ups/1/effect", {"effect": "changed"}).status_code == 422
    found = {"effect": "changed", "words": "None in six weeks"}
    page = text_of(town.ada.post("/follow-ups/1/effect", found, follow=True))
    assert "It held" in page
    assert "Looked for its effect: it changed." in page


def test_it_is_opened_again_with_a_reason(town: Town):
    owned(town)
    town.dee.post("/follow-ups/1/done", {"words": "It is out"})
    assert town.ada.post("/follow-ups/1/reopen", {"reason": ""}).status_code == 422
    town.ada.post("/follow-ups/1/reopen", {"reason": "The import still takes 48"})
    assert state(town).standing is Standing.OWNED


def test_it_changes_hands_and_is_let_go(town: Town):
    owned(town)
    unknown = town.dee.post("/follow-ups/1/hand-over", {"to": "Nobody", "reason": "She moved"})
    assert unknown.status_code == 422
    town.dee.post("/follow-ups/1/hand-over", {"to": CAST["eve"], "reason": "She keeps the console now"})
    assert state(town).owner == town.people["eve"]
    town.eve.post("/follow-ups/1/let-go", {"reason": "No room this quarter"})
    assert state(town).standing is Standing.PROPOSED


def test_it_goes_up_to_somebody_who_can_free_time(town: Town):
    proposed(town)
    assert town.ada.post("/follow-ups/1/escalate", {"to": CAST["eve"], "reason": ""}).status_code == 422
    town.ada.post("/follow-ups/1/escalate", {"to": CAST["eve"], "reason": "Nobody has room"})
    assert state(town).escalations[0].to == town.people["eve"]
    assert "To Eve Novak: Nobody has room" in text_of(town.ada.get(LIST))


def test_it_is_reworded_graded_and_tracked(town: Town):
    proposed(town)
    same = {"text": WISH, "reason": "Clearer"}
    assert town.ada.post("/follow-ups/1/reword", same).status_code == 422
    town.ada.post("/follow-ups/1/reword", {**same, "text": "Take number and unit together"})
    town.ada.post("/follow-ups/1/strength", {"strength": "intermediate"})
    town.ada.post("/follow-ups/1/track", {"ref": "BOOK-12"})
    page = text_of(town.ada.get(ONE))
    assert "Take number and unit together" in page
    assert state(town).strength is Strength.INTERMEDIATE
    assert "In a tracker too: BOOK-12" in page


def test_it_ends_in_the_open(town: Town):
    proposed(town)
    proposed(town, "Replace the console")
    assert town.ada.post("/follow-ups/1/drop", {"reason": "", "authority": "lead"}).status_code == 422
    town.ada.post("/follow-ups/1/drop", {"reason": "The console goes", "authority": "head of booking"})
    assert "Ended, with the reason kept" in text_of(town.ada.get(LIST))
    assert town.ada.post("/follow-ups/2/supersede", {"by": "FU-9"}).status_code == 422
    town.ada.post("/follow-ups/1/reopen", {"reason": "It stays after all"})
    town.ada.post("/follow-ups/2/supersede", {"by": "FU-1"})
    assert "Went on in FU-1" in text_of(town.ada.get("/follow-ups/2/"))


def test_it_hints_that_all_of_them_rely_on_people_remembering(town: Town):
    proposed(town, "Remind everybody of the unit")
    proposed(town, "Write a wiki page about units")
    assert "All 2 follow-ups rely on people remembering" in text_of(town.ada.get(LIST))


def test_it_groups_them_by_the_condition_they_answer(town: Town):
    proposed(town)
    page = text_of(town.ada.get(f"{LIST}?by=condition"))
    assert page.index("The field shows a number") < page.index(WISH)


def test_it_puts_what_is_asked_of_you_first_and_unowned_above_accepted(town: Town):
    owned(town)
    second = proposed(town, "Delete the sheet")
    assert second.stream is not None
    third = proposed(town, "Replace the console")
    assert third.stream is not None
    office = town.office("ada")
    committing.ask(office, third.stream, town.people["bo"], because="authority", text="He keeps it")
    page = text_of(town.bo.get(LIST))
    titles = [
        "Replace the console Asked of you by Ada Okafor",
        "Nobody has said yes yet",
        "Delete the sheet",
        WISH,
    ]
    assert [page.index(one) for one in titles] == sorted(page.index(one) for one in titles)


def test_it_shows_a_board_of_what_waits(town: Town):
    owned(town)
    proposed(town, "Delete the sheet")
    page = text_of(town.dee.get("/follow-ups"))
    assert "Yours 1" in page
    assert "Delete the sheet" not in page
    assert "Nobody has said yes yet 1 Delete the sheet" in text_of(town.ada.get("/follow-ups"))
    town.dee.post("/follow-ups/1/done", {"words": "It is out"})
    assert WISH in text_of(town.ada.get("/follow-ups?show=second-look"))
    assert WISH not in text_of(town.ada.get("/follow-ups?show=mine"))
    assert "No follow-up waits" in text_of(town.fay.get("/follow-ups"))


def test_it_says_on_the_board_of_which_post_mortem_a_follow_up_is(town: Town):
    proposed(town)
    assert f"{WISH} PM-1" in text_of(town.ada.get("/follow-ups"))
    assert f"{WISH} PM-1" not in text_of(town.ada.get(LIST))


def test_it_names_nobody_to_readers_who_was_only_asked(town: Town):
    asked(town)
    town.ada.get("/")  # the name stands in what is said of the asking, once
    words = text_of(town.ada.get("/pm/1/publish/preview"))
    assert "Asked, not answered yet" in words
    assert town.people["dee"] not in words
    assert CAST["dee"] not in words


def test_it_turns_the_pages_of_a_long_board(town: Town):
    for number in range(27):
        proposed(town, f"Delete sheet {number}")
    first = text_of(town.ada.get("/follow-ups?show=unowned"))
    assert "Delete sheet 24" in first
    assert "Delete sheet 25" not in first
    assert "Delete sheet 25" in text_of(town.ada.get("/follow-ups?show=unowned&page=2"))


def test_it_shows_nothing_of_the_post_mortem_to_those_who_may_not_read_it(town: Town):
    asked(town)
    for address in (ONE, f"{ANSWER}?with=yes", "/follow-ups"):
        page = town.dee.get(address).content.decode()
        assert WISH in page
        assert "Forty-eight of what" not in page
        assert "number without its unit" not in page
        assert "PM-1" not in page
    assert "Forty-eight of what" in text_of(town.ada.get(ONE))
    assert town.dee.get(LIST).status_code == 404


def test_it_offers_only_what_somebody_may_do(town: Town):
    owned(town)
    mine, theirs = text_of(town.dee.get(ONE)), text_of(town.ada.get(ONE))
    assert "Report it done" in mine
    assert "Report it done" not in theirs
    assert town.ada.post("/follow-ups/1/done", {"words": "It is out"}).status_code == 422
    assert town.ada.post(ANSWER, {"do": "decline", "reason": "No"}).status_code == 422


@pytest.mark.parametrize(
    "address",
    [LIST, f"{LIST}/propose", f"{LIST}?by=condition", ONE, ANSWER]
    + [
        f"/follow-ups/1/{act}"
        for act in "ask done verify effect reopen escalate due block unblock track strength reword hand-over let-go"
        " supersede drop".split()
    ],
)
def test_it_is_not_there_for_others_and_asks_for_a_sign_in(town: Town, address: str):
    proposed(town)
    assert town.ada.get(address).status_code == 200
    assert town.fay.get(address).status_code == 404
    assert town.fay.post(address, {"do": "accept", "text": "x"}).status_code == 404
    assert town.stranger.get(address).status_code == 302
    assert town.stranger.get("/follow-ups").status_code == 302


def test_it_has_no_page_for_what_is_not_there(town: Town):
    proposed(town)
    assert town.ada.get("/follow-ups/9/").status_code == 404
    assert town.ada.get("/follow-ups/1/burn").status_code == 404
