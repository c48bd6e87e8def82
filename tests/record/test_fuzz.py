"""Whatever bytes arrive, a reader answers with what it read or with one of its own errors."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.record.checkpoint import Checkpoint, parse_body, read_checkpoint, sign_checkpoint
from secondstory.record.commitment import unb64url
from secondstory.record.cosignature import decode_cosignature
from secondstory.record.entry import Entry, Header, decode_entry, decode_header, encode_entry, encode_header
from secondstory.record.envelope import open_envelope, wrap_plain, wrap_sealed
from secondstory.record.errors import BadProof, BadSignature, KeyNeeded
from secondstory.record.note import parse_note, parse_vkey, vkey
from secondstory.record.proof import decode_proof, encode_proof, verify_proof
from secondstory.record.tiles import decode_entry_bundle, encode_entry_bundle, parse_tile_path
from secondstory.record.tree import verify_consistency, verify_inclusion
from tests.record.by_hand import ADA, signer

SIGN, PUBLIC = signer(ADA)
VKEY = vkey("a.example", PUBLIC)
KNOWN = [parse_vkey(VKEY)]
DIGEST = "A" * 43
NOTE = sign_checkpoint(Checkpoint(origin="a.example", size=1, root=bytes(32)), sign=SIGN, public=PUBLIC)
HEADER = Header(kind="k", stream="s\n", seq=1, actor="é", at="2026-10-20T18:40:00.000001Z", previous=None)

BYTES = {
    "entry": (decode_entry, encode_entry(Entry(header=DIGEST, parts=(DIGEST,), evidence=(DIGEST,)))),
    "header": (decode_header, encode_header(HEADER)),
    "plain envelope": (lambda raw: open_envelope(raw, None), wrap_plain(bytes(32), b"said")),
    "sealed envelope": (
        lambda raw: open_envelope(raw, bytes(32)),
        wrap_sealed("key", bytes(32), bytes(12), bytes(32), b"said"),
    ),
    "note": (parse_note, NOTE),
    "checkpoint": (lambda raw: read_checkpoint(raw, KNOWN), NOTE),
    "cosignature": (decode_cosignature, bytes(72)),
    "proof": (decode_proof, encode_proof(0, [bytes(32)], NOTE, extra=b"x")),
    "proven entry": (lambda raw: verify_proof(raw, b"", KNOWN), encode_proof(0, [], NOTE)),
    "bundle": (decode_entry_bundle, encode_entry_bundle([b"one", b"two"])),
}
TEXTS = {
    "base64url": (unb64url, "QUJD"),
    "body": (parse_body, NOTE.decode().partition("\n\n")[0] + "\n"),
    "verifier key": (parse_vkey, VKEY),
    "tile path": (parse_tile_path, "tile/0/x001/234.p/5"),
}


def read(reader, given_bytes):
    with suppress(BadProof, BadSignature, KeyNeeded):
        reader(given_bytes)


def damaged(good, piece):
    """Return strategies for what is near to `good`: one stretch of it replaced by something else."""
    places = st.integers(0, len(good))
    return st.tuples(places, places, piece).map(lambda cut: good[: cut[0]] + cut[2] + good[cut[1] :])


@pytest.mark.parametrize("name", BYTES)
@given(st.data())
@settings(max_examples=60)
def test_it_answers_any_bytes_with_an_error_of_its_own(name, data):
    reader, good = BYTES[name]
    read(reader, data.draw(st.binary(max_size=60) | damaged(good, st.binary(max_size=6))))


@pytest.mark.parametrize("name", TEXTS)
@given(st.data())
@settings(max_examples=60)
def test_it_answers_any_text_with_an_error_of_its_own(name, data):
    reader, good = TEXTS[name]
    piece = st.text(max_size=6) | st.sampled_from("+-=/\n\t é٣A0")
    try:
        read(reader, data.draw(st.text(max_size=60) | damaged(good, piece)))
    except ValueError as error:
        assert not isinstance(error, UnicodeError)


@pytest.mark.parametrize("name", [name for name in BYTES if name not in {"cosignature", "proven entry"}])
def test_it_reads_the_good_bytes_all_these_are_made_from(name):
    reader, good = BYTES[name]
    reader(good)


HOSTILE = [
    b"[" * 60_000,
    b'{"b":["' + b'A","' * 15_000,
    b'{"actor":"' + b"\\" * 60_000,
    b'{"actor":"' + b"\\u0001" * 10_000 + b"x",
    b"\n\n" * 30_000,
    "— ".encode() * 20_000,
    b"c2sp.org/tlog-proof@v1\nindex 0\n" + b"A" * 60_000 + b"\n\n",
    b"\x00\x00" * 30_000,
]


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_it_does_not_hang_on_long_hostile_bytes(name, raw):
    read(BYTES[name][0], raw)


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
