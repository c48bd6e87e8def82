"""One leaf of the log, and the header it commits to: both in exactly one written form.

An entry says nothing in clear but how many things it commits to. Its grammar is small enough to be one
regular expression, which makes reading strict and quick at once: what matches is canonical (RFC 8785),
anything else is refused.
Source: docs/formats.md, "Entries" and "Headers"; RFC 8785 sections 3.2.2 and 3.2.3.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime

from secondstory.kernel.frozen import dataclass
from secondstory.record.errors import BadProof

MAX_ENTRY_BYTES = 65_535
MAX_HEADER_BYTES = 65_535
"""No header of ours has a hundredth of it. The pattern below remembers every escape: 10 MB of them would take 1 GB."""
PART_WIDTHS = (1, 4, 8, 16)
_MAX_INTEGER = 2**53 - 1

# 32 bytes are 256 bits, 43 characters carry 258: two bits are zero, so the last character has 16 values.
_DIGEST_CHARACTERS = 43
_DIGEST = "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"
_DIGESTS = rf'\["({_DIGEST}(?:","{_DIGEST})*)"\]'
_ENTRY = re.compile(rf'\{{"b":{_DIGESTS}(?:,"c":{_DIGESTS})?(?:,"e":{_DIGESTS})?,"h":"({_DIGEST})","v":1\}}')

# A string as RFC 8785 section 3.2.2.2 writes it: short escapes where they exist, else \u00 in lower case.
_PLAIN = r'[^"\\\x00-\x1f]*'
_STRING = rf'"({_PLAIN}(?:\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f])){_PLAIN})*)"'
_COUNT = "0|[1-9][0-9]{0,15}"
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
_AT = re.compile(_TIME)
_HEADER = re.compile(
    rf'\{{"actor":{_STRING},"at":"({_TIME})","kind":{_STRING},"previous":(null|{_COUNT}),"seq":({_COUNT}),'
    rf'"stream":{_STRING}\}}'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One leaf: commitments to a header and to parts, digests of ciphertexts, commitments to evidence.

    parts: 1, 4, 8 or 16 long; those beyond the real parts are random and open to nothing.
    ciphertexts: digests of sealed envelopes: header, parts padded as `parts` are, evidence; empty in the open.
    Every value is 43 characters of base64url, that is 32 bytes.
    """

    header: str
    parts: tuple[str, ...]
    ciphertexts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What happened to which stream, when, by which pseudonym; order comes from the log, never from `at`.

    at: RFC 3339 in UTC with six decimals and Z. seq: position in the stream.
    previous: index in the log of the entry before this one in the same stream, None for the first.
    """

    kind: str
    stream: str
    seq: int
    actor: str
    at: str
    previous: int | None


def padded_width(count: int) -> int:
    """Return how many part commitments an entry with `count` parts carries: 1, 4, 8 or 16.

    Raises ValueError for a negative count or more than 16.
    """
    for width in PART_WIDTHS:
        if 0 <= count <= width:
            return width
    raise ValueError(f"An entry holds 0 to {PART_WIDTHS[-1]} parts, not {count}.")


def encode_entry(entry: Entry) -> bytes:
    """Return the bytes that are hashed into the tree; `c` and `e` are left out when empty.

    Raises ValueError for values that are not digests, a part count that is not padded, or above 65,535 bytes.
    """
    if len(entry.parts) not in PART_WIDTHS:
        raise ValueError(f"An entry carries 1, 4, 8 or 16 part commitments, not {len(entry.parts)}.")
    sealed = f'"c":{_written(entry.ciphertexts)},' if entry.ciphertexts else ""
    evidence = f'"e":{_written(entry.evidence)},' if entry.evidence else ""
    text = f'{{"b":{_written(entry.parts)},{sealed}{evidence}"h":"{entry.header}","v":1}}'
    # The length is checked too: one value may not smuggle in the quotes and commas of two.
    digests = (entry.header, *entry.parts, *entry.ciphertexts, *entry.evidence)
    if _ENTRY.fullmatch(text) is None or any(len(digest) != _DIGEST_CHARACTERS for digest in digests):
        raise ValueError("Every value of an entry is a digest of 32 bytes in base64url.")
    if len(text) > MAX_ENTRY_BYTES:
        raise ValueError(f"An entry has at most {MAX_ENTRY_BYTES} bytes, this one has {len(text)}.")
    return text.encode("ascii")


def decode_entry(stored: bytes) -> Entry:
    """Return the entry in `stored`; encoding it again gives the same bytes.

    Raises BadProof for anything `encode_entry` would not have written.
    """
    found = _ENTRY.fullmatch(stored.decode("latin-1")) if len(stored) <= MAX_ENTRY_BYTES else None
    if found is None:
        raise BadProof("These bytes are not an entry of version 1 in its canonical form.")
    parts, sealed, evidence, header = found.groups()
    entry = Entry(
        header=header, parts=_listed(parts), ciphertexts=_listed(sealed), evidence=_listed(evidence)
    )
    if len(entry.parts) not in PART_WIDTHS:
        raise BadProof(
            f"An entry carries 1, 4, 8 or 16 part commitments; this one carries {len(entry.parts)}."
        )
    return entry


def encode_header(header: Header) -> bytes:
    """Return the header as RFC 8785 JSON, the plaintext of the entry's header commitment.

    Raises ValueError for a time in another form, a number outside 0 to 2^53-1, text that is not NFC, or above
    65,535 bytes.
    """
    # Both are imported here so that reading a log loads neither.
    import unicodedata

    import rfc8785

    if _AT.fullmatch(header.at) is None or not _is_moment(header.at):
        raise ValueError("A header's time is RFC 3339 in UTC with six decimals and Z.")
    numbers = (header.seq,) if header.previous is None else (header.seq, header.previous)
    if not all(0 <= number <= _MAX_INTEGER for number in numbers):
        raise ValueError("A header's numbers lie between 0 and 2^53-1.")
    # Checked when writing only: Unicode may assign new characters later, and old bytes must stay readable.
    if not all(unicodedata.is_normalized("NFC", text) for text in (header.kind, header.stream, header.actor)):
        raise ValueError("A header's texts are in Unicode normal form C.")
    encoded = rfc8785.dumps(
        {
            "actor": header.actor,
            "at": header.at,
            "kind": header.kind,
            "previous": header.previous,
            "seq": header.seq,
            "stream": header.stream,
        }
    )
    if len(encoded) > MAX_HEADER_BYTES:
        raise ValueError(f"A header has at most {MAX_HEADER_BYTES} bytes, this one has {len(encoded)}.")
    return encoded


def decode_header(stored: bytes) -> Header:
    """Return the header in `stored`; encoding it again gives the same bytes.

    Raises BadProof for anything but canonical bytes of these six fields, and above 65,535 bytes.
    """
    try:
        found = _HEADER.fullmatch(stored.decode("utf-8")) if len(stored) <= MAX_HEADER_BYTES else None
    except UnicodeDecodeError as error:
        raise BadProof("These bytes are not a header: they are not UTF-8.") from error
    if found is None:
        raise BadProof("These bytes are not a header in its canonical form.")
    actor, at, kind, previous, seq, stream = found.groups()
    header = Header(
        kind=_unescaped(kind),
        stream=_unescaped(stream),
        seq=int(seq),
        actor=_unescaped(actor),
        at=at,
        previous=None if previous == "null" else int(previous),
    )
    if max(header.seq, header.previous or 0) > _MAX_INTEGER or not _is_moment(at):
        raise BadProof("A number or the time of this header is out of range.")
    return header


def _written(digests: Sequence[str]) -> str:
    return '["' + '","'.join(digests) + '"]'


def _listed(inner: str | None) -> tuple[str, ...]:
    return tuple(inner.split('","')) if inner else ()


def _unescaped(text: str) -> str:
    return str(json.loads(f'"{text}"')) if "\\" in text else text


def _is_moment(at: str) -> bool:
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return False
    return True
