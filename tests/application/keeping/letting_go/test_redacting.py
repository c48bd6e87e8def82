"""Redaction: a copy is read in place of the original, both say so, and nothing of the original changes."""

import hashlib

import pytest

from secondstory.application.keeping import custody, holding
from secondstory.application.keeping.letting_go.redacting import (
    Wish,
    count_lines,
    covered,
    merged,
    redact,
    span_words,
)
from secondstory.application.keeping.sealing import Item, SealedEvidence, seal_evidence
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping.evidence import Capture, Erased, Lines, MadeFrom, Redacted
from secondstory.kernel.covering import Because
from secondstory.kernel.refused import Refused
from tests.begun import BegunOffice

LOG = b"22:40 hold window set to 48\n22:41 Wilhelmina rang\n22:42 311 units left\n22:43 quiet\n"
NAMED = Wish(because=Because.PERSONAL_DATA, why="a guest is named", lines=(Lines(first=2, last=2),))


def at(first: int, last: int | None = None) -> Lines:
    return Lines(first=first, last=last or first)


def sealed_in(place: BegunOffice, content: bytes = LOG, *, held: bool = False) -> SealedEvidence:
    opened = place.opened("Seats released")
    if not held:
        holding.release(place.office, place.office.door.stream_of("HO-1"), "nothing routine is deleted here")
    item = Item(post_mortem=opened.stream, name="hold.log", captured_from="ops-3", media_type="text/plain")
    return seal_evidence(place.office, place.vault, item, lambda: [content])


def text_of(place: BegunOffice, stream: str) -> bytes:
    return b"".join(custody.read(place.office, place.vault, stream))


def test_it_gives_readers_a_copy_with_the_line_covered_and_the_others_in_their_places():
    place = BegunOffice()
    sealed = sealed_in(place)
    done = redact(place.office, place.vault, sealed.stream, NAMED)
    assert custody.read_instead(place.office, sealed.stream) == done.copy
    assert text_of(place, done.copy) == LOG.replace(b"22:41 Wilhelmina rang", b"[redacted: personal data]")
    with pytest.raises(Refused, match="E-2 is read in its place"):
        custody.read(place.office, place.vault, sealed.stream)
    with pytest.raises(Refused, match="E-2 is read in its place"):
        custody.export(place.office, place.vault, sealed.stream, purpose="insurer")


def test_it_says_on_both_items_what_was_covered_and_why_and_alters_neither():
    place = BegunOffice()
    sealed = sealed_in(place)
    before = custody.state_of(place.office, sealed.stream)
    done = redact(place.office, place.vault, sealed.stream, NAMED)
    after = custody.state_of(place.office, sealed.stream)
    copy = custody.state_of(place.office, done.copy)
    assert after.sealed == before.sealed
    assert after.redacted == Redacted(
        copy=done.copy,
        copy_number=2,
        copy_digest=custody.sealed_of(copy).digest,
        digest=hashlib.sha256(LOG).hexdigest(),
        because=Because.PERSONAL_DATA,
        why="a guest is named",
        lines=(at(2),),
    )
    assert after.custody[-1].by == place.me
    assert copy.made_from == MadeFrom(
        original=sealed.stream, number=1, digest=sealed.digest, because=Because.PERSONAL_DATA, lines=(at(2),)
    )
    assert custody.sealed_of(copy).how is Capture.COPY


def test_it_records_all_of_it_in_one_append():
    place = BegunOffice()
    sealed = sealed_in(place)
    done = redact(place.office, place.vault, sealed.stream, NAMED)
    assert place.desk.storage.size() - done.appended.first == 3


def test_it_opens_the_original_with_a_purpose_that_stands_there():
    place = BegunOffice()
    sealed = sealed_in(place)
    with pytest.raises(Refused, match="Nothing of it was redacted"):
        custody.open_original(place.office, place.vault, sealed.stream, purpose="the name")
    redact(place.office, place.vault, sealed.stream, NAMED)
    with pytest.raises(Refused, match="What is its original opened for"):
        custody.open_original(place.office, place.vault, sealed.stream, purpose=" ")
    chunks = custody.open_original(place.office, place.vault, sealed.stream, purpose="to call her")
    assert b"".join(chunks) == LOG
    state = custody.state_of(place.office, sealed.stream)
    assert state.custody[-1].event.purpose == "to call her"


def test_it_names_the_hold_that_keeps_the_original():
    place = BegunOffice()
    sealed = sealed_in(place, held=True)
    assert redact(place.office, place.vault, sealed.stream, NAMED).holds == (1,)


