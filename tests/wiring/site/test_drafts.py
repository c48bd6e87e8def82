"""Drafts of stories: their writer's alone, whole after a crash, and kept for everybody before a sitting."""

import stat

import pytest

from secondstory.application.understanding.drafting import Sheet, keep_version
from secondstory.application.understanding.telling import read
from secondstory.domain.understanding import narrative
from secondstory.kernel.refused import Refused
from secondstory.wiring.site.drafts import LONGEST, Before, Drafts, keep_waiting
from tests.desks import START
from tests.offices import MemoryOffice
from tests.people import ADA, BO

SHEET, OTHER = "a" * 16, "b" * 16


def test_it_keeps_the_words_of_one_person_from_everybody_else(tmp_path):
    own = Drafts(tmp_path, "pm_1", ADA)
    own.put(SHEET, "Half a sente", started_from=0, at=START)
    assert [one.text for one in own.waiting()] == ["Half a sente"]
    assert Drafts(tmp_path, "pm_1", BO).waiting() == ()
    assert Drafts(tmp_path, "pm_2", ADA).waiting() == ()
    (path,) = tmp_path.rglob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["", "../../../../etc/x", "A" * 16, "a" * 17])
def test_it_takes_no_name_that_is_no_sheet(tmp_path, name):
    with pytest.raises(Refused):
        Drafts(tmp_path, "pm_1", ADA).put(name, "x", started_from=0, at=START)
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_what_no_story_can_hold_and_keeps_what_was_there(tmp_path):
    own = Drafts(tmp_path, "pm_1", ADA)
    own.put(SHEET, "short", started_from=0, at=START)
    with pytest.raises(Refused, match="safe on your device"):
        own.put(SHEET, "x" * (LONGEST + 1), started_from=0, at=START)
    assert own.waiting()[0].text == "short"


def test_it_goes_on_from_a_draft_and_lets_that_one_go(tmp_path):
    own = Drafts(tmp_path, "pm_1", ADA)
    own.put(SHEET, "first", started_from=0, at=START)
    own.put(OTHER, "first, more", started_from=0, at=START, after=Before(sheet=SHEET))
    assert [one.sheet for one in own.waiting()] == [OTHER]


def test_it_says_no_word_twice_when_another_sheet_goes_on_after_a_lost_answer(tmp_path):
    place = MemoryOffice()
    pm = place.opened().stream
    own = Drafts(tmp_path, pm, ADA)
    keep_version(place.office, pm, Sheet(text="one", started_from=0))
    own.keep(place.office, pm, own.put(SHEET, "one\n\ntwo", started_from=1, at=START))
    later = own.put(OTHER, "one\n\ntwo and more", started_from=1, at=START, after=Before(sheet=SHEET))
    assert own.keep(place.office, pm, later).text == "one\n\ntwo and more\n"


def test_it_keeps_everybodys_words_before_a_sitting_and_says_what_waits(tmp_path):
    place = MemoryOffice()
    pm = place.opened().stream
    keep_version(place.office, pm, Sheet(text="one\n\ntwo", started_from=0))
    Drafts(tmp_path, pm, ADA).put(SHEET, "one, Ada\n\ntwo", started_from=1, at=START)
    Drafts(tmp_path, pm, BO).put(SHEET, "one\n\ntwo, Bo", started_from=1, at=START)
    assert keep_waiting(tmp_path, pm, place.of) == 0
    story = read(place.office, pm).story
    assert narrative.text(story) == "one, Ada\n\ntwo, Bo\n"
    assert {one.by for one in story.revisions[1:]} == {ADA, BO}
    Drafts(tmp_path, pm, BO).put(SHEET, "one, no\n\ntwo", started_from=1, at=START)
    assert keep_waiting(tmp_path, pm, place.of) == 1
    assert Drafts(tmp_path, pm, BO).waiting()[0].text == "one, no\n\ntwo"
