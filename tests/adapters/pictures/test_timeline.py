"""The timeline: facts, accounts and inferences told apart, no words on other words, the axis honest about its cuts."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondstory.adapters.pictures import timeline_svg, timeline_upright_svg
from secondstory.adapters.pictures.axis import make_axis
from secondstory.adapters.pictures.labels import Words, place_words
from secondstory.application.edition import TimelineEntry, TimelineGap
from tests.adapters.page.edition_example import EXAMPLE
from tests.adapters.pictures.graphs import night

START = datetime(2027, 1, 12, 20, 0, tzinfo=UTC)
few = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
minutes = st.lists(st.integers(0, 600_000), min_size=1, max_size=80)


@few
@given(minutes)
def test_it_keeps_moments_in_order_and_inside_the_picture(offsets: list[int]) -> None:
    moments = sorted(START + timedelta(minutes=each) for each in offsets)
    axis = make_axis(moments, width=1000)
    places = [axis.place(moment) for moment in moments]
    assert places == sorted(places)
    assert all(0 <= place <= 1000 for place in places)
    assert all(0 <= tick.x <= 1000 for tick in axis.ticks())


def test_it_cuts_the_axis_before_a_far_away_entry_and_only_there() -> None:
    axis = make_axis(
        [START - timedelta(days=30), *(START + timedelta(minutes=9 * at) for at in range(9))], width=1000
    )
    assert len(axis.cuts()) == 1
    for every in (timedelta(minutes=9), timedelta(hours=5), timedelta(days=3)):
        assert make_axis([START + every * at for at in range(9)], width=1000).cuts() == []


def test_it_needs_a_moment_for_an_axis() -> None:
    with pytest.raises(ValueError, match="at least one moment"):
        make_axis([], width=100)


@few
@given(st.lists(st.integers(10, 1100), min_size=1, max_size=30))
def test_it_never_writes_words_over_words(xs: list[int]) -> None:
    items = [Words(x=float(x), clock="22:14", text="third caller with the same story") for x in sorted(xs)]
    placed = place_words(items, width=1120)
    for one, other in combinations(placed, 2):
        if (one.above, one.row) == (other.above, other.row):
            assert one.right < other.left or other.right < one.left
    assert all(each.left >= 0 and each.right <= 1120.1 for each in placed)


@pytest.mark.parametrize("count", [1, 2, 18, 80])
def test_it_holds_every_entry_of_a_busy_night(count: int) -> None:
    entries = night(count)
    for drawn in (timeline_svg(entries), timeline_upright_svg(entries)):
        root = ET.fromstring(drawn)
        circles = root.findall(".//{http://www.w3.org/2000/svg}circle")
        assert len(circles) == count
        assert drawn.count(' style="') == 0


def test_it_draws_fact_account_inference_gap_and_decision_each_its_own_way() -> None:
    entries = tuple(
        TimelineEntry(id=kind, occurred_at=START, text=kind, kind=kind, decisive=kind == "fact")
        for kind in ("fact", "account", "inference")
    )
    gap = TimelineGap(starts_at=START, ends_at=START + timedelta(hours=1), cause="never captured")
    for drawn in (timeline_svg(entries, (gap,)), timeline_upright_svg(entries, (gap,))):
        for style in ("fact", "account", "inference", "gap", "gap-words", "halo"):
            assert f'class="{style}"' in drawn


def test_it_is_the_same_every_time_and_empty_from_nothing() -> None:
    night_ = (EXAMPLE.timeline, EXAMPLE.timeline_gaps, EXAMPLE.bands)
    assert timeline_svg(*night_) == timeline_svg(*night_)
    assert timeline_svg(()) == ""
    assert timeline_upright_svg(()) == ""


def test_it_escapes_what_people_wrote() -> None:
    entry = TimelineEntry(id="x", occurred_at=START, text="</text><script>1</script>", lane='"><b>')
    for drawn in (timeline_svg((entry,)), timeline_upright_svg((entry,))):
        assert "<script" not in drawn
        assert "<b>" not in drawn


def test_it_carries_its_colours_alone_and_leaves_them_to_the_page_otherwise() -> None:
    entries = night(3)
    assert "prefers-color-scheme: dark" in timeline_svg(entries)
    assert "<style" not in timeline_svg(entries, alone=False)


def test_it_gives_a_gap_without_a_place_a_lane_of_its_own() -> None:
    gap = TimelineGap(starts_at=START, ends_at=START + timedelta(hours=1), cause="never captured")
    drawn = timeline_svg((), (gap,))
    assert "Not captured" in drawn
    assert "What happened" not in drawn
