"""canonicalize, by the authors of RFC 8785: every JSON this software hashes, in the form the standard gives it."""

import json
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.commitment import b64url
from secondstory.record.entry import Entry, Header, encode_entry, encode_header
from secondstory.vault.manifest import Manifest

SCRIPT = Path(__file__).with_name("node") / "jcs.mjs"
GOLDEN = Path(__file__).resolve().parent.parent / "domain" / "golden"

texts = st.text(st.characters(exclude_categories=["Cs"]))
awkward = st.sampled_from(
    ["", "\u2028", "\x00\x1f\x7f", '"\\/', "é", "e\u0301", "\U0001f600", "\ufb33", "\r\n", "z"]
)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts | awkward
documents = st.recursive(
    scalars,
    lambda deeper: st.lists(deeper, max_size=5) | st.dictionaries(texts | awkward, deeper, max_size=6),
)
digests = st.binary(min_size=32, max_size=32).map(b64url)
hexes = st.binary(min_size=32, max_size=32).map(bytes.hex)
entries = st.builds(
    Entry,
    header=digests,
    parts=st.sampled_from([1, 4, 8, 16]).flatmap(lambda n: st.tuples(*[digests] * n)),
    ciphertexts=st.lists(digests, max_size=4).map(tuple),
    evidence=st.lists(digests, max_size=4).map(tuple),
)
nfc = texts.map(partial(unicodedata.normalize, "NFC"))
headers = st.builds(
    Header,
    kind=nfc,
    stream=nfc,
    actor=nfc,
    seq=st.integers(0, 2**53 - 1),
    previous=st.none() | st.integers(0, 2**53 - 1),
    at=st.just("2026-10-20T18:40:00.000001Z"),
)
manifests = st.builds(
    Manifest,
    plaintext_digest=hexes,
    ciphertext_digest=hexes,
    length_bytes=st.integers(0, 2**53 - 1),
    media_type=st.sampled_from(["text/plain", "text/plain; charset=utf-8", "application/octet-stream"]),
)


class Canonicalizer:
    """Their program, kept running: starting it for every document would take most of the time."""

    def __init__(self, running: "subprocess.Popen[str]") -> None:
        """Speak with `running`."""
        self._running = running

    def __call__(self, text: str) -> bytes:
        """Return the canonical form of one JSON text."""
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        self._running.stdin.write(f"{text}\n")
        self._running.stdin.flush()
        return self._running.stdout.readline().removesuffix("\n").encode()


@contextmanager
def running(node: Path) -> Iterator[Canonicalizer]:
    with subprocess.Popen(
        ["node", SCRIPT, node],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="strict",
    ) as program:
        yield Canonicalizer(program)


@pytest.fixture(scope="module")
def canonical(node: Path) -> Iterator[Canonicalizer]:
    """`canonical(json_text)`: the bytes that canonicalize makes of it."""
    with running(node) as program:
        yield program


@given(st.lists(documents, min_size=10, max_size=30))
def test_it_writes_every_document_as_rfc8785_does(canonical, many):
    for document in many:
        assert canonical(json.dumps(document)) == rfc8785.dumps(document)


@given(st.lists(entries, min_size=5, max_size=10))
def test_it_writes_our_entries_as_we_do(canonical, many):
    for one in many:
        assert canonical(encode_entry(one).decode()) == encode_entry(one)


@given(st.lists(headers, min_size=5, max_size=10))
def test_it_writes_our_headers_as_we_do(canonical, many):
    for one in many:
        assert canonical(encode_header(one).decode()) == encode_header(one)


@given(manifests)
def test_it_writes_our_manifests_as_we_do(canonical, one):
    assert canonical(one.encode().decode()) == one.encode()


def test_it_writes_the_facts_of_every_event_as_we_once_did(canonical):
    parts = [
        bytes.fromhex(event["parts"][0])
        for topic in sorted(GOLDEN.glob("*.json"))
        for event in json.loads(topic.read_text("utf-8")).values()
    ]
    assert len(parts) > 50
    assert [canonical(part.decode()) for part in parts] == parts


def test_it_notices_what_is_not_canonical(canonical):
    for text in (
        '{"b":1,"a":2}',
        '{"a": 1}',
        '["\\u00e9"]',
        '["\\/"]',
        "[1.0]",
        '{"\ufb33":1,"\U0001f600":2}',
    ):
        assert canonical(text) != text.encode(), text
    assert canonical('{"\ufb33":1,"\U0001f600":2}') == rfc8785.dumps({"\ufb33": 1, "\U0001f600": 2})
