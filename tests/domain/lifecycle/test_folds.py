"""Every fold is total: whatever is in the record happened, in whatever order it is read."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.domain.event_table import TABLE
from secondstory.domain.lifecycle import STREAM_TOPICS, fold, fold_stream
from secondstory.kernel.event import Gone
from tests.domain.given import ADA, PM, TUESDAY, recorded
from tests.domain.golden_bytes import sample

TOPICS_OF = {
    "pm": {"incident", "timeline", "story", "condition", "sitting", "publication", "import"},
    "ac": {"account"},
    "su": {"support"},
    "ev": {"evidence"},
    "ho": {"hold"},
    "fu": {"followup"},
    "ch": {"charter"},
    "pe": {"people"},
    "in": {"installation"},
    "er": {"erasure"},
}


def events_of(prefix):
    rows = [row for row in TABLE if row.tag.partition(".")[0] in TOPICS_OF[prefix]]
    settled = [row for row in TABLE if row.tag == "support.settled.v1"]
    own = [*rows, *settled] if prefix == "pm" else [row for row in rows if row not in settled]
    return [sample(row.event, spare=spare) for row in own for spare in (False, True)]


def test_it_knows_for_every_tag_in_which_stream_it_lives():
    known = set().union(*TOPICS_OF.values())
    assert {row.tag.partition(".")[0] for row in TABLE} == known
    assert set(TOPICS_OF) == set(STREAM_TOPICS)


@pytest.mark.parametrize("prefix", TOPICS_OF)
def test_it_folds_each_event_of_a_stream_even_as_the_first(prefix):
    for event in events_of(prefix):
        assert fold_stream(prefix, [recorded(event)]) is not None


@pytest.mark.parametrize("prefix", TOPICS_OF)
def test_it_folds_the_events_of_a_stream_in_any_order(prefix):
    events = events_of(prefix)

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.sampled_from(range(len(events))), max_size=40))
    def holds(order):
        entries = [recorded(events[place], seq=seq) for seq, place in enumerate(order, start=1)]
        assert fold_stream(prefix, entries) == fold_stream(prefix, entries)

    holds()


@pytest.mark.parametrize("prefix", TOPICS_OF)
def test_it_folds_an_event_whose_actor_was_erased(prefix):
    for event in events_of(prefix):
        assert fold_stream(prefix, [recorded(event, by=None)]) is not None


def test_it_shows_erased_text_where_the_text_stood():
    titled = sample(next(row.event for row in TABLE if row.tag == "incident.opened.v1"), spare=True)
    hollow = type(titled)(number=titled.number, kind=titled.kind, title=Gone("erased", 12))
    assert fold([recorded(hollow)]).incident.title == "[erased, entry 12]"


def test_it_folds_800_events_in_well_under_a_second():
    events = events_of("pm")
    entries = [
        recorded(events[seq % len(events)], by=ADA, at=TUESDAY, stream=PM, seq=seq) for seq in range(1, 801)
    ]
    began = time.perf_counter()
    fold(entries)
    assert time.perf_counter() - began < 0.5
