"""Which day is meant: near what is known, after what came before, or ahead."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.cli.postmortem import days
from secondstory.kernel.refused import Refused

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=BERLIN)
BEGAN = datetime(2026, 10, 24, 20, 52, tzinfo=BERLIN)


def local(moment):
    return moment.at.astimezone(BERLIN).strftime("%m-%d %H:%M")


def test_it_takes_a_time_of_day_on_the_day_nearest_to_what_is_known():
    assert local(days.near("21:10", [BEGAN], now=NOW)) == "10-24 21:10"
    assert local(days.near("01:30", [BEGAN], now=NOW)) == "10-25 01:30"
    assert local(days.near("20:40", [BEGAN], now=NOW)) == "10-24 20:40"


def test_it_keeps_the_time_on_the_clock_over_the_night_in_which_clocks_change():
    # In Berlin, summer time ended on 25 October 2026 at 03:00.
    assert local(days.near("08:15", [BEGAN], now=NOW)) == "10-25 08:15"


def test_it_takes_a_stated_day_and_a_stated_zone_as_they_are():
    assert local(days.near("20 Oct 21:10", [BEGAN], now=NOW)) == "10-20 21:10"
    assert days.near("19:10Z", [BEGAN], now=NOW).at == datetime(2026, 10, 24, 19, 10, tzinfo=UTC)
    assert days.near("about 21:10", [BEGAN], now=NOW).uncertainty_s > 0


def test_it_takes_the_last_such_time_when_nothing_is_known():
    assert local(days.near("21:10", [], now=NOW)) == "11-01 21:10"


@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 60))
def test_it_never_takes_a_time_ahead_of_now(hour, minute, hours_ago):
    known = NOW - timedelta(hours=hours_ago)
    assert days.near(f"{hour:02}:{minute:02}", [known], now=NOW).at <= NOW


def test_it_takes_a_second_time_after_the_first():
    first = days.near("22:02", [BEGAN], now=NOW)
    assert local(days.following("22:24", first, now=NOW)) == "10-24 22:24"
    assert local(days.following("02:10", first, now=NOW)) == "10-25 02:10"
    assert local(days.following("22:02", first, now=NOW)) == "10-24 22:02"
    assert local(days.following("yesterday 22:01", first, now=NOW)) == "11-01 22:01"


def test_it_reads_a_day_without_a_year_as_the_next_one():
    assert local(days.ahead("1 March", now=NOW)) == "03-01 00:00"
    assert days.ahead("1 March", now=NOW).at.year == 2027
    assert local(days.ahead("6 November", now=NOW)) == "11-06 00:00"
    assert local(days.ahead("Friday", now=NOW)) == "11-06 00:00"
    assert local(days.ahead("18:00", now=NOW)) == "11-02 18:00"
    assert local(days.ahead("today", now=NOW)) == "11-02 00:00"


def test_it_refuses_a_deadline_that_lies_behind():
    for behind in ("2026-10-01", "yesterday"):
        with pytest.raises(Refused, match="lies behind us"):
            days.ahead(behind, now=NOW)
