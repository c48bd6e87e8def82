"""Times as people write them: every notation is read as it is meant, and what is not understood is refused."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from secondstory.cli.times import read_moment
from secondstory.kernel.refused import Refused

NOW = datetime(2026, 11, 22, 2, 48, 19, tzinfo=UTC)


def read(text: str, *, now: datetime = NOW) -> str:
    return read_moment(text, now=now).at.strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("22:52", "11-21 22:52"),
        ("noon", "11-21 12:00"),
        ("yesterday at noon", "11-21 12:00"),
        ("midnight", "11-22 00:00"),
        ("10pm", "11-21 22:00"),
        ("10:15 pm", "11-21 22:15"),
        ("an hour ago", "11-22 01:48"),
        ("20:52 (UTC)", "11-21 20:52"),
        ("20:52 UTC+2", "11-21 18:52"),
        ("2026-11-21 23:01 CET", "11-21 22:01"),
        ("10:15 PM PST", "11-21 06:15"),
        ("Sat 21 Nov 22:00", "11-21 22:00"),
        ("10:00 20 OCT", "10-20 10:00"),
        ("2026-10-20 08:00:00 +0200", "10-20 06:00"),
        ("2026-10-20 09:00 - 11:00 Europe/Berlin", "10-20 07:00"),
        ("2026-10-20 --:--", "10-20 00:00"),
        ("2026-10-20 14:?? UTC", "10-20 00:00"),
        ("2026-10-20 10:45~ CEST", "10-20 08:45"),
    ],
)
def test_it_reads_a_time_the_way_it_was_meant(text, at):
    assert read(text) == at


@pytest.mark.parametrize(
    "text", ["2026-11-21 22:00 foo", "14:02 CST", "between 22:00 and 22:10", "31 Feb 10:00"]
)
def test_it_refuses_what_it_does_not_understand_and_never_passes_over_a_part_of_it(text):
    with pytest.raises(Refused):
        read(text)


def test_it_keeps_the_zone_that_letters_stated():
    assert read_moment("23:01 CET", now=NOW).zone == "+01:00"


def test_it_takes_the_zone_of_the_writer_when_none_is_said():
    assert read("01:00", now=NOW.astimezone(ZoneInfo("Europe/Berlin"))) == "11-22 00:00"
