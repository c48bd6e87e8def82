"""The exit poll: five or nothing, and nothing that joins an answer to a person."""

from datetime import timedelta

import pytest

from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.room import poll
from secondstory.application.ceremony.room.poll import Ballot
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.kernel.ids import PersonId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from tests.begun import BegunOffice

PEOPLE = [PersonId(f"pe_{name}") for name in "eve bo ada dee cem".split()]


def ballot_of(count: int) -> Ballot:
    ballot = Ballot()
    for place, who in enumerate(PEOPLE[:count]):
        ballot = poll.answer(
            ballot, who, {"learnt": "Yes" if place % 2 else "No", "missing": f"word {place}"}
        )
    return ballot


def held(place: BegunOffice):
    pm = place.opened().stream
    office = place.office
    at = Moment(at=place.desk.clock.at + timedelta(minutes=1))
    meeting.schedule(office, pm, SittingKind.LEARNING, at=at)
    meeting.open_sitting(office, pm, 1, read_out=True)
    meeting.close(office, pm, 1)
    return office, pm


def test_it_keeps_people_and_answers_apart_and_sorted():
    ballot = ballot_of(5)
    assert ballot.answered == tuple(sorted(PEOPLE))
    assert ballot.answers["learnt"] == ("No", "No", "No", "Yes", "Yes")
    assert ballot.answers["again"] == (poll.UNSAID,) * 5


def test_it_takes_one_answer_of_a_person_and_none_after_the_end():
    ballot = ballot_of(1)
    with pytest.raises(Refused, match="You have answered"):
        poll.answer(ballot, PEOPLE[0], {})
    with pytest.raises(Refused, match="closed"):
        poll.answer(Ballot(is_closed=True), PEOPLE[0], {})


def test_it_takes_only_what_was_offered():
    with pytest.raises(Refused, match="offered"):
        poll.answer(Ballot(), PEOPLE[0], {"learnt": "It was Cem"})
    with pytest.raises(Refused, match="400 characters"):
        poll.answer(Ballot(), PEOPLE[0], {"missing": "x" * 401})


def test_it_records_nothing_below_five_and_lets_the_answers_go():
    office, pm = held(BegunOffice())
    assert poll.close(office, pm, 1, ballot_of(4)) == Ballot(is_closed=True)
    assert meeting.post_mortem(office, pm).sittings.sittings[0].polls == ()


def test_it_records_five_in_one_batch():
    office, pm = held(BegunOffice())
    assert poll.close(office, pm, 1, ballot_of(5)) == Ballot(is_closed=True)
    polls = meeting.post_mortem(office, pm).sittings.sittings[0].polls
    assert [one.question for one in polls] == [one.text for one in poll.QUESTIONS]
    assert all(sum(answer.count for answer in one.answers) == 5 for one in polls)


def test_it_is_closed_once():
    office, pm = held(BegunOffice())
    with pytest.raises(Refused, match="closed already"):
        poll.close(office, pm, 1, Ballot(is_closed=True))
