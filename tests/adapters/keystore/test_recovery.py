"""A recovery key survives paper, a tired reader and any keyboard; a misread one is noticed."""

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.keystore.errors import UnreadableRecoveryKey
from secondstory.adapters.keystore.recovery import read_recovery_text, recovery_text

PRIVATE = hashlib.sha256(b"a recovery key for tests, 0").digest()
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_it_is_twelve_groups_of_five_without_letters_that_look_like_digits():
    text = recovery_text(PRIVATE)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5} ){11}[0-9A-HJKMNP-TV-Z]{5}", text)
    assert text.startswith("J40")


@settings(max_examples=50)
@given(st.binary(min_size=32, max_size=32))
def test_it_reads_back_what_it_wrote(private):
    assert read_recovery_text(recovery_text(private)) == private


def test_it_reads_generously():
    text = recovery_text(PRIVATE)
    assert "0" in text
    assert "1" in text
    for typed in (
        text.lower(),
        text.replace(" ", ""),
        text.replace(" ", "-"),
        text.replace(" ", "\n"),
        f"  {text}\n",
        text.replace("0", "O").replace("1", "I"),
        text.replace("0", "o").replace("1", "l"),
    ):
        assert read_recovery_text(typed) == PRIVATE


@settings(max_examples=100)
@given(place=st.integers(0, 59), letter=st.sampled_from(ALPHABET))
def test_it_notices_any_one_misread_character(place, letter):
    characters = list(recovery_text(PRIVATE).replace(" ", ""))
    if characters[place] == letter:
        return
    characters[place] = letter
    with pytest.raises(UnreadableRecoveryKey):
        read_recovery_text("".join(characters))


def test_it_notices_two_neighbours_that_changed_places():
    text = recovery_text(PRIVATE).replace(" ", "")
    for place in range(59):
        swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        if swapped != text:
            with pytest.raises(UnreadableRecoveryKey):
                read_recovery_text(swapped)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "60 characters, and this has 0"),
        (recovery_text(PRIVATE)[:-1], "60 characters, and this has 59"),
        (recovery_text(PRIVATE).replace(" ", "?", 1), r"has no \?"),
        (recovery_text(PRIVATE)[:-5] + "00000", "misread: the last group does not fit"),
    ],
)
def test_it_says_what_is_wrong_and_what_is_safe(text, words):
    with pytest.raises(UnreadableRecoveryKey, match=f"{words}.*Nothing was written.*type it again"):
        read_recovery_text(text)


def test_it_takes_no_key_of_another_length():
    with pytest.raises(ValueError, match="32 bytes"):
        recovery_text(b"short")
