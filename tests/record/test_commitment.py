import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.commitment import b64url, commit, matches, unb64url

SALT = bytes(range(32))


def hmac_by_hand(key: bytes, message: bytes) -> bytes:
    """RFC 2104 section 2, for keys shorter than a block."""
    block = key.ljust(64, b"\x00")
    inner = sha256(bytes(b ^ 0x36 for b in block) + message).digest()
    return sha256(bytes(b ^ 0x5C for b in block) + inner).digest()


@pytest.mark.parametrize("kind", ["header", "part", "evidence"])
@given(salt=st.binary(min_size=32, max_size=32), plaintext=st.binary(max_size=200))
def test_it_commits_by_hmac_over_kind_and_plaintext(kind, salt, plaintext):
    message = f"secondstory/commit/v1/{kind}".encode() + b"\x00" + plaintext
    made = unb64url(commit(kind, salt, plaintext))
    assert made == hmac_by_hand(salt, message)
    assert made == hmac.new(salt, message, sha256).digest()


def test_it_writes_a_commitment_as_43_characters():
    assert len(commit("part", SALT, b"")) == 43


def test_it_says_nothing_about_equal_texts():
    assert commit("part", SALT, b"Ada") != commit("part", SALT[::-1], b"Ada")


def test_it_keeps_the_kinds_apart():
    assert len({commit(kind, SALT, b"same") for kind in ("header", "part", "evidence")}) == 3


def test_it_matches_only_the_same_kind_salt_and_text():
    made = commit("part", SALT, b"said")
    assert matches(made, "part", SALT, b"said")
    assert not matches(made, "header", SALT, b"said")
    assert not matches(made, "part", SALT[::-1], b"said")
    assert not matches(made, "part", SALT, b"sail")


def test_it_lets_a_damaged_salt_match_nothing():
    assert not matches(commit("part", SALT, b"said"), "part", SALT[:-1], b"said")


def test_it_compares_with_a_foreign_text_without_stumbling():
    assert not matches("é" * 43, "part", SALT, b"said")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_it_refuses_a_salt_of_another_length(length):
    with pytest.raises(ValueError, match="32 bytes"):
        commit("part", bytes(length), b"said")


@given(st.binary(max_size=70))
def test_it_reads_back_the_base64url_it_writes(raw):
    text = b64url(raw)
    assert unb64url(text) == raw
    assert not set(text) & set("+/=")


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "Q+", "Q/", "QQ\n", " QQ", "Qé", "Q Q"])
def test_it_refuses_base64url_in_any_other_form(text):
    with pytest.raises(ValueError, match="base64url"):
        unb64url(text)
