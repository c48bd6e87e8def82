"""A manifest has one form, and everything else is no manifest."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.vault.errors import BadManifest
from secondstory.vault.manifest import Manifest

GOLDEN = (
    b'{"ciphertext":"' + b"b" * 64 + b'","length":42,"media_type":"text/plain; charset=utf-8","plaintext":"'
    + b"a" * 64 + b'","v":1}'
)  # fmt: skip
DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)


def manifest(**changed):
    fields = {
        "plaintext_digest": "a" * 64,
        "length_bytes": 42,
        "media_type": "text/plain; charset=utf-8",
        "ciphertext_digest": "b" * 64,
    }
    return Manifest(**{**fields, **changed})


def test_it_reads_and_writes_its_golden_bytes_for_ever():
    assert manifest().encode() == GOLDEN
    assert Manifest.decode(GOLDEN) == manifest()


@settings(max_examples=30)
@given(DIGESTS, DIGESTS, st.integers(0, 2**53 - 1), st.sampled_from(["image/png", "application/x-ndjson"]))
def test_it_comes_back_as_it_was(plain, cipher, length, media_type):
    made = manifest(
        plaintext_digest=plain, ciphertext_digest=cipher, length_bytes=length, media_type=media_type
    )
    assert Manifest.decode(made.encode()) == made


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 50_000,
        GOLDEN + b"\n",
        GOLDEN.replace(b":42", b": 42"),
        GOLDEN.replace(b":42", b":42.0"),
        GOLDEN.replace(b":42", b":true"),
        GOLDEN.replace(b":42", b":-1"),
        GOLDEN.replace(b":42", b":9007199254740992"),
        GOLDEN.replace(b":42", b':"42"'),
        GOLDEN.replace(b'"v":1', b'"v":2'),
        GOLDEN.replace(b'"v":1', b'"v":true'),
        GOLDEN.replace(b'"v":1', b'"v":1,"w":1'),
        GOLDEN.replace(b'"v":1', b'"v":1,"v":1'),
        GOLDEN.replace(b"a" * 64, b"A" * 64),
        GOLDEN.replace(b"text/plain; charset=utf-8", b"text"),
    ],
)
def test_it_refuses_every_other_form(stored):
    with pytest.raises(BadManifest):
        Manifest.decode(stored)


def test_it_refuses_fields_in_another_order():
    fields = json.loads(GOLDEN)
    with pytest.raises(BadManifest, match="canonical"):
        Manifest.decode(json.dumps(dict(reversed(fields.items())), separators=(",", ":")).encode())


@pytest.mark.parametrize(
    "changed",
    [
        {"plaintext_digest": "A" * 64},
        {"ciphertext_digest": "b"},
        {"length_bytes": -1},
        {"media_type": "TEXT/PLAIN\n"},
    ],
)
def test_it_cannot_be_made_in_a_wrong_shape(changed):
    with pytest.raises(ValueError):
        manifest(**changed)
