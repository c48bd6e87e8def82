from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.domain.understanding.timeline import (
    EntryAdded,
    EntryConfirmed,
    EntryCorrected,
    EntryDisputed,
    EntryKind,
    GapCause,
    GapRecorded,
    Imported,
    Timeline,
    add_entry,
    correct_entry,
    evolve,
    note_import,
    record_gap,
    say_about_entry,
    timed,
)
from secondstory.kernel.moments import Precision
from tests.domain.given import ADA, BO, CEM, TUESDAY, folded, later, moment, refused


def entry(number=1, *, at=TUESDAY, **fields):
    said = {"kind": EntryKind.FACT, "text": f"what happened {number}", **fields}
    return EntryAdded(number=number, occurred=moment(at), **said)


def timeline(*happened):
    return folded(evolve, Timeline(), *happened)


def gap(**fields):
    return GapRecorded(
        **{"number": 1, "cause": GapCause.NEVER_CAPTURED, "what": "access log of the console", **fields}
    )


def test_it_takes_an_entry_with_its_time():
    draft = entry(sources=("E-4",), actor_role="engineer on call", vantage="settings console")
    assert add_entry(Timeline(), draft) == [draft]
    (kept,) = timeline((draft, BO)).entries
    assert (kept.number, kept.text, kept.by, kept.recorded_at) == (1, draft.text, BO, TUESDAY)


def test_it_needs_a_time_and_takes_a_rough_one():
    assert timed(moment(TUESDAY, Precision.DAY)) == moment(TUESDAY, Precision.DAY)
    with refused("An entry needs a time", code="time-needed"):
        timed(None)


def test_it_asks_what_happened():
    with refused("what happened, as it looked"):
        add_entry(Timeline(), entry(text="  "))


def test_it_asks_when_something_was_known_before_it_happened():
    with refused("which of the two times needs another look?"):
        add_entry(Timeline(), entry(known=moment(later(hours=-1))))


def test_it_lets_rough_times_be_rough():
    on_the_day = entry(known=moment(later(hours=-2), Precision.DAY))
    within_two_hours = entry(known=replace(moment(later(hours=-1)), uncertainty_s=7200))
    assert add_entry(Timeline(), on_the_day) == [on_the_day]
    assert add_entry(Timeline(), within_two_hours) == [within_two_hours]


def test_it_says_which_entries_name_no_source():
    known = timeline(entry(1, sources=("E-4",)), entry(2))
    assert [one.is_unsourced for one in known.entries] == [False, True]


@given(st.permutations([(1, 30), (2, 10), (3, 20), (4, 10)]))
@settings(max_examples=15)
def test_it_keeps_entries_in_the_order_they_happened_whatever_order_they_were_told_in(told):
    kept = timeline(*(entry(number, at=later(minutes=minutes)) for number, minutes in told))
    assert [one.number for one in kept.entries] == [2, 4, 3, 1]
    assert kept.next_number == 5


def test_it_keeps_the_first_words_when_they_are_corrected():
    corrected = EntryCorrected(
        cites=1, reason="read the log again", text="the second try", occurred=moment(later(hours=1))
    )
    assert correct_entry(timeline(entry(1)), corrected) == [corrected]
    first, second = timeline(
        entry(1), entry(2, at=later(minutes=30)), (corrected, CEM, later(days=1))
    ).entries
    assert (first.number, second.number) == (2, 1)
    assert (second.text, second.occurred) == ("the second try", moment(later(hours=1)))
    assert (second.added.text, second.added.occurred) == ("what happened 1", moment(TUESDAY))
    assert [(one.by, one.at, one.made) for one in second.corrections] == [(CEM, later(days=1), corrected)]


def test_it_lets_the_last_correction_stand_and_keeps_what_no_correction_touched():
    first = EntryCorrected(cites=1, reason="typing", text="at first")
    once = EntryCorrected(cites=1, reason="typing again", text="once")
    twice = EntryCorrected(cites=1, reason="the log", known=moment(later(hours=2)))
    (kept,) = timeline(entry(1), first, once, twice).entries
    assert (kept.text, kept.known, len(kept.corrections)) == ("once", moment(later(hours=2)), 3)


