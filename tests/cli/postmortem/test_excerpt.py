"""Excerpts of logs and chats: which lines have a time, what they say, and that a person takes them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.cli.postmortem.timeline.excerpt import chosen, proposals
from secondstory.kernel.refused import Refused

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 10, 20)


def read(text, day=DAY):
    return [(f"{one.moment.at:%d %H:%M:%S}", one.text) for one in proposals(text, now=NOW, day=day)]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("2026-10-20T21:12:05Z seats released", ("20 21:12:05", "seats released")),
        ("2026-10-20 21:12:05,417 ERROR pool exhausted", ("20 21:12:05", "pool exhausted")),
        ("2026-10-20T21:12:05.417+02:00 [WARN] queue grows", ("20 19:12:05", "queue grows")),
        ("[2026-10-20 21:12:05] paging", ("20 21:12:05", "paging")),
        ("Oct 20 21:12:05 ops-3 sshd[411]: accepted", ("20 21:12:05", "ops-3 sshd[411]: accepted")),
        ("20.10.2026 21:12 - Support: a caller", ("20 21:12:00", "Support: a caller")),
        ("[21:12] support: a caller", ("20 21:12:00", "support: a caller")),
        ("21:12 support: a caller", ("20 21:12:00", "support: a caller")),
        ("9:12 PM support: a caller", ("20 21:12:00", "support: a caller")),
        ("- 21:12: rolled back", ("20 21:12:00", "rolled back")),
    ],
)
def test_it_reads_the_time_at_the_beginning_of_a_line(line, wanted):
    assert read(line) == [wanted]


def test_it_reads_a_chat_that_names_who_speaks_above_the_words():
    assert read("Support desk  9:12 PM\na caller lost her cabin\nand another\n") == [
        ("20 21:12:00", "Support desk: a caller lost her cabin and another")
    ]


def test_it_adds_lines_without_a_time_to_the_one_before_and_leaves_out_what_stands_before_any():
    assert read("export of the channel\n21:12 first\n  at pool.take\n21:13 second") == [
        ("20 21:12:00", "first at pool.take"),
        ("20 21:13:00", "second"),
    ]


def test_it_goes_on_to_the_next_day_when_the_clock_runs_past_midnight():
    assert [at for at, _ in read("23:58 a\n00:05 b\n00:04 c")] == [
        "20 23:58:00",
        "21 00:05:00",
        "21 00:04:00",
    ]


def test_it_follows_a_heading_that_names_the_day():
    assert [at for at, _ in read("--- 21 October 2026 ---\n08:00 a\n")] == ["21 08:00:00"]


def test_it_stays_on_a_day_that_a_line_stated():
    assert [at for at, _ in read("2026-10-22 21:12 a\n21:15 b")] == ["22 21:12:00", "22 21:15:00"]


def test_it_reads_a_table_and_stops_at_the_next_heading():
    assert read("| 2026-10-20 21:12 | rolled back |\n\n## Lessons\nwrite more\n") == [
        ("20 21:12:00", "rolled back")
    ]


def test_it_takes_the_last_such_time_when_nobody_said_the_day():
    assert read("21:12 a\n21:14 b", day=None) == [("01 21:12:00", "a"), ("01 21:14:00", "b")]


def test_it_proposes_nothing_from_a_text_without_times():
    assert read("a ratio of 3:1\nversion 1.2:3\n\n") == []


@given(st.text(max_size=300))
def test_it_reads_any_text_without_an_error(text):
    assert all(one.text for one in proposals(text, now=NOW, day=DAY))


def test_it_understands_which_lines_are_meant():
    lines = [1, 2, 4, 5]
    assert chosen("all", lines) == {1, 2, 4, 5}
    assert chosen("1, 4-9", lines) == {1, 4, 5}
    assert chosen("none", lines) == chosen("", lines) == set()
    with pytest.raises(Refused, match='"some" names no line'):
        chosen("some", lines)
