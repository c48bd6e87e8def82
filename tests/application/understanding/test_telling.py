"""What every act on a post-mortem promises: numbered, together or not at all, and never in one that is closed."""

import pytest

from secondstory.application.understanding import facts, naming, stories, timelines
from secondstory.application.understanding.telling import Told, read
from secondstory.application.understanding.withdrawing import withdraw
from secondstory.domain.understanding.conditions import Added, Level, LinkBasis, LinkDrawn, LinkKind
from secondstory.domain.understanding.incidents import Impact, NeedNamed, TimesStated
from secondstory.domain.understanding.narrative import (
    CommentMade,
    CommentResolved,
    DecisionPointAdded,
    DecisionPointFilled,
    LuckNoted,
    NoteReworded,
    Revised,
    SurpriseNoted,
)
from secondstory.kernel.refused import Refused
from tests.domain.given import TUESDAY, later, moment
from tests.offices import MemoryOffice


def opened():
    place = MemoryOffice()
    return place.office, place.opened().stream


def test_it_records_nothing_when_all_of_it_stands_there():
    office, pm = opened()
    assert facts.state_trigger(office, pm, "a deploy").entry is not None
    assert facts.state_trigger(office, pm, " a deploy ") == Told()


def test_it_writes_nothing_into_a_post_mortem_that_was_withdrawn():
    office, pm = opened()
    withdraw(office, pm, "opened twice")
    for write in (
        lambda: facts.state_trigger(office, pm, "a deploy"),
        lambda: naming.add(office, pm, Added(number=0, statement="Both read alike", level=Level.SOFTWARE)),
        lambda: stories.revise(office, pm, "It began."),
    ):
        with pytest.raises(Refused, match=r"withdrawn \(opened twice\)"):
            write()


def test_it_states_times_one_by_one_and_refuses_those_that_run_backwards():
    office, pm = opened()
    facts.state_times(office, pm, TimesStated(began=moment(TUESDAY)))
    facts.state_times(office, pm, TimesStated(detected=moment(later(minutes=5))))
    times = read(office, pm).incident.times
    assert (times.began, times.detected) == (moment(TUESDAY), moment(later(minutes=5)))
    with pytest.raises(Refused, match="before it"):
        facts.state_times(office, pm, TimesStated(resolved=moment(later(hours=-1))))
    with pytest.raises(Refused, match="Which time"):
        facts.state_times(office, pm, TimesStated())


def test_it_keeps_impact_with_the_source_of_its_number_alone():
    office, pm = opened()
    with pytest.raises(Refused, match="There is no E-4 for PM-1"):
        facts.state_impact(
            office, pm, Impact(party="travellers", kind="", number="3", unit="h", evidence=("e4",))
        )
    with pytest.raises(Refused, match="Who was touched"):
        facts.state_impact(office, pm, Impact(party=" ", kind=""))
    facts.state_impact(
        office, pm, Impact(party="travellers", kind="", number="311", unit="seats", method="count")
    )
    assert read(office, pm).incident.impacts[0].number == "311"


def test_it_names_what_a_hurt_party_needs():
    office, pm = opened()
    facts.name_need(office, pm, NeedNamed(party="travellers", need="a word before they read it elsewhere"))
    with pytest.raises(Refused, match="who was hurt"):
        facts.name_need(office, pm, NeedNamed(party="travellers", need=" "))


def test_it_puts_the_title_into_other_words():
    office, pm = opened()
    facts.retitle(office, pm, "Seats let go after 48 minutes")
    assert read(office, pm).incident.title == "Seats let go after 48 minutes"
    with pytest.raises(Refused, match="keeps a title"):
        facts.retitle(office, pm, " ")


