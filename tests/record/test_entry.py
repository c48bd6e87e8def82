import json
import unicodedata
from dataclasses import replace

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.commitment import b64url
from secondstory.record.entry import (
    Entry,
    Header,
    decode_entry,
    decode_header,
    encode_entry,
    encode_header,
    padded_width,
)
from secondstory.record.errors import BadProof

ONE = b64url(b"\x01" * 32)
TWO = b64url(b"\x02" * 32)
HEADER = Header(
    kind="followup.accepted.v1",
    stream="followup/7",
    seq=3,
    actor="p-51",
    at="2026-10-20T18:40:00.000001Z",
    previous=41,
)

digests = st.binary(min_size=32, max_size=32).map(b64url)
entries = st.sampled_from([1, 4, 8, 16]).flatmap(
    lambda width: st.builds(
        Entry,
        header=digests,
        parts=st.lists(digests, min_size=width, max_size=width).map(tuple),
        ciphertexts=st.lists(digests, max_size=4).map(tuple),
        evidence=st.lists(digests, max_size=4).map(tuple),
    )
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
headers = st.builds(
    Header,
    kind=texts,
    stream=texts,
    seq=st.integers(0, 2**53 - 1),
    actor=texts,
    at=st.datetimes().map(lambda at: at.isoformat(timespec="microseconds") + "Z"),
    previous=st.none() | st.integers(0, 2**53 - 1),
)


@given(entries)
def test_it_writes_an_entry_as_rfc_8785_does(entry):
    said = {"b": entry.parts, "h": entry.header, "v": 1}
    said |= {"c": entry.ciphertexts} if entry.ciphertexts else {}
    said |= {"e": entry.evidence} if entry.evidence else {}
    assert encode_entry(entry) == rfc8785.dumps(said)


@given(entries)
def test_it_reads_back_the_entry_it_writes(entry):
    assert decode_entry(encode_entry(entry)) == entry


def test_it_leaves_out_what_is_empty():
    assert set(json.loads(encode_entry(Entry(header=ONE, parts=(TWO,))))) == {"b", "h", "v"}


@pytest.mark.parametrize(
    "entry",
    [
        Entry(header=ONE, parts=()),
        Entry(header=ONE, parts=(TWO, TWO)),
        Entry(header=ONE + "=", parts=(TWO,)),
        Entry(header=ONE[:-1] + "B", parts=(TWO,)),
        Entry(header=ONE, parts=(f'{TWO}","{TWO}',)),
        Entry(header=ONE, parts=(TWO,), evidence=("é" * 43,)),
        Entry(header=ONE, parts=(TWO,), evidence=(TWO,) * 1500),
    ],
    ids=["no part", "not padded", "padding", "loose bits", "two in one", "not ASCII", "too long"],
)
def test_it_refuses_to_write_an_entry_nobody_could_read(entry):
    with pytest.raises(ValueError, match="entry"):
        encode_entry(entry)


GOOD = encode_entry(Entry(header=ONE, parts=(TWO,)))


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        GOOD + b"\n",
        b" " + GOOD,
        GOOD.replace(b":1}", b":2}"),
        GOOD.replace(b":1}", b":1.0}"),
        GOOD.replace(b'"v":1', b'"v":1,"w":2'),
        GOOD.replace(b'"v":1', b'"v":1,"v":1'),
        GOOD.replace(b'"b":', b'"b": '),
        GOOD.replace(b"[", b"[[").replace(b"]", b"]]"),
        GOOD.replace(TWO.encode(), TWO.encode()[:-1]),
        GOOD.replace(b'"h"', b'"c":[],"h"'),
        GOOD.replace(f'["{TWO}"]'.encode(), f'["{TWO}","{TWO}"]'.encode()),
        json.dumps(json.loads(GOOD), separators=(",", ":"), sort_keys=False).encode()[::-1],
        GOOD.replace(b'"h"', b'"e":["' + b'","'.join([TWO.encode()] * 1500) + b'"],"h"'),
        b"[" * 100_000,
    ],
)
def test_it_refuses_an_entry_that_is_not_canonical(stored):
    with pytest.raises(BadProof):
        decode_entry(stored)


def test_it_pads_to_four_widths_so_that_the_count_says_little():
    assert [padded_width(n) for n in (0, 1, 2, 4, 5, 8, 9, 16)] == [1, 1, 4, 4, 8, 8, 16, 16]


@pytest.mark.parametrize("count", [-1, 17])
def test_it_refuses_more_parts_than_an_entry_holds(count):
    with pytest.raises(ValueError, match="16"):
        padded_width(count)


def test_it_writes_the_header_with_its_fields_in_order():
    assert encode_header(HEADER) == (
        b'{"actor":"p-51","at":"2026-10-20T18:40:00.000001Z","kind":"followup.accepted.v1",'
        b'"previous":41,"seq":3,"stream":"followup/7"}'
    )


@given(headers)
def test_it_reads_back_the_header_it_writes(header):
    assert decode_header(encode_header(header)) == header


def test_it_writes_strings_as_the_example_of_rfc_8785():
    # Section 3.2.2: the text of the example, then its expected bytes from section 3.2.4.
    text = '€$\u000f\nA\'B"\\\\"/'
    expected = bytes.fromhex("22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f22")
    assert rfc8785.dumps(text) == expected
    stored = encode_header(replace(HEADER, actor=text))
    assert stored.startswith(b'{"actor":' + expected)
    assert decode_header(stored).actor == text


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2026-10-20T18:40:00Z"},
        {"at": "2026-10-20T18:40:00.000001+00:00"},
        {"at": "2026-02-30T18:40:00.000001Z"},
        {"seq": -1},
        {"seq": 2**53},
        {"previous": 2**53},
        {"actor": "e\u0301"},
        {"actor": "\ud800"},
    ],
)
def test_it_refuses_to_write_a_header_outside_its_form(change):
    with pytest.raises(ValueError):
        encode_header(replace(HEADER, **change))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"p-51"', b'"p\\u002d51"'),
        (b'"p-51"', b'"p\\/51"'),
        (b'"p-51"', b'"\\ud800"'),
        (b'"p-51"', b'"\\u000A"'),
        (b'"p-51"', b'"\\u000a"'),
        (b'"p-51"', b'"\xff"'),
        (b'"p-51"', b'"\n"'),
        (b'"p-51"', b"null"),
        (b":3,", b":03,"),
        (b":3,", b":3.0,"),
        (b":3,", b":-3,"),
        (b":3,", b":9007199254740992,"),
        (b":41,", b":9999999999999999,"),
        (b"-10-20T", b"-13-20T"),
        (b"}", b',"z":1}'),
        (b"}", b"}\n"),
        (b'"kind":', b'"kind": '),
    ],
)
def test_it_refuses_a_header_that_is_not_canonical(before, after):
    stored = encode_header(HEADER)
    assert before in stored
    with pytest.raises(BadProof):
        decode_header(stored.replace(before, after, 1))


def test_it_reads_a_header_in_characters_that_are_newer_than_this_software():
    # Unassigned today; a later Unicode may give it a decomposition. Old bytes must be readable all the same.
    stored = encode_header(HEADER).replace(b"p-51", "\U000e0fff".encode())
    assert decode_header(stored).actor == "\U000e0fff"
