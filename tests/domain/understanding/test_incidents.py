import pytest

from secondstory.domain.understanding.incidents import (
    Impact,
    ImpactStated,
    Incident,
    IncidentKind,
    Linked,
    Merged,
    NeedNamed,
    Opened,
    Retitled,
    ReviewRequired,
    ReviewWaived,
    Role,
    RoleLeft,
    RoleTaken,
    SeverityChanged,
    TimesStated,
    TriggerStated,
    Withdrawn,
    evolve,
    hand_over,
    merge,
    note_fact,
    open_incident,
    state_impact,
    state_times,
    take_role,
    waive_review,
    withdraw,
)
from tests.domain.given import ADA, BO, CEM, OTHER_PM, PM, TUESDAY, folded, later, moment, refused

OPENED = Opened(number=7, kind=IncidentKind.INCIDENT, title="Seats released too early")
SEATS = Impact(party="groups", kind="users", number="74", unit="groups", evidence=("E-3",), harmed=True)


def incident(*happened):
    return folded(evolve, Incident(), OPENED, *happened)


def test_it_opens_with_a_title_alone():
    assert open_incident(Incident(), OPENED) == [OPENED]
    opened = incident()
    assert (opened.number, opened.stream, opened.opened_by, opened.opened_at) == (7, PM, ADA, TUESDAY)
    assert opened.is_open


def test_it_asks_what_happened_when_the_title_is_blank():
    with refused("Say in a few words what happened"):
        open_incident(Incident(), Opened(number=7, kind=IncidentKind.INCIDENT, title="  "))


def test_it_opens_once():
    with refused("open already"):
        open_incident(incident(), OPENED)


def test_it_takes_times_one_by_one_and_keeps_those_it_has():
    began, resolved = (
        TimesStated(began=moment(later())),
        TimesStated(resolved=moment(later(hours=4)), source="E-1"),
    )
    assert state_times(incident(began), resolved) == [resolved]
    times = incident(began, resolved).times
    assert (times.began, times.resolved, times.source) == (began.began, resolved.resolved, "E-1")


def test_it_asks_again_when_times_run_backwards():
    began = TimesStated(began=moment(later(hours=2)))
    with refused("It was detected before it began", code="times-backwards"):
        state_times(incident(began), TimesStated(detected=moment(later())))


def test_it_wants_a_number_to_have_a_unit_and_a_ground():
    assert state_impact(incident(), SEATS) == [ImpactStated(impact=SEATS)]
    with refused("A number needs its unit"):
        state_impact(incident(), Impact(party="groups", kind="users", number="74", method="estimate"))
    with refused("How do we know the number?", code="impact-unfounded"):
        state_impact(incident(), Impact(party="groups", kind="users", number="74", unit="groups"))


def test_it_takes_an_impact_that_nobody_counted():
    unease = Impact(party="support", kind="load")
    assert state_impact(incident(), unease) == [ImpactStated(impact=unease)]


def test_it_knows_whether_anybody_was_harmed():
    assert incident(ImpactStated(impact=SEATS)).harmed_anybody
    assert not incident(ImpactStated(impact=Impact(party="support", kind="load"))).harmed_anybody


@pytest.mark.parametrize(
    ("fact", "field", "value"),
    [
        (Retitled(title="Forty-eight of what?"), "title", "Forty-eight of what?"),
        (TriggerStated(text="The value 48 was saved"), "trigger", "The value 48 was saved"),
        (SeverityChanged(severity="2", reason="no more calls"), "severity", "2"),
        (Linked(ref="page-4412"), "links", ("page-4412",)),
    ],
)
def test_it_notes_a_plain_fact(fact, field, value):
    assert note_fact(incident(), fact) == [fact]
    assert getattr(incident(fact), field) == value


def test_it_remembers_what_the_hurt_need():
    need = NeedNamed(party="groups", need="their seats back", obligation="sales")
    assert incident(need).needs == (need,)


def test_it_has_one_owner_who_can_hand_it_over():
    owned = incident(RoleTaken(role=Role.OWNER, person=ADA))
    with refused("one owner; hand it over first", code="one-owner"):
        take_role(owned, RoleTaken(role=Role.OWNER, person=BO))
    handed = hand_over(owned, BO)
    assert handed == [RoleLeft(role=Role.OWNER, person=ADA), RoleTaken(role=Role.OWNER, person=BO)]
    assert incident(RoleTaken(role=Role.OWNER, person=ADA), *handed).who(Role.OWNER) == (BO,)


def test_it_cannot_be_handed_over_by_nobody():
    with refused("Nobody owns this post-mortem yet"):
        hand_over(incident(), BO)


def test_it_lets_many_take_part_each_from_a_place_of_their_own():
    ada = RoleTaken(role=Role.PARTICIPANT, person=ADA, vantage="on call")
    cem = RoleTaken(role=Role.PARTICIPANT, person=CEM, vantage="support desk")
    assert take_role(incident(ada), cem) == [cem]
    assert incident(ada, cem).who(Role.PARTICIPANT) == (ADA, CEM)
    with refused("You hold this role already"):
        take_role(incident(ada), ada)


def test_it_waives_a_review_only_with_a_reason_and_takes_it_back():
    waived = ReviewWaived(reason="a rehearsal")
    assert waive_review(incident(), "a rehearsal") == [waived]
    with refused("A waiver needs a reason"):
        waive_review(incident(), " ")
    assert incident(waived).waived == "a rehearsal"
    assert incident(waived, ReviewRequired(reason="support asked")).waived is None


def test_it_is_withdrawn_with_a_reason_and_kept():
    assert withdraw(incident(), "opened twice") == [Withdrawn(reason="opened twice")]
    with refused("Nothing is deleted"):
        withdraw(incident(), "")
    gone = incident(Withdrawn(reason="Opened twice."))
    assert not gone.is_open
    assert gone.title == OPENED.title


def test_it_goes_on_in_another_one_but_never_in_itself():
    assert merge(incident(), OTHER_PM) == [Merged(into=OTHER_PM)]
    with refused("cannot be merged into itself"):
        merge(incident(), PM)


@pytest.mark.parametrize(
    ("closed", "sentence"),
    [
        (Incident(), "There is no such post-mortem"),
        (incident(Withdrawn(reason="Opened twice.")), "(Opened twice)"),
        (incident(Merged(into=OTHER_PM)), "write there"),
    ],
)
def test_it_takes_nothing_more_when_it_is_not_open(closed, sentence):
    with refused(sentence):
        note_fact(closed, Linked(ref="page-4412"))


def test_it_keeps_when_it_was_opened_whatever_comes_later():
    assert incident((Retitled(title="Again"), BO, later(days=2))).opened_at == TUESDAY
