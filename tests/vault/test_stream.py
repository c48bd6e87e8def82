"""Sealed evidence opens to itself, and to nothing at all once a byte of it was touched."""

import hashlib
import itertools
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.vault.errors import Altered, BadCiphertext, Truncated
from secondstory.vault.stream import (
    CHUNK_BYTES,
    HEADER_BYTES,
    TAG_BYTES,
    open_sealed,
    seal,
    sealed_length,
)

KEY = bytes(range(32))
PREFIX = bytes(range(100, 107))
WHOLE = CHUNK_BYTES + TAG_BYTES


def sealed(plain, *, key=KEY):
    return b"".join(seal([plain], key=key, prefix=PREFIX))


def opened(stored, *, key=KEY):
    return b"".join(open_sealed([stored], key=key))


def in_pieces(stored, size):
    return (stored[start : start + size] for start in range(0, len(stored), size))


def three_chunks():
    """Two whole chunks and a short one, each filled with its own letter."""
    return b"a" * CHUNK_BYTES + b"b" * CHUNK_BYTES + b"c" * 100


def chunks_of(stored):
    body = stored[HEADER_BYTES:]
    return stored[:HEADER_BYTES], [body[start : start + WHOLE] for start in range(0, len(body), WHOLE)]


@pytest.mark.parametrize(
    "length",
    [0, 1, 15, 16, 17, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 7],
)
def test_it_opens_to_what_was_sealed(length):
    plain = hashlib.shake_256(b"plain").digest(length)
    stored = sealed(plain)
    assert opened(stored) == plain
    assert len(stored) == sealed_length(length)


@pytest.mark.parametrize(
    ("length", "digest"),
    [
        (0, "51372b87f82a9093e884cac63a9315954262d610e7f1f3d6c4dd01216bba8f57"),
        (5, "a4e9da363914a175a241412d248f9bb2ea574250f069684c26d3d46fdeae4786"),
        (CHUNK_BYTES + 5, "5cf022268f5ce54298de024f846c661d89e8d9df3ade971d12dbbcf43475a00e"),
    ],
)
def test_it_writes_the_same_bytes_for_ever(length, digest):
    assert hashlib.sha256(sealed(b"\x07" * length)).hexdigest() == digest


def test_it_agrees_with_the_construction_written_out_by_hand():
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header = b"SSV1\x01\x00\x10\x00\x00" + PREFIX
    cipher = AESGCM(KEY)
    by_hand = (
        header
        + cipher.encrypt(PREFIX + b"\x00\x00\x00\x00\x00", b"a" * CHUNK_BYTES, header)
        + cipher.encrypt(PREFIX + b"\x00\x00\x00\x01\x00", b"b" * CHUNK_BYTES, header)
        + cipher.encrypt(PREFIX + b"\x00\x00\x00\x02\x01", b"c" * 100, header)
    )
    assert sealed(three_chunks()) == by_hand


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=8), st.integers(1, 400))
def test_it_does_not_matter_where_the_pieces_are_cut(pieces, size):
    stored = b"".join(seal(pieces, key=KEY, prefix=PREFIX))
    assert stored == sealed(b"".join(pieces))
    assert b"".join(open_sealed(in_pieces(stored, size), key=KEY)) == b"".join(pieces)


@pytest.mark.parametrize("size", [1000, CHUNK_BYTES, WHOLE, WHOLE + 1, 3 * WHOLE])
def test_it_does_not_matter_where_long_evidence_is_cut(size):
    stored = b"".join(seal(in_pieces(three_chunks(), size), key=KEY, prefix=PREFIX))
    assert stored == sealed(three_chunks())
    assert b"".join(open_sealed(in_pieces(stored, size), key=KEY)) == three_chunks()


def test_it_notices_that_the_last_chunk_was_cut_off():
    header, chunks = chunks_of(sealed(three_chunks()))
    with pytest.raises(Truncated, match="after chunk 1"):
        opened(header + chunks[0] + chunks[1])


def test_it_notices_that_only_the_header_is_left():
    with pytest.raises(Truncated):
        opened(sealed(b"hello")[:HEADER_BYTES])


