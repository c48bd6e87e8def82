"""Puts the certificates in a token into the order that DER asks for, as a copy for a strict reader.

Many authorities, those that run `openssl ts` among them, send the signer first and its issuers after it. A set has no
order and nobody signs the one it is in; `rfc3161-client` reads sorted ones alone. The token is kept as it came.
Sources: ITU-T X.690 section 11.6 (SET OF); RFC 5652 section 5.1 (SignedData).
"""

from collections.abc import Iterator

_SEQUENCE, _SET, _OID, _INTEGER, _FIRST = 0x30, 0x31, 0x06, 0x02, 0xA0
_WAY = (
    (_SEQUENCE,),
    (_SEQUENCE, _SEQUENCE),
    (_OID, _FIRST),
    (_SEQUENCE,),
    (_INTEGER, _SET, _SEQUENCE, _FIRST),
)
"""Which elements stand on each level, down to the certificates: the last of each is gone into."""


class _Odd(Exception):
    """The bytes are not such a token; then whoever reads them says so."""


def with_sorted_certificates(token: bytes) -> bytes:
    """Return the answer of an authority with its certificates sorted; as it is when it cannot be read so far."""
    try:
        start, end = 0, len(token)
        for level in _WAY:
            start, end = _down(token, start, end, level)
        found = [token[first:last] for _, first, _, last in _elements(token, start, end)]
    except _Odd:
        return token
    return token[:start] + b"".join(sorted(found)) + token[end:]


def _down(raw: bytes, start: int, end: int, tags: tuple[int, ...]) -> tuple[int, int]:
    """Return where the content of the last of `tags` lies, when the elements from `start` on have these tags."""
    for wanted, (tag, _, content, last) in zip(tags, _elements(raw, start, end), strict=False):
        if tag != wanted:
            break
        tags = tags[1:]
        if not tags:
            return content, last
    raise _Odd


def _elements(raw: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (tag, first byte, first byte of its content, first byte after it) of each element in raw[start:end]."""
    while start < end:
        head = raw[start : start + 2]
        if len(head) < 2:
            raise _Odd
        content, length = start + 2, head[1]
        if length & 0x80:
            width = length & 0x7F
            length = int.from_bytes(raw[content : content + width], "big")
            content += width
            if not 1 <= width <= 4:
                raise _Odd
        if content + length > end:
            raise _Odd
        yield head[0], start, content, content + length
        start = content + length
