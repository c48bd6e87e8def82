"""Times in a form: as the reader types them, and as they were stated."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from secondstory.kernel.moments import Moment, Precision
from secondstory.web.visiting.times import stated, typed
from secondstory.wiring.documents.times import read_moment

OSLO = ZoneInfo("Europe/Oslo")
AT = datetime(2026, 11, 2, 20, 52, 7, tzinfo=UTC)


@pytest.mark.parametrize("precision", list(Precision))
@pytest.mark.parametrize("uncertainty_s", [0, 300])
def test_it_types_back_as_the_same_moment(precision: Precision, uncertainty_s: int):
    text = typed(Moment(at=AT, precision=precision, uncertainty_s=uncertainty_s), OSLO)
    read = read_moment(text, now=datetime(2026, 11, 9, tzinfo=OSLO))
    assert (typed(read, OSLO), read.precision, read.uncertainty_s) == (text, precision, uncertainty_s)


def test_it_leaves_a_field_empty_when_nobody_said():
    assert typed(None, OSLO) == ""
    assert stated(None, OSLO) == ""


def test_it_says_how_a_time_was_stated_only_where_the_readers_clock_differs():
    assert stated(Moment(at=AT, zone="UTC"), OSLO) == "2026-11-02 20:52+00:00 UTC"
    assert stated(Moment(at=AT, zone="+01:00"), OSLO) == ""
    assert stated(Moment(at=AT, zone="UTC", precision=Precision.DAY), OSLO) == ""