@pytest.mark.parametrize("length", [0, 1, HEADER_BYTES - 1, HEADER_BYTES + 1, HEADER_BYTES + TAG_BYTES - 1])
def test_it_says_truncated_when_not_even_one_chunk_is_there(length):
    with pytest.raises(Truncated):
        opened(sealed(b"hello there, long enough")[:length])


def test_it_notices_a_cut_inside_a_chunk():
    with pytest.raises(BadCiphertext):
        opened(sealed(three_chunks())[:-1])


def test_it_notices_that_two_chunks_changed_places():
    header, (first, second, last) = chunks_of(sealed(three_chunks()))
    with pytest.raises(Altered, match="chunk 0"):
        opened(header + second + first + last)


def test_it_notices_that_a_chunk_is_gone_from_the_middle():
    header, (first, _, last) = chunks_of(sealed(three_chunks()))
    with pytest.raises(Altered, match="chunk 1"):
        opened(header + first + last)


def test_it_notices_that_a_chunk_came_twice():
    header, (first, second, last) = chunks_of(sealed(three_chunks()))
    with pytest.raises(Altered):
        opened(header + first + second + second + last)


def test_it_notices_bytes_after_the_last_chunk():
    with pytest.raises(BadCiphertext):
        opened(sealed(b"short") + b"x")


def test_it_notices_a_chunk_after_a_full_last_chunk():
    header, chunks = chunks_of(sealed(b"a" * CHUNK_BYTES))
    with pytest.raises(Altered, match="added after chunk 0"):
        opened(header + chunks[0] + chunks[0])


def test_it_notices_the_chunks_of_another_object_under_the_same_key():
    other = b"".join(seal([b"other"], key=KEY, prefix=b"another"))
    with pytest.raises(Altered):
        opened(sealed(b"mine!")[:HEADER_BYTES] + other[HEADER_BYTES:])


def test_it_does_not_open_with_another_key():
    with pytest.raises(Altered):
        opened(sealed(b"mine"), key=bytes(32))


def test_it_refuses_an_empty_chunk_behind_a_full_one():
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header = sealed(b"")[:HEADER_BYTES]
    full = AESGCM(KEY).encrypt(PREFIX + bytes(5), b"a" * CHUNK_BYTES, header)
    empty = AESGCM(KEY).encrypt(PREFIX + b"\0\0\0\1\1", b"", header)
    with pytest.raises(Altered, match="empty"):
        opened(header + full + empty)


def test_it_notices_every_single_flipped_bit_of_a_short_object():
    stored = sealed(b"evidence")
    for place, bit in itertools.product(range(len(stored)), range(8)):
        touched = bytearray(stored)
        touched[place] ^= 1 << bit
        with pytest.raises(BadCiphertext):
            opened(bytes(touched))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_it_answers_any_bytes_with_its_own_errors(stored):
    with pytest.raises(BadCiphertext):
        opened(b"SSV1\x01\x00\x10\x00\x00" + stored)
    with pytest.raises(BadCiphertext):
        opened(stored)


def test_it_never_yields_a_piece_it_did_not_authenticate():
    stored = bytearray(sealed(three_chunks()))
    stored[HEADER_BYTES + WHOLE + 5] ^= 1
    pieces = open_sealed([bytes(stored)], key=KEY)
    assert next(pieces) == b"a" * CHUNK_BYTES
    with pytest.raises(Altered):
        next(pieces)


def test_it_asks_for_a_key_and_a_prefix_of_the_right_length_before_it_starts():
    with pytest.raises(ValueError, match="32 bytes"):
        seal([], key=b"short", prefix=PREFIX)
    with pytest.raises(ValueError, match="7 bytes"):
        seal([], key=KEY, prefix=b"short")
    with pytest.raises(ValueError, match="32 bytes"):
        open_sealed([], key=b"short")


def test_it_seals_and_opens_64_megabytes_in_less_than_8():
    megabyte = bytes(1 << 20)
    tracemalloc.start()
    try:
        stream = open_sealed(seal((megabyte for _ in range(64)), key=KEY, prefix=PREFIX), key=KEY)
        length = sum(len(piece) for piece in stream)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert length == 64 << 20
    assert peak < 8 << 20
