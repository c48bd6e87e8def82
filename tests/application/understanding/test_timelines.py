"""A log or a chat in the timeline: taken by a person, numbered together, and read only once."""

import pytest

from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.understanding import timelines
from secondstory.application.understanding.telling import read
from secondstory.domain.understanding.timeline import (
    EntryAdded,
    EntryConfirmed,
    EntryCorrected,
    EntryDisputed,
    EntryKind,
    GapCause,
    GapRecorded,
)
from secondstory.kernel.refused import Refused
from tests.domain.given import TUESDAY, later, moment
from tests.offices import MemoryOffice


def entry(text: str, *, minutes: int = 0, sources: tuple[str, ...] = ()) -> EntryAdded:
    at = moment(later(minutes=minutes))
    return EntryAdded(number=0, occurred=at, kind=EntryKind.FACT, text=text, sources=sources)


def opened_with_evidence():
    place = MemoryOffice()
    pm = place.opened().stream
    item = Item(post_mortem=pm, name="chat.txt", captured_from="the channel")
    seal_evidence(place.office, place.vault, item, lambda: [b"14:02 it began"])
    return place.office, pm


def test_it_numbers_entries_as_they_come_and_orders_them_as_they_happened():
    office, pm = opened_with_evidence()
    timelines.add_entry(office, pm, entry("the second", minutes=5))
    timelines.add_entry(office, pm, entry("the first"))
    assert [(one.number, one.text) for one in read(office, pm).timeline.entries] == [
        (2, "the first"),
        (1, "the second"),
    ]


def test_it_cites_a_source_the_way_it_is_named_and_refuses_one_that_is_not_there():
    office, pm = opened_with_evidence()
    timelines.add_entry(office, pm, entry("it began", sources=("e1", "E-01", "https://example.org/graph")))
    assert read(office, pm).timeline.entries[0].added.sources == ("E-1", "https://example.org/graph")
    with pytest.raises(Refused, match="There is no E-2 for PM-1"):
        timelines.add_entry(office, pm, entry("it ended", sources=("E-2",)))


def test_it_reads_one_excerpt_once_and_lets_every_entry_cite_it():
    office, pm = opened_with_evidence()
    told = timelines.add_excerpt(office, pm, [entry("one"), entry("two", minutes=1)], source="e1")
    assert len(told.events) == 3
    state = read(office, pm).timeline
    assert [one.added.sources for one in state.entries] == [("E-1",), ("E-1",)]
    with pytest.raises(Refused, match="read into this timeline already"):
        timelines.add_excerpt(office, pm, [entry("three")], source="E-1")
    with pytest.raises(Refused, match="None was taken"):
        timelines.add_excerpt(office, pm, [])


def test_it_records_no_entry_of_an_excerpt_when_one_of_them_says_nothing():
    office, pm = opened_with_evidence()
    with pytest.raises(Refused):
        timelines.add_excerpt(office, pm, [entry("one"), entry(" ")])
    assert read(office, pm).timeline.entries == ()


def test_it_keeps_corrections_and_voices_beside_the_first_words():
    office, pm = opened_with_evidence()
    timelines.add_entry(office, pm, entry("it began"))
    timelines.correct_entry(
        office, pm, EntryCorrected(cites=1, reason="the log says so", occurred=moment(TUESDAY))
    )
    timelines.say_about_entry(office, pm, EntryDisputed(number=1, note="I saw it earlier"))
    (one,) = read(office, pm).timeline.entries
    assert len(one.disputes) == 1
    timelines.say_about_entry(office, pm, EntryConfirmed(number=1))
    (one,) = read(office, pm).timeline.entries
    assert (one.disputes, one.confirmed_by, one.added.text) == ((), (office.me,), "it began")
    assert timelines.say_about_entry(office, pm, EntryConfirmed(number=1)).entry is None


def test_it_numbers_gaps_and_asks_which_rule_let_it_go():
    office, pm = opened_with_evidence()
    with pytest.raises(Refused, match="Which rule or setting"):
        timelines.record_gap(
            office, pm, GapRecorded(number=0, cause=GapCause.RETENTION_EXPIRED, what="access log")
        )
    gap = GapRecorded(number=0, cause=GapCause.NEVER_CAPTURED, what="access log, 22:00 to 22:24")
    timelines.record_gap(office, pm, gap)
    assert [one.number for one in read(office, pm).timeline.gaps] == [1]
