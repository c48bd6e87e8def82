import pytest

from secondstory.application.ports.post import Letter
from secondstory.domain.ceremony.followups import (
    Accepted,
    Asked,
    Because,
    Changes,
    Declined,
    Escalated,
    HandedOver,
    Origin,
    Phase,
    Proposed,
)
from secondstory.domain.understanding.incidents import Role, RoleTaken
from secondstory.kernel.ids import StreamId
from tests.application.correspondence.kelda import Kelda, addressees
from tests.people import ADA, BO, CEM, DEE, FAY

FU = StreamId("fu_one")
QUESTION = {"because": Because.EXPERTISE, "text": "you wrote the form"}


@pytest.fixture
def here():
    made = Kelda()
    pm = made.opened("The title that Storage may not know").stream
    made.record(pm, RoleTaken(role=Role.PARTICIPANT, person=BO))
    proposed = Proposed(
        number=12,
        text="Delete the form that takes minutes",
        origins=(Origin(post_mortem=pm, conditions=(1,)),),
        phase=Phase.PREVENT,
        changes=Changes.CONDITION,
        end_state="the form answers 410",
        side_effects="the night desk types more",
    )
    made.record(FU, proposed, by=BO)
    return made


def test_it_asks_the_whole_team_with_three_answers_to_press(here):
    letters = here.told(FU, Asked(of="storage", **QUESTION))
    assert addressees(letters) == ["cem", "dee"]
    text = letters[0].text
    for said in (
        "Ada Okafor asks storage about a change, because of what you know:",
        "> Delete the form that takes minutes",
        "> you wrote the form",
        "> the form answers 410",
        "> the night desk types more",
        "https://stories.kelda.example/follow-ups/12/answer?with=yes",
        "https://stories.kelda.example/follow-ups/12/answer?with=changes",
        "https://stories.kelda.example/follow-ups/12/answer?with=no",
    ):
        assert said in text
    assert letters[0].subject == "Asked of storage: FU-12"


def test_it_says_nothing_of_where_the_question_came_from(here):
    [letter, _] = here.told(FU, Asked(of="Storage", **QUESTION))
    for secret in ("The title", "PM-1", "/pm/"):
        assert secret not in f"{letter.subject} {letter.text}"


def test_it_asks_one_person(here):
    [letter] = here.told(FU, Asked(of=CEM, **QUESTION))
    assert (addressees([letter]), letter.subject) == (["cem"], "Asked of you: FU-12")
    assert "Ada Okafor asks you about a change" in letter.text


def test_it_writes_to_nobody_for_a_name_that_is_only_partly_theirs(here):
    assert here.told(FU, Asked(of="Cem", **QUESTION)) == []


def test_it_takes_nothing_to_somebody_for_a_part_of_their_name(here):
    assert here.told(FU, Escalated(to="Bo", reason="nobody has time")) == []


def test_it_asks_nobody_who_may_not_see_the_follow_up(here):
    here.record(FU, Asked(of="Storage", **QUESTION))
    assert here.told(FU, Escalated(to="Fay Moreau", reason="nobody has time")) == []


def test_it_tells_a_yes_to_who_asked_and_to_who_proposed(here):
    here.record(FU, Asked(of="Storage", **QUESTION), by=ADA)
    letters = here.told(FU, Accepted(owner=CEM, owner_name="Cem Yilmaz", words="By summer."), by=CEM)
    assert addressees(letters) == ["ada", "bo"]
    assert "Cem Yilmaz said yes" in letters[0].text
    assert "> By summer." in letters[0].text


def test_it_tells_a_no_with_its_reason_to_who_asked_last(here):
    here.record(FU, Asked(of="Storage", **QUESTION), by=ADA)
    [letter] = here.told(FU, Declined(reason="It is not ours.", better_address="Billing"), by=BO)
    assert addressees([letter]) == ["ada"]  # Bo proposed it, and it is Bo who answers here
    assert "> It is not ours." in letter.text
    assert "They suggest asking: Billing" in letter.text


def test_it_brings_it_to_somebody_who_can_free_time(here):
    [letter] = here.told(FU, Escalated(to=BO, reason="nobody has time"))
    assert addressees([letter]) == ["bo"]
    assert "> nobody has time" in letter.text


def test_it_tells_the_next_owner(here):
    here.record(FU, Asked(of=CEM, **QUESTION))
    here.record(FU, Accepted(owner=CEM, owner_name="Cem Yilmaz"), by=CEM)
    [letter] = here.told(FU, HandedOver(owner=DEE, owner_name="Dee Novak", reason="on leave"), by=CEM)
    assert addressees([letter]) == ["dee"]


def test_it_says_never_who_contributed_to_what_happened(here):
    letter = here.told(FU, Asked(of=CEM, **QUESTION))[0]
    assert isinstance(letter, Letter)
    assert "Owning a change says nothing about who contributed to what happened." in letter.text
    assert FAY not in letter.text