def test_it_reads_the_copy_still_when_the_original_was_erased():
    place = BegunOffice()
    sealed = sealed_in(place)
    redact(place.office, place.vault, sealed.stream, NAMED)
    gone = Erased(basis="GDPR art. 17", approvers=(place.me,), later_self=True)
    place.desk.journal.append([Draft(stream=sealed.stream, event=gone)], by=place.me)
    assert b"[redacted" in text_of(place, custody.read_instead(place.office, sealed.stream))


def test_it_redacts_the_copy_when_more_has_to_be_covered():
    place = BegunOffice()
    sealed = sealed_in(place)
    once = redact(place.office, place.vault, sealed.stream, NAMED)
    with pytest.raises(Refused, match="redact what is read in its place: E-2"):
        redact(place.office, place.vault, sealed.stream, NAMED)
    again = Wish(because=Because.LEGAL, why="agreed with the vendor", lines=(at(4),))
    twice = redact(place.office, place.vault, once.copy, again)
    assert custody.read_instead(place.office, sealed.stream) == twice.copy
    assert text_of(place, twice.copy).splitlines()[1::2] == [
        b"[redacted: personal data]",
        b"[redacted: a legal reason]",
    ]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(because=Because.OTHER, why=" ", lines=(at(2),)), "Why is it redacted"),
        (
            Wish(because=Because.OTHER, why="x", lines=(at(4, 5),)),
            "It has 4 lines; 4 to 5 are not among them",
        ),
        (Wish(because=Because.OTHER, why="x", lines=(at(3, 2),)), "3 to 2 are not among them"),
        (Wish(because=Because.OTHER, why="x", lines=(at(0, 2),)), "0 to 2 are not among them"),
    ],
)
def test_it_refuses_without_a_reason_and_for_lines_that_are_not_there(wish, said):
    place = BegunOffice()
    sealed = sealed_in(place)
    objects = set(place.objects.digests())
    with pytest.raises(Refused, match=said):
        redact(place.office, place.vault, sealed.stream, wish)
    assert set(place.objects.digests()) == objects


def test_it_puts_a_note_in_place_of_what_is_no_text():
    place = BegunOffice()
    sealed = sealed_in(place, b"\x89PNG\x00\xff" * 9)
    with pytest.raises(Refused, match="It is no text"):
        redact(place.office, place.vault, sealed.stream, NAMED)
    done = redact(
        place.office, place.vault, sealed.stream, Wish(because=Because.THIRD_PARTY, why="a guest's face")
    )
    assert text_of(place, done.copy) == (
        b"[redacted: something of a third party. E-1 was 54 bytes of text/plain.]\n"
    )


def test_it_seals_no_copy_that_still_holds_a_secret():
    place = BegunOffice()
    secret = b"Authorization: Bearer " + b"q8Zr4Kx0" * 5 + b"\n"
    opened = place.opened("Seats released")
    item = Item(post_mortem=opened.stream, name="api.log", captured_from="ops-3")
    sealed = seal_evidence(place.office, place.vault, item, lambda: [secret * 2], despite="no time")
    half = Wish(because=Because.CREDENTIAL, why="a token", lines=(at(1),))
    with pytest.raises(Refused, match="still holds likely secrets, on line 2"):
        redact(place.office, place.vault, sealed.stream, half)
    whole = Wish(because=Because.CREDENTIAL, why="a token", lines=(at(1, 2),))
    done = redact(place.office, place.vault, sealed.stream, whole)
    assert text_of(place, done.copy) == b"[redacted: a secret]\n" * 2


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize("text", [b"one\ntwo\r\nthree", b"one\n\n\nfour\n", b"o\rne\ntwo\nthree\nfour\n"])
def test_it_covers_whole_lines_however_the_bytes_are_cut(size, text):
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    lines = text.split(b"\n")
    lines[1] = b"-"
    assert b"".join(covered(chunks, (at(2),), b"-")) == b"\n".join(lines)
    assert count_lines(chunks) == len(text.removesuffix(b"\n").split(b"\n"))


def test_it_counts_no_lines_in_what_is_no_text():
    assert count_lines([b"a\n", b"\xff"]) is None
    assert count_lines([b"a\x00b"]) is None
    assert count_lines([b"\xc3", b"\xa9\n"]) == 1
    assert count_lines([b"\xc3"]) is None
    assert count_lines([]) == 0


def test_it_makes_one_of_lines_that_touch():
    assert merged((at(10, 12), at(4), at(12, 14), at(15))) == (at(4), at(10, 15))
    assert span_words((at(4), at(10, 15))) == "lines 4, 10 to 15"
    assert span_words((at(4),)) == "line 4"
    assert span_words(()) == "the whole item"
