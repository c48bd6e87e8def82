"""Whatever bytes stand where sealed evidence or its manifest should, they are told from good ones, in any pieces."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.vault.errors import BadCiphertext, BadManifest
from secondstory.vault.manifest import Manifest
from secondstory.vault.stream import CHUNK_BYTES, HEADER_BYTES, TAG_BYTES, open_sealed, seal
from tests.record.fuzzing.near import DEEP, LONG, LONG_ONES, anything, bounded

KEY = bytes(32)
SAID = b"22:41 disk full\n"
SEALED = b"".join(seal([SAID], key=KEY, prefix=bytes(7)))
TWO = b"".join(seal([bytes(CHUNK_BYTES + 5)], key=KEY, prefix=b"1234567"))
MANIFEST = Manifest(
    plaintext_digest="a" * 64,
    ciphertext_digest="b" * 64,
    length_bytes=42,
    media_type="text/plain; charset=utf-8",
).encode()


def opened(pieces, whole):
    """Return what is inside; None when it is refused, and then not a byte of it was other than what was sealed."""
    out = b""
    try:
        for piece in open_sealed(pieces, key=KEY):
            out += piece
    except BadCiphertext as refused:
        assert str(refused)
        assert whole.startswith(out)
        return None
    return out


@given(st.data())
def test_it_opens_nothing_but_what_was_sealed(data):
    raw = data.draw(anything(SEALED))
    assert opened([raw], SAID) == (SAID if raw == SEALED else None)


@given(st.lists(st.integers(0, len(SEALED)), max_size=6))
def test_it_does_not_care_how_the_bytes_are_cut(cuts):
    ends = pairwise([0, *sorted(cuts), len(SEALED)])
    assert opened([SEALED[start:end] for start, end in ends], SAID) == SAID


@pytest.mark.parametrize(
    "raw",
    [
        TWO[:-1],
        TWO[: HEADER_BYTES + CHUNK_BYTES + TAG_BYTES],
        TWO[:HEADER_BYTES] + TWO[HEADER_BYTES + CHUNK_BYTES + TAG_BYTES :],
        TWO + b"x",
        TWO + TWO,
        TWO[:9] + bytes(4) + TWO[13:],
        SEALED[:HEADER_BYTES] + TWO[HEADER_BYTES:],
        TWO[: HEADER_BYTES + CHUNK_BYTES + TAG_BYTES] * 2,
        *(build(LONG) for build in LONG_ONES.values()),
        *(SEALED[:HEADER_BYTES] + build(LONG) for build in LONG_ONES.values()),
    ],
    ids=lambda raw: f"{len(raw)} bytes",
)
def test_it_answers_chunks_that_moved_and_ten_megabytes_soon(raw):
    with bounded():
        assert opened([raw], bytes(CHUNK_BYTES + 5)) is None


def read(raw):
    try:
        assert Manifest.decode(raw).encode() == raw
    except BadManifest as refused:
        assert str(refused)


@given(st.data())
def test_it_answers_any_bytes_for_a_manifest(data):
    read(data.draw(anything(MANIFEST)))


def test_it_reads_only_the_one_way_to_write_a_manifest():
    for at in range(len(MANIFEST) + 1):
        for piece in (b" ", b"\n", b"0", b"\\/", b"\\u0061"):
            read(MANIFEST[:at] + piece + MANIFEST[at:])


@pytest.mark.parametrize("raw", DEEP, ids=range(len(DEEP)))
def test_it_answers_a_deep_manifest(raw):
    read(raw)


def test_it_answers_ten_megabytes_for_a_manifest_soon():
    for build in LONG_ONES.values():
        with bounded():
            read(build(LONG))
            read(MANIFEST[:-1] + build(LONG // 10))
