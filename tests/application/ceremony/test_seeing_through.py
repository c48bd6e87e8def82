"""What somebody can do with a follow-up as it stands, and the parts of the board."""

from secondstory.application.ceremony import committing, seeing_through
from secondstory.application.ceremony.committing import Proposal, Yes
from secondstory.application.ceremony.knowing_people import make_known
from secondstory.application.keeping.directory import form_team
from secondstory.application.understanding.naming import add as add_condition
from secondstory.domain.ceremony.followups import Asked, Dropped, FollowUp, Proposed, Reworded, Superseded
from secondstory.domain.understanding.conditions import Added, Level
from secondstory.kernel.ids import StreamId
from tests.begun import BegunOffice


def proposed(place: BegunOffice, text: str = "Delete the form that takes minutes") -> FollowUp:
    pm = place.opened().stream
    add_condition(place.office, pm, Added(number=1, statement="The field has no unit", level=Level.SOFTWARE))
    wish = Proposal(text=text, conditions=(1,), end_state="the form answers 410")
    return committing.propose(place.office, pm, wish)


def stream_of(one: FollowUp) -> StreamId:
    assert one.stream is not None
    return one.stream


def test_it_offers_the_acts_that_fit_how_it_stands():
    place = BegunOffice()
    one = proposed(place)
    can = seeing_through.open_acts(place.office, one)
    assert {"ask", "drop", "reword"} <= set(can)
    assert not {"done", "verify", "reopen", "let-go"} & set(can)
    place.forward(days=1)
    owned = committing.accept(place.office, stream_of(one), Yes())
    assert {"done", "due", "block", "let-go"} <= set(seeing_through.open_acts(place.office, owned))
    waiting = committing.block(place.office, stream_of(one), "the vendor")
    assert "unblock" in seeing_through.open_acts(place.office, waiting)
    assert "block" not in seeing_through.open_acts(place.office, waiting)


def test_it_offers_to_open_again_what_was_dropped_and_nothing_for_what_was_superseded():
    place = BegunOffice()
    one, other = proposed(place), proposed(place, "Delete the sheet")
    dropped = committing.end(place.office, stream_of(one), Dropped(reason="It goes", authority="lead"))
    assert seeing_through.open_acts(place.office, dropped) == ("reopen",)
    gone = committing.end(place.office, stream_of(other), Superseded(by=stream_of(one)))
    assert seeing_through.open_acts(place.office, gone) == ()


def test_it_tells_everything_that_happened_in_order():
    place = BegunOffice()
    fu = stream_of(proposed(place))
    committing.ask(place.office, fu, "Booking", because="expertise", text="They wrote it")
    assert [type(entry.event) for entry in seeing_through.history_of(place.office, fu)] == [Proposed, Asked]


def test_it_shelves_what_is_unowned_mine_and_waits_for_a_second_look():
    place = BegunOffice()
    one = stream_of(proposed(place))
    assert seeing_through.shelf(place.office, "unowned").count == 1
    place.forward(days=1)
    committing.accept(place.office, one, Yes())
    assert [shelf.count for shelf in shelves(place)] == [0, 0, 1, 0]
    committing.report_done(place.office, one, words="It is out")
    assert [shelf.count for shelf in shelves(place)] == [0, 0, 1, 1]
    assert seeing_through.shelf(place.office, "mine", offset=1).followups == ()


def test_it_shows_nothing_twice_on_the_board():
    place = BegunOffice()
    one, other = stream_of(proposed(place)), stream_of(proposed(place, "Delete the sheet"))
    committing.ask(place.office, one, place.me, because="expertise", text="She wrote it")
    board = seeing_through.board(place.office, limit=5)
    assert [board[name].count for name in ("asked", "unowned")] == [1, 1]
    assert [found.stream for found in board["unowned"].followups] == [other]
    place.forward(days=1)
    committing.accept(place.office, one, Yes())
    committing.report_done(place.office, one, words="It is out")
    board = seeing_through.board(place.office, limit=5)
    assert [board[name].count for name in ("mine", "second-look")] == [1, 0]


def shelves(place: BegunOffice) -> list[seeing_through.Shelf]:
    return [seeing_through.shelf(place.office, name) for name in seeing_through.SHELVES]


def test_it_finds_whom_somebody_means():
    place = BegunOffice()
    bo = make_known(place.office, "Bo Lindqvist")
    form_team(place.office, "Booking")
    assert seeing_through.addressed(place.office, "bo lindqvist") == (bo.person, "Bo Lindqvist")
    assert seeing_through.addressed(place.office, bo.person) == (bo.person, "Bo Lindqvist")
    assert seeing_through.addressed(place.office, " booking ") == ("Booking", "Booking")
    assert seeing_through.addressed(place.office, "Harbour") == ("Harbour", "Harbour")
    reached = [seeing_through.reaches(place.office, of) for of in (bo.person, "booking", "Harbour")]
    assert reached == [True, True, False]


def test_it_takes_a_yes_in_other_words_and_one_in_the_same():
    place = BegunOffice()
    one, other = proposed(place), proposed(place, "Delete the sheet")
    place.forward(days=1)
    change = Reworded(reason="The import too", text="Delete the form and the import", end_state=None)
    taken = committing.accept_with_changes(place.office, stream_of(one), Yes(), change)
    assert (taken.text, taken.is_owned) == ("Delete the form and the import", True)
    same = Reworded(reason="As it is", text="Delete the sheet")
    assert (
        committing.accept_with_changes(place.office, stream_of(other), Yes(), same).text == "Delete the sheet"
    )
    last = seeing_through.history_of(place.office, stream_of(other))[-1]
    assert not isinstance(last.event, Reworded)
