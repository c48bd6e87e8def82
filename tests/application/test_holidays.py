"""Days that are not worked: kept in the record, and counted with where working days are."""

from datetime import UTC, date, datetime

import pytest

from secondstory.application.ceremony import meeting
from secondstory.application.holidays import holidays_of, read_days, state_holidays
from secondstory.domain.ceremony.sittings import SittingKind, earliest_commitment
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from tests.begun import BegunOffice

TUESDAY = date(2026, 11, 3)


def test_it_keeps_them_in_the_record_and_says_so_once() -> None:
    office = BegunOffice().office
    assert holidays_of(office) == frozenset()
    state_holidays(office, [TUESDAY, TUESDAY])
    assert state_holidays(office, [TUESDAY]) is None
    assert holidays_of(office) == {TUESDAY}
    state_holidays(office, [])
    assert holidays_of(office) == frozenset()


def test_a_day_off_is_no_working_day_between_two_sittings() -> None:
    place = BegunOffice(team=True)
    pm = place.opened().stream
    learning = place.desk.clock.at
    meeting.schedule(place.office, pm, SittingKind.LEARNING, at=Moment(at=learning))
    wednesday = Moment(at=datetime(2026, 11, 4, 10, tzinfo=UTC))
    state_holidays(place.office, [TUESDAY])
    with pytest.raises(Refused):
        meeting.schedule(place.office, pm, SittingKind.COMMITMENT, at=wednesday)
    state_holidays(place.office, [])
    assert meeting.schedule(place.office, pm, SittingKind.COMMITMENT, at=wednesday).number == 2
    assert earliest_commitment(learning, alone=False, zone_of=learning, holidays=[TUESDAY]).day == 5


def test_it_reads_a_day_from_each_line() -> None:
    assert read_days(" 2026-12-25, Christmas\n\n2026-12-24\n2026-12-25") == (
        date(2026, 12, 24),
        date(2026, 12, 25),
    )
