"""Whatever bytes arrive, a reader answers with what it read or with an error that it documents, and soon."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.record.errors import BadProof
from secondstory.record.tree import verify_consistency, verify_inclusion
from tests.record.fuzzing.near import DEEP, HUGE, LONG, LONG_ONES, SHORTER, anything, bounded
from tests.record.fuzzing.readers import READERS


def read(name, raw):
    """Read; an error that is not documented passes through, and so does one of text that never came to its reader."""
    reader = READERS[name]
    try:
        found = reader.read(raw)
    except reader.raises as refused:
        assert not isinstance(refused, UnicodeError)
        assert str(refused)
        return
    if reader.again is not None:
        assert reader.again(found) == raw


@pytest.mark.parametrize("name", READERS)
def test_it_reads_the_good_bytes_all_these_are_made_from(name):
    READERS[name].read(READERS[name].good)


@pytest.mark.parametrize("name", READERS)
@given(st.data())
@settings(max_examples=100)
def test_it_answers_any_bytes_with_an_error_of_its_own(name, data):
    read(name, data.draw(anything(READERS[name].good)))


@pytest.mark.parametrize("name", READERS)
@given(st.data())
@settings(max_examples=40)
def test_it_answers_the_bytes_of_another_reader(name, data):
    read(name, data.draw(anything(*(one.good for one in READERS.values()))))


@pytest.mark.parametrize("name", [name for name, reader in READERS.items() if reader.again])
def test_it_reads_only_the_one_way_to_write_something(name):
    good = READERS[name].good
    for at in range(len(good) + 1):
        for piece in (b" ", b"\n", b"0", b"=", b"\\u0008", b"\\/"):
            read(name, good[:at] + piece + good[at:])
    for found in re.finditer(rb"[0-9]+", good):
        for number in HUGE:
            read(name, good[: found.start()] + number.encode() + good[found.end() :])


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("raw", DEEP, ids=range(len(DEEP)))
def test_it_answers_deep_nesting(name, raw):
    with bounded():
        read(name, raw)


@pytest.mark.parametrize("long", LONG_ONES)
def test_it_answers_ten_megabytes_soon(long):
    whole, piece = LONG_ONES[long](LONG), LONG_ONES[long](SHORTER)
    for name, reader in READERS.items():
        half = len(reader.good) // 2
        with bounded():
            read(name, whole)
            for raw in (
                piece + reader.good,
                reader.good[:half] + piece + reader.good[half:],
                reader.good + piece,
            ):
                read(name, raw)


hashes = st.binary(min_size=30, max_size=33) | st.just(bytes(32))


@given(st.integers(-2, 2**65), st.integers(-2, 2**65), st.lists(hashes, max_size=70), hashes, hashes)
def test_it_checks_any_numbers_and_hashes(first, second, steps, one, other):
    for verify, arguments in (
        (verify_inclusion, (first, second, one, steps, other)),
        (verify_consistency, (first, second, one, other, steps)),
    ):
        with pytest.raises(BadProof):
            verify(*arguments)
            raise BadProof  # the rare draw that is a true proof, such as a tree of one leaf
