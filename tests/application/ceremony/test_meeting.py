"""Sittings: learn, sleep on it, commit; and who may hold the room."""

from datetime import UTC, datetime, timedelta

import pytest

from secondstory.application.ceremony import meeting
from secondstory.application.ceremony.knowing_people import everybody, known_person, make_known, person_named
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding.telling import tell
from secondstory.domain.ceremony.sittings import Parked, SittingKind
from secondstory.domain.keeping.people import LineStated
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.incidents import Held, Incident, Role, RoleTaken
from secondstory.domain.understanding.timeline import Entry, EntryAdded, EntryKind, Timeline
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from tests.begun import BegunOffice


def ahead(place: BegunOffice, **by: float) -> Moment:
    return Moment(at=place.desk.clock.at + timedelta(**by))


def test_it_refuses_a_commitment_before_a_night_and_records_the_reason_for_one():
    place = BegunOffice()
    pm = place.opened().stream
    office = place.office
    learning = meeting.schedule(office, pm, SittingKind.LEARNING, at=ahead(place, minutes=1))
    meeting.open_sitting(office, pm, learning.number, read_out=True)
    meeting.close(office, pm, learning.number, [("timeline", 35)])
    with pytest.raises(Refused, match="Sleep on it"):
        meeting.schedule(office, pm, SittingKind.COMMITMENT, at=ahead(place, hours=2))
    soon = meeting.schedule(
        office, pm, SittingKind.COMMITMENT, at=ahead(place, hours=2), shortened="the ferry sails tonight"
    )
    assert soon.soak_shortened == "the ferry sails tonight"
    place.forward(days=1)
    later = meeting.schedule(office, pm, SittingKind.COMMITMENT, at=ahead(place, hours=2))
    assert later.soak_shortened is None


def test_it_asks_a_team_for_two_working_days_a_facilitator_and_the_read_out():
    place = BegunOffice(team=True)
    pm = place.opened().stream
    office = place.office
    one = meeting.schedule(office, pm, SittingKind.LEARNING, at=ahead(place, hours=1))
    with pytest.raises(Refused) as refused:
        meeting.open_sitting(office, pm, one.number, read_out=False)
    assert len(refused.value.problems) == 2
    meeting.appoint(office, pm, one.number, make_known(office, "Bo Lindqvist"))
    meeting.open_sitting(office, pm, one.number, read_out=True)
    meeting.close(office, pm, one.number)
    place.forward(days=1)
    with pytest.raises(Refused, match="Sleep on it"):
        meeting.schedule(office, pm, SittingKind.COMMITMENT, at=ahead(place, hours=1))
    place.forward(days=1)
    assert meeting.schedule(office, pm, SittingKind.COMMITMENT, at=ahead(place, hours=1)).number == 2


def test_it_computes_what_stands_between_somebody_and_the_room():
    place = BegunOffice()
    pm = place.opened().stream
    office = place.office
    number = meeting.schedule(office, pm, SittingKind.LEARNING, at=ahead(place, hours=1)).number
    with pytest.raises(Refused, match="owns this post-mortem"):
        meeting.appoint(office, pm, number, known_person(office, "Ada"))
    conflicts = meeting.appoint(
        office, pm, number, known_person(office, "ada"), because="nobody else is awake"
    )
    assert conflicts == ("owns this post-mortem",)
    assert meeting.sitting_of(meeting.post_mortem(office, pm), number).overridden == "nobody else is awake"
    assert meeting.appoint(office, pm, number, make_known(office, "Bo Lindqvist")) == ()


def test_it_adds_roles_to_those_noted_before_and_takes_zero_as_nobody():
    place = BegunOffice()
    pm = place.opened().stream
    number = meeting.schedule(place.office, pm, SittingKind.SOLO, at=None).number
    with pytest.raises(Refused, match="Open the sitting first"):
        meeting.attend(place.office, pm, number, [("operations", 4)])
    meeting.open_sitting(place.office, pm, number, read_out=False)
    meeting.attend(place.office, pm, number, [("operations", 4), ("product", 2)])
    sitting = meeting.attend(place.office, pm, number, [("product", 0), ("scribe", 1)])
    assert {one.role: one.count for one in sitting.roles} == {"operations": 4, "scribe": 1}


def test_it_takes_a_poll_of_five_or_nothing():
    place = BegunOffice()
    pm = place.opened().stream
    number = meeting.schedule(place.office, pm, SittingKind.SOLO, at=None).number
    meeting.open_sitting(place.office, pm, number, read_out=False)
    with pytest.raises(Refused, match="batches of 5"):
        meeting.poll(place.office, pm, number, question="learnt", answers=[("yes", 4)])
    meeting.poll(place.office, pm, number, question="learnt", answers=[("yes", 4), ("no", 1)])


