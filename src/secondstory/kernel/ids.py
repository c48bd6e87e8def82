"""Ids: opaque, sortable by the time they were made, with a prefix that says what they name."""

from datetime import datetime
from typing import NewType

StreamId = NewType("StreamId", str)
PersonId = NewType("PersonId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_BODY_LENGTH = 26
ENTROPY_BYTES = 10


def new_id(prefix: str, *, at: datetime, entropy: bytes) -> str:
    """Return `prefix_` and 26 characters: 48 bits of time in milliseconds, then 80 random bits.

    at: aware; entropy: exactly 10 random bytes. Ids made later sort later, to the millisecond.
    Raises ValueError when `entropy` has another length.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"an id needs {ENTROPY_BYTES} random bytes, not {len(entropy)}")
    number = (int(at.timestamp() * 1000) << 80) | int.from_bytes(entropy, "big")
    body = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (_BODY_LENGTH - 1), -1, -5))
    return f"{prefix}_{body}"


def prefix_of(name: str) -> str:
    """Return the part of an id before its underscore, such as `pm`; empty when there is none."""
    prefix, separator, _ = name.partition("_")
    return prefix if separator else ""
