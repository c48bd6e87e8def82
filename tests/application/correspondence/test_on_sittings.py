from datetime import UTC, datetime, timedelta

import pytest

from secondstory.application.correspondence.reactions import letters_for
from secondstory.application.ports.post import Method
from secondstory.domain.ceremony.sittings import (
    FacilitatorAppointed,
    Independence,
    Lapsed,
    Moved,
    Prepared,
    Scheduled,
    SittingKind,
)
from secondstory.domain.understanding.incidents import Role, RoleTaken
from secondstory.kernel.moments import Moment, Precision
from tests.application.correspondence.kelda import LINKS, Kelda, addressees
from tests.people import ADA, BO, CEM, FAY

TEN = Moment(at=datetime(2026, 11, 5, 10, 0, tzinfo=UTC))
NOON = Moment(at=datetime(2026, 11, 6, 12, 0, tzinfo=UTC))


@pytest.fixture
def here():
    return Kelda()


@pytest.fixture
def pm(here):
    stream = here.opened().stream
    here.record(stream, RoleTaken(role=Role.PARTICIPANT, person=CEM, vantage="the disk shelf"))
    here.record(stream, RoleTaken(role=Role.SCRIBE, person=BO))
    return stream


def planned(**given):
    return Scheduled(
        **{"number": 1, "kind": SittingKind.LEARNING, "at": TEN, "invited": (ADA, BO, CEM), **given}
    )


def test_it_invites_everybody_but_whoever_plans(here, pm):
    letters = here.told(pm, planned())
    assert addressees(letters) == ["bo", "cem"]
    [cem] = [one for one in letters if one.to.name == "Cem Yilmaz"]
    assert cem.subject == "You are invited: PM-1, learning sitting"
    assert "Hello Cem Yilmaz," in cem.text
    assert "When: Thu 5 November 2026, 10:00 UTC" in cem.text
    assert "You saw it from here: the disk shelf." in cem.text
    assert "https://stories.kelda.example/charter" in cem.text
    assert "https://stories.kelda.example/pm/1/sittings/1" in cem.text
    assert "Seats released too early" in cem.text


def test_it_puts_the_hour_into_calendars_without_the_title(here, pm):
    [_, cem] = here.told(pm, planned())
    invitation = cem.invitation
    assert invitation.method is Method.REQUEST
    assert (invitation.uid, invitation.sequence) == (f"{pm}-s1@stories.kelda.example", 0)
    assert (invitation.starts_at, invitation.ends_at) == (TEN.at, TEN.at + timedelta(minutes=60))
    assert invitation.stamped_at == here.clock.now()
    assert "Seats" not in f"{invitation.summary} {invitation.description}"


def test_it_counts_up_with_each_change_under_the_same_name(here, pm):
    first = here.told(pm, planned())[0].invitation
    moved = here.told(pm, Moved(number=1, at=NOON, reason="two people are ill"))
    again = here.told(pm, Moved(number=1, at=TEN, reason="they are well"))
    off = here.told(pm, Lapsed(number=1, reason="It was merged into PM-2."))
    invitations = [first, moved[0].invitation, again[0].invitation, off[0].invitation]
    assert [one.sequence for one in invitations] == [0, 1, 2, 3]
    assert {one.uid for one in invitations} == {first.uid}
    assert [one.starts_at for one in invitations] == [TEN.at, NOON.at, TEN.at, TEN.at]
    assert [one.method for one in invitations] == [*[Method.REQUEST] * 3, Method.CANCEL]
    assert addressees(moved) == addressees(off) == ["bo", "cem"]
    assert "> two people are ill" in moved[0].text
    assert "> It was merged into PM-2." in off[0].text


def test_it_does_not_mix_up_two_sittings(here, pm):
    here.record(pm, planned())
    here.record(pm, Moved(number=1, at=NOON, reason="ill"))
    second = here.told(pm, planned(number=2, kind=SittingKind.COMMITMENT, at=NOON))[0].invitation
    assert (second.sequence, second.uid) == (0, f"{pm}-s2@stories.kelda.example")
    assert second.ends_at - second.starts_at == timedelta(minutes=45)


def test_it_tells_what_was_so_at_the_time_even_when_told_late(here, pm):
    events = here.record(pm, planned())
    here.record(pm, Moved(number=1, at=NOON, reason="ill"))
    late = here.letters(events)[0]
    assert (late.invitation.sequence, late.invitation.starts_at) == (0, TEN.at)


def test_it_asks_the_facilitator(here, pm):
    here.record(pm, RoleTaken(role=Role.FACILITATOR, person=FAY), planned(invited=(CEM,)))
    appointed = FacilitatorAppointed(number=1, person=FAY, independence=Independence.CLEAR)
    [letter] = here.told(pm, appointed)
    assert (addressees([letter]), letter.purpose) == (["fay"], "sitting-facilitator")
    assert letter.invitation.uid == f"{pm}-s1@stories.kelda.example"
    moved = here.told(pm, Moved(number=1, at=NOON, reason="ill"))
    assert addressees(moved) == ["cem", "fay"]


def test_it_sends_no_calendar_entry_for_a_sitting_without_an_hour(here, pm):
    letters = here.told(pm, planned(kind=SittingKind.ASYNCHRONOUS, at=None))
    assert [one.invitation for one in letters] == [None, None]
    assert "When:" not in letters[0].text


def test_it_says_until_which_day_something_can_be_written(here, pm):
    day = Moment(at=TEN.at, precision=Precision.DAY)
    letters = here.told(pm, planned(kind=SittingKind.ASYNCHRONOUS, at=day))
    assert [one.invitation for one in letters] == [None, None]
    assert "Until: Thu 5 November 2026\n" in letters[0].text


def test_it_invites_somebody_for_when_their_part_begins(here, pm):
    def an_hour_later_for_bo(_pm, sitting, person):
        return sitting.at.at + timedelta(hours=1) if person == BO else sitting.at.at

    events = here.record(pm, planned(kind=SittingKind.COMBINED))
    letters = letters_for(here.team_office(ADA), events, links=LINKS, hour_of=an_hour_later_for_bo)
    bo, cem = sorted(letters, key=lambda one: one.to.name)
    assert "11:00 UTC" in bo.text
    assert "10:00 UTC" in cem.text
    assert (bo.invitation.starts_at, cem.invitation.starts_at) == (TEN.at + timedelta(hours=1), TEN.at)
    assert bo.invitation.ends_at == cem.invitation.ends_at == TEN.at + timedelta(minutes=90)


def test_it_says_that_the_draft_is_ready_to_read(here, pm):
    here.record(pm, planned(invited=(BO,)))
    letters = here.told(pm, Prepared(number=1))
    assert addressees(letters) == ["bo", "cem"]
    assert "https://stories.kelda.example/pm/1/" in letters[0].text
