"""Blotting out: nothing of a secret comes through, and everything else does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.secrets.detect import Finding, find_secrets
from secondstory.adapters.secrets.redact import MASK, redacted
from secondstory.kernel.refused import Refused

TOKEN = "q8Zr4Kx0" * 5
KEY = "-----BEGIN RSA " + "PRIVATE KEY-----"
END = "-----END RSA " + "PRIVATE KEY-----"


def blot(text: str, size: int = 7) -> str:
    raw = text.encode()
    chunks = [raw[start : start + size] for start in range(0, len(raw), size)]
    return b"".join(redacted(chunks, find_secrets(chunks))).decode()


def test_it_blots_out_the_secret_and_leaves_its_line():
    text = f"first\nAuthorization: Bearer {TOKEN} HTTP/1.1\nlast\n"
    assert blot(text) == f"first\nAuthorization: Bearer {MASK} HTTP/1.1\nlast\n"


def test_it_blots_out_several_places_in_one_line():
    text = f"a: postgres://u:{TOKEN}@db/x b: Bearer {TOKEN}\r\n"
    assert blot(text) == f"a: postgres://u:{MASK}@db/x b: Bearer {MASK}\r\n"


@pytest.mark.parametrize("size", [1, 5, 64, 4096])
def test_it_blots_out_a_private_key_to_its_end_and_keeps_the_numbers_of_lines(size):
    body = "\n".join("MIIEpAIBAAKCAQEA" + f"{n:02}" * 20 for n in range(20))
    text = f"before\n{KEY}\n{body}\n{END}\nBearer {TOKEN}\nafter\n"
    seen = blot(text, size)
    assert "MIIE" not in seen
    assert TOKEN not in seen
    assert seen.splitlines()[-1] == "after"
    assert len(seen.splitlines()) == len(text.splitlines())


def test_it_blots_out_a_key_written_in_one_line_and_one_that_never_ends():
    in_json = '{"key": "' + KEY + "\\nMIIEpAIBAAKCAQEA0000\\n" + END + '"}'
    assert "MIIE" not in blot(in_json)
    assert "MIIE" not in blot(f"{KEY}\nMIIEpAIBAAKCAQEA0000\n")


def test_it_blots_out_the_rest_of_a_word_of_which_only_the_beginning_was_named():
    finding = Finding(rule="llm-key", line=1, column=3, length=4, excerpt_masked="")
    assert b"".join(redacted([b"x=abcdefgh; y"], [finding])) == f"x={MASK}; y".encode()


def test_it_keeps_a_byte_order_mark_and_counts_as_the_detector_does():
    text = f"\ufeffBearer {TOKEN} end"
    assert blot(text) == f"\ufeffBearer {MASK} end"


def test_it_refuses_bytes_that_are_no_text():
    with pytest.raises(Refused, match="not UTF-8"):
        b"".join(redacted([b"\xff\xfe\x00"], []))


@settings(max_examples=60)
@given(
    before=st.text("abé😀 \r\n\t\ufeff\u2028.:/", max_size=40),
    after=st.text("abé😀 \r\n\t\ufeff\u2028.:/", max_size=40),
    size=st.integers(1, 90),
)
def test_it_leaves_nothing_behind_and_touches_nothing_else(before, after, size):
    text = f"{before}\nAuthorization: Bearer {TOKEN}\n{after}"
    seen = blot(text, size)
    assert TOKEN not in seen
    assert find_secrets([seen.encode()]) == []
    assert seen == text.replace(TOKEN, MASK)