def test_it_saves_a_revision_and_keeps_both_when_two_started_from_one():
    office, pm = opened()
    first = stories.revise(office, pm, "One.\n\nTwo.", started_from=0).one(Revised)
    assert first is not None
    assert (first.number, first.parents, first.authors) == (1, (), (office.me,))
    stories.revise(office, pm, "One.\n\nTwo, and more.", started_from=1)
    with pytest.raises(Refused, match="was revised while you wrote"):
        stories.revise(office, pm, "One.\n\nThree.", started_from=1)
    with pytest.raises(Refused, match="was revised while you wrote"):
        stories.revise(office, pm, "From an empty page.", started_from=0)
    assert stories.revision_of(office, pm) == (2, "One.\n\nTwo, and more.\n")


def test_it_shows_what_changed_between_two_revisions():
    office, pm = opened()
    stories.revise(office, pm, "One.\n\nTwo.")
    stories.revise(office, pm, "One.\n\nTwo, and more.")
    assert stories.difference(read(office, pm), 1, 2).splitlines()[-2:] == ["-Two.", "+Two, and more."]
    assert "+One." in stories.difference(read(office, pm), 0, 1)
    with pytest.raises(Refused, match="no revision 9"):
        stories.difference(read(office, pm), 1, 9)


def test_it_numbers_decision_points_notes_and_comments():
    office, pm = opened()
    for title in ("whether to page", "when to roll back"):
        stories.add_decision_point(office, pm, DecisionPointAdded(number=0, title=title, done="waited"))
    stories.fill_decision_point(office, pm, DecisionPointFilled(number=2, expected="a quiet night"))
    stories.note(office, pm, LuckNoted(number=0, text="somebody was awake"))
    stories.note(office, pm, SurpriseNoted(number=0, text="the list was empty"))
    stories.reword_note(office, pm, NoteReworded(cites=2, text="the list looked empty", reason="it was not"))
    stories.comment(office, pm, CommentMade(number=0, text="How long was that?", about="D-2"))
    stories.resolve_comment(office, pm, CommentResolved(number=1, note="six minutes"))
    story = read(office, pm).story
    assert [one.number for one in story.decision_points] == [1, 2]
    assert story.decision_points[1].expected == "a quiet night"
    assert [(one.number, one.text) for one in story.notes] == [
        (1, "somebody was awake"),
        (2, "the list looked empty"),
    ]
    assert story.open_comments == ()


def test_it_saves_a_condition_that_ends_at_a_person_and_asks_the_question():
    office, pm = opened()
    named = naming.add(
        office, pm, Added(number=0, statement="Human error by the operator", level=Level.PRACTICES)
    )
    assert named.number == 1
    assert named.question is not None
    assert "easy to get wrong" in named.question
    calm = naming.add(office, pm, Added(number=0, statement="Both consoles look alike", level=Level.SOFTWARE))
    assert (calm.number, calm.question) == (2, None)


def test_it_draws_links_by_evidence_that_is_there():
    office, pm = opened()
    naming.add(office, pm, Added(number=0, statement="Both consoles look alike", level=Level.SOFTWARE))
    by_evidence = LinkDrawn(from_number=1, kind=LinkKind.ALLOWED, basis=LinkBasis.EVIDENCE, evidence=("T-1",))
    with pytest.raises(Refused, match="There is no T-1"):
        naming.link(office, pm, by_evidence)
    naming.link(office, pm, LinkDrawn(from_number=1, kind=LinkKind.ALLOWED, basis=LinkBasis.HYPOTHESIS))
    assert len(read(office, pm).conditions.links) == 1


def test_it_knows_which_entries_could_be_known_at_a_time():
    office, pm = opened()
    from secondstory.domain.understanding.timeline import EntryAdded, EntryKind

    for text, known in (("the pager rang", None), ("the config was wrong", moment(later(days=2)))):
        draft = EntryAdded(number=0, occurred=moment(TUESDAY), known=known, kind=EntryKind.FACT, text=text)
        timelines.add_entry(office, pm, draft)
    state = read(office, pm)
    assert [one.text for one in timelines.known_by(state, later(hours=1))] == ["the pager rang"]
    assert len(timelines.known_by(state, later(days=3))) == 2
    assert timelines.end_of(state) == moment(TUESDAY).at
