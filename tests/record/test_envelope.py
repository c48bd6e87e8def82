import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.commitment import unb64url
from secondstory.record.envelope import (
    KEY_NONE,
    ciphertext_digest,
    key_name,
    open_envelope,
    wrap_plain,
    wrap_sealed,
)
from secondstory.record.errors import BadProof, KeyNeeded

SALT = bytes(range(32))
KEY = b"k" * 32
NONCE = b"n" * 12
NAME = "stream:concern/4"

names = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=255).filter(
    lambda name: name != KEY_NONE
)


@given(st.binary(max_size=100))
def test_it_gives_back_what_lies_open(plaintext):
    opened = open_envelope(wrap_plain(SALT, plaintext), None)
    assert (opened.salt, opened.plaintext) == (SALT, plaintext)


@given(names, st.binary(max_size=100))
def test_it_gives_back_what_was_sealed(name, plaintext):
    envelope = wrap_sealed(name, KEY, NONCE, SALT, plaintext)
    opened = open_envelope(envelope, KEY)
    assert (opened.salt, opened.plaintext) == (SALT, plaintext)
    assert key_name(envelope) == name


def test_it_lays_a_plain_payload_out_as_written_down():
    assert wrap_plain(SALT, b"said") == b"\x01\x04none" + SALT + b"said"


def test_it_seals_with_aes_gcm_under_the_name_of_the_key():
    associated = b"secondstory/payload/v1\x00" + NAME.encode()
    sealed = AESGCM(KEY).encrypt(NONCE, SALT + b"said", associated)
    assert wrap_sealed(NAME, KEY, NONCE, SALT, b"said") == b"\x01\x10" + NAME.encode() + NONCE + sealed


def test_it_hides_salt_and_text_when_sealed():
    envelope = wrap_sealed(NAME, KEY, NONCE, SALT, b"who said it")
    assert b"who" not in envelope
    assert SALT not in envelope


def test_it_asks_for_the_key_by_name():
    with pytest.raises(KeyNeeded) as asked:
        open_envelope(wrap_sealed(NAME, KEY, NONCE, SALT, b"said"), None)
    assert asked.value.key_name == NAME


def test_it_notices_every_altered_bit_of_a_sealed_payload():
    envelope = wrap_sealed(NAME, KEY, NONCE, SALT, b"said")
    for at in range(len(envelope)):
        altered = bytearray(envelope)
        altered[at] ^= 1
        with pytest.raises(BadProof):
            open_envelope(bytes(altered), KEY)


def test_it_does_not_open_under_the_name_of_another_key():
    envelope = wrap_sealed(NAME, KEY, NONCE, SALT, b"said")
    with pytest.raises(BadProof):
        open_envelope(envelope.replace(b"concern/4", b"concern/5"), KEY)


@pytest.mark.parametrize(
    "envelope",
    [
        b"",
        b"\x01",
        b"\x02\x04none" + SALT,
        b"\x01\x00" + SALT,
        b"\x01\x05none",
        b"\x01\x04no\xffe" + SALT,
        b"\x01\x04no e" + SALT,
        b"\x01\x04none" + SALT[:-1],
        b"\x01\x03key" + bytes(27),
        b"\x01\x03key" + bytes(5),
    ],
)
def test_it_refuses_a_malformed_envelope(envelope):
    with pytest.raises(BadProof):
        open_envelope(envelope, KEY)


def test_it_does_not_take_half_a_key_name_for_the_whole():
    with pytest.raises(BadProof):
        key_name(b"\x01\x10stream:concern")


def test_it_refuses_a_sealed_payload_shorter_than_its_salt():
    sealed = AESGCM(KEY).encrypt(NONCE, SALT[:-1], b"secondstory/payload/v1\x00key")
    with pytest.raises(BadProof):
        open_envelope(b"\x01\x03key" + NONCE + sealed, KEY)


@pytest.mark.parametrize(
    "arguments",
    [
        (KEY_NONE, KEY, NONCE, SALT),
        ("", KEY, NONCE, SALT),
        ("a key", KEY, NONCE, SALT),
        ("k" * 256, KEY, NONCE, SALT),
        (NAME, KEY[:-1], NONCE, SALT),
        (NAME, KEY, NONCE[:-1], SALT),
        (NAME, KEY, NONCE, SALT[:-1]),
    ],
)
def test_it_refuses_to_seal_with_anything_of_the_wrong_form(arguments):
    with pytest.raises(ValueError):
        wrap_sealed(*arguments, b"said")


def test_it_refuses_to_open_with_half_a_key():
    with pytest.raises(ValueError, match="32 bytes"):
        open_envelope(wrap_sealed(NAME, KEY, NONCE, SALT, b"said"), KEY[:16])


def test_it_digests_the_stored_bytes_whole():
    envelope = wrap_sealed(NAME, KEY, NONCE, SALT, b"said")
    assert len(unb64url(ciphertext_digest(envelope))) == 32
    assert ciphertext_digest(envelope) != ciphertext_digest(envelope[:-1])