def test_it_finds_the_sitting_that_is_meant_and_says_when_there_are_several():
    place = BegunOffice()
    pm = place.opened().stream
    for _ in range(2):
        meeting.schedule(place.office, pm, SittingKind.SOLO, at=None)
    state = meeting.post_mortem(place.office, pm)
    with pytest.raises(Refused, match="S-1, S-2"):
        meeting.meant(state.sittings, state.label, wanted=lambda one: one.is_planned, what="planned")
    with pytest.raises(Refused, match="No sitting of PM-1 is open"):
        meeting.meant(state.sittings, state.label, wanted=lambda one: one.is_open, what="open")
    with pytest.raises(Refused, match="has no S-7"):
        meeting.sitting_of(state, 7)


def test_it_lists_what_is_planned_or_open_and_nothing_that_is_over():
    place = BegunOffice()
    pm = place.opened().stream
    over, gone, open_now = (
        meeting.schedule(place.office, pm, SittingKind.SOLO, at=None).number for _ in range(3)
    )
    meeting.open_sitting(place.office, pm, over, read_out=False)
    meeting.note(place.office, pm, Parked(number=over, text="refuse minutes"))
    meeting.close(place.office, pm, over)
    meeting.lapse(place.office, pm, gone, "nobody came")
    meeting.open_sitting(place.office, pm, open_now, read_out=False)
    assert [one.sitting.number for one in meeting.upcoming(place.office)] == [open_now]
    assert meeting.post_mortem(place.office, pm).sittings.parked == ("refuse minutes",)


def test_it_knows_people_by_the_names_that_are_said():
    place = BegunOffice()
    bo = make_known(place.office, "Bo Lindqvist")
    assert make_known(place.office, "bo lindqvist") == bo
    assert person_named(place.office, "Lindqvist") == bo
    assert person_named(place.office, "Cem") is None
    make_known(place.office, "Bo Andersson")
    with pytest.raises(Refused, match="2 people here"):
        person_named(place.office, "Bo")
    with pytest.raises(Refused, match="Nobody called Cem"):
        known_person(place.office, "Cem")
    assert {one.name for one in everybody(place.office).present} == {
        "Ada Okafor",
        "Bo Lindqvist",
        "Bo Andersson",
    }


def test_it_puts_those_who_are_independent_first_and_says_why_others_are_not():
    place = BegunOffice(team=True)
    pm = place.opened().stream
    office = place.office
    make_known(office, "Zoe Zander")
    found = meeting.candidates(office, meeting.post_mortem(office, pm))
    assert [one.name for one, conflicts in found if not conflicts][-1] == "Zoe Zander"
    assert [(one.person, conflicts) for one, conflicts in found][-1] == (
        office.me,
        ("owns this post-mortem",),
    )


def test_it_proposes_everybody_with_a_role_once_and_listeners_last():
    bo, cem = PersonId("pe_bo"), PersonId("pe_cem")
    roles = ((Role.LISTENER, bo), (Role.INVOLVED, cem), (Role.SCRIBE, cem))
    held = tuple(Held(role=role, person=person) for role, person in roles)
    assert meeting.guests_of(PostMortem(incident=Incident(roles=held))) == (cem, bo)


def test_it_names_vantage_points_that_nobody_invited_speaks_for():
    cem = PersonId("pe_cem")
    at = Moment(at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    entries = tuple(
        Entry(
            added=EntryAdded(number=number, occurred=at, kind=EntryKind.FACT, text="x", vantage=vantage),
            by=None,
            recorded_at=at.at,
        )
        for number, vantage in enumerate(("the desk", "the vendor", "The desk", None), 1)
    )
    roles = (Held(role=Role.INVOLVED, person=cem, vantage="The Desk"),)
    pm = PostMortem(incident=Incident(roles=roles), timeline=Timeline(entries=entries))
    assert meeting.unspoken_for(pm, [cem]) == ("the vendor",)
    assert meeting.unspoken_for(pm, []) == ("the desk", "the vendor")


def test_it_finds_conflicts_along_the_reporting_line_both_ways():
    place = BegunOffice(team=True)
    pm = place.opened().stream
    office = place.office
    people = {name: make_known(office, name).person for name in ("Boss", "Cem", "Report", "Other")}
    for manager, report in (("Boss", "Cem"), ("Cem", "Report")):
        line = LineStated(manager=people[manager], report=people[report])
        office.journal.append([Draft(stream=StreamId(people[report]), event=line)], by=office.me)
    tell(office, pm, lambda _: [RoleTaken(role=Role.INVOLVED, person=people["Cem"])])
    found = {
        one.name: conflicts for one, conflicts in meeting.candidates(office, meeting.post_mortem(office, pm))
    }
    assert found["Other"] == ()
    assert found["Boss"] == found["Report"] == ("is in the reporting line of somebody involved",)
    assert found["Cem"] == ("was closest to what happened (timeline)",)
