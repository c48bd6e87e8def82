"""Times ahead, as people write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from secondstory.cli.ceremony.coming import read_coming
from secondstory.kernel.moments import Precision
from secondstory.kernel.refused import Refused

NOW = datetime(2026, 11, 4, 15, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tomorrow 10:00", "2026-11-05 10:00"),
        ("tomorrow at 10:00", "2026-11-05 10:00"),
        ("10:00 tomorrow", "2026-11-05 10:00"),
        ("today 18:00", "2026-11-04 18:00"),
        ("18:00", "2026-11-04 18:00"),
        ("10:00", "2026-11-05 10:00"),
        ("Friday", "2026-11-06 00:00"),
        ("Fri 14:00", "2026-11-06 14:00"),
        ("next friday at 14:00", "2026-11-06 14:00"),
        ("Wednesday 9:00", "2026-11-11 09:00"),
        ("in 3 weeks", "2026-11-25 00:00"),
        ("in 2 days", "2026-11-06 00:00"),
        ("in 90 minutes", "2026-11-04 17:00"),
        ("in 2 h", "2026-11-04 17:30"),
        ("in 3 months", "2027-02-02 00:00"),
        ("6 November", "2026-11-06 00:00"),
        ("31 March", "2027-03-31 00:00"),
        ("3 Nov 10:00", "2027-11-03 10:00"),
        ("March 6", "2027-03-06 00:00"),
        ("2027-01-15", "2027-01-15 00:00"),
        ("2027-01-15 14:00+01:00", "2027-01-15 14:00"),
        ("today", "2026-11-04 00:00"),
    ],
)
def test_it_reads_a_time_ahead(text, meant):
    found = read_coming(text, now=NOW)
    assert f"{found.at.astimezone(NOW.tzinfo):%Y-%m-%d %H:%M}" == meant


def test_it_keeps_a_day_a_day():
    assert read_coming("Friday", now=NOW).precision is Precision.DAY
    assert read_coming("Friday 14:00", now=NOW).precision is Precision.MINUTE


@pytest.mark.parametrize("text", ["2026-10-01", "yesterday", "today 9:00", "2 h ago"])
def test_it_refuses_what_is_over(text):
    with pytest.raises(Refused, match="is over"):
        read_coming(text, now=NOW)


def test_it_says_how_to_write_what_it_cannot_read():
    with pytest.raises(Refused, match="could not be read"):
        read_coming("when the cows come home", now=NOW)
