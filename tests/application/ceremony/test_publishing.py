import pytest

from secondstory.application.ceremony.editions import Frame, edition_of, gather
from secondstory.application.ceremony.publishing import (
    GatesClosed,
    Wish,
    amend,
    closed_gates,
    language_of,
    publish,
)
from secondstory.application.ceremony.reader_review import QUESTIONS, blank_page, read_answers
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding import facts, stories
from secondstory.coach import Setup
from secondstory.domain.ceremony.followups import Reworded
from secondstory.domain.ceremony.publication import Gate
from secondstory.domain.keeping.people import Joined
from secondstory.domain.understanding.narrative import ThanksGiven
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import FOLLOWUP
from tests.offices import MemoryOffice
from tests.people import ADA
from tests.wiring.whole import settled, told

OWNED = {Gate.ABOVE_CODE_OWNED: "the board meets on 4 March"}


def wish(**exceptions: str) -> Wish:
    named = {Gate(code.replace("_", "-")): reason for code, reason in exceptions.items()}
    return Wish(version="1", exceptions={**OWNED, **named})


def ready() -> tuple[MemoryOffice, StreamId]:
    here = MemoryOffice()
    stream = told(here)
    settled(here, stream)
    here.clock.forward(days=1)
    return here, stream


def test_it_says_every_gate_that_is_closed_and_records_nothing():
    here = MemoryOffice()
    stream = here.opened().stream
    seen = len(here.office.reader.events(stream))
    with pytest.raises(GatesClosed) as closed:
        publish(here.office, stream, Wish(version="1", exceptions={}))
    assert [one.gate for one in closed.value.closed] == [
        Gate.SUPPORT_STEP,
        Gate.LEARNING_HELD,
        Gate.TWO_CONDITIONS_TWO_LEVELS,
    ]
    assert len(here.office.reader.events(stream)) == seen


def test_it_asks_for_a_night_before_it_publishes():
    here = MemoryOffice()
    stream = told(here)
    settled(here, stream)
    with pytest.raises(GatesClosed) as closed:
        publish(here.office, stream, wish())
    assert [one.gate for one in closed.value.closed] == [Gate.NIGHT_BETWEEN]
    here.clock.forward(days=1)
    assert publish(here.office, stream, wish()).number == 1


def test_it_records_exceptions_and_the_edition_together_or_not_at_all():
    here, stream = ready()
    with pytest.raises(Refused):
        publish(here.office, stream, wish(roster_names="there are none"))
    assert not gather(here.office, stream).pm.publication.exceptions
    done = publish(here.office, stream, wish())
    assert [one.gate for one in done.gathered.pm.publication.exceptions] == [Gate.ABOVE_CODE_OWNED]
    assert done.gathered.pm.publication.editions[0].published.revision == 1


def test_it_signs_a_checkpoint_that_covers_the_publication_itself():
    here, stream = ready()
    done = publish(here.office, stream, wish())
    assert done.entry is not None
    assert done.signed.size > done.entry
    before = done.gathered.pm.publication.editions[0].published.checkpoint_size
    assert before < done.signed.size
    shown = edition_of(done.gathered, Frame(now=here.office.now(), published_at=done.at, signed=done.signed))
    assert shown.checkpoint is not None
    assert shown.checkpoint.note.encode() == done.signed.note


def test_it_makes_another_edition_only_when_something_changed():
    here, stream = ready()
    publish(here.office, stream, wish())
    again = publish(here.office, stream, Wish(version="1", exceptions={}))
    assert (again.number, again.is_new) == (1, False)
    amend(here.office, stream, "Two more buildings.", "the billing run shows them")
    assert not publish(here.office, stream, Wish(version="1", exceptions={})).is_new
    stories.revise(here.office, stream, "Told anew.")
    third = publish(here.office, stream, Wish(version="1", exceptions={}))
    assert (third.number, third.is_new) == (2, True)


def test_it_notices_names_in_a_follow_up_as_well():
    here, stream = ready()
    register(here, "Cem Aydin")
    followup = StreamId(str(here.office.door.rows(FOLLOWUP)[0]["stream"]))
    words = Reworded(reason="clearer", text="Cem adds a limit to the form")
    here.office.journal.append([Draft(stream=followup, event=words)], by=ADA)
    closed = closed_gates(here.office, gather(here.office, stream))
    assert "Cem" in next(one.what for one in closed if one.gate is Gate.ROSTER_NAMES)


def register(here: MemoryOffice, name: str) -> None:
    stream = here.office.new_stream("pe")
    event = Joined(person=ADA, name=name)
    here.office.journal.append([Draft(stream=stream, event=event)], by=None)


def test_it_amends_what_is_published_and_nothing_else():
    here, stream = ready()
    with pytest.raises(Refused, match="not published yet"):
        amend(here.office, stream, "more", "because")
    publish(here.office, stream, wish())
    with pytest.raises(Refused, match="what is added and why"):
        amend(here.office, stream, "more", "")
    done = amend(here.office, stream, "Two more buildings.", "the billing run shows them")
    shown = edition_of(done.gathered, Frame(now=here.office.now(), published_at=done.at))
    assert [(one.text, one.reason) for one in shown.amendments] == [
        ("Two more buildings.", "the billing run shows them")
    ]


def test_it_shows_names_only_beside_exceptions_and_thanks():
    here, stream = ready()
    register(here, "Ada Lind")
    stories.thank(here.office, stream, ThanksGiven(to="dispatch", text="for ringing back", consent=True))
    done = publish(here.office, stream, wish())
    shown = edition_of(done.gathered, Frame(now=here.office.now(), published_at=done.at))
    assert shown.exceptions[0].by == "Ada Lind"
    assert shown.thanks == ("dispatch: for ringing back",)
    assert "Ada" not in str([shown.timeline, shown.review, shown.followups, shown.sources])


def test_it_says_that_cited_evidence_is_missing():
    here, stream = ready()
    stories.revise(here.office, stream, "The form said so [E-7].")
    shown = edition_of(gather(here.office, stream), Frame(now=here.office.now()))
    assert [(one.id, one.state) for one in shown.sources] == [("E-7", "missing")]
    assert shown.title.startswith("Draft: ")


def test_it_reads_what_a_reader_from_outside_answered():
    page = blank_page().replace("## deep-enough", "## deep-enough\nYes, the import has no owner.")
    assert [one.question for one in read_answers(page).answers] == ["deep-enough"]
    assert read_answers(page).answers[0].answer == "Yes, the import has no owner."
    with pytest.raises(Refused, match="None of the fixed questions"):
        read_answers(blank_page())
    assert all(question.endswith("?") for question in QUESTIONS.values())


def test_it_lets_the_coach_ask_without_blocking():
    here, stream = ready()
    facts.state_trigger(here.office, stream, "a release")
    stories.revise(here.office, stream, "The operator should have known better.")
    assert publish(here.office, stream, wish()).is_new
    assert [one.rule for one in language_of("The operator should have known better.", Setup())] == [
        "hindsight"
    ]