@pytest.mark.parametrize(
    ("correction", "sentence"),
    [
        (EntryCorrected(cites=9, reason="typing", text="x"), "There is no entry T-9"),
        (EntryCorrected(cites=1, reason=" ", text="x"), "A correction says why"),
        (EntryCorrected(cites=1, reason="typing"), "What of T-1 reads differently"),
        (EntryCorrected(cites=1, reason="typing", text=" "), "cannot become empty"),
        (EntryCorrected(cites=1, reason="the log", known=moment(later(days=-3))), "which of the two times"),
    ],
)
def test_it_refuses_a_correction_that_corrects_nothing(correction, sentence):
    with refused(sentence):
        correct_entry(timeline(entry(1)), correction)


def test_it_leaves_everything_as_it_was_when_a_correction_cites_nothing():
    known = timeline(entry(1))
    assert timeline(entry(1), EntryCorrected(cites=9, reason="r", text="x")) == known


def test_it_hears_every_participant_and_counts_their_last_word():
    disputed = EntryDisputed(number=1, note="it was after the page")
    known = timeline(
        entry(1),
        (EntryConfirmed(number=1), ADA),
        (disputed, BO),
        (disputed, CEM),
        (EntryConfirmed(number=1), CEM),
    )
    (kept,) = known.entries
    assert kept.confirmed_by == (ADA, CEM)
    assert [one.by for one in kept.disputes] == [BO]
    assert len(kept.voices) == 4


def test_it_takes_a_yes_once_and_a_no_with_what_was_different():
    known = timeline(entry(1), (EntryConfirmed(number=1), ADA))
    assert say_about_entry(known, EntryConfirmed(number=1), by=ADA) == []
    assert say_about_entry(known, EntryConfirmed(number=1), by=BO) == [EntryConfirmed(number=1)]
    with refused("What did you see differently from T-1?"):
        say_about_entry(known, EntryDisputed(number=1, note=""), by=BO)
    with refused("There is none yet"):
        say_about_entry(Timeline(), EntryConfirmed(number=1), by=BO)


def test_it_records_a_gap_with_its_cause():
    kept = gap(since=moment(later(hours=6)), until=moment(later(hours=7)))
    assert record_gap(Timeline(), kept) == [kept]
    known = timeline((kept, BO))
    assert [(one.number, one.recorded.cause, one.by) for one in known.gaps] == [
        (1, GapCause.NEVER_CAPTURED, BO)
    ]
    assert known.next_gap_number == 2


@pytest.mark.parametrize("cause", [GapCause.RETENTION_EXPIRED, GapCause.LEGALLY_ERASED])
def test_it_asks_for_the_rule_that_let_something_go(cause):
    with refused("Which rule or setting let it go?"):
        record_gap(Timeline(), gap(cause=cause))
    named = gap(cause=cause, policy="logs are kept for 14 days")
    assert record_gap(Timeline(), named) == [named]


def test_it_refuses_a_gap_of_nothing_or_one_that_ends_before_it_begins():
    with refused("What is it that we do not have?"):
        record_gap(Timeline(), gap(what=""))
    with refused("ends before it begins"):
        record_gap(Timeline(), gap(since=moment(later(hours=1)), until=moment(TUESDAY)))


def test_it_knows_whether_the_story_starts_before_anybody_noticed():
    known = timeline(entry(1, at=later(hours=1)), entry(2, at=later(days=-5)))
    assert known.starts_before(moment(TUESDAY))
    assert not timeline(entry(1)).starts_before(moment(TUESDAY))
    assert not Timeline().starts_before(moment(TUESDAY))


def test_it_reads_each_source_once():
    read = Imported(source="E-4", count=12)
    assert note_import(Timeline(), read) == [read]
    with refused("E-4 was read into this timeline already"):
        note_import(timeline(read), read)
    with refused("No entry with a time was found"):
        note_import(Timeline(), Imported(source="E-5", count=0))
