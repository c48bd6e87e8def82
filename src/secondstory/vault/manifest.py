"""The manifest of one piece of evidence: what its commitment covers, as RFC 8785 (JCS) bytes.

    {"ciphertext":"<sha256 hex>","length":<bytes>,"media_type":"text/plain","plaintext":"<sha256 hex>","v":1}

The plaintext digest is inside a salted commitment and never in the log: digests of short texts can be guessed.
"""

import json
import re
from typing import Self

from secondstory.kernel.frozen import dataclass
from secondstory.vault.errors import BadManifest

VERSION = 1
MAX_LENGTH_BYTES = 2**53 - 1
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Names as in RFC 6838 section 4.2, with parameters as they are commonly written.
_MEDIA_TYPE = re.compile(
    r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(; ?[a-z0-9-]+=[\w.+-]+)*"
)
_FIELDS = {"ciphertext", "length", "media_type", "plaintext", "v"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one piece of evidence is: its bytes before and after sealing, their number, and their kind.

    Digests are SHA-256 in 64 lower-case hex digits; length_bytes counts the plaintext.
    """

    plaintext_digest: str
    length_bytes: int
    media_type: str
    ciphertext_digest: str

    def __post_init__(self) -> None:
        """Hold the shape that the stored form promises; raises ValueError otherwise."""
        for digest in (self.plaintext_digest, self.ciphertext_digest):
            if not _DIGEST.fullmatch(digest):
                raise ValueError("a digest is 64 lower-case hex digits")
        if not 0 <= self.length_bytes <= MAX_LENGTH_BYTES:
            raise ValueError("a length lies between 0 and 2**53 - 1")
        if not _MEDIA_TYPE.fullmatch(self.media_type):
            raise ValueError(f"not a media type in lower case: {self.media_type[:80]!r}")

    def encode(self) -> bytes:
        """Return the canonical bytes (RFC 8785): what the commitment is made over and what is stored."""
        import rfc8785

        return rfc8785.dumps(
            {
                "ciphertext": self.ciphertext_digest,
                "length": self.length_bytes,
                "media_type": self.media_type,
                "plaintext": self.plaintext_digest,
                "v": VERSION,
            }
        )

    @classmethod
    def decode(cls, stored: bytes) -> Self:
        """Return the manifest in `stored`; raises BadManifest unless the bytes are exactly its canonical form."""
        fields = _fields(stored)
        try:
            manifest = cls(
                plaintext_digest=_text(fields["plaintext"]),
                length_bytes=_whole(fields["length"]),
                media_type=_text(fields["media_type"]),
                ciphertext_digest=_text(fields["ciphertext"]),
            )
        except (TypeError, ValueError) as why:
            raise BadManifest(f"a field of the manifest is wrong: {why}") from why
        if manifest.encode() != stored:
            raise BadManifest("the manifest is not in its canonical form")
        return manifest


def _fields(stored: bytes) -> dict[str, object]:
    try:
        fields = json.loads(stored.decode("utf-8"))
    except (ValueError, RecursionError) as why:
        raise BadManifest("the manifest is not JSON in UTF-8") from why
    if not isinstance(fields, dict) or set(fields) != _FIELDS:
        raise BadManifest("the manifest has other fields than a manifest has")
    if type(fields["v"]) is not int or fields["v"] != VERSION:
        raise BadManifest("the manifest has a version that this software does not know")
    return fields


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError("a whole number was expected")
    return value
