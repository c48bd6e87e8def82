"""What is on screen: the agenda of each kind of sitting, the stops of the walk, the questions."""

from datetime import UTC, datetime

import pytest

from secondstory.adapters.texts.packaged import PackagedTexts
from secondstory.application.ceremony.room.screen import agenda_of, in_writing, questions_for, stops_of
from secondstory.domain.ceremony.sittings import Sitting, SittingKind
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.narrative import DecisionPoint, Story
from secondstory.domain.understanding.timeline import Entry, EntryAdded, EntryKind, Timeline
from secondstory.kernel.frozen import replace
from secondstory.kernel.moments import Moment

TEXTS = PackagedTexts()
ENTRY_AT = Moment(at=datetime(2026, 11, 2, 9, tzinfo=UTC))


def step(code: str):
    found = [one for agenda in TEXTS.agendas().values() for one in agenda.steps if one.code == code]
    return found[0]


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (SittingKind.LEARNING, "welcome", "close"),
        (SittingKind.COMMITMENT, "recall", "read-back"),
        (SittingKind.COMBINED, "welcome", "read-back"),
    ],
)
def test_it_has_an_agenda_for_each_kind(kind: SittingKind, first: str, last: str):
    agenda = agenda_of(Sitting(number=1, kind=kind), TEXTS.agendas())
    assert (agenda.steps[0].code, agenda.steps[-1].code) == (first, last)
    assert agenda.minutes == sum(one.minutes for one in agenda.steps)
    assert len({one.code for one in agenda.steps}) == len(agenda.steps)


def test_it_stops_at_decision_points_else_at_entries():
    entry = EntryAdded(number=4, occurred=ENTRY_AT, kind=EntryKind.FACT, text="A seat was sold twice")
    timeline = Timeline(entries=(Entry(added=entry, by=None, recorded_at=ENTRY_AT.at),))
    pm = PostMortem(timeline=timeline)
    assert [(one.label, one.title) for one in stops_of(pm)] == [("T-4", "A seat was sold twice")]
    point = DecisionPoint(number=2, title="The third caller", done="Somebody waited")
    told = replace(pm, story=Story(decision_points=(point,)))
    assert [(one.label, one.text) for one in stops_of(told)] == [("D-2", "Somebody waited")]


def test_it_asks_two_questions_and_others_when_asked_for_others():
    levels = TEXTS.questions()
    first = questions_for(step("timeline"), levels, turn=0)
    assert len(first) == 2
    assert not set(first) & set(questions_for(step("timeline"), levels, turn=1))


def test_it_asks_one_question_of_each_level_on_the_sweep():
    levels = TEXTS.questions()
    asked = questions_for(step("levels"), levels, turn=0)
    assert [level for level, _ in asked] == [one.code for one in levels]


def test_it_asks_only_questions_in_writing():
    agenda = TEXTS.agendas()["learning"]
    parts = in_writing(agenda, TEXTS.questions())
    assert all(question.endswith("?") for _, questions in parts for question in questions)
    assert "welcome" not in [one.code for one, _ in parts]
