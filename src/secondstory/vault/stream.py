"""Sealing of evidence of any size: the STREAM construction over AES-256-GCM, in constant memory.

Layout: a header of 16 bytes (`SSV1`, version, chunk size as u32 big-endian, a random prefix of 7 bytes), then
the sealed chunks, each its plaintext (exactly the chunk size, except the last) and a tag of 16 bytes. The nonce
of a chunk is prefix || u32 big-endian counter || last flag, and the header is associated data of every chunk.
So no chunk can be moved, dropped, repeated or added, and no header belongs to another object's chunks.
Empty evidence is one empty last chunk; in longer evidence the last chunk is never empty.

AES-GCM does not commit to its key: two keys could be found that open one ciphertext to two texts. The manifest
binds the plaintext's digest beside the ciphertext's; `reading` checks both.

Source: Hoang, Reyhanitabar, Rogaway, Vizar, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", CRYPTO 2015, section 7 (nonce-based STREAM).
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from secondstory.vault.errors import Altered, Truncated

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"SSV1"
VERSION = 1
CHUNK_BYTES = 1 << 20
KEY_BYTES = 32
PREFIX_BYTES = 7
TAG_BYTES = 16
HEADER_BYTES = len(MAGIC) + 1 + 4 + PREFIX_BYTES
MAX_CHUNKS = 1 << 32
_LAST = b"\x01"
_NOT_LAST = b"\x00"


def sealed_length(length_bytes: int) -> int:
    """Return how many bytes the sealed form of `length_bytes` of evidence has."""
    chunks = max(1, -(-length_bytes // CHUNK_BYTES))
    return HEADER_BYTES + length_bytes + chunks * TAG_BYTES


def seal(chunks: Iterable[bytes], *, key: bytes, prefix: bytes) -> Iterator[bytes]:
    """Yield the sealed form of the evidence in `chunks`, which may be cut anywhere, empty pieces included.

    key: 32 random bytes, used for this one object and no other. prefix: 7 random bytes.
    Raises ValueError, at once, for a key or prefix of another length, and while running when the evidence is
    longer than 2**32 chunks (4 PiB).
    """
    if len(prefix) != PREFIX_BYTES:
        raise ValueError(f"a prefix has {PREFIX_BYTES} bytes, not {len(prefix)}")
    return _seal(chunks, _cipher(key), prefix)


def open_sealed(chunks: Iterable[bytes], *, key: bytes) -> Iterator[bytes]:
    """Yield the evidence sealed in `chunks`, which may be cut anywhere.

    Each piece is authenticated before it is yielded, but only the end of the iteration says that the evidence is
    whole: a caller that acts on the pieces before the end has to be able to take it back.
    Raises Truncated or Altered (both BadCiphertext); a cut inside a chunk cannot be told from a change there and
    is reported as Altered. Raises ValueError, at once, for a key of another length.
    """
    return _open(chunks, _cipher(key))


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 15 ms that most commands do not need

    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
    return AESGCM(key)


def _seal(chunks: Iterable[bytes], cipher: "AESGCM", prefix: bytes) -> Iterator[bytes]:
    header = MAGIC + bytes([VERSION]) + CHUNK_BYTES.to_bytes(4, "big") + prefix
    yield header
    for counter, piece, is_last in _cut(chunks, CHUNK_BYTES):
        yield cipher.encrypt(_nonce(prefix, counter, _LAST if is_last else _NOT_LAST), piece, header)


def _open(chunks: Iterable[bytes], cipher: "AESGCM") -> Iterator[bytes]:
    source = iter(chunks)
    header, rest = _take_header(source)
    prefix = header[-PREFIX_BYTES:]
    for counter, piece, is_last in _cut(_chain(rest, source), CHUNK_BYTES + TAG_BYTES):
        if len(piece) < TAG_BYTES:
            raise Truncated(f"the sealed bytes end inside chunk {counter}")
        if is_last and counter and len(piece) == TAG_BYTES:
            raise Altered(f"chunk {counter} is empty, which only the single chunk of empty evidence may be")
        plain = _opened(cipher, _nonce(prefix, counter, _LAST if is_last else _NOT_LAST), piece, header)
        if plain is None:
            raise _diagnosed(cipher, header, counter, piece, is_last)
        yield plain


def _diagnosed(
    cipher: "AESGCM", header: bytes, counter: int, piece: bytes, is_last: bool
) -> Truncated | Altered:
    """Return which kind of wrong this chunk is: it may be a good one that stands at the wrong end."""
    other_flag = _NOT_LAST if is_last else _LAST
    if _opened(cipher, _nonce(header[-PREFIX_BYTES:], counter, other_flag), piece, header) is None:
        return Altered(f"chunk {counter} was changed or cut, or the key is another one")
    if is_last:
        return Truncated(f"the sealed bytes end after chunk {counter}, which was not the last")
    return Altered(f"bytes were added after chunk {counter}, which was the last")


def _opened(cipher: "AESGCM", nonce: bytes, piece: bytes, header: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(nonce, piece, header)
    except InvalidTag:
        return None


def _nonce(prefix: bytes, counter: int, flag: bytes) -> bytes:
    if counter >= MAX_CHUNKS:
        raise ValueError(f"sealed evidence has at most {MAX_CHUNKS} chunks")
    return prefix + counter.to_bytes(4, "big") + flag


def _take_header(source: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return the header and the bytes behind it that came in the same piece."""
    start = b""
    while len(start) < HEADER_BYTES:
        piece = next(source, None)
        if piece is None:
            raise Truncated(f"the sealed bytes end inside the header, after {len(start)} bytes")
        start += piece
    header = start[:HEADER_BYTES]
    if header[: len(MAGIC)] != MAGIC:
        raise Altered("these bytes do not begin as sealed evidence does")
    if header[len(MAGIC)] != VERSION or header[5:9] != CHUNK_BYTES.to_bytes(4, "big"):
        raise Altered("the header names a version or a chunk size that was never written")
    return header, start[HEADER_BYTES:]


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _cut(chunks: Iterable[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (counter, piece, is it the last): pieces of exactly `size`, the last 1 to `size` bytes long.

    A stream without bytes is one empty last piece. Holds one piece back, since only the end shows which is last.
    """
    counter = 0
    held = bytearray()
    for chunk in chunks:
        view = memoryview(chunk)
        while view:
            if len(held) == size:
                yield counter, bytes(held), False
                held.clear()
                counter += 1
            room = size - len(held)
            held += view[:room]
            view = view[room:]
    yield counter, bytes(held), True
