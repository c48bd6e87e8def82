"""Custody: who read what, who took a copy, and what is said when the bytes are not what was sealed."""

import pytest

from secondstory.application.keeping import custody
from secondstory.application.keeping.custody import Unreadable
from secondstory.application.keeping.sealing import Item, SealedEvidence, seal_evidence
from secondstory.domain.keeping.evidence import Exported, Read, Reproduced
from secondstory.kernel.refused import Refused
from tests.begun import BegunOffice
from tests.people import BO

LOG = b"22:40 hold window set to 48\n"


def sealed_in(place: BegunOffice, content: bytes = LOG, title: str = "Seats released") -> SealedEvidence:
    item = Item(post_mortem=place.opened(title).stream, name="hold.log", captured_from="ops-3")
    return seal_evidence(place.office, place.vault, item, lambda: [content])


def events(place: BegunOffice, sealed: SealedEvidence) -> list[object]:
    return [entry.event for entry in place.desk.reader.events(sealed.stream)][1:]


def test_it_records_a_reading_before_the_first_byte_and_once_per_person_and_day():
    place = BegunOffice()
    sealed = sealed_in(place)
    chunks = custody.read(place.office, place.vault, sealed.stream, purpose="the time of the first hold")
    assert events(place, sealed) == [Read(purpose="the time of the first hold")]
    assert b"".join(chunks) == LOG
    custody.read(place.office, place.vault, sealed.stream)
    assert len(events(place, sealed)) == 1
    place.forward(days=1)
    custody.read(place.office, place.vault, sealed.stream)
    assert len(events(place, sealed)) == 2


def test_it_knows_whether_a_reading_is_recorded_for_this_day():
    place = BegunOffice()
    sealed = sealed_in(place)

    def known() -> bool:
        state = custody.state_of(place.office, sealed.stream)
        return custody.is_recorded_today(place.office, state, Read())

    assert not known()
    custody.read(place.office, place.vault, sealed.stream)
    assert known()
    place.forward(days=1)
    assert not known()


def test_it_lets_no_copy_out_without_a_purpose():
    place = BegunOffice()
    sealed = sealed_in(place)
    with pytest.raises(Refused, match="What is the copy for"):
        custody.export(place.office, place.vault, sealed.stream, purpose=" ")
    assert events(place, sealed) == []
    assert b"".join(custody.export(place.office, place.vault, sealed.stream, purpose="insurer")) == LOG
    assert events(place, sealed) == [Exported(purpose="insurer")]


def test_it_says_altered_when_a_byte_of_the_object_was_changed():
    place = BegunOffice()
    sealed = sealed_in(place)
    (digest,) = place.objects.digests()
    stored = bytearray(place.objects._objects[digest])
    stored[-1] ^= 1
    place.objects._objects[digest] = bytes(stored)
    with pytest.raises(Unreadable) as refused:
        b"".join(custody.read(place.office, place.vault, sealed.stream))
    assert refused.value.code == "altered"


def test_it_says_missing_without_an_accusation_when_the_object_is_gone_and_records_no_reading():
    place = BegunOffice()
    sealed = sealed_in(place)
    for digest in list(place.objects.digests()):
        place.objects.erase(digest)
    with pytest.raises(Unreadable, match="ordinary cause"):
        custody.read(place.office, place.vault, sealed.stream)
    assert events(place, sealed) == []


def test_it_says_so_when_the_key_is_not_here():
    place = BegunOffice()
    sealed = sealed_in(place)
    place.desk.keys.destroy_key(f"object:{sealed.stream}")
    with pytest.raises(Unreadable) as refused:
        custody.read(place.office, place.vault, sealed.stream)
    assert refused.value.code == "no-key"


def test_it_finds_an_item_by_every_name_people_use():
    place = BegunOffice()
    first, second = sealed_in(place), sealed_in(place, title="Another evening")
    assert custody.find(place.office, "PM-1/E-1") == first.stream
    assert custody.find(place.office, "e1", of="PM-2") == second.stream
    assert custody.find(place.office, "E-1", of="2") == second.stream
    assert custody.find(place.office, first.stream[:29]) == first.stream
    with pytest.raises(Refused, match="PM-1, PM-2"):
        custody.find(place.office, "E-1")
    with pytest.raises(Refused, match="no E-9"):
        custody.find(place.office, "E-9")
    with pytest.raises(Refused, match="names no evidence"):
        custody.find(place.office, "the log")


def test_it_hides_evidence_from_somebody_who_may_not_see_it():
    place = BegunOffice()
    sealed = sealed_in(place)
    other = place.seen_by(BO)
    with pytest.raises(Refused, match="no such evidence"):
        custody.read(other.office, other.vault, sealed.stream)
    with pytest.raises(Refused, match="no E-1"):
        custody.find(other.office, "E-1")


def test_it_keeps_a_correction_beside_what_it_corrects():
    place = BegunOffice()
    sealed = sealed_in(place)
    with pytest.raises(Refused, match="Nothing numbered 7"):
        custody.correct(place.office, sealed.stream, cites=7, text="it was ops-4")
    custody.correct(place.office, sealed.stream, cites=1, text="it was ops-4")
    state = custody.state_of(place.office, sealed.stream)
    assert custody.sealed_of(state).captured_from == "ops-3"
    assert state.corrections[0].text == "it was ops-4"


def test_it_wants_a_difference_explained_before_it_records_one():
    place = BegunOffice()
    sealed = sealed_in(place)
    assert custody.reproduce(place.office, sealed.stream, digest=sealed.digest, difference=None)
    with pytest.raises(Refused, match="The result differs"):
        custody.reproduce(place.office, sealed.stream, digest="0" * 64, difference=None)
    assert not custody.reproduce(place.office, sealed.stream, digest="0" * 64, difference="one line more")
    last = events(place, sealed)[-1]
    assert last == Reproduced(same=False, difference="one line more", digest="0" * 64)
