"""Accounts: written before logs where one can, kept apart, and read by whom their author chooses."""

import pytest

from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding import accounts
from secondstory.domain.understanding.accounts import (
    Corrected,
    DiffersFrom,
    DiffersFromEvidence,
    Shared,
    Withheld,
    Written,
)
from secondstory.kernel.refused import Refused
from tests.offices import MemoryOffice
from tests.people import ADA, BO, FAY

TEXT = "I saw the pager.\n\nI thought it was the other one."


def opened():
    place = MemoryOffice()
    return place, place.office, place.opened().stream


def seal(place: MemoryOffice, pm) -> None:
    item = Item(post_mortem=pm, name="hold.log", captured_from="ops-3")
    seal_evidence(place.office, place.vault, item, lambda: [b"22:40 hold window set"])


def test_it_says_that_it_was_written_before_any_log_until_its_author_has_looked():
    place, office, pm = opened()
    first = accounts.write(office, pm, TEXT, role="on call")
    assert (first.account.number, first.before_evidence) == (1, True)
    seal(place, pm)
    later = accounts.add_to(office, pm, "And there was a second page.")
    assert [one.before_evidence for one in later.account.paragraphs] == [True, True, False]


def test_it_believes_its_author_about_what_they_had_seen():
    _, office, pm = opened()
    assert (
        accounts.write(office, pm, TEXT, role="on call", before_evidence=False).account.before_evidence
        is False
    )


def test_it_keeps_one_account_of_each_person_and_says_how_to_go_on():
    _, office, pm = opened()
    with pytest.raises(Refused, match="nothing to add to"):
        accounts.add_to(office, pm, "More.")
    accounts.write(office, pm, TEXT, role="on call")
    with pytest.raises(Refused, match="--more"):
        accounts.write(office, pm, TEXT, role="on call")


def test_it_numbers_accounts_within_a_post_mortem_those_one_may_not_read_included():
    place, office, pm = opened()
    accounts.write(office, pm, TEXT, role="on call")
    theirs = accounts.write(place.of(BO), pm, "I facilitated.", role="facilitator")
    assert theirs.account.number == 2
    assert [one.number for one in accounts.accounts_of(office, pm)] == [1]
    second = place.opened("Another").stream
    assert accounts.write(office, second, TEXT, role="on call").account.number == 1


def test_it_shows_an_account_to_nobody_but_its_author():
    place, office, pm = opened()
    accounts.write(office, pm, TEXT, role="on call")
    with pytest.raises(Refused, match="that you may read"):
        accounts.account(place.of(FAY), pm, "A-1")
    assert accounts.account(office, pm, "a1").text == TEXT


def test_it_lets_nobody_but_its_author_change_it():
    place, office, pm = opened()
    own = accounts.write(office, pm, TEXT, role="on call").account
    with pytest.raises(Refused, match="Nobody but its author"):
        accounts.choose_readers(place.of(BO), own.stream, Shared())
    with pytest.raises(Refused, match="Nobody but its author"):
        accounts.correct(place.of(BO), own.stream, Corrected(reason="no", text="no"))


def test_it_shares_and_withholds_once():
    _, office, pm = opened()
    own = accounts.write(office, pm, TEXT, role="on call").account
    assert accounts.choose_readers(office, own.stream, Withheld()).entry is None
    assert accounts.choose_readers(office, own.stream, Shared()).entry is not None
    assert accounts.account(office, pm, "A-1").is_shared


def test_it_marks_a_difference_and_changes_neither():
    place, office, pm = opened()
    own = accounts.write(office, pm, TEXT, role="on call").account
    with pytest.raises(Refused, match="There is no E-1"):
        accounts.mark_difference(office, own, "E-1", "when it rang")
    seal(place, pm)
    accounts.mark_difference(office, own, "e1", "when it rang")
    (kept,) = accounts.account(office, pm, "A-1").differences
    assert kept == DiffersFromEvidence(ref="E-1", about="when it rang")
    assert accounts.account(office, pm, "A-1").text == TEXT
    with pytest.raises(Refused, match="one and the same"):
        accounts.mark_difference(office, own, "A-1", "when it rang")
    with pytest.raises(Refused, match="From what does it differ"):
        accounts.mark_difference(office, own, " ", "when it rang")


def test_it_marks_where_two_accounts_differ():
    place, office, pm = opened()
    own = accounts.write(office, pm, TEXT, role="on call").account
    second = office.new_stream("ac")
    told = Written(
        post_mortem=pm, number=2, author_role="scribe", before_evidence=True, paragraphs=("At ten.",)
    )
    place.desk.journal.append([Draft(stream=second, event=told)], by=ADA)
    accounts.mark_difference(office, own, "a2", "when it rang")
    (kept,) = accounts.account(office, pm, "A-1").differences
    assert kept == DiffersFrom(other=second, other_number=2, about="when it rang")
