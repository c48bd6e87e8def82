"""The cases of the charter: one answer each, counts in fives, nothing that joins a person to an answer."""

import pytest

from secondstory.adapters.texts.packaged import PackagedTexts
from secondstory.application.ceremony import cases
from secondstory.application.ceremony.room.poll import Ballot
from secondstory.domain.ceremony.charter import Acknowledged, Charter, Version
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from tests.offices import MemoryOffice

TEXT = PackagedTexts().charter()


def answered(count: int, given: str = "honest-error") -> Ballot:
    ballot = Ballot()
    for number in range(count):
        ballot = cases.answer(ballot, PersonId(f"pe_{9 - number}"), given, cases.choices(TEXT, ballot))
    return ballot


def counts(ballot: Ballot) -> dict[str, int | None]:
    return {one.code: one.count for one in cases.choices(TEXT, ballot)}


def test_it_offers_every_class_and_none_of_them():
    assert [one.code for one in cases.choices(TEXT, Ballot())][-1] == cases.SOMETHING_ELSE
    assert {"honest-error", "at-risk-habit", "evasion", "concealment"} <= set(counts(Ballot()))


@pytest.mark.parametrize(("people", "shown"), [(4, None), (5, 5), (7, 5), (10, 10)])
def test_it_shows_counts_in_fives(people: int, shown: int | None):
    assert counts(answered(people))["honest-error"] == shown


def test_it_keeps_who_answered_apart_from_what_and_both_sorted():
    ballot = cases.answer(answered(2), PersonId("pe_1"), "concealment", cases.choices(TEXT, Ballot()))
    assert ballot.answered == ("pe_1", "pe_8", "pe_9")
    assert ballot.answers["waiting"] == ("concealment", "honest-error", "honest-error")


def test_it_takes_no_second_answer_and_none_that_nobody_offered():
    offered = cases.choices(TEXT, Ballot())
    with pytest.raises(Refused, match="cannot be taken back"):
        cases.answer(answered(1), PersonId("pe_9"), "evasion", offered)
    with pytest.raises(Refused, match="that are offered"):
        cases.answer(Ballot(), PersonId("pe_9"), "witchcraft", offered)


def test_it_says_how_many_read_the_charter_from_five_on():
    at = MemoryOffice().office.now()
    version = Version(version="1", digest="", text="Be kind.", adopted_at=at)
    read = [Acknowledged(version="1", person=PersonId(f"pe_{number}")) for number in range(5)]
    old = Acknowledged(version="0", person=PersonId("pe_9"))
    assert cases.readers(Charter()) is None
    assert cases.readers(Charter(versions=(version,), acknowledged=(*read[:4], read[0], old))) is None
    assert cases.readers(Charter(versions=(version,), acknowledged=tuple(read))) == 5
