"""Salted commitments to payloads: what an entry says about a text without saying the text.

Source: docs/formats.md, "Commitments"; HMAC by RFC 2104; base64url by RFC 4648 section 5.
"""

import base64
import binascii
import hmac
from typing import Literal

CommitmentKind = Literal["header", "part", "evidence"]

SALT_BYTES = 32
_PREFIX: dict[CommitmentKind, bytes] = {
    "header": b"secondstory/commit/v1/header\x00",
    "part": b"secondstory/commit/v1/part\x00",
    "evidence": b"secondstory/commit/v1/evidence\x00",
}
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def commit(kind: CommitmentKind, salt: bytes, plaintext: bytes) -> str:
    """Return the commitment to `plaintext` as 43 characters of base64url.

    salt: 32 fresh random bytes, never used for a second commitment. Destroying salt and plaintext makes the
    commitment meaningless, which is what lawful erasure rests on.
    Raises ValueError when the salt has another length.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"A salt has {SALT_BYTES} bytes, this one has {len(salt)}.")
    return b64url(hmac.digest(salt, _PREFIX[kind] + plaintext, "sha256"))


def matches(commitment: str, kind: CommitmentKind, salt: bytes, plaintext: bytes) -> bool:
    """Return whether `commitment` is the one `commit` makes; a salt of the wrong length matches nothing."""
    # A commitment is public and so is the answer: a comparison in constant time would protect nothing.
    return len(salt) == SALT_BYTES and commit(kind, salt, plaintext) == commitment


def b64url(raw: bytes) -> str:
    """Return base64url without padding."""
    return binascii.b2a_base64(raw, newline=False).translate(_URL_SAFE, b"=").decode("ascii")


def unb64url(text: str) -> bytes:
    """Return the bytes of base64url without padding.

    Raises ValueError for anything `b64url` would not have written: padding, other characters, loose last bits.
    """
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("This is not base64url.") from error
    # The decoder of the standard library skips characters it does not know; only the way back tells.
    if b64url(raw) != text:
        raise ValueError("This is not base64url in its one canonical form.")
    return raw
