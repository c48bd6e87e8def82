"""Counting and hashing evidence while it streams, and holding an upload to what its sender declared.

A web server may hand on a body that was cut on its way without a word, so sealing an upload needs the declared
length and digest. The check ends inside the stream: what sealed the pieces so far is thrown away by its writer.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from secondstory.kernel.frozen import dataclass
from secondstory.vault.errors import DeclaredMismatch

_DIGEST = re.compile(r"[0-9a-f]{64}")
_AGAIN = "Nothing was sealed; send it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a sender says about the bytes to come: how many, and their SHA-256 in lower-case hex."""

    length_bytes: int
    sha256: str

    def __post_init__(self) -> None:
        """Hold the shape; raises ValueError otherwise."""
        if self.length_bytes < 0:
            raise ValueError("a length is never negative")
        if not _DIGEST.fullmatch(self.sha256):
            raise ValueError("a SHA-256 is 64 lower-case hex digits")


class Tally:
    """The length and SHA-256 of the bytes that have streamed through `over`."""

    __slots__ = ("_hash", "_length_bytes")

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._hash = hashlib.sha256()
        self._length_bytes = 0

    @property
    def length_bytes(self) -> int:
        """How many bytes came through so far."""
        return self._length_bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes so far, in lower-case hex."""
        return self._hash.hexdigest()

    def over(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield `chunks` unchanged, counting each before it is passed on."""
        for chunk in chunks:
            self._hash.update(chunk)
            self._length_bytes += len(chunk)
            yield chunk


def as_declared(chunks: Iterable[bytes], declared: Declared, *, tally: Tally) -> Iterator[bytes]:
    """Yield `chunks` unchanged through `tally`, and end well only when they are what was declared.

    tally: a fresh one; after a good end it holds the declared length and digest.
    Raises DeclaredMismatch as soon as more bytes come than were declared, and at the end when fewer or others did.
    """
    for chunk in tally.over(chunks):
        if tally.length_bytes > declared.length_bytes:
            raise DeclaredMismatch(
                f"The upload is longer than it said: more than {declared.length_bytes:,} bytes. {_AGAIN}",
                code="upload-too-long",
            )
        yield chunk
    if tally.length_bytes < declared.length_bytes:
        raise DeclaredMismatch(
            f"The upload ended early: {tally.length_bytes:,} of {declared.length_bytes:,} bytes. {_AGAIN}",
            code="upload-ended-early",
        )
    if tally.digest != declared.sha256:
        raise DeclaredMismatch(
            f"The upload changed on its way: all {declared.length_bytes:,} bytes came, but their SHA-256 begins "
            f"{tally.digest[:12]} where {declared.sha256[:12]} was declared. {_AGAIN}",
            code="upload-changed",
        )
