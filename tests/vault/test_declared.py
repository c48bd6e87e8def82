"""What was uploaded is what is sealed: anything short, long or different ends the sealing."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.memory.objects import MemoryObjects
from secondstory.kernel.refused import Refused
from secondstory.vault.declared import Declared, Tally, as_declared
from secondstory.vault.errors import DeclaredMismatch
from secondstory.vault.stream import seal

UPLOAD = bytes(range(256)) * 391  # 100,096 bytes
DECLARED = Declared(length_bytes=len(UPLOAD), sha256=hashlib.sha256(UPLOAD).hexdigest())


def run(chunks, declared=DECLARED):
    return b"".join(as_declared(chunks, declared, tally=Tally()))


def test_it_passes_on_what_was_declared():
    tally = Tally()
    assert b"".join(as_declared([UPLOAD[:10], b"", UPLOAD[10:]], DECLARED, tally=tally)) == UPLOAD
    assert (tally.length_bytes, tally.digest) == (DECLARED.length_bytes, DECLARED.sha256)


def test_it_takes_an_empty_upload_that_was_declared_empty():
    assert run([], Declared(length_bytes=0, sha256=hashlib.sha256().hexdigest())) == b""


def test_it_says_how_much_came_when_the_upload_ended_early():
    declared = Declared(length_bytes=100_000, sha256="0" * 64)
    with pytest.raises(DeclaredMismatch) as refusal:
        run([b"x" * 5_000], declared)
    assert str(refusal.value) == (
        "The upload ended early: 5,000 of 100,000 bytes. Nothing was sealed; send it again."
    )
    assert refusal.value.code == "upload-ended-early"
    assert isinstance(refusal.value, Refused)


def test_it_stops_at_the_first_byte_too_many_instead_of_reading_on():
    def endless():
        while True:
            yield UPLOAD

    with pytest.raises(
        DeclaredMismatch, match=r"longer than it said: more than 100,096 bytes\. Nothing was sealed"
    ):
        run(endless())


def test_it_notices_the_right_number_of_wrong_bytes():
    with pytest.raises(DeclaredMismatch, match="changed on its way"):
        run([UPLOAD[:-1], b"?"])


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, len(UPLOAD) - 1), doubled=st.booleans(), torn=st.integers(0, len(UPLOAD) - 1))
def test_it_never_seals_a_short_a_torn_or_a_doubled_upload(cut, doubled, torn):
    if doubled:
        arrived = [UPLOAD, UPLOAD[:cut] or b"\0"]
    elif torn % 2:
        arrived = [UPLOAD[:cut]]
    else:
        arrived = [UPLOAD[:torn], bytes([UPLOAD[torn] ^ 1]), UPLOAD[torn + 1 :]]
    store = MemoryObjects()
    with pytest.raises(DeclaredMismatch):
        store.put(seal(as_declared(arrived, DECLARED, tally=Tally()), key=bytes(32), prefix=bytes(7)))
    assert list(store.digests()) == []


@pytest.mark.parametrize(("length", "digest"), [(-1, "0" * 64), (1, "0" * 63), (1, "G" * 64)])
def test_it_refuses_a_declaration_that_is_none(length, digest):
    with pytest.raises(ValueError):
        Declared(length_bytes=length, sha256=digest)
